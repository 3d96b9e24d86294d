"""What applicants write after they applied: joined to their application, in the inbox, and in the digest."""

from collections.abc import Iterator

import pytest

from inbox_bot.core.words import Kind, Outcome, Reason
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import MailRow
from tests.support.builders.at_work import ADDRESS, DAY, MINUTE, Company, an_application, at_work, read
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot

INFRA = "infrastructure-engineer"


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def company(tmp_path, account, smtp) -> Iterator[Company]:
    with at_work(tmp_path / "company", account, smtp) as company:
        yield company


def a_letter(subject: str, text: str, sender: str = "Ann Lee <ann.lee@example.org>") -> MailBuilder:
    mail = a_mail().from_(sender).to(ADDRESS).return_path("ann.lee@example.org")
    return mail.subject(subject).text(text).id(f"<{abs(hash(text))}@example.org>")


def became_of(company: Company, subject: str) -> MailRow:
    now = company.clock()
    mails = company.installation.ledger.reports.received_between(now - 30 * DAY, now + DAY)
    return next(mail for mail in mails if mail.subject == subject)


def lies_in(company: Company, mail: MailRow) -> str:
    return company.installation.ledger.intake.locations_of(mail.mailbox, mail.raw_hash)[0].folder


def needing(company: Company) -> list[tuple[str, str, str]]:
    now = company.clock()
    period = Period(day=now.date(), begins=now - DAY, ends=now + DAY)
    digest = gather(
        company.installation.ledger, company.installation.rules, company.installation.rules.reviewers[0], period
    )
    return [(line.who, line.beside, line.why) for line in digest.needs_person]


def applied(company: Company) -> None:
    company.receives(an_application())
    company.poll()
    company.clock.forward(10 * MINUTE)


def test_a_letter_of_an_applicant_belongs_to_their_application_and_waits_in_the_inbox(company):
    applied(company)
    company.receives(a_letter("My number", "My number is 07700 900123 now."))
    company.poll()
    mail = became_of(company, "My number")
    assert (mail.outcome, mail.reason) == (Outcome.CORRESPONDENCE, Reason.APPLICANT_WRITES)
    assert mail.about is not None
    assert (mail.about.name, mail.about.vacancy) == ("Ann Lee", INFRA)
    assert lies_in(company, mail) == "INBOX"
    assert needing(company) == [
        (
            "Ann Lee",
            "1 day · Inbox · Infrastructure engineer",
            Reason.APPLICANT_WRITES.sentence,
        )
    ]


def test_whoever_moves_it_out_of_the_inbox_has_dealt_with_it(company, account):
    applied(company)
    company.receives(a_letter("My number", "My number is 07700 900123 now."))
    company.poll()
    assert len(needing(company)) == 1
    client = account.client()
    client.create_folder("Done")
    client.select_folder("INBOX")
    client.move(client.search(), "Done")
    company.poll()
    assert needing(company) == []


def test_it_belongs_to_it_also_where_both_came_at_once(company):
    company.receives(an_application())
    company.receives(a_letter("My number", "My number is 07700 900123 now."))
    company.poll()
    mail = became_of(company, "My number")
    assert (mail.outcome, mail.about and mail.about.vacancy) == (Outcome.CORRESPONDENCE, INFRA)


def test_an_answer_to_our_answer_belongs_to_it_from_whatever_address(company, smtp):
    applied(company)
    ours = read(smtp.kept[-1])
    letter = a_letter("Re: yours", "Use my private number only, please.", "A. L. <al@work.example>")
    company.receives(letter.replying_to(ours["Message-ID"]))
    company.poll()
    mail = became_of(company, "Re: yours")
    assert (mail.outcome, mail.about and mail.about.name) == (Outcome.CORRESPONDENCE, "Ann Lee")
    assert needing(company)[0][0] == "Ann Lee, from A. L."


def test_a_plain_thank_you_needs_nobody(company, smtp):
    applied(company)
    letter = a_letter("Re: yours", "Thank you very much!\n\nAnn Lee").replying_to(read(smtp.kept[-1])["Message-ID"])
    company.receives(letter)
    company.poll()
    mail = became_of(company, "Re: yours")
    assert (mail.outcome, mail.reason, mail.about and mail.about.vacancy) == (
        Outcome.CORRESPONDENCE,
        Reason.THANKS,
        INFRA,
    )
    assert lies_in(company, mail) == "Other"
    assert needing(company) == []


def test_an_answer_to_a_recruiters_own_letter_belongs_to_it(company, account):
    applied(company)
    by_hand = (
        a_mail()
        .from_(f"Jane <{ADDRESS}>")
        .to("ann.lee@example.org")
        .subject("Interview")
        .text("Does Thursday suit you?")
        .id("<by.hand@snowplowanalytics.com>")
        .replying_to("<application.ann.lee.at.example.org@example.org>")
    )
    account.append(by_hand.bytes(), folder="Sent")
    letter = a_letter("Re: Interview", "Yes, at ten.", "A. L. <al@work.example>")
    company.receives(letter.replying_to("<by.hand@snowplowanalytics.com>"))
    company.poll()
    assert became_of(company, "Re: Interview").about is not None


def test_a_withdrawal_is_joined_and_waits_in_the_inbox(company):
    applied(company)
    company.receives(a_letter("Sorry", "I withdraw my application."))
    company.poll()
    mail = became_of(company, "Sorry")
    assert (mail.kind, mail.outcome, mail.about and mail.about.vacancy) == (
        Kind.WITHDRAWAL,
        Outcome.CORRESPONDENCE,
        INFRA,
    )
    assert lies_in(company, mail) == "INBOX"


def test_what_a_board_sends_is_nobodys_correspondence(company):
    board = "JobPlaza <noreply@jobplaza.example>"
    company.receives(an_application(address="noreply@jobplaza.example", name="Ann Lee"))
    company.receives(a_letter("Your job ad", "Your job ad expires in 3 days. This is an automated message.", board))
    company.poll()
    assert became_of(company, "Your job ad").about is None


def test_a_second_letter_belongs_to_what_the_first_belongs_to(company):
    applied(company)
    first = a_letter("My number", "My number is 07700 900123 now.").id("<first.letter@example.org>")
    company.receives(first)
    company.poll()
    second = a_letter("Re: My number", "And my street: Hill Road.", "A. L. <al@work.example>")
    company.receives(second.replying_to("<first.letter@example.org>"))
    company.poll()
    assert became_of(company, "Re: My number").about is not None


def test_where_a_cv_is_that_isnt_here_is_said_to_the_reviewer(company):
    letter = "I would like to apply for the infrastructure engineer position. My CV: https://drive.example.net/cv"
    company.receives(a_letter("Application", letter))
    company.poll()
    mail = became_of(company, "Application")
    assert (mail.outcome, mail.reason) == (Outcome.REVIEW, Reason.ELSEWHERE)
    assert "https://drive.example.net/cv" in needing(company)[0][2]
