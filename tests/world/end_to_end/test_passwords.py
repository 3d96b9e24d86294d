"""A CV behind a password: told in the letter, in the next one, or wrongly; and nowhere but in the mails themselves."""

from collections.abc import Iterator

import pytest

from inbox_bot.core.words import Outcome, Problem, Reason, Template
from inbox_bot.edges.ledger import MailRow
from tests.support.builders.at_work import ADDRESS, MINUTE, Company, a_cv, an_application, at_work, read
from tests.support.builders.locked import a_locked_docx, a_locked_pdf
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.smtp import SmtpServer
from tests.world.ingestion.invariant import EVER

pytestmark = pytest.mark.dovecot

SECRET = "Sommernacht!1987"
SENTENCE = "My dog Bella hates Mondays"
CV_TEXT = a_cv("Ann Lee", "ann.lee@example.org").decode().replace("\r\n", "\n")
FIRST = "<application.ann.lee.at.example.org@example.org>"


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def company(tmp_path, account, smtp) -> Iterator[Company]:
    with at_work(tmp_path / "company", account, smtp) as company:
        yield company


def locked(content: bytes = b"", name: str = "cv.pdf") -> MailBuilder:
    return an_application(cv=None).attach(name, content or a_locked_pdf(SECRET, text=CV_TEXT), "application/pdf")


def the_next_mail(text: str, sender: str = "ann.lee@example.org", answers: str = FIRST) -> MailBuilder:
    mail = a_mail().from_(f"Ann Lee <{sender}>").to(ADDRESS).return_path(sender).replying_to(answers)
    return mail.subject("Re: Application: Infrastructure engineer").id(f"<next.{len(text)}@example.org>").text(text)


def rows(company: Company) -> list[MailRow]:
    return sorted(company.installation.ledger.reports.received_between(*EVER), key=lambda row: row.id)


def letters(company: Company) -> list[Template | None]:
    return [answer.template for answer in company.answers()]


def nowhere_but_in_mails(company: Company) -> None:
    """Neither ledger nor record, neither letter nor document has the password."""
    for path in company.installed.folder.rglob("*"):
        if path.is_file() and path.name not in ("message.eml", "message-2.eml") and ".raw" not in path.parts:
            assert not any(each.encode() in path.read_bytes() for each in (SECRET, SENTENCE)), path
    for kept in company.installed.smtp.kept:
        assert not any(each in read(kept).as_string() for each in (SECRET, SENTENCE))


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (a_locked_pdf(SECRET, text=CV_TEXT), "cv.pdf", f'Das Passwort für die Datei lautet "{SECRET}".'),
        (a_locked_docx(SECRET, text=CV_TEXT), "cv.docx", f"Password: {SECRET}"),
        (a_locked_pdf(SENTENCE, text=CV_TEXT), "cv.pdf", f"The password is {SENTENCE}."),
    ],
    ids=["PDF", "DOCX", "a sentence"],
)
def test_told_in_the_letter_the_cv_is_read_filed_and_stays_locked(company, content, name, told):
    company.receives(locked(content, name).text(f"Dear team,\n\nplease find my application attached.\n\n{told}\n"))
    company.poll()
    [mail] = rows(company)
    [application] = mail.applications
    [document] = application.documents
    assert (mail.outcome, application.vacancy, document.problem) == (Outcome.FILED, "infrastructure-engineer", None)
    assert (company.installed.folder / "applications" / document.path).read_bytes() == content
    assert letters(company) == [Template.ACKNOWLEDGEMENT]
    nowhere_but_in_mails(company)


def test_told_in_the_next_mail_it_completes_the_application_as_an_open_copy_would(company):
    company.receives(locked())
    company.poll()
    [first] = rows(company)
    assert (first.outcome, first.reason) == (Outcome.REVIEW, Reason.ENCRYPTED)
    assert letters(company) == [Template.ENCRYPTED_CV]
    company.clock.forward(10 * MINUTE)
    [asked] = company.installed.smtp.kept
    answers = str(read(asked)["Message-ID"])
    company.receives(the_next_mail(f"Sorry! The password is {SECRET}\n\nAnn Lee", answers=answers))
    company.poll()
    company.poll()
    first, second = rows(company)
    assert (second.outcome, second.applications[0].vacancy) == (Outcome.FILED, "infrastructure-engineer")
    assert first.outcome is Outcome.FILED
    assert second.applications[0].documents[0].problem is None
    assert letters(company).count(Template.ENCRYPTED_CV) == 1
    nowhere_but_in_mails(company)


def test_both_in_one_poll_are_one_application_and_the_cv_is_not_asked_for(company):
    company.receives(locked())
    company.receives(the_next_mail(f"Passwort: {SECRET}"))
    company.poll()
    company.poll()
    assert [row.outcome for row in rows(company)] == [Outcome.FILED, Outcome.FILED]
    nowhere_but_in_mails(company)


@pytest.mark.parametrize("polled_between", [True, False], ids=["in another poll", "in the same poll"])
def test_told_before_the_cv_came_it_opens_it_when_it_comes(company, polled_between):
    told = an_application(cv=None).id("<before@example.org>")
    company.receives(
        told.text(f"Dear team,\n\nI apply. My CV follows in a mail of its own; its password is {SECRET}\n")
    )
    if polled_between:
        company.poll()
        company.clock.forward(10 * MINUTE)
    company.receives(locked())
    company.poll()
    _, second = rows(company)
    [application] = second.applications
    assert (second.outcome, application.vacancy) == (Outcome.FILED, "infrastructure-engineer")
    assert [document.problem for document in application.documents] == [None]
    assert Template.ENCRYPTED_CV not in letters(company)
    nowhere_but_in_mails(company)


def test_what_somebody_else_told_before_opens_nothing(company):
    company.receives(an_application("Bob Ray", "bob.ray@example.net", cv=None).text(f"I apply. Password: {SECRET}"))
    company.poll()
    company.clock.forward(10 * MINUTE)
    company.receives(locked())
    company.poll()
    _, second = rows(company)
    assert (second.outcome, second.reason) == (Outcome.REVIEW, Reason.ENCRYPTED)


@pytest.mark.parametrize(
    ("text", "sender"),
    [("The password is Winternacht", "ann.lee@example.org"), (f"The password is {SECRET}", "bob.ray@example.net")],
    ids=["a wrong one", "somebody else's"],
)
def test_a_wrong_password_or_somebody_elses_opens_nothing_and_a_person_looks(company, text, sender):
    company.receives(locked())
    company.poll()
    company.clock.forward(10 * MINUTE)
    company.receives(the_next_mail(text, sender))
    company.poll()
    first, second = rows(company)
    assert (first.outcome, first.reason) == (Outcome.REVIEW, Reason.ENCRYPTED)
    assert second.outcome is not Outcome.FILED
    problems = {each.problem for row in (first, second) for one in row.applications for each in one.documents}
    assert problems <= {Problem.ENCRYPTED}
