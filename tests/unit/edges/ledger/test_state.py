"""How things stand: said once when it changes, and there when somebody asks."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, PollState, SentMail
from tests.unit.edges.ledger.building import AT, DAY, HOUR, MAILBOX, send, take_in_with_answer


def test_the_breaker_opens_once_and_says_since_when(ledger: Ledger):
    assert not ledger.notices.breaker().open
    assert ledger.notices.set_breaker(True, AT, "501 answers within an hour")
    assert not ledger.notices.set_breaker(True, AT + HOUR, "again")
    assert (ledger.notices.breaker().open, ledger.notices.breaker().since) == (True, AT)
    assert ledger.notices.breaker().why == "501 answers within an hour"
    assert ledger.notices.set_breaker(False, AT + DAY)
    assert not ledger.notices.breaker().open


def test_a_problem_of_polling_is_news_once(ledger: Ledger):
    assert not ledger.notices.note_poll(MAILBOX, AT)
    assert ledger.notices.note_poll(MAILBOX, AT + HOUR, "connection refused")
    assert not ledger.notices.note_poll(MAILBOX, AT + 2 * HOUR, "connection refused")
    assert ledger.notices.poll_states() == (
        PollState(
            mailbox=MAILBOX,
            tried_at=AT + 2 * HOUR,
            polled_at=AT,
            problem="connection refused",
            problem_since=AT + HOUR,
        ),
    )
    assert ledger.notices.note_poll(MAILBOX, AT + 3 * HOUR)
    [state] = ledger.notices.poll_states()
    assert (state.problem, state.problem_since, state.polled_at) == (None, None, AT + 3 * HOUR)


def test_a_bounced_answer_is_marked_and_open(ledger: Ledger):
    take_in_with_answer(ledger, "ann", message_id="<ours>")
    number = send(ledger)
    assert ledger.reports.open_items().answered == ()
    assert ledger.reports.status_counts().bounced == 0
    assert ledger.notices.note_bounce("<ours>", "postmaster@example.org", AT + HOUR)
    assert ledger.reports.status_counts().bounced == 1
    assert ledger.actions.answer(number).bounced_at == AT + HOUR
    assert [answer.id for mail in ledger.reports.open_items().answered for answer in mail.answers] == [number]


def test_a_bounce_of_a_mail_that_is_not_ours_marks_no_answer(ledger: Ledger):
    assert not ledger.notices.note_bounce("<theirs>", None, AT)
    assert not ledger.notices.note_bounce(None, None, AT)


def test_an_uncertain_answer_that_lies_in_sent_went_out(ledger: Ledger):
    take_in_with_answer(ledger, "ann", message_id="<ours>")
    number = send(ledger, AT, ActionState.UNCERTAIN)
    ours = SentMail(mailbox=MAILBOX, message_id="<ours>", refers_to=(), to=("ann@example.org",), at=AT)
    assert ledger.notices.note_sent([ours], AT + HOUR) == 1
    assert ledger.notices.note_sent([ours], AT + HOUR) == 0
    assert ledger.actions.answer(number).state is ActionState.DONE
    assert ledger.actions.claim([ActionKind.FLAG], AT + HOUR) is not None


def test_what_is_known_of_sent_is_not_written_again(ledger: Ledger):
    reply = SentMail(mailbox=MAILBOX, message_id="<a>", refers_to=("<x>", "<y>"), to=("ann@example.org",), at=AT)
    again = replace(reply, refers_to=("<y>", "<z>"), at=AT + HOUR)
    ledger.notices.note_sent([reply, reply], AT)
    written: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_more: object) -> None:
        written.extend(word for word in ("INSERT", "UPDATE", "DELETE") if sql.startswith(word))

    engine = ledger._store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        ledger.notices.note_sent([reply], AT + HOUR)
        assert written == []
        ledger.notices.note_sent([again], AT + HOUR)
        assert written == ["INSERT"], "what another copy of it refers to"
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("state", [ActionState.PENDING, ActionState.HELD])
def test_in_a_ledger_put_back_from_a_copy_sent_proves_what_went_out_since(ledger: Ledger, state: ActionState):
    number = take_in_with_answer(ledger, "ann", message_id="<ours>", state=state)
    ours = SentMail(mailbox=MAILBOX, message_id="<ours>", refers_to=(), to=("ann@example.org",), at=AT + HOUR)
    assert ledger.notices.note_sent([ours], AT + DAY) == 1
    answer = ledger.actions.answer(number)
    assert (answer.state, answer.done_at, answer.note) == (ActionState.DONE, AT + HOUR, "found in Sent")


def test_an_answer_that_this_ledger_never_planned_is_unknown(ledger: Ledger):
    take_in_with_answer(ledger, "ann", message_id="<ours>")
    assert ledger.notices.unknown_answers(["<ours>", "<before the copy>"]) == {"<before the copy>"}
    assert ledger.notices.unknown_answers([]) == frozenset()
