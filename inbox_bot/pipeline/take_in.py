"""A batch's way in, from fetched bytes to committed outcomes. Read this file first, then `carry_out`.

What is written before a mail is read: `note_seen` puts a row for each mail and counts the attempt, in a transaction of
its own, so that a mail that kills its reader is known by name at the next start.

What a crash leaves behind: before `commit`, those rows, and documents that nobody refers to (the next run puts them to
the same paths and refers to them). After `commit`, everything, with the actions pending. Never anything in between.

Who decides whether to answer: `plan_for`, pure, by the checks of `core/reply`. Nothing here or below it can add one.

Where a second answer could come from: a mail delivered twice, read again after a crash, or planned while a person
releases an answer in another process. What stops it: every answer carries once_keys (`answer:<fingerprint>` and, for
acknowledgements, `ack:<person>:<vacancy>:<window>`), the ledger takes each key once, and a plan that meets a taken key
is not committed: it is made again, from fresh history. What happens to an answer on the wire is `carry_out`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox_bot import log
from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.message.values import Message, RawMail, Reading
from inbox_bot.core.plan import plan_for, waits
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState, Problem
from inbox_bot.edges.ledger import Copy, OnceConflict
from inbox_bot.pipeline.house import House

PLANNINGS = 5  # a conflict needs another process that releases an answer in the very moment; five in a row is a bug


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """What became of a batch."""

    finished: tuple[PlannedMail, ...] = ()  #: committed, each with its outcome
    copies: int = 0  #: further copies of bytes that are known: noted, not read
    waiting: int = 0  #: could not be read this time; tried again
    alone: tuple[RawMail, ...] = ()  #: to be handed in again, each in a batch of its own


def take_in(batch: Sequence[RawMail], house: House, at: datetime) -> TakenIn:
    """Read, judge, plan, file and commit the mails of one mailbox's batch.

    Raises FilingFailed and LedgerError where nothing can be made durable: then no mail of the batch has an outcome, no
    attempt counts against one, and nothing was changed in the mailbox.
    """
    seen = house.ledger.note_seen(batch, at)
    try:
        readings = (*house.reading.read(seen.fresh), *(given_up(mail) for mail in seen.spent))
        planned, waiting = _decide_and_commit(readings, {mail.raw_hash: mail for mail in batch}, house, at)
    except BaseException:
        _put_back(seen.fresh, house, counted=False)
        raise
    _put_back([mail for mail in seen.fresh if mail.raw_hash in waiting], house, counted=True)
    _put_copies_aside(seen.copies, house, at)
    for mail in planned.mails:
        log.message_finished(
            message=mail.reading.raw_hash,
            outcome=mail.plan.outcome.value,
            reason=mail.plan.reason.value if mail.plan.reason else None,
            documents=len(mail.reading.documents),
            took_s=mail.reading.seconds,
        )
    return TakenIn(
        finished=tuple(planned.mails), copies=len(seen.copies), waiting=len(waiting), alone=seen.waiting_alone
    )


def _decide_and_commit(
    readings: Sequence[Reading], mails: Mapping[str, RawMail], house: House, at: datetime
) -> tuple[Planned, frozenset[str]]:
    """The batch's plans, committed; and the raw hashes of those that are read again first."""
    for _ in range(PLANNINGS):
        planned, waiting = _decide(readings, house, at)
        filed = house.filing.put(planned, mails)
        try:
            house.ledger.commit(planned, filed, at)
        except OnceConflict as conflict:
            met = conflict
            continue
        return planned, waiting
    raise met


def _decide(readings: Sequence[Reading], house: House, at: datetime) -> tuple[Planned, frozenset[str]]:
    """Each mail's plan, over fresh history and the plans before it."""
    planned = Planned()
    waiting = set()
    for reading in readings:
        verdict = judge(reading, house.rules, house.ledger.known_of(reading))
        history = house.ledger.history_of(reading, verdict, at, planned=planned)
        if waits(reading, history):
            waiting.add(reading.raw_hash)
            log.message_waits(message=reading.raw_hash, attempts=history.attempts, problem=str(reading.problem))
            continue
        plan = plan_for(reading, verdict, house.rules, history, at)
        planned.add(PlannedMail(reading=reading, verdict=verdict, fingerprint=history.fingerprint, plan=plan))
    return planned, frozenset(waiting)


def given_up(mail: RawMail) -> Reading:
    """What is known of a mail that killed its reader, or the daemon, each time: nothing but its bytes."""
    return Reading(
        raw_hash=mail.raw_hash,
        mailbox=mail.location.mailbox,
        received_at=mail.received_at,
        message=Message(),
        problem=Problem.READER_DIED,
    )


def _put_back(mails: Sequence[RawMail], house: House, *, counted: bool) -> None:
    if mails:
        house.ledger.put_back(mails[0].location.mailbox, [mail.raw_hash for mail in mails], counted=counted)


def _put_copies_aside(copies: Sequence[Copy], house: House, at: datetime) -> None:
    """A further copy of known bytes goes where duplicates go; a mail that only moved stays where a person put it."""
    for copy in copies:
        mailbox = house.rules.mailbox(copy.mail.location.mailbox)
        folder = mailbox.move_to.duplicate
        if copy.elsewhere and folder is not None:
            observing = house.rules.mode is Mode.OBSERVE
            house.ledger.put_aside(
                copy.mail.location,
                folder,
                at,
                state=ActionState.HELD if observing else ActionState.PENDING,
                why=Hold.OBSERVE.value if observing else None,
            )
