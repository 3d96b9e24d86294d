"""An agency's one-liners: 'Did you see Anna's CV?', from a firm, with nothing attached. Friends write them, too."""

import pytest

from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import a_cv, letter, verdict_of
from tests.unit.core.judgement.test_forwarded_agencies import forward

DOMAIN = "Tim Grey <tim@northway-recruitment.example>"
PLAIN = "Tim Grey <tim@northway.example>"
SIGNATURE = "\n\nTim Grey\nSenior Recruitment Consultant\nNorthway Ltd"
ONE_LINERS = [
    "Did you see Anna's CV?",
    "Did you get a chance to look at Anna Novak’s resume?",
    "Any feedback on Anna? She is getting other offers.",
    "Hi, any thoughts on Anna Novak? He can interview on Thursday.",
    "Have you reviewed the CV of Anna Novak?",
    "Konnten Sie sich das Profil von Frau Novak schon ansehen?",
    "Haben Sie den Lebenslauf von Anna Novak erhalten?",
    "Avez-vous pu regarder le CV d'Anna ?",
    "¿Ha podido ver el CV de Anna Novak?",
    "Heeft u het cv van Anna al bekeken?",
    "Shall I line Anna up for an interview?",
]


@pytest.mark.parametrize("text", ONE_LINERS)
@pytest.mark.parametrize(("sender", "signature"), [(DOMAIN, "\n\nTim"), (PLAIN, SIGNATURE)], ids=["domain", "title"])
def test_a_recruiter_who_asks_after_somebody_is_an_agency(text, sender, signature):
    verdict = verdict_of(letter("Anna", text + signature).from_(sender))
    assert verdict.kind is Kind.AGENCY
    assert verdict.agency.flagged
    assert verdict.agency.signals >= 2


@pytest.mark.parametrize("text", ONE_LINERS)
def test_somebody_else_who_asks_is_not_flagged_nor_put_away(text):
    verdict = verdict_of(letter("Anna", text + "\n\nTim").from_("Tim Grey <tim.grey@example.net>"))
    assert not verdict.agency.flagged
    assert verdict.kind is Kind.ENQUIRY or verdict.doubts  # an enquiry is for a person anyway


@pytest.mark.parametrize("text", ONE_LINERS)
def test_what_a_colleague_forwards_of_it_is_doubted_as_an_agencys(text):
    verdict = verdict_of(forward(text + SIGNATURE, sender=DOMAIN))
    assert (verdict.kind, verdict.doubts) == (Kind.AGENCY, (Reason.UNSURE_AGENCY,))


@pytest.mark.parametrize(
    "text",
    [
        "Please find Tim's CV attached.",
        "Here is the CV of Tim Grey for the infrastructure engineer job.",
        "Did you see my friend Anna's CV? She is a friend of mine.",
        "I'm applying as infrastructure engineer. Today's CV replaces the old one.",
        "Any update on Infrastructure engineer? Ms Doe said she would write.",
        "Interested in the infrastructure engineer job. For a reference, Sarah's details are below.",
        "Any news on Talent Partner? She wanted to call me.",
        "I have a Master's. CV attached, any feedback on Friday would be great. She who dares wins.",
    ],
)
def test_a_recruiter_who_writes_of_themselves_or_a_friend_is_not_flagged(text):
    verdict = verdict_of(letter("Infrastructure engineer", text + "\n\nTim Grey\nRecruiter").from_(DOMAIN))
    assert not verdict.agency.flagged, verdict.agency


def test_a_third_persons_words_about_their_own_cv_raise_no_doubt():
    mail = letter("Infrastructure engineer", "Hello, attached is Ann's CV.\n\nRegards").from_("annie@example.net")
    assert Reason.UNSURE_AGENCY not in verdict_of(mail, a_cv("Ann Lee", "annie@example.net")).doubts
