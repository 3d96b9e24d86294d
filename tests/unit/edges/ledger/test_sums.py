"""The digest's questions: what came in, what became of it, what needs a person."""

from inbox_bot.core.words import ActionKind, ActionState, Outcome, Reason
from inbox_bot.edges.ledger import Counts, Ledger, OpenItems
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    INBOX,
    MAILBOX,
    UIDVALIDITY,
    a_mail,
    a_plan,
    a_reading,
    batch_of,
    hash_of,
    place,
    planned,
    send,
    take_in,
    take_in_with_answer,
)


def test_a_quiet_day_is_all_zeros(ledger: Ledger):
    assert ledger.reports.received_between(AT, AT + DAY) == ()
    assert ledger.reports.counts_between(AT, AT + DAY) == Counts(received=0, outcomes={}, waiting=0)
    assert ledger.reports.open_items() == OpenItems()


def test_the_mails_of_a_period_come_in_order_with_their_answers(ledger: Ledger):
    take_in_with_answer(ledger, "later", uid=1, at=AT + HOUR, to="later@example.org")
    take_in_with_answer(ledger, "first", uid=2, at=AT)
    take_in(ledger, "too late", uid=3, at=AT + DAY)
    rows = ledger.reports.received_between(AT, AT + DAY)
    assert [row.raw_hash for row in rows] == [hash_of("first"), hash_of("later")]
    assert [[answer.to for answer in row.answers] for row in rows] == [["ann@example.org"], ["later@example.org"]]


def test_an_answer_that_was_replaced_is_not_shown(ledger: Ledger):
    ledger.actions.drop(take_in_with_answer(ledger, "ann"))
    [row] = ledger.reports.received_between(AT, AT + DAY)
    assert row.answers == ()


def test_a_mail_in_review_is_open_until_somebody_takes_it_away(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann")], AT)
    mail = planned(ledger, a_reading("ann"), a_plan(outcome=Outcome.REVIEW, reason=Reason.ENCRYPTED))
    ledger.intake.commit(batch_of(mail), {}, AT)
    take_in(ledger, "fine", uid=2)
    take_in(ledger, "broken", uid=3, outcome=Outcome.FAILED)
    assert [(row.outcome, row.reason) for row in ledger.reports.open_items().mails] == [
        (Outcome.REVIEW, Reason.ENCRYPTED),
        (Outcome.FAILED, None),
    ]
    ledger.intake.expunged(place(1), AT)
    assert [row.outcome for row in ledger.reports.open_items().mails] == [Outcome.FAILED]


def test_answers_that_only_a_person_moves_on_are_open(ledger: Ledger):
    held = take_in_with_answer(ledger, "held", uid=1, to="1@1.example", state=ActionState.HELD, why="rate")
    for uid, state in enumerate([ActionState.UNCERTAIN, ActionState.REFUSED, ActionState.DONE], start=2):
        take_in_with_answer(ledger, state.value, uid=uid, to=f"{uid}@{uid}.example")
        send(ledger, AT, state)
    take_in_with_answer(ledger, "pending", uid=9, to="9@9.example")
    states = [answer.state for answer in ledger.reports.open_items().answers]
    assert states == [ActionState.HELD, ActionState.UNCERTAIN, ActionState.REFUSED]
    assert ledger.reports.open_items().answers[0].id == held


def test_status_counts_everything_there_is(ledger: Ledger):
    ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=8, left_alone=7, at=AT)
    ledger.intake.first_contact(MAILBOX, "Other", uidvalidity=UIDVALIDITY, start_uid=3, left_alone=2, at=AT)
    take_in_with_answer(ledger, "ann", uid=8)
    ledger.intake.note_seen([a_mail("waits", 9)], AT)
    counts = ledger.reports.status_counts()
    assert (counts.received, counts.waiting, counts.left_alone) == (2, 1, 9)
    assert counts.outcomes == {Outcome.FILED: 1}
    assert counts.actions == {
        (ActionKind.ANSWER, ActionState.PENDING): 1,
        (ActionKind.FLAG, ActionState.PENDING): 1,
    }
