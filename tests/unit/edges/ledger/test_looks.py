"""A look: several questions see one moment of the ledger, and no question ever misses what its own thread wrote."""

import threading
from collections.abc import Callable

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.edges.ledger import Ledger, LedgerUnavailable, NoSuchAction
from inbox_bot.edges.ledger.alarms import RAISED_ALARMS
from inbox_bot.edges.ledger.database import engines
from inbox_bot.edges.ledger.database.store import Store
from tests.unit.edges.ledger.building import AT, MAILBOX

KIND = AlarmKind.UNDELIVERED


def is_raised(ledger: Ledger) -> bool:
    return ledger.alarms.find(KIND) is not None


def raise_it(ledger: Ledger) -> None:
    ledger.alarms.raise_(Alarm(kind=KIND, parameters={"reviewer": "x@y.example", "problem": "550"}), AT)


def in_another_thread(does: Callable[[], object]) -> object:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(does()))
    thread.start()
    thread.join(30)
    return found[0]


@pytest.fixture
def other(where, ledger):
    with Ledger.open(where, lock=False) as other:
        yield other


def test_what_is_asked_within_a_look_sees_one_moment(ledger, other):
    with ledger.one_look():
        assert not is_raised(ledger)
        raise_it(other)
        assert not is_raised(ledger)
        assert ledger.alarms.raised() == ()
        assert ledger.notices.breaker().open is False
    assert is_raised(ledger)


def test_the_moment_is_that_of_the_first_question(ledger, other):
    with ledger.one_look():
        raise_it(other)
        assert is_raised(ledger)


def test_what_the_thread_writes_within_a_look_is_seen_by_what_it_asks_then(ledger, other):
    with ledger.one_look():
        assert ledger.notices.breaker().open is False
        raise_it(other)
        ledger.notices.set_breaker(True, AT, "too many")
        assert ledger.notices.breaker().open is True
        assert is_raised(ledger)


def test_a_look_is_its_own_threads(ledger, other):
    with ledger.one_look():
        assert not is_raised(ledger)
        raise_it(other)
        assert in_another_thread(lambda: is_raised(ledger)) is True
        assert not is_raised(ledger)


def test_a_look_within_a_look_is_the_same(ledger, other):
    with ledger.one_look():
        assert not is_raised(ledger)
        raise_it(other)
        with ledger.one_look():
            assert not is_raised(ledger)
        assert not is_raised(ledger)
    assert is_raised(ledger)


def test_after_an_error_within_a_look_the_next_question_is_answered(ledger):
    with ledger.one_look():
        assert not is_raised(ledger)
        with pytest.raises(NoSuchAction):
            ledger.actions.answer(999)
        assert not is_raised(ledger)
        assert ledger.intake.folder_states(MAILBOX) == {}


def test_an_error_ends_the_look(ledger, other):
    with pytest.raises(NoSuchAction), ledger.one_look():
        ledger.actions.answer(999)
    raise_it(other)
    assert is_raised(ledger)


def test_two_questions_want_a_transaction(where):
    store = Store(where, lock=False)
    try:
        with store.asking() as connection:
            connection.scalars(RAISED_ALARMS).all()
            with pytest.raises(RuntimeError, match="two questions"):
                connection.scalar(RAISED_ALARMS)
    finally:
        store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("rested_s", [0.0, 60.0])
def test_a_connection_that_rested_is_asked_first_whether_it_is_there(postgres, postgres_schema, monkeypatch, rested_s):
    now = [1000.0]
    monkeypatch.setattr(engines.time, "monotonic", lambda: now[0])
    with Ledger.open(postgres_schema, lock=False) as ledger:
        assert not is_raised(ledger)
        with postgres.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        now[0] += rested_s
        if not rested_s:
            with pytest.raises(LedgerUnavailable):
                is_raised(ledger)
        assert not is_raised(ledger)
        assert not is_raised(ledger)
