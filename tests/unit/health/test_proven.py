"""`check` says which proof of reviewers' mails a mailbox has, by the mails in it."""

import pytest

from inbox_bot.edges.mailbox.headers import sender_header
from inbox_bot.health.proven import sentence_of
from tests.support.builders.mails import MailBuilder
from tests.unit.core.review.answering import by_reply, said_by_our_server, the_rules


def header(mail: MailBuilder):
    return sender_header(mail.bytes().partition(b"\r\n\r\n")[0] + b"\r\n\r\n")


def said(*mails: MailBuilder, host: str = "imap.example.com", authserv_id: str | None = "mx.example.com") -> str:
    rules = the_rules(host, authserv_id)
    return str(sentence_of([header(mail) for mail in mails], rules, rules.mailboxes[0]))


UNSAID = by_reply().without("Authentication-Results")


def test_what_our_border_says_of_them_is_counted():
    assert said(by_reply(), by_reply(), UNSAID).startswith(
        "2 of the last 3 mails of reviewers and colleagues are proven"
    )
    assert "DMARC" in said(by_reply())
    assert "DKIM" in said(said_by_our_server(by_reply(), "mx.example.com; dkim=pass header.d=example.com"))


def test_a_colleague_shows_it_as_well_as_a_reviewer():
    assert said(by_reply().from_("Carl <carl@example.com>")).startswith("1 of the last 1")


def test_exchange_online_is_told_by_its_host():
    mail = UNSAID.another("X-MS-Exchange-Organization-AuthAs", "Internal")
    assert "Exchange Online" in said(mail, host="outlook.office365.com")
    assert said(mail).startswith("none of the last 1")


def test_where_nothing_proves_the_name_that_the_server_gives_itself_is_asked_about():
    assert "is mx.example.com your own mail server?" in said(by_reply(), authserv_id=None)
    assert "is mx.example.com your own mail server?" in said(by_reply(), authserv_id="mx.example.org")
    assert said(UNSAID).endswith("is proven, so each answer is confirmed by mail")


def test_a_forgery_proves_nothing():
    forged = said_by_our_server(by_reply(), "mx.example.com; dmarc=fail header.from=example.com")
    assert said(forged).startswith("none of the last 1")


@pytest.mark.parametrize("sender", ["eve@evil.example", "jobs@example.com"])
def test_others_and_ourselves_are_left_out(sender):
    assert said(by_reply().from_(sender)).startswith("no mail of a reviewer")


def test_a_header_is_taken_apart_without_decoding():
    raw = (
        b"Authentication-Results: mx.example.com;\r\n\tdmarc=pass header.from=example.com\r\n"
        b"Received: from a by mx.example.com; date\r\nFrom: =?utf-8?q?J=E4ne?= <Jane@example.com>\r\n\r\n"
    )
    found = sender_header(raw)
    assert found.fields[0] == ("authentication-results", "mx.example.com; dmarc=pass header.from=example.com")
    assert found.senders == ("Jane@example.com",)
    assert sender_header(b"\xff\x00no header") == sender_header(b"")
