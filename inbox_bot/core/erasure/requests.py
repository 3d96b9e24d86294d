"""Until when somebody who asks for what the law gives them over their data is to be answered, and by what it is done.

GDPR, article 12 §3, and articles 15 to 17 and 21.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.words import Right

#: The command by which whoever runs inbox_bot does what is asked for, before somebody says that it is settled.
DONE_BY: Mapping[Right, str] = {
    Right.ACCESS: "disclose",
    Right.ERASURE: "forget",
    Right.OBJECTION: "forget",
    Right.CORRECTION: "correct",
}


def due_by(asked: date) -> date:
    """The last day on which the answer is in time: a calendar month after the day on which it came.

    Regulation (EEC, Euratom) 1182/71, article 3: the day of the same number, or the month's last where it has none.
    A day that ends on a Sunday or a holiday would leave until the next working day; who goes by this one is in time.

    >>> due_by(date(2026, 1, 31)), due_by(date(2026, 12, 5))
    (datetime.date(2026, 2, 28), datetime.date(2027, 1, 5))
    """
    year, month = (asked.year, asked.month + 1) if asked.month < 12 else (asked.year + 1, 1)
    return date(year, month, min(asked.day, monthrange(year, month)[1]))


def due_of(asked_at: datetime, timezone: str) -> date:
    """The same of a moment, where the company is: a mail that comes after midnight there came that day."""
    return due_by(asked_at.astimezone(ZoneInfo(timezone)).date())
