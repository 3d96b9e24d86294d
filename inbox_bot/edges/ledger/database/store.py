"""The connection to the ledger's database: SQLite as a file, or PostgreSQL by URL; and the lock of the one daemon.

Owns how a transaction begins, how a broken one is named, who may hold the ledger, and when its file is checked. On
SQLite a writing transaction begins with BEGIN IMMEDIATE: one that reads first and asks for the write lock later fails
at once when another writer was faster, whatever the busy timeout. On PostgreSQL the daemon writes over one connection,
and that connection holds the advisory lock: a daemon that lost its connection has lost the lock with it, and can't
commit.

Workers share a ledger on PostgreSQL (`locks`): each has the ledger's lock as one of many, and a lock of its own on each
mailbox that it looks after. All of them are its one writing connection's. A worker whose connection ended has lost its
mailboxes: it writes nothing more over another one, since somebody else may have them by now.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import StaticPool

from inbox_bot import log
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger.database import locks, proof
from inbox_bot.edges.ledger.database.engines import begin_ourselves, postgresql_engine, sqlite_engine, sqlite_reader
from inbox_bot.edges.ledger.database.looks import Look, Looks, OneQuestion
from inbox_bot.edges.ledger.database.prepared import connected
from inbox_bot.edges.ledger.errors import (
    LedgerDamaged,
    LedgerInUse,
    LedgerMissing,
    LedgerNotShared,
    LedgerUnavailable,
    LockLost,
)
from inbox_bot.edges.ledger.schema import metadata

BUSY_TIMEOUT_MS = 60_000  # a backup or another command may hold the write lock for a while; longer is a fault

#: What a ledger for trying something may hold in memory: about 15,000 mails.
TRIAL_MEMORY_KIB = 65_536

#: A ledger up to this size is written anew when something was erased: meanwhile it is in memory whole.
WRITTEN_ANEW_BYTES = 268_435_456

_DAMAGE = ("malformed", "not a database", "file is encrypted", "database corrupt")
_DISK_FAILED = "disk I/O error"
#: What PostgreSQL calls a write that it refuses: read_only_sql_transaction, of a standby or a server that was told so.
_WRITES_ARE_REFUSED = "25006"


def is_postgresql(where: str) -> bool:
    """Whether `rules.ledger` names a PostgreSQL server rather than a file."""
    return where.startswith(("postgresql:", "postgresql+", "postgres:"))


class Store:
    """An open database, with or without the daemon's lock."""

    def __init__(self, where: str | Path, *, lock: bool, read_only: bool = False, shared: bool = False) -> None:
        """Opens `where`, a file's path or a PostgreSQL URL; `read_only`: the database itself refuses every write.

        `shared`: the lock is one worker's of many. Raises LedgerInUse where `lock` is asked for and another holds it,
        LedgerMissing where there is no file and no lock was asked for, LedgerNotShared where a file is to be shared,
        LedgerUnavailable where the server or the folder can't be reached.
        """
        self.path = None if is_postgresql(str(where)) else Path(where)
        if shared and self.path is not None:
            raise LedgerNotShared(
                Sentence(
                    "workers share a ledger on PostgreSQL, and {file} is a file: move it by "
                    "`inbox-bot move-to --ledger postgresql://…`, or leave out --cluster",
                    file=str(self.path),
                )
            )
        self.locked = lock
        self.shared = shared
        self._held: set[str] = set()  #: mailboxes that this worker has
        self._lock_file: int | None = None
        self._checked_at: datetime | None = None  # None: the last holder was killed, or nobody can tell
        self._is_suspect = False  # something was wrong with the file: the next start checks it, however we end
        self._holder: Connection | None = None
        self._writing = threading.RLock()
        self._looks = Looks()
        if self.path is None:
            url = make_url(str(where)).set(drivername="postgresql+psycopg")
            self.name = f"on PostgreSQL at {url.host or 'the local socket'}, database {url.database}"
            self.engine = postgresql_engine(url, read_only=read_only)
            if lock:
                self._hold()
        else:
            self.name = str(self.path)
            if lock:
                self._lock_file = _flock(self.path)
                self._note_open(proof.LockLine(self._lock_file))
                _make_private(self.path)
            elif not self.path.exists():
                raise LedgerMissing(
                    Sentence(
                        "there is no ledger at {file} yet; `inbox-bot poll` or `run` makes it", file=str(self.path)
                    )
                )
            self.engine = (sqlite_reader if read_only else sqlite_engine)(self.path, BUSY_TIMEOUT_MS)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the ledger, whatever others write meanwhile; within a look, its own."""
        look = self._looks.now
        with self._named_errors():
            if look is None:
                with self._seeing_one_moment() as connection:
                    yield connection
            else:
                with look.moment() as connection:
                    yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """For one question, which sees one moment of the ledger by itself: PostgreSQL begins no transaction for it."""
        if self._looks.now is not None or self.path is not None:
            with self.reading() as connection:
                yield OneQuestion(connection)
            return
        with self._named_errors(), connected(self.engine) as connection:
            yield OneQuestion(connection.execution_options(isolation_level="AUTOCOMMIT"))

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """All that this thread asks within it sees one moment, by one transaction; but what it writes, it sees then."""
        if self._looks.now is not None:
            yield
            return
        look = self._looks.now = Look(self._seeing_one_moment)
        try:
            yield
        finally:
            self._looks.now = None
            look.end()

    @contextmanager
    def _seeing_one_moment(self) -> Iterator[Connection]:
        with connected(self.engine) as connection:
            if self.path is None:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed whole at its end, or not at all."""
        with self._named_errors(), self._writing, self._looks.ended():
            if self.path is not None:
                with (
                    connected(self.engine).execution_options(sqlite_begin="BEGIN IMMEDIATE") as connection,
                    connection.begin(),
                ):
                    yield connection
            elif self.locked:
                connection = self._hold()
                with connection.begin():
                    yield connection
            else:
                with self.engine.begin() as connection:
                    yield connection

    def close(self) -> None:
        """Gives the lock back and closes every connection."""
        if self._holder is not None:
            with suppress(SQLAlchemyError):  # the server would notice by itself, a moment later
                self._holder.execute(locks.GIVE_BACK_ALL)
            self._holder.close()
            self._holder = None
        self.engine.dispose()
        if self._lock_file is not None:
            if self._checked_at is not None and not self._is_suspect:
                with suppress(OSError):  # then the next start checks the file
                    proof.LockLine(self._lock_file).write_checked(self._checked_at)
            os.close(self._lock_file)
            self._lock_file = None

    def prove(self, at: datetime, stop: Callable[[], bool] = lambda: False) -> None:
        """Checks the file where its last holder did not end by itself, or a day has passed since the last check.

        `stop` ends a check that takes long: it is due again then. Raises LedgerDamaged.
        """
        if self.path is None or not proof.is_due(self._checked_at, at):
            return
        if self.path.stat().st_size == 0:  # it is being made
            self._checked_at = at
            return
        log.ledger_checking(after="a day" if self._checked_at else "an end that nobody saw")
        found = self.damage(stop)
        if found:
            raise _damaged(self.name, found[0])
        if found is not None:
            self._checked_at = at
            log.ledger_checked()

    def scrub(self) -> bool:
        """Writes the database anew, so that no page, log or statistic of it has what was deleted; False: not now.

        On SQLite deleted rows are overwritten at once (secure_delete), but rows that moved within their pages leave
        copies, and the write-ahead log has what was there before. On PostgreSQL dead rows and the planner's samples
        stay until then; its own write-ahead log and backups are the server's.
        """
        if self.path is None:
            with (
                self._named_errors(),
                self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
            ):
                for table in metadata.sorted_tables:
                    connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table.name}"')
            return True
        with self._named_errors(), self._writing, closing(self.engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            try:
                if self.path.stat().st_size <= WRITTEN_ANEW_BYTES:
                    driver.execute("VACUUM")
                [(busy, _, _)] = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except sqlite3.Error as error:
                if "disk is full" in str(error):  # it takes as much again as the database has
                    return False
                raise DBAPIError.instance("VACUUM", None, error, sqlite3.Error) from error
            return not busy

    def damage(self, stop: Callable[[], bool] = lambda: False) -> tuple[str, ...] | None:
        """What the database itself finds wrong with its file; empty where all is well, and on PostgreSQL.

        None where `stop` ended the look.
        """
        if self.path is None:
            return ()
        with self.reading() as connection:
            found = proof.damage(connection, stop)
        self._is_suspect = self._is_suspect or bool(found)
        return found

    def _note_open(self, line: proof.LockLine) -> None:
        try:
            self._checked_at = line.checked_at()
            line.write_open()
        except OSError as error:
            os.close(line.descriptor)
            raise LedgerUnavailable(
                Sentence("the lock beside {file} can't be written: {why}", file=str(self.path), why=error.strerror)
            ) from error

    def take(self, name: str) -> bool:
        """Take a mailbox's lock; False where another worker has it. For a store that is shared. Raises LockLost."""
        with self.writing() as connection:
            if name in self._held:
                return True
            taken = bool(connection.scalar(locks.TAKE_MAILBOX, {"name": name}))
        if taken:
            self._held.add(name)
        return taken

    def give_back(self, name: str) -> None:
        """Give a mailbox's lock back. Raises LockLost."""
        with self.writing() as connection:
            connection.execute(locks.GIVE_BACK_MAILBOX, {"name": name})
        self._held.discard(name)

    def sharing(self, names: Collection[str]) -> locks.Sharing:
        """The workers that share the ledger now, and which of `names` each has. Raises LockLost to one that is none."""
        if self.path is not None:
            return locks.Sharing(workers=(), clock=None)
        if not self.shared:
            with self.reading() as connection:
                return locks.sharing_of(connection, names)
        with self.writing() as connection:
            return locks.sharing_of(connection, names)

    @contextmanager
    def in_turn(self, names: Collection[str]) -> Iterator[None]:
        """No other worker is in turn about one of these at the same time. For a store that is shared.

        Raises LedgerUnavailable where somebody else takes very long.
        """
        with self._named_errors(), self.engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{locks.TURN_WAITS_S}s'")
            connection.execute(locks.TAKE_TURNS, {"names": sorted(names)})
            yield

    def claim_in_turn(self, connection: Connection) -> None:
        """Until its transaction ends nobody else claims a letter: what was counted is still so."""
        if connection.dialect.name == "postgresql":  # on SQLite nobody else writes meanwhile
            connection.execute(locks.CLAIM_IN_TURN)

    def _hold(self) -> Connection:
        """The connection that holds the advisory locks: taken once, and the daemon's again where the server dropped it.

        Raises LedgerInUse where another daemon has it by now, LockLost where a worker's was dropped.
        """
        if self._holder is not None and not self._holder.invalidated and not self._holder.closed:
            return self._holder
        if self._holder is not None:
            if self.shared:
                raise LockLost(
                    Sentence(
                        "the connection to the ledger {name} ended, and with it the locks of mailboxes", name=self.name
                    )
                )
            self._holder.close()
            self._holder = None
        with self._named_errors():
            connection = self.engine.connect()
            if self.shared:
                connection.exec_driver_sql(locks.WATCHED)
                connection.execute(locks.CALL_US, {"called": locks.called()})
            taken = connection.scalar(locks.TAKE_A_SHARE if self.shared else locks.TAKE_LOCK)
            connection.commit()
        if not taken:
            connection.close()
            raise LedgerInUse(Sentence("another daemon holds the ledger {name}", name=self.name))
        connection.detach()  # it never goes back to the pool: closing it must end the session, and the lock with it
        self._holder = connection
        return connection

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        """Turns what the drivers raise for a fault of the world into LedgerDamaged or LedgerUnavailable."""
        try:
            yield
        except DBAPIError as error:
            said = str(error.orig)
            self._is_suspect = self._is_suspect or any(word in said for word in (*_DAMAGE, _DISK_FAILED))
            if any(word in said for word in _DAMAGE):
                raise _damaged(self.name, said) from error
            of_the_world = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
            if of_the_world or getattr(error.orig, "sqlstate", None) == _WRITES_ARE_REFUSED:
                raise LedgerUnavailable(
                    Sentence("the ledger {name} can't be used now: {why}", name=self.name, why=said.strip())
                ) from error
            raise
        except PoolTimeout as error:
            raise LedgerUnavailable(
                Sentence("the ledger {name} can't be used now: {why}", name=self.name, why="no connection is free")
            ) from error


def _damaged(name: str, why: str) -> LedgerDamaged:
    return LedgerDamaged(Sentence("the ledger {name} is damaged ({why}); put back a copy of it", name=name, why=why))


def _flock(path: Path) -> int:
    """The kernel's lock on `<ledger>.lock`: it dies with its owner, so that there is no stale lock to judge."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LedgerUnavailable(
            Sentence(
                "the ledger's folder {folder} can't be written: {why}", folder=str(path.parent), why=error.strerror
            )
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise LedgerInUse(Sentence("another daemon holds the ledger {file}", file=str(path))) from error
    return descriptor


def _make_private(path: Path) -> None:
    """Makes the file before SQLite does, so that only its owner can read it; its companions get the same mode."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise LedgerUnavailable(
            Sentence("the ledger {file} can't be written: {why}", file=str(path), why=error.strerror)
        ) from error


class TrialStore(Store):
    """A database that is gone with this process. For one thread at a time.

    Up to `TRIAL_MEMORY_KIB` it is in memory alone. What is beyond goes into a file that SQLite has taken the name from
    before it writes to it (https://www.sqlite.org/inmemorydb.html, temporary databases): nobody else can open it, and
    the kernel frees it however we end. So memory does not grow with the mailbox that is looked at.
    """

    def __init__(self) -> None:
        self.path = None
        self.locked = True  # nobody else can have it
        self.shared = False
        self._held = set()
        self.name = "for trying"
        self._lock_file = None
        self._checked_at = None
        self._is_suspect = False
        self._holder = None
        self._writing = threading.RLock()
        self._looks = Looks()
        self.engine = create_engine(
            "sqlite://", creator=lambda: sqlite3.connect("", check_same_thread=False), poolclass=StaticPool
        )
        pragmas = ("foreign_keys = ON", "temp_store = MEMORY", "journal_mode = MEMORY")
        begin_ourselves(self.engine, (*pragmas, f"cache_size = -{TRIAL_MEMORY_KIB}"))

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Nobody else writes meanwhile: there is nothing to do."""
        yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction."""
        with self._named_errors(), connected(self.engine) as connection, connection.begin():
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """The same, for one question."""
        with self.reading() as connection:
            yield OneQuestion(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The same."""
        with self.reading() as connection:
            yield connection
