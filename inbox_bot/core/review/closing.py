"""What follows the verb `close`: the vacancy, and whether it is shown, confirmed, or stopped.

`close data-scientist-intern` shows who would be turned down, `… except Ann Lee, #12` keeps some, `… 33` confirms it
with the number that was shown, and `… undo` stops it. What is written here is folded already (`verbs.folded`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox_bot.core.lexicon.phrases import phrases
from inbox_bot.core.review.verbs import folded
from inbox_bot.core.review.wishes import NoSuchVacancy, vacancy_named
from inbox_bot.core.rules.model import Vacancy

_UNDO = phrases("review.undo")
_EXCEPT = "|".join(sorted(map(re.escape, phrases("review.except")), key=len, reverse=True))
_KEEPING = re.compile(rf"^(?P<vacancy>.+?)[ ,]+(?:{_EXCEPT}):? (?P<names>.+)$")
_NUMBERED = re.compile(r"^(?P<vacancy>.+) (?P<number>[0-9]{1,6})$")
NAMES_READ = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosingOrder:
    """What is wanted of a vacancy."""

    vacancy: Vacancy
    number: int | None = None  #: it is confirmed with this number of letters; None: it is to be shown
    undo: bool = False  #: it is stopped
    names: tuple[str, ...] = ()  #: of those who are kept: names, or mails by their numbers


def closing_of(written: str, vacancies: Sequence[Vacancy]) -> ClosingOrder | NoSuchVacancy:
    """What the words behind `close` want of which of these vacancies."""
    found = vacancy_named(written, vacancies)
    if isinstance(found, Vacancy):  # its title may end in a number, or have one of the words in it
        numbered = _numbered(written, vacancies)
        return numbered or ClosingOrder(vacancy=found)
    keeping = _KEEPING.match(written)
    if keeping is not None and isinstance(meant := vacancy_named(keeping["vacancy"], vacancies), Vacancy):
        names = (name.strip() for name in re.split(r"[,;&]", keeping["names"]))
        return ClosingOrder(vacancy=meant, names=tuple(name for name in names if name)[:NAMES_READ])
    for undo in _UNDO:
        if written.endswith(f" {undo}"):
            meant = vacancy_named(written[: -len(undo)].strip(), vacancies)
            if isinstance(meant, Vacancy):
                return ClosingOrder(vacancy=meant, undo=True)
    confirming = _NUMBERED.match(written)
    if confirming is not None and isinstance(meant := vacancy_named(confirming["vacancy"], vacancies), Vacancy):
        return ClosingOrder(vacancy=meant, number=int(confirming["number"]))
    return found


def _numbered(written: str, vacancies: Sequence[Vacancy]) -> ClosingOrder | None:
    """Where the words before the number are a vacancy's very id: so we write it, and so it is meant."""
    confirming = _NUMBERED.match(written)
    if confirming is None:
        return None
    meant = next((each for each in vacancies if folded(each.id) == confirming["vacancy"]), None)
    return None if meant is None else ClosingOrder(vacancy=meant, number=int(confirming["number"]))
