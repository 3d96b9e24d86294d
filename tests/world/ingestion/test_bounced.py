"""A bounce of an answer comes into the mailbox: the answer is marked, and its address is left alone for a while."""

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
