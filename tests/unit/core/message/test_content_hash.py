"""One sending has one hash, however it is delivered; anything the sender wrote otherwise gives another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.content import SENDERS_FIELDS, content_hash
from tests.support.builders.mails import MailBuilder, a_mail, read_mail

BARE = a_mail().text("Dear Sirs,\nI apply.").html("<p>I apply.</p>").replying_to("<q@x>")
MAIL = BARE.attach("cv.pdf", b"%PDF-1.4 cv")
TRANSPORT_FIELDS = (
    "Received", "Return-Path", "Delivered-To", "X-Original-To", "Envelope-To", "Authentication-Results", "Received-SPF",
    "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results", "DKIM-Signature", "X-Spam-Status", "X-Spam-Flag",
    "X-Spam-Score", "X-MS-Exchange-Organization-SCL", "X-Virus-Scanned", "List-Id", "List-Unsubscribe", "List-Post",
    "X-Forwarded-To", "X-Gm-Message-State", "Resent-To", "Resent-From", "Resent-Date", "Bcc", "Precedence", "X-Any",
)  # fmt: skip
line = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)


def hash_of(mail: MailBuilder) -> str:
    return content_hash(mail.message())


@given(st.lists(st.tuples(st.sampled_from(TRANSPORT_FIELDS), line), max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_the_way_adds_does_not_count(added, on_top):
    delivered = MAIL
    for name, value in added:
        delivered = delivered.another(name, value)
    raw = delivered.bytes()
    if on_top:
        raw = b"".join(b"%s: %s\r\n" % (name.encode(), value.encode()) for name, value in added) + MAIL.bytes()
    assert content_hash(read_mail(raw)) == hash_of(MAIL)


def test_line_ends_folding_and_case_of_names_do_not_count():
    raw = MAIL.bytes()
    assert content_hash(read_mail(raw.replace(b"\r\n", b"\n"))) == hash_of(MAIL)
    assert content_hash(read_mail(raw.replace(b"Subject: Application", b"SUBJECT:\r\n Application"))) == hash_of(MAIL)
    assert content_hash(read_mail(raw + b"\r\n")) == hash_of(MAIL)


def test_another_transfer_encoding_does_not_count():
    eight_bit = (
        b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xc3\xbc\r\n"
    )
    downgraded = eight_bit.replace(b"8bit", b"quoted-printable").replace(b"\xc3\xbc", b"=C3=BC")
    assert content_hash(read_mail(eight_bit)) == content_hash(read_mail(downgraded))


@pytest.mark.parametrize("name", SENDERS_FIELDS)
def test_every_field_of_the_senders_counts(name):
    assert hash_of(MAIL.header(name, "<else@x.example>")) != hash_of(MAIL)
    assert hash_of(MAIL.another(name, "<else@x.example>")) != hash_of(MAIL)


@pytest.mark.parametrize(
    "other",
    [
        MAIL.text("Dear Sirs,\nI apply!"),
        MAIL.html("<p>I apply!</p>"),
        MAIL.attach("cv.pdf", b"%PDF-1.4 cv"),
        BARE.attach("cv2.pdf", b"%PDF-1.4 cv"),
        BARE.attach("cv.pdf", b"%PDF-1.4 cv\n"),
        BARE,
        MAIL.without("Message-ID"),
        MAIL.without("Date"),
    ],
    ids=["text", "HTML", "one part more", "a name", "a byte at the end of a part", "one part less", "no id", "no date"],
)  # fmt: skip
def test_anything_the_sender_wrote_otherwise_counts(other):
    assert hash_of(other) != hash_of(MAIL)


@given(st.binary(min_size=1, max_size=60), st.binary(min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_two_contents_have_two_hashes(one, two):
    assert (hash_of(a_mail().attach("x", one)) == hash_of(a_mail().attach("x", two))) == (one == two)


def test_what_stands_in_one_field_can_not_be_moved_to_the_next():
    assert hash_of(a_mail().subject("a b").to("c")) != hash_of(a_mail().subject("a").to("b c"))
