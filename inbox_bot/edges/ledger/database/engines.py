"""How the ledger's database is reached: what each connection is told, and when one is asked whether it is still there.

A connection to PostgreSQL that was used a moment ago is taken for good: asking it first would cost a mail some thirty
round trips. One that rested longer is asked, since the server, or a firewall between, may have dropped it meanwhile.
"""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from inbox_bot.edges.ledger.database import prepared

#: Every question of ours finds few rows by an index, and what it joins to them by another. PostgreSQL takes columns
#: that go together (in INBOX and left, in review and nowhere) for independent, expects half a table, and reads it all.
#: A whole table, where one is asked for, then seems so dear that PostgreSQL would first compile the question (jit).
BY_INDEX = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off"

#: PostgreSQL takes longer to plan one of our questions than to answer it. The driver has it keep those that are asked a
#: second time (https://www.psycopg.org/psycopg3/docs/advanced/prepare.html): all of them, since a mail has some 100
#: asked, and the driver's own 100 would throw out what is needed again. The connection used last is used next. What is
#: kept is planned once: PostgreSQL would by itself plan each five times for its values before it sees that they decide
#: nothing (its manual, plan_cache_mode).
PLANNED_ONCE = "SET plan_cache_mode = force_generic_plan"
PREPARED_AFTER = 1
PREPARED_MOST = 1_000
TRUSTED_S = 1.0  #: for so long after its last use, a connection is not asked whether it is there
CONNECTIONS_KEPT = 8  # and up to ten more for a while, each of which has everything planned anew

#: What is sorted on the way stays in memory: /tmp may be full, and is no place for people's names.
CAREFUL = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)


def postgresql_engine(url: URL, *, read_only: bool) -> Engine:
    """An engine for a PostgreSQL server; with `read_only` the server refuses each write."""
    engine = create_engine(
        url,
        pool_use_lifo=True,
        pool_size=CONNECTIONS_KEPT,
        connect_args={"prepare_threshold": PREPARED_AFTER},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.prepared_max = PREPARED_MOST
        connection.execute(f"{BY_INDEX}; {PLANNED_ONCE}")
        if read_only:
            connection.execute("SET default_transaction_read_only = on")
        connection.commit()

    @event.listens_for(engine, "checkin")
    def note_use(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def is_there(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        used_at = entry.info.get("used_at")
        if used_at is None or time.monotonic() - used_at < TRUSTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # the others were dropped too: the pool makes new ones

    return engine


def sqlite_reader(path: Path, busy_timeout_ms: int) -> Engine:
    """An engine that can't write, and makes no file beside the ledger.

    Where others have it open, their write-ahead log is there and is read too. Where it is not, SQLite would make one to
    read with, but for a file that it is told not to change meanwhile.
    """
    is_open = path.with_name(f"{path.name}-wal").exists()
    uri = f"file:{quote(str(path.absolute()))}?mode=ro{'' if is_open else '&immutable=1'}"
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: sqlite3.connect(uri, uri=True, timeout=busy_timeout_ms / 1000, check_same_thread=False),
    )
    begin_ourselves(engine, ("query_only = ON", "temp_store = MEMORY"))
    return engine


def sqlite_engine(path: Path, busy_timeout_ms: int) -> Engine:
    """An engine that waits so long (milliseconds) where another one writes."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_timeout_ms / 1000})

    begin_ourselves(engine, CAREFUL)
    return engine


def begin_ourselves(engine: Engine, pragmas: Sequence[str]) -> None:
    """Transactions begin as `sqlite_begin` says, and each connection with these pragmas."""

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: `begin` below does
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options: Any = connection.get_execution_options()
        prepared.begin(connection, options.get("sqlite_begin", "BEGIN"))
