"""What a person may do to an answer: look, let go, drop."""

import pytest

from inbox_bot.core.plan.effects import Flag
from inbox_bot.core.plan.values import Action
from inbox_bot.core.words import ActionKind, ActionState, Template
from inbox_bot.edges.ledger import Ledger, NoSuchAction, OnceConflict, StateChanged
from tests.support.builders.counting import everything_in
from tests.unit.edges.ledger.building import (
    ANSWERED,
    AT,
    DAY,
    HOUR,
    MAILBOX,
    a_letter,
    a_reading,
    an_action,
    an_answer,
    hash_of,
    send,
    take_in_with_answer,
)


def key(ledger: Ledger, name: str = "ann") -> str:
    return f"answer:{ledger.history.fingerprint(a_reading(name))}"


def anew(ledger: Ledger, *keys: str) -> list[Action]:
    """The same mail's answer, planned again today."""
    answer = an_answer(message_id="<anew>", text="Thank you again.")
    return [ANSWERED, an_action(answer, key(ledger), *keys, due_at=AT + DAY)]


def test_an_answer_is_listed_with_what_a_person_must_know(ledger: Ledger):
    number = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe", message_id="<ours>")
    [row] = ledger.actions.answers([ActionState.HELD])
    assert row == ledger.actions.answer(number)
    assert (row.id, row.state, row.template, row.to) == (
        number,
        ActionState.HELD,
        Template.ACKNOWLEDGEMENT,
        "ann@example.org",
    )
    assert (row.message_id, row.in_reply_to, row.why) == ("<ours>", "<ann@example.org>", "observe")
    assert (row.mailbox, row.raw_hash, row.due_at, row.done_at) == (MAILBOX, hash_of("ann"), AT, None)
    assert ledger.actions.answers([ActionState.PENDING]) == ()
    assert ledger.actions.answers([]) == ()


def test_there_is_no_such_answer(ledger: Ledger):
    ledger.actions.add_notice(a_letter(), "digest:1", AT)
    for number in (1, 99):
        with pytest.raises(NoSuchAction):
            ledger.actions.answer(number)


def test_a_held_answer_that_is_let_go_is_replaced_and_goes_out(ledger: Ledger):
    old = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe")
    new = ledger.actions.release(old, ActionState.HELD, anew(ledger), AT + DAY)
    assert ledger.actions.answer(old).state is ActionState.CANCELLED
    row = ledger.actions.answer(new)
    assert (row.state, row.message_id, row.in_reply_to) == (ActionState.PENDING, "<anew>", "<ann@example.org>")
    assert row.once_keys == (key(ledger),)
    assert send(ledger, AT + DAY) == new
    flags = ledger.actions.claim_many([ActionKind.FLAG], AT + DAY)
    assert [flag.action.effect for flag in flags] == [Flag(flags=("\\Answered",))]


def test_an_uncertain_answer_that_is_let_go_keeps_the_keys_it_had(ledger: Ledger):
    reading_key = key(ledger)
    old = take_in_with_answer(ledger, "ann")
    send(ledger, AT, ActionState.UNCERTAIN)
    new = ledger.actions.release(old, ActionState.UNCERTAIN, [an_action(an_answer(), "ack:new")], AT)
    assert set(ledger.actions.answer(new).once_keys) == {reading_key, "ack:new"}


def test_letting_go_needs_the_state_that_was_looked_at(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe")
    ledger.actions.drop(answer)
    for seen in (ActionState.HELD, ActionState.CANCELLED, ActionState.PENDING):
        with pytest.raises(StateChanged):
            ledger.actions.release(answer, seen, anew(ledger), AT)
    assert len(ledger.actions.answers()) == 1


def test_letting_go_twice_sends_once(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe")
    ledger.actions.release(answer, ActionState.HELD, anew(ledger), AT)
    with pytest.raises(StateChanged):
        ledger.actions.release(answer, ActionState.HELD, anew(ledger), AT)
    assert len(ledger.actions.answers([ActionState.PENDING])) == 1


def test_a_key_that_another_answer_holds_stops_letting_go(ledger: Ledger):
    held = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe")
    take_in_with_answer(ledger, "bob", uid=2, to="bob@example.org")
    with pytest.raises(OnceConflict):
        ledger.actions.release(held, ActionState.HELD, anew(ledger, key(ledger, "bob")), AT)
    assert ledger.actions.answer(held).state is ActionState.HELD
    assert ledger.actions.answer(held).once_keys == (key(ledger),)


def test_a_dropped_answer_takes_what_waited_for_it_along_and_frees_its_keys(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe")
    ledger.actions.drop(answer)
    assert ledger.actions.answer(answer).state is ActionState.CANCELLED
    assert ledger.actions.answer(answer).once_keys == ()
    assert everything_in(ledger).actions[(ActionKind.FLAG, ActionState.CANCELLED)] == 1


def test_an_answer_that_may_have_gone_out_keeps_its_keys_when_it_is_dropped(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann")
    send(ledger, AT, ActionState.UNCERTAIN)
    ledger.actions.drop(answer)
    assert ledger.actions.answer(answer).once_keys == (key(ledger),)


def test_a_refused_answer_can_be_given_up_by_the_person_who_rang_the_applicant_instead(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann")
    send(ledger, AT, ActionState.REFUSED)
    ledger.actions.drop(answer)
    assert ledger.actions.answer(answer).state is ActionState.CANCELLED
    assert ledger.actions.answers([ActionState.REFUSED]) == ()


def test_what_was_sent_or_is_being_sent_can_not_be_dropped(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann")
    claimed = ledger.actions.claim([ActionKind.ANSWER], AT)
    assert claimed is not None
    with pytest.raises(StateChanged):
        ledger.actions.drop(answer)
    ledger.actions.settle(answer, ActionState.DONE, AT)
    with pytest.raises(StateChanged):
        ledger.actions.drop(answer)


def test_a_pending_answer_can_be_dropped_before_anybody_takes_it(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann")
    ledger.actions.drop(answer)
    assert ledger.actions.claim([ActionKind.ANSWER], AT + HOUR) is None
