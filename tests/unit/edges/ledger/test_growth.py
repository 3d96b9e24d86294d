"""What a person or a poll asks looks at as much after a year as on the first day, on both databases."""

from collections.abc import Iterator

import pytest

from inbox_bot.core.plan.effects import Move
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    a_reading,
    a_verdict,
    an_action,
    send,
    take_in,
    take_in_with_answer,
)
from tests.unit.edges.ledger.measuring import multiply, visited
from tests.unit.edges.ledger.test_query_plans import QUERIES

A_YEAR = 20_000  # mails
UNLIKE = {"raw_hash": "raw_hash || n", "message_id": "message_id || n", "fingerprint": "fingerprint || n"}
ANSWER_UNLIKE = {
    "answer_of": "answer_of || n",
    "person": "person || n",
    "correspondent": "correspondent || n",
    "domain": "domain || n",
    "likeness": "likeness || n",
}


def analyse(ledger: Ledger) -> None:
    """What PostgreSQL does by itself every few minutes; SQLite never does."""
    if ledger._store.path is None:
        with ledger._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


class Kept:
    """A ledger with a mail, its answer, and others like them, on the first day and after a year."""

    def __init__(self, ledger: Ledger, count: int) -> None:
        self.ledger = ledger
        take_in_with_answer(ledger, "ann")
        send(ledger)
        take_in(ledger, "bob", an_action(Move(folder=("Filed",))), uid=2)
        answered(ledger, count)
        analyse(ledger)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Ledger]]:
    """Two ledgers, one as after some days, one as after a year."""

    def somewhere() -> str:
        if request.param == "sqlite":
            return str(tmp_path_factory.mktemp("kept") / "ledger.db")
        return str(request.getfixturevalue("postgres").place())

    with Ledger.open(somewhere()) as few, Ledger.open(somewhere()) as many:
        yield Kept(few, 500).ledger, Kept(many, A_YEAR).ledger


@pytest.mark.parametrize("what", QUERIES)
def test_a_query_looks_at_as_much_after_a_year_as_after_some_days(kept: tuple[Ledger, Ledger], what: str):
    statement, parameters = QUERIES[what]

    def asked(ledger: Ledger) -> int:
        def ask() -> None:
            with ledger._store.engine.connect() as connection, connection.begin() as transaction:
                result = connection.execute(statement, parameters)
                if result.returns_rows:
                    result.all()
                transaction.rollback()

        return visited(ledger, ask)

    few, many = kept
    assert asked(many) <= asked(few) * 1.1 + 20


def test_failed_mails_are_found_without_reading_the_others(ledger: Ledger):
    take_in(ledger, "poison", outcome=Outcome.FAILED)
    take_in(ledger, "ann", uid=2)
    noted(ledger, 200)
    analyse(ledger)
    before = visited(ledger, ledger.reports.failed)
    noted(ledger, A_YEAR)
    analyse(ledger)
    assert visited(ledger, ledger.reports.failed) <= before
    assert [mail.outcome for mail in ledger.reports.failed()] == [Outcome.FAILED]


def test_what_bears_on_a_mail_costs_the_same_after_a_year_of_answers(ledger: Ledger):
    """The breaker counts the answers of an hour, the limits those of a person; nobody reads the year's."""
    take_in_with_answer(ledger, "ann")
    number = send(ledger)
    mail = a_reading("bob", sender="bob@else.example")

    def look() -> None:
        assert ledger.history.of(mail, a_verdict(), AT + 2 * DAY).answers == ()
        ledger.history.of_action(number, AT + 2 * DAY)
        ledger.actions.forget(AT + 2 * DAY)
        ledger.recover()

    answered(ledger, 200)
    analyse(ledger)
    before = visited(ledger, look)
    answered(ledger, A_YEAR)
    analyse(ledger)
    assert visited(ledger, look) <= before


def test_the_breaker_counts_an_hour_of_answers_however_many_there_were_before(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    send(ledger)
    answered(ledger, A_YEAR)
    analyse(ledger)
    take_in_with_answer(ledger, "bob", to="bob@else.example", uid=2, at=AT + 2 * DAY)
    send(ledger, AT + 2 * DAY)
    history = ledger.history.of(a_reading("eve", sender="eve@last.example"), a_verdict(), AT + 2 * DAY + HOUR / 2)
    assert history.sent_last_hour == 1


def noted(ledger: Ledger, count: int) -> None:
    """So many more mails of last year, each in its place."""
    highest = highest_id(ledger, "messages")
    multiply(
        ledger,
        "messages",
        count,
        **UNLIKE,
        id=f"{highest} + n",
        correspondent="'x' || n",
        seen_at=last_year(ledger),
        received_at=last_year(ledger),
    )
    multiply(ledger, "locations", count, message=f"{highest} + n", uid=f"{highest} + n", folder="'Filed'")
    go_on_from(ledger, "messages")


def answered(ledger: Ledger, count: int) -> None:
    """So many more answers that went out last year, to people and mails unlike each other."""
    noted(ledger, count)
    highest = highest_id(ledger, "actions")
    multiply(
        ledger,
        "actions",
        count,
        id=f"{highest} + n",
        message=f"{highest_id(ledger, 'messages')} + 1 - n",
        kind="'answer'",
        state="'done'",
        message_id=f"'{highest}' || n",
    )
    multiply(
        ledger, "answers", count, action=f"{highest} + n", counted_at=last_year(ledger), subject="NULL", **ANSWER_UNLIKE
    )
    go_on_from(ledger, "actions")


def last_year(ledger: Ledger) -> str:
    moment = f"'{AT - 300 * DAY:%Y-%m-%d %H:%M:%S}.000000'"
    return moment if ledger._store.path is not None else f"CAST({moment} AS TIMESTAMP WITH TIME ZONE)"


def highest_id(ledger: Ledger, table: str) -> int:
    with ledger._store.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar_one())


def go_on_from(ledger: Ledger, table: str) -> None:
    """PostgreSQL counts ids for itself."""
    if ledger._store.path is None:
        with ledger._store.writing() as connection:
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
