"""The digest's questions: what came in, what became of it, what needs a person."""

import pytest
from sqlalchemy import func, select

from inbox_bot.core.words import ActionKind, ActionState, Outcome, Reason
from inbox_bot.edges.ledger import AnswerRow, Counts, Ledger, OpenItems
from inbox_bot.edges.ledger.database import in_sets
from inbox_bot.edges.ledger.schema import OPEN_SOMEWHERE, messages
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    INBOX,
    MAILBOX,
    UIDVALIDITY,
    a_letter,
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


def stuck_in(open_: OpenItems) -> list[AnswerRow]:
    return [answer for mail in open_.answered for answer in mail.answers]


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


def test_the_mails_of_a_period_come_some_at_a_time_in_the_same_order(ledger: Ledger, monkeypatch):
    monkeypatch.setattr(in_sets, "IN_ONE_STATEMENT", 2)
    for uid, name in enumerate(("e", "d", "c", "b", "a"), start=1):
        take_in_with_answer(ledger, name, uid=uid, at=AT + HOUR - uid * HOUR / 60, to=f"{name}@example.org")
    at_once = ledger.reports.received_between(AT, AT + DAY)
    assert [row.raw_hash for row in at_once] == [hash_of(name) for name in "abcde"]
    assert tuple(ledger.reports.each_received_between(AT, AT + DAY)) == at_once
    assert list(ledger.reports.each_received_between(AT + DAY, AT + 2 * DAY)) == []


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
    stuck = [answer for mail in ledger.reports.open_items().answered for answer in mail.answers]
    assert [answer.state for answer in stuck] == [ActionState.HELD, ActionState.UNCERTAIN, ActionState.REFUSED]
    assert stuck[0].id == held
    few = [answer.state for mail in ledger.reports.open_items(quiet=("rate",)).answered for answer in mail.answers]
    assert few == [ActionState.UNCERTAIN, ActionState.REFUSED], "those held for the one reason are counted, not listed"
    counted = [(row.state, row.why, row.number) for row in ledger.reports.waiting_answers()]
    assert counted == [(ActionState.HELD, "rate", 1)]


def test_status_counts_what_waits_and_what_went_wrong(ledger: Ledger):
    ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=8, left_alone=7, at=AT)
    ledger.intake.first_contact(MAILBOX, "Other", uidvalidity=UIDVALIDITY, start_uid=3, left_alone=2, at=AT)
    take_in_with_answer(ledger, "ann", uid=8)
    take_in_with_answer(ledger, "held", uid=9, to="1@1.example", state=ActionState.HELD, why="rate")
    take_in(ledger, "in review", uid=10, outcome=Outcome.REVIEW)
    take_in(ledger, "dealt with", uid=11, outcome=Outcome.REVIEW)
    take_in(ledger, "broken", uid=12, outcome=Outcome.FAILED)
    ledger.intake.note_seen([a_mail("waits", 13)], AT)
    for uid in (11, 12):
        ledger.intake.moved(place(uid), None, AT)
    counts = ledger.reports.status_counts()
    assert (counts.waiting, counts.left_alone, counts.review, counts.failed) == (1, 9, 1, 1)
    assert counts.actions == {(ActionKind.ANSWER, ActionState.HELD): 1}


def test_held_answers_are_counted_by_mailbox_and_reason(ledger: Ledger):
    for uid, why in enumerate(["rate", "rate", "observe"], start=1):
        take_in_with_answer(ledger, f"{uid}", uid=uid, to=f"{uid}@{uid}.example", state=ActionState.HELD, why=why)
    counted = {(row.mailbox, row.why): row.number for row in ledger.reports.waiting_answers()}
    assert counted == {(MAILBOX, "rate"): 2, (MAILBOX, "observe"): 1}
    assert [answer.why for answer in stuck_in(ledger.reports.open_items(quiet=["rate"]))] == ["observe"]


def test_a_refusal_and_a_bounce_press_for_some_days(ledger: Ledger):
    refused = take_in_with_answer(ledger, "refused")
    send(ledger, AT, ActionState.REFUSED)
    returned = take_in_with_answer(ledger, "returned", uid=2, to="2@2.example", message_id="<2@ours>")
    send(ledger)
    ledger.notices.note_bounce("<2@ours>", None, AT)
    assert [answer.id for answer in stuck_in(ledger.reports.open_items(since=AT))] == [refused, returned]
    assert ledger.reports.open_items(since=AT + HOUR).answered == ()


def left(ledger: Ledger) -> None:
    ledger.intake.moved(place(1), None, AT)


def renumbered(ledger: Ledger) -> None:
    ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=5, start_uid=1, at=AT)
    ledger.intake.forget_old_numbers(MAILBOX, INBOX, AT)


def displaced(ledger: Ledger) -> None:
    ledger.intake.note_seen([a_mail("another", 1)], AT)


@pytest.mark.parametrize(
    "goes",
    [left, renumbered, displaced, lambda ledger: ledger.intake.expunged(place(1), AT)],
    ids=["moved away", "numbered anew", "its number means another mail", "expunged"],
)
def test_a_mail_that_is_dealt_with_is_looked_at_no_more_until_it_comes_back(ledger: Ledger, goes):
    ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, left_alone=0, at=AT)
    take_in(ledger, "ann", outcome=Outcome.REVIEW)
    assert open_in_the_index(ledger) == 1
    goes(ledger)
    assert open_in_the_index(ledger) == 0
    assert ledger.reports.open_items().mails == ()
    ledger.intake.note_seen([a_mail("ann", 77)], AT)
    assert open_in_the_index(ledger) == 1
    assert [mail.raw_hash for mail in ledger.reports.open_items().mails] == [hash_of("ann")]


def open_in_the_index(ledger: Ledger) -> int:
    with ledger._store.reading() as connection:
        return connection.scalars(select(func.count()).select_from(messages).where(OPEN_SOMEWHERE)).one()


@pytest.mark.parametrize("key", ["digest_until:rita@c.example:", "digest_until:rita@c.example:2026-03-0"])
def test_the_last_digest_is_found_among_keys_that_only_resemble_its(ledger: Ledger, key):
    reviewers = ["rita@c.example", "rita@c.exampl", "rita@c.example.org", "Rita@c.example", "rita-c.example"]
    for number, reviewer in enumerate(reviewers):
        for day in (1, 2):
            until = f"digest_until:{reviewer}:2026-03-0{day + number}"
            assert ledger.actions.add_notice(a_letter(reviewer), f"{number} {day}", AT, tells_until=until)
    assert ledger.reports.told_until(key) == "digest_until:rita@c.example:2026-03-02".removeprefix(key)
    assert ledger.reports.told_until("digest_until:nobody@c.example:") is None
