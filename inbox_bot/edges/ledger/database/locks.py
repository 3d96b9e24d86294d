"""PostgreSQL's advisory locks: of the one daemon, of the workers that share a ledger, and of what each of them has.

All locks but those of a turn are a connection's: they end with it, whoever ends it. So what `pg_locks` says is so, of
which workers there are, and of which of them has a mailbox.
"""

import os
import socket
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    String,
    bindparam,
    cast,
    column,
    func,
    select,
    table,
    text,
)

from inbox_bot import __version__

POSTGRESQL_LOCK = 0x1B07  # first key of the ledger's lock, whose second is the schema's hash; the seed of all others
TURN_LOCK = 0x1B08  # the seed of what is planned about
TURN_WAITS_S = 30  # for whoever plans about the same people: filing and committing a batch takes a second
PROGRAM = "inbox-bot"

#: Take the lock of the one daemon, if nobody has it. Only on PostgreSQL.
TAKE_LOCK = select(func.pg_try_advisory_lock(POSTGRESQL_LOCK, func.hashtext(func.current_schema())))

#: Take the ledger's lock as one worker of many, if no daemon has it alone. Only on PostgreSQL.
TAKE_A_SHARE = select(func.pg_try_advisory_lock_shared(POSTGRESQL_LOCK, func.hashtext(func.current_schema())))


def _lock_of(name: ColumnElement[str], seed: int) -> ColumnElement[int]:
    """A lock of its own: 64 bits, so that two of a thousand names hardly ever are one lock."""
    return func.hashtextextended(func.current_schema() + "/" + name, cast(seed, BigInteger), type_=BigInteger)


_NAMED = _lock_of(bindparam("name", type_=String), POSTGRESQL_LOCK)

#: Take a mailbox's lock, if no other worker has it. Only on PostgreSQL.
TAKE_MAILBOX = select(func.pg_try_advisory_lock(_NAMED))

#: Give a mailbox's lock back. Only on PostgreSQL.
GIVE_BACK_MAILBOX = select(func.pg_advisory_unlock(_NAMED))

#: Give back every lock of this connection. Only on PostgreSQL.
GIVE_BACK_ALL = select(func.pg_advisory_unlock_all())

#: How this worker is called in the list of the database's sessions. Only on PostgreSQL.
CALL_US = select(func.set_config("application_name", bindparam("called"), False))

_LOCKS = table(
    "pg_locks", *[column(name) for name in ("locktype", "objsubid", "granted", "mode", "classid", "objid", "pid")]
)
_SESSIONS = table("pg_stat_activity", column("pid"), column("application_name"))
_OF_THIS_DATABASE = text("database = (SELECT oid FROM pg_database WHERE datname = current_database())")
_32_BITS, _64_BITS = 2**32 - 1, 2**64 - 1

#: The workers that share the ledger, and what the database's clock says. Keys of two parts stand in `classid` and
#: `objid` (PostgreSQL's manual, pg_locks). Only there.
WORKERS = (
    select(
        _LOCKS.c.pid,
        _SESSIONS.c.application_name,
        (_LOCKS.c.pid == func.pg_backend_pid()).label("is_ours"),
        func.clock_timestamp(type_=DateTime(timezone=True)).label("clock"),
    )
    .join(_SESSIONS, _SESSIONS.c.pid == _LOCKS.c.pid)
    .where(
        _LOCKS.c.locktype == "advisory",
        _LOCKS.c.objsubid == 2,
        _LOCKS.c.granted,
        _LOCKS.c.mode == "ShareLock",
        cast(_LOCKS.c.classid, BigInteger) == POSTGRESQL_LOCK,
        cast(_LOCKS.c.objid, BigInteger)
        == cast(func.hashtext(func.current_schema()), BigInteger).bitwise_and(_32_BITS),
        _OF_THIS_DATABASE,
    )
    .order_by(_LOCKS.c.pid)
)

_NAMES = func.unnest(bindparam("names", type_=ARRAY(String))).column_valued("name")

#: The locks of these mailboxes. Only on PostgreSQL.
LOCKS_OF = select(_NAMES.label("name"), _lock_of(_NAMES, POSTGRESQL_LOCK).label("lock"))

#: Which session has which locks of one part, which stand in two halves. Only on PostgreSQL.
HELD = select(
    _LOCKS.c.pid,
    cast(_LOCKS.c.classid, BigInteger).label("upper"),
    cast(_LOCKS.c.objid, BigInteger).label("lower"),
).where(_LOCKS.c.locktype == "advisory", _LOCKS.c.objsubid == 1, _LOCKS.c.granted, _OF_THIS_DATABASE)

_IN_TURN = select(_lock_of(_NAMES, TURN_LOCK).label("lock")).distinct().order_by("lock").subquery()

#: Wait for whoever plans about one of these, and keep the next one waiting: until the transaction ends. Two that ask
#: for several get them in the same order. Only on PostgreSQL.
TAKE_TURNS = select(func.count(cast(func.pg_advisory_xact_lock(_IN_TURN.c.lock), String)))

#: Claims of letters, one after the other: until the transaction ends. Only on PostgreSQL.
CLAIM_IN_TURN = select(cast(func.pg_advisory_xact_lock(TURN_LOCK, func.hashtext(func.current_schema())), String))

#: The server notices within half a minute that the machine of a worker is gone, and gives its locks back; and a worker
#: that the server is gone. Seconds, but for the last two, which are milliseconds.
WATCHED = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;"
    " SET tcp_user_timeout = 25000; SET client_connection_check_interval = 10000"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Worker:
    """A process that shares a ledger."""

    session: int  #: the database's number of its connection
    name: str  #: its machine and process
    version: str  #: of inbox-bot; "" where the database does not tell
    is_ours: bool  #: whoever asks is it
    has: tuple[str, ...]  #: of what was asked for, sorted


@dataclass(frozen=True, kw_only=True, slots=True)
class Sharing:
    """Who shares a ledger at one moment, in an order that all of them see."""

    workers: tuple[Worker, ...]
    clock: datetime | None  #: the database's; None where nobody shares it


def called() -> str:
    """What a worker is called: at most 63 bytes (PostgreSQL's NAMEDATALEN)."""
    return f"{PROGRAM} {__version__} {socket.gethostname()[:30]}:{os.getpid()}"


def sharing_of(connection: Connection, names: Collection[str]) -> Sharing:
    """The workers of this ledger, and which of `names` each has."""
    name_of = {row.lock & _64_BITS: row.name for row in connection.execute(LOCKS_OF, {"names": sorted(names)})}
    held: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(HELD):
        if (name := name_of.get(row.upper << 32 | row.lower)) is not None:
            held[row.pid].append(name)
    rows = connection.execute(WORKERS).all()
    workers = tuple(_worker(row, tuple(sorted(held.get(row.pid, ())))) for row in rows)
    return Sharing(workers=workers, clock=rows[0].clock if rows else None)


def _worker(row: Any, has: tuple[str, ...]) -> Worker:
    program, _, rest = (row.application_name or "").partition(" ")
    version, _, name = rest.partition(" ")
    known = program == PROGRAM and bool(name)
    return Worker(
        session=row.pid,
        name=name if known else f"session {row.pid}",
        version=version if known else "",
        is_ours=row.is_ours,
        has=has,
    )
