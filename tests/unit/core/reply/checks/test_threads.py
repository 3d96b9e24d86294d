"""The second turn of a loop is an answer to our answer."""

from datetime import timedelta

import pytest

from inbox_bot.core.message.values import Document
from inbox_bot.core.reply.checks import circumstances
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import ActionState, Template
from tests.unit.core.reply.circumstances import NOW, a_history, a_message, a_past_answer, a_proposal, a_reading, others

OURS = f"<answer.{'a' * 40}@example.com>"
ELSEWHERE = {"person": "z@z.example", "correspondent": "z@z.example", "vacancy": "analyst"}


def replying(*ids: str, **changes: object):
    return a_message(in_reply_to=ids[-1:], references=ids, **changes)


def with_answers(*answers, message=None, reading=None, **history):
    return may_answer(a_proposal(message, reading=reading, history=a_history(answers=answers, **history)))


@pytest.mark.parametrize(
    "mail",
    [
        replying(OURS),
        replying("<x@example.org>", OURS, "<y@example.org>"),
        a_message(in_reply_to=(OURS,)),
        a_message(references=(OURS,)),
    ],
)
def test_a_mail_that_names_our_answer_is_not_answered(mail):
    assert may_answer(a_proposal(mail)) is Stop.ANSWERS_OURS


def test_the_ledgers_word_suffices():
    assert with_answers(a_past_answer(referred_to=True, **ELSEWHERE)) is Stop.ANSWERS_OURS
    assert (
        with_answers(a_past_answer(message_id="<x@y.example>", **ELSEWHERE), message=replying("<x@y.example>"))
        is Stop.ANSWERS_OURS
    )


@pytest.mark.parametrize("mail", [a_message(in_reply_to=("<x@y.example>",)), a_message(references=("<x@y.example>",))])
def test_an_id_that_the_ledger_knows_counts_in_either_field(mail):
    assert with_answers(a_past_answer(message_id="<x@y.example>", **ELSEWHERE), message=mail) is Stop.ANSWERS_OURS


@pytest.mark.parametrize(
    "named",
    [
        "<first@example.org>",
        "<answer.1@example.com>",
        f"<answer.{'a' * 40}@example.net>",  # another instance's
        f"<answer.{'A' * 40}@example.com>",
        f"<xanswer.{'a' * 40}@example.com>",
    ],
)
def test_a_mail_that_names_another_mail_is_answered(named):
    assert may_answer(a_proposal(replying(named))) is None


def request(**changes: object):
    fields = {"template": Template.MISSING_CV, "message_id": OURS, "referred_to": True, "at": NOW - timedelta(hours=2)}
    return a_past_answer(**{**fields, **changes})


def test_the_cv_that_we_asked_for_is_answered_once():
    assert with_answers(request(), message=replying(OURS)) is None
    acknowledged = a_past_answer(template=Template.SPECULATIVE, vacancy=None, at=NOW - timedelta(hours=1))
    assert with_answers(request(), acknowledged, message=replying(OURS)) is Stop.ANSWERS_OURS


@pytest.mark.parametrize("somebody", [{"person": "z@z.example"}, {"correspondent": "z@z.example"}])
def test_the_one_we_asked_is_known_by_address_or_by_person(somebody):
    """They may answer from another address of theirs, or for somebody else."""
    assert with_answers(request(**somebody), message=replying(OURS)) is None
    since = a_past_answer(template=Template.SPECULATIVE, vacancy=None, at=NOW - timedelta(hours=1), **somebody)
    assert with_answers(request(), since, message=replying(OURS)) is Stop.ANSWERS_OURS


def test_an_answer_to_our_request_without_a_cv_is_not_answered():
    assert with_answers(request(), reading=a_reading(replying(OURS), documents=())) is Stop.ANSWERS_OURS
    locked = Document(section="2", filename="x.pdf", type="application/pdf")
    assert with_answers(request(), reading=a_reading(replying(OURS), documents=(locked,))) is Stop.ANSWERS_OURS


def test_a_request_that_never_went_out_or_went_to_somebody_else_excuses_nothing():
    assert with_answers(request(state=ActionState.HELD), message=replying(OURS)) is Stop.ANSWERS_OURS
    elsewhere = request(person="z@z.example", correspondent="z@z.example")
    assert with_answers(elsewhere, message=replying(OURS)) is Stop.ANSWERS_OURS


def test_an_answer_with_our_subject_but_no_id_is_held():
    ours = a_past_answer(subject="Your application: Engineer", **ELSEWHERE)
    for subject in (
        "Re: Your application: Engineer",
        "AW: RE: your application: engineer",
        "Auto: Your application: Engineer",
    ):
        assert with_answers(ours, message=a_message(subject=subject)) is Hold.RESEMBLES_OUR_ANSWER
    for subject in ("Your application: Engineer", "Re: Application", ""):
        assert with_answers(ours, message=a_message(subject=subject)) is None


def test_an_answer_that_quotes_our_text_is_held():
    ours = a_past_answer(passages=frozenset({"a", "b"}), **ELSEWHERE)
    assert with_answers(ours, quoted=frozenset({"b"})) is Hold.RESEMBLES_OUR_ANSWER
    assert with_answers(ours, quoted=frozenset({"c"})) is None
    assert with_answers(ours) is None


def test_an_answer_whose_subject_is_forgotten_has_nobody_s_subject():
    forgotten = a_past_answer(subject="", **ELSEWHERE)
    assert with_answers(forgotten, message=a_message(subject="Re: ")) is None


def test_answers_that_never_went_out_cannot_be_answered():
    held = a_past_answer(subject="Your application", state=ActionState.HELD, **ELSEWHERE)
    assert with_answers(held, message=a_message(subject="Re: Your application")) is None


def test_a_long_thread_is_held():
    ids = tuple(f"<{number}@example.org>" for number in range(13))
    assert may_answer(a_proposal(replying(*ids))) is Hold.THREAD_TOO_LONG
    assert may_answer(a_proposal(replying(*ids[:12]))) is None


def test_a_thread_with_two_answers_of_ours_is_held_even_where_a_cv_is_awaited():
    first = request(at=NOW - timedelta(days=3), message_id="<1@example.com>", vacancy="analyst")
    again = request(template=Template.CV_REMINDER, at=NOW - timedelta(hours=2), vacancy="analyst")
    assert with_answers(first, again, message=replying("<1@example.com>", OURS)) is Hold.THREAD_TOO_LONG


@pytest.mark.parametrize(
    ("late", "expected"),
    [(timedelta(0), None), (timedelta(days=3), None), (timedelta(days=3, seconds=1), Hold.TOO_OLD)],
)
def test_mail_older_than_three_days_at_first_sight_is_held(late, expected):
    reading = a_reading(received_at=NOW - late)
    assert may_answer(a_proposal(reading=reading, history=a_history(first_seen_at=NOW))) is expected


def test_what_was_fresh_when_first_seen_stays_so():
    """An outage of ours between seeing and planning makes no mail old."""
    reading = a_reading(received_at=NOW - timedelta(days=9))
    assert (
        circumstances.too_old(a_proposal(reading=reading, history=a_history(first_seen_at=NOW - timedelta(days=9))))
        is None
    )


def test_mail_met_again_and_mail_answered_by_hand_are_held():
    assert may_answer(a_proposal(history=a_history(seen_before_rescan=True))) is Hold.SEEN_BEFORE
    assert may_answer(a_proposal(history=a_history(answered_by_hand=True))) is Hold.ANSWERED_BY_HAND


def test_others_answers_do_not_make_a_thread():
    assert with_answers(*others(5)) is None
