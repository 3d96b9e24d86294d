"""How things stand, at a glance: a value, asked of the ledger alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.careers.proposals import Standing
from inbox_bot.core.erasure.requests import due_of
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import Counts, Ledger, PollState, RaisedAlarm, Worker
from inbox_bot.edges.ledger.careers import PageState
from inbox_bot.health.alive import Health, health_of
from inbox_bot.health.starts import StartWithoutEffect, starts_without_effect

ANY_TIME = timedelta(days=366)  # a clock that was wrong for a while may have dated mail into the future


@dataclass(frozen=True, kw_only=True, slots=True)
class CareersState:
    """How the careers page is that is followed."""

    page: PageState
    proposed: int  #: what waits for a reviewer's word


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """The state of the daemon's work."""

    mode: str | None  #: None where rules.yaml is broken: the daemon knows it, the file no longer says it
    health: Health
    polls: tuple[PollState, ...]
    today: Mapping[Outcome, int]  #: first outcomes of what came in since local midnight
    received_today: int
    waiting: int
    scans: int  #: of those that wait: until their scans are recognised
    left_alone: int  #: lay in the mailbox at first contact
    held: int
    uncertain: int
    refused: int
    bounced: int  #: went out and came back: the address does not work
    untold: int  #: mails to reviewers, digests above all, that were refused or perhaps not delivered: ever
    failed: int
    review: int
    alarms: tuple[RaisedAlarm, ...]
    observed: int = 0  #: in `live`: mails that were filed while it only observed, neither moved nor answered since
    starts: tuple[StartWithoutEffect, ...] = ()  #: folders of which `start` says something too late
    careers: CareersState | None = None  #: None: no careers page is followed, or it was not asked yet
    erasing: int = 0  #: erasures that wait for a mailbox, or for the ledger's files to be cleared
    requests: int = 0  #: what people ask for about their data, and nobody has settled
    requests_due: date | None = None  #: the first day by which one of them is to be answered; None: none is open
    is_overdue: bool = False  #: that day is past
    workers: tuple[Worker, ...] = ()  #: those that share the ledger, with what each looks after
    rules_problem: str = ""  #: the first thing that is wrong with rules.yaml as it lies there now

    @property
    def needs_person(self) -> bool:
        """Whether something is wrong: an alarm, a mailbox that can't be polled, a request overdue, bad rules."""
        return bool(self.alarms or self.rules_problem or self.is_overdue) or any(poll.problem for poll in self.polls)


def status_of(ledger: Ledger, rules: Rules | None, at: datetime, rules_problem: str = "") -> Status:
    """What the ledger says now; days are UTC's where there are no rules to name a time zone. Raises LedgerError."""
    today = counts_today(ledger, ZoneInfo(rules.company.timezone if rules else "UTC"), at)
    counts = ledger.reports.status_counts()
    answers = {state: counts.actions.get((ActionKind.ANSWER, state), 0) for state in ActionState}
    lost = (ActionState.REFUSED, ActionState.UNCERTAIN)
    zone = rules.company.timezone if rules else "UTC"
    requests, oldest = ledger.requests.standing()
    due = None if oldest is None else due_of(oldest, zone)
    polls, alarms = ledger.notices.poll_states(), ledger.alarms.raised()
    mailboxes = tuple(each.name for each in rules.mailboxes) if rules else None
    workers = ledger.sharing(mailboxes or [each.mailbox for each in polls]).workers
    return Status(
        mode=rules.mode.value if rules else None,
        health=health_of(polls, mailboxes, at, alarms, workers),
        polls=tuple(poll for poll in polls if mailboxes is None or poll.mailbox in mailboxes),
        today=today.outcomes,
        received_today=today.received,
        waiting=counts.waiting,
        scans=counts.scans,
        left_alone=counts.left_alone,
        held=answers[ActionState.HELD],
        uncertain=answers[ActionState.UNCERTAIN],
        refused=answers[ActionState.REFUSED],
        bounced=counts.bounced,
        untold=sum(counts.actions.get((ActionKind.TELL, state), 0) for state in lost),
        failed=counts.failed,
        review=counts.review,
        alarms=alarms,
        observed=len(ledger.decisions.observed()) if rules and rules.mode is Mode.LIVE else 0,
        starts=starts_without_effect(ledger, rules) if rules else (),
        careers=_careers(ledger, rules) if rules else None,
        erasing=len(ledger.erasures.unfinished()),
        requests=requests,
        requests_due=due,
        is_overdue=due is not None and at.astimezone(ZoneInfo(zone)).date() > due,
        workers=workers,
        rules_problem=rules_problem,
    )


def _careers(ledger: Ledger, rules: Rules) -> CareersState | None:
    page = None if rules.page_followed is None else ledger.careers.page(rules.page_followed)
    if page is None:
        return None
    proposed = sum(row.known.standing is Standing.PROPOSED for row in ledger.careers.standing(page.page))
    return CareersState(page=page, proposed=proposed)


def counts_today(ledger: Ledger, zone: ZoneInfo, at: datetime) -> Counts:
    """What came in since midnight there. Raises LedgerError."""
    midnight = datetime.combine(at.astimezone(zone).date(), time(), zone)
    return ledger.reports.counts_between(midnight, at + ANY_TIME)
