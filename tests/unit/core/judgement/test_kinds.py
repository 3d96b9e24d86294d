"""Machines, lists, ourselves and colleagues: told by structure and headers before anybody reads the letter."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.sender import auto_submitted_keyword
from inbox_bot.core.message.values import Message, Part
from inbox_bot.core.words import Kind, Problem, Reason, Role
from tests.unit.core.judgement.building import a_cv, a_document, earlier, letter, verdict_of

REPORT = 'multipart/report; report-type={}; boundary="=_boundary_0"'
QMAIL = """Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<nobody@example.net>:
user unknown
"""


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification", "feedback-report"])
def test_a_report_is_a_bounce_by_its_structure_even_with_a_cv_inside(kind):
    mail = letter("x", "x").header("Content-Type", REPORT.format(kind)).forwarding(letter("Application", "my CV"))
    assert verdict_of(mail, a_cv(section="2.1")).kind is Kind.BOUNCE


def test_a_qmail_bounce_has_no_structure_and_is_told_by_sender_and_words():
    mail = letter("failure notice", QMAIL).from_("MAILER-DAEMON@mx.example.net")
    assert verdict_of(mail).kind is Kind.BOUNCE


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("Mail Delivery System <mailer-daemon@example.net>", "Unzustellbar: Ihre Bewerbung"),
        ("postmaster@example.net", "Échec de la remise : votre candidature"),
        ("Mail Delivery Subsystem <x@example.net>", "Delivery Status Notification (Delay)"),
        ("Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>", "Undeliverable: x"),
        ("Mail Delivery System <MAILER-DAEMON@posta.example>", "Messaggio non consegnato"),
        ("Mail Delivery System <MAILER-DAEMON@correo.example>", "Correo no entregado"),
    ],
)
def test_bounces_in_other_words(sender, subject):
    assert verdict_of(letter(subject, "").from_(sender)).kind is Kind.BOUNCE


@pytest.mark.parametrize(
    "mail",
    [
        letter("Application", "I would like to apply. My CV is attached.").from_("Ann Lee <postmaster@lee.example>"),
        letter("Fwd: failure notice", "My first mail came back:\n\n" + QMAIL),
        letter("Undelivered Mail Returned to Sender", "It came back, so once more: my application.\n\n" + QMAIL),
    ],
    ids=["an applicant who is their own postmaster", "forwards a bounce", "answers a bounce"],
)
def test_a_person_is_no_mail_system(mail):
    assert verdict_of(mail, a_cv()).kind is Kind.APPLICATION


def test_a_person_who_forwards_a_bounce_whole_has_not_bounced():
    report = letter("failure notice", QMAIL).from_("mailer-daemon@example.net").message()
    sections = (("1", "text/plain"), ("2", "message/rfc822"), ("2.1", "text/plain"), ("2.2", "message/delivery-status"))
    parts = tuple(
        Part(section=section, filename="x", type=type_, declared_type=type_, disposition="", content_id="", content=b"")
        for section, type_ in sections
    )
    outer = letter("look at this", "What does it mean?").message()
    mail = replace(outer, parts=parts, enclosed=(report,), enclosed_sections=("2",))
    assert verdict_of(mail).kind is Kind.OTHER


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Read: Your application", "Your message\n\nTo: Ann\n\nwas read on 17 November 2026 10:05."),
        ("Not read: Your application", "Your message was deleted without being read on 17 November 2026."),
        ("Gelesen: Ihre Bewerbung", "Ihre Nachricht\n\nAn: Ann\n\nwurde am 17.11.2026 10:05 gelesen."),
        ("Gelesen: Ihre Bewerbung", ""),
        ("Lu : Votre candidature", "Votre message\n\nÀ : Ann\n\na été lu le 17/11/2026 10:05."),
        ("Leído: Su candidatura", "Su mensaje\n\nPara: Ann\n\nfue leído el 17/11/2026."),
        ("Letto: La Sua candidatura", "Il messaggio\n\nA: Ann\n\nè stato letto il 17/11/2026."),
        ("Gelezen: Uw sollicitatie", "Uw bericht\n\nAan: Ann\n\nis gelezen op 17-11-2026."),
    ],
)
def test_a_read_receipt_without_its_structure_is_told_by_subject_and_words(subject, text):
    assert verdict_of(letter(subject, text)).kind is Kind.BOUNCE


def test_a_person_who_writes_that_something_was_read_is_no_receipt():
    mail = letter("Read: my application", "Please read my application for infrastructure engineer. I apply for it.")
    assert verdict_of(mail).kind is Kind.APPLICATION
    assert verdict_of(letter("Gelesen: Ihre Anzeige", "Meine Bewerbung anbei."), a_cv()).kind is Kind.APPLICATION


@pytest.mark.parametrize(
    ("value", "keyword"),
    [
        ("no", "no"),
        ("No", "no"),
        (" no (written by hand)", "no"),
        ("(a (nested) comment) no", "no"),
        ("no; owner-email=x@example.org", "no"),
        ("auto-replied", "auto-replied"),
        ("Auto-Replied (vacation)", "auto-replied"),
        ("auto-generated; type=ticket", "auto-generated"),
        ("auto-notified; owner-email=no", "auto-notified"),
        ("notified", "notified"),
        ("(no) auto-replied", "auto-replied"),
        ("", ""),
        ("(never closed no", ""),
        (r"(an escaped \) paren) no", "no"),
    ],
)
def test_the_keyword_of_auto_submitted_is_parsed(value, keyword):
    """RFC 3834 §5."""
    assert auto_submitted_keyword(value) == keyword


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("AUTO-SUBMITTED", "Auto-Generated"),
        ("Auto-Submitted", "x-unknown"),
        ("X-Autoreply", "yes"),
        ("X-Autorespond", "vacation"),
        ("Precedence", "auto_reply"),
    ],
)
def test_a_machines_answer_is_told_by_its_headers(name, value):
    assert verdict_of(letter("Re: hello", "Hello.").header(name, value)).kind is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "No (by hand)"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Autoreply", "no"),
        ("X-Mailer", "Autoreply 1.0"),
    ],
)
def test_headers_that_say_nothing_of_a_machine(name, value):
    mail = letter("Application", "I would like to apply. My CV is attached.").header(name, value)
    assert verdict_of(mail, a_cv()).kind is Kind.APPLICATION


def test_of_several_auto_submitted_fields_any_that_is_not_no_wins():
    mail = letter("x", "x").header("Auto-Submitted", "no").another("Auto-Submitted", "auto-replied")
    assert verdict_of(mail).kind is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office: your question",
        "Automatic reply: interview",
        "Abwesenheitsnotiz: Ihr Termin",
        "Automatische Antwort: Gespräch",
        "Réponse automatique : entretien",
        "Respuesta automática: entrevista",
        "Risposta automatica: colloquio",
        "Automatisch antwoord: gesprek",
        "Resposta automática: entrevista",
        "Automatyczna odpowiedź: rozmowa",
    ],
)
def test_a_vacation_note_is_told_by_its_subject_in_ten_languages(subject):
    assert verdict_of(letter(subject, "")).kind is Kind.AUTO_REPLY


def test_an_application_that_a_web_form_generated_is_an_application():
    mail = letter("New application: Infrastructure engineer", "Ann applies.").header("Auto-Submitted", "auto-generated")
    assert verdict_of(mail, a_cv()).kind is Kind.APPLICATION


_PERSONAL = {
    "an application": "Dear team,\n\nI would like to apply as infrastructure engineer.\n\nKind regards\nAnn Lee",
    "looks for work": "Hello, I am Ann and I am looking for a job as an infrastructure engineer. Thank you!",
    "her CV": "Dear Ms Doe,\n\nplease find my CV attached for your vacancy.\n\nAnn Lee",
}
_SERVICES_FIELDS = [
    (("Auto-Submitted", "auto-generated"),),
    (("List-Unsubscribe", "<mailto:leave@example.net>"),),
    (("Precedence", "bulk"), ("List-Unsubscribe", "<https://mail.example.net/u>")),
]


@pytest.mark.parametrize("fields", _SERVICES_FIELDS)
@pytest.mark.parametrize("text", _PERSONAL.values(), ids=_PERSONAL)
def test_a_persons_application_whose_mail_service_adds_a_machines_fields_is_for_a_person_to_see(text, fields):
    mail = letter("Application", text)
    for name, value in fields:
        mail = mail.header(name, value)
    verdict = verdict_of(mail)
    assert verdict.kind is Kind.APPLICATION
    assert Reason.UNSURE_KIND in verdict.doubts
    assert (verdict.applicant.name, verdict.applicant.email) == ("Ann Lee", "ann.lee@example.org")


@pytest.mark.parametrize("fields", _SERVICES_FIELDS)
@pytest.mark.parametrize("email", ["ann.lee@example.org", "annlee@elsewhere.example"])
def test_with_a_cv_of_the_sender_such_a_mail_is_theirs(fields, email):
    mail = letter("Infrastructure engineer", _PERSONAL["an application"]).from_(f"Ann Lee <{email}>")
    for name, value in fields:
        mail = mail.header(name, value)
    verdict = verdict_of(mail, a_cv(email=email))
    assert (verdict.kind, verdict.applicant.email, verdict.doubts) == (Kind.APPLICATION, email, ())


def test_a_board_that_shows_the_applicants_name_is_not_written_to():
    mail = letter("Infrastructure engineer", "See attached.").from_("Ann Lee <no-reply@board.example>")
    verdict = verdict_of(mail.header("List-Unsubscribe", "<https://board.example/u>"), a_cv())
    assert verdict.applicant.email == "ann.lee@example.org"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Application received", "Thank you for applying for the position. We will read your application."),
        ("Apply now: 3 new jobs", "Apply for this job today. Your next position is waiting.\n\nUnsubscribe"),
        ("Your resume", "Update your resume and apply for the best jobs. Interested in this role?"),
    ],
)
@pytest.mark.parametrize("fields", _SERVICES_FIELDS)
def test_receipts_and_job_alerts_are_no_applications(subject, text, fields):
    mail = letter(subject, text).from_("Board <team@board.example>")
    for name, value in fields:
        mail = mail.header(name, value)
    assert verdict_of(mail).kind in (Kind.AUTO_REPLY, Kind.BULK)


def test_an_automatic_reply_with_a_cv_is_for_a_person_to_see():
    verdict = verdict_of(letter("Re: hello", "Away.").header("Auto-Submitted", "auto-replied"), a_cv())
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, (Reason.UNSURE_KIND,))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("List-Id", "<news.example.net>"),
        ("List-Unsubscribe", "<mailto:leave@example.net>"),
        ("Precedence", "bulk"),
        ("precedence", "List"),
        ("X-Precedence", "JUNK"),
    ],
)
def test_a_list_is_bulk_and_a_cv_in_it_outweighs_its_headers(name, value):
    mail = letter("Our news", "The news of June.").header(name, value)
    assert verdict_of(mail).kind is Kind.BULK
    assert verdict_of(letter("Application", "").header(name, value), a_cv()).kind is Kind.APPLICATION


def test_a_newsletter_without_headers_is_told_by_advertising_and_its_footer():
    text = "Our newsletter: 20 % off all courses!\n\n" + "Course after course.\n" * 5 + "\nUnsubscribe here."
    assert verdict_of(letter("June newsletter", text)).kind is Kind.BULK


def test_an_applicant_who_asks_to_be_removed_from_a_newsletter_is_no_newsletter():
    mail = letter("Application", "I would like to apply. And please unsubscribe me from your news.")
    assert verdict_of(mail, a_cv()).kind is Kind.APPLICATION


@pytest.mark.parametrize(
    "sender",
    ["recruitment@example.com", "Jobs <JOBS@EXAMPLE.COM>", "recruitment+pipeline@example.com", "infra@example.com"],
)
def test_our_own_mail_is_ours(sender):
    assert verdict_of(letter("Thank you for your application", "We read it.").from_(sender)).kind is Kind.OWN


def test_a_reviewer_who_answers_a_digest_commands():
    mail = letter("Re: 2 need you: 7 received in recruitment mail", "#12 file infra").from_("jane@example.com")
    assert verdict_of(mail.replying_to("<digest.0123@example.com>")).kind is Kind.COMMAND
    assert verdict_of(mail.replying_to("<lost@example.com>")).kind is Kind.COMMAND
    assert verdict_of(letter("Re: hi", "ok").from_("jane@example.com"), known=earlier(Kind.OWN, ours=True)).kind is (
        Kind.COMMAND
    )


TOKEN = "ib-261127-" + "a" * 26
ANSWERED = f"Re: 3 need you [{TOKEN}]"
AN_AGENCYS = """#12 refuse

From: Recruitment <recruitment@example.com>
Sent: Friday, 27 November 2026 08:00
To: Jane Doe
Subject: 3 need you

Northwind Recruiting: our fee is 20 % of the first salary, our terms are attached."""


@pytest.mark.parametrize(
    ("subject", "text", "documents"),
    [
        (ANSWERED, "#12 refuse", ()),
        ("Refuse the agency", f"#12 refuse\n\nSend this mail as it is.\n{TOKEN}", ()),
        (ANSWERED, "#12 refuse", (a_cv("Bob Ray", "bob@example.net"),)),
        (ANSWERED, AN_AGENCYS, ()),
    ],
    ids=["by the subject's token", "by a link", "with a CV beside the order", "quoting an agency"],
)
def test_a_reviewer_who_answers_any_mail_of_ours_commands(subject, text, documents):
    assert verdict_of(letter(subject, text).from_("jane@example.com"), *documents).kind is Kind.COMMAND


def test_a_reviewer_who_answers_what_we_wrote_back_commands():
    mail = letter("AW: Done", "#12 undo").from_("jane@example.com")
    assert verdict_of(mail.replying_to(f"<review.{'0' * 40}@example.com>")).kind is Kind.COMMAND


@pytest.mark.parametrize(
    ("mail", "documents"),
    [
        (letter(ANSWERED, "See the CV.").from_("jane@example.com"), (a_cv("Bob Ray", "bob@example.net"),)),
        (letter("Refuse the agency", "#12 refuse").from_("jane@example.com"), ()),
        (letter(ANSWERED, "#12 refuse").from_("eve@example.net"), ()),
        (letter(ANSWERED, "#12 refuse").from_("jane@example.com").header("Auto-Submitted", "auto-replied"), ()),
    ],
    ids=["a CV and no order", "no token", "no reviewer", "a machine"],
)
def test_what_lacks_one_of_these_commands_nothing(mail, documents):
    assert verdict_of(mail, *documents).kind is not Kind.COMMAND


def test_somebody_else_who_answers_a_digest_commands_nothing():
    mail = letter("Re: 2 need you: 7 received in recruitment mail", "#12 file infra").from_("eve@example.net")
    assert verdict_of(mail.replying_to("<digest.0123@example.com>")).kind is not Kind.COMMAND


def test_a_reviewer_who_forwards_a_cv_refers_somebody():
    mail = letter("Fwd: CV", "What do you think?").from_("jane@example.com")
    assert verdict_of(mail, a_cv("Bob Ray", "bob@example.net")).kind is Kind.REFERRAL


def test_a_reviewer_who_applies_is_an_applicant():
    mail = letter("Infrastructure engineer", "I would like to apply myself. My CV is attached.").from_(
        "Jane Doe <jane@example.com>"
    )
    verdict = verdict_of(mail, a_cv("Jane Doe", "jane@example.com"))
    assert (verdict.kind, verdict.applicant.email) == (Kind.APPLICATION, "jane@example.com")


def test_a_reviewers_niece_is_referred_and_no_applicant_of_the_same_name():
    mail = letter("my niece", "My niece Sofia would be great, resume attached.").from_("Jane Doe <jane@example.com>")
    verdict = verdict_of(mail, a_cv("Sofia Doe", "sofia@example.net"))
    assert (verdict.kind, verdict.applicant.email) == (Kind.REFERRAL, "sofia@example.net")


def test_an_unreadable_document_without_a_word_is_for_a_person_to_see():
    verdict = verdict_of(letter("", ""), a_document(Role.OTHER, problem=Problem.ENCRYPTED))
    assert Reason.UNSURE_KIND in verdict.doubts


def test_an_encrypted_cv_with_a_letter_is_an_application():
    mail = letter("Application: Infrastructure engineer", "I would like to apply. My CV is attached.")
    verdict = verdict_of(mail, a_document(Role.OTHER, filename="cv.pdf", problem=Problem.ENCRYPTED))
    assert (verdict.kind, verdict.vacancy.id, verdict.applications[0].documents) == (Kind.APPLICATION, "infra", (0,))


def test_a_mail_with_nothing_in_it_is_for_a_person_to_see():
    verdict = verdict_of(Message())
    assert (verdict.kind, verdict.doubts) == (Kind.OTHER, (Reason.UNSURE_KIND,))


UNREAD = [Problem.SCANNED, Problem.DAMAGED, Problem.ENCRYPTED, Problem.UNSUPPORTED, Problem.TOO_LARGE]


@pytest.mark.parametrize("problem", UNREAD)
@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Infrastructure engineer", "See attached.\n\nAnn Lee"),
        ("Infrastructure engineer", ""),
        ("", "For the infrastructure engineer job.\n\nAnn Lee"),
        ("Documents", "Please see the attached zip with my application documents.\n\nAnn Lee"),
        ("Hello", "Anbei meine Unterlagen.\n\nAnn Lee"),
        ("Bonjour", "Veuillez trouver mes documents ci-joints.\n\nAnn Lee"),
    ],
)
def test_a_short_letter_with_a_document_that_cannot_be_read_is_an_application(subject, text, problem):
    verdict = verdict_of(letter(subject, text), a_document(Role.OTHER, filename="IMG_1.7z", problem=problem))
    assert (verdict.kind, verdict.applications[0].documents) == (Kind.APPLICATION, (0,))


def test_a_picture_counts_where_somebody_attached_it():
    mail = letter("Infrastructure engineer", "See attached.").attach("IMG_1.jpg", b"\xff\xd8\xff", "image/jpeg")
    section = mail.message().parts[-1].section
    photograph = replace(
        a_document(Role.OTHER, filename="IMG_1.jpg", problem=Problem.SCANNED), type="image/jpeg", section=section
    )
    assert verdict_of(mail, photograph).kind is Kind.APPLICATION
    logo = replace(photograph, section="9")
    assert verdict_of(mail, logo).kind is Kind.OTHER


@pytest.mark.parametrize(
    ("subject", "text"),
    [("Invoice 2026-17", "Please find our invoice attached."), ("Photos", "As discussed."), ("Rechnung", "Anbei.")],
)
def test_any_other_mail_with_a_document_that_cannot_be_read_is_for_a_person_to_see(subject, text):
    verdict = verdict_of(letter(subject, text), a_document(Role.OTHER, problem=Problem.SCANNED))
    assert (verdict.kind, verdict.doubts) == (Kind.OTHER, (Reason.UNSURE_KIND,))


def test_a_form_that_sends_a_document_nobody_can_read_is_for_a_person_to_see():
    mail = letter("New application", "Ann applies.").header("Auto-Submitted", "auto-generated")
    verdict = verdict_of(mail, a_document(Role.OTHER, problem=Problem.SCANNED))
    assert verdict.kind is Kind.APPLICATION
    assert Reason.UNSURE_KIND in verdict.doubts


@pytest.mark.parametrize("header", [("Auto-Submitted", "auto-replied"), ("List-Id", "<news.example.net>")])
def test_machines_and_lists_stay_what_they_are_with_a_document_that_cannot_be_read(header):
    mail = letter("Our news", "See attached.").header(*header)
    verdict = verdict_of(mail, a_document(Role.OTHER, problem=Problem.SCANNED))
    assert verdict.kind in (Kind.AUTO_REPLY, Kind.BULK)


@pytest.mark.parametrize(
    ("subject", "header"),
    [
        ("Yuki Sato applied for your job Data scientist intern", ("List-Unsubscribe", "<https://board.example/u>")),
        ("Max Huber hat sich auf Ihre Stelle Infrastructure engineer beworben", ("Precedence", "bulk")),
        ("You have a new application", ("Auto-Submitted", "auto-generated")),
        ("Neue Bewerbung: Infrastructure engineer", ("Auto-Submitted", "auto-generated")),
    ],
)
def test_a_boards_notice_of_an_application_is_not_put_away_as_an_advertisement(subject, header):
    verdict = verdict_of(letter(subject, "Log in to view it.").from_("Board <x@board.example>").header(*header))
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, (Reason.UNSURE_APPLICANT,))


def test_a_board_without_an_automatons_headers_is_no_applicant():
    mail = letter("Neue Bewerbung auf Ihre Anzeige Infrastructure engineer", "Bewerber: Bob Ray\nAnbei der Lebenslauf.")
    verdict = verdict_of(mail.from_("Board <bewerbungen@board.example>"), a_cv("Bob Ray", "bob.ray@example.net"))
    assert (verdict.kind, verdict.vacancy.id) == (Kind.APPLICATION, "infra")
    assert Reason.UNSURE_APPLICANT in verdict.doubts


def test_a_digest_of_candidates_is_an_advertisement():
    mail = letter("12 candidates match your job", "Sponsor your job to reach more.\n\nUnsubscribe")
    verdict = verdict_of(mail.header("List-Unsubscribe", "<https://board.example/u>"))
    assert (verdict.kind, verdict.doubts) == (Kind.BULK, ())


def test_a_forms_subject_is_an_applications():
    mail = letter("Application form: Infrastructure engineer", "Name: Ann Lee\nPosition: Infrastructure engineer")
    verdict = verdict_of(mail.from_("recruitment@example.com").reply_to("ann.lee@example.org"))
    assert (verdict.kind, verdict.vacancy.id) == (Kind.APPLICATION, "infra")


@pytest.mark.parametrize(
    ("subject", "doubts"), [("Accepted: Interview", ()), ("Declined: Interview", (Reason.UNSURE_KIND,))]
)
def test_a_calendar_that_says_no_to_an_interview_is_looked_at(subject, doubts):
    mail = letter(subject, "").attach("invite.ics", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n", "text/calendar")
    verdict = verdict_of(mail)
    assert (verdict.kind, verdict.doubts) == (Kind.OTHER, doubts)
