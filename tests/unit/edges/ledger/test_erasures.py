"""Everything that is personal is covered by an erasure: by the list, and on rows of every table that has any."""

import json
import sqlite3
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Integer, Table, insert, select, update

from inbox_bot.core.erasure.values import Candidate, Why
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger, LedgerUnavailable
from inbox_bot.edges.ledger.columns import Spelled, Utc
from inbox_bot.edges.ledger.erasures import disclosing
from inbox_bot.edges.ledger.schema import actions, metadata
from tests.unit.edges.ledger.building import AT, a_reading, take_in, take_in_with_answer


class Erased(Enum):
    """What becomes of a table's rows about an erased mail, or an erased person."""

    DELETED = "the rows are deleted"
    EMPTIED = "the rows stay, for the sums, without a word of anybody"
    BY_OTHERS = "it is of reviewers, who are not erased"
    AT_THE_END = "it says who is meant only until the erasure is finished"


#: Every table with personal columns. A new one has to be named here, and in what erases.
COVERED = {
    "messages": Erased.EMPTIED,
    "actions": Erased.EMPTIED,
    "answers": Erased.EMPTIED,
    "introductions": Erased.EMPTIED,
    "agency_mails": Erased.EMPTIED,
    "refusals": Erased.DELETED,
    "requests": Erased.DELETED,
    "reviewer_mails": Erased.EMPTIED,
    "persons": Erased.DELETED,
    "applications": Erased.DELETED,
    "person_keys": Erased.DELETED,
    "documents": Erased.DELETED,
    "decisions": Erased.DELETED,
    "lessons": Erased.DELETED,
    "payloads": Erased.DELETED,
    "once_keys": Erased.DELETED,
    "sent_mails": Erased.DELETED,
    "sent_references": Erased.DELETED,
    "correspondents": Erased.DELETED,
    "declinings": Erased.DELETED,
    "declined_applicants": Erased.DELETED,
    "put_off": Erased.DELETED,
    "filed_ahead": Erased.DELETED,
    "questions": Erased.BY_OTHERS,
    "careers_changes": Erased.BY_OTHERS,
    "retention": Erased.BY_OTHERS,
    "erasures": Erased.AT_THE_END,
}

ANN, BOB = "ann@example.org", "bob@example.org"
TABLES = [table for table in metadata.sorted_tables if any(column.info.get("personal") for column in table.columns)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_with_personal_columns_is_covered(table: Table):
    assert table.name in COVERED


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_with_personal_columns_is_disclosed(table: Table):
    disclosed = {*disclosing.OF_MAILS, *disclosing.OF_SENT, *disclosing.OF_ADDRESS}
    assert (table.name in disclosed) is not (COVERED[table.name] in (Erased.BY_OTHERS, Erased.AT_THE_END))


def test_what_is_covered_is_there_and_personal():
    assert set(COVERED) == {table.name for table in TABLES}


def test_no_personal_column_says_a_word_of_who_was_erased(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    take_in(ledger, "bob", uid=2, reading=a_reading("bob", sender=BOB))
    before = _said(ledger)
    assert any(ANN in text for text in before)
    [whom] = ledger.erasures.candidates(address=ANN)
    kept = ledger.erasures.kept_of(whom, ())
    said = ledger.erasures.rows_of(whom, kept.trail)
    assert {"messages", "actions", "answers", "once_keys"} <= said.keys()
    assert [row["correspondent"] for row in said["messages"]] == [ANN], "and nobody else's"
    erasure = ledger.erasures.begin("e1", kept, AT, why=Why.ASKED, by="me", mailboxes=("recruitment",))
    assert erasure is not None
    assert [each.reference for each in ledger.erasures.unfinished()] == ["e1"]
    ledger.erasures.finish(erasure, AT)
    assert [each.trail for each in ledger.erasures.unfinished()] == [None], "the database's files may still say it"
    assert ledger.erasures.scrub(AT) == ("e1",)
    after = _said(ledger)
    assert not [text for text in after if ANN in text or "Ann" in text or "<ours" in text]
    assert any(BOB in text for text in after)
    assert ledger.erasures.candidates(address=ANN) == ()
    assert ledger.erasures.unfinished() == ()


NEW = 900  # the number of each row that is made up


def _row(table: Table, ids: Mapping[str, int]) -> dict[str, object]:
    """A row about the mail with these ids, with the trace of its table in every personal column."""

    def value(column: Column[Any]) -> object:
        of = next((key.column.table.name for key in column.foreign_keys), None)
        if of is not None:
            return None if of == table.name else ids.get(of, NEW)
        if isinstance(column.type, Spelled):
            return next(iter(column.type.words))
        if isinstance(column.type, Utc):
            return AT
        if isinstance(column.type, Boolean):
            return False
        if isinstance(column.type, Integer):
            return NEW
        return json.dumps([f"trace of {table.name}"]) if column.info.get("personal") else column.name

    return {column.name: value(column) for column in table.columns}


#: Found by the ids or the address of a mail, not by its number.
BY_WORDS = {"sent_mails", "sent_references", "correspondents"}
#: Tables whose rows belong to a mail, to an action about one, or to an application of one.
OF_A_MAIL = [
    table
    for table in TABLES
    if COVERED[table.name] in (Erased.DELETED, Erased.EMPTIED)
    and table.name not in {"messages", "actions", "answers", *BY_WORDS}
]


@pytest.mark.sqlite("rows are put in the place of others")
@pytest.mark.parametrize("why", Why)
def test_a_row_of_any_table_that_belongs_to_a_mail_goes_with_it_and_is_disclosed(sqlite_place: Path, why: Why):
    with Ledger.open(sqlite_place) as ledger:
        take_in_with_answer(ledger, "ann")
        [number] = ledger.erasures.raw_hashes(None)
        with ledger._store.writing() as connection:
            connection.execute(update(actions).values(state=ActionState.DONE))
            [action] = connection.scalars(select(actions.c.id).limit(1))
            for table in OF_A_MAIL:
                row = _row(table, {"messages": number, "actions": action})
                connection.execute(insert(table).prefix_with("OR REPLACE"), row)
        kept = ledger.erasures.kept_of_mails([number], to_trash=False)
        whom = Candidate(person=None, address="", is_shared=False, names=(), mails=())
        assert {table.name for table in OF_A_MAIL} <= ledger.erasures.rows_of(whom, kept.trail).keys()
        assert ledger.erasures.begin("e1", kept, AT, why=why, by=None, mailboxes=()) is not None
        left = {json.loads(text)[0] for text in _said(ledger) if text.startswith('["trace of ')}
        of_introductions = {"trace of agency_mails", "trace of introductions", "trace of refusals"}
        assert left == (of_introductions if why is Why.KEPT_LONG_ENOUGH else set()), "those end after their own time"


def _said(ledger: Ledger) -> list[str]:
    with ledger._store.reading() as connection:
        return [
            str(value)
            for table in TABLES
            for row in connection.execute(select(*(column for column in table.columns if column.info.get("personal"))))
            for value in row
        ]


class Failing(sqlite3.Connection):
    """A database whose disk fails so when it is written anew."""

    says = ""

    def execute(self, sql: str, *given: object) -> sqlite3.Cursor:
        if sql == "VACUUM":
            raise sqlite3.OperationalError(self.says)
        return super().execute(sql, *given)


@pytest.mark.sqlite("a database is written anew")
@pytest.mark.parametrize("says", ["database or disk is full", "disk I/O error"])
def test_an_erasure_is_not_done_while_the_disk_lets_nothing_be_written_anew(
    sqlite_place: Path, monkeypatch: pytest.MonkeyPatch, says: str
):
    with Ledger.open(sqlite_place) as ledger:
        take_in_with_answer(ledger, "ann")
        [whom] = ledger.erasures.candidates(address=ANN)
        kept = ledger.erasures.kept_of(whom, ())
        erasure = ledger.erasures.begin("e1", kept, AT, why=Why.ASKED, by="me", mailboxes=())
        assert erasure is not None
        ledger.erasures.finish(erasure, AT)
        with monkeypatch.context() as failing:
            driver = sqlite3.connect(":memory:", factory=Failing)
            driver.says = says
            stub = SimpleNamespace(driver_connection=driver, close=driver.close)
            failing.setattr(ledger._store.engine, "raw_connection", lambda: stub)
            if "full" in says:
                assert not ledger._store.scrub()
            else:
                with pytest.raises(LedgerUnavailable, match=says):
                    ledger._store.scrub()
        assert [each.reference for each in ledger.erasures.unfinished()] == ["e1"]
        assert ledger.erasures.scrub(AT) == ("e1",)
        assert ledger.erasures.unfinished() == ()
