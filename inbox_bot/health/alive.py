"""Whether the daemon does its work: for a container's health check and for monitoring. Reads only the ledger.

It does while every mailbox was polled with success lately. A server that is down, a login that is refused, a full disk,
a daemon that hangs or is not there at all: they all show in the same place, the time of the last good poll. And while
its letters may go out: a mail server that refuses us shows in an alarm that lasts as long as it does.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import PollState, RaisedAlarm, Worker

POLL_S = 60  # how often the daemon polls
LIMIT = max(timedelta(minutes=5), 5 * timedelta(seconds=POLL_S))  # without a good poll
SENDING_STOPPED = frozenset({AlarmKind.ACCOUNT.topic, AlarmKind.DOUBT.topic})
FORGOTTEN_AFTER = timedelta(hours=1)  # a mailbox nobody tries any longer was taken out of rules.yaml


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Whether all is well, and one line that says since when and why."""

    ok: bool
    sentence: str


def health_of(
    polls: Collection[PollState],
    mailboxes: Collection[str] | None,
    at: datetime,
    alarms: Collection[RaisedAlarm] = (),
    workers: Collection[Worker] = (),
) -> Health:
    """How polling and sending go, from what the ledger knows of it.

    `mailboxes` are those of rules.yaml; None where it can't be read: then those that are still being tried. `workers`
    share the ledger, if any do.
    """
    known = {poll.mailbox: poll for poll in polls}
    names = _still_tried(polls) if mailboxes is None else mailboxes
    if not names:
        return Health(ok=False, sentence=Sentence("no mailbox was ever polled: does `inbox-bot run` run?"))
    for name in names:
        poll = known.get(name)
        if poll is None or poll.polled_at is None:
            return Health(ok=False, sentence=_never(name, poll))
        if at - poll.polled_at > LIMIT:
            why = poll.problem or _nobody_tried(name, workers)
            sentence = Sentence(
                "{mailbox}: no poll has succeeded since {moment}: {why}",
                mailbox=name,
                moment=_moment(poll.polled_at),
                why=why,
            )
            return Health(ok=False, sentence=sentence)
    for raised in alarms:
        alarm = raised.alarm
        if alarm.kind.topic in SENDING_STOPPED and alarm.about in names:
            sentence = Sentence(
                "{mailbox}: nothing is sent since {moment}: {alarm}",
                mailbox=alarm.about,
                moment=_moment(raised.since),
                alarm=alarm.sentence,
            )
            return Health(ok=False, sentence=sentence)
    last = min(known[name].polled_at or at for name in names)
    sentence = Sentence("ok: {mailboxes} polled at {moment}", mailboxes=", ".join(names), moment=_moment(last))
    return Health(ok=True, sentence=sentence)


def _nobody_tried(name: str, workers: Collection[Worker]) -> Sentence:
    if not workers:
        return Sentence("nobody tried since: does `inbox-bot run` run?")
    has = next((each.name for each in workers if name in each.has), None)
    if has is None:
        return Sentence("nobody tried since: none of the {number} workers has it", number=len(workers))
    return Sentence("nobody tried since: the worker {worker} has it and hangs, so start it anew", worker=has)


def _never(name: str, poll: PollState | None) -> Sentence:
    if poll is None or not poll.problem:
        return Sentence("{mailbox}: never polled with success", mailbox=name)
    since = _moment(poll.problem_since)
    return Sentence(
        "{mailbox}: never polled with success since {moment}: {why}", mailbox=name, moment=since, why=poll.problem
    )


def _still_tried(polls: Collection[PollState]) -> tuple[str, ...]:
    tried = {poll.mailbox: poll.tried_at for poll in polls if poll.tried_at is not None}
    latest = max(tried.values(), default=None)
    return tuple(name for name, at in tried.items() if latest is not None and latest - at <= FORGOTTEN_AFTER)


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "?"
