"""Mails within the mail: forwarded as a whole, returned, attached as a file."""

import base64

from inbox_bot.core.message.values import Message
from inbox_bot.core.unpack.budget import DEPTH
from tests.support.builders.mails import a_mail, read_mail

PDF = b"%PDF-1.4 a CV"


def sections(message: Message) -> list[tuple[str, str]]:
    return [(part.section, part.type) for part in message.parts]


def test_a_forwarded_mail_is_a_part_followed_by_its_own():
    inner = a_mail().from_("Ann <ann@example.org>").subject("My application").text("I apply").attach("cv.pdf", PDF)
    message = a_mail().from_("Bob <bob@corp.example>").text("see below").forwarding(inner, "forwarded.eml").message()
    assert sections(message) == [
        ("1", "text/plain"),
        ("2", "message/rfc822"),
        ("2.1", "text/plain"),
        ("2.2", "application/pdf"),
    ]
    assert message.parts[1].content == inner.bytes()  # to the byte
    assert message.parts[1].filename == "forwarded.eml"
    assert message.enclosed_sections == ("2",)
    assert message.enclosed[0].subject == "My application"
    assert message.enclosed[0].text == "I apply"
    assert message.enclosed[0].parts == ()
    assert message.text == "see below"


def test_a_forwarded_mail_of_one_part_has_that_part_below_it():
    message = a_mail().text("see below").forwarding(a_mail().text("I apply")).message()
    assert sections(message) == [("1", "text/plain"), ("2", "message/rfc822"), ("2.1", "text/plain")]
    assert message.parts[1].filename == "part-2.eml"


def test_a_forwarded_mail_may_be_encoded_against_the_rules():
    inner = a_mail().subject("Inner").text("I apply")
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(inner.bytes()) + b"\n--b--\n"
    )
    message = read_mail(raw)
    assert message.enclosed[0].subject == "Inner"
    assert message.parts[0].content == inner.bytes()


def test_mails_within_mails_are_read_to_a_depth():
    mail = a_mail().subject("0").text("innermost")
    for number in range(1, 9):
        mail = a_mail().subject(str(number)).text("outer").forwarding(mail)
    message = mail.message()
    assert [inner.subject for inner in message.enclosed] == ["7", "6", "5", "4", "3"]
    assert len(message.enclosed) == DEPTH
    assert message.enclosed_sections == ("2", "2.2", "2.2.2", "2.2.2.2", "2.2.2.2.2")
    assert message.parts[-1].section == "2.2.2.2.2.2"  # closed: its content is there, unread
    assert b"Subject: 0" in message.parts[-1].content


def test_the_headers_of_a_returned_mail_are_a_message_within():
    raw = (
        b"Content-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n--b\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        b"Final-Recipient: rfc822; a@b.example\n--b\n"
        b"Content-Type: text/rfc822-headers\n\nMessage-ID: <ours@corp.example>\nSubject: Thank you\n\n--b--\n"
    )
    message = read_mail(raw)
    assert [(part.section, part.declared_type) for part in message.parts] == [
        ("1", "text/plain"),
        ("2", "message/delivery-status"),
        ("3", "text/rfc822-headers"),
    ]
    assert message.parts[1].content == b"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example"
    assert message.enclosed[0].message_id == "<ours@corp.example>"
    assert message.enclosed_sections == ("3",)
    assert message.text == "It failed."
