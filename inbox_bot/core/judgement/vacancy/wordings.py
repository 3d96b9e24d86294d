"""How a mail words the title of what it is for, where no vacancy has such a title: what a decision about it teaches.

Read from the mail alone, without rules.yaml, so that the same wording is found in the mail that was decided about and
in a later one, and can be asked for before a mail is judged.
"""

import re

from inbox_bot.core.judgement.taught import WORDINGS
from inbox_bot.core.judgement.text.wording import SUBJECT_LIMIT, FoldedText, fold
from inbox_bot.core.judgement.vacancy.advertised import advertised
from inbox_bot.core.judgement.vacancy.position.abbreviations import abbreviated
from inbox_bot.core.judgement.vacancy.position.fitting import fitting, says_work
from inbox_bot.core.judgement.vacancy.position.positions import Naming, Position, positions_in
from inbox_bot.core.judgement.vacancy.words.position_words import (
    BOUNDARIES,
    INNER,
    NOT_OURS,
    OURS,
    SAYS_NOTHING,
    Level,
    level_of,
)
from inbox_bot.core.message.values import Message
from inbox_bot.core.rules.model import Vacancy

LETTER_LOOKED_AT = 1_000  # characters: who names a title does so at the beginning
LONGEST = 4  # words; more is no title
_WORD = re.compile(r"[^\W_]+(?:[+#]{1,2})?")
_NO_PART = BOUNDARIES | INNER | OURS | NOT_OURS | SAYS_NOTHING


def wordings_of(message: Message) -> tuple[str, ...]:
    """The wordings under which a title may stand in a mail, folded, the subject's first; at most four."""
    found = dict.fromkeys(key for _, key in _named(message))
    return tuple(found)[:WORDINGS]


def wording_to_learn(message: Message, vacancies: tuple[Vacancy, ...], applicant: str) -> str | None:
    """The one wording that a mail plainly has for a title which is none of the vacancies'; None: none, or several.

    `applicant`: a name, whose words are nobody's title.
    """
    offers = advertised(vacancies).offers
    of_the_applicant = set(_WORD.findall(fold(applicant[:200])))
    found: set[str] = set()
    for position, key in _named(message):
        if _is_a_title(position, key) and of_the_applicant.isdisjoint(key.split()):
            if abbreviated(position, offers) or fitting(position, offers, compounds=True):
                return None
            found.add(key)
    return found.pop() if len(found) == 1 else None


def _named(message: Message) -> list[tuple[Position, str]]:
    sender = message.sender
    silent = frozenset(_WORD.findall(fold(sender.name[:200]))) if sender is not None else frozenset()
    texts = ((message.subject[:SUBJECT_LIMIT], True), (message.typed[:LETTER_LOOKED_AT], False))
    found = []
    for text, is_subject in texts:
        wording = FoldedText.of(text)
        for position in positions_in(wording, silent=silent, subject=is_subject):
            words = _WORD.findall(wording.folded[position.start : position.end])
            key = [word for word in words if word not in _NO_PART and word not in silent]
            told = any(level_of(word) is Level.LEARNING for word in key)
            if key and told == (Level.LEARNING in position.levels):  # else it is said beside the name what level it is
                found.append((position, " ".join(key)))
    return found


def _is_a_title(position: Position, key: str) -> bool:
    words = key.split()
    beside = position.naming is Naming.SUBJECT and len(words) > 1  # "Application: cloud wrangler"
    named = beside or position.naming in (Naming.PLAIN, Naming.LIKELY) or says_work(position)
    return named and len(words) <= LONGEST and any(len(word) >= 4 for word in words)
