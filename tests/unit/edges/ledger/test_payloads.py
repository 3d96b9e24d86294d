"""What an effect holds is there while it may be carried out, and gone when it has ended, whichever way."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from inbox_bot.core.plan.effects import Flag, Move, SentCopy
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, SentMail
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
    place,
    send,
    take_in,
    take_in_with_answer,
)

COPY = an_action(SentCopy(letter=a_letter()), "sent_copy:1", after_answer=True)
MOVE = an_action(Move(folder=("Filed", "Baker")), "move:1")
SENT = SentMail(mailbox=MAILBOX, message_id="<ours>", refers_to=(), to=("ann@example.org",), at=AT)
#: of people, in what `building` makes
PERSONAL = ("ann@example.org", "rita@company.example", "My application", "Ann")
OPEN = {ActionState.HELD, ActionState.PENDING, ActionState.DOING}


def kept(ledger: Ledger) -> dict[int, str]:
    with ledger._store.reading() as connection:
        return {row.action: row.effect for row in connection.execute(text("SELECT action, effect FROM payloads"))}


def states(ledger: Ledger) -> dict[int, ActionState]:
    with ledger._store.reading() as connection:
        rows = connection.execute(text("SELECT id, state FROM actions ORDER BY id"))
        return {row.id: next(state for state in ActionState if state == row.state) for row in rows}


def answered(ledger: Ledger, state: ActionState = ActionState.PENDING) -> int:
    """A mail with a move, an answer, and what waits for the answer; gives back the answer."""
    answer = an_action(an_answer(message_id="<ours>"), "answer:1", state=state)
    take_in(ledger, "ann", MOVE, answer, COPY, ANSWERED)
    return ledger.actions.answers()[0].id


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.CANCELLED])
def test_an_answer_that_has_ended_holds_nothing(ledger: Ledger, state: ActionState):
    answer = answered(ledger)
    assert len(kept(ledger)) == 4
    send(ledger, AT, state)
    assert answer not in kept(ledger)
    assert set(kept(ledger)) == {action for action, now in states(ledger).items() if now in OPEN}


@pytest.mark.parametrize("state", [ActionState.HELD, ActionState.PENDING, ActionState.UNCERTAIN])
def test_an_answer_that_may_be_sent_yet_holds_its_letter(ledger: Ledger, state: ActionState):
    answer = answered(ledger)
    send(ledger, AT, state)
    assert "Thank you." in kept(ledger)[answer]


def test_what_waited_for_an_answer_that_ended_holds_nothing_either(ledger: Ledger):
    answered(ledger)
    send(ledger, AT, ActionState.CANCELLED)
    assert list(states(ledger).values())[2:] == [ActionState.CANCELLED, ActionState.CANCELLED]
    assert len(kept(ledger)) == 1  # the move


def test_an_answer_that_was_refused_holds_its_letter_until_the_next_one_is_taken(ledger: Ledger):
    """The refusal may be about us: then it is due again, and so is what waited for it."""
    refused = answered(ledger)
    send(ledger, AT, ActionState.REFUSED)
    assert len(kept(ledger)) == 4
    other = an_action(an_answer("bob@else.example"), "answer:2")
    take_in(ledger, "elsewhere", other, reading=a_reading("elsewhere", mailbox="another"))
    send(ledger)
    assert refused in kept(ledger)  # another mailbox's mail server said nothing of this one's
    take_in_with_answer(ledger, "bob", to="bob@else.example", uid=2)
    send(ledger)
    assert refused not in kept(ledger)
    assert set(kept(ledger)) == {action for action, now in states(ledger).items() if now in OPEN}


def test_an_answer_that_was_refused_for_a_fault_of_ours_is_due_again_with_its_letter(ledger: Ledger):
    refused = answered(ledger)
    send(ledger, AT, ActionState.REFUSED)
    assert ledger.actions.due_again([refused], AT + DAY) == 1
    ledger.actions.forget(AT + 30 * DAY)
    again = ledger.actions.claim([ActionKind.ANSWER], AT + DAY)
    assert again is not None
    assert again.action.effect == an_answer(message_id="<ours>")
    ledger.actions.settle(again.id, ActionState.DONE, AT + DAY)
    assert len(ledger.actions.claim_many([ActionKind.SENT_COPY, ActionKind.FLAG], AT + DAY)) == 2


def test_after_eight_days_a_refusal_was_for_good(ledger: Ledger):
    refused = answered(ledger)
    send(ledger, AT, ActionState.REFUSED)
    ledger.actions.forget(AT + 7 * DAY)
    assert refused in kept(ledger)
    ledger.actions.forget(AT + 9 * DAY)
    assert len(kept(ledger)) == 1  # the move
    assert ledger.actions.due_again([refused], AT + 9 * DAY) == 0


def test_what_waits_for_an_answer_that_was_sent_is_done_with_what_it_holds(ledger: Ledger):
    answered(ledger)
    send(ledger)
    taken = ledger.actions.claim_many([ActionKind.SENT_COPY, ActionKind.FLAG, ActionKind.MOVE], AT)
    assert {one.action.effect for one in taken} == {COPY.effect, ANSWERED.effect, MOVE.effect}
    for one in taken:
        ledger.actions.settle(one.id, ActionState.DONE, AT)
    assert kept(ledger) == {}


def test_an_answer_that_is_dropped_holds_nothing(ledger: Ledger):
    answer = answered(ledger, ActionState.HELD)
    ledger.actions.drop(answer)
    assert len(kept(ledger)) == 1


def test_an_answer_that_is_replaced_holds_nothing_and_the_new_one_its_letter(ledger: Ledger):
    answer = answered(ledger, ActionState.HELD)
    new = ledger.actions.release(
        answer, ActionState.HELD, [an_action(an_answer(text="Anew."), "answer:1"), ANSWERED], AT
    )
    assert answer not in kept(ledger)
    assert "Anew." in kept(ledger)[new]
    assert set(kept(ledger)) == {action for action, now in states(ledger).items() if now in OPEN}


@pytest.mark.parametrize("state", [ActionState.HELD, ActionState.PENDING])
def test_an_answer_that_sent_proves_holds_nothing(ledger: Ledger, state: ActionState):
    answer = answered(ledger, state)
    ledger.notices.note_sent([SENT], AT)
    assert states(ledger)[answer] is ActionState.DONE
    assert answer not in kept(ledger)


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.UNCERTAIN, ActionState.REFUSED])
def test_a_mail_to_a_reviewer_that_went_out_or_never_will_holds_nothing(ledger: Ledger, state: ActionState):
    ledger.actions.add_notice(a_letter("rita@company.example", message_id="<digest>"), "digest:rita", AT)
    [notice] = ledger.actions.claim_many([ActionKind.TELL], AT)
    ledger.actions.settle(notice.id, state, AT)
    assert kept(ledger) == {}
    assert ledger.notices.notified_by(["<digest>"]) == ("rita@company.example",)  # one that comes back is told of


def test_after_a_crash_what_may_have_gone_out_to_a_reviewer_is_not_kept(ledger: Ledger):
    ledger.actions.add_notice(a_letter("rita@company.example"), "digest:rita", AT)
    answer = answered(ledger)
    ledger.actions.claim_many([ActionKind.TELL, ActionKind.ANSWER], AT)
    ledger.recover()
    assert set(kept(ledger)) == {action for action, now in states(ledger).items() if now in OPEN} | {answer}


def test_a_move_of_one_copy_holds_nothing_once_it_is_done(ledger: Ledger):
    take_in(ledger, "ann")
    ledger.intake.note_seen([], AT)
    assert ledger.actions.put_aside(place(1), ("Other",), AT)
    [move] = ledger.actions.claim_many([ActionKind.MOVE], AT)
    ledger.actions.settle(move.id, ActionState.DONE, AT)
    assert kept(ledger) == {}


def test_no_payload_of_a_finished_effect_names_anybody(ledger: Ledger):
    """A mail, its answer and the digest that tells of it, all the way to their ends."""
    digest = a_letter("rita@company.example", text="Ann <ann@example.org> wrote: My application")
    ledger.actions.add_notice(digest, "digest:rita", AT)
    answered(ledger)
    for _ in range(6):
        for one in ledger.actions.claim_many(list(ActionKind), AT + HOUR):
            ledger.actions.settle(one.id, ActionState.DONE, AT + HOUR)
    assert set(states(ledger).values()) == {ActionState.DONE}
    ledger.actions.forget(AT + 9 * DAY)
    with ledger._store.reading() as connection:
        payloads = [row.effect for row in connection.execute(text("SELECT effect FROM payloads"))]
        remembered = connection.execute(text("SELECT subject, passages FROM answers")).all()
    assert [said for said in payloads for word in PERSONAL if word in said] == []
    assert [tuple(row) for row in remembered] == [(None, None)]


def test_an_answer_is_recognised_for_eight_days_and_then_forgotten(ledger: Ledger):
    long = "Somebody from our team will read it in full, and we will write to you again."
    take_in(ledger, "ann", an_action(an_answer(text=long), "answer:1"))
    send(ledger)

    def remembered() -> list[tuple[str | None, int]]:
        with ledger._store.reading() as connection:
            rows = connection.execute(text("SELECT subject, passages FROM answers")).all()
        return [(row.subject, len((row.passages or "").split())) for row in rows]

    ledger.actions.forget(AT + timedelta(days=7, hours=23))
    assert remembered() == [("Re: My application", 1)]
    ledger.actions.forget(AT + timedelta(days=8, hours=1))
    assert remembered() == [(None, 0)]


@pytest.mark.parametrize(
    ("state", "subject"),
    [(ActionState.PENDING, "Re: My application"), (ActionState.HELD, None)],
    ids=["one that goes out yet", "one that a person would have planned anew"],
)
def test_what_goes_out_yet_is_not_forgotten(ledger: Ledger, state: ActionState, subject: str | None):
    take_in_with_answer(ledger, "ann", state=state)
    ledger.actions.forget(AT + 30 * DAY)
    with ledger._store.reading() as connection:
        assert connection.execute(text("SELECT subject FROM answers")).scalar_one() == subject


def test_a_flag_that_is_tried_again_still_knows_which(ledger: Ledger):
    take_in(ledger, "ann", an_action(Flag(flags=("\\Flagged",)), "flag:1"))
    [flag] = ledger.actions.claim_many([ActionKind.FLAG], AT)
    ledger.actions.settle(flag.id, ActionState.PENDING, AT, next_try_at=AT + HOUR)
    [again] = ledger.actions.claim_many([ActionKind.FLAG], AT + HOUR)
    assert again.action.effect == Flag(flags=("\\Flagged",))
