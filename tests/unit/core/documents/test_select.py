"""Which parts of a mail are documents."""

import pytest

from inbox_bot.core.documents.select import body_part, document_parts
from inbox_bot.core.message.values import Message
from inbox_bot.core.words import Problem
from tests.support.builders.documents import a_body, a_message, a_part

PNG = b"\x89PNG\r\n\x1a\n"
PAGE, LOGO = PNG + b"x" * 50_000, PNG + b"x" * 2_000


@pytest.mark.parametrize(
    ("content", "filename", "fields", "is_document"),
    [
        (b"%PDF-1.4", "cv.pdf", {}, True),
        (b"%PDF-1.4", "part-2.pdf", {"disposition": "inline"}, True),
        (b"%PDF-1.4", "cv.pdf", {"declared_type": "text/plain", "disposition": "inline"}, True),
        (b"My CV in words", "cv.txt", {"declared_type": "text/plain", "disposition": "inline"}, True),
        (b"My CV in words", "part-2.txt", {"declared_type": "text/plain"}, True),
        (b"-- \nsent by a list", "part-2.txt", {"declared_type": "text/plain", "disposition": ""}, False),
        (b"<html>the same as HTML</html>", "part-2.html", {"declared_type": "text/html", "disposition": ""}, False),
        (PAGE, "scan.png", {}, True),
        (PAGE, "IMG_1234.png", {"disposition": "inline"}, True),
        (PAGE, "photo.png", {"disposition": "inline", "content_id": "a@b"}, False),
        (PAGE, "image001.png", {"disposition": "inline"}, False),
        (PAGE, "company-logo.png", {"disposition": "attachment"}, False),
        (LOGO, "scan.png", {}, True),
        (LOGO, "scan.png", {"disposition": "inline"}, False),
        (LOGO, "scan.png", {"content_id": "a@b"}, False),
        (LOGO, "image001.png", {}, False),
        (b"\0\0\0\x18ftypheic", "IMG_1.HEIC", {}, True),
        (b"<svg></svg>", "drawing.svg", {"type": "image/svg+xml"}, True),
        (b"<svg></svg>", "drawing.svg", {"type": "image/svg+xml", "disposition": "inline"}, False),
        (b"0\x80", "smime.p7s", {"declared_type": "application/pkcs7-signature"}, False),
        (b"-----BEGIN PGP SIGNATURE-----", "signature.asc", {"declared_type": "application/pgp-signature"}, False),
        (b"BEGIN:VCARD", "ada.vcf", {"declared_type": "text/vcard"}, False),
        (b"BEGIN:VCALENDAR", "invite.ics", {"declared_type": "text/calendar"}, False),
        (b"Final-Recipient: x", "part-2.txt", {"declared_type": "message/delivery-status"}, False),
        (b"Subject: inner", "part-2.eml", {"declared_type": "message/rfc822", "type": "message/rfc822"}, False),
        (b"ID3", "voice.mp3", {"type": "audio/mpeg"}, False),
        (b"  \n", "empty.txt", {"declared_type": "text/plain"}, True),
        (b"  \n", "part-2.txt", {"declared_type": "text/plain"}, False),
        (b"", "cv.pdf", {}, True),
        (b"PK\x03\x04", "papers.zip", {}, False),
        (b"PK\x03\x04", "papers.zip", {"closed": Problem.ENCRYPTED}, True),
        (b"MZ", "cv.pdf.exe", {}, True),
    ],
)
def test_a_part_is_a_document_when_a_person_would_save_it(content, filename, fields, is_document):
    message = a_message(a_body("Dear all"), a_part(content, filename, **fields))
    assert bool(document_parts(message)) is is_document


def test_a_small_picture_beside_a_document_is_none():
    parts = a_body("Dear all"), a_part(b"%PDF-1.4", "cv.pdf"), a_part(LOGO, "scan.png", section="3")
    assert [part.section for part in document_parts(a_message(*parts))] == ["2"]


def test_a_whole_mail_that_is_a_pdf_is_a_document():
    assert document_parts(a_message(a_part(b"%PDF-1.4", "part-1.pdf", section="1", disposition="")))


def test_a_body_that_a_mail_program_named_is_still_the_body():
    assert document_parts(a_message(a_body("Dear all", filename="mail.txt"))) == ()


def test_what_is_attached_to_a_mail_inside_is_a_document_and_its_text_is_not():
    message = a_message(
        a_body("see below"),
        a_part(b"Subject: x", "part-2.eml", section="2", type="message/rfc822", declared_type="message/rfc822"),
        a_body("Dear all", section="2.1"),
        a_part(b"%PDF-1.4", "cv.pdf", section="2.2"),
        enclosed=(Message(),),
        enclosed_sections=("2",),
    )
    assert [part.section for part in document_parts(message)] == ["2.2"]
    assert body_part(message).section == "1"


def test_the_body_part_is_the_plain_text_where_there_is_one():
    html = a_body("<p>Dear all</p>", section="1.1", declared_type="text/html", type="text/html")
    assert body_part(a_message(html, a_body("Dear all", section="1.2"))).section == "1.2"
    assert body_part(a_message(html)).section == "1.1"
    assert body_part(a_message()) is None
