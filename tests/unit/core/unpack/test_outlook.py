"""What Outlook makes of mails and attachments: .msg files and winmail.dat."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.message.values import Message
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents
from inbox_bot.core.unpack.outlook import open_msg
from inbox_bot.core.unpack.stage import unpack
from inbox_bot.core.unpack.tnef import open_tnef
from inbox_bot.core.words import Problem, Role
from tests.support.builders.documents import CV, a_compound_file, a_part, a_pdf
from tests.support.builders.mails import a_mail

CV_PDF = a_pdf(CV)
HEADERS = (
    "Received: from x\r\nFrom: Zoë Lee <zoe@example.org>\r\nTo: jobs@example.com\r\nSubject: My application\r\n"
    "Date: Mon, 05 Jan 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n"
)


def wide(text: str) -> bytes:
    """A string property, to the end of its stream."""
    return text.encode("utf-16-le").ljust(4_096, b"\0")


def a_msg(
    body: str = "I apply", headers: str = HEADERS, attached: tuple[tuple[str, bytes], ...] = (), **more: bytes
) -> bytes:
    streams = {
        "__properties_version1.0": b"x",
        "__substg1.0_1000001F": wide(body),
        "__substg1.0_007D001F": wide(headers),
        **more,
    }
    for number, (name, content) in enumerate(attached):
        streams[f"__attach_version1.0_#{number:08X}/__substg1.0_3707001F"] = wide(name)
        streams[f"__attach_version1.0_#{number:08X}/__substg1.0_37010102"] = content
    return a_compound_file(**streams)


def attribute(name: int, value: bytes, level: int = 2) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def a_property(tag: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, tag, 1, len(value)) + value + bytes(-len(value) % 4)


def a_tnef(*attached: tuple[str, bytes], letter: str = "", long_names: bool = True) -> bytes:
    pieces = [b"\x78\x9f\x3e\x22\x01\x00", attribute(0x00069007, struct.pack("<II", 1252, 0), 1)]
    if letter:
        pieces.append(attribute(0x0002800C, letter.encode("cp1252") + b"\0", 1))
    for name, content in attached:
        named = a_property(0x3707, 0x001F, f"{name}\0".encode("utf-16-le"))
        pieces += [
            attribute(0x00069002, bytes(14)),
            attribute(0x00018010, name[:8].encode("cp1252", "replace") + b"\0"),
            attribute(0x0006800F, content),
            attribute(0x00069005, struct.pack("<I", 1) + named) if long_names else b"",
        ]
    return b"".join(pieces)


def attached(name: str, content: bytes) -> Message:
    return a_mail().text("Please see the attached.").attach(name, content).message()


def test_a_mail_saved_by_outlook_is_read_as_the_mail_it_was():
    message = attached("application.msg", a_msg(attached=(("CV Łukasz.pdf", CV_PDF),)))
    (mail,) = message.enclosed
    assert (str(mail.sender.address if mail.sender else ""), mail.subject) == ("zoe@example.org", "My application")
    assert (mail.typed, mail.date is not None) == ("I apply", True)
    (cv,) = documents_of(message)
    assert (cv.section, cv.filename, cv.role, cv.problem) == ("2!1.2", "CV Łukasz.pdf", Role.CV, None)


def test_one_that_never_travelled_says_what_is_known_of_it():
    known = {
        "__substg1.0_0C1A001F": wide("Ann Lee"),
        "__substg1.0_5D01001F": wide("ann@example.org"),
        "__substg1.0_0037001F": wide("CV\r\nBcc: everybody@example.com"),
    }
    (mail,) = attached("a.msg", a_msg(headers="", **known)).enclosed
    assert (mail.sender.name, mail.sender.address) == ("Ann Lee", "ann@example.org") if mail.sender else False
    assert (mail.subject, mail.recipients) == ("CV Bcc: everybody@example.com", ())


def test_a_letter_in_html_alone_is_its_letter():
    html = b"<html><body><p>I <b>apply</b></p></body></html>"
    (mail,) = attached("a.msg", a_msg(body="", **{"__substg1.0_10130102": html})).enclosed
    assert mail.typed == "I apply"


def test_a_mail_in_a_mail_of_outlook_s_is_read_too():
    inner = "__attach_version1.0_#00000000/__substg1.0_3701000D"
    message = attached(
        "a.msg",
        a_msg(
            "see below",
            **{
                f"{inner}/__substg1.0_1000001F": wide("I apply"),
                f"{inner}/__substg1.0_0037001F": wide("inner"),
                f"{inner}/__attach_version1.0_#00000000/__substg1.0_37010102": CV_PDF,
            },
        ),
    )
    assert [mail.typed for mail in message.enclosed] == ["see below", "I apply"]
    assert [document.role for document in documents_of(message)] == [Role.CV]


@pytest.mark.parametrize("content", [a_msg()[:700], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_damaged_one_is_a_document_that_says_so(content):
    assert open_msg(a_part(content, "a.msg"), Budget()) == Contents(problem=Problem.DAMAGED)


@pytest.mark.parametrize("budget", [{"parts": 1}, {"content_bytes": 5_000}])
def test_more_than_a_mail_may_hold_is_too_large(budget):
    content = a_msg(attached=(("a.txt", b"x" * 5_000), ("b.txt", b"x" * 5_000)))
    assert open_msg(a_part(content, "a.msg"), Budget(**budget)) == Contents(problem=Problem.TOO_LARGE)


def test_attachments_in_winmail_dat_are_the_mail_s_documents():
    documents = documents_of(
        attached("winmail.dat", a_tnef(("CV Łukasz Müller.pdf", CV_PDF), ("letter.txt", b"Dear Sirs")))
    )
    assert [(each.filename, each.role) for each in documents] == [
        ("CV Łukasz Müller.pdf", Role.CV),
        ("letter.txt", Role.COVER_LETTER),
    ]


def test_an_attachment_without_a_long_name_has_its_title():
    (part,) = open_tnef(a_part(a_tnef(("cv.pdf", CV_PDF), long_names=False)), Budget()).parts
    assert part.filename == "cv.pdf"


def test_a_winmail_dat_without_attachments_is_no_document():
    assert documents_of(attached("winmail.dat", a_tnef(letter="the letter once more"))) == ()


def test_the_letter_of_a_mail_within_is_kept():
    inner = a_tnef(("cv.pdf", CV_PDF), letter="I apply")
    value = bytes(16) + inner
    holding = (
        b"\x78\x9f\x3e\x22\x01\x00"
        + attribute(0x00069002, bytes(14))
        + attribute(0x00018010, b"Application\0")
        + attribute(0x00069005, struct.pack("<I", 1) + a_property(0x3701, 0x000D, value))
    )
    message = attached("winmail.dat", holding)
    assert [part.section for part in message.parts] == [
        "1",
        "2",
        "2!Application",
        "2!Application!letter.txt",
        "2!Application!cv.pdf",
    ]


def test_what_comes_before_a_damage_is_kept():
    content = a_tnef(("cv.pdf", CV_PDF), ("b.pdf", CV_PDF))
    assert open_tnef(a_part(content[:-900]), Budget()).parts[0].filename == "cv.pdf"
    assert open_tnef(a_part(b"\x78\x9f\x3e\x22\x01\x00\x07"), Budget()) == Contents(problem=Problem.DAMAGED)


def test_a_zip_in_a_msg_in_an_eml_in_a_winmail_dat_is_read():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("cv.pdf", CV_PDF)
    mail = a_mail().from_("Ann <ann@example.org>").to("b@example.com").subject("x").text("see below")
    mail = mail.attach("a.msg", a_msg(attached=(("papers.zip", written.getvalue()),)))
    message = attached("winmail.dat", a_tnef(("mail.eml", mail.bytes())))
    assert [(document.filename, document.role) for document in documents_of(message)] == [("cv.pdf", Role.CV)]


@given(st.data())
def test_whatever_is_wrong_with_the_bytes_it_is_opened_or_says_why(data):
    good, unpacker = data.draw(st.sampled_from([(a_tnef(("cv.txt", b"x" * 300)), open_tnef), (a_msg(), open_msg)]))
    content = bytearray(good)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    assert isinstance(unpacker(a_part(cut), Budget()), Contents)
    unpack(Message(parts=(a_part(cut, type="application/ms-tnef"),)))
