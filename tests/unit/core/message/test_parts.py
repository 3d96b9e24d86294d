"""Every part is there, in its place, with the name the sender gave and the type its bytes show."""

import base64

import pytest

from inbox_bot.core.message.parse import parse
from inbox_bot.core.message.values import Message
from tests.support.builders.mails import a_mail

PDF = b"%PDF-1.4 a CV"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sections(message: Message) -> list[tuple[str, str]]:
    return [(part.section, part.type) for part in message.parts]


def part_with(fields: str, content: bytes = PDF) -> Message:
    encoded = base64.encodebytes(content).decode()
    return parse(
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\n{fields}\nContent-Transfer-Encoding: base64\n\n"
        f"{encoded}\n--b--\n".encode("utf-8", "surrogateescape")
    )


def test_parts_are_numbered_as_imap_numbers_them():
    mail = a_mail().text("Hello").html("<p>Hello</p>").attach("cv.pdf", PDF).attach("letter.txt", b"Dear Sirs")
    assert sections(mail.message()) == [
        ("1.1", "text/plain"),
        ("1.2", "text/html"),
        ("2", "application/pdf"),
        ("3", "text/plain"),
    ]


@pytest.mark.parametrize("declared", ["application/pdf", "application/octet-stream", "image/jpeg", DOCX_TYPE])
@pytest.mark.parametrize("disposition", [None, "inline", "attachment"])
def test_a_part_without_a_name_is_a_part_named_by_its_place_and_bytes(declared, disposition):
    message = a_mail().text("My CV").attach(None, PDF, declared, disposition).message()
    part = message.parts[1]
    assert (part.filename, part.type, part.content) == ("part-2.pdf", "application/pdf", PDF)
    assert (part.declared_type, part.disposition) == (declared, disposition or "")


def test_a_mail_may_be_a_document():
    encoded = base64.encodebytes(PDF)
    message = parse(
        b"From: ann@example.org\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + encoded
    )
    assert [(part.section, part.filename, part.content) for part in message.parts] == [("1", "part-1.pdf", PDF)]
    assert message.text == ""


def test_a_pdf_declared_as_text_is_no_body():
    message = parse(b"Content-Type: text/plain\n\n" + PDF)
    assert (message.text, message.parts[0].type) == ("", "application/pdf")


def test_a_mail_within_is_a_part_that_stays_closed():
    inner = a_mail().text("I apply").attach("cv.pdf", PDF)
    message = parse(a_mail().text("see below").forwarding(inner, "forwarded.eml").bytes())
    assert sections(message) == [("1", "text/plain"), ("2", "message/rfc822")]
    assert message.parts[1].content == inner.bytes()
    assert (message.enclosed, message.text) == ((), "see below")


def test_a_mail_that_is_a_part_numbers_its_own_below_it():
    inner = a_mail().text("I apply").attach("cv.pdf", PDF)
    assert sections(parse(inner.bytes(), within="2")) == [("2.1", "text/plain"), ("2.2", "application/pdf")]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ('Content-Disposition: attachment; filename="CV Ann.pdf"', "CV Ann.pdf"),
        ("Content-Disposition: attachment; filename=CV Ann.pdf", "CV Ann.pdf"),
        ('Content-Type: application/pdf; name="cv.pdf"', "cv.pdf"),
        ('Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment; filename="b.pdf"', "b.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''Lebenslauf%20M%C3%BCller.pdf", "Lebenslauf Müller.pdf"),
        ("Content-Disposition: inline;\n filename*0*=utf-8''M%C3; filename*1*=%BCller; filename*2=.pdf", "Müller.pdf"),
        ("Content-Disposition: attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"),
        ("Content-Disposition: attachment; filename*0=a; filename*2=c", "a"),
        ("Content-Disposition: attachment; filename*=x-no'en'%41.pdf", "A.pdf"),
        ("Content-Disposition: attachment; filename=plain.pdf; filename*=utf-8''better.pdf", "better.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?q?M=C3=BCller.pdf?="', "Müller.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?q?M=C3=BC?=\n =?utf-8?q?ller.pdf?="', "Müller.pdf"),
        ('Content-Disposition: attachment; filename="Müller.pdf"', "Müller.pdf"),
        ('Content-Disposition: attachment; filename="M\udcfcller.pdf"', "Müller.pdf"),  # Latin 1, raw
        ('Content-Disposition: attachment; filename="a\\"b;c.pdf"', 'a"b;c.pdf'),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', "../../etc/passwd"),  # safe.filename's task
        ('Content-Disposition: attachment; filename="a\0.pdf"', "a\ufffd.pdf"),
        ("Content-Disposition: attachment; filename=", "part-1.pdf"),
        ("Content-Disposition: attachment; filename*" + "9" * 50 + "=x", "part-1.pdf"),
        ("Content-Disposition: attachment; filename*='", "'"),
    ],
)
def test_a_file_name_is_read_however_it_is_written(fields, name):
    assert part_with(fields).parts[0].filename == name


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("base64", base64.encodebytes(PDF)),
        ("BASE64 (really)", base64.encodebytes(PDF)),
        ("base64 ", b"!".join(base64.encodebytes(PDF).split(b"C"))),  # the damaged byte alone is lost
        ("quoted-printable", b"=25PDF-1.4 a C=\nV"),
        ("7bit", PDF),
        ("x-unknown", PDF),
        ("x-uuencode", b"begin 644 cv.pdf\n-)5!$1BTQ+C0@82!#5@  \n \nend\n"),
    ],
)
def test_a_transfer_encoding_is_taken_off(encoding, content):
    message = parse(
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: " + encoding.encode() + b"\n\n" + content
    )
    assert message.parts[0].content.startswith(b"%PDF-1.4")


@pytest.mark.parametrize("ending", ["=", "==", "===", "A", "\n\nYour list footer"])
def test_base64_with_a_broken_end_keeps_what_is_whole(ending):
    message = parse(
        f"Content-Transfer-Encoding: base64\n\n{base64.b64encode(b'%PDF-1.4 abc').decode()}{ending}".encode()
    )
    assert message.parts[0].content.startswith(b"%PDF-1.4 abc")


@pytest.mark.parametrize("field", ['boundary="two\n words"', "boundary=", "x=y"])
def test_a_folded_or_missing_boundary_hides_no_part(field):
    raw = f"Content-Type: multipart/mixed; {field}\n\n--two words\n\nHello\n--two words\n\n%PDF-1.4\n--two words--\n"
    message = parse(raw.encode())
    assert sections(message) == [("1", "text/plain"), ("2", "application/pdf")]
    assert message.text == "Hello"


def test_a_multipart_without_delimiters_is_text():
    assert parse(b"Content-Type: multipart/alternative; boundary=x\n\nHello\n").text == "Hello"


def test_a_missing_last_delimiter_loses_nothing():
    message = parse(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nHello\n--x\n\n%PDF-1.4 cut off")
    assert sections(message) == [("1", "text/plain"), ("2", "application/pdf")]


def test_a_large_mail_reads_like_a_small_one():
    small = a_mail().text("Hello").attach("cv.pdf", PDF)
    large = small.attach("more.bin", b"\x01" * 2_000_000)
    assert large.message().parts[:2] == small.message().parts
    assert large.message().headers[:-1] == small.message().headers[:-1]
