"""Titles of one word, which are words of everyday as well: a driver of growth, the Chef who is a boss, Herr Koch.

A title of several words says by itself that a vacancy is meant. Of one word it takes the words beside it.
"""

import re

import re2

from inbox_bot.core.judgement.text.wording import FoldedText, PhrasePattern, fold, pattern_of
from inbox_bot.core.judgement.vacancy.words.occupations import is_a_noun_of_work
from inbox_bot.core.judgement.vacancy.words.position_words import (
    LEADS_TO_A_POSITION,
    MAY_LEAD_TO_A_POSITION,
    NOT_OURS,
    TRAILS_A_POSITION,
)
from inbox_bot.core.judgement.vacancy.words.titles import Mention
from inbox_bot.core.lexicon.phrases import one_of

_BEFORE = 60  # characters before a title that are looked at
_BETWEEN = 14  # between what leads to a title and the title: "apply for the", "als"
_AFTER = 40

_LEADS = pattern_of("vacancy.leads_to_one_word")
_TOGETHER = re.compile(  # "as a waiter or as a cook": both are led to
    rf"^(?:\s*[^\W_][\w'-]*){{0,5}}\s*(?:[,/&]|\b{one_of('vacancy.joins_two')}\b)\.?"
    r"(?:\s*(?:as|als|comme|como|come|jako|an?|the))*\s*$"
)
_ADDRESSES = re2.compile(rf"\b{one_of('vacancy.addresses')}[.]?\s+$")
_OF_SOMETHING = re2.compile(rf"^\s*{one_of('vacancy.of_something')}\b")
_THINGS = pattern_of("vacancy.things_of_a_trade")
_ORDERED = (pattern_of("vacancy.put_first"), pattern_of("vacancy.put_second"))
_NUMBERED = re.compile(r"(?:^|\s)[1-9]\s?[.)]\s*$")
_WORD = re.compile(r"[^\W_]+")
_FOR_WHOM = re.compile(r"^\s*\([^()]{1,15}\)")  # "Koch (m/w/d)", as German advertisements have it


def is_of_something(wording: FoldedText, mention: Mention) -> bool:
    """Whether it goes on as something else's: 'chef de projet', 'driver of growth'."""
    return _OF_SOMETHING.search(wording.folded[mention.end : mention.end + _AFTER]) is not None


def is_another_thing(wording: FoldedText, mention: Mention, sender: str) -> bool:
    """Whether the words beside a title of one word make it another: a licence, somebody's name, 'my chef'."""
    before = wording.folded[max(0, mention.start - _BEFORE) : mention.start]
    after = wording.folded[mention.end : mention.end + _AFTER]
    if _ADDRESSES.search(before) is not None or _is_a_name(wording.folded, mention, before, after, sender):
        return True
    following = _WORD.match(after.lstrip(" -")) if after[:1] in (" ", "-") else None
    if following is not None and (_THINGS.search(following[0]) is not None or _makes_another(following[0])):
        return True
    leading = _WORD.findall(before)
    return bool(leading) and leading[-1] in NOT_OURS and before.endswith(" ") and _trails(after) is None


def _is_a_name(folded: str, mention: Mention, before: str, after: str, sender: str) -> bool:
    """Whether it is a part of the sender's own name: 'Anna Koch', 'Koch, Anna'."""
    names = set(_WORD.findall(fold(sender[:200])))
    if len(names) < 2 or not names.issuperset(_WORD.findall(folded[mention.start : mention.end])):
        return False
    return bool(names.intersection((*_WORD.findall(before)[-1:], *_WORD.findall(after)[:1])))


def _makes_another(word: str) -> bool:
    """'Driver developer' is a developer; 'driver job' is none."""
    return is_a_noun_of_work(word) and TRAILS_A_POSITION.search(word) is None


def is_led_to(wording: FoldedText, mention: Mention) -> bool:
    """Whether it is where a position's name is: after 'apply for', 'as a', before 'job', or alone on its line."""
    before = wording.folded[max(0, mention.start - _BEFORE) : mention.start]
    after = wording.folded[mention.end : mention.end + _AFTER]
    if (
        _trails(after) is not None
        or _NUMBERED.search(before) is not None
        or any(_ends_near(lead, before) for lead in (_LEADS, LEADS_TO_A_POSITION, MAY_LEAD_TO_A_POSITION))
    ):
        return True
    line = before.rpartition("\n")[2].strip(" -*•")
    rest = _FOR_WHOM.sub("", after.partition("\n")[0])
    return (not line or line.endswith(":")) and not rest.strip(" .,;")


def is_in_an_order(wording: FoldedText, mention: Mention) -> bool:
    """Whether it is numbered, or a first or second choice: '1. Driver', 'Erste Wahl: Koch'."""
    before = wording.folded[max(0, mention.start - _BEFORE) : mention.start]
    return _NUMBERED.search(before) is not None or any(_ends_near(order, before.rstrip(" :")) for order in _ORDERED)


def _trails(after: str) -> re.Match[str] | None:
    return re.match(r"[\s-]*(?:\([^()\n]{1,15}\)\s*)?(?:positions?|roles?|jobs?|posts?|vacanc(?:y|ies)|openings?|"
                    r"application|bewerbung|stelle|vacature|functie|baan|vaga)\b", after)  # fmt: skip


def _ends_near(lead: PhrasePattern, before: str) -> bool:
    """Whether it ends shortly before the title, and nothing but small words is between."""
    for match in lead.finditer(before):
        between = before[match.end() :]
        if (len(between) <= _BETWEEN and not re.search(r"[.,;:!?()]", between)) or _TOGETHER.match(between):
            return True
    return False
