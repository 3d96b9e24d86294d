"""A mail that takes too long to read is refused before it is read; an ordinary one never is."""

import pytest

from inbox_bot.core.message.mime.bounds import TooComplex, check
from inbox_bot.core.message.parse import parse, parse_headers
from tests.support.builders.mails import a_mail, read_mail

TOP = b"From: ann@example.org\r\n"


def nested_multiparts(depth: int) -> bytes:
    levels = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(depth)
    )
    return TOP + b"".join(levels) + b"\r\nHello\r\n"


HOSTILE = {
    "1,000 multiparts in each other": nested_multiparts(1_000),
    "1,000 mails in each other": TOP + b"Content-Type: message/rfc822\r\n\r\n" * 1_000,
    "50,000 parameters on one line": TOP + b"Content-Type: text/plain" + b"; a*1=x" * 50_000 + b"\r\n\r\n",
    "50,000 parameters, folded": TOP + b"Content-Type: text/plain" + b";\r\n a*1=x" * 50_000 + b"\r\n\r\n",
    "parameters of a part": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: x"
    + b"; a*1=x" * 5_000 + b"\r\n\r\n--b--",
    "20,000 encoded words": TOP + b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\n",
    "200,000 empty parts": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 200_000,
    "1,500 parts": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 1_500,
    "100,000 fields": TOP + b"X: y\r\n" * 100_000 + b"\r\n",
    "a header of 2 MB": TOP + b"X: " + b"y" * 2_000_000 + b"\r\n\r\n",
    "5,000,000 lines": TOP + b"\r\n" + b"\n" * 5_000_000,
    "many lines in deep multiparts": nested_multiparts(150) + b"a\n" * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_mail_built_to_hold_its_reader_is_too_complex(raw):
    with pytest.raises(TooComplex):
        read_mail(raw)
    assert parse_headers(raw).senders[0].address == "ann@example.org"


HARMLESS = {
    "100,000 references": TOP + b"References: " + b"<a@b> " * 100_000 + b"\r\n\r\n",
    "3,000 recipients": TOP + b"To: " + b"a@b.example, " * 3_000 + b"\r\n\r\n",
    "a text of rules and semicolons": TOP + b"\r\n" + b"--------;\r\n" * 50_000,
    "a source file with many dashes": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
    + b"-- comment\r\n" * 20_000 + b"--b--",
    "HTML with many entities": TOP + b"Content-Type: text/html\r\n\r\n" + b"&nbsp;-- " * 20_000,
    "20 mails in one": a_mail().text("digest").bytes() and a_mail().forwarding(a_mail().text("x").html("y")).bytes(),
}  # fmt: skip


@pytest.mark.parametrize("raw", HARMLESS.values(), ids=HARMLESS)
def test_a_large_ordinary_mail_is_read(raw):
    check(raw)
    assert read_mail(raw).senders


def test_recipients_beyond_the_bound_of_a_field_are_left_out():
    message = parse(HARMLESS["3,000 recipients"])
    assert len(message.recipients) == 1_000
