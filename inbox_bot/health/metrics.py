"""How things stand, in numbers for Prometheus (its text format 0.0.4, as node_exporter's textfile collector reads it).

Each metric has its help, its type and its unit; the unit is the end of its name as well, which is how Prometheus names
metrics. A metric without a value has no line: a mailbox that was never polled has no last poll.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.alarms import Alarm
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import Ledger, PollState
from inbox_bot.health.alive import Health
from inbox_bot.health.status import counts_today


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """One metric. All are gauges: each says how it is now."""

    name: str  #: with its unit as its end
    unit: str
    help: str


HEALTH = Metric(name="inbox_bot_health_ratio", unit="ratio", help="1 while all is well, as `inbox-bot health` says it.")
LAST_POLL = Metric(
    name="inbox_bot_last_poll_timestamp_seconds", unit="seconds", help="When a mailbox was last polled with success."
)
ALARM = Metric(
    name="inbox_bot_alarm_since_timestamp_seconds", unit="seconds", help="Since when an alarm stands (docs/alarms.md)."
)
TODAY = Metric(
    name="inbox_bot_received_today_messages",
    unit="messages",
    help="Mails that came in since midnight in the company's time zone, by outcome.",
)
WAITING = Metric(name="inbox_bot_waiting_messages", unit="messages", help="Mails that have no outcome yet.")
REVIEW = Metric(name="inbox_bot_review_messages", unit="messages", help="Mails that wait for a person.")
FAILED = Metric(name="inbox_bot_failed_messages", unit="messages", help="Mails that could not be read.")
STUCK = Metric(
    name="inbox_bot_stuck_answers", unit="answers", help="Answers that did not go out, or perhaps not, by state."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What the ledger says now; None where it can't be read."""

    today: Mapping[Outcome, int]
    waiting: int
    review: int
    failed: int
    stuck: Mapping[ActionState, int]


def standing_of(ledger: Ledger, zone: ZoneInfo, at: datetime) -> Standing:
    """How much came in today and waits now. Raises LedgerError."""
    counts = ledger.reports.status_counts()
    states = (ActionState.HELD, ActionState.UNCERTAIN, ActionState.REFUSED)
    return Standing(
        today=counts_today(ledger, zone, at).outcomes,
        waiting=counts.waiting,
        review=counts.review,
        failed=counts.failed,
        stuck={state: counts.actions.get((ActionKind.ANSWER, state), 0) for state in states},
    )


def metrics_of(
    health: Health,
    polls: Collection[PollState],
    alarms: Collection[tuple[Alarm, datetime]],
    standing: Standing | None,
) -> str:
    """The whole file. `standing` is None where the ledger can't be read: then nothing is said of what it knows."""
    lines: list[str] = []
    for metric, values in _values(health, polls, alarms, standing):
        lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} gauge"]
        lines += [f"# UNIT {metric.name} {metric.unit}"]  # a comment to format 0.0.4, known to OpenMetrics
        lines += [f"{metric.name}{_labelled(labels)} {value:.15g}" for labels, value in values]
    return "\n".join([*lines, ""])


_Values = Sequence[tuple[Mapping[str, str], float]]


def _values(
    health: Health,
    polls: Collection[PollState],
    alarms: Collection[tuple[Alarm, datetime]],
    standing: Standing | None,
) -> Iterator[tuple[Metric, _Values]]:
    polled = [(each.mailbox, each.polled_at) for each in polls if each.polled_at is not None]
    yield HEALTH, [({}, float(health.ok))]
    yield LAST_POLL, [({"mailbox": mailbox}, at.timestamp()) for mailbox, at in polled]
    yield ALARM, [({"alarm": alarm.name}, since.timestamp()) for alarm, since in alarms]
    if standing is None:
        return
    yield TODAY, [({"outcome": each.value}, standing.today.get(each, 0)) for each in Outcome]
    yield WAITING, [({}, standing.waiting)]
    yield REVIEW, [({}, standing.review)]
    yield FAILED, [({}, standing.failed)]
    yield STUCK, [({"state": state.value}, number) for state, number in standing.stuck.items()]


def _labelled(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    """A label's value: a folder's name may have anything in it."""
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
