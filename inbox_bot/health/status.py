"""How things stand, at a glance: a value, asked of the ledger alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import Alarm, Ledger, PollState


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """The state of the daemon's work."""

    mode: str
    polls: tuple[PollState, ...]
    today: Mapping[Outcome, int]  #: first outcomes of what came in since local midnight
    received_today: int
    waiting: int
    left_alone: int  #: lay in the mailbox at first contact
    held: int
    uncertain: int
    failed: int
    review: int
    alarms: tuple[Alarm, ...]

    @property
    def needs_person(self) -> bool:
        """Whether something is wrong: an alarm, or a mailbox that can't be polled."""
        return bool(self.alarms) or any(poll.problem for poll in self.polls)


def status_of(ledger: Ledger, rules: Rules, at: datetime) -> Status:
    """What the ledger says now. Raises LedgerError."""
    zone = ZoneInfo(rules.company.timezone)
    midnight = datetime.combine(at.astimezone(zone).date(), time(), zone)
    today = ledger.counts_between(midnight, at.replace(year=at.year + 1))
    counts = ledger.status_counts()
    answers = {state: counts.actions.get((ActionKind.ANSWER, state), 0) for state in ActionState}
    return Status(
        mode=rules.mode.value,
        polls=ledger.poll_states(),
        today=today.outcomes,
        received_today=today.received,
        waiting=counts.waiting,
        left_alone=counts.left_alone,
        held=answers[ActionState.HELD],
        uncertain=answers[ActionState.UNCERTAIN],
        failed=counts.outcomes.get(Outcome.FAILED, 0),
        review=counts.outcomes.get(Outcome.REVIEW, 0),
        alarms=ledger.alarms(),
    )
