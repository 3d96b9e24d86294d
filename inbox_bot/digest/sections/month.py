"""The month in numbers, told by the first digest of the next: how many came from where, how soon they were answered.

No name is in it, so that it may be passed on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from inbox_bot.core.domains import domain_of
from inbox_bot.core.message import safe
from inbox_bot.core.review.orders import inert
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Kind
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections.people import shortened
from inbox_bot.digest.values import MonthLine, MonthTable
from inbox_bot.edges.ledger import CameBy, Ledger, MonthRow

SOURCES_SHOWN = 6
SOURCE_SHOWN = 60  # characters
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def month_of(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> MonthTable | None:
    """The month before, where the period ends in another month than it begins in; None else, or if it was empty."""
    zone = ZoneInfo(rules.company.timezone)
    begins, ends = period.begins.astimezone(zone), period.ends.astimezone(zone)
    if (begins.year, begins.month) == (ends.year, ends.month):
        return None
    last = datetime(ends.year, ends.month, 1, tzinfo=zone)
    first = (last - timedelta(days=1)).replace(day=1)
    found = ledger.reports.month(first, last)
    by_vacancy: dict[str | None, list[MonthRow]] = defaultdict(list)
    for row in found.rows:
        if concern.counts(row.mailbox, row.vacancy):
            by_vacancy[row.vacancy].append(row)
    wrote = sum(number for mailbox, number in found.agencies.items() if mailbox in concern.mailboxes)
    refused = sum(number for mailbox, number in found.refused.items() if mailbox in concern.mailboxes)
    if not by_vacancy and not wrote:
        return None
    ordered = [each.id for each in rules.vacancies if each.id in by_vacancy]
    ordered += [id for id in by_vacancy if id is not None and id not in ordered]
    lines = [_line(_title(id, rules), by_vacancy[id], wording) for id in ordered]
    if None in by_vacancy:
        lines.append(_line(wording.say("no vacancy in particular"), by_vacancy[None], wording))
    every = [row for rows in by_vacancy.values() for row in rows]
    return MonthTable(
        name=wording.month(first),
        lines=tuple(lines),
        sums=_line(wording.say("All"), every, wording),
        agencies=wording.plural(
            "{number} mail of an agency; {refused} refused by mail.",
            "{number} mails of agencies; {refused} refused by mail.",
            wrote,
            refused=refused,
        ),
        sources=_sources(every, wording),
    )


def _line(title: str, rows: Sequence[MonthRow], wording: Wording) -> MonthLine:
    ways = Counter[str]()
    for each in _came_by(rows):
        ways[_way(each)] += each.number
    return MonthLine(
        title=title,
        directly=str(ways["directly"]),
        boards=str(ways["boards"]),
        colleagues=str(ways["colleagues"]),
        agencies=str(ways["agencies"]),
        acknowledged=_middle((time for row in rows for time in row.acknowledged_in), wording),
        answered=_middle((time for row in rows for time in row.answered_in), wording),
    )


def _came_by(rows: Sequence[MonthRow]) -> Iterator[CameBy]:
    return (each for row in rows for each in row.came_by)


def _way(came: CameBy) -> str:
    """By which column of the table somebody came."""
    if came.kind is Kind.REFERRAL:
        return "colleagues"
    if came.kind is Kind.AGENCY:
        return "agencies"
    return "boards" if came.source else "directly"


def _sources(rows: Sequence[MonthRow], wording: Wording) -> str:
    """The job boards and agencies by their domains, those that brought most first; "" where there were none."""
    counted = Counter[str]()
    for each in _came_by(rows):
        if each.source:
            counted[inert(safe.line(domain_of(each.source) or each.source, SOURCE_SHOWN))] += each.number
    named = [f"{source} {number}" for source, number in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]
    return wording.say("By way of: {sources}.", sources=shortened(named, SOURCES_SHOWN, wording)) if named else ""


def _middle(times: Iterable[timedelta], wording: Wording) -> str:
    """The median in words, half of them rounded up; "–" where there is none."""
    seconds = [time.total_seconds() for time in times]
    if not seconds:
        return "–"
    middle = timedelta(seconds=median(seconds))
    if middle < _HOUR:
        return wording.plural("{number} minute", "{number} minutes", max(1, round(middle.total_seconds() / 60)))
    if middle < 2 * _DAY:
        return wording.plural("{number} hour", "{number} hours", round(middle / _HOUR))
    return wording.plural("{number} day", "{number} days", round(middle / _DAY))


def _title(vacancy: str, rules: Rules) -> str:
    found = rules.vacancy(vacancy)
    return safe.line(found.title if found else vacancy)
