"""Of when a CV is, as it says itself: the latest month or year in it that is not in the future.

A CV that knows of March 2026 was written after February 2026; one whose last word is 2024 says less of its age, and is
compared by that all the same: an applicant who sends an older version by mistake sends what knows less.
"""

import re
from datetime import date

LOOKED_AT = 20_000  # characters
OLDEST = 1990
_MONTH = re.compile(
    r"(?<![\d.])(?:(?:[0-3]?\d[./-])?(?P<month>0?[1-9]|1[0-2])[./-](?P<year>(?:19|20)\d\d)"
    r"|(?P<year_first>(?:19|20)\d\d)-(?P<month_last>0[1-9]|1[0-2]))(?!\d)"
)
_YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?![\d])")

#: What either of them looks at, what is before and behind included; a CV is letters nearly all through.
_NUMBERS = re.compile(r"[\d./-]{4,}")

Dated = tuple[int, int]  # year, month; 0: no month is named


def dated(text: str, by: date) -> Dated | None:
    """The latest month, else year, that a text knows of; None where it names none. `by`: the day it came."""
    numbers = " ".join(_NUMBERS.findall(text[:LOOKED_AT]))
    told = [
        (int(match["year"] or match["year_first"]), int(match["month"] or match["month_last"]))
        for match in _MONTH.finditer(numbers)
    ]
    told += [(int(match[0]), 0) for match in _YEAR.finditer(numbers)]
    return max((each for each in told if each[0] >= OLDEST and each <= (by.year, by.month)), default=None)
