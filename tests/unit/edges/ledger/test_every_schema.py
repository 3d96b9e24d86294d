"""A ledger that lived through every schema, with rows in each table as each had it, is today's and can be read."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    inspect,
    select,
    text,
)

from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.columns import Spelled
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.migrate import REVISIONS, upgrade
from inbox_bot.edges.ledger.schema import metadata
from tests.unit.edges.ledger.building import AT, DAY
from tests.unit.edges.ledger.killing import killed_while

SINGLE = ("meta", "breaker", "retention", "alembic_version")  # one row for the whole ledger
#: Columns that are filled though they may be empty, or by something that means something.
MEANT = {
    ("messages", "outcome"): "filed",
    ("messages", "first_outcome"): "filed",
    ("actions", "kind"): "move",
    ("actions", "state"): "held",
    ("actions", "deed"): '{"deed":"move","folder":["Filed"]}',
    ("alarms", "parameters"): '{"problem": "none"}',
    ("payloads", "effect"): '{"deed":"move","folder":["Filed"]}',
}
KEY = "00" * 32


def a_row(table: Table, number: int, naive: bool) -> dict[str, Any]:
    """A row with what may not be missing; what refers to a row of another table refers to that of the same number."""
    return {
        column.name: _value(table, column, number, naive)
        for column in table.columns
        if column.primary_key
        or (not column.nullable and column.server_default is None)
        or (table.name, column.name) in MEANT
    }


def _value(table: Table, column: Column[Any], number: int, naive: bool) -> Any:
    if (meant := MEANT.get((table.name, column.name))) is not None:
        return meant
    if (words := _words_of(table.name, column.name)) is not None:
        return words[number % len(words)]
    match column.type:
        case Boolean():
            return False
        case Integer() | Float():
            return number
        case DateTime():
            at = AT - DAY * (len(REVISIONS) - number)
            return at.replace(tzinfo=None) if naive else at
        case LargeBinary():
            return b"%d" % number
    return f"{column.name}{number}" if not column.foreign_keys else _referred(column, number)


def _words_of(table: str, column: str) -> list[str] | None:
    """The words that today's schema has in this column; None where it has others, or no such column."""
    today = metadata.tables.get(table)
    kind = today.columns[column].type if today is not None and column in today.columns else None
    return [word.value for word in kind.words] if isinstance(kind, Spelled) else None


def _referred(column: Column[Any], number: int) -> str:
    [key] = column.foreign_keys
    return f"{key.column.name}{number}"


def lived_through(where: str, until: str = REVISIONS[-1]) -> dict[str, int]:
    """Make a ledger of the first schema, and take it through each up to this one, a row more in each table at each.

    How many rows each table was given.
    """
    given: dict[str, int] = {}
    store = Store(where, lock=True)
    with closing(store):
        for number, revision in enumerate(REVISIONS[: REVISIONS.index(until) + 1], 1):
            with store.writing() as connection:
                upgrade(connection, revision, AT)
                tables = MetaData()
                tables.reflect(connection)
                for table in tables.sorted_tables:
                    _add(connection, table, number, given, naive=store.path is not None)
    return given


def _add(connection: Connection, table: Table, number: int, given: dict[str, int], *, naive: bool) -> None:
    if table.name in SINGLE:
        if table.name == "alembic_version" or connection.scalar(select(func.count()).select_from(table)):
            return
        row = {"name": "key", "value": KEY} if table.name == "meta" else a_row(table, number, naive) | {"id": 1}
    else:
        row = a_row(table, number, naive)
    connection.execute(table.insert(), row)
    given[table.name] = given.get(table.name, 0) + 1


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("postgres").place())


#: Tables that a migration fills from others: so many schemas there were before it.
FILLED = {"payloads": REVISIONS.index("0005"), "agency_mails": REVISIONS.index("0019")}


def test_rows_of_every_schema_are_there_and_are_read_by_today_s(place: str):
    given = lived_through(place)
    with Ledger.open(place, now=AT) as ledger:
        assert {*given} == {*metadata.tables}
        with ledger._store.reading() as connection:
            for name, table in metadata.tables.items():  # read by its types: a word that is unknown is damage
                found = len(connection.execute(select(table)).all())
                assert found == given[name] + FILLED.get(name, 0), name
        assert len(ledger.alarms.raised()) == len(REVISIONS)
        assert ledger.reports.status_counts().failed == 0


def test_a_migration_from_a_newer_schema_that_is_killed_has_not_happened_and_the_next_start_makes_it(place: str):
    given = lived_through(place, "0005")
    killed_while(place, "create_table", 20)
    with closing(Store(place, lock=False)) as store, store.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0005"
        assert "decisions" not in inspect(connection).get_table_names()
    with Ledger.open(place, now=AT) as ledger, ledger._store.reading() as connection:
        for name in given.keys() - FILLED.keys():
            assert len(connection.execute(select(metadata.tables[name])).all()) == given[name], name
