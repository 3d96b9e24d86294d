"""Brings a ledger to this version's schema: makes a new one, copies and migrates an older one, refuses a newer one.

Alembic runs the revisions; it is imported only where there is something to run. All revisions run in one transaction
on both databases: a migration that is interrupted leaves the schema it found.

A new SQLite database needs no migration: it is made by the statements that the migrations would leave in it, which is a
tenth of the work (`new_ledger.sql`; a test holds the two to each other).
"""

import secrets
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, text

from inbox_bot import log
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.errors import (
    EffectDamaged,
    LedgerDamaged,
    LedgerMissing,
    LedgerNewer,
    LedgerOlder,
    LedgerUnavailable,
)
from inbox_bot.edges.ledger.schema import breaker, meta

REVISIONS = tuple(f"{number:04}" for number in range(1, 28))  # oldest first; a test holds it to migrations/versions
NEW_LEDGER = Path(__file__).parent / "new_ledger.sql"
KEY_BYTES = 32  # of the HMAC-SHA-256 behind the fingerprints (RFC 2104 §3: no shorter than the hash)

#: The key of the fingerprints.
NEW_META = insert(meta)

#: The breaker's one row.
NEW_BREAKER = insert(breaker)


def is_behind(store: Store) -> bool:
    """Whether the ledger is to be made, or migrated."""
    with store.reading() as connection:
        found = _revision(connection, store.name)
    return found is None or found in REVISIONS[:-1]


def bring_up(store: Store, at: datetime, *, migrate: bool) -> None:
    """Makes or migrates the schema; LedgerOlder where that would need the lock, or `migrate`. `at` names the copy."""
    with store.reading() as connection:
        found = _revision(connection, store.name)
    if found == REVISIONS[-1]:
        return
    if found is not None and found not in REVISIONS:
        raise LedgerNewer(
            Sentence(
                "the ledger {name} has schema {found}, newer than this inbox-bot knows ({known}): "
                "install the version that wrote it, or put back the copy made before it was migrated",
                name=store.name,
                found=found,
                known=REVISIONS[-1],
            )
        )
    if found is None and not store.locked:
        raise LedgerMissing(
            Sentence("the ledger {name} has no tables yet; `inbox-bot poll` or `run` makes them", name=store.name)
        )
    if found is not None and not (store.locked and migrate):
        raise LedgerOlder(
            Sentence(
                "the ledger {name} has schema {found}, older than {known}: run `inbox-bot poll`",
                name=store.name,
                found=found,
                known=REVISIONS[-1],
            )
        )
    if found is None:
        _make(store, at)
    else:
        _migrate(store, found, at)


def _make(store: Store, at: datetime) -> None:
    with store.writing() as connection:
        if connection.dialect.name == "sqlite":
            for statement in NEW_LEDGER.read_text(encoding="utf-8").removesuffix(";\n").split(";\n"):
                connection.exec_driver_sql(statement)
        if _revision(connection, store.name) != REVISIONS[-1]:
            upgrade(connection, REVISIONS[-1], at)
        connection.execute(NEW_META, {"name": "key", "value": secrets.token_hex(KEY_BYTES)})
        connection.execute(NEW_BREAKER, {"id": 1, "open": False})


def _migrate(store: Store, found: str, at: datetime) -> None:
    """Copies and migrates. Raises LedgerUnavailable, LedgerDamaged: then the ledger is as it was."""
    log.ledger_migrating(was=found, to=REVISIONS[-1])
    if store.path is not None:
        _copy(store.path, store.path.with_name(f"{store.path.name}.schema-{found}-{at:%Y%m%dT%H%M%SZ}"))
    try:
        with store.writing() as connection:
            upgrade(connection, REVISIONS[-1], at)
    except EffectDamaged as error:
        raise LedgerDamaged(
            Sentence(
                "the ledger {name} can't be migrated to schema {known}: {why}; it was left as it was",
                name=store.name,
                known=REVISIONS[-1],
                why=str(error),
            )
        ) from error
    log.ledger_migrated(was=found, to=REVISIONS[-1])


def upgrade(connection: Connection, revision: str, at: datetime) -> None:
    """Runs the revisions up to this one, in the connection's transaction. `at`: now, for what is kept for some days."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["at"] = at
    command.upgrade(config, revision)


def _copy(ledger: Path, to: Path) -> None:
    """A copy that is there is whole: it has its name once it is written."""
    part = to.with_name(f"{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        copy_of(ledger, part)
        part.replace(to)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise LedgerUnavailable(
            Sentence(
                "the ledger {ledger} can't be copied to {to}, and is not migrated without a copy: {why}",
                ledger=str(ledger),
                to=str(to),
                why=str(error),
            )
        ) from error


def copy_of(ledger: Path, to: Path) -> None:
    """A consistent copy of a SQLite ledger, made while others may read it; only its owner can read it."""
    to.touch(mode=0o600)
    with closing(sqlite3.connect(ledger)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _revision(connection: Connection, name: str) -> str | None:
    """The schema's revision; None where there are no tables at all."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise LedgerDamaged(
                Sentence("{name} is a database, but not a ledger: name another one in rules.yaml, `ledger:`", name=name)
            )
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
