"""What a user's rule can do, and what it can't: turn a stop into an answer, or thank an agency."""

# ruff: noqa: E501 (a row of a table is a line)

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, Sending, Way
from inbox_bot.core.message.values import Address
from inbox_bot.core.plan.values import Sends
from inbox_bot.core.words import Kind, Outcome, Problem, Reason, Role
from tests.unit.core.plan.test_outcomes import answer_of, document, folder_of, plan
from tests.unit.core.reply.circumstances import a_history, a_message, a_reading, a_verdict, rules_with, with_header


def rule(then: str, when: str = "{from: '@example.org'}"):
    return rules_with(f"rules:\n  - name: Mine\n    when: {when}\n    then: {{{then}}}\n")


@pytest.mark.parametrize(
    ("then", "verdict", "outcome", "reason", "template", "folder"),
    [
        ("vacancy: analyst", a_verdict(), "filed", None, "acknowledgement", ("Filed", "Analyst")),
        ("vacancy: analyst", a_verdict(vacancy=None, doubts=(Reason.UNSURE_VACANCY,)), "filed", None, "acknowledgement", ("Filed", "Analyst")),
        ("kind: referral", a_verdict(), "filed", None, None, ("Filed", "Engineer")),
        ("kind: application", a_verdict(Kind.OTHER, applications=0, doubts=(Reason.UNSURE_KIND,)), "filed", None, "acknowledgement", ("Filed", "Engineer")),
        ("kind: bulk", a_verdict(), "not_an_application", None, None, ("Other",)),
        ("kind: agency", a_verdict(), "agency", None, "agency_rejection", ("Agencies",)),
        ("outcome: review", a_verdict(), "review", "rule", None, None),
        ("outcome: agency", a_verdict(), "agency", "rule", "agency_rejection", ("Agencies",)),
        ("outcome: not_an_application", a_verdict(), "not_an_application", "rule", None, ("Other",)),
        ("outcome: speculative", a_verdict(), "speculative", "rule", "speculative", ("Filed", "Speculative")),
        ("outcome: filed", a_verdict(vacancy=None), "speculative", "rule", "speculative", ("Filed", "Speculative")),
        ("outcome: filed", a_verdict(doubts=(Reason.UNSURE_KIND,)), "filed", "rule", "acknowledgement", ("Filed", "Engineer")),
        ("outcome: filed", a_verdict(), "filed", None, "acknowledgement", ("Filed", "Engineer")),
        ("answer: none", a_verdict(), "filed", None, None, ("Filed", "Engineer")),
        ("answer: enquiry", a_verdict(Kind.ENQUIRY, applications=0), "correspondence", "enquiry", "enquiry", ("Other",)),
        ("answer: withdrawal", a_verdict(Kind.WITHDRAWAL, applications=0), "correspondence", "rule", "withdrawal", ("Other",)),
        ("answer: referral_thanks, kind: referral", a_verdict(), "filed", None, "referral_thanks", ("Filed", "Engineer")),
        ("folder: Filed/Mine", a_verdict(), "filed", None, "acknowledgement", ("Filed", "Mine")),
    ],
)  # fmt: skip
def test_what_a_rule_decides(then, verdict, outcome, reason, template, folder):
    made = plan(verdict, rules=rule(then))
    answer = answer_of(made)
    assert (made.outcome, made.reason, made.rule) == (outcome, reason, "Mine")
    assert (answer.effect.template if answer else None) == template
    assert folder_of(made) == folder


def test_what_a_rule_calls_speculative_is_filed_for_no_vacancy():
    assert [application.vacancy for application in plan(rules=rule("outcome: speculative")).applications] == [None]


@pytest.mark.parametrize(
    ("verdict", "source"),
    [
        (a_verdict(Kind.REFERRAL), "ann.lee@example.org"),
        (a_verdict(Kind.AGENCY, agency=AgencyFinding(approved=True)), "ann.lee@example.org"),
        (a_verdict(), None),
    ],
)
def test_what_a_rule_puts_into_review_keeps_its_source(verdict, source):
    assert [application.source for application in plan(verdict, rules=rule("outcome: review")).applications] == [source]


def test_an_answer_that_a_rule_asks_for_goes_out():
    assert answer_of(plan(a_verdict(Kind.ENQUIRY, applications=0), rules=rule("answer: enquiry"))).state == "pending"
    assert answer_of(plan(a_verdict(Kind.WITHDRAWAL), rules=rule("answer: withdrawal"))).state == "pending"


def test_a_rule_that_silences_says_so():
    made = plan(rules=rule("answer: none"))
    assert (isinstance(made.reply, Sends), made.reply.why) == (False, "rule")


def test_a_rule_that_does_not_hold_decides_nothing():
    assert plan(rules=rule("answer: none", "{from: '@example.net'}")).rule is None


@pytest.mark.parametrize(
    "mail",
    [
        with_header(("Auto-Submitted", "auto-replied")),
        with_header(("Precedence", "bulk")),
        with_header(("List-Id", "<a.b>")),
        with_header(("X-Inbox-Bot", "answer")),
        with_header(("Content-Type", "multipart/report; report-type=delivery-status")),
        with_header(("X-Spam-Flag", "YES")),
        a_message(return_path=""),
        a_message(from_fields=2),
        a_message(references=(f"<answer.{'a' * 40}@example.com>",)),
    ],
)
@pytest.mark.parametrize("then", ["kind: application, answer: acknowledgement", "outcome: filed", "answer: enquiry"])
def test_no_rule_turns_a_stop_into_an_answer(mail, then):
    made = plan(reading=a_reading(mail), rules=rule(then))
    assert answer_of(made) is None
    assert not isinstance(made.reply, Sends)


@pytest.mark.parametrize("kind", [Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK, Kind.OWN, Kind.COMMAND])
def test_what_was_judged_automatic_is_not_answered_by_calling_it_an_application(kind):
    made = plan(a_verdict(kind), rules=rule("kind: application, answer: acknowledgement"))
    assert answer_of(made) is None


@pytest.mark.parametrize(
    "verdict",
    [
        a_verdict(agency=AgencyFinding(flagged=True, signals=1)),
        a_verdict(Kind.AGENCY),
        a_verdict(doubts=(Reason.UNSURE_AGENCY,)),
    ],
)
@pytest.mark.parametrize(
    "then", ["answer: acknowledgement", "kind: application, answer: acknowledgement", "outcome: filed", "answer: agency_acknowledgement"]
)  # fmt: skip
def test_no_rule_thanks_an_agency(verdict, then):
    made = plan(verdict, rules=rule(then))
    answer = answer_of(made)
    assert answer is None or answer.state == "held"
    assert made.outcome in (Outcome.AGENCY, Outcome.REVIEW)
    assert made.applications == ()


def test_a_rule_that_calls_it_an_agency_cannot_have_it_thanked():
    made = plan(rules=rule("kind: agency, answer: acknowledgement"))
    assert answer_of(made).effect.template == "agency_rejection"


def test_a_rule_still_moves_and_tells_where_it_may_not_decide():
    rules = rule("folder: Look/Here, tell: rita.reviewer@example.com, answer: acknowledgement")
    made = plan(a_verdict(agency=AgencyFinding(flagged=True)), rules=rules)
    assert folder_of(made) == ("Look", "Here")
    assert any(action.kind == "tell" for action in made.actions)


def test_rules_have_no_say_over_duplicates_and_unread_mail():
    rules = rule("outcome: filed")
    assert plan(rules=rules, history=a_history(known_as=Outcome.FILED)).outcome == "duplicate"
    assert plan(rules=rules, reading=a_reading(problem=Problem.TOO_LARGE)).outcome == "review"


def test_rules_can_ask_for_what_came_with_the_mail():
    made = plan(
        reading=a_reading(documents=(document(Role.CV),)), rules=rule("answer: none", "{has: cv, to: jobs@example.com}")
    )
    assert made.rule == "Mine"


@pytest.mark.parametrize("way", [Way.OUR_FORM, Way.OUR_LIST])
def test_a_mail_is_from_who_wrote_it_and_not_from_the_forms_or_the_lists_address(way):
    ann = Address(name="Ann Lee", address="ann.lee@example.org")
    verdict = replace(a_verdict(), sending=Sending(way=way, person=ann, answer_to=ann))
    reading = a_reading(a_message(senders=(Address(name="Website", address="wordpress@example.com"),)))
    by_form = rule("kind: referral", "{from: '@example.com', has: cv}")
    assert plan(verdict, reading=reading, rules=by_form).rule is None
    assert plan(verdict, reading=reading, rules=rule("kind: referral", "{from: ann.lee@example.org}")).rule == "Mine"
