"""The company's own web form: it sends from our domain; who filled it in is in Reply-To or in its fields."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import Known, Way
from inbox_bot.core.judgement.web_form import fields_in
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import RULES, a_cv, earlier, letter, verdict_of

TEXT = "I would like to apply as infrastructure engineer. I have worked with AWS for six years."
FIELDS = """Name: Ann Lee
E-mail: ann.lee@example.org
Phone: +44 20 7946 0123
Position: Infrastructure engineer
Message: I can start in June.
"""
FORMS = {
    "wordpress": ("WordPress <wordpress@example.com>", {}),
    "on behalf of": ('"Ann Lee via Info" <info@example.com>', {}),
    "our mailbox": ("Example Ltd <recruitment@example.com>", {}),
    "generated": ("Website <web@example.com>", {"Auto-Submitted": "auto-generated"}),
    "PHPMailer": ("Example Ltd <example@example.com>", {"X-Mailer": "PHPMailer 6.9.1"}),
    "a desk": ("Desk <info@example.com>", {"Precedence": "bulk"}),
}


def a_form(name, text=TEXT, subject='Example Ltd "Job application"'):
    """What a form of ours sends."""
    sender, fields = FORMS[name]
    mail = letter(subject, text).from_(sender)
    for field, value in fields.items():
        mail = mail.header(field, value)
    return mail


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_sends_with_a_cv_is_the_application_of_the_person_in_reply_to(form):
    verdict = verdict_of(a_form(form).reply_to("Ann Lee <ann.lee@example.org>"), a_cv())
    assert (verdict.kind, verdict.vacancy.id, verdict.doubts) == (Kind.APPLICATION, "infra", ())
    assert (verdict.applicant.name, verdict.applicant.email) == ("Ann Lee", "ann.lee@example.org")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", [TEXT, FIELDS], ids=["a letter", "fields"])
def test_what_a_form_sends_without_a_cv_is_an_application_too(form, text):
    verdict = verdict_of(a_form(form, text).reply_to("ann.lee@example.org"))
    assert (verdict.kind, verdict.vacancy.id) == (Kind.APPLICATION, "infra")
    assert verdict.applicant.email == "ann.lee@example.org"


GERMAN = """Vor- und Nachname: Ann Lee
E-Mail-Adresse: ann.lee@example.org
Stelle: Infrastructure engineer
Nachricht: Hiermit bewerbe ich mich.
"""
IN_LINES_BELOW = """Your name
Ann Lee

Your email
ann.lee@example.org

Position
Infrastructure engineer

Message
I would like to apply.
"""
IN_TWO = """First name: Ann
Last name: Lee
Email address: ann.lee@example.org (mailto:ann.lee@example.org)
Vacancy: Infrastructure engineer
"""
CONTACT_FORM_7 = """From: Ann Lee <ann.lee@example.org>
Subject: Infrastructure engineer

Message Body:
I would like to apply.
"""


@pytest.mark.parametrize("form", ["wordpress", "our mailbox", "generated", "PHPMailer"])
@pytest.mark.parametrize("fields", [FIELDS, GERMAN, IN_LINES_BELOW, IN_TWO, CONTACT_FORM_7])
def test_a_form_without_reply_to_names_the_person_in_its_fields(form, fields):
    for documents, doubts in (((), (Reason.UNSURE_APPLICANT,)), ((a_cv(),), ())):
        verdict = verdict_of(a_form(form, fields), *documents)
        assert (verdict.kind, verdict.vacancy.id) == (Kind.APPLICATION, "infra")
        assert (verdict.applicant.name, verdict.applicant.email) == ("Ann Lee", "ann.lee@example.org")
        assert verdict.doubts == doubts


@pytest.mark.parametrize("cv", [a_cv("Bob Ray", "bob.ray@example.net"), a_cv(email="another@example.net")])
def test_fields_that_do_not_agree_with_the_cv_are_a_persons_to_look_at(cv):
    assert Reason.UNSURE_APPLICANT in verdict_of(a_form("wordpress", FIELDS), cv).doubts


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ("E-mail: ann@example.org\nNombre: Ann\nApellidos: Lee", "Ann Lee"),
        ("Nom : Lee\nPrénom : Ann\nCourriel : ann@example.org", "Ann Lee"),
        ("Cognome: Lee\nIndirizzo email: ann@example.org\nNome: Ann", "Ann Lee"),
        ("Achternaam: Lee\nNaam: Ann\nUw e-mailadres: ann@example.org", "Ann Lee"),
        ("Apelido: Lee\nNome próprio: Ann\nO seu e-mail: ann@example.org", "Ann Lee"),
        ("Nazwisko: Lee\nAdres e-mail: ann@example.org\nImię: Ann", "Ann Lee"),
        ("Referee's e-mail: bob@example.net\nReference: Bob Ray\nName: Ann Lee\nMail: ann@example.org", "Ann Lee"),
    ],
)
def test_fields_are_read_in_any_order_and_language(fields, name):
    assert fields_in(fields) == {"name": name, "address": "ann@example.org"}


def test_another_persons_cv_in_a_form_is_for_a_person_to_see():
    mail = a_form("our mailbox").reply_to("Ann Lee <ann.lee@example.org>")
    assert Reason.UNSURE_APPLICANT in verdict_of(mail, a_cv("Bob Ray", "bob.ray@example.net")).doubts


def test_a_group_that_rewrites_the_sender_passes_an_application_on():
    mail = letter("Infrastructure engineer", TEXT).from_("'Ann Lee' via Jobs <jobs@example.com>")
    mail = mail.reply_to("Ann Lee <ann.lee@example.org>").header("List-Id", "<jobs.example.com>")
    verdict = verdict_of(mail.header("Precedence", "list"), a_cv())
    assert (verdict.kind, verdict.applicant.email, verdict.doubts) == (
        Kind.APPLICATION,
        "ann.lee@example.org",
        (),
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_else_people_write_into_a_form_is_no_application(form):
    asks = a_form(form, "Name: Bob Ray\nMessage: Where can I park?", "Contact form").reply_to("bob.ray@example.net")
    sells = a_form(form, "We offer SEO services: first page of Google.", "Contact form").reply_to("bob.ray@example.net")
    assert (verdict_of(asks).kind, verdict_of(asks).doubts) == (Kind.OTHER, (Reason.UNSURE_KIND,))
    assert (verdict_of(sells).kind, verdict_of(sells).doubts) == (Kind.BULK, ())


def test_a_forms_receipt_that_comes_back_to_us_is_an_automatic_reply():
    mail = letter("Thank you for your message", FIELDS).from_("WordPress <wordpress@example.com>")
    assert verdict_of(mail.header("Auto-Submitted", "auto-replied")).kind is Kind.AUTO_REPLY


def test_a_colleague_who_is_answered_elsewhere_is_no_form():
    mail = letter("CV of Bob Ray", "He would like to apply, his CV is attached.").from_("Max Orr <max.orr@example.com>")
    verdict = verdict_of(mail.reply_to("max.orr@example.net"), a_cv("Bob Ray", "bob.ray@example.net"))
    assert (verdict.kind, verdict.applicant.email) == (Kind.REFERRAL, "bob.ray@example.net")


def test_what_a_colleague_at_a_desk_forwards_is_a_referral():
    mail = letter("Fwd: CV", "For you.").from_("Desk <info@example.com>")
    inner = letter("CV", "I would like to apply.").from_("Bob Ray <bob.ray@example.net>")
    verdict = verdict_of(mail.forwarding(inner), a_cv("Bob Ray", "bob.ray@example.net", section="2.2"))
    assert verdict.kind is Kind.REFERRAL


def test_what_we_wrote_ourselves_is_ours_whatever_fields_it_has():
    mail = letter("Your application", FIELDS).from_("recruitment@example.com").header("X-Inbox-Bot", "answer")
    assert verdict_of(mail.reply_to("ann.lee@example.org")).kind is Kind.OWN


def test_an_empty_mail_from_our_address_is_ours():
    assert verdict_of(letter("", "").from_("recruitment@example.com")).kind is Kind.OWN


@pytest.mark.parametrize("sender", ["Anna Post <anna.post@example.com>", "Web Smith <web.smith@example.com>"])
def test_a_colleague_with_a_desks_name_is_no_form(sender):
    mail = letter("CV of Bob Ray", "He would like to apply, his CV is attached.").from_(sender)
    verdict = verdict_of(mail.reply_to("anna.post@example.net"), a_cv("Bob Ray", "bob.ray@example.net"))
    assert verdict.kind is Kind.REFERRAL


def test_whoever_filled_the_form_in_before_is_another_person():
    before = earlier(Kind.APPLICATION, "infra")
    mails = tuple(replace(mail, same_thread=False, had_cv=False) for mail in before.earlier)
    mail = letter("New message", "Name: Bob Ray\nE-mail: bob.ray@example.net\nMessage: My CV is attached.")
    mail = mail.from_("WordPress <wordpress@example.com>").reply_to("bob.ray@example.net")
    verdict = verdict_of(mail, a_cv("Bob Ray", "bob.ray@example.net"), known=Known(earlier=mails))
    assert verdict.vacancy.id is None


def test_whom_a_job_board_sent_before_is_another_person():
    mails = tuple(replace(mail, same_thread=False, had_cv=False) for mail in earlier(Kind.APPLICATION, "infra").earlier)
    mail = letter("New candidate", "Bob Ray has sent you the CV that was missing.").from_(
        "Board <no-reply@board.example>"
    )
    assert verdict_of(mail, a_cv("Bob Ray", "bob@example.net"), known=Known(earlier=mails)).vacancy.id is None


def test_a_cv_that_has_the_address_of_reply_to_leaves_no_doubt_though_its_name_is_not_read():
    cv = a_cv("CURRICULUM", "bob99@example.net")
    assert verdict_of(a_form("wordpress").reply_to("bob99@example.net"), cv).doubts == ()


def test_nobody_becomes_a_reviewer_by_a_forms_reply_to():
    rules = replace(RULES, reviewers=(RULES.reviewers[0].model_copy(update={"email": "jane@example.net"}),))
    mail = letter("Re: 7 received in recruitment mail", "#12 file infra").from_("recruitment@example.com")
    mail = mail.reply_to("jane@example.net").replying_to("<digest.0123@example.com>")
    assert verdict_of(mail, rules=rules).kind is not Kind.COMMAND


@pytest.mark.parametrize("name", ["Jan Per Nilsson", "Eva Par", "Por Lee"])
def test_per_and_par_are_names_too_and_no_lists_via(name):
    mail = letter("CV of Bob Ray", "He would like to apply, his CV is attached.").from_(f"{name} <jan@example.com>")
    verdict = verdict_of(mail.reply_to("jan@example.net"), a_cv("Bob Ray", "bob.ray@example.net"))
    assert (verdict.kind, verdict.sending.way) == (Kind.REFERRAL, Way.DIRECT)
