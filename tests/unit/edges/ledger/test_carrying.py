"""An action is claimed by one, settled once, and never done twice because somebody died."""

from datetime import timedelta

import pytest

from inbox_bot.core.plan.effects import Flag, Move, SentCopy
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, OnceConflict, Settlement, StateChanged
from tests.support.builders.counting import everything_in
from tests.unit.edges.ledger.building import (
    ANSWERED,
    AT,
    DAY,
    HOUR,
    MAILBOX,
    a_letter,
    a_mail,
    a_reading,
    an_action,
    an_answer,
    hash_of,
    place,
    send,
    take_in,
    take_in_with_answer,
)

MOVE = [ActionKind.MOVE]
FLAG = [ActionKind.FLAG]
ANSWER = [ActionKind.ANSWER]
TO_FILED = Move(folder=("Filed", "Baker"))


def state_of(ledger: Ledger, kind: ActionKind) -> set[ActionState]:
    return {state for (of, state) in everything_in(ledger).actions if of is kind}


def test_nothing_is_due_in_an_empty_ledger(ledger: Ledger):
    assert ledger.actions.claim(list(ActionKind), AT) is None


def test_a_claimed_action_says_all_that_is_needed_to_do_it(ledger: Ledger):
    take_in(ledger, "ann", an_action(TO_FILED, "move:1"), uid=7)
    claimed = ledger.actions.claim(MOVE, AT + HOUR)
    assert claimed is not None
    assert claimed.action.effect == TO_FILED
    assert (claimed.action.once_keys, claimed.action.state) == (("move:1",), ActionState.DOING)
    assert (claimed.mailbox, claimed.raw_hash, claimed.locations) == (MAILBOX, hash_of("ann"), (place(7),))
    assert (claimed.attempts, claimed.planned_at) == (1, AT)


def test_what_one_has_claimed_nobody_else_gets(ledger: Ledger):
    take_in(ledger, "ann", an_action(TO_FILED))
    assert ledger.actions.claim(MOVE, AT) is not None
    assert ledger.actions.claim(MOVE, AT) is None


def test_what_was_planned_or_tried_when_the_clock_stood_ahead_waits_no_longer_than_it_should(ledger: Ledger):
    later = AT + 365 * DAY
    take_in(ledger, "ann", an_action(TO_FILED, due_at=later + HOUR), at=later)
    take_in(ledger, "bob", an_action(TO_FILED, due_at=AT), uid=2)
    tried = ledger.actions.claim(MOVE, later)
    assert tried is not None
    again = later + 2 * HOUR
    ledger.actions.settle_many([Settlement(id=tried.id, state=ActionState.PENDING, next_try_at=again)], later)
    take_in(ledger, "carol", an_action(TO_FILED, due_at=AT + 3 * HOUR), uid=3)
    assert ledger.actions.clock_went_back(AT) == 2
    assert ledger.actions.clock_went_back(AT) == 0
    claimed = [ledger.actions.claim(MOVE, AT + hours * HOUR) for hours in (1, 2, 3)]
    assert [each and each.raw_hash for each in claimed] == [hash_of("ann"), hash_of("bob"), hash_of("carol")]


def test_a_mailbox_has_something_due_from_its_moment_on_until_it_is_claimed(ledger: Ledger):
    take_in_with_answer(ledger, "ann", due_at=AT + HOUR)
    assert ledger.actions.due_in(AT) == frozenset()
    assert ledger.actions.due_in(AT + HOUR) == {MAILBOX}
    assert ledger.actions.claim([ActionKind.ANSWER], AT + HOUR) is not None
    assert ledger.actions.due_in(AT + HOUR) == frozenset(), "what waits for the answer is not due"


def test_the_one_that_is_due_longest_comes_first(ledger: Ledger):
    for uid, hours in enumerate([3, 1, 2], start=1):
        take_in(ledger, f"mail {hours}", an_action(TO_FILED, due_at=AT + hours * HOUR), uid=uid)
    claimed = ledger.actions.claim_many(MOVE, AT + 2 * HOUR)
    assert [one.raw_hash for one in claimed] == [hash_of("mail 1"), hash_of("mail 2")]


def test_only_the_kinds_and_the_mailbox_asked_for_are_claimed(ledger: Ledger):
    take_in(ledger, "ann", an_action(TO_FILED), an_action(Flag(flags=("\\Flagged",))))
    take_in(ledger, "sales", an_action(TO_FILED), reading=a_reading("sales", mailbox="sales"))
    assert [one.action.kind for one in ledger.actions.claim_many(FLAG, AT)] == [ActionKind.FLAG]
    assert [one.mailbox for one in ledger.actions.claim_many(MOVE, AT, mailbox="sales")] == ["sales"]
    assert ledger.actions.claim_many(MOVE, AT, mailbox="nobody's") == ()
    assert ledger.actions.claim([], AT) is None


def test_a_held_action_is_never_due(ledger: Ledger):
    take_in(ledger, "ann", an_action(TO_FILED, state=ActionState.HELD, why="observe"))
    assert ledger.actions.claim(MOVE, AT + 365 * DAY) is None


def test_what_waits_for_the_answer_is_due_when_the_answer_is_done(ledger: Ledger):
    take_in(
        ledger,
        "ann",
        an_action(an_answer(), "answer:1"),
        ANSWERED,
        an_action(SentCopy(letter=a_letter()), after_answer=True),
    )
    assert ledger.actions.claim([ActionKind.FLAG, ActionKind.SENT_COPY], AT + DAY) is None
    send(ledger, AT + DAY)
    claimed = ledger.actions.claim_many([ActionKind.FLAG, ActionKind.SENT_COPY], AT + DAY)
    assert {one.action.kind for one in claimed} == {ActionKind.FLAG, ActionKind.SENT_COPY}
    assert all(one.action.after_answer for one in claimed)


@pytest.mark.parametrize("end", [ActionState.CANCELLED, ActionState.REFUSED])
def test_what_waits_for_an_answer_that_is_not_sent_is_cancelled(ledger: Ledger, end: ActionState):
    take_in_with_answer(ledger, "ann")
    claimed = ledger.actions.claim(ANSWER, AT)
    assert claimed is not None
    ledger.actions.settle(claimed.id, end, AT, why="answered_by_hand", note="550 no such user")
    assert state_of(ledger, ActionKind.FLAG) == {ActionState.CANCELLED}
    answer = ledger.actions.answer(claimed.id)
    assert (answer.state, answer.why, answer.note) == (end, "answered_by_hand", "550 no such user")


@pytest.mark.parametrize("end", [ActionState.UNCERTAIN, ActionState.HELD])
def test_what_waits_for_an_answer_that_a_person_decides_on_waits_on(ledger: Ledger, end: ActionState):
    take_in_with_answer(ledger, "ann")
    claimed = ledger.actions.claim(ANSWER, AT)
    assert claimed is not None
    ledger.actions.settle(claimed.id, end, AT, why="rate")
    assert state_of(ledger, ActionKind.FLAG) == {ActionState.PENDING}
    assert ledger.actions.claim(FLAG, AT + DAY) is None


def test_a_failed_try_is_due_again_at_its_time_and_keeps_count(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    first = ledger.actions.claim(ANSWER, AT)
    assert first is not None
    ledger.actions.settle(first.id, ActionState.PENDING, AT, note="421 later", next_try_at=AT + HOUR)
    assert ledger.actions.claim(ANSWER, AT + HOUR - timedelta(seconds=1)) is None
    again = ledger.actions.claim(ANSWER, AT + HOUR)
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)


def test_what_is_not_being_done_can_not_be_settled(ledger: Ledger):
    answer = take_in_with_answer(ledger, "ann")
    with pytest.raises(StateChanged):
        ledger.actions.settle(answer, ActionState.DONE, AT)
    send(ledger)
    with pytest.raises(StateChanged):
        ledger.actions.settle(answer, ActionState.UNCERTAIN, AT)
    assert ledger.actions.answer(answer).state is ActionState.DONE


def test_several_are_settled_together_or_none(ledger: Ledger):
    for uid in (1, 2):
        take_in(ledger, f"mail {uid}", an_action(TO_FILED), uid=uid)
    one, two = ledger.actions.claim_many(MOVE, AT)
    with pytest.raises(StateChanged):
        ledger.actions.settle_many(
            [Settlement(id=one.id, state=ActionState.DONE), Settlement(id=99, state=ActionState.DONE)], AT
        )
    assert state_of(ledger, ActionKind.MOVE) == {ActionState.DOING}
    ledger.actions.settle_many([Settlement(id=each.id, state=ActionState.DONE) for each in (one, two)], AT)
    assert state_of(ledger, ActionKind.MOVE) == {ActionState.DONE}


def test_settling_one_answer_and_taking_the_next_is_one_step(ledger: Ledger):
    for uid in (1, 2):
        take_in_with_answer(ledger, f"mail {uid}", uid=uid, to=f"{uid}@example.org")
    [first] = ledger.actions.claim_many(ANSWER, AT, count=1)
    done = Settlement(id=first.id, state=ActionState.DONE)
    [second] = ledger.actions.claim_many(ANSWER, AT, count=1, settled=[done])
    assert second.id != first.id
    assert ledger.actions.answer(first.id).state is ActionState.DONE


def test_after_a_crash_what_may_be_sent_is_uncertain_and_the_rest_is_done_again(where: str):
    with Ledger.open(where) as ledger:
        take_in_with_answer(ledger, "ann")
        take_in(ledger, "bob", an_action(TO_FILED), uid=2)
        ledger.actions.add_notice(a_letter("reviewer@c.example"), "digest:reviewer:2026-03-02", AT)
        assert len(ledger.actions.claim_many(list(ActionKind), AT + HOUR)) == 3
    with Ledger.open(where) as ledger:
        recovered = ledger.recover()
        assert (recovered.uncertain, recovered.again) == (2, 1)
        assert state_of(ledger, ActionKind.ANSWER) == {ActionState.UNCERTAIN}
        assert state_of(ledger, ActionKind.TELL) == {ActionState.UNCERTAIN}
        assert [one.action.effect for one in ledger.actions.claim_many(list(ActionKind), AT + HOUR)] == [TO_FILED]
        [answer] = ledger.actions.answers()
        assert answer.done_at == AT + HOUR
        assert ledger.recover().uncertain == 0


def test_an_uncertain_answer_is_never_due_again_by_itself(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    send(ledger, AT, ActionState.UNCERTAIN)
    assert ledger.actions.claim(ANSWER, AT + 365 * DAY) is None


def test_a_further_copy_is_moved_and_only_it(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    ledger.intake.note_seen([a_mail("ann", 2)], AT)
    assert ledger.actions.put_aside(place(2), ("Other",), AT)
    assert not ledger.actions.put_aside(place(2), ("Other",), AT)
    assert not ledger.actions.put_aside(place(99), ("Other",), AT)
    claimed = ledger.actions.claim(MOVE, AT)
    assert claimed is not None
    assert (claimed.action.effect, claimed.locations) == (Move(folder=("Other",)), (place(2),))


def test_a_copy_that_is_gone_leaves_nothing_to_move(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    ledger.intake.note_seen([a_mail("ann", 2)], AT)
    ledger.actions.put_aside(place(2), ("Other",), AT)
    ledger.intake.expunged(place(2), AT)
    claimed = ledger.actions.claim(MOVE, AT)
    assert claimed is not None
    assert claimed.locations == ()


def test_a_reviewer_is_told_once(ledger: Ledger):
    letter = a_letter("reviewer@c.example")
    assert ledger.actions.add_notice(letter, "digest:reviewer:2026-03-02", AT, mailbox=MAILBOX)
    assert not ledger.actions.add_notice(letter, "digest:reviewer:2026-03-02", AT + HOUR)
    assert ledger.actions.add_notice(letter, "digest:reviewer:2026-03-03", AT)
    first, second = ledger.actions.claim_many([ActionKind.TELL], AT)
    assert (first.mailbox, first.raw_hash, first.locations) == (MAILBOX, None, ())
    assert ledger.history.of_action(second.id, AT).fingerprint == ""


@pytest.mark.parametrize("state", [ActionState.HELD, ActionState.REFUSED, ActionState.CANCELLED])
def test_an_answer_that_reached_nobody_does_not_stand_in_the_way_of_the_persons_next_mail(ledger: Ledger, state):
    take_in(ledger, "ann", an_action(an_answer(), "answer:first", "ack:ann:baker:1"), uid=1)
    send(ledger, state=state)
    take_in(ledger, "ann again", an_action(an_answer(message_id="<b@c>"), "answer:second", "ack:ann:baker:1"), uid=2)
    with pytest.raises(OnceConflict):
        take_in(ledger, "a second delivery", an_action(an_answer(message_id="<c@c>"), "answer:first"), uid=3)


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.UNCERTAIN])
def test_an_answer_that_may_have_arrived_keeps_all_its_keys(ledger: Ledger, state):
    take_in(ledger, "ann", an_action(an_answer(), "answer:first", "ack:ann:baker:1"), uid=1)
    send(ledger, state=state)
    with pytest.raises(OnceConflict):
        take_in(
            ledger, "ann again", an_action(an_answer(message_id="<b@c>"), "answer:second", "ack:ann:baker:1"), uid=2
        )
