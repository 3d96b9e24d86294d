"""What a job board says of its applicant, and when name, address and CV agree."""

import pytest

from inbox_bot.core.judgement.boards.finding import notice_of
from inbox_bot.core.judgement.boards.said import names_said
from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Way
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import RULES, a_cv, letter, reading_of, verdict_of

BOARD = "Good Jobs <no-reply@goodjobs.example>"


def clues(mail, *documents):
    return clues_of(reading_of(mail, *documents), RULES, NOTHING_KNOWN)


def from_a_board(subject, text="", *, sender=BOARD):
    return letter(subject, text).from_(sender)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Bob Ray has applied for Infrastructure engineer", ""),
        ("Infrastructure engineer: Bob Ray applied", ""),
        ("New application from Bob Ray for Infrastructure engineer", ""),
        ("Application for Infrastructure engineer by Bob Ray", ""),
        ("New applicant: Bob Ray (Infrastructure engineer)", ""),
        ("New application", "Candidate: Bob Ray\nJob: Infrastructure engineer"),
        ("Bewerbung von Bob Ray auf Infrastructure engineer", ""),
        ("Bob Ray hat sich auf Ihre Anzeige beworben", ""),
        ("Neue Bewerbung", "Vorname: Bob\nNachname: Ray"),
        ("Candidature de Bob Ray", ""),
        ("Nouvelle candidature", "Bob Ray vient de postuler à votre offre."),
        ("Bob Ray se ha postulado en tu oferta", ""),
        ("Candidatura de Bob Ray", ""),
        ("Bob Ray si è candidato al tuo annuncio", ""),
        ("Candidatura di Bob Ray per Infrastructure engineer", ""),
        ("Bob Ray heeft zojuist gesolliciteerd", ""),
        ("Sollicitatie op Infrastructure engineer van Bob Ray", ""),
        ("Bob Ray candidatou-se", ""),
        ("Bob Ray zaaplikowała na ofertę", ""),
        ("Aplikacja kandydata Bob Ray", ""),
    ],
)
def test_the_applicant_is_named_wherever_the_notice_names_them(subject, text):
    assert set(names_said(clues(from_a_board(subject, text)))) == {"Bob Ray"}


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        (BOARD, "Good Jobs has applied a new layout", "Name: Good Jobs"),
        ("Stellenwerk <x@stellenwerk.example>", "Neue Bewerbung", "Name: Stellenwerk Bewerbung"),
        (BOARD, "Infrastructure Engineer has applied", ""),
        (BOARD, "New application from your job board", ""),
        (BOARD, "New application", "Candidate: see below"),
    ],
)
def test_neither_the_board_nor_a_title_is_somebodys_name(sender, subject, text):
    assert names_said(clues(from_a_board(subject, text, sender=sender))) == ()


CV = a_cv("Bob Ray", "bob.ray@example.net")
APPLIED = "Bob Ray has applied for Infrastructure engineer"


@pytest.mark.parametrize(
    ("reply_to", "text", "cv", "reached"),
    [
        ("Bob Ray <bob.ray@example.net>", "", CV, "bob.ray@example.net"),
        ("bob.ray@example.net", "", CV, "bob.ray@example.net"),
        ("Bob Ray <bob@private.example>", "", CV, "bob@private.example"),  # their other address, which spells the name
        ("Bob Ray <bob7@indeedemail.com>", "", CV, "bob7@indeedemail.com"),
        (None, "E-mail: bob.ray@example.net", CV, "bob.ray@example.net"),
        (None, "You can write to bob.ray@example.net.", CV, "bob.ray@example.net"),
    ],
)
def test_where_name_address_and_cv_agree_the_applicant_is_answered(reply_to, text, cv, reached):
    mail = from_a_board(APPLIED, text)
    verdict = verdict_of(mail.reply_to(reply_to) if reply_to else mail, cv)
    assert (verdict.kind, verdict.applicant.name, verdict.doubts) == (Kind.APPLICATION, "Bob Ray", ())
    assert (verdict.sending.way, verdict.sending.answer_to.address) == (Way.SERVICE, reached)


@pytest.mark.parametrize(
    ("reply_to", "subject", "text", "documents"),
    [
        ("Cy Dole <bob.ray@example.net>", APPLIED, "", (CV,)),
        ("bob.ray@example.net", "Cy Dole has applied for Infrastructure engineer", "", (CV,)),
        ("cy.dole@example.net", APPLIED, "", (CV,)),
        ("cy7@indeedemail.com", "New application for Infrastructure engineer", "", (CV,)),
        ("Bob Ray <bob7@relay.goodjobs.example>", APPLIED, "", (CV,)),
        ("bob.ray@example.net, cy.dole@example.net", APPLIED, "", (CV,)),
        (None, APPLIED, "E-mail: cy.dole@example.net", (CV,)),
        (None, "New application for Infrastructure engineer", "E-mail: bob.ray@example.net", (CV,)),
        (None, APPLIED, "bob.ray@example.net or cy.dole@example.net", (CV,)),
        ("bob.ray@example.net", APPLIED, "", ()),
    ],
    ids=[
        "another's name in Reply-To", "another's name in the subject", "another's address", "a relay of nobody named",
        "a relay that is documented nowhere", "two addresses", "another's address in the fields", "no name at all",
        "two addresses in the text", "no CV",
    ],
)  # fmt: skip
def test_where_they_do_not_agree_a_person_looks_and_nobody_is_answered(reply_to, subject, text, documents):
    mail = from_a_board(subject, text)
    verdict = verdict_of(mail.reply_to(reply_to) if reply_to else mail, *documents)
    assert (verdict.kind, verdict.vacancy.id) == (Kind.APPLICATION, "infra")
    assert Reason.UNSURE_APPLICANT in verdict.doubts
    assert verdict.sending.answer_to is None
    assert verdict.applicant.name in ("Bob Ray", "Cy Dole")


def test_a_notice_of_several_cvs_is_a_persons_to_look_at():
    mail = from_a_board("New applications", "Two people applied.").reply_to("bob.ray@example.net")
    verdict = verdict_of(mail, CV, a_cv("Cy Dole", "cy.dole@example.net"))
    assert verdict.doubts


@pytest.mark.parametrize(
    "mail",
    [
        letter("Application", "I would like to apply. My CV is attached.").header("List-Unsubscribe", "<https://x.example>"),
        letter("Application", "I would like to apply.").header("Precedence", "bulk"),
        letter("Re: Ann Lee has applied for your job", "Thank you for telling me."),
        letter("Ann Lee has applied", "I am back on Monday.").header("Auto-Submitted", "auto-replied"),
        letter("Our newsletter", "Hire faster.").from_(BOARD).header("List-Unsubscribe", "<https://x.example>"),
        letter("Application", "My colleague Ann has applied, too. My CV is attached."),
    ],
    ids=["by a mailer of their own", "in bulk", "an answer", "a vacation note", "a newsletter", "who tells of another"],
)  # fmt: skip
def test_a_persons_own_mail_and_a_newsletter_are_no_notices(mail):
    assert notice_of(clues(mail, *(() if "newsletter" in str(mail) else (a_cv(),)))) is None
