"""Who applies: the writer of a letter, or the person somebody passes on."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.names.alike import same_person
from inbox_bot.core.judgement.names.cv_head import name_on_top
from inbox_bot.core.judgement.names.reading import display_name, name_in
from inbox_bot.core.judgement.text.language import language_of
from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Kind, Reason, Role
from tests.unit.core.judgement.building import a_cv, a_document, letter, verdict_of

COLLEAGUE = "Kim Poe <kim.poe@example.com>"
FORWARD = """FYI, looks good for the data scientist internship.

---------- Forwarded message ---------
From: Bob Ray <bob.ray@example.net>
Date: Mon, 1 Jun 2026 at 09:00
Subject: Application
To: Kim Poe <kim.poe@example.com>

Dear Kim,

please find my CV attached. Call me on 020 7946 0999.

Bob Ray
"""


@pytest.mark.parametrize(
    ("sender", "text", "name"),
    [
        ("Ann Lee <ann@example.org>", "CV attached.", "Ann Lee"),
        ('"Lee, Ann" <ann@example.org>', "CV attached.", "Ann Lee"),
        ("ann lee <ann@example.org>", "CV attached.", "Ann Lee"),
        ("Ann <ann@example.org>", "CV attached.\n\nKind regards,\nAnn Lee", "Ann Lee"),
        ("ann@example.org", "Anbei mein Lebenslauf.\n\nMit freundlichen Grüßen\n\nAnn Lee", "Ann Lee"),
        ("ann@example.org", "CV attached.\n\n-- \nAnn Lee\n+44 20 7946 0123", "Ann Lee"),
        ("ann@example.org", "CV attached.", "Ann Lee (of the CV)"),
        ("Fam. Lee <ann@example.org>", "CV attached.", "Ann Lee (of the CV)"),
    ],
)
def test_the_writers_name_is_found_in_from_signature_or_cv(sender, text, name):
    cv = a_cv("Ann Lee") if "of the CV" in name else a_cv("Curriculum Vitae")
    verdict = verdict_of(letter("CV", text).from_(sender), cv)
    assert verdict.applicant.name == "Ann Lee"
    assert verdict.applicant.email == "ann@example.org"


@pytest.mark.parametrize("shown", ["SMITH JOHN", "JOHN SMITH", "Smith, John"])
def test_a_name_in_capitals_has_the_order_of_the_cv(shown):
    verdict = verdict_of(letter("CV", "CV attached.").from_(f'"{shown}" <js@example.org>'), a_cv("John Smith"))
    assert verdict.applicant.name == "John Smith"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Call me on 020 7946 0123.", "02079460123"),
        ("Call me on 020 7946 0123.\n\nKind regards\nAnn Lee\n4 Mill Lane, Leeds LS6 2AB", "+442079460123"),
        ("Call me on +49 30 901820.", "+4930901820"),
        ("I finished 12 projects in 2019-2026.", None),
        ("Order number 12345678901234567890.", None),
    ],
)
def test_a_number_of_no_known_country_keeps_its_digits(text, phone):
    cv = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text="Ann Lee\nProfile\n")
    assert verdict_of(letter("CV", text), cv).applicant.phone == phone


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dear team, please find my application for the position attached.", "en"),
        ("Sehr geehrte Damen und Herren, anbei finden Sie meine Bewerbung.", "de"),
        ("Madame, Monsieur, je vous prie de trouver ci-joint mon CV.", "fr"),
        ("Estimados señores: les envío mi currículum y quedo a su disposición.", "es"),
        ("Gentili signori, invio il mio curriculum per la posizione.", "it"),
        ("Geachte heer, hierbij stuur ik u mijn cv voor de functie.", "nl"),
        ("Prezados senhores, envio em anexo o meu currículo para a vaga.", "pt"),
        ("Dzień dobry, przesyłam moje CV w załączeniu i pozdrawiam.", "pl"),
    ],
)
def test_the_language_is_that_of_the_letter(text, language):
    assert verdict_of(letter("CV", text), a_cv()).applicant.language == language


def test_a_letter_too_short_to_tell_takes_the_cvs_language_then_the_companys():
    german = a_document(Role.CV, "Ann Lee\nIch bin seit 2019 bei der Mühle und habe dort die Küche geleitet.")
    assert verdict_of(letter("CV", "CV"), german).applicant.language == "de"
    assert verdict_of(letter("CV", "CV"), a_document(Role.CV, "Ann Lee")).applicant.language == "en"
    assert language_of("", "CV") is None


def test_a_forward_in_the_text_is_an_application_of_the_person_forwarded():
    verdict = verdict_of(letter("Fwd: Application", FORWARD).from_(COLLEAGUE), a_cv("Bob Ray", "ray@example.net"))
    assert verdict.kind is Kind.REFERRAL
    assert (verdict.applicant.name, verdict.applicant.email) == ("Bob Ray", "bob.ray@example.net")
    assert verdict.vacancy.id == "scientist-intern"
    assert verdict.doubts == ()


def test_a_forwarded_letter_without_a_cv_is_a_referral_still():
    verdict = verdict_of(letter("Fwd: Application", FORWARD).from_(COLLEAGUE))
    assert (verdict.kind, verdict.applicant.email) == (Kind.REFERRAL, "bob.ray@example.net")


def test_mails_forwarded_whole_are_an_application_each_with_their_documents():
    bob = letter("Infrastructure engineer", "My CV is attached.").from_("Bob Ray <bob@example.net>")
    cy = letter("Data scientist intern", "My CV is attached.").from_("Cy Dole <cy@example.net>")
    mail = letter("Two for us", "See both.").from_(COLLEAGUE).forwarding(bob).forwarding(cy)
    verdict = verdict_of(
        mail, a_cv("Bob Ray", section="2.2"), a_cv("Cy Dole", section="3.2"), a_cv("Cy Dole", section="3.3")
    )
    assert verdict.kind is Kind.REFERRAL
    found = [(one.applicant.name, one.applicant.email, one.vacancy.id, one.documents) for one in verdict.applications]
    assert found == [
        ("Bob Ray", "bob@example.net", "infra", (0,)),
        ("Cy Dole", "cy@example.net", "scientist-intern", (1, 2)),
    ]


def test_several_cvs_side_by_side_are_an_application_each():
    mail = letter("CVs", "Three people from the fair.").from_(COLLEAGUE)
    certificate = a_document(Role.CERTIFICATE, filename="Cy Dole diploma.pdf")
    cvs = [a_cv("Bob Ray", "bob@example.net"), a_cv("Cy Dole", "cy@example.net"), a_cv("Di Moss", "di@example.net")]
    verdict = verdict_of(mail, *cvs, certificate)
    assert [(one.applicant.email, one.documents) for one in verdict.applications] == [
        ("bob@example.net", (0,)),
        ("cy@example.net", (1, 3)),
        ("di@example.net", (2,)),
    ]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMELESS = a_cv("Curriculum Vitae", "", "Twelve years at the mill, nine of them on nights, and the books besides")


def papers_of(*documents: Document) -> list[tuple[int, ...]]:
    """The documents of each application that a colleague's forward of them makes."""
    verdict = verdict_of(letter("For us?", "What do you think of these?").from_(COLLEAGUE), *documents)
    return [application.documents for application in verdict.applications]


@pytest.mark.parametrize("cv", [a_cv("Bob Ray", "bob@example.net"), NAMELESS], ids=["named", "nameless"])
def test_a_cv_in_two_formats_is_one_application_with_both(cv):
    again = replace(cv, section="3", filename="cv.docx", type=WORD, text=cv.text.replace("\n\n", "\n"))
    assert papers_of(cv, again) == [(0, 1)]
    assert papers_of(cv, replace(again, filename="Lebenslauf neu.docx")) == [(0, 1)]


def test_cvs_of_two_people_are_two_applications_whatever_they_are_called():
    other = replace(a_cv("Cy Orr", "cy@example.net"), section="3", filename="cv.docx", type=WORD)
    assert papers_of(a_cv("Bob Ray", "bob@example.net"), other) == [(0,), (1,)]
    unlike = replace(
        other, text="Curriculum Vitae\nBaker in three towns, then a shop of my own\nExperience\n2001-2026\n"
    )
    assert papers_of(NAMELESS, unlike) == [(0,), (1,)]


def test_a_letter_that_shares_a_file_with_the_cv_says_for_which_vacancy():
    cv = a_cv("Ann Lee", "ann.lee@example.org")
    written = (
        "Dear Kim,\n\nI am writing to apply for the position of Data pipeline engineer.\n"
        "I look forward to hearing from you.\n\nKind regards\nAnn Lee\n\n"
    )
    mail = letter("Application", "See attached.").from_("Ann Lee <ann.lee@example.org>")
    for text in (written + cv.text, cv.text + written):
        verdict = verdict_of(mail, replace(cv, text=text))
        assert (verdict.vacancy.id, verdict.applicant.name) == ("pipeline-intern", "Ann Lee")
        assert verdict.vacancy.evidence[0].rule == "names_it_in_the_letter"
    assert verdict_of(mail, cv).vacancy.id is None


def test_the_applicant_of_a_forward_is_never_the_colleague():
    text = "Bob Ray\nReferee: kim.poe@example.com, jobs@example.com\n\nProfile\n"
    cv = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text=text)
    verdict = verdict_of(letter("A friend of mine", "His CV is attached.").from_(COLLEAGUE), cv)
    assert (verdict.applicant.name, verdict.applicant.email) == ("Bob Ray", None)


def test_a_forward_of_nobody_one_can_name_is_a_question():
    cv = a_document(Role.CV, "Profile\nExperience\n")
    verdict = verdict_of(letter("CV", "Have a look?").from_(COLLEAGUE), cv)
    assert verdict.doubts == (Reason.UNSURE_APPLICANT,)


def test_a_direct_mail_is_one_application_whatever_it_brings():
    documents = [a_document(Role.CERTIFICATE), a_document(Role.COVER_LETTER), a_cv(), a_cv()]
    verdict = verdict_of(letter("Application", "My CV, in English and German."), *documents)
    assert [one.documents for one in verdict.applications] == [(2, 3, 1, 0)]


UNSURE = (Reason.UNSURE_APPLICANT,)


@pytest.mark.parametrize(
    ("sender", "reply_to", "email", "doubts"),
    [
        ("Job board <noreply@board.example>", "Ann Lee <ann@example.org>", "ann@example.org", ()),
        ("Job board <noreply@board.example>", "reply-17@board.example", "ann.lee@example.org", UNSURE),
        ("Ann Lee <ann@example.org>", "Ann Lee <lee@example.net>", "ann@example.org", ()),
    ],
    ids=["in Reply-To", "a relay in Reply-To: the CV's", "a person with another Reply-To"],
)
def test_the_applicant_of_a_job_boards_mail_is_not_the_board(sender, reply_to, email, doubts):
    mail = letter("New application: Infrastructure engineer", "Ann applied.").from_(sender).reply_to(reply_to)
    verdict = verdict_of(mail, a_cv())
    assert (verdict.kind, verdict.applicant.email, verdict.doubts) == (Kind.APPLICATION, email, doubts)


def test_an_application_without_one_sender_is_a_question():
    mail = letter("Application", "My CV is attached.").from_("Ann <ann@example.org>, Bob <bob@example.net>")
    assert Reason.UNSURE_APPLICANT in verdict_of(mail, a_cv()).doubts


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ANN LEE", "Ann Lee"),
        ("Dr. Ann-Marie van der Lee", "Ann-Marie van der Lee"),
        ("Lee, Ann", "Ann Lee"),
        ("Ann Lee, MBA", "Ann Lee"),
        ("José Ñandú", "José Ñandú"),
        ("Łucja Żak", "Łucja Żak"),
        ("O'Neil Sean", "O'Neil Sean"),
        ("Curriculum Vitae", None),
        ("Senior Data Engineer", None),
        ("10 Main Street", None),
        ("ann@example.org", None),
        ("Kind Regards", None),
        ("React, TypeScript", None),
        ("Django, FastAPI", None),
        ("Vertriebsmitarbeiter Außendienst", None),
        ("Ann", None),
        ("we like dogs", None),
        ("A" * 500, None),
        ("Ann\u202eeeL Lee", "AnneeL Lee"),
    ],
)
def test_a_line_is_a_name_or_none(line, name):
    assert name_in(line) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [("ann lee", "Ann Lee"), ("Ann", "Ann"), ("Recruitment Team", None), ("ann@example.org", None), ("", None)],
)
def test_a_display_name_is_read_more_kindly(written, name):
    assert display_name(written) == name


def test_the_name_on_a_cv_stands_in_its_first_lines():
    assert name_on_top("Curriculum Vitae\n\nName: Ann Lee\n") == "Ann Lee"
    assert name_on_top("Ann Lee | London | +44 20 7946 0123\n") == "Ann Lee"
    assert name_on_top("Profile\n" * 20 + "Ann Lee\n") is None


def test_people_are_the_same_by_a_shared_name():
    assert same_person("Ann Lee", "LEE, Ann")
    assert not same_person("Ann Lee", "Bob Ray")
