"""What of several decisions is in force, how one is written, and how a person reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.review.decision import (
    AsJudged,
    Decision,
    FileUnder,
    LookAgain,
    Means,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    SetApart,
    Wanted,
    Wish,
    in_force,
)
from inbox_bot.core.review.said import sentences_of
from inbox_bot.core.review.written import DecisionDamaged, from_json, to_json
from tests.unit.core.review.decisions import AT, decisions

BAKER, COOK = FileUnder(vacancy="baker"), FileUnder(vacancy="cook")


def a_decision(wanted: Wanted = AsJudged(), **more) -> Decision:  # noqa: B008
    return Decision(**({"wanted": wanted, "means": Means.COMMAND, "at": AT} | more))


def test_without_a_decision_all_is_as_judged():
    decided = in_force([])
    assert (decided.wanted, decided.answer, decided.means) == (AsJudged(), Wish.AS_USUAL, None)


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        ([BAKER, COOK], COOK),
        ([BAKER, NotAnApplication()], NotAnApplication()),
        ([SetApart(), BAKER], BAKER),
        ([BAKER, AsJudged()], BAKER),
        ([NotAnAgency(), BAKER], FileUnder(vacancy="baker", not_an_agency=True)),
        ([NotAnAgency(), BAKER, COOK], FileUnder(vacancy="cook", not_an_agency=True)),
        ([NotAnAgency(), SetApart(), BAKER], BAKER),
        ([BAKER, LookAgain()], LookAgain()),
    ],
)
def test_the_later_outcome_wins_and_no_agency_is_not_taken_back_by_filing(made: list[Wanted], wanted: Wanted):
    assert in_force([a_decision(each) for each in made]).wanted == wanted


@pytest.mark.parametrize(
    ("made", "answer"),
    [
        ([Wish.NONE, Wish.AS_USUAL], Wish.NONE),
        ([Wish.NONE, Wish.SENT], Wish.SENT),
        ([Wish.SENT, Wish.AS_USUAL], Wish.AS_USUAL),
        ([Wish.NONE, Wish.SENT, Wish.AS_USUAL], Wish.AS_USUAL),
        ([Wish.HELD, Wish.AS_USUAL], Wish.AS_USUAL),
    ],
)
def test_no_letter_stays_so_until_somebody_says_send_and_send_means_the_letter_of_that_moment(made, answer):
    assert in_force([a_decision(answer=each) for each in made]).answer is answer


def test_each_application_is_decided_alone_until_the_mail_is_decided_whole():
    one, other = a_decision(BAKER, number=1), a_decision(NotAnApplication(), number=2)
    assert in_force([one, other]).one_by_one == {1: BAKER, 2: NotAnApplication()}
    assert in_force([one, other, a_decision(COOK)]).one_by_one == {}
    assert in_force([one, a_decision(answer=Wish.NONE)]).one_by_one == {1: BAKER}


def test_who_applies_is_an_aspect_of_its_own():
    ann, bob = NamedApplicant(name="Ann"), NamedApplicant(name="Bob")
    decided = in_force([a_decision(applicant=ann, number=1), a_decision(BAKER), a_decision(applicant=bob, number=2)])
    assert (decided.wanted, decided.applicants) == (BAKER, {1: ann, 2: bob})


@given(st.lists(decisions, max_size=6))
def test_whoever_undoes_the_last_decision_is_where_they_were_before_it(made: list[Decision]):
    for last in range(len(made)):
        assert in_force(made[:last]) == in_force(made[: last + 1][:-1])


@given(decisions)
def test_what_is_written_is_read_again(decision: Decision):
    assert from_json(to_json(decision), by=decision.by, means=decision.means, at=decision.at) == decision


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{}",
        '{"wanted":{"bake":true},"answer":"as_usual"}',
        '{"wanted":{"look_again":true,"as_judged":true},"answer":"as_usual"}',
        '{"wanted":{"set_apart":true,"refuse":1},"answer":"as_usual"}',
        '{"wanted":{"look_again":true},"answer":"shout"}',
        '{"wanted":{"look_again":true},"answer":"none","number":0}',
        '{"wanted":{"file_under":7,"not_an_agency":false},"answer":"none"}',
    ],
)
def test_anything_else_is_damage(written: str):
    with pytest.raises(DecisionDamaged):
        from_json(written, by=None, means=Means.COMMAND, at=AT)


@given(decisions)
def test_every_decision_is_said_in_sentences_on_one_line_each(decision: Decision):
    said = sentences_of(decision, {"engineer": "Engineer"})
    assert all(each.endswith(".") and "\n" not in each for each in said)
    assert said or (isinstance(decision.wanted, AsJudged) and decision.answer is Wish.AS_USUAL)
