"""Which of our answers a report says could not be delivered: failures only, named by our Message-ID."""

from datetime import UTC, datetime

import pytest

from inbox_bot.core.message.values import Reading
from inbox_bot.pipeline.intake.returned import failed_answers, quoted_in
from tests.support.builders.mails import MailBuilder, a_mail

OURS = f"<answer.{'0123456789' * 4}@snowplowanalytics.com>"
OTHER = "<something.else@example.org>"
ANSWER = (
    a_mail().from_("Snowplow <recruitment@snowplowanalytics.com>").id(OURS).subject("Your application").text("Hello")
)


def status(action: str, code: str = "5.1.1") -> bytes:
    return (
        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; ann@example.org\r\nAction: {action}\r\nStatus: {code}\r\n"
    ).encode()


def a_report() -> MailBuilder:
    return (
        a_mail()
        .return_path("")
        .from_("Mail Delivery System <mailer-daemon@mx.example.net>")
        .subject("Undelivered Mail Returned to Sender")
        .text("Your message could not be delivered.")
    )


def read(mail: MailBuilder) -> Reading:
    return Reading(
        raw_hash="h", mailbox="recruitment", received_at=datetime(2026, 6, 1, tzinfo=UTC), message=mail.message()
    )


def named_in(mail: MailBuilder) -> tuple[str, ...]:
    return failed_answers(read(mail))


FAILURES = {
    "a delivery status and our mail": a_report()
    .attach(None, status("failed"), "message/delivery-status", None)
    .forwarding(ANSWER),
    "a delivery status and our header alone": a_report()
    .attach(None, status("Failed"), "message/delivery-status", None)
    .attach(None, ANSWER.bytes().partition(b"\r\n\r\n")[0] + b"\r\n", "text/rfc822-headers", None),
    "our id in References": a_report()
    .replying_to(OURS)
    .attach(None, status("failed"), "message/delivery-status", None),
    "no report part, our header in the text": a_report().text(
        f"Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message: this is a permanent "
        f"error.\n\n--- Below this line is a copy of the message.\n\nMessage-ID: {OURS}\nSubject: Your application"
    ),
    "our id in the delivery status alone": a_report().attach(
        None, status("failed") + f"X-Original-Message-ID: {OURS}\r\n".encode(), "message/delivery-status", None
    ),
    "one of several recipients failed": a_report()
    .attach(None, status("delayed", "4.4.1") + b"\r\n" + status("failed"), "message/delivery-status", None)
    .forwarding(ANSWER),
}

NO_FAILURES = {
    "a delay": a_report().attach(None, status("delayed", "4.4.1"), "message/delivery-status", None).forwarding(ANSWER),
    "a success": a_report()
    .attach(None, status("delivered", "2.0.0"), "message/delivery-status", None)
    .forwarding(ANSWER),
    "relayed": a_report().attach(None, status("relayed", "2.0.0"), "message/delivery-status", None).forwarding(ANSWER),
    "a delay in words": a_report().text(
        f"This is a warning message only. Delivery is delayed; it will be retried for 4 more days.\nMessage-ID: {OURS}"
    ),
    "a read receipt": a_report()
    .attach(
        None, b"Disposition: manual-action/MDN-sent-manually; displayed\r\n", "message/disposition-notification", None
    )
    .replying_to(OURS),
    "a complaint": a_report()
    .attach(None, b"Feedback-Type: abuse\r\n", "message/feedback-report", None)
    .forwarding(ANSWER),
    "somebody else's mail": a_report()
    .attach(None, status("failed"), "message/delivery-status", None)
    .forwarding(ANSWER.id(OTHER)),
    "an id that only begins like ours": a_report()
    .attach(None, status("failed"), "message/delivery-status", None)
    .forwarding(ANSWER.id("<answer.0123@snowplowanalytics.com>")),
}


@pytest.mark.parametrize("mail", FAILURES.values(), ids=FAILURES)
def test_a_failed_delivery_names_our_answer(mail: MailBuilder) -> None:
    assert named_in(mail) == (OURS,)


@pytest.mark.parametrize("mail", NO_FAILURES.values(), ids=NO_FAILURES)
def test_no_failure_of_ours_marks_nothing(mail: MailBuilder) -> None:
    assert named_in(mail) == ()


def test_a_report_that_quotes_three_letters_names_all_three() -> None:
    others = [f"<answer.{str(digit) * 40}@snowplowanalytics.com>" for digit in range(3)]
    quoted = "\n\n".join(f"Message-ID: {each}\nSubject: Your application" for each in others)
    assert named_in(a_report().text(f"These could not be delivered.\n\n{quoted}")) == tuple(others)


@pytest.mark.parametrize(
    "text",
    [
        "The following address failed:\n\n  Ann.Lee@Example.org\n\nSubject: Re: Ihre Bewerbung als Köchin\nTo: x",
        "<ann.lee@example.org>: no such user\n\n> To: ann\n> Subject: Re: Ihre Bewerbung\n>  als Köchin\n",
        "ann.lee@example.org\n\nSubject: =?utf-8?b?UmU6IElocmUgQmV3ZXJidW5nIGFscyBLw7ZjaGlu?=\n",
    ],
    ids=["Exim", "quoted and folded", "encoded"],
)
def test_a_report_without_an_id_says_whom_it_did_not_reach_and_which_subject(text: str) -> None:
    addresses, subjects = quoted_in(read(a_report().text(text)))
    assert "ann.lee@example.org" in addresses
    assert "Re: Ihre Bewerbung als Köchin" in subjects


def test_a_subject_that_anybody_could_have_written_says_nothing() -> None:
    assert quoted_in(read(a_report().text("ann@example.org\nSubject: Re: CV\n")))[1] == frozenset()
