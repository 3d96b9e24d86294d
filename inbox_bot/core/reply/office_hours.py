"""When an answer goes out: at once, after a delay, or while somebody is in the office.

A letter that arrives at three in the morning was written by a machine. What waits for the office is its going out, not
the decision: it is asked again when it is claimed. A refusal to an agency never waits for the office, since each day
without one may count as consent; nor does what a person released.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.public_holidays import days_in
from inbox_bot.core.words import Template

_FURTHEST = 366  # days that are looked through for one on which the office is open


def goes_at(template: Template, rules: Rules, at: datetime) -> datetime:
    """When an answer that may go from `at` on goes out: then, or when the office opens next. In UTC.

    Where no day of a year is open, it goes at once: no letter is lost to a calendar.
    """
    hours = rules.answers.office_hours
    if hours is None or template is Template.AGENCY_REJECTION:
        return at
    zone = ZoneInfo(rules.company.timezone)
    today = at.astimezone(zone).date()
    for days in range(_FURTHEST):
        day = today + timedelta(days=days)
        if day.weekday() not in hours.on or (
            rules.company.holidays and day in days_in(rules.company.holidays, day.year)
        ):
            continue
        # An hour that a day's change of clocks leaves out opens as much later; by UTC both ends are in order.
        opens = datetime.combine(day, hours.from_, zone).astimezone(UTC)
        closes = datetime.combine(day, hours.until, zone).astimezone(UTC)
        if opens < closes and at < closes:
            return max(at, opens)
    return at


def first_due(template: Template, rules: Rules, planned_at: datetime) -> datetime:
    """When an answer that was planned at this moment is due for the first time."""
    return goes_at(template, rules, planned_at + rules.answers.delay)
