"""When a digest is due, and which time it tells of: pure arithmetic on the reviewer's local days."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from inbox_bot.core.rules.model import Reviewer

DAYS_BACK = 7  # a digest that could not be sent is made up for that long
_WEEK = 7  # days: between two digests there is never more


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """From one digest's hour to the next, in UTC."""

    day: date  #: the local day on which it is due: it names the digest
    begins: datetime
    ends: datetime


def due_periods(reviewer: Reviewer, timezone: str, at: datetime) -> tuple[Period, ...]:
    """The periods that have ended in the last seven days, oldest first; each is told of once.

    On days without a digest the period goes on, so that Monday's tells of the weekend. Where clocks change, the hour is
    local: a period may have 23 or 25 hours, and an hour that is skipped or comes twice names one moment.
    """
    zone = ZoneInfo(timezone)
    today = at.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS_BACK + _WEEK, -1, -1)]
    ends = [
        (day, datetime.combine(day, reviewer.digest.at, zone).astimezone(UTC))
        for day in days
        if day.weekday() in reviewer.digest.on
    ]
    reached = [(day, moment) for day, moment in ends if moment <= at]
    periods = [Period(day=day, begins=begins, ends=moment) for (_, begins), (day, moment) in pairwise(reached)]
    return tuple(period for period in periods if today - period.day <= timedelta(days=DAYS_BACK))


def from_last_told(period: Period, told_until: datetime | None) -> Period | None:
    """The period, begun where the last digest that went out ended, however long ago; None where that told it all.

    So nothing goes untold that came while nobody was there to tell it, or in the time of a digest that was refused.
    """
    if told_until is None:
        return period
    return None if told_until >= period.ends else replace(period, begins=told_until)


def today_so_far(reviewer: Reviewer, timezone: str, at: datetime, told_until: datetime | None = None) -> Period:
    """What the next digest would tell if it were written now."""
    past = due_periods(reviewer, timezone, at)
    day = at.astimezone(ZoneInfo(timezone)).date()
    so_far = Period(day=day, begins=past[-1].ends if past else at - timedelta(days=1), ends=at)
    return from_last_told(so_far, told_until) or so_far


def once_key(reviewer: Reviewer, period: Period) -> str:
    """What the ledger knows this digest by."""
    return f"digest:{reviewer.email.lower()}:{period.day.isoformat()}"


def until_key(reviewer: Reviewer, ends: datetime | None = None) -> str:
    """The key that says to which moment a digest tells; without one, how those keys begin."""
    return f"digest_until:{reviewer.email.lower()}:{ends.astimezone(UTC).isoformat() if ends else ''}"
