"""An open ledger: its shelves, and the two things that concern it whole, opening it and settling what a crash left."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from inbox_bot import __version__
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger.actions import settling
from inbox_bot.edges.ledger.actions.actions import Actions
from inbox_bot.edges.ledger.alarms import AlarmBoard
from inbox_bot.edges.ledger.careers import Careers
from inbox_bot.edges.ledger.consents.consents import Consents
from inbox_bot.edges.ledger.copies import Copies
from inbox_bot.edges.ledger.database.locks import Sharing
from inbox_bot.edges.ledger.database.moving import move, refuse_moved
from inbox_bot.edges.ledger.database.store import Store, TrialStore
from inbox_bot.edges.ledger.decisions.decisions import Decisions
from inbox_bot.edges.ledger.declinings.declinings import Declinings
from inbox_bot.edges.ledger.drags.drags import Drags
from inbox_bot.edges.ledger.erasures.auditing import Auditing
from inbox_bot.edges.ledger.erasures.erasures import Erasures
from inbox_bot.edges.ledger.erasures.expiring import Expiring
from inbox_bot.edges.ledger.errors import OtherVersion
from inbox_bot.edges.ledger.exports import Exports
from inbox_bot.edges.ledger.history.past import Past
from inbox_bot.edges.ledger.hooks import Hooks
from inbox_bot.edges.ledger.intake import seen
from inbox_bot.edges.ledger.intake.intake import Intake
from inbox_bot.edges.ledger.introductions.introductions import Introductions
from inbox_bot.edges.ledger.keyed import key_of
from inbox_bot.edges.ledger.lessons.lessons import Lessons
from inbox_bot.edges.ledger.migrate import bring_up, is_behind
from inbox_bot.edges.ledger.notices import Notices
from inbox_bot.edges.ledger.reports import Reports
from inbox_bot.edges.ledger.requests.requests import Requests
from inbox_bot.edges.ledger.reviewing import Reviewing
from inbox_bot.edges.ledger.scans import Scans
from inbox_bot.edges.ledger.values import Recovered

_DUTY = "\n"  # begins the lock's name of what is no mailbox: a mailbox's name is one line


class Ledger:
    """An open ledger. Any method of it and of its shelves may raise LedgerUnavailable (nothing was written) or
    LedgerDamaged; each is one transaction.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.reading() as connection:
            key = key_of(connection)
        self.intake = Intake(store, key)
        self.actions = Actions(store, key)
        self.history = Past(store, key)
        self.notices = Notices(store)
        self.drags = Drags(store)
        self.lessons = Lessons(store)
        self.reports = Reports(store)
        self.copies = Copies(store)
        self.exports = Exports(store)
        self.hooks = Hooks(store, key)
        self.alarms = AlarmBoard(store)
        self.careers = Careers(store)
        self.decisions = Decisions(store, key)
        self.reviewing = Reviewing(store, key)
        self.scans = Scans(store)
        self.declinings = Declinings(store, key)
        self.erasures = Erasures(store, key)
        self.requests = Requests(store)
        self.introductions = Introductions(store, key)
        self.expiring = Expiring(store, key)
        self.consents = Consents(store, key)
        self.auditing = Auditing(store, key)

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        lock: bool = True,
        migrate: bool = True,
        now: datetime | None = None,
        read_only: bool = False,
        shared: bool = False,
        moving: bool = False,
    ) -> Self:
        """Opens the ledger at a file's path or a PostgreSQL URL.

        With `lock` (the daemon's, for `run` and `poll`) a missing ledger is made, one whose last holder was killed is
        checked, and with `migrate` an older one is migrated after copying it. Without the lock, the ledger must be
        there in this version's schema. `read_only`: without the lock, and nothing can be written by it, nor beside it.
        `shared`: the lock is one worker's of many, which looks after the mailboxes that it takes (`take`); a ledger
        that is missing or older is brought up first, which needs the lock alone. `moving`: also one that was moved, to
        be moved again. `now` names the copy. Raises LedgerInUse, LedgerNewer, LedgerOlder, LedgerMissing, LedgerMoved,
        LedgerNotShared, LedgerDamaged, LedgerUnavailable; OtherVersion where workers of another one share it.
        """
        at = now or datetime.now(UTC)
        store = Store(where, lock=lock and not read_only, read_only=read_only, shared=shared)
        try:
            if shared:
                _refuse_other_versions(store)
            if shared and is_behind(store):
                store.close()
                cls.open(where, migrate=migrate, now=at).close()
                store = Store(where, lock=True, shared=True)
            if store.locked:
                store.prove(at)
            bring_up(store, at, migrate=migrate)
            if not moving:
                refuse_moved(store)
            return cls(store)
        except BaseException:
            store.close()
            raise

    @classmethod
    def for_trying(cls, at: datetime) -> Self:
        """A new, empty ledger, which is gone when it is closed; in memory, but for what is too much for it."""
        store = TrialStore()
        bring_up(store, at, migrate=False)
        return cls(store)

    def one_look(self) -> AbstractContextManager[None]:
        """All that this thread asks within it sees one moment of the ledger, in one transaction: for what is asked at
        once. What the thread writes meanwhile is seen by what it asks then.
        """
        return self._store.one_look()

    @property
    def name(self) -> str:
        """Eight characters: the same for a copy of this ledger, another's for any other."""
        return self.history.name

    def close(self) -> None:
        """Gives the lock back."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def recover(self) -> Recovered:
        """At start, by the lock's holder: settles what a dead daemon left in hand (see docs/ledger.md)."""
        with self._store.writing() as connection:
            mails = seen.let_go_of_abandoned(connection)
            uncertain, again = settling.recover(connection)
        return Recovered(mails=mails, uncertain=uncertain, again=again)

    def take(self, name: str) -> Recovered | None:
        """Have a mailbox, or a hook, for this worker alone, and settle what a dead one left of it in hand.

        None where another worker has it. For a ledger that is shared. Raises LockLost.
        """
        if not self._store.take(name):
            return None
        with self._store.writing() as connection:
            mails = seen.let_go_of_abandoned(connection, name)
            uncertain, again = settling.recover(connection, name)
        return Recovered(mails=mails, uncertain=uncertain, again=again)

    def give_back(self, name: str) -> None:
        """Let another worker have a mailbox of ours: nothing of it may be in hand. Raises LockLost."""
        self._store.give_back(name)

    def take_duty(self, name: str) -> bool:
        """Have a duty that is of no mailbox; False where another worker has it. There is nothing to settle.

        For a ledger that is shared. Raises LockLost.
        """
        return self._store.take(f"{_DUTY}{name}")

    def give_back_duty(self, name: str) -> None:
        """Let another worker have it. Raises LockLost."""
        self._store.give_back(f"{_DUTY}{name}")

    def sharing(self, mailboxes: Collection[str]) -> Sharing:
        """The workers that share the ledger now, and which of these mailboxes each has; for a worker, or anybody.

        Raises LockLost to a worker that is none any longer.
        """
        return self._store.sharing(mailboxes)

    def move_to(self, place: str | Path, at: datetime, progress: Callable[[int, int], None]) -> int:
        """Move all rows to another place, a file or a URL: from then on this ledger can't be opened; returns how many.

        `progress` hears how many rows are done, and of how many. Both are locked meanwhile, and this one was opened to
        be moved. Raises LedgerOccupied, LedgerInUse, LedgerDamaged, LedgerUnavailable: then this one is in use as it
        was, or `move_to` goes on where it was.
        """
        with type(self).open(place, now=at, moving=True) as new:
            return move(self._store, new._store, progress)

    def damage(self) -> tuple[str, ...]:
        """What the database itself finds wrong with its file, for `check --deep`."""
        return self._store.damage() or ()

    def prove(self, at: datetime, stop: Callable[[], bool]) -> None:
        """Once a day, by the lock's holder: whether the file is whole. `stop` ends a look that takes long.

        Raises LedgerDamaged.
        """
        self._store.prove(at, stop)


def _refuse_other_versions(store: Store) -> None:
    """Workers of two versions might not agree on what a row means. Raises OtherVersion."""
    others = [each for each in store.sharing(()).workers if not each.is_ours and each.version != __version__]
    if others:
        raise OtherVersion(
            Sentence(
                "the worker {worker} is inbox-bot {theirs}, and this one is {ours}: stop the workers of the version "
                "that you leave, then start this one",
                worker=others[0].name,
                theirs=others[0].version or "?",
                ours=__version__,
            )
        )
