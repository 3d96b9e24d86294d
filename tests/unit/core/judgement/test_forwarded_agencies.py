"""What a colleague forwards is judged by whoever wrote it: an agency's mail is no referral, and never lost."""

from dataclasses import replace

import pytest

from inbox_bot.core.message.values import Message
from inbox_bot.core.words import Kind, Reason, Role
from tests.support.builders.mails import MailBuilder
from tests.unit.core.judgement.building import a_cv, a_document, letter, verdict_of, with_agencies

KIM = "Kim Poe <kim@example.com>"
CV = a_cv("Bob Ray", "bob.ray@example.net")
AGENCY = (
    "I represent an infrastructure engineer. CV and our terms attached (20% fee).\n\nJoan Harper\nHarper Search Ltd"
)
APPLICATION = "I would like to apply as infrastructure engineer. My CV is attached.\n\nBob Ray"


def forward(text: str, above: str = "FYI", sender: str = "Joan Harper <joan@harper.example>") -> MailBuilder:
    """A colleague's mail with another copied below."""
    head = f"---------- Forwarded message ---------\nFrom: {sender}\nDate: Mon, 1 Jun 2026 at 10:00\n"
    copied = f"{head}Subject: Infrastructure engineer\nTo: Kim Poe <kim@example.com>\n\n{text}"
    return letter("Fwd: Infrastructure engineer", f"{above}\n\n{copied}").from_(KIM)


def enclosing(*mails: MailBuilder) -> Message:
    """A colleague's mail with others attached whole."""
    inner = tuple(mail.message() for mail in mails)
    sections = tuple(f"{number}" for number in range(2, 2 + len(inner)))
    return replace(letter("Fwd", "See below.").from_(KIM).message(), enclosed=inner, enclosed_sections=sections)


@pytest.mark.parametrize(
    "documents",
    [(), (CV,), (a_document(Role.OTHER, "Profile"),), (CV, a_document(Role.TERMS, filename="Terms.pdf"))],
    ids=["nothing", "a CV", "a profile", "a CV and terms"],
)
def test_an_agencys_mail_that_a_colleague_forwards_is_for_a_person_to_see(documents):
    verdict = verdict_of(forward(AGENCY), *documents)
    assert (verdict.kind, verdict.doubts, verdict.applications) == (Kind.AGENCY, (Reason.UNSURE_AGENCY,), ())
    assert verdict.agency.score >= 0.6
    assert not verdict.agency.flagged  # a refusal would reach the colleague
    assert verdict.applicant.email != "joan@harper.example"


def test_the_same_when_it_is_attached_whole():
    verdict = verdict_of(
        enclosing(letter("CV", AGENCY).from_("Joan <joan@harper.example>")), replace(CV, section="2.1")
    )
    assert (verdict.kind, verdict.doubts) == (Kind.AGENCY, (Reason.UNSURE_AGENCY,))


def test_where_only_something_speaks_for_an_agency_the_referral_is_doubted():
    verdict = verdict_of(forward("My candidate is available."), replace(CV, text="Profile"))
    assert (verdict.kind, verdict.doubts) == (Kind.REFERRAL, (Reason.UNSURE_AGENCY,))


@pytest.mark.parametrize("above", ["FYI", "Spam?", "", "What do you think?"])
def test_an_offer_without_documents_is_not_lost(above):
    verdict = verdict_of(forward("Do you use agencies? We have a pool of vetted developers.", above))
    assert verdict.doubts[0] is Reason.UNSURE_AGENCY


def test_of_several_mails_one_agencys_does_not_make_the_others_one():
    mail = enclosing(
        letter("Application", APPLICATION).from_("Bob Ray <bob.ray@example.net>"),
        letter("CV", AGENCY).from_("Joan <joan@harper.example>"),
    )
    verdict = verdict_of(mail, replace(CV, section="2.1"), replace(a_cv("Cy Dole", "cy@example.net"), section="3.1"))
    assert (verdict.kind, verdict.doubts) == (Kind.REFERRAL, (Reason.UNSURE_AGENCY,))


def test_a_persons_application_is_a_referral_as_before():
    verdict = verdict_of(forward(APPLICATION, sender="Bob Ray <bob.ray@example.net>"), CV)
    assert (verdict.kind, verdict.doubts, verdict.agency.score) == (Kind.REFERRAL, (), 0.0)
    assert (verdict.applicant.name, verdict.applicant.email) == ("Bob Ray", "bob.ray@example.net")


def test_an_approved_agencys_mail_that_a_colleague_forwards_is_a_referral():
    verdict = verdict_of(forward(AGENCY), CV, rules=with_agencies(approved=("harper.example",)))
    assert (verdict.kind, verdict.doubts) == (Kind.REFERRAL, ())


def test_a_blocked_agencys_mail_is_one_whoever_forwards_it():
    verdict = verdict_of(forward("Coffee?"), rules=with_agencies(blocked=("harper.example",)))
    assert (verdict.kind, verdict.doubts) == (Kind.AGENCY, (Reason.UNSURE_AGENCY,))


def test_what_a_colleague_quotes_in_an_answer_is_not_forwarded():
    mail = forward(AGENCY, "No, thanks.").subject("Re: Infrastructure engineer")
    assert verdict_of(mail).agency.score == 0.0


def test_fyi_is_no_recommendation():
    rules = {found.rule for found in verdict_of(letter("CV", "FYI").from_(KIM), CV).kind_evidence}
    assert "passes_a_cv_on" in rules
    assert "recommends_somebody" not in rules
