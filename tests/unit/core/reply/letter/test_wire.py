"""Our answer on the wire: the fields we mean, once each, whatever a stranger wrote; CRLF and nothing else."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.letter.wire import needs_smtputf8, to_wire
from inbox_bot.core.reply.values import Attachment, Letter, TextFile

AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
LETTER = Letter(
    sender=Address(name="Example Ltd", address="jobs@example.com"),
    to=Address(name="Ann Lee", address="ann.lee@example.org"),
    subject="Your application: Engineer",
    text="Dear Ann Lee,\n\nthank you.\n",
    message_id=f"<answer.{'a' * 40}@example.com>",
    in_reply_to="<first@example.org>",
    references=("<root@example.org>", "<first@example.org>"),
)
FIELDS = [
    "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Inbox-Bot", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
]  # fmt: skip
BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
INJECTIONS = [
    "Hi =?utf-8?q?=0ABcc:_spy=40x.example?= 😀",
    "Hi =?utf-8?b?CkJjYzogc3B5QHguZXhhbXBsZQ==?=",
    "=?utf-8?q?==3Futf-8=3Fq=3F=0ABcc:_x=3F=?=",
    "=?utf=?x?=-8?q?=0ABcc: x?=",
    "Hi\r\nBcc: spy@x.example",
    "Hi\n\nbody",
    "Hi\x0bBcc: x\x0cTo: y\x85Cc: z\u2028A: b\u2029C: d",
    "Hi\r\n .\r\n.\r\nMAIL FROM:<x@y.example>",
    "\ud800\udfff",
    "\x00",
]


def unfolded(wire: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(wire, policy=email.policy.SMTP)  # type: ignore[return-value]


def test_the_bytes_of_an_answer():
    assert to_wire(LETTER, AT) == (
        b"Date: Mon, 01 Jun 2026 09:30:00 +0000\r\n"
        b"From: Example Ltd <jobs@example.com>\r\n"
        b"To: Ann Lee <ann.lee@example.org>\r\n"
        b"Subject: Your application: Engineer\r\n"
        b"Message-ID: <answer.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com>\r\n"
        b"In-Reply-To: <first@example.org>\r\n"
        b"References: <root@example.org>\r\n <first@example.org>\r\n"
        b"Auto-Submitted: auto-replied\r\n"
        b"X-Auto-Response-Suppress: All\r\n"
        b"X-Inbox-Bot: answer\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"Dear Ann Lee,\r\n\r\nthank you.\r\n"
    )


def test_without_a_valid_id_of_theirs_there_is_no_threading():
    wire = unfolded(to_wire(replace(LETTER, in_reply_to=None, references=()), AT))
    assert "In-Reply-To" not in wire
    assert "References" not in wire


def test_no_field_that_an_answer_must_not_have():
    names = {name.lower() for name in unfolded(to_wire(LETTER, AT))}
    assert not names & {"return-path", "bcc", "cc", "reply-to", "sender", "precedence"}


def test_a_digest_is_auto_generated_and_has_two_alternatives():
    letter = replace(LETTER, html="<p>Grüße</p>", text="Grüße", auto_submitted="auto-generated")
    parsed = unfolded(to_wire(letter, AT))
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["X-Auto-Response-Suppress"] == "All"
    assert parsed.get_content_type() == "multipart/alternative"
    plain, html = parsed.iter_parts()
    assert (plain.get_content_type(), plain.get_content().strip()) == ("text/plain", "Grüße")
    assert (html.get_content_type(), html.get_content().strip()) == ("text/html", "<p>Grüße</p>")
    assert not BARE.search(to_wire(letter, AT))


def test_the_date_is_utc_whatever_the_zone():
    assert b"Date: Mon, 01 Jun 2026 09:30:00 +0000\r\n" in to_wire(LETTER, AT.astimezone(timezone(timedelta(hours=9))))


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_header_can_be_injected(text):
    letter = replace(LETTER, subject=text, to=replace(LETTER.to, name=text), sender=replace(LETTER.sender, name=text))
    wire = to_wire(letter, AT)
    assert [name for name, _ in unfolded(wire).items()] == FIELDS
    head = wire.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"(?im)^(bcc|cc|a|c):", head)
    assert not BARE.search(wire)


@settings(max_examples=400)
@given(
    subject=st.one_of(st.text(max_size=300), st.sampled_from(INJECTIONS)),
    name=st.one_of(st.text(max_size=120), st.sampled_from(INJECTIONS)),
    text=st.text(max_size=400),
    html=st.one_of(st.none(), st.text(max_size=200)),
)
@example(subject="ä" * 300, name='"', text="\r\r\n\n\r", html=None)
@example(subject="a" * 300, name="\\", text=".", html="\r")
@example(subject=" ", name=" x ", text="", html="")
def test_whatever_is_written_the_header_has_exactly_our_fields(subject, name, text, html):
    wire = to_wire(replace(LETTER, subject=subject, to=replace(LETTER.to, name=name), text=text, html=html), AT)
    assert not BARE.search(wire)
    assert all(len(line) <= 998 for line in wire.split(b"\r\n"))
    head = wire.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))
    for policy in (email.policy.SMTP, email.policy.compat32):
        parsed = email.message_from_bytes(wire, policy=policy)
        assert sorted(parsed.keys()) == sorted(field for field in FIELDS if html is None or field != FIELDS[-1])
    addresses = unfolded(wire)["To"].addresses
    assert [address.addr_spec for address in addresses] == ["ann.lee@example.org"]
    assert [address.addr_spec for address in unfolded(wire)["From"].addresses] == ["jobs@example.com"]


@pytest.mark.parametrize(
    "subject",
    [
        "Bewerbung als Softwareentwicklerin für die Abteilung Forschung und Entwicklung in Zürich",
        "应聘：高级工程师（北京）" * 6,
        "A long subject in plain ASCII that goes on and on until it has to be folded somewhere, perhaps even twice",
        "😀" * 60,
    ],
)
def test_long_subjects_come_out_as_they_went_in(subject):
    assert unfolded(to_wire(replace(LETTER, subject=subject), AT))["Subject"] == subject


@pytest.mark.parametrize(
    "name", ["Zoë Łukasz", "Lee, Ann", 'Ann "the" Lee', "李安", "Dr. A. Lee", "a@b", "Back\\slash", "N" * 70]
)
def test_names_come_out_as_they_went_in(name):
    to = unfolded(to_wire(replace(LETTER, to=replace(LETTER.to, name=name)), AT))["To"].addresses
    assert [(address.display_name, address.addr_spec) for address in to] == [(name, "ann.lee@example.org")]


def test_a_text_comes_out_as_it_went_in():
    text = "From here\n.\n..\nÄ = é\n" + "word " * 100 + "\ntrailing \n\ttab\n"
    body = unfolded(to_wire(replace(LETTER, text=text), AT)).get_content()
    assert body.replace("\r\n", "\n") == text


def test_addresses_beyond_ascii():
    """RFC 6531, RFC 6532: the domain can be written in ASCII, the local part can't."""
    domain = replace(LETTER, to=Address(name="", address="ann@bücher.example"))
    assert not needs_smtputf8(domain)
    assert b"To: ann@xn--bcher-kva.example\r\n" in to_wire(domain, AT)
    local = replace(LETTER, to=Address(name="", address="jörg@xn--bcher-kva.example"))
    assert needs_smtputf8(local)
    assert "To: jörg@xn--bcher-kva.example\r\n".encode() in to_wire(local, AT)
    assert not needs_smtputf8(LETTER)


@pytest.mark.parametrize(
    "address",
    [
        "ann",
        "@example.org",
        "ann@",
        "a b@example.org",
        "a@b\r\n.example",
        "a\n@example.org",
        "a@b,c@d.example",
        "<a@b.example>",
        "a@b@c.example",
        "\ud800@b.example",
    ],
)
def test_an_address_that_cannot_be_written_is_an_error_and_no_mail(address):
    with pytest.raises(ValueError, match="can't be written"):
        to_wire(replace(LETTER, to=Address(name="x", address=address)), AT)


@pytest.mark.parametrize("message_id", ["<a@b\r\nBcc: x>", "a@b", "<a b@c>", "<>", ""])
def test_an_id_that_cannot_be_written_is_an_error_and_no_mail(message_id):
    with pytest.raises(ValueError, match="can't be written"):
        to_wire(replace(LETTER, message_id=message_id), AT)


# Files


@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    content=st.binary(max_size=400),
    kind=st.sampled_from(["application/pdf", "text/plain", "nonsense\r\nBcc: x@y", ""]),
)
@settings(max_examples=60, deadline=None)
def test_a_file_arrives_byte_by_byte_under_a_safe_name(name: str, content: bytes, kind: str):
    letter = replace(LETTER, html="<p>Hello</p>", files=(TextFile(name="t.csv", type="text/csv", text="a,b\r\n"),))
    wire = to_wire(letter, AT, [Attachment(name=name, type=kind, content=content)])
    assert all(len(line) <= 998 and b"\r" not in line for line in wire.split(b"\r\n"))
    mail = unfolded(wire)
    table, file = mail.iter_attachments()
    assert (table.get_filename(), table.get_payload(decode=True)) == ("t.csv", b"a,b\r\n")
    assert file.get_payload(decode=True) == content
    assert file.get_filename() == safe.filename(name, "document-2")
    assert file.get_content_type() == (
        kind if kind in ("application/pdf", "text/plain") else "application/octet-stream"
    )
    assert "Bcc" not in mail
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.text.rstrip()
    assert "Hello" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("before", range(4))
def test_a_files_name_is_never_divided_within_a_letter_of_it(before: int):
    """Readers undo the escapes of each piece by itself: half of one is two wrong letters (RFC 2231 §7)."""
    name = "a" * before + "ł" * 40 + ".pdf"
    wire = to_wire(LETTER, AT, [Attachment(name=name, type="application/pdf", content=b"%PDF-")])
    pieces = re.findall(rb"filename\*\d+\*=(?:utf-8'')?([^;\r]*)", wire)
    assert len(pieces) > 1
    assert all(re.fullmatch(rb"(?:%[0-9A-F]{2}|[^%])+", piece) for piece in pieces)
    assert unquote(b"".join(pieces).decode()) == name


def test_a_letter_without_files_is_as_it_was_before_there_were_any():
    assert to_wire(LETTER, AT).count(b"multipart/mixed") == 0
