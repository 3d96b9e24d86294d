"""Somebody writes for another person: the applicant is that person, with name, address and number of their CV alone."""

import pytest

from inbox_bot.core.judgement.verdict import Applicant
from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Kind, Reason, Role
from tests.unit.core.judgement.building import a_cv, letter, verdict_of


def applicant(sender: str, text: str, cv: Document, subject: str = "Data scientist intern") -> Applicant:
    verdict = verdict_of(letter(subject, text).from_(sender), cv)
    assert verdict.kind is Kind.APPLICATION
    return verdict.applicant


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        (
            "Bernadette Lee <b.lee@example.net>",
            "My daughter Ann Lee looks for work; her CV is attached.\n\nBernadette Lee",
        ),
        ("Monika Lee <m.lee@example.net>", "Anbei der Lebenslauf meiner Tochter Ann Lee.\n\nMonika Lee"),
        ("Max Hill <max.hill@example.net>", "A friend of mine, Ann Lee, would be good. Her CV is attached.\n\nMax"),
        ("Welcome Charity <help@welcome.example>", "We help people find work and enclose the CV of Ann Lee.\n\nMary"),
        ("Dr Alan Birch <a.birch@uni.example>", "Our graduate Ann Lee asked me to pass on her CV.\n\nDr Alan Birch"),
        ("Job Centre <advisor@jobs.gov.example>", "I support Ann Lee, who would like the internship. CV attached."),
        ("Maître Dupont <conseil@travail.example>", "Je vous transmets le CV de Ann Lee. Service gratuit."),
    ],
)
def test_the_applicant_is_the_person_of_the_cv(sender, text):
    found = applicant(sender, text, a_cv("Ann Lee", "ann.lee@example.org", filename="CV Ann Lee.pdf"))
    assert (found.name, found.email, found.phone) == ("Ann Lee", "ann.lee@example.org", "+442079460123")


def test_nothing_of_the_writer_is_mixed_in():
    cv = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text="Ann Lee\n\nExperience\n")
    text = "My daughter Ann Lee looks for work. Call me on 020 7946 0001.\n\nBernadette Lee"
    verdict = verdict_of(letter("Data scientist intern", text).from_("Bernadette Lee <b.lee@example.net>"), cv)
    assert (verdict.applicant.name, verdict.applicant.email, verdict.applicant.phone) == ("Ann Lee", None, None)
    assert Reason.UNSURE_APPLICANT in verdict.doubts


def test_a_family_mailbox_on_the_cv_is_the_applicants():
    cv = a_cv("Ann Lee", "lees@example.net")
    found = applicant("Bernadette Lee <lees@example.net>", "My daughter Ann is looking for work.\n\nBernadette Lee", cv)
    assert (found.name, found.email) == ("Ann Lee", "lees@example.net")


@pytest.mark.parametrize(
    ("sender", "text", "name"),
    [
        ("Ann Lee <ann@example.net>", "My husband told me of you. My CV is attached.\n\nAnn Lee", "Ann Lee"),
        ("Ann Lee <ann@example.net>", "My daughter Bo started school. CV attached.\n\nAnn Lee", "Ann Lee"),
        ("The Lees <lees@example.net>", "I apply for the internship.\n\nAnn Lee", "Ann Lee"),
        ("Ann Kowalska <ann@example.net>", "I apply, my CV is attached (under my maiden name).\n\nAnn", "Ann Kowalska"),
    ],
)
def test_who_applies_themselves_is_the_applicant(sender, text, name):
    found = applicant(sender, text, a_cv("Ann Lee", "ann.lee@example.org"))
    assert (found.name, found.email) == (name, sender.partition("<")[2].rstrip(">"))
