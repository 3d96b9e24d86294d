"""A letter's pictures: their words count as its own where there is no other, and as a signature's where there is."""

import pytest

from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import a_cv, letter, verdict_of

JOAN = "Joan Harper <joan@post.example.net>"
OTHERS = a_cv("Bob Ray", "bob.ray@example.net")


def pictured(*alts, text="", sender=JOAN, subject="Vacancy"):
    markup = "".join(f'<img src="cid:{number}" alt="{alt}">' for number, alt in enumerate(alts))
    return letter(subject, text).html(f"<p>{text}</p>{markup}").from_(sender)


def quotes_of(verdict):
    return {evidence.rule: evidence.quote for evidence in verdict.agency.evidence}


@pytest.mark.parametrize(
    ("alt", "rule"),
    [
        ("Meet my candidate, an SAP engineer", "presents_a_candidate"),
        ("Unser Kandidat für Ihre Stelle", "presents_a_candidate"),
        ("Notre candidat pour votre poste", "presents_a_candidate"),
        ("Le presentamos a nuestro candidato", "presents_a_candidate"),
        ("Il nostro candidato per voi", "presents_a_candidate"),
        ("Onze kandidaat voor u", "presents_a_candidate"),
        ("Nasz kandydat dla Państwa", "presents_a_candidate"),
        ("O nosso candidato para a sua vaga", "presents_a_candidate"),
        ("Our placement fee is only 15 %", "asks_for_terms"),
    ],
)
def test_a_mail_that_is_a_picture_says_what_the_picture_says_and_is_quoted_as_one(alt, rule):
    verdict = verdict_of(pictured(alt))
    assert quotes_of(verdict)[rule] == f'alt="{alt}"'
    assert verdict.agency.flagged or Reason.UNSURE_AGENCY in verdict.doubts
    assert verdict.kind is not Kind.APPLICATION or verdict.doubts


LONG = "I saw your vacancy and send you my CV with it. For six years I have looked after the machines of a mill nearby."


@pytest.mark.parametrize(
    "alt", ["Our candidates, our recruitment services, our placement fee", "Unser Kandidat, unser Honorar"]
)
def test_below_a_letter_a_banner_says_what_the_writers_firm_sells_and_not_what_they_write_for(alt):
    verdict = verdict_of(pictured(alt, text=f"{LONG}\n\nJoan Harper"), a_cv("Joan Harper", "joan@post.example.net"))
    assert {"presents_a_candidate", "asks_for_terms", "offers_services"}.isdisjoint(quotes_of(verdict))
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, ())


def test_a_logo_signs_for_a_firm():
    verdict = verdict_of(pictured("Harper Recruitment Ltd", text="Here is the CV we spoke of.\n\nJoan"), OTHERS)
    assert quotes_of(verdict)["signs_for_a_firm"] == 'alt="Harper Recruitment Ltd"'


def test_a_schools_logo_spares_it():
    verdict = verdict_of(pictured("University of Kent, Careers Service", text="My candidate is Bob. Our fee is 2 %."))
    assert quotes_of(verdict)["serves_the_public"] == 'alt="University of Kent, Careers Service"'
    assert not verdict.agency.flagged


@pytest.mark.parametrize(
    "alt", ["LinkedIn", "Photo of Ann Lee", "Bewerbungsfoto", "Facebook", "Logo of Example Mill", "Avast: virus-free"]
)
def test_an_applicants_pictures_are_no_sign(alt):
    mail = pictured(alt, text="Please find my CV attached.\n\nAnn Lee", sender="Ann Lee <ann.lee@example.org>")
    verdict = verdict_of(mail, a_cv())
    assert verdict.agency.score == 0
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, ())


def test_a_quoted_agencys_logo_is_nobodys():
    mail = letter("Re: Vacancy", "I apply directly, please.").html(
        '<p>I apply directly, please.</p><blockquote><img alt="Harper Recruitment Ltd: our candidate"></blockquote>'
    )
    assert quotes_of(verdict_of(mail)).get("signs_for_a_firm") is None
