"""Whom a refusal reaches, whatever comes and whatever is known: an agency above the threshold, and nobody else.

Nor does an applicant's letter reach an agency, or what may be one, before a person has confirmed it.
"""

import os
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inbox_bot.core.judgement.verdict import AgencyFinding, Applicant, ApplicationFinding
from inbox_bot.core.message.values import Address, Document
from inbox_bot.core.plan import plan_for
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.review.decision import (
    AskForCv,
    Decided,
    FileUnder,
    LookAgain,
    NotAnAgency,
    NotAnApplication,
    SetApart,
    Wish,
)
from inbox_bot.core.rules.model import Policy
from inbox_bot.core.words import ActionState, Kind, Outcome, Reason, Role, Template
from tests.unit.core.plan.test_never import (
    ALL_RULES,
    GREEDY,
    LANGUAGES,
    PEOPLE,
    answers_in,
    histories,
    past_answers,
    past_applications,
    readings,
    verdicts,
)
from tests.unit.core.reply.circumstances import NOW, US, a_history, a_message, a_reading, a_verdict, rules_with

EXAMPLES = int(os.environ.get("PLAN_EXAMPLES", "200"))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
#: What a person may decide without calling the mail an application, or its writer an agency that is to be refused.
UNCONFIRMED = (
    None,
    Decided(),
    Decided(wanted=LookAgain()),
    Decided(wanted=NotAnApplication()),
    Decided(wanted=SetApart()),
    Decided(answer=Wish.NONE),
)
CONFIRMED = (
    Decided(wanted=SetApart(refuse=True)),
    Decided(wanted=FileUnder(vacancy="engineer")),
    Decided(wanted=FileUnder(vacancy=None, not_an_agency=True)),
    Decided(wanted=NotAnAgency()),
    Decided(wanted=AskForCv()),
    Decided(answer=Wish.SENT),
    Decided(wanted=SetApart(), answer=Wish.SENT),
)


@thorough
@example(
    a_reading(),
    a_verdict(Kind.AGENCY),
    rules_with(GREEDY % "answer: acknowledgement"),
    a_history(),
    Decided(wanted=LookAgain()),
)
@given(readings, verdicts, ALL_RULES, histories, st.sampled_from(UNCONFIRMED))
def test_without_a_persons_word_no_agency_is_thanked_and_nobody_below_the_threshold_refused(
    reading, verdict, rules, history, decided
):
    plan = plan_for(reading, verdict, rules, history, NOW, decided=decided)
    due = [answer.effect.template for answer in answers_in(plan) if answer.state is ActionState.PENDING]
    agency = verdict.agency
    doubted = Reason.UNSURE_AGENCY in verdict.doubts or verdict.kind is Kind.AGENCY
    if (agency.flagged or doubted) and not agency.approved:
        assert set(due) <= {Template.AGENCY_REJECTION}
    if Template.AGENCY_REJECTION in due:
        assert agency.flagged
        assert not agency.approved
        assert agency.signals >= rules.agencies.thresholds.signs >= 2
        assert rules.agencies.policy is Policy.REJECT


CONSULTANTS = (
    Address(name="Tom Hale", address="tom@talent.example"),
    Address(name="", address="desk@talent.example"),
    Address(name="Tom Hale", address="tom.hale@gmail.com"),
)
BOBS = (
    Address(name="Bob Ray", address="bob.ray@gmail.com"),
    Address(name="", address="bray77@work.example"),
    Address(name="R. O. B.", address="me@bobs-home.example"),
    Address(name="Tom Hale", address="b.ray@talent.example"),
)
CVS = ("Bob Ray\nme@bobs-home.example", "Bob Ray\nme@bobs-home.example, tom@talent.example", "Bob Ray")


def an_introduction(sender, reply_to, cc, cv, email, language="en", agency=None):
    """The reading and verdict of a mail that presents Bob Ray."""
    message = a_message(
        senders=(sender,), reply_to=reply_to, recipients=(Address(name="", address=US), *cc), subject="CV: Bob Ray"
    )
    document = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text=cv)
    bob = Applicant(name="Bob Ray", email=email, language=language)
    verdict = a_verdict(Kind.AGENCY, agency=agency or AgencyFinding(flagged=True, signals=2), applications=0)
    found = ApplicationFinding(applicant=bob, vacancy=verdict.vacancy, documents=(0,))
    approved = verdict.agency.approved
    return (
        a_reading(message, documents=(document,)),
        replace(verdict, presented=(found,), applicant=bob, applications=(found,) if approved else ()),
    )


introductions = st.builds(
    an_introduction,
    sender=st.sampled_from(CONSULTANTS + BOBS),
    reply_to=st.just(()) | st.sampled_from(CONSULTANTS + BOBS).map(lambda each: (each,)),
    cc=st.lists(st.sampled_from(CONSULTANTS + BOBS), max_size=2).map(tuple),
    cv=st.sampled_from(CVS),
    email=st.sampled_from([None, "me@bobs-home.example"]),
    language=st.sampled_from(LANGUAGES),
    agency=st.sampled_from([AgencyFinding(flagged=True, signals=3), AgencyFinding(approved=True)]),
)
REJECTING = rules_with("agencies: {policy: reject}\n")


@thorough
@given(introductions, ALL_RULES | st.just(REJECTING), st.sampled_from(UNCONFIRMED + CONFIRMED[:1] + CONFIRMED[-2:]))
def test_what_is_written_about_an_introduction_goes_to_no_candidates_address(introduction, rules, decided):
    reading, verdict = introduction
    bobs = {each.address for each in BOBS}
    if verdict.presented[0].applicant.email is None and "bobs-home" not in reading.documents[0].text:
        bobs.discard("me@bobs-home.example")  # nothing says whose it is
    for answer in answers_in(plan_for(reading, verdict, rules, a_history(), NOW, decided=decided)):
        letter = answer.effect.letter
        unclear = letter.to.address == "me@bobs-home.example"  # on the CV as an agency's may be: a person says
        if not unclear or (answer.state is ActionState.PENDING and not answer.released):
            assert letter.to.address not in bobs
        if answer.effect.template is Template.AGENCY_REJECTION:
            assert letter.to.name == ""
            assert "Bob" not in f"{letter.subject}{letter.text}"


def test_two_agencies_that_introduce_one_candidate_at_once_are_both_refused():
    keys = []
    for agency in (CONSULTANTS[0], Address(name="Sue Orr", address="sue@search.example")):
        reading, verdict = an_introduction(agency, (), (), CVS[2], None)
        history = a_history(introduction="b" * 64, fingerprint=f"{len(keys)}" * 64)
        (answer,) = answers_in(plan_for(reading, verdict, REJECTING, history, NOW))
        assert (answer.state, answer.effect.person) == (ActionState.PENDING, "b" * 64)
        keys += answer.once_keys
    assert len(set(keys)) == len(keys) == 4


#: What may be known of the candidate: their applications, what they were written, by whom the ledger knows them.
knowledge = st.fixed_dictionaries(
    {
        "applications": st.lists(past_applications, max_size=3, unique_by=lambda each: each.raw_hash).map(tuple),
        "answers": st.lists(
            st.builds(
                lambda answer: replace(answer, correspondent="bob.ray@gmail.com", person="bob.ray@gmail.com"),
                past_answers,
            ).filter(lambda answer: answer.answer_of != "f" * 64 and not answer.referred_to),
            max_size=3,
        ).map(tuple),
        "person": st.sampled_from(["", *PEOPLE]),
        "address": st.sampled_from(["", "bob.ray@gmail.com"]),
        "same_cv": st.booleans(),
    }
)


def refused(known: dict[str, object], language: str, policy: str) -> tuple[bytes, object, object]:
    """The refusal's bytes, when it is due and in which state."""
    reading, verdict = an_introduction(
        CONSULTANTS[0], (), (BOBS[0],), CVS[0], "me@bobs-home.example", language, AgencyFinding(flagged=True, signals=2)
    )
    history = a_history(introduction="b" * 64, **known)
    rules = rules_with(f"agencies: {{policy: {policy}}}\nanswers: {{delay: 3 hours}}\n")
    plan = plan_for(reading, verdict, rules, history, NOW)
    assert plan.outcome is Outcome.AGENCY
    (answer,) = answers_in(plan)
    return to_wire(answer.effect.letter, NOW), answer.due_at, (answer.state, answer.why, answer.once_keys)


@thorough
@given(knowledge, st.sampled_from(LANGUAGES), st.sampled_from(["reject", "flag"]))
@example({"answers": (), "applications": (), "same_cv": True, "person": PEOPLE[0], "address": ""}, "en", "reject")
def test_a_refusal_is_the_same_and_as_late_whether_or_not_the_candidate_is_known(known, language, policy):
    assert refused(known, language, policy) == refused({}, language, policy)
