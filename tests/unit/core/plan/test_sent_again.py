"""A letter that was sent before with the same CV: when it is one application, and when another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, EarlierApplication
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.plan.values import Stopped
from inbox_bot.core.reply.values import SentBefore
from inbox_bot.core.reply.why import Stop
from inbox_bot.core.review.decision import Decided, Wish
from inbox_bot.core.words import ActionKind, Kind, Outcome, Reason
from tests.unit.core.plan.test_outcomes import plan
from tests.unit.core.reply.circumstances import a_history, a_message, a_reading, a_verdict, rules_with

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRST = EarlierApplication(
    raw_hash="e" * 64, number=0, name="Ann Lee", vacancy="engineer", had_cv=True, is_senders=True
)


def before(vacancy: str | None = "engineer", **changes: object) -> SentBefore:
    fields: dict[str, object] = {
        "received_at": a_reading().received_at - 10 * DAY,
        "subject": "Application as engineer",
        "applications": (replace(FIRST, vacancy=vacancy),),
        "withdrawn": False,
    }
    return SentBefore(**{**fields, **changes})  # type: ignore[arg-type]


def planned(*earlier: SentBefore, verdict=None, subject: str = "Application as engineer", **more):
    reading = a_reading(a_message(subject=subject))
    return plan(verdict, reading=reading, history=a_history(substance="s", sent_before=earlier), **more)


def test_it_is_a_duplicate_that_joins_the_application_it_was_and_gets_no_answer():
    made = planned(before())
    assert (made.outcome, made.reason) == (Outcome.DUPLICATE, Reason.SENT_AGAIN)
    assert made.applications == ()
    assert made.about == FIRST
    assert made.reply == Stopped(stop=Stop.SENT_AGAIN)
    assert [action.kind for action in made.actions] == [ActionKind.MOVE]
    assert [action.effect for action in made.actions] == [Move(folder=("Other",))]


def test_no_person_s_wish_makes_a_second_answer_of_it():
    assert planned(before(), decided=Decided(answer=Wish.SENT)).reply == Stopped(stop=Stop.SENT_AGAIN)


SPECULATIVE = a_verdict(vacancy=None)

#: what came before, how the mail at hand is judged, its subject, and whether the two are one application
CASES = {
    "ten days ago": (before(), a_verdict(), "Application as engineer", True),
    "thirty days ago": (before(received_at=a_reading().received_at - 30 * DAY), a_verdict(), None, True),
    "longer ago": (before(received_at=a_reading().received_at - 30 * DAY - MINUTE), a_verdict(), None, False),
    "a later mail, met first": (before(received_at=a_reading().received_at + 5 * DAY), a_verdict(), None, True),
    "withdrawn since": (before(withdrawn=True), a_verdict(), None, False),
    "for another vacancy": (before("analyst"), a_verdict(), None, False),
    "now for a vacancy, then for none": (before(None), a_verdict(), None, False),
    "now for none, then for a vacancy": (before(), SPECULATIVE, None, False),
    "for a vacancy that is closed by now": (before("past"), a_verdict(vacancy="past"), None, False),
    "answered to oneself": (before(), a_verdict(), "Re: Application as engineer", True),
    "forwarded by oneself": (before(), a_verdict(), "WG: AW: Application as engineer", True),
    "a word more, the vacancy is ours": (before(), a_verdict(), "Second try: application as engineer", True),
    "another vacancy named, and judged the same": (before(), a_verdict(), "Application as gardener", False),
    "for none, under the same subject": (before(None), SPECULATIVE, "Fwd: Application as engineer", True),
    "for none, another named": (before(None), SPECULATIVE, "Application as engineer of trains", False),
    "without a subject, twice": (before(subject=""), a_verdict(), "", True),
    "unclear both times": (
        before(None), a_verdict(vacancy=None, doubts=(Reason.UNSURE_VACANCY,)), None, True
    ),
}  # fmt: skip


@pytest.mark.parametrize(("earlier", "verdict", "subject", "one"), CASES.values(), ids=CASES)
def test_whether_it_is_one_application(earlier, verdict, subject, one):
    made = planned(earlier, verdict=verdict, **({} if subject is None else {"subject": subject}))
    assert (made.outcome is Outcome.DUPLICATE) is one
    assert (made.reason is Reason.SENT_AGAIN) is one


def test_an_older_application_that_still_stands_is_enough():
    assert planned(before("analyst"), before()).outcome is Outcome.DUPLICATE


def test_the_guard_on_agencies_stands_above_it():
    made = planned(before(), verdict=a_verdict(agency=AgencyFinding(flagged=True)))
    assert made.outcome is Outcome.AGENCY


def test_what_is_no_application_is_none_because_one_like_it_was():
    assert planned(before(), verdict=a_verdict(Kind.WITHDRAWAL)).outcome is Outcome.CORRESPONDENCE


@pytest.mark.parametrize(("then", "outcome"), [("{outcome: review}", "review"), ("{answer: none}", "duplicate")])
def test_an_outcome_that_the_user_s_rule_sets_is_kept(then, outcome):
    rules = rules_with(f"rules:\n  - {{name: Mine, when: {{kind: application}}, then: {then}}}\n")
    assert planned(before(), rules=rules).outcome == outcome
