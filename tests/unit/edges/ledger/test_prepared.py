"""A statement that is asked again goes to SQLite as SQLAlchemy would send it, and gives the rows that it would give."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.exc import OperationalError

from inbox_bot.core.plan.effects import Move
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, Settlement
from inbox_bot.edges.ledger.database.prepared import Asking, Rows, connected
from inbox_bot.edges.ledger.history.statements import MESSAGE_BY_HASH, PAST_ANSWERS
from inbox_bot.edges.ledger.schema import mailboxes
from tests.unit.edges.ledger.building import (
    AT,
    HOUR,
    MAILBOX,
    a_reading,
    a_verdict,
    an_action,
    an_answer,
    hash_of,
    take_in,
)

ASKED_OFTEN = 25  # different statements that a mail's way asks again
BY_HASH = {"mailbox": MAILBOX, "raw_hash": hash_of("ann")}


def test_what_a_mails_way_asks_again_is_sent_and_read_as_by_sqlalchemy(
    sqlite_place: str, monkeypatch: pytest.MonkeyPatch
):
    compared: Counter[Any] = Counter()
    own = Asking._ask

    def both(self: Asking, statement: Any, known: Any, given: Mapping[str, Any]) -> Any:
        sent, wanted = _by_sqlalchemy(self, statement, given)
        as_kept = known.text(given)
        assert (as_kept.sql, as_kept.values(given)) == sent
        found = own(self, statement, known, given)
        rows = [tuple(row) for row in found.all()]
        assert (list(found.keys()), rows, None if found.keys() else found.rowcount) == wanted
        compared[statement] += 1
        return Rows(known.names, rows, found.rowcount)

    monkeypatch.setattr(Asking, "_ask", both)
    with Ledger.open(sqlite_place) as ledger:
        for number, name in enumerate(("ann", "bob", "carla", "dora")):
            _whole_way(ledger, name, thread=[f"<{before}@example.org>" for before in range(number)])
    assert len(compared) > ASKED_OFTEN


def _whole_way(ledger: Ledger, name: str, thread: list[str]) -> None:
    to = f"{name}@example.org"
    reading, verdict = a_reading(name, sender=to), a_verdict()
    ledger.history.known_of(reading)
    ledger.history.of(reading, verdict, AT)
    answer = an_action(an_answer(to, likeness=name), f"answer:{name}", due_at=AT)
    take_in(ledger, name, answer, an_action(Move(folder=("Filed",)), f"move:{name}", due_at=AT))
    ledger.history.of(reading, verdict, AT + HOUR)
    [claimed] = ledger.actions.claim_many((ActionKind.ANSWER,), AT, mailbox=MAILBOX, count=1)
    ledger.history.of_action(claimed.id, AT)
    ledger.actions.settle_many([Settlement(id=claimed.id, state=ActionState.DONE)], AT)
    moves = ledger.actions.claim_many((ActionKind.MOVE,), AT, mailbox=MAILBOX)
    ledger.actions.settle_many([Settlement(id=one.id, state=ActionState.DONE) for one in moves], AT)
    ledger.notices.unknown_answers(thread)


def _by_sqlalchemy(connection: Asking, statement: Any, given: Mapping[str, Any]) -> tuple[Any, Any]:
    """What SQLAlchemy sends, and what it gives back, without anything being changed by it."""
    sent: list[tuple[str, list[Any]]] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, _context: object, _many: bool) -> None:
        sent.append((sql, list(values)))

    savepoint = connection.begin_nested()
    event.listen(connection, "before_cursor_execute", note)
    result = Connection.execute(connection, statement, dict(given))
    event.remove(connection, "before_cursor_execute", note)
    names, rows = (list(result.keys()), [tuple(row) for row in result]) if result.returns_rows else ([], [])
    changed = None if names else result.rowcount
    savepoint.rollback()
    [only] = sent
    return only, (names, rows, changed)


def test_a_list_of_another_length_and_an_empty_one_are_asked_for_as_well(sqlite_place: str):
    with Ledger.open(sqlite_place) as ledger, ledger._store.reading() as connection:
        for whom in (["ann@example.org"], ["ann@example.org", "bob@example.org"], [], ["bob@example.org"]):
            asked = {
                "person": None,
                "correspondents": whom,
                "likeness": None,
                "domains": [],
                "referred_to": ["<1@example.org>"],
                "fingerprint": "x",
                "since": AT - timedelta(days=1),
                "since_an_hour": AT,
                "but": [-1],
            }
            assert connection.execute(PAST_ANSWERS, asked).all() == []


def test_what_a_database_refuses_has_the_name_that_sqlalchemy_gives_it(sqlite_place: str):
    with Ledger.open(sqlite_place) as ledger, ledger._store.writing() as connection:
        for _ in range(2):
            connection.execute(MESSAGE_BY_HASH, BY_HASH)
        connection.execute(text("ALTER TABLE messages RENAME TO gone"))
        with pytest.raises(OperationalError, match="no such table") as met:
            connection.execute(MESSAGE_BY_HASH, BY_HASH)
        assert isinstance(met.value.orig, sqlite3.OperationalError)
        connection.rollback()


def test_a_value_of_the_wrong_type_is_refused_at_the_second_asking_as_at_the_first(sqlite_place: str):
    with Ledger.open(sqlite_place) as ledger, ledger._store.reading() as connection:
        for _ in range(2):
            connection.execute(MESSAGE_BY_HASH, BY_HASH)
        with pytest.raises(Exception, match="raw_hash"):
            connection.execute(MESSAGE_BY_HASH, {"mailbox": MAILBOX})


def test_who_listens_hears_each_statement(sqlite_place: str):
    heard: list[str] = []
    with Ledger.open(sqlite_place) as ledger:
        engine = ledger._store.engine
        event.listen(engine, "before_cursor_execute", lambda _connection, _cursor, sql, *_: heard.append(sql))
        with ledger._store.reading() as connection:
            for _ in range(3):
                connection.execute(MESSAGE_BY_HASH, BY_HASH)
    assert len(heard) == 3


def test_rows_are_put_in_by_sqlalchemy(sqlite_place: str):
    with Ledger.open(sqlite_place) as ledger, connected(ledger._store.engine) as connection:
        with connection.begin():
            for name in ("one", "two", "three"):
                connection.execute(insert(mailboxes), {"name": name})
        with connection.begin():
            assert set(connection.scalars(select(mailboxes.c.name))) >= {"one", "two", "three"}
