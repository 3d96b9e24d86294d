"""The tables, the migrations and the documentation say the same."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Table, create_engine

from inbox_bot.core.words import ActionState, Kind, Outcome
from inbox_bot.edges import ledger as room
from inbox_bot.edges.ledger import Ledger, LedgerDamaged
from inbox_bot.edges.ledger.columns import Spelled
from inbox_bot.edges.ledger.migrate import NEW_LEDGER, REVISIONS
from inbox_bot.edges.ledger.schema import metadata
from tests.support.new_ledger import text_of
from tests.unit.edges.ledger.building import AT, MAILBOX, hash_of, take_in

TABLES = list(metadata.sorted_tables)
DOCUMENT = Path(__file__).parents[4] / "docs" / "ledger.md"
#: what mails and people bring in, by the ends of column names
SOMEBODY_S = (
    "sender",
    "subject",
    "name",
    "email",
    "phone",
    "correspondent",
    "canonical",
    "address",
    "addresses",
    "person",
)
NOT_PERSONAL = {("mailboxes", "name"), ("meta", "name"), ("alarms", "name"), ("applications", "person")}


def test_the_migrations_make_the_schema_that_the_code_expects(ledger: Ledger):
    with ledger._store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_revisions_are_the_files_there_are_and_follow_each_other():
    folder = Path(room.__file__).parent / "migrations" / "versions"
    files = sorted(folder.glob("[0-9]*.py"))
    assert tuple(path.name.partition("_")[0] for path in files) == REVISIONS
    parents = [re.search(r"^down_revision = (.*)$", path.read_text(), re.MULTILINE) for path in files]
    assert [found and found[1] for found in parents] == ["None", *(f'"{one}"' for one in REVISIONS[:-1])]


@pytest.mark.sqlite("a file is made of SQLite's statements")
def test_a_new_ledger_is_made_as_the_migrations_make_it():
    written = NEW_LEDGER.read_text(encoding="utf-8")
    revision = re.search(r"VALUES \('(\d{4})'\);\n\Z", written)
    assert revision is not None
    assert written == text_of(revision[1]), "`make new-ledger` writes it"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_says_something_of_a_person_is_marked(table: Table):
    for column in table.columns:
        named = column.name.rpartition("_")[2] in SOMEBODY_S or column.name in ("effect", "raw_path", "folder", "path")
        if (
            named
            and (table.name, column.name) not in NOT_PERSONAL
            and table.name not in ("folders", "locations", "drags")
        ):
            assert column.info.get("personal"), f"{table.name}.{column.name}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_in_the_picture(table: Table):
    assert f"`{table.name}`" in DOCUMENT.read_text()


def test_a_word_of_another_enumeration_is_refused():
    column = Spelled(Outcome)
    dialect = create_engine("sqlite://").dialect
    assert column.process_bind_param(Outcome.FILED, dialect) == "filed"
    with pytest.raises(ValueError, match="not one of Outcome"):
        column.process_bind_param(Kind.BOUNCE, dialect)
    with pytest.raises(ValueError, match="not one of Outcome"):
        column.process_bind_param(ActionState.DONE, dialect)


def test_a_word_that_nobody_knows_is_damage(ledger: Ledger):
    take_in(ledger, "ann")
    with ledger._store.writing() as connection:
        connection.exec_driver_sql("UPDATE messages SET outcome = 'lost'")
    with pytest.raises(LedgerDamaged, match="'lost'"):
        ledger.reports.mail(MAILBOX, hash_of("ann"))
    with pytest.raises(LedgerDamaged):
        ledger.reports.received_between(AT, AT.replace(year=2027))
