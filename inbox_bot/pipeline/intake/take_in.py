"""A batch's way in, from fetched bytes to committed outcomes. Read this file first, then `carry_out`.

What is written before a mail is read: `note_seen` puts a row for each mail and counts the attempt, in a transaction of
its own, so that a mail that kills its reader is known by name at the next start.

What a crash leaves behind: before `commit`, those rows, and documents that nobody refers to. The next run puts them to
the same paths and refers to them; where a mail comes out otherwise, they are deleted (`filed`). After `commit`,
everything, with the actions pending. Never anything in between.
docs/ingestion.md tells the whole protocol.

Who decides whether to answer: `plan_for`, pure, by the checks of `core/reply`. Nothing here or below it can add one.

Where a second answer could come from: a mail delivered twice, read again after a crash, or planned while a person
releases an answer in another process. What stops it: every answer carries once_keys (`answer:<fingerprint>` and, for
acknowledgements, `ack:<person>:<vacancy>:<window>`), the ledger takes each key once, and a plan that meets a taken key
is not committed: it is made again, from fresh history. The same is done with a plan about somebody of whom another
worker decided something meanwhile (`edges/ledger/intake/overtaken`). What happens on the wire is `carry_out`'s.
"""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, chain
from pathlib import Path

from inbox_bot import log
from inbox_bot.core.message.values import Message, RawMail, Reading
from inbox_bot.core.plan import plan_for, waits
from inbox_bot.core.plan.decided.moved_before import as_moved_before
from inbox_bot.core.plan.decided.put_there import as_put_there
from inbox_bot.core.plan.scans import has_scans_to_read
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import Kind, Problem
from inbox_bot.edges.antivirus import ScannerDown
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerError, OnceConflict, Overtaken, ScanStanding, Seen
from inbox_bot.edges.reading.pool import Readings
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.colleagues import note_answered
from inbox_bot.pipeline.intake.copies import put_copies_aside
from inbox_bot.pipeline.intake.filed import file_mails
from inbox_bot.pipeline.intake.moved_house import (
    as_it_arrived,
    become_known,
    is_moving,
    is_of_the_batch,
    left_some_alone,
)
from inbox_bot.pipeline.intake.returned import note_returned
from inbox_bot.pipeline.intake.scans import held_before, hold, with_recognised
from inbox_bot.pipeline.judged import judged
from inbox_bot.pipeline.opened import with_opened
from inbox_bot.pipeline.outgoing.breaker import open_breaker
from inbox_bot.pipeline.restored import ledger_restored_at
from inbox_bot.pipeline.scans import awaits

BESIDE_BYTES = 4_000_000  # of mails that are read while the batch before them is filed and committed
PLANNINGS = 5  # a conflict needs another process that decides about the same in the very moment; five in a row is a bug


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """What became of a batch."""

    finished: tuple[PlannedMail, ...] = ()  #: committed, each with its outcome
    copies: int = 0  #: further copies of bytes that are known: noted, not read
    waiting: int = 0  #: could not be read this time, or wait until their scans are recognised; tried again
    alone: tuple[RawMail, ...] = ()  #: to be handed in again, each in a batch of its own


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """A batch in hand: its mails have rows and a counted attempt, and are being read."""

    batch: tuple[RawMail, ...]
    seen: Seen
    readings: Readings
    moving: bool  #: the mailbox was numbered anew lately


@dataclass(frozen=True, kw_only=True, slots=True)
class _Around:
    """What bears on the mails of a batch beside what the ledger knows of each. Mails go by their raw hashes."""

    moved: frozenset[str]  #: somebody moved them before we saw them: they stay where they are
    in_junk: frozenset[str]  #: they lie in the folder for junk
    moving: bool  #: the mailbox was numbered anew lately
    dates_doubted: bool  #: of a mail that nobody knows, the date of arrival may be a copy's
    restored_at: datetime | None  #: when this ledger took another's place
    spooled: Mapping[str, Path]  #: their bytes
    scans: Mapping[str, ScanStanding]  #: how far the recognition of those mails is that were held for it


@dataclass(frozen=True, kw_only=True, slots=True)
class _Decided:
    """What was decided about a batch. Mails go by their raw hashes."""

    planned: Planned
    waiting: frozenset[str]  #: they are read again first
    scanned: Mapping[str, Reading]  #: their scans are recognised first


def take_in(batch: Sequence[RawMail], installation: Installation, at: datetime) -> TakenIn:
    """Read, judge, plan, file and commit the mails of one mailbox's batch. Raises as `begin` and `finish` do."""
    return finish(begin(batch, installation, at), installation, at)


def begin(batch: Sequence[RawMail], installation: Installation, at: datetime, *, beside: bool = False) -> Begun:
    """Take the mails of one mailbox's batch in hand: the first are being read. To be finished or left.

    `beside`: another batch is in hand (`may_begin_beside`). Raises LedgerError.
    """
    moving = bool(batch) and is_moving(installation, batch[0].location.mailbox)
    put_there = _is_ours(batch, installation)
    seen = installation.ledger.intake.note_seen(batch, at, put_there=put_there, moving=moving, beside=beside)
    # All of it ahead: what was read of a batch is kept until its commit, and one long document holds up no other.
    at_once = _within(BESIDE_BYTES, seen.fresh) if beside else 0
    readings = installation.reading.read(seen.fresh, ahead=len(seen.fresh), at_once=at_once)
    return Begun(batch=tuple(batch), seen=seen, readings=readings, moving=moving)


def may_begin_beside(begun: Begun, batch: Sequence[RawMail]) -> bool:
    """Whether a further batch may be in hand at the same time.

    Not with the same bytes, which are read once; and not beside a mail that is read alone, so that nobody else's death
    is blamed on it.
    """
    known = {mail.raw_hash for mail in begun.batch}
    return (
        len(begun.seen.fresh) > 1 and not begun.seen.waiting_alone and known.isdisjoint(mail.raw_hash for mail in batch)
    )


def leave(begun: Begun, installation: Installation) -> None:
    """Let a batch go unfinished: it comes again, and no attempt counts. Raises LedgerError."""
    begun.readings.close()
    _requeue(begun.seen.fresh, installation, counted=False)


def finish(
    begun: Begun, installation: Installation, at: datetime, meanwhile: Callable[[], None] = lambda: None
) -> TakenIn:
    """Judge, plan, file and commit what was begun; `meanwhile` is called when all of it is judged, before it is filed.

    Raises ScannerDown where it can't be known what is in the mails, FilingFailed and LedgerError where nothing can be
    made durable: then no mail of the batch has an outcome, no attempt counts against one, and nothing was changed in
    the mailbox. MailboxDown: all is committed, but where the copies of known mails lie could not be asked;
    `finish_copies` does that later.
    """
    batch, seen, moving = begun.batch, begun.seen, begun.moving
    known: dict[str, str] = {}
    try:
        readings = chain(with_recognised(begun.readings, seen.fresh, installation), map(given_up, seen.spent))
        new = chain(_those_nobody_knows(readings, known, installation, moving=moving), _then(meanwhile))
        decided = _decide_and_commit(new, {mail.raw_hash: mail for mail in batch}, installation, at, moving)
        planned, waiting, scanned = decided.planned, decided.waiting, decided.scanned
        met_again = (
            become_known(installation, batch[0].location.mailbox, known.items(), at, moving=moving) if known else ()
        )
    except BaseException:
        with contextlib.suppress(LedgerError):  # then `poll` does it as soon as the ledger can
            leave(begun, installation)
        raise
    _requeue([mail for mail in seen.fresh if mail.raw_hash in waiting], installation, counted=True)
    hold([(mail, scanned[mail.raw_hash]) for mail in seen.fresh if mail.raw_hash in scanned], installation, at)
    for mail in planned.mails:
        installation.sessions[mail.reading.mailbox].may_be_complete = True
        log.message_finished(
            message=mail.reading.raw_hash,
            outcome=mail.plan.outcome.value,
            reason=mail.plan.reason.value if mail.plan.reason else None,
            documents=len(mail.reading.documents),
            took_s=mail.reading.seconds,
        )
    if any(action.why == Hold.BREAKER for mail in planned.mails for action in mail.plan.actions):
        open_breaker(installation, at)
    copies = (*[each for each in seen.copies if each.raw_hash not in known], *met_again)
    put_copies_aside(copies, installation, at)
    return TakenIn(
        finished=tuple(planned.mails), copies=len(copies), waiting=len(waiting) + len(scanned), alone=seen.waiting_alone
    )


def _within(limit: int, mails: Sequence[RawMail]) -> int:
    """How many of the first of them have so many bytes together."""
    return sum(size <= limit for size in accumulate(mail.size_bytes for mail in mails))


def _then(meanwhile: Callable[[], None]) -> Iterator[Reading]:
    """No reading; but whoever asks for it has all others."""
    meanwhile()
    yield from ()


def _those_nobody_knows(
    readings: Iterable[Reading], known: dict[str, str], installation: Installation, *, moving: bool
) -> Iterator[Reading]:
    """The readings, but for those of known mails that are stored otherwise: `known` gets what they are known by."""
    for reading in readings:
        known_as = installation.ledger.intake.known_as(reading, moving=moving)
        if known_as is None:
            yield reading
        else:
            known[reading.raw_hash] = known_as


def _is_ours(batch: Sequence[RawMail], installation: Installation) -> bool:
    """Whether the batch comes from a folder that mail goes to: somebody put it there before we saw it."""
    if not batch:
        return False
    mailbox = batch[0].location.mailbox
    elsewhere = {each.location.folder for each in batch}.difference(installation.rules.mailbox(mailbox).folders)
    return bool(elsewhere) and not elsewhere.isdisjoint(installation.ledger.intake.our_folders(mailbox))


def _decide_and_commit(
    readings: Iterable[Reading], mails: Mapping[str, RawMail], installation: Installation, at: datetime, moving: bool
) -> _Decided:
    """The batch's plans, committed, and those that wait.

    The readings come while the mails behind them are read: each is judged meanwhile. A mail that asks for a taken key
    however often it is planned waits, and the others go on without it.
    """
    read: list[Reading] = []
    intake = installation.ledger.intake
    around = _around(mails, installation, moving=moving)
    for number in range(PLANNINGS):
        mark = intake.mark()
        some = _kept_in(read, readings) if number == 0 else read
        decided = _decide(some, around, installation, at)
        planned = decided.planned
        try:
            with intake.turn(planned, mark):
                filed = file_mails(planned, mails, installation)
                intake.commit(planned, filed, at)
        except (OnceConflict, Overtaken) as conflict:
            met = conflict
            continue
        return decided
    stuck = _stuck(planned, met)
    if not stuck:
        raise met
    for raw_hash in stuck:
        log.message_waits(message=raw_hash, attempts=0, problem="bug: a key that is taken")
    others = [reading for reading in read if reading.raw_hash not in stuck]
    decided = _decide_and_commit(others, mails, installation, at, moving)
    return replace(decided, waiting=decided.waiting | stuck)


def _around(mails: Mapping[str, RawMail], installation: Installation, *, moving: bool) -> _Around:
    mailboxes = {mail.location.mailbox for mail in mails.values()}
    junk = {name: installation.sessions[name].junk for name in mailboxes}
    restored = [ledger_restored_at(installation, name) for name in mailboxes]
    return _Around(
        moved=installation.ledger.drags.unsettled(mails),
        in_junk=frozenset(key for key, mail in mails.items() if mail.location.folder == junk[mail.location.mailbox]),
        moving=moving,
        dates_doubted=moving and any(left_some_alone(installation, name) for name in mailboxes),
        restored_at=next(iter(restored), None),
        spooled={key: mail.spool for key, mail in mails.items()},
        scans=held_before(installation, mails),
    )


def _kept_in(read: list[Reading], readings: Iterable[Reading]) -> Iterator[Reading]:
    for reading in readings:
        read.append(reading)
        yield reading


def _stuck(planned: Planned, met: OnceConflict | Overtaken) -> frozenset[str]:
    """The mails that could not be committed, however often they were planned."""
    if isinstance(met, Overtaken):
        return frozenset(met.mails)
    return frozenset(mail.reading.raw_hash for mail in planned.mails if _asks_for(mail, met.keys))


def _asks_for(mail: PlannedMail, keys: Collection[str]) -> bool:
    return any(key in keys for action in mail.plan.actions for key in action.once_keys)


def _decide(readings: Iterable[Reading], around: _Around, installation: Installation, at: datetime) -> _Decided:
    """Each mail's plan, over fresh history and the plans before it. A mail that brings out a bug waits, and only it."""
    planned = Planned()
    waiting: set[str] = set()
    scanned: dict[str, Reading] = {}
    for reading in readings:
        if is_of_the_batch(reading, planned.mails, moving=around.moving):
            waiting.add(reading.raw_hash)
            continue
        try:
            with installation.ledger.one_look():
                mail = _plan(reading, planned, around, installation, at)
            if mail is not None and reading.raw_hash in around.moved:
                mail = replace(mail, plan=as_put_there(mail.plan))
        except (LedgerError, FilingFailed, OSError, ScannerDown, WorkerNotStarted):
            raise
        except Exception as error:
            log.message_waits(message=reading.raw_hash, attempts=0, problem=f"bug: {type(error).__name__}")
            mail = None
        if mail is None:
            waiting.add(reading.raw_hash)
        elif _waits_for_its_scans(mail, around, installation):
            scanned[reading.raw_hash] = reading
        else:
            planned.add(mail)
    return _Decided(planned=planned, waiting=frozenset(waiting), scanned=scanned)


def _waits_for_its_scans(mail: PlannedMail, around: _Around, installation: Installation) -> bool:
    if not has_scans_to_read(mail.reading, mail.verdict, mail.plan):
        return False
    return awaits(around.scans.get(mail.reading.raw_hash), installation.reading)


def _plan(
    reading: Reading, before: Planned, around: _Around, installation: Installation, at: datetime
) -> PlannedMail | None:
    """One mail's plan; None where it is read again first."""
    reading = with_opened(reading, installation, before, around.spooled)
    verdict, linked = judged(reading, installation.rules, installation.ledger, before)
    if verdict.kind is Kind.BOUNCE:
        note_returned(reading, installation, at)
    note_answered(reading, installation, at)
    history = installation.ledger.history.of(reading, verdict, at, planned=before, linked=linked)
    if waits(reading, history):
        log.message_waits(message=reading.raw_hash, attempts=history.attempts, problem=str(reading.problem))
        return None
    if around.restored_at is not None and reading.received_at < around.restored_at:
        history = replace(history, seen_before_rescan=True)
    if reading.raw_hash in around.in_junk:
        history = replace(history, found_in_junk=True)
    if around.dates_doubted:
        history = as_it_arrived(history, reading, at)
    verdict = as_moved_before(verdict, history, installation.rules)
    plan = plan_for(reading, verdict, installation.rules, history, at)
    return PlannedMail.over(history, reading, verdict, plan, linked)


def given_up(mail: RawMail) -> Reading:
    """What is known of a mail that killed its reader, or the daemon, each time: nothing but its bytes."""
    return Reading(
        raw_hash=mail.raw_hash,
        mailbox=mail.location.mailbox,
        received_at=mail.received_at,
        message=Message(),
        problem=Problem.READER_DIED,
    )


def _requeue(mails: Sequence[RawMail], installation: Installation, *, counted: bool) -> None:
    if not mails:
        return
    mailbox, hashes = mails[0].location.mailbox, [mail.raw_hash for mail in mails]
    try:
        installation.ledger.intake.requeue(mailbox, hashes, counted=counted)
    except LedgerError:
        installation.sessions[mailbox].in_hand.append(hashes)
        raise
