"""A bounce of an answer comes into the mailbox: the answer is marked, and its address is left alone for a while."""

import email

import pytest

from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.company import an_application
from tests.support.builders.mails import a_mail
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


def bounce_of(kept, action="failed", number=1):
    return (
        a_mail()
        .return_path("")
        .from_("Mail Delivery System <mailer-daemon@mx.example.net>")
        .subject("Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail (still being retried)")
        .id(f"<bounce.{number}@mx.example.net>")
        .text("I'm sorry to have to inform you that your message could not be delivered.")
        .attach(
            None,
            b"Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\n"
            + f"Action: {action}\r\n".encode(),
            "message/delivery-status",
            None,
        )
        .attach(None, kept.content, "message/rfc822", None)
        .bytes()
    )


@pytest.fixture
def answered(company):
    company.account.append(an_application(1).bytes())
    company.poll()
    [kept] = company.smtp.kept
    return kept


def rows(company):
    with company.ledger() as ledger:
        return ledger.reports.received_between(*invariant.EVER)


def test_a_failed_delivery_marks_the_answer_and_is_itself_no_application(company, answered):
    company.account.append(bounce_of(answered))
    company.poll()
    application, bounce = rows(company)
    assert bounce.outcome is Outcome.NOT_AN_APPLICATION
    [answer] = application.answers
    assert answer.state is ActionState.DONE
    assert answer.bounced_at is not None
    assert len(company.smtp.kept) == 1


def test_a_late_delivery_marks_nothing(company, answered):
    company.account.append(bounce_of(answered, action="delayed"))
    company.poll()
    application, _ = rows(company)
    assert application.answers[0].bounced_at is None


def test_the_next_mail_from_an_address_that_bounced_is_held(company, answered):
    company.account.append(bounce_of(answered))
    company.poll()
    company.account.append(
        an_application(1).subject("Application: Data science intern").id("<second@applicant1.example>").bytes()
    )
    company.poll()
    last = rows(company)[-1]
    assert [(answer.state, answer.why) for answer in last.answers] == [(ActionState.HELD, "recently_bounced")]


def a_report(said: str, number: int = 1):
    """A report in words alone, as qmail and many hosters write it."""
    return (
        a_mail()
        .return_path("")
        .from_("Mail Delivery System <mailer-daemon@mx.example.net>")
        .subject("Undelivered Mail Returned to Sender")
        .id(f"<report.{number}@mx.example.net>")
        .text(f"I'm sorry to have to inform you that your message could not be delivered.\n\n{said}")
        .bytes()
    )


def test_a_forged_report_on_a_letter_that_never_went_out_changes_nothing(company, answered):
    """By an id of our form, by the applicant's address with another subject, by our subject with another address."""
    subject = str(email.message_from_bytes(answered.content)["Subject"])
    [applicant] = answered.recipients
    domain = "snowplowanalytics.com"
    [before] = rows(company)
    company.account.append(
        a_report(f"Message-ID: <answer.{'0' * 40}@{domain}>\nSubject: {subject}\nTo: {applicant}", 1)
    )
    company.account.append(a_report(f"<{applicant}>: no such user\n\nSubject: Re: Another letter of yours", 2))
    company.account.append(a_report(f"<nobody@elsewhere.example>: no such user\n\nSubject: {subject}", 3))
    company.poll()
    application, *reports = rows(company)
    assert application.answers == before.answers
    assert {report.outcome for report in reports} == {Outcome.NOT_AN_APPLICATION}
    company.account.append(
        an_application(1).subject("Application: Data science intern").id("<second@applicant1.example>").bytes()
    )
    company.poll()
    assert [answer.state for answer in rows(company)[-1].answers] == [ActionState.DONE], "it is not held"
    assert len(company.smtp.kept) == 2


def test_a_report_that_quotes_three_letters_marks_the_three(company):
    for number in range(1, 5):
        company.account.append(an_application(number).bytes())
    company.poll()
    sent = {each.recipients[0]: email.message_from_bytes(each.content)["Message-ID"] for each in company.smtp.kept}
    assert len(sent) == 4
    spared, *quoted = sent
    company.account.append(a_report("\n\n".join(f"{each}:\nMessage-ID: {sent[each]}" for each in quoted)))
    company.poll()
    *applications, report = rows(company)
    assert report.outcome is Outcome.NOT_AN_APPLICATION
    marked = {answer.to: answer.bounced_at is not None for each in applications for answer in each.answers}
    assert marked == {spared: False, **dict.fromkeys(quoted, True)}


def test_a_crash_between_the_mark_and_the_commit_loses_neither(company, answered, monkeypatch):
    company.account.append(bounce_of(answered))
    with company.installation() as installation, monkeypatch.context() as patch:
        patch.setattr(installation.ledger.intake, "commit", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            poll(installation, installation.rules.mailboxes[0])
    company.poll()
    application, bounce = rows(company)
    assert application.answers[0].bounced_at is not None
    assert bounce.outcome is Outcome.NOT_AN_APPLICATION
