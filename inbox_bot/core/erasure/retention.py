"""What `keep` lets go on a day: until which moment a mail must have come, and which vacancies have closed long enough.

Pure. An application is counted from the day on which its vacancy closed, or from its own arrival where that is later.
A vacancy that is closed without a date, or that rules.yaml no longer has, tells no day: its applications stay. What is
left of an erased mail has times of its own: the record of an introduction, and that the mail was answered.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.written.quantities import Span
from inbox_bot.core.words import Word

ANNOUNCED = timedelta(days=7)  # before it is erased, what is to go is told
UNSEEN = timedelta(days=14)  # without a look for longer, nobody knows whether the clock jumped: a person is asked


class Kept(Word):
    """What has a time of its own in `keep`."""

    FILED = "filed", "applications for vacancies that have closed"
    SPECULATIVE = "speculative", "applications for no vacancy in particular"
    AGENCY = "agency", "mails of agencies"
    NOT_AN_APPLICATION = "not_an_application", "mails that have to do with no application"
    INTRODUCTIONS = "introductions", "records of whom an agency introduced by a mail that is gone"
    ANSWERED = "answered", "hashes by which it is known that a mail that is gone was answered"


#: What is left of mails that were erased.
REMAINS = frozenset({Kept.INTRODUCTIONS, Kept.ANSWERED})


@dataclass(frozen=True, kw_only=True, slots=True)
class LetGo:
    """What may go on a day; None, or no vacancy: nothing of the kind."""

    vacancies: frozenset[str]
    filed_before: datetime | None
    speculative_before: datetime | None
    agency_before: datetime | None
    others_before: datetime | None
    raw_before: datetime | None
    introductions_before: datetime | None = None  #: the agency's mail came
    answered_before: datetime | None = None  #: the mail was erased
    disputed_since: datetime | None = None  #: an introduction that met somebody before is in dispute no longer
    at: datetime | None = None  #: whoever may answer yet or has agreed to be kept stays, as of then; None: like others


def let_go(rules: Rules, keep: KeepSettings, at: datetime) -> LetGo:
    """What `keep` lets go at this moment."""
    zone = ZoneInfo(rules.company.timezone)
    today = at.astimezone(zone).date()
    filed = keep.filed_for
    closed = frozenset(
        vacancy.id
        for vacancy in rules.vacancies
        if filed is not None
        and vacancy.closes is not None
        and not vacancy.is_open(today)
        and filed.after(vacancy.closes) < today
    )
    return LetGo(
        vacancies=closed,
        filed_before=_before(filed, today, zone),
        speculative_before=_before(keep.speculative_for, today, zone),
        agency_before=_before(keep.agency, today, zone),
        others_before=_before(keep.not_an_application, today, zone),
        raw_before=_before(keep.raw, today, zone),
        introductions_before=_introductions_before(rules, keep, today, zone),
        answered_before=_before(keep.answered_for, today, zone),
        disputed_since=_before(keep.disputed, today, zone),
        at=at,
    )


def undated(rules: Rules, at: datetime) -> tuple[str, ...]:
    """Vacancies that are closed without a date: nobody knows from when on their applications are counted."""
    today = at.astimezone(ZoneInfo(rules.company.timezone)).date()
    return tuple(each.id for each in rules.vacancies if each.closes is None and not each.is_open(today))


def fingerprint_of(rules: Rules) -> str:
    """Of what `keep` says, and what its country's times are: another one means that a person looks at what would go.

    A country's times may be others in another version: what a person confirmed is the times, not their name.
    """
    if rules.keep is None:
        return hashlib.sha256(b"").hexdigest()
    unsaid = {"ask", "agreed"} if rules.keep.ask is None else set()
    said = f"{rules.keep.model_dump_json(exclude=unsaid)} {dict(rules.keep.times())}"
    return hashlib.sha256(said.encode()).hexdigest()


def _introductions_before(rules: Rules, keep: KeepSettings, today: date, zone: ZoneInfo) -> datetime | None:
    """No earlier than whom an approved agency introduced may count as its candidate."""
    kept = _before(keep.introductions_for, today, zone)
    owned = [_before(each.owns, today, zone) for each in rules.agencies.approved if each.owns is not None]
    return kept if kept is None else min([kept, *filter(None, owned)])


def _before(kept: Span | None, today: date, zone: ZoneInfo) -> datetime | None:
    """What came before this moment has been kept long enough."""
    if kept is None:
        return None
    day = today - timedelta(days=kept.days + 31 * kept.months + 1)
    while kept.after(day + timedelta(days=1)) < today:
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
