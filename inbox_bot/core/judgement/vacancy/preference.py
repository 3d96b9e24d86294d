"""An order in which the writer wants several vacancies: "first choice", "am liebsten", "à défaut", "1. … 2. …".

Words of preference belong to the name after them, or, where a comma, a bracket or a full stop follows them at once, to
the name before. A second choice that is said as such leaves the other as the first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from inbox_bot.core.judgement.clues import evidence
from inbox_bot.core.judgement.text.wording import PhrasePattern, pattern_of
from inbox_bot.core.judgement.vacancy.advertised import Spot, VacancyClaim
from inbox_bot.core.judgement.verdict import Evidence

WEIGHT = 0.85  #: of a preference that is said
_BEFORE = 90  # characters before a name in which its place in the order is said
_AFTER = 45  # and after it

_FIRST = pattern_of("vacancy.put_first")
_SECOND = pattern_of("vacancy.put_second")
_NUMBER = re.compile(r"(?:^|[\s(])(?P<number>[1-9])\s?[.):](?:\s*[^\W\d_]{1,15}:?)?\s*$")
_PARTS = re.compile(r"^\s*(?:[,.;)\n]|\b(?:or|oder|ou|o|of|lub|and|und|y|e)\b)")


class Order(Enum):
    """What is said of a name."""

    FIRST = "first"
    LATER = "later"


def put_first(named: Iterable[VacancyClaim], tied: Sequence[VacancyClaim]) -> tuple[VacancyClaim, Evidence] | None:
    """The one of the tied that the writer puts before the others, and the words; None where no order is said."""
    wanted = {claim.vacancy: claim for claim in tied}
    said: dict[Order, dict[str, str]] = {Order.FIRST: {}, Order.LATER: {}}
    for claims in _by_text(claim for claim in named if claim.vacancy in wanted):
        for claim, order, quote in _orders(claims):
            said[order].setdefault(claim.vacancy, quote)
    first = [vacancy for vacancy in said[Order.FIRST] if vacancy not in said[Order.LATER]]
    if len(first) == 1:
        return wanted[first[0]], evidence("is_put_first", WEIGHT, said[Order.FIRST][first[0]])
    left = [vacancy for vacancy in wanted if vacancy not in said[Order.LATER]]
    if not first and len(left) == 1 and said[Order.LATER]:
        return wanted[left[0]], evidence("is_put_first", WEIGHT, next(iter(said[Order.LATER].values())))
    return None


def _by_text(claims: Iterable[VacancyClaim]) -> list[list[tuple[VacancyClaim, Spot]]]:
    """The claims of each text in the order of their places, without the names that several vacancies share."""
    texts: dict[int, dict[int, list[tuple[VacancyClaim, Spot]]]] = {}
    for claim in claims:
        if claim.spot is not None:
            texts.setdefault(id(claim.spot.text), {}).setdefault(claim.spot.start, []).append((claim, claim.spot))
    return [[found[start][0] for start in sorted(found) if len(found[start]) == 1] for found in texts.values()]


def _orders(claims: list[tuple[VacancyClaim, Spot]]) -> Iterator[tuple[VacancyClaim, Order, str]]:
    """What is said of each, from the words between it and its neighbours."""
    end = 0
    for at, (claim, spot) in enumerate(claims):
        text = spot.text
        following = claims[at + 1][1].start if at + 1 < len(claims) else None
        start = max(end, spot.start - _BEFORE)
        before = text.folded[start : spot.start]
        number = _NUMBER.search(before)
        if number is not None:
            order = Order.FIRST if number["number"] == "1" else Order.LATER
            yield claim, order, text.quote(start + number.start("number"), spot.end)
        for words, order in ((_FIRST, Order.FIRST), (_SECOND, Order.LATER)):
            led = _leads(words, before, alone=end == 0)
            if led is not None:
                yield claim, order, text.quote(start + led, spot.end)
                break
            if _follows(words, text.folded[spot.end : following], last=following is None):
                yield claim, order, text.quote(spot.start, spot.end + _AFTER)
                break
        end = spot.end


def _leads(words: PhrasePattern, before: str, *, alone: bool) -> int | None:
    """Where they are before the name; None where they belong to the name before: 'X preferably, or Y'."""
    for match in words.finditer(before):
        if alone or before[: match.start()].strip(" (") or _PARTS.search(before[match.end() :]) is None:
            return match.start()
    return None


def _follows(words: PhrasePattern, after: str, *, last: bool) -> bool:
    """'X (preferred)', 'X is my first choice': after the name, and nothing but the sentence's end after them."""
    sentence = re.split(r"[.;!?\n]", after[:_AFTER], maxsplit=1)[0]
    ended = last or len(sentence) < len(after[:_AFTER])
    for match in words.finditer(sentence):
        rest = sentence[match.end() :]
        if _PARTS.search(rest) is not None or (ended and not rest.strip()):
            return sentence[: match.start()].count(",") == 0
    return False
