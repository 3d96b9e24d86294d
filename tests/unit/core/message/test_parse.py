"""What a header says, however it is written."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.parse import parse, parse_headers
from inbox_bot.core.message.text.forwarded import forwarded_in
from inbox_bot.core.message.values import Address, Message
from tests.support.builders.mails import a_mail


def header(field: bytes) -> Message:
    return parse(field + b"\r\n\r\nHello\r\n")


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        (b"From: Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org"),
        (b'From: "Lee, Ann" <ann@example.org>', "Lee, Ann", "ann@example.org"),
        (b"From: ann@example.org (Ann Lee)", "Ann Lee", "ann@example.org"),
        (b"from:Ann (HR) <Ann@Example.ORG>", "Ann (HR)", "Ann@example.org"),
        (b"From: <ann@example.org>", "", "ann@example.org"),
        (b"From: ann@example.org", "", "ann@example.org"),
        (b"From: =?utf-8?q?J=C3=B6rg?= <j@example.org>", "Jörg", "j@example.org"),
        (b'From: "=?utf-8?q?J=C3=B6rg?=" <j@example.org>', "Jörg", "j@example.org"),
        (b"From: =?utf-8?b?QW5u!?= <j@example.org>", "Ann", "j@example.org"),
        (b"From: =?x-no?q?J=C3=B6rg?= <j@example.org>", "=?x-no?q?J=C3=B6rg?=", "j@example.org"),
        (b"From: J\xf6rg <j@example.org>", "Jörg", "j@example.org"),
        ("From: Jörg <j@müller.example>".encode(), "Jörg", "j@xn--mller-kva.example"),
        (b"From: Ann\r\n Lee\r\n <ann@example.org>", "Ann Lee", "ann@example.org"),
        (b"From: Friends: Ann <ann@example.org>;", "Ann", "ann@example.org"),
        (b"From: a@corp.com\0<evil@example.org>", "a@corp.com\ufffd", "evil@example.org"),
        (b'From: "boss@corp.com" <evil@example.org>', "boss@corp.com", "evil@example.org"),
        (b"From: Ann <ann@[192.0.2.1]>", "Ann", "ann@[192.0.2.1]"),
    ],
)
def test_a_sender_is_read(field, name, address):
    assert header(field).senders == (Address(name=name, address=address),)


@pytest.mark.parametrize(
    "field",
    [
        b"From:",
        b"From: <>",
        b"From: Ann Lee",
        b"From: undisclosed-recipients:;",
        b"From: ann@",
        b"From: @example.org",
        b"From: <ann@exa mple.org>",
        b"From: ann@-\xff.example",
        b"From: ann@" + b"a" * 64 + b".org",
        b"From: ann@example..org",
        b"From: ann@example.org.",
        b"From: " + b"a" * 300 + b"@example.org",
        b"From: =?utf-8?q?ann=40example.org?=",
        "From: ann@ex\u202eample.org".encode(),
    ],
)
def test_what_is_no_address_is_not_repaired_to_one(field):
    message = header(field)
    assert message.senders == ()
    assert message.from_fields == 1


def test_two_from_fields_are_both_there():
    message = a_mail().from_("boss@corp.com").another("From", "evil@example.org").message()
    assert [sender.address for sender in message.senders] == ["boss@corp.com", "evil@example.org"]
    assert message.from_fields == 2
    assert message.sender is None


def test_recipients_come_in_the_order_of_the_fields():
    message = (
        a_mail()
        .to("a@x.example", "B <b@x.example>")
        .cc("c@x.example")
        .header("Resent-To", "e@x.example")
        .header("Bcc", "d@x.example")
        .message()
    )
    assert [address.local for address in message.recipients] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        (b"Subject: Application", "Application"),
        (b"Subject: =?utf-8?q?Bewerbung_f=C3=BCr?= =?utf-8?q?_X?=", "Bewerbung für X"),
        (b"Subject: =?utf-8?b?w7w=?=\r\n =?utf-8?b?w7w=?=", "üü"),
        (b"Subject: =?utf-8?b?w7?= =?utf-8?b?w=?=", "Ã"),  # a character cut in two, and cut wrongly
        (b"Subject: =?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),  # a character cut in two
        (b"Subject: a =?utf-8?q?b?= c", "a b c"),
        (b"Subject: =?iso-8859-1?q?Caf=E9?= au lait", "Café au lait"),
        (b"Subject: =?gb2312?b?1tDOxA==?=", "中文"),
        (b"Subject: =?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本"),
        (b"Subject: =?idna?q?a?= =?zip?b?eA==?=", "=?idna?q?a?= =?zip?b?eA==?="),
        (b"Subject: =?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        (b"Subject: Caf\xe9", "Café"),
        ("Subject: Bewerbung für X".encode(), "Bewerbung für X"),
        (b"Subject: one\r\n two", "one two"),
        (b"Subject: =?utf-8?q?one=0D=0ABcc:_spy=40x.example?=", "one Bcc: spy@x.example"),
        (b"Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=", "=?utf-8?q?x?="),  # decoded once
        (b"Subject: =?utf-8?q?nul=00?=", "nul\ufffd"),
        (b"X-No: subject", ""),
    ],
)
def test_a_subject_is_decoded_and_on_one_line(field, subject):
    assert header(field).subject == subject


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Mon, 01 Jun 2026 09:30:00 +0200", datetime(2026, 6, 1, 7, 30, tzinfo=UTC)),
        ("1 Jun 2026 09:30 -0000", datetime(2026, 6, 1, 9, 30, tzinfo=UTC)),
        ("Mon, 01 Jun 2026 09:30:00 +0000 (UTC)", datetime(2026, 6, 1, 9, 30, tzinfo=UTC)),
        ("Mon, 01 Jun 2026 09:30:00 EST", datetime(2026, 6, 1, 14, 30, tzinfo=UTC)),
        ("Mon, 01 Jun 0000 09:30:00 +0000", None),
        ("Mon, 31 Feb 2026 09:30:00 +0000", None),
        ("yesterday", None),
        ("", None),
        ("Mon, 01 Jun " + "9" * 5_000 + " 09:30:00 +0000", None),
    ],
)
def test_a_date_is_in_utc_or_missing(written, date):
    assert a_mail().date(written).message().date == date


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("<a@b>", "<a@b>"),
        ("  <CAF=x+y.1@mail.example.org> ", "<CAF=x+y.1@mail.example.org>"),
        ("<a@b> (added by postmaster@x)", "<a@b>"),
        ("<a@[192.0.2.1]>", "<a@[192.0.2.1]>"),
        ("<", None),
        ("<>", None),
        ("", None),
        ("a@b", None),
        ("<a b@c>", None),
        ("<a@b> <c@d>", None),
        ("<a@b@c>", None),
        ("<a>", None),
        ("<a@b>x", None),
        ("<=?utf-8?q?=0A?=@b>", None),
        ("<" + "a" * 900 + "@b>", None),
        ("<ü@b>", None),
    ],
)
def test_a_message_id_is_valid_or_missing(written, valid):
    assert header(f"Message-ID: {written}".encode()).message_id == valid


def test_references_are_the_last_hundred_valid_ones():
    references = " ".join(f"<{number}@x>" for number in range(150)) + " <broken"
    message = a_mail().header("References", references).header("In-Reply-To", "Your mail <q@x> of <Monday>").message()
    assert message.references == tuple(f"<{number}@x>" for number in range(50, 150))
    assert message.in_reply_to == ("<q@x>",)


@pytest.mark.parametrize(
    ("written", "path"),
    [("<>", ""), (" < > ", ""), ("<> (null)", ""), ("<a@b.example>", "a@b.example"), ("a@b.example", "a@b.example")],
)
def test_the_topmost_return_path_counts(written, path):
    message = parse(f"Return-Path: {written}\r\nReturn-Path: <forged@x.example>\r\n\r\n".encode())
    assert message.return_path == path
    assert a_mail().message().return_path is None


def test_headers_are_all_there_in_order_unfolded_and_cut():
    message = parse(b"X-A: one\r\n\ttwo\r\nx-a: \xfc\r\nX-Long: " + b"y" * 5_000 + b"\r\n\r\n")
    assert message.headers == (("x-a", "one\ttwo"), ("x-a", "ü"), ("x-long", "y" * 4_096))
    assert message.header("X-A") == ("one\ttwo", "ü")


def test_the_header_alone_reads_like_the_header_of_the_whole():
    mail = a_mail().from_("Jörg <j@example.org>").replying_to("<q@x>").text("Hello").attach("cv.pdf", b"%PDF-1.4")
    whole, alone = mail.message(), parse_headers(mail.bytes())
    assert alone.headers == whole.headers
    assert (alone.senders, alone.subject, alone.date) == (whole.senders, whole.subject, whole.date)
    assert (alone.text, alone.parts) == ("", ())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\n\n",
        b"hello",
        b"\r",
        b"\0",
        b"From nobody Mon Jun  1 2026\r\nFrom: a@b.example\r\n\r\nHi",
        b"Subject: x",
        b"\xef\xbb\xbfSubject: x\r\n\r\ny",
        b"Message-ID: <\r\n\r\n",
        b": no name\r\n\r\n",
        b"\xff" * 100,
        b"Content-Type: text/plain; charset=idna\r\n\r\n\xff",
        b"Content-Type: text/plain; charset=zip\r\n\r\n\xff",
        b"Content-Type: multipart/mixed; boundary*=idna'en'x\r\n\r\n--x\r\n\r\n--x--",
        b"Content-Type: multipart/mixed; boundary*" + b"9" * 5_000 + b"*=x\r\n\r\nx",
        b"Content-Type: text/plain; charset*=x-no'en'%FF\r\n\r\nx",
        b"Subject: a\rb\n\rc\r\n\r\nd\re\nf",
    ],
)
def test_odd_bytes_are_a_message(raw):
    assert parse(raw) == parse(raw)
    assert parse_headers(raw) == parse_headers(raw)


def test_an_mbox_line_on_top_is_no_field():
    message = parse(b"From nobody Mon Jun  1 2026\r\nFrom: a@b.example\r\n\r\nHi")
    assert message.senders[0].address == "a@b.example"
    assert message.text == "Hi"


def test_a_broken_word_in_an_address_costs_no_part():
    mail = a_mail().header("To", "=?utf-8?b?YWJjZGVmZ2hpamtsbW5vcHFyc3R1dn?= <a@b.example>")
    assert len(mail.text("Hello").attach("cv.pdf", b"%PDF-1.4").message().parts) == 2


SAMPLES = (
    a_mail().text("Hello\n> quote\n-- \nAnn").html("<p>Hello</p>").attach("cv.pdf", b"%PDF-1.4 x").bytes(),
    a_mail()
    .text("see below")
    .forwarding(a_mail().text("inner").attach(None, b"PK\x03\x04 zip", disposition=None))
    .bytes(),
    a_mail()
    .from_("Jörg Müller <j@müller.example>")
    .subject("Äpfel")
    .text("On 1 Jun 2026 10:00, Bob <b@c> wrote:\n> x")
    .bytes(),
)
SPLICES = st.sampled_from(
    [
        b"\0",
        b"\r",
        b"\n",
        b"\r\n\r\n",
        b"charset=idna",
        b"charset=punycode",
        b"boundary*=idna'en'x",
        b'boundary="',
        b"Content-Type: message/rfc822\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
        b"--",
        b"<",
        b"=?utf-8?b?a?=",
        b"=?idna?q?a?=",
        b"From: ",
        b"filename*0*=x-no''%41;",
        b"\xed\xa0\x80",
        b"Date: 32 Foo 0000\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"<blockquote>",
        b"\x1b$B",
        b"(",
        b'"',
        b"@",
        b";",
        b"+AGE-",
        b"\xff\xfe",
    ]
)


@st.composite
def mutated_mails(draw: st.DrawFn) -> bytes:
    raw = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(raw)))
        cut = draw(st.integers(0, 30))
        raw[at : at + cut] = draw(st.one_of(SPLICES, st.binary(max_size=20)))
    return bytes(raw)


def every_text(message: Message) -> list[str]:
    return [
        message.text,
        message.typed,
        message.quoted,
        message.signature,
        message.subject,
        message.return_path or "",
        message.message_id or "",
        *message.references,
        *message.in_reply_to,
        *message.defects,
        *(piece for field in message.headers for piece in field),
        *(piece for part in message.parts for piece in (part.filename, part.declared_type, part.content_id)),
        *(piece for address in message.senders + message.recipients for piece in (address.name, address.address)),
    ]


@given(st.one_of(st.binary(max_size=400), mutated_mails()))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_a_message_that_can_be_stored_and_reads_the_same_twice(raw):
    try:
        message = parse(raw)
    except TooComplex:
        return
    assert parse(raw) == message
    assert content_hash(message) == content_hash(parse(raw))
    assert message.headers == parse_headers(raw).headers
    forwarded_in(message.text)
    for text in (text for each in (message, *message.enclosed) for text in every_text(each)):
        text.encode("utf-8")  # would raise on a lone surrogate
        assert "\0" not in text


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("=?utf-8?q?Firma:_Bau?= <ann@example.org>", "Firma: Bau"),
        ("=?utf-8?q?Lee,_Ann;?= <ann@example.org>", "Lee, Ann;"),
        ("=?utf-8?q?<spy@x.example>?= <ann@example.org>", "<spy@x.example>"),
        ("=?utf-8?q?a?= =_7_= <ann@example.org>", "a =_7_="),
    ],
)
def test_an_encoded_word_in_a_name_is_an_atom_whatever_stands_in_it(written, name):
    """RFC 2047 §5 forbids these signs there, and programs write them: the address must not be lost for it."""
    assert a_mail().header("From", written).message().senders == (Address(name=name, address="ann@example.org"),)
