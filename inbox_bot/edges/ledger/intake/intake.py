"""The shelf of what comes in: mails seen, where they are, the cursor of each folder, the commit of a batch.

Each method is one transaction. What each does is told in the modules beside this one: `seen` counts attempts before
anything is read, `cursor` and `locations` know what a folder holds, `commit` writes what was decided.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from inbox_bot.core.message.values import Location, RawMail, Reading
from inbox_bot.core.plan.values import FiledMail, Planned
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.errors import Overtaken
from inbox_bot.edges.ledger.intake import cursor, filed_ahead, locations, met_again, seen
from inbox_bot.edges.ledger.intake.commit import commit
from inbox_bot.edges.ledger.intake.overtaken import Mark, mark_of, overtaken, subjects_of
from inbox_bot.edges.ledger.values import Copy, FolderState, LeftOver, Seen, SpotCheck, Waiting


class Intake:
    """What comes in. Any method may raise LedgerUnavailable (nothing was written) or LedgerDamaged."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: of an answer, hashes of its long lines are kept."""
        self._store = store
        self._key = key

    def note_seen(
        self,
        batch: Sequence[RawMail],
        at: datetime,
        *,
        put_there: bool = False,
        moving: bool = False,
        beside: bool = False,
    ) -> Seen:
        """Before anything of the batch (of one mailbox) is read: rows, places, attempts; and who is to be read.

        `put_there`: they come from a folder that mail goes to, and somebody put them there. `moving`: the mailbox was
        numbered anew lately. `beside`: another batch is in hand; no mail of it is in this one.
        """
        with self._store.writing() as connection:
            return seen.note(connection, batch, at, put_there=put_there, moving=moving, beside=beside)

    def known_as(self, reading: Reading, *, moving: bool) -> str | None:
        """The raw hash of the mail that this is, which another server stores otherwise; None where it is none."""
        with self._store.reading() as connection:
            return met_again.known_as(connection, self._key, reading, moving=moving)

    def become(self, mailbox: str, raw_hash: str, known: str, at: datetime, *, moving: bool) -> tuple[Copy, ...]:
        """These bytes are the mail that is known by others, and have its outcome. Gives where they lie.

        Where it was in another folder before, that is noted as a move: see `known_as` for `moving`.
        """
        with self._store.writing() as connection:
            return met_again.become(connection, mailbox, raw_hash, known, at, moving=moving)

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
        """Messages without an outcome: to be fetched again from where they are, and handed to `note_seen`."""
        with self._store.asking() as connection:
            return seen.waiting(connection, mailbox)

    def lost(self, mailbox: str, raw_hash: str, at: datetime) -> bool:
        """A message that waits and is nowhere any more is `expunged`; False where it does not wait, or is somewhere."""
        with self._store.writing() as connection:
            return seen.lost(connection, mailbox, raw_hash, at)

    def mark(self) -> Mark | None:
        """What was decided until now: taken before anything is asked that a plan is made over.

        None where nobody shares the ledger, and so nobody else decides.
        """
        if not self._store.shared:
            return None
        with self._store.asking() as connection:
            return mark_of(connection)

    @contextmanager
    def turn(self, planned: Planned, since: Mark | None) -> Iterator[None]:
        """Nobody else files or commits what is about the same people meanwhile.

        Raises Overtaken where somebody did since the mark, in another mailbox; LedgerUnavailable where one takes long.
        """
        mails = planned.mails
        if since is None or not mails:
            yield
            return
        with self._store.in_turn(frozenset().union(*map(subjects_of, mails))):
            with self._store.reading() as connection:
                found = overtaken(connection, mails, since)
            if found:
                raise Overtaken(found)
            yield

    def file_ahead(self, mailbox: str, paths: Mapping[str, Collection[str]]) -> None:
        """Before anything of a batch is filed: under which paths each of its mails, by raw hash, is about to be."""
        with self._store.writing() as connection:
            filed_ahead.note(connection, mailbox, paths)

    def left_over(self, mailbox: str) -> tuple[LeftOver, ...]:
        """What was filed for plans of a mailbox's mails that came out otherwise: nothing may refer to it any more."""
        with self._store.asking() as connection:
            return filed_ahead.left_over(connection, mailbox)

    def cleared(self, left: LeftOver) -> None:
        """None of it is filed any more, or something refers to it."""
        with self._store.writing() as connection:
            connection.execute(filed_ahead.CLEARED, {"of_messages": [left.message]})

    def commit(self, planned: Planned, filed: Mapping[str, FiledMail], at: datetime) -> None:
        """The batch's outcomes, applications, documents and actions, all or nothing. `filed` goes by raw hash.

        Raises OnceConflict where an action was asked for before: plan again, mail by mail.
        """
        with self._store.writing() as connection:
            commit(connection, self._key, planned, filed, at)

    def folder_state(self, mailbox: str, folder: str) -> FolderState | None:
        """The folder's cursor; None before first contact."""
        with self._store.asking() as connection:
            return cursor.state(connection, mailbox, folder)

    def folder_states(self, mailbox: str) -> dict[str, FolderState]:
        """The cursors of all folders of a mailbox that were met, by folder."""
        with self._store.asking() as connection:
            return cursor.states(connection, mailbox)

    def first_contact(
        self,
        mailbox: str,
        folder: str,
        *,
        uidvalidity: int,
        start_uid: int,
        left_alone: int,
        at: datetime,
        start: str | None = None,
        ours: bool = False,
    ) -> None:
        """Taking in begins at `start_uid`; `left_alone` mails are below it. Once a folder: later calls do nothing.

        `start`: what `mailbox.start` says, where that decided. `ours`: mail goes there, and none is taken from it.
        """
        with self._store.writing() as connection:
            cursor.first_contact(
                connection,
                mailbox,
                folder,
                uidvalidity=uidvalidity,
                start_uid=start_uid,
                left_alone=left_alone,
                start=start,
                at=at,
                ours=ours,
            )

    def note_start(self, mailbox: str, folder: str, start: str) -> None:
        """What `mailbox.start` says, of a folder of which it was not noted at first contact."""
        with self._store.writing() as connection:
            cursor.note_start(connection, mailbox, folder, start)

    def begin_earlier(
        self,
        mailbox: str,
        folder: str,
        *,
        uidvalidity: int,
        start_uid: int,
        listed: Collection[int],
        left_alone: int,
        since: datetime,
        start: str | None,
    ) -> None:
        """Taking in begins at `start_uid` from now on; `listed` are the UIDs from there to where it began.

        `since` is when taking in begins by date of arrival. Raises CursorPassed where one of `listed` has no row, for
        another UIDVALIDITY, and for a step up.
        """
        with self._store.writing() as connection:
            cursor.begin_earlier(
                connection,
                mailbox,
                folder,
                uidvalidity=uidvalidity,
                start_uid=start_uid,
                listed=listed,
                left_alone=left_alone,
                since=since,
                start=start,
            )

    def away(self, mailbox: str, folder: str) -> None:
        """The folder is not there now."""
        with self._store.writing() as connection:
            connection.execute(cursor.AWAY, {"of_mailbox": mailbox, "of_folder": folder})

    def our_folders(self, mailbox: str) -> frozenset[str]:
        """The folders that mail goes to, or went to once, as far as they were met."""
        with self._store.asking() as connection:
            return frozenset(connection.scalars(cursor.OURS, {"mailbox": mailbox}))

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
            forgotten = cursor.forget_old_numbers(connection, mailbox, folder, at)
            if forgotten:
                connection.execute(locations.NOWHERE)
            return forgotten

    def place_at(self, mailbox: str, folder: str, uidvalidity: int, moment: datetime) -> int:
        """Where the folder's cursor was at a moment: a UID."""
        with self._store.reading() as connection:
            return cursor.place_at(connection, mailbox, folder, uidvalidity, moment)

    def known_uids(self, mailbox: str, folder: str, uidvalidity: int, lowest: int, highest: int) -> frozenset[int]:
        """The UIDs from `lowest` to `highest`, both included, that have a row."""
        with self._store.asking() as connection:
            return cursor.known_uids(connection, mailbox, folder, uidvalidity, lowest, highest)

    def spot_checks(self, mailbox: str, folder: str, count: int = 10, *, left: bool = False) -> tuple[SpotCheck, ...]:
        """What the folder's last known UIDs must look like, highest first; with `left`, also those whose mail left."""
        with self._store.reading() as connection:
            return cursor.spot_checks(connection, mailbox, folder, count, left=left)

    def locations_of(self, mailbox: str, raw_hash: str) -> tuple[Location, ...]:
        """Where a mail is, the place seen last first."""
        return self.locations_of_all(mailbox, [raw_hash]).get(raw_hash, ())

    def locations_of_all(self, mailbox: str, hashes: Collection[str]) -> dict[str, tuple[Location, ...]]:
        """The same of many mails, by raw hash; a mail that is nowhere is left out."""
        with self._store.asking() as connection:
            return locations.locations_of(connection, mailbox, hashes)

    def open_places(self, mailbox: str, folder: str, uidvalidity: int) -> tuple[Location, ...]:
        """Where the mails are, in a folder, that need a person; ascending by UID."""
        with self._store.asking() as connection:
            return locations.open_places(connection, mailbox, folder, uidvalidity)

    def further_copies(
        self, mailbox: str, folder: str, since: datetime | None = None
    ) -> tuple[tuple[str, Location], ...]:
        """Raw hash and place where a known mail is in a folder a further time, noted after `since`; oldest first."""
        with self._store.asking() as connection:
            return locations.further_copies(connection, mailbox, folder, since)

    def moved(self, was: Location, now: Location | None, at: datetime) -> None:
        """We moved a mail; `now` is None where the server did not say where to."""
        with self._store.writing() as connection:
            locations.moved(connection, was, now, at)

    def moved_all(self, moves: Sequence[tuple[Location, Location | None]], at: datetime) -> None:
        """The same of many mails, all or nothing."""
        with self._store.writing() as connection:
            for was, now in moves:
                locations.moved(connection, was, now, at)

    def expunged(self, location: Location, at: datetime) -> None:
        """The server has no mail there (any more). One that waited and is nowhere else is `expunged`."""
        with self._store.writing() as connection:
            locations.expunged(connection, location, at)
