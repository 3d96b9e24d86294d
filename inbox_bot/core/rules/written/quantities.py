"""Durations, sizes, times of day, weekdays and dates as people write them, each from text to value or to `Wrong`.

A value that is no text passes through unchanged: it was made by code.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.wording import Sentence

LONGEST_DAYS = 36_500  # a hundred years, in days
FEWEST_SIGNS, MOST_SIGNS = 2, 6  # of an agency: one may be a mistake, and there are six families that bear witness
ASKED_AT_LEAST, ASKED_AT_MOST = 7, 60  # days before: what goes is told a week before, and two months is long ago
AGREED_MONTHS = 24  # at most: what somebody said yes to two years ago, they have forgotten
ONCE_WITHIN_DAYS = 7  # at most: for as long it is known who was answered

_UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "minute": 60, "minutes": 60,
    "h": 3_600, "hour": 3_600, "hours": 3_600,
    "d": 86_400, "day": 86_400, "days": 86_400,
    "w": 604_800, "week": 604_800, "weeks": 604_800,
}  # fmt: skip
_SIZES = {
    "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000,
    "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
}  # fmt: skip
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AMOUNT = re.compile(r"([0-9]{1,9}) *([A-Za-z]+)")
_AFTER_CLOSING = re.compile(r"([0-9]{1,4}) *(days?|weeks?|months?|years?) after closing")
_BEFORE = re.compile(r"([0-9]{1,3}) *(day|week)s? before")
_SPAN = re.compile(r"([0-9]{1,4}) *(day|week|month|year)s?")
_SHARE = re.compile(r"(?:[01](?:\.[0-9]{1,6})?|[0-9]{1,3} *%)")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A time that is counted in the calendar: a month is as long as it is."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The same day so many months later, or the last of a shorter month, and the days behind it."""
        years, month = divmod(day.month - 1 + self.months, 12)
        year = day.year + years
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days)


def span(value: object) -> object:
    """`6 months`, `1 year`, `90 days` to a Span of at most ten years."""
    if not isinstance(value, str):
        return value
    found = _SPAN.fullmatch(" ".join(value.lower().split()))
    if found is None or int(found[1]) == 0:
        raise Wrong(Sentence('which is not a length of time; write it like "6 months", "1 year" or "90 days"'))
    number, unit = int(found[1]), found[2]
    months = number * {"month": 1, "year": 12}.get(unit, 0)
    days = number * {"day": 1, "week": 7}.get(unit, 0)
    if months > 120 or days > 3_660:
        raise Wrong(Sentence("which is more than ten years; write a shorter time"))
    return Span(months=months, days=days)


def once_per(value: object) -> object:
    """`introduction`, or a time of at most seven days."""
    if not isinstance(value, str):
        return value
    if value.strip().lower() == "introduction":
        return "introduction"
    try:
        found = duration(value)
    except Wrong:
        found = None
    if not isinstance(found, timedelta) or not timedelta(0) < found <= timedelta(days=ONCE_WITHIN_DAYS):
        raise Wrong(
            Sentence("which is neither introduction nor a time of at most 7 days; write introduction, or 7 days")
        )
    return found


def share(value: object) -> object:
    """`0.6` or `60 %` to a number from 0 to 1."""
    if not isinstance(value, str):
        return value
    if not _SHARE.fullmatch(value.strip()):
        raise Wrong(Sentence("which is not a share of the whole; write it like 0.6, or 60 %"))
    return float(value.rstrip(" %")) / 100 if value.strip().endswith("%") else float(value)


def signs(value: object) -> object:
    """How many signs of an agency have to agree before it is refused by mail."""
    if isinstance(value, str) and not (value.strip().isdecimal() and int(value) in range(FEWEST_SIGNS, MOST_SIGNS + 1)):
        raise Wrong(Sentence("which can't be: a refusal needs at least two signs that agree; write 2 to 6"))
    return value


def duration(value: object) -> object:
    """`2 hours`, `2h`, `30 days`, `0` to a timedelta of at most a hundred years."""
    if not isinstance(value, str):
        return value
    if value.strip() == "0":
        return timedelta(0)
    found = _AMOUNT.fullmatch(value.strip())
    if found is None or found[2].lower() not in _UNITS:
        raise Wrong(Sentence('which is not a length of time; write it like "2 hours", "30 minutes" or "30 days"'))
    seconds = int(found[1]) * _UNITS[found[2].lower()]
    if seconds > LONGEST_DAYS * 86_400:
        raise Wrong(Sentence("which is more than a hundred years; write a shorter time"))
    return timedelta(seconds=seconds)


def kept_after(value: object) -> object:
    """`12 months after closing` (days, weeks, months or years), in one spelling; stays text, since months differ."""
    if not isinstance(value, str):
        return value
    found = _AFTER_CLOSING.fullmatch(" ".join(value.lower().split()))
    if found is None or int(found[1]) == 0:
        raise Wrong(
            Sentence('which is not understood; write it like "12 months after closing" or "90 days after closing"')
        )
    span(f"{found[1]} {found[2]}")  # which says what is too long
    return f"{int(found[1])} {found[2].rstrip('s')}s after closing"


def asked_before(value: object) -> object:
    """`7 days before`, `2 weeks before` to a timedelta of whole days, from a week to two months."""
    if not isinstance(value, str):
        return value
    found = _BEFORE.fullmatch(" ".join(value.lower().split()))
    days = 0 if found is None else int(found[1]) * {"day": 1, "week": 7}[found[2]]
    if not ASKED_AT_LEAST <= days <= ASKED_AT_MOST:
        raise Wrong(
            Sentence(
                'which is not understood; write it like "7 days before", from {least} to {most} days',
                least=ASKED_AT_LEAST,
                most=ASKED_AT_MOST,
            )
        )
    return timedelta(days=days)


def agreed_for(value: object) -> object:
    """`12 months`, `1 year` to a Span of at most two years."""
    found = span(value)
    if isinstance(value, str) and isinstance(found, Span):
        too_long = found.months > AGREED_MONTHS or found.days > 31 * AGREED_MONTHS
        if too_long:
            raise Wrong(Sentence("which is more than {most} months; write a shorter time", most=AGREED_MONTHS))
    return found


def size(value: object) -> object:
    """`40 MB` to bytes; a MB is a million bytes, a MiB 1,048,576."""
    if not isinstance(value, str):
        return value
    found = _AMOUNT.fullmatch(value.strip())
    if found is None or found[2].lower() not in _SIZES:
        raise Wrong(Sentence('which is not a size; write it with its unit, like "40 MB"'))
    return int(found[1]) * _SIZES[found[2].lower()]


def time_of_day(value: object) -> object:
    """`08:00` to a time."""
    if not isinstance(value, str):
        return value
    found = _TIME.fullmatch(value.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Wrong(Sentence('which is not a time of day; write it like "08:00"'))
    return time(int(found[1]), int(found[2]))


def weekdays(value: object) -> object:
    """`mon-fri`, `mon, thu`, `[sat, sun]`, `daily` to a set of weekdays, Monday is 0. A range may wrap: `fri-mon`."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return value
    if not value:
        raise Wrong(Sentence('which has no day in it; write days like "mon-fri", or take the line out'))
    days: set[int] = set()
    for part in value:
        days |= _days_of(part)
    return frozenset(days)


def _days_of(part: object) -> set[int]:
    if isinstance(part, str):
        word = part.strip().lower()
        if word == "daily":
            return set(range(7))
        ends = [_WEEKDAYS.index(end.strip()[:3]) for end in word.split("-") if end.strip()[:3] in _WEEKDAYS]
        if len(ends) == len(word.split("-")) == 1:
            return set(ends)
        if len(ends) == len(word.split("-")) == 2:
            return {day % 7 for day in range(ends[0], ends[1] + 1 + (7 if ends[1] < ends[0] else 0))}
    raise Wrong(Sentence('which are not days of the week; write them like "mon-fri", "mon, thu" or "daily"'))


def day(value: object) -> object:
    """`2027-02-28` to a date."""
    if not isinstance(value, str):
        return value
    try:
        if _DATE.fullmatch(value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError:
        pass
    raise Wrong(Sentence("which is not a date; write it like 2027-02-28"))


def start(value: object) -> object:
    """`now`, `all` or a date."""
    if isinstance(value, str) and value in ("now", "all"):
        return value
    try:
        return day(value)
    except Wrong:
        raise Wrong(
            Sentence("which is neither now, all nor a date; write now, all, or a date like 2027-02-28")
        ) from None
