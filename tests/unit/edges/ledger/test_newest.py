"""The list of answers: the newest of each state, in the order they were planned, and how many more there are."""

import pytest

from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.actions import decisions
from tests.unit.edges.ledger.building import AT, HOUR, send, take_in_with_answer

NEWER = 5
OF_ALL = 2 * NEWER


@pytest.fixture
def ids(ledger: Ledger) -> list[int]:
    """Every second is sent, the rest is held; one an hour."""
    found = []
    for number in range(OF_ALL):
        state = ActionState.HELD if number % 2 else ActionState.PENDING
        at = AT + number * HOUR
        to = f"{number}@{number}.example"
        found.append(take_in_with_answer(ledger, f"{number}", uid=number + 1, to=to, state=state, why="rate", at=at))
        if state is ActionState.PENDING:
            send(ledger, at)
    return found


@pytest.mark.parametrize("count", [1, 3, OF_ALL - 1, OF_ALL, OF_ALL + 1, 1_000_000])
def test_the_newest_of_all_states_are_listed_oldest_first(ledger: Ledger, ids: list[int], count: int):
    newest = ledger.actions.newest_answers(None, AT, count)
    assert [row.id for row in newest.rows] == ids[-count:]
    assert (newest.more, newest.and_beyond) == (max(OF_ALL - count, 0), False)
    assert [row.once_keys for row in newest.rows] == [row.once_keys for row in ledger.actions.answers()][-count:]


def test_of_one_state_only_its_own_are_counted(ledger: Ledger, ids: list[int]):
    newest = ledger.actions.newest_answers([ActionState.HELD], AT, 2)
    assert [row.id for row in newest.rows] == ids[1::2][-2:]
    assert newest.more == NEWER - 2


def test_those_planned_before_are_neither_listed_nor_counted(ledger: Ledger, ids: list[int]):
    newest = ledger.actions.newest_answers(None, AT + 7 * HOUR, 2)
    assert [row.id for row in newest.rows] == ids[-2:]
    assert newest.more == 1


def test_how_many_more_there_are_is_counted_so_far_and_no_farther(
    ledger: Ledger, ids: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(decisions, "COUNTED_BEYOND", 3)
    for count, more, and_beyond in [(1, 3, True), (6, 3, True), (7, 3, False), (8, 2, False)]:
        newest = ledger.actions.newest_answers(None, AT, count)
        assert (newest.more, newest.and_beyond) == (more, and_beyond)
