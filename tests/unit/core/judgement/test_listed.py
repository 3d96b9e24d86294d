"""The user's lists of agencies: whom an entry names, and that none refuses a person who applies."""

import pytest

from inbox_bot.core.rules.agencies.settings import AgencyThresholds
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import a_cv, letter, verdict_of, with_agencies

INTRODUCES = "Please find the CV of my candidate attached. Our fee is 20% of the salary."
OTHERS_CV = a_cv("Bob Ray", "bob.ray@example.net")


def from_(sender: str, text: str = INTRODUCES):
    return letter("Infrastructure engineer", text).from_(sender)


@pytest.mark.parametrize(
    ("sender", "signed"),
    [
        ("Tom Hale | Exämple Search <tom.hale@post.example.net>", "Tom Hale"),
        ("Tom Hale <tom.hale@post.example.net>", "Tom Hale\nExample Search GmbH"),
        ("Tom Hale <tom.hale@post.example.net>", "-- \nTom Hale\nPrincipal, Example Search\n+44 20 7946 0000"),
        ("Tom Hale <tom@example-search.test>", "Tom Hale"),
        ("Tom Hale <tom@mail.examplesearch.test>", "Tom Hale"),
    ],
)
def test_a_firms_name_counts_in_the_senders_name_the_domain_and_the_signature(sender, signed):
    mail = from_(sender, f"{INTRODUCES}\n\n{signed}")
    found = verdict_of(mail, OTHERS_CV, rules=with_agencies(approved=("Example Search Ltd",))).agency
    assert (found.approved, found.listed) == (True, "Example Search Ltd")


def test_a_name_that_a_letter_only_speaks_of_names_nobody():
    text = f"{INTRODUCES} Not like Example Search, with whom you work.\n" + "We look forward to a long letter.\n" * 8
    found = verdict_of(
        from_("Tom Hale <tom@other.test>", text), OTHERS_CV, rules=with_agencies(approved=("Example Search",))
    )
    assert not found.agency.approved
    part = verdict_of(
        from_("Tom Hale <tom@examplesearcher.test>"), OTHERS_CV, rules=with_agencies(approved=("Example Search",))
    )
    assert not part.agency.approved


@pytest.mark.parametrize("entry", ["people.example", "ann@people.example", "People Ltd Example"])
@pytest.mark.parametrize(
    "text", ["I am applying for the position, my CV is attached.", "My skills are Kafka and Go. See attached."]
)
def test_whoever_a_list_calls_an_agency_and_who_writes_that_they_apply_is_a_persons_to_look_at(entry, text):
    mail = from_("Ann Lee <ann@people.example>", f"{text}\n\nAnn Lee\nPeople Example")
    verdict = verdict_of(mail, a_cv("Ann Lee", "ann@people.example"), rules=with_agencies(blocked=(entry,)))
    assert not verdict.agency.flagged
    assert verdict.doubts[:1] == (Reason.UNSURE_AGENCY,)


def test_a_list_spares_no_firm_that_it_names():
    mail = from_("Joan <joan@people.example>", "We do not supply staff. Our careers service presents our graduates.")
    assert verdict_of(mail, rules=with_agencies(blocked=("people.example",))).kind is Kind.AGENCY


def test_the_scores_from_which_a_mail_is_doubted_and_set_apart_are_the_users():
    """A recruiter's signature and manner, and somebody else's CV."""
    mail = letter("Bob Ray", "He is available for interview at once.\n\nJoan Harper\nRecruitment Consultant").from_(
        "Joan Harper <joan@post.example.net>"
    )
    score = verdict_of(mail, OTHERS_CV).agency.score
    assert 0.65 <= score <= 0.85
    for doubt, flag, becomes in ((0.4, 0.6, "flagged"), (0.6, 0.9, "doubted"), (0.9, 0.9, "neither")):
        rules = with_agencies(thresholds=AgencyThresholds(doubt=doubt, flag=flag))
        found = verdict_of(mail, OTHERS_CV, rules=rules)
        doubted = "doubted" if Reason.UNSURE_AGENCY in found.doubts else "neither"
        assert ("flagged" if found.agency.flagged else doubted) == becomes
