"""Workers share a ledger on PostgreSQL: each has the mailboxes that it took, and who lost them writes nothing more."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from inbox_bot import __version__
from inbox_bot.core.plan.values import Planned
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import (
    Ledger,
    LedgerError,
    LedgerInUse,
    LedgerNotShared,
    LedgerUnavailable,
    LockLost,
    OtherVersion,
    Overtaken,
)
from inbox_bot.edges.ledger import ledger as ledger_module
from inbox_bot.edges.ledger.actions.claims import MINUTE
from inbox_bot.edges.ledger.database import locks
from tests.support.servers.postgres import Postgres
from tests.unit.edges.ledger.building import (
    AT,
    a_mail,
    a_plan,
    a_reading,
    batch_of,
    place,
    planned,
    take_in,
    take_in_with_answer,
)
from tests.unit.edges.ledger.conftest import empty

pytestmark = pytest.mark.postgres

SALES, SHOP = "sales", "shop"


@pytest.fixture
def worker(postgres_schema: str) -> Iterator[Callable[[], Ledger]]:
    """Opens the ledger as one more worker."""
    empty(postgres_schema)
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Ledger.open(postgres_schema, shared=True))


def mails_in_hand(ledger: Ledger, mailbox: str, *names: str) -> None:
    ledger.intake.note_seen(
        [a_mail(name, uid, at=place(uid, mailbox=mailbox)) for uid, name in enumerate(names, 1)], AT
    )


def sends(ledger: Ledger, mailbox: str, name: str) -> int:
    """An answer of this mailbox is being sent."""
    take_in_with_answer(ledger, name, to=f"{name}@example.org")
    with ledger._store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE actions SET mailbox = %s WHERE id = (SELECT max(action) FROM answers)", (mailbox,)
        )
    claimed = ledger.actions.claim_many([ActionKind.ANSWER], AT, mailbox=mailbox, count=1)
    return claimed[0].id


def state_of(ledger: Ledger, action: int) -> ActionState:
    return next(row.state for row in ledger.actions.answers() if row.id == action)


def test_a_mailbox_is_one_workers_at_a_time(worker):
    first, second = worker(), worker()
    assert first.take(SALES) is not None
    assert second.take(SALES) is None
    assert second.take(SHOP) is not None
    assert first.take(SALES) is not None, "whoever has it has it"
    first.give_back(SALES)
    assert second.take(SALES) is not None


def test_everybody_sees_which_worker_has_which_mailbox(worker, postgres_schema: str):
    first, second = worker(), worker()
    first.take(SALES)
    second.take(SHOP)
    second.take_duty(SALES)
    with Ledger.open(postgres_schema, lock=False) as beside:
        seen = {each.session: each.has for each in beside.sharing([SALES, SHOP, "nobody's"]).workers}
    assert sorted(seen.values()) == [(SALES,), (SHOP,)]
    ours = next(each for each in first.sharing([SALES, SHOP]).workers if each.is_ours)
    assert (ours.has, ours.version) == ((SALES,), __version__)
    assert seen[ours.session] == (SALES,)
    assert str(os.getpid()) in ours.name


def test_a_duty_is_one_workers_and_no_mailbox(worker):
    first, second = worker(), worker()
    assert first.take_duty(SALES)
    assert not second.take_duty(SALES)
    assert second.take(SALES) is not None
    first.close()
    assert second.take_duty(SALES)


def test_workers_of_two_versions_do_not_share_a_ledger(worker, monkeypatch: pytest.MonkeyPatch):
    worker()
    monkeypatch.setattr(locks, "__version__", "9.9")
    monkeypatch.setattr(ledger_module, "__version__", "9.9")
    with pytest.raises(OtherVersion, match=f"inbox-bot {__version__}, and this one is 9.9"):
        worker()


def about(ledger: Ledger, mailbox: str, name: str) -> Planned:
    """A batch of one mail of somebody, in one of the mailboxes."""
    reading = a_reading(f"{name}-{mailbox}", mailbox=mailbox, sender=f"{name}@example.org")
    return batch_of(planned(ledger, reading, a_plan()))


def test_a_plan_about_somebody_of_whom_another_worker_decided_meanwhile_is_made_again(worker):
    first, second = worker(), worker()
    for ledger, mailbox in ((first, SALES), (second, SHOP)):
        ledger.take(mailbox)
        mails_in_hand(ledger, mailbox, f"ann-{mailbox}", f"bob-{mailbox}")
    mark = second.intake.mark()
    for_sales, for_shop = about(first, SALES, "ann"), about(second, SHOP, "ann")
    with first.intake.turn(for_sales, first.intake.mark()):
        first.intake.commit(for_sales, {}, AT)
    with pytest.raises(Overtaken) as overtaken, second.intake.turn(for_shop, mark):
        pass
    assert overtaken.value.mails == (for_shop.mails[0].reading.raw_hash,)
    with second.intake.turn(about(second, SHOP, "bob"), mark):
        pass  # somebody else
    with second.intake.turn(for_shop, second.intake.mark()):
        second.intake.commit(for_shop, {}, AT)


def test_who_plans_about_the_same_people_waits_for_his_turn(worker, postgres: Postgres):
    first, second = worker(), worker()
    for_sales, for_shop = about(first, SALES, "ann"), about(second, SHOP, "ann")
    came = threading.Event()

    def take_turn() -> None:
        with second.intake.turn(for_shop, second.intake.mark()):
            came.set()

    waiting = threading.Thread(target=take_turn)
    with first.intake.turn(for_sales, first.intake.mark()):
        waiting.start()
        with postgres.connect() as connection:
            while not connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                pass
        assert not came.is_set()
    waiting.join(20)
    assert came.is_set()


def test_the_minutes_letters_are_counted_over_all_workers(worker):
    first, second = worker(), worker()
    for ledger, mailbox in ((first, SALES), (second, SHOP)):
        ledger.take(mailbox)
        for name in ("ann", "bob"):
            take_in_with_answer(ledger, f"{name}-{mailbox}", to=f"{name}-{mailbox}@example.org")
            with ledger._store.writing() as connection:
                connection.exec_driver_sql(
                    "UPDATE actions SET mailbox = %s WHERE id = (SELECT max(action) FROM answers)", (mailbox,)
                )
    kinds = [ActionKind.ANSWER]
    sent = [
        ledger.actions.claim_letter(kinds, AT, mailbox=mailbox, per_minute=3)
        for ledger, mailbox in ((first, SALES), (second, SHOP), (first, SALES), (second, SHOP))
    ]
    assert [each is not None for each in sent] == [True, True, True, False]
    assert len(second.actions.letters_at(AT + MINUTE / 2)) == 3
    assert second.actions.claim_letter(kinds, AT + MINUTE, mailbox=SHOP, per_minute=3) is not None


def test_workers_count_each_other(worker):
    first, second = worker(), worker()
    assert [len(each.sharing(()).workers) for each in (first, second)] == [2, 2]
    second.close()
    assert len(first.sharing(()).workers) == 1


def test_a_daemon_and_workers_keep_each_other_out(worker, postgres_schema: str):
    first = worker()
    with pytest.raises(LedgerInUse):
        Ledger.open(postgres_schema)
    first.close()
    with Ledger.open(postgres_schema), pytest.raises(LedgerInUse):
        worker()


def test_another_ledger_has_mailboxes_of_its_own(worker, postgres: Postgres):
    assert worker().take(SALES) is not None
    with Ledger.open(postgres.place(), shared=True) as other:
        assert other.take(SALES) is not None


def test_the_first_worker_makes_the_ledger(postgres: Postgres):
    where = postgres.place()
    with Ledger.open(where, shared=True) as worker:
        assert worker.take(SALES) is not None


@pytest.mark.sqlite("a file can't be shared")
def test_a_file_is_not_shared(tmp_path: Path):
    with pytest.raises(LedgerNotShared, match="PostgreSQL"):
        Ledger.open(tmp_path / "ledger.db", shared=True)
    assert list(tmp_path.iterdir()) == []


def test_who_takes_a_dead_workers_mailbox_settles_that_mailbox_and_no_other(worker):
    dead, lives = worker(), worker()
    for mailbox in (SALES, SHOP):
        dead.take(mailbox)
        mails_in_hand(dead, mailbox, f"{mailbox}-ann", f"{mailbox}-bob")
    of_sales, of_shop = (sends(dead, mailbox, f"of-{mailbox}") for mailbox in (SALES, SHOP))
    dead.close()

    recovered = lives.take(SALES)

    assert (recovered.mails, recovered.uncertain) == (2, 1)
    assert (state_of(lives, of_sales), state_of(lives, of_shop)) == (ActionState.UNCERTAIN, ActionState.DOING)
    assert lives.take(SHOP).mails == 2


def test_who_lost_the_connection_can_not_commit_whoever_has_the_mailbox_now(worker, postgres: Postgres):
    lost = worker()
    lost.take(SALES)
    postgres.drop_connections()
    with pytest.raises(LedgerUnavailable):
        take_in(lost, "ann", reading=a_reading("ann", mailbox=SALES))
    next_one = worker()
    assert next_one.take(SALES) is not None, "the server gave the lock back with the connection"
    for _ in range(2):
        with pytest.raises(LockLost):
            take_in(lost, "bob", reading=a_reading("bob", mailbox=SALES))
        with pytest.raises(LockLost):
            lost.take(SALES)
    assert next_one.intake.waiting(SALES) == ()


def test_a_batch_that_was_begun_before_the_connection_was_lost_is_not_committed_after(worker, postgres: Postgres):
    """Both believe that they have the mailbox: only one of them can say what becomes of its mail."""
    lost = worker()
    lost.take(SALES)
    mails_in_hand(lost, SALES, "ann")
    postgres.drop_connections()
    next_one = worker()
    next_one.take(SALES)
    take_in(next_one, "ann", reading=a_reading("ann", mailbox=SALES), outcome=Outcome.REVIEW)
    with pytest.raises(LedgerError):
        take_in(lost, "ann", reading=a_reading("ann", mailbox=SALES), outcome=Outcome.FILED)
    mail = next_one.reports.mail(SALES, a_mail("ann").raw_hash)
    assert mail is not None
    assert mail.outcome is Outcome.REVIEW


def test_no_question_is_compiled_before_it_is_asked(worker):
    """Half a second for a table of ten rows."""
    with worker()._store.reading() as connection:
        plan = connection.exec_driver_sql("EXPLAIN (ANALYZE) SELECT count(*) FROM messages WHERE size_bytes > 3")
        assert not any("JIT" in row[0] for row in plan)
        assert connection.exec_driver_sql("SHOW jit").scalar() == "off"


def test_where_no_connection_is_free_the_ledger_can_not_be_used_now(worker, monkeypatch: pytest.MonkeyPatch):
    ledger = worker()
    pool = ledger._store.engine.pool
    monkeypatch.setattr(pool, "_timeout", 0.01)
    with ExitStack() as all_of_them:

        def take_all() -> None:
            for _ in range(50):
                all_of_them.enter_context(ledger._store.reading())

        with pytest.raises(LedgerUnavailable, match="no connection is free"):
            take_all()
    assert ledger.intake.waiting(SALES) == ()
