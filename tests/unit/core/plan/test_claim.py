"""Asked again at the claim: has the world moved on?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.plan import Go, StillDue, may_still
from inbox_bot.core.plan.effects import Move, SentCopy
from inbox_bot.core.words import ActionState, Template
from tests.unit.core.plan.test_actions import TELLING
from tests.unit.core.plan.test_outcomes import answer_of, plan
from tests.unit.core.reply.circumstances import NOW, a_history, a_past_answer, others, rules_with

GO = StillDue(go=Go.GO)
ANSWER = answer_of(plan())
LIVE = rules_with()


@pytest.mark.parametrize(
    ("history", "go", "why"),
    [
        ({}, Go.GO, None),
        ({"withdrawn": True}, Go.CANCEL, "withdrawn"),
        ({"corrected": True}, Go.CANCEL, "corrected"),
        ({"answered_by_hand": True}, Go.CANCEL, "answered_by_hand"),
        ({"breaker_open": True}, Go.HOLD, "breaker"),
        ({"sent_last_hour": 500}, Go.HOLD, "breaker"),
        ({"bounced_at": NOW - timedelta(days=1)}, Go.HOLD, "recently_bounced"),
        ({"answers": (a_past_answer(),)}, Go.HOLD, "rate"),
        ({"answers": tuple(others(3, correspondent="ann.lee@example.org"))}, Go.HOLD, "rate"),
        ({"answers": tuple(others(2, likeness=ANSWER.effect.likeness))}, Go.HOLD, "rate"),
        ({"answers": tuple(others(19, correspondent="x@example.org", at=NOW))}, Go.GO, None),
        ({"answers": (a_past_answer(state=ActionState.PENDING),)}, Go.GO, None),  # waits behind this one
        ({"answers": (a_past_answer(answer_of="f" * 64, state=ActionState.DOING),)}, Go.GO, None),  # itself
    ],
)
def test_an_answer_at_its_claim(history, go, why):
    assert may_still(ANSWER, LIVE, a_history(**history), NOW) == StillDue(go=go, why=why)


@pytest.mark.parametrize("state", ActionState)
def test_where_a_domain_has_had_its_answers_for_this_hour_the_next_waits_until_the_first_of_them_is_an_hour_old(state):
    past = [
        replace(each, correspondent="x@example.org", at=NOW - timedelta(minutes=40 - n), state=state)
        for n, each in enumerate(others(21))
    ]
    claim = may_still(ANSWER, LIVE, a_history(answers=tuple(past)), NOW)
    if state in OUT:
        assert claim == StillDue(go=Go.LATER, why="domain_rate", until=NOW + timedelta(minutes=21))
    else:
        assert claim.go is Go.GO
    assert may_still(replace(ANSWER, released=True), LIVE, a_history(answers=tuple(past)), NOW).go is Go.GO


OUT = {ActionState.DOING, ActionState.DONE, ActionState.UNCERTAIN}  # or may be: nobody knows of the last


@pytest.mark.parametrize("state", ActionState)
@pytest.mark.parametrize(
    "past",
    [
        (a_past_answer(),),
        tuple(others(3, correspondent="ann.lee@example.org")),
        tuple(others(2, likeness=ANSWER.effect.likeness)),
    ],
    ids=["the same person", "the same correspondent", "alike"],
)
def test_whatever_may_have_gone_out_counts_and_nothing_else_does(past, state):
    history = a_history(answers=tuple(replace(each, state=state) for each in past))
    assert may_still(ANSWER, LIVE, history, NOW).go is (Go.HOLD if state in OUT else Go.GO)


@pytest.mark.parametrize(
    ("history", "go"),
    [
        ({"answers": (a_past_answer(),)}, Go.GO),
        ({"bounced_at": NOW}, Go.GO),
        ({"answered_by_hand": True}, Go.GO),
        ({"breaker_open": True}, Go.HOLD),
        ({"withdrawn": True}, Go.CANCEL),
        ({"corrected": True}, Go.CANCEL),
    ],
)
def test_what_a_person_released_is_bound_by_little(history, go):
    assert may_still(replace(ANSWER, released=True), LIVE, a_history(**history), NOW).go is go


def test_the_answer_to_a_withdrawal_is_not_overtaken_by_it():
    farewell = replace(ANSWER, effect=replace(ANSWER.effect, template=Template.WITHDRAWAL))
    assert may_still(farewell, LIVE, a_history(withdrawn=True), NOW) == GO


def test_an_empty_letter_never_goes_out():
    empty = replace(ANSWER, effect=replace(ANSWER.effect, letter=replace(ANSWER.effect.letter, text="\n")))
    assert may_still(empty, LIVE, a_history(), NOW) == StillDue(go=Go.HOLD, why="template_error")


def test_back_in_observe_nothing_touches_the_world_but_reviewers_are_told():
    observing = rules_with(mode="observe")
    for action in plan(rules=rules_with(TELLING)).actions:
        expected = GO if action.kind == "tell" else StillDue(go=Go.HOLD, why="observe")
        assert may_still(action, observing, a_history(), NOW) == expected


def test_moves_and_copies_go_on_whatever_becomes_of_answers():
    everything = a_history(withdrawn=True, breaker_open=True, answered_by_hand=True)
    for action in plan().actions:
        if isinstance(action.effect, Move | SentCopy):
            assert may_still(action, LIVE, everything, NOW) == GO
