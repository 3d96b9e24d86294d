"""The ledger as the pipeline and the commands see it: each method is one transaction over one of the room's modules."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from inbox_bot.core.judgement.verdict import Known, Verdict
from inbox_bot.core.message.values import Location, RawMail, Reading
from inbox_bot.core.plan.values import Action, FiledMail, Planned
from inbox_bot.core.reply.values import History, Letter
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import notices, reports
from inbox_bot.edges.ledger.actions import claims, decisions
from inbox_bot.edges.ledger.errors import LedgerDamaged, OnceConflict
from inbox_bot.edges.ledger.history import history, known
from inbox_bot.edges.ledger.intake import cursor, locations, seen
from inbox_bot.edges.ledger.intake.commit import commit
from inbox_bot.edges.ledger.migrate import bring_up
from inbox_bot.edges.ledger.store import Store, damage
from inbox_bot.edges.ledger.values import (
    Alarm,
    AnswerRow,
    Breaker,
    Claimed,
    Counts,
    FolderState,
    MailRow,
    OpenItems,
    PollState,
    Recovered,
    Seen,
    SentMail,
    Settlement,
    SpotCheck,
    StatusCounts,
    Waiting,
)


class Ledger:
    """An open ledger. Any of its methods may raise LedgerUnavailable (nothing was written) or LedgerDamaged."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.reading() as connection:
            self._key = history.key_of(connection)

    @classmethod
    def open(cls, where: str | Path, *, lock: bool = True, migrate: bool = True, now: datetime | None = None) -> Self:
        """Opens the ledger at a file's path or a PostgreSQL URL.

        With `lock` (the daemon's, for `run` and `poll`) a missing ledger is made, and with `migrate` an older one is
        migrated after copying it. Without the lock, the ledger must be there in this version's schema. `now` names the
        copy. Raises LedgerInUse, LedgerNewer, LedgerOlder, LedgerMissing, LedgerDamaged, LedgerUnavailable.
        """
        store = Store(where, lock=lock)
        try:
            found = damage(store) if lock else ()
            if found:
                raise LedgerDamaged(f"the ledger {store.name} is damaged ({found[0]}); put back a copy of it")
            bring_up(store, now or datetime.now(UTC), migrate=migrate)
            return cls(store)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Gives the lock back."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Taking mail in

    def recover(self) -> Recovered:
        """At start, by the lock's holder: settles what a dead daemon left in hand (see docs/ledger.md)."""
        with self._store.writing() as connection:
            mails = seen.let_go_of_abandoned(connection)
            uncertain, again = claims.recover(connection)
        return Recovered(mails=mails, uncertain=uncertain, again=again)

    def note_seen(self, batch: Sequence[RawMail], at: datetime) -> Seen:
        """Before anything of the batch (of one mailbox) is read: rows, places, attempts; and who is to be read."""
        with self._store.writing() as connection:
            return seen.note(connection, batch, at)

    def requeue(self, mailbox: str, raw_hashes: Collection[str], *, counted: bool) -> None:
        """Mails in hand that get no outcome now: they wait, and are read alone if the attempt counts.

        `counted` where reading the mail died or timed out; not where the fault was another's (disk full, server gone).
        """
        with self._store.writing() as connection:
            seen.requeue(connection, mailbox, raw_hashes, counted=counted)

    def retry(self, mailbox: str, raw_hashes: Collection[str]) -> int:
        """Failed mails wait again, as if never tried. Returns how many."""
        with self._store.writing() as connection:
            return seen.retry(connection, mailbox, raw_hashes)

    def waiting(self, mailbox: str) -> tuple[Waiting, ...]:
        """Messages without an outcome: to be fetched again from where they lie, and handed to `note_seen`."""
        with self._store.reading() as connection:
            return seen.waiting(connection, mailbox)

    def lost(self, mailbox: str, raw_hash: str, at: datetime) -> bool:
        """A message that waits and lies nowhere any more is `expunged`; False where it does not wait, or does lie."""
        with self._store.writing() as connection:
            return seen.lost(connection, mailbox, raw_hash, at)

    def fingerprint(self, reading: Reading) -> str:
        """The keyed hash of what the sender wrote: one sending, however often delivered."""
        return history.fingerprint_of_reading(self._key, reading)

    def known_of(self, reading: Reading) -> Known:
        """Earlier mails of the thread and of the person, for judgement."""
        with self._store.reading() as connection:
            return known.known_of(connection, reading)

    def history_of(
        self,
        reading: Reading,
        verdict: Verdict,
        at: datetime,
        *,
        planned: Planned | None = None,
        but_action: int | None = None,
    ) -> History:
        """What bears on the plan: with `planned`, as it will be when the batch so far is committed.

        `but_action`: the answer that is planned again, which does not stand in its own way.
        """
        with self._store.reading() as connection:
            return history.history_of(
                connection, self._key, reading, verdict, at, planned=planned, but_action=but_action
            )

    def commit(self, planned: Planned, filed: Mapping[str, FiledMail], at: datetime) -> None:
        """The batch's outcomes, applications, documents and actions, all or nothing. `filed` goes by raw hash.

        Raises OnceConflict where an action was asked for before: plan again, mail by mail.
        """
        with self._store.writing() as connection:
            commit(connection, planned, filed, at)

    # The cursor and the places

    def folder_state(self, mailbox: str, folder: str) -> FolderState | None:
        """The folder's cursor; None before first contact."""
        with self._store.reading() as connection:
            return cursor.state(connection, mailbox, folder)

    def first_contact(
        self, mailbox: str, folder: str, *, uidvalidity: int, start_uid: int, left_alone: int, at: datetime
    ) -> None:
        """Taking in begins at `start_uid`; `left_alone` mails lie below it. Once a folder: later calls do nothing."""
        with self._store.writing() as connection:
            cursor.first_contact(
                connection,
                mailbox,
                folder,
                uidvalidity=uidvalidity,
                start_uid=start_uid,
                left_alone=left_alone,
                at=at,
            )

    def advance(
        self,
        mailbox: str,
        folder: str,
        *,
        uidvalidity: int,
        next_uid: int,
        listed: Collection[int] = (),
        highestmodseq: int | None = None,
        messages: int = 0,
        arrival_at: datetime | None = None,
    ) -> None:
        """Moves the cursor to `next_uid`; `listed` are the UIDs the server showed below it.

        Raises CursorPassed where one of them has no row, for another UIDVALIDITY, and for a step back.
        """
        with self._store.writing() as connection:
            cursor.advance(
                connection,
                mailbox,
                folder,
                uidvalidity=uidvalidity,
                next_uid=next_uid,
                listed=listed,
                highestmodseq=highestmodseq,
                messages_there=messages,
                arrival_at=arrival_at,
            )

    def new_uidvalidity(self, mailbox: str, folder: str, *, uidvalidity: int, start_uid: int, at: datetime) -> None:
        """The folder's UIDs mean other mails: it is listed again from `start_uid`, then `forget_old_numbers`."""
        with self._store.writing() as connection:
            cursor.new_uidvalidity(connection, mailbox, folder, uidvalidity=uidvalidity, start_uid=start_uid, at=at)

    def forget_old_numbers(self, mailbox: str, folder: str, at: datetime) -> int:
        """The folder was listed to its end: its places under other numbers are gone. Returns how many there were."""
        with self._store.writing() as connection:
            return cursor.forget_old_numbers(connection, mailbox, folder, at)

    def known_uids(self, mailbox: str, folder: str, uidvalidity: int, lowest: int, highest: int) -> frozenset[int]:
        """The UIDs from `lowest` to `highest`, both included, that have a row."""
        with self._store.reading() as connection:
            return cursor.known_uids(connection, mailbox, folder, uidvalidity, lowest, highest)

    def spot_checks(self, mailbox: str, folder: str, count: int = 10, *, left: bool = False) -> tuple[SpotCheck, ...]:
        """What the folder's last known UIDs must look like, highest first; with `left`, also those whose mail left."""
        with self._store.reading() as connection:
            return cursor.spot_checks(connection, mailbox, folder, count, left=left)

    def locations_of(self, mailbox: str, raw_hash: str) -> tuple[Location, ...]:
        """Where a mail lies, the place seen last first."""
        with self._store.reading() as connection:
            return locations.locations_of(connection, mailbox, raw_hash)

    def open_places(self, mailbox: str, folder: str, uidvalidity: int) -> tuple[Location, ...]:
        """Where the mails lie, in a folder, that need a person; ascending by UID."""
        with self._store.reading() as connection:
            return locations.open_places(connection, mailbox, folder, uidvalidity)

    def further_copies(
        self, mailbox: str, folder: str, since: datetime | None = None
    ) -> tuple[tuple[str, Location], ...]:
        """Raw hash and place where a known mail lies in a folder a further time, noted after `since`; oldest first."""
        with self._store.reading() as connection:
            return locations.further_copies(connection, mailbox, folder, since)

    def moved(self, was: Location, now: Location | None, at: datetime) -> None:
        """We moved a mail; `now` is None where the server did not say where to."""
        with self._store.writing() as connection:
            locations.moved(connection, was, now, at)

    def expunged(self, place: Location, at: datetime) -> None:
        """The server has no mail there (any more). One that waited and lies nowhere else is `expunged`."""
        with self._store.writing() as connection:
            locations.expunged(connection, place, at)

    # Carrying out

    def clock_went_back(self, at: datetime) -> int:
        """Where the clock stood ahead: what was planned or tried then waits as long from now on. Returns how many."""
        with self._store.reading() as connection:
            due = claims.from_the_future(connection, at)
        if due:
            with self._store.writing() as connection:
                claims.put_forward(connection, due, at)
        return len(due)

    def is_due(self, kinds: Collection[ActionKind], at: datetime, *, mailbox: str) -> bool:
        """Whether a mailbox has an action to be claimed now."""
        with self._store.reading() as connection:
            return claims.is_due(connection, kinds, at, mailbox=mailbox)

    def claim(self, kinds: Collection[ActionKind], at: datetime, *, mailbox: str | None = None) -> Claimed | None:
        """Takes the action that has been due longest; None where nothing is due."""
        taken = self.claim_many(kinds, at, mailbox=mailbox, count=1)
        return taken[0] if taken else None

    def claim_many(
        self,
        kinds: Collection[ActionKind],
        at: datetime,
        *,
        mailbox: str | None = None,
        count: int = 50,
        settled: Sequence[Settlement] = (),
    ) -> tuple[Claimed, ...]:
        """Settles what was claimed before and takes what is due next, in one transaction.

        Answers and tells: `count=1`, since a crash makes all that are `doing` uncertain. `mailbox`: only its actions.
        """
        with self._store.writing() as connection:
            claims.settle(connection, settled, at)
            return claims.claim(connection, kinds, at, mailbox=mailbox, count=count)

    def settle(
        self,
        action: int,
        state: ActionState,
        at: datetime,
        *,
        note: str = "",
        why: str | None = None,
        next_try_at: datetime | None = None,
    ) -> None:
        """Says what became of a claimed action. Raises StateChanged where it is not `doing`."""
        settlement = Settlement(id=action, state=state, note=note, why=why, next_try_at=next_try_at)
        self.settle_many([settlement], at)

    def settle_many(self, settled: Sequence[Settlement], at: datetime) -> None:
        """Says what became of several, all or nothing."""
        with self._store.writing() as connection:
            claims.settle(connection, settled, at)

    def history_of_action(self, action: int, at: datetime) -> History:
        """What bears on carrying an action out now; the action itself is left out of it."""
        with self._store.reading() as connection:
            return history.history_of_action(connection, action, at)

    def put_aside(
        self,
        place: Location,
        folder: tuple[str, ...],
        at: datetime,
        *,
        state: ActionState = ActionState.PENDING,
        why: str | None = None,
    ) -> bool:
        """Asks for a move of one certain copy of known bytes; False where it was asked for before."""
        try:
            with self._store.writing() as connection:
                return decisions.put_aside(connection, place, folder, state, why, at)
        except OnceConflict:  # another process was faster, on PostgreSQL
            return False

    def add_notice(self, letter: Letter, once_key: str, at: datetime, *, mailbox: str | None = None) -> bool:
        """Asks for a mail to a reviewer; False where the key was used before (`digest:<reviewer>:<day>`)."""
        try:
            with self._store.writing() as connection:
                return decisions.add_notice(connection, letter, once_key, at, mailbox)
        except OnceConflict:  # another process was faster, on PostgreSQL
            return False

    # A person's decisions

    def answers(self, states: Collection[ActionState] | None = None) -> tuple[AnswerRow, ...]:
        """The answers in these states (None: in any), oldest first."""
        with self._store.reading() as connection:
            return decisions.answers(connection, states)

    def answer(self, action: int) -> AnswerRow:
        """One answer. Raises NoSuchAction."""
        with self._store.reading() as connection:
            return decisions.answer(connection, action)

    def drop(self, action: int) -> None:
        """The answer is not sent. Raises NoSuchAction, StateChanged."""
        with self._store.writing() as connection:
            decisions.drop(connection, action)

    def release(self, action: int, seen: ActionState, planned: Sequence[Action], at: datetime) -> int:
        """Puts a newly planned answer, with what waits for it, in the old one's place; returns the new id.

        Raises StateChanged where the old one is no longer as `seen`, OnceConflict, NoSuchAction.
        """
        with self._store.writing() as connection:
            return decisions.release(connection, action, seen, planned, at)

    # How things stand

    def set_breaker(self, open_: bool, at: datetime, why: str = "") -> bool:
        """Opens or closes the breaker; False where it stood so."""
        with self._store.writing() as connection:
            return notices.set_breaker(connection, open_, at, why)

    def breaker(self) -> Breaker:
        """How the breaker stands."""
        with self._store.reading() as connection:
            return notices.read_breaker(connection)

    def raise_alarm(self, name: str, sentence: str, at: datetime) -> bool:
        """True where the alarm is new: tell somebody."""
        with self._store.writing() as connection:
            return notices.raise_alarm(connection, name, sentence, at)

    def clear_alarm(self, name: str, at: datetime) -> bool:
        """True where the alarm stood."""
        with self._store.writing() as connection:
            return notices.clear_alarm(connection, name, at)

    def alarm_notified(self, name: str, at: datetime) -> None:
        """Somebody was told of the alarm."""
        with self._store.writing() as connection:
            notices.alarm_notified(connection, name, at)

    def alarms(self) -> tuple[Alarm, ...]:
        """The alarms that stand."""
        with self._store.reading() as connection:
            return notices.raised_alarms(connection)

    def note_poll(self, mailbox: str, at: datetime, problem: str | None = None) -> bool:
        """How a poll ended; True where that is news (said once, not at each poll)."""
        with self._store.writing() as connection:
            return notices.note_poll(connection, mailbox, at, problem)

    def poll_states(self) -> tuple[PollState, ...]:
        """How polling goes, of every mailbox."""
        with self._store.reading() as connection:
            return notices.poll_states(connection)

    def note_sent(self, mails: Sequence[SentMail], at: datetime) -> int:
        """Headers found in Sent; returns how many answers they prove to have gone out that we did not know of."""
        with self._store.writing() as connection:
            return notices.note_sent(connection, mails, at)

    def unknown_answers(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of these Message-IDs that are no answer of this ledger's."""
        with self._store.reading() as connection:
            return notices.unknown_answers(connection, message_ids)

    def notified_by(self, message_ids: Collection[str]) -> tuple[str, ...]:
        """To which reviewers the mails with these Message-IDs went."""
        with self._store.reading() as connection:
            return notices.notified_by(connection, message_ids)

    def note_bounce(self, message_id: str | None, correspondent: str | None, at: datetime) -> bool:
        """A mail of ours came back; True where it was an answer."""
        with self._store.writing() as connection:
            return notices.note_bounce(connection, message_id, correspondent, at)

    # For the digest and `status`

    def mail(self, mailbox: str, raw_hash: str) -> MailRow | None:
        """One mail with what became of it."""
        with self._store.reading() as connection:
            return reports.mail(connection, mailbox, raw_hash)

    def received_between(self, start: datetime, end: datetime) -> tuple[MailRow, ...]:
        """The mails first seen from `start` to before `end`."""
        with self._store.reading() as connection:
            return reports.received_between(connection, start, end)

    def counts_between(self, start: datetime, end: datetime) -> Counts:
        """received = first outcomes + waiting."""
        with self._store.reading() as connection:
            return reports.counts_between(connection, start, end)

    def waiting_count(self) -> int:
        """How many messages have no outcome now."""
        with self._store.reading() as connection:
            return reports.waiting_count(connection)

    def open_items(self) -> OpenItems:
        """What needs a person, whatever day it came in."""
        with self._store.reading() as connection:
            return reports.open_items(connection)

    def status_counts(self) -> StatusCounts:
        """How much there is of what, now."""
        with self._store.reading() as connection:
            return reports.status_counts(connection)

    def damage(self) -> tuple[str, ...]:
        """What the database itself finds wrong with its file, for `check --deep`."""
        return damage(self._store)
