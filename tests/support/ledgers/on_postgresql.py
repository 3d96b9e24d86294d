"""All ledgers of a run on PostgreSQL: `LEDGER=postgresql pytest`, of each test that asks for a ledger's file.

A file's path stands for a database of its own, in this process and in those that a test starts (`as_postgresql`). It
is made as a copy of one that was migrated once: the revisions take seconds on PostgreSQL. Where nobody made a ledger
yet, there is an empty database, as there would be no file.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import psycopg
from psycopg import sql

from tests.support.servers.postgres import Postgres

SERVER = "INBOX_BOT_TESTS_LEDGERS"  # the server's URL without a database: what a test starts finds it there
MADE, EMPTY = "ledger_made", "ledger_empty"
EACH = 3  # of what the run on files has just seen, one is seen again
Step = TypeVar("Step")
ONE_AT_A_TIME = 7  # an advisory lock: a database that is copied must have no other session


def is_asked_for() -> bool:
    """Whether this run is on PostgreSQL."""
    return os.environ.get("LEDGER", "sqlite") == "postgresql"


def fewer(examples: int) -> int:
    """Of so many random stories a third on PostgreSQL: those of the run on files are about the same steps."""
    return max(1, examples // EACH) if is_asked_for() else examples


def some_of(steps: Sequence[Step]) -> Sequence[Step]:
    """Of the steps to be killed at each third on PostgreSQL, since the run on files sees them all."""
    return steps[::EACH] if is_asked_for() else steps


def serve(server: Postgres) -> None:
    """Put every ledger on this server from now on, and those of what is started."""
    from inbox_bot.edges.ledger import Ledger
    from inbox_bot.edges.ledger.database import store

    base = f"postgresql://{server.user}@127.0.0.1:{server.port}/"
    with server.connect() as connection:
        connection.execute("CREATE TABLE places (name text PRIMARY KEY, path text NOT NULL)")
        connection.execute(f"CREATE DATABASE {EMPTY}")
        connection.execute(f"CREATE DATABASE {MADE}")
    Ledger.open(f"{base}{MADE}").close()
    os.environ[SERVER] = base
    here = str(Path(__file__).with_name("as_postgresql"))
    root = str(Path(__file__).resolve().parents[3])
    os.environ["PYTHONPATH"] = os.pathsep.join([here, root, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    _connection(os.getpid())  # a test may take the environment away
    put_there(store)


def put_there(store: ModuleType) -> None:
    """Have the module's `Store` open databases for files."""
    open_here: Callable[..., None] = store.Store.__init__

    def open_there(self: Any, where: str | Path, *, lock: bool, **options: Any) -> None:
        if not store.is_postgresql(str(where)):
            where = place_of(Path(where), make=lock)
        open_here(self, where, lock=lock, **options)

    store.Store.__init__ = open_there


def place_of(path: Path, *, make: bool) -> str:
    """The URL that stands for a file; without `make`, and where nobody made it, that of an empty database."""
    name = _name_of(path)
    with _server() as connection:
        if not _is_there(connection, name):
            if not make:
                return f"{os.environ[SERVER]}{EMPTY}"
            _make(connection, path, MADE)
            with psycopg.connect(f"{os.environ[SERVER]}{name}") as new:
                new.execute("UPDATE meta SET value = %s WHERE name = 'key'", (secrets.token_hex(32),))
    return f"{os.environ[SERVER]}{name}"


def copy(ledger: Path, path: Path) -> None:
    """What stands for the one file stands for the other from now on, as it is now."""
    with _server() as connection:
        _drop(connection, _name_of(path))
        _make(connection, path, _name_of(ledger))


def paths_below(folder: Path) -> list[Path]:
    """The files in a folder that databases stand for."""
    with _server() as connection:
        below = (os.path.realpath(folder) + os.sep,)
        found = connection.execute("SELECT path FROM places WHERE starts_with(path, %s)", below).fetchall()
    return [Path(path) for (path,) in found]


def drop_below(folder: Path | None) -> None:
    """Drop the databases of a test that is over: below its folder, and of folders that are gone."""
    with _server() as connection:
        for name, path in connection.execute("SELECT name, path FROM places").fetchall():
            is_below = folder is not None and Path(path).is_relative_to(os.path.realpath(folder))
            if is_below or not Path(path).parent.is_dir():
                _drop(connection, name)


def stands() -> str:
    """How the server's databases stand: another text once anything was written and committed in one of them."""
    with _server() as connection:
        row = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
    assert row is not None
    return str(row[0])


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """A connection to the server that outlives its use: there are thousands in a run."""
    try:
        _connection(os.getpid()).execute("SELECT 1")
    except psycopg.OperationalError:  # a test ended all the server's sessions
        _connection.cache_clear()
    yield _connection(os.getpid())


@cache
def _connection(_process: int) -> psycopg.Connection:
    return psycopg.connect(f"{os.environ[SERVER]}postgres", autocommit=True)


def _name_of(path: Path) -> str:
    return f"ledger_{hashlib.sha256(os.path.realpath(path).encode()).hexdigest()[:16]}"


def _is_there(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM places WHERE name = %s", (name,)).fetchone() is not None


def _make(connection: psycopg.Connection, path: Path, template: str) -> None:
    """One at a time: who comes second finds it made."""
    name = _name_of(path)
    connection.execute("SELECT pg_advisory_lock(%s)", (ONE_AT_A_TIME,))
    if not _is_there(connection, name):
        _execute(connection, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        connection.execute("INSERT INTO places VALUES (%s, %s)", (name, os.path.realpath(path)))
    connection.execute("SELECT pg_advisory_unlock(%s)", (ONE_AT_A_TIME,))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute("DELETE FROM places WHERE name = %s", (name,))
    _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
