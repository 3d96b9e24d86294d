"""Several at once: threads of the daemon, and commands in other processes. One wins, nobody waits in vain."""

import threading
from collections.abc import Callable, Sequence

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, LedgerError, OnceConflict, StateChanged
from tests.unit.edges.ledger.building import (
    AT,
    a_letter,
    a_mail,
    a_plan,
    a_reading,
    an_action,
    an_answer,
    batch_of,
    planned,
    take_in,
    take_in_with_answer,
)


def at_once(*does: Callable[[], object]) -> list[object]:
    """Runs all of them at the same time; each one's result, or the exception it ended with."""
    start = threading.Barrier(len(does))
    results: list[object] = [None] * len(does)

    def run(number: int) -> None:
        start.wait(10)
        try:
            results[number] = does[number]()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(does))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def in_their_own_ledgers(where: str, count: int, does: Callable[[Ledger], object]) -> list[object]:
    """The same, each with a ledger of its own, as other processes have."""
    ledgers = [Ledger.open(where, lock=False) for _ in range(count)]
    try:
        return at_once(*(lambda ledger=ledger: does(ledger) for ledger in ledgers))
    finally:
        for ledger in ledgers:
            ledger.close()


def claim_all(ledger: Ledger) -> list[int]:
    taken = []
    while claimed := ledger.actions.claim([ActionKind.MOVE], AT):
        taken.append(claimed.id)
    return taken


def all_of(results: Sequence[object]) -> list[int]:
    assert not [result for result in results if isinstance(result, Exception)], results
    return [number for result in results if isinstance(result, list) for number in result]


def test_threads_that_claim_share_the_work_and_no_action_is_taken_twice(ledger: Ledger):
    for uid in range(1, 21):
        take_in(ledger, f"mail {uid}", an_action(Move(folder=("Filed",))), uid=uid)
    taken = all_of(at_once(*[lambda: claim_all(ledger)] * 4))
    assert (len(taken), len(set(taken))) == (20, 20)


def test_processes_that_claim_share_the_work_and_no_action_is_taken_twice(where: str):
    with Ledger.open(where) as ledger:
        for uid in range(1, 11):
            take_in(ledger, f"mail {uid}", an_action(Move(folder=("Filed",))), uid=uid)
        taken = all_of(in_their_own_ledgers(where, 3, claim_all))
        assert (len(taken), len(set(taken))) == (10, 10)


def test_two_plans_with_the_same_key_make_one_answer(where: str):
    with Ledger.open(where) as ledger:
        ledger.intake.note_seen([a_mail("ann", 1), a_mail("bob", 2)], AT)

        def commit(name: str) -> Callable[[], object]:
            mail = planned(ledger, a_reading(name), a_plan(an_action(an_answer(), "ack:ann:baker:1")))
            return lambda: ledger.intake.commit(batch_of(mail), {}, AT)

        results = at_once(commit("ann"), commit("bob"))
        assert sorted(type(result) for result in results if result is not None) == [OnceConflict]
        assert len(ledger.actions.answers()) == 1
        assert ledger.reports.waiting_count() == 1


def test_a_digest_is_asked_for_once_by_whoever_is_first(where: str):
    with Ledger.open(where):
        told = in_their_own_ledgers(
            where, 3, lambda one: one.actions.add_notice(a_letter(), "digest:reviewer:2026-03-02", AT)
        )
        assert sorted(map(str, told)) in (["False", "False", "True"],)


def test_two_people_who_let_the_same_answer_go_send_it_once(where: str):
    with Ledger.open(where) as ledger:
        held = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe")
        anew = [an_action(an_answer(message_id="<anew>"), "answer:anew")]
        results = in_their_own_ledgers(where, 2, lambda one: one.actions.release(held, ActionState.HELD, anew, AT))
        assert len([result for result in results if isinstance(result, int)]) == 1
        assert [type(result) for result in results if not isinstance(result, int)] == [StateChanged]
        assert len(ledger.actions.answers([ActionState.PENDING])) == 1


def test_dropping_and_claiming_at_once_ends_in_one_of_the_two(where: str):
    with Ledger.open(where) as ledger:
        answer = take_in_with_answer(ledger, "ann")
        dropped, claimed = at_once(
            lambda: ledger.actions.drop(answer), lambda: ledger.actions.claim([ActionKind.ANSWER], AT)
        )
        state = ledger.actions.answer(answer).state
        if state is ActionState.CANCELLED:
            assert (dropped, claimed) == (None, None)
        else:
            assert state is ActionState.DOING
            assert isinstance(dropped, StateChanged)


def test_a_reader_sees_one_moment_while_another_writes(where: str):
    with Ledger.open(where) as ledger, Ledger.open(where, lock=False) as command:
        with command._store.reading() as connection:
            count = "SELECT count(*) FROM messages"
            before = connection.exec_driver_sql(count).scalar()
            at_once(lambda: ledger.intake.note_seen([a_mail("ann")], AT))
            assert connection.exec_driver_sql(count).scalar() == before == 0
        assert command.reports.waiting_count() == 1


def test_reading_first_and_writing_later_in_one_transaction_never_finds_the_ledger_locked(where: str):
    def note(number: int, ledger: Ledger) -> object:
        alarm = Alarm(kind=AlarmKind.POLL, about=str(number), parameters={"problem": "reads, then writes"})
        return ledger.alarms.raise_(alarm, AT)

    with Ledger.open(where) as ledger:
        ledgers = [Ledger.open(where, lock=False) for _ in range(4)]
        results = at_once(
            *(
                lambda number=number, one=one: [note(20 * number + n, one) for n in range(20)]
                for number, one in enumerate([ledger, *ledgers])
            )
        )
        for one in ledgers:
            one.close()
        assert not [result for result in results if isinstance(result, LedgerError)]
        assert len(ledger.alarms.raised()) == 100
