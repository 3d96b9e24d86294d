"""A ledger for each test, on SQLite always and on PostgreSQL where its server is installed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.migrate import REVISIONS, upgrade
from inbox_bot.edges.ledger.schema import metadata
from tests.support.servers.postgres import Postgres
from tests.unit.edges.ledger.building import AT, MAILBOX, hash_of


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new ledger's file, to be copied: making the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    Ledger.open(path).close()
    return path


@pytest.fixture
def sqlite_place(tmp_path: Path, empty_ledger: Path) -> Path:
    path = tmp_path / "ledger.db"
    shutil.copy(empty_ledger, path)
    return path


@pytest.fixture
def older_ledger(tmp_path: Path) -> Path:
    """A ledger with one waiting mail, as the first schema had it."""
    path = tmp_path / "ledger.db"
    store = Store(path, lock=True)
    with store.writing() as connection:
        upgrade(connection, REVISIONS[0], AT)
        connection.execute(text("INSERT INTO meta VALUES ('key', :key)"), {"key": "00" * 32})
        connection.execute(text("INSERT INTO breaker (id, open) VALUES (1, 0)"))
        connection.execute(text("INSERT INTO mailboxes (name) VALUES (:mailbox)"), {"mailbox": MAILBOX})
        connection.execute(
            text(
                "INSERT INTO messages (mailbox, raw_hash, size_bytes, received_at, seen_at, attempts, in_hand, alone,"
                " answered_flag) VALUES (:mailbox, :raw_hash, 1, :at, :at, 1, 0, 0, 0)"
            ),
            {"mailbox": MAILBOX, "raw_hash": hash_of("ann"), "at": "2026-03-02 09:30:00.000000"},
        )
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres_schema(postgres: Postgres) -> str:
    """A ledger on PostgreSQL, to be emptied before each test."""
    where = postgres.place()
    Ledger.open(where).close()
    return where


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest) -> str:
    """Where an empty ledger is: a file, or a schema on PostgreSQL."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_place"))
    where: str = request.getfixturevalue("postgres_schema")
    empty(where)
    return where


def empty(where: str) -> None:
    """As it was when it was made; `breaker` and `meta` have one row each from then on."""
    engine = create_engine(make_url(where).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        emptied = [table.name for table in metadata.sorted_tables if table.name not in ("breaker", "meta")]
        filled = [name for name in emptied if connection.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {name})"))]
        for name in reversed(filled):
            connection.execute(text(f"DELETE FROM {name}"))
        connection.execute(text("UPDATE breaker SET open = false, since = NULL, why = NULL"))


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    """An open ledger, with the daemon's lock."""
    with Ledger.open(where) as ledger:
        yield ledger
