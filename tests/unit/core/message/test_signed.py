"""A mail that is signed around its content is read as if it were not: its letter, its documents."""

import base64
import datetime
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.message.mime.signed import content_in
from inbox_bot.core.message.parse import parse
from tests.support.builders.mails import a_mail

INNER = (
    a_mail()
    .text("Dear all,\nmy CV is attached.")
    .attach("cv.txt", b"Curriculum vitae")
    .bytes()
    .partition(b"MIME-Version")
)
CONTENT = (INNER[1] + INNER[2]).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@cache
def signed(content: bytes = CONTENT, *, detached: bool = False) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ada Example")])
    begun = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begun, begun + datetime.timedelta(days=9))
    ).sign(key, SHA256())
    builder = PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, SHA256())
    options = [PKCS7Options.Binary, *([PKCS7Options.DetachedSignature] if detached else [])]
    return builder.sign(Encoding.DER, options)


def in_pieces(content: bytes = CONTENT) -> bytes:
    """The same as programs write it that don't know its length yet: no length is said, and text is in pieces."""
    pieces = b"".join(b"\x04\x82" + len(each).to_bytes(2, "big") + each for each in (content[:300], content[300:]))
    oid = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
    inner = b"\x30\x80" + oid + b"\x01\xa0\x80\x24\x80" + pieces + b"\0\0" * 3
    return b"\x30\x80" + oid + b"\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x80\x30\x00\0\0" + inner + b"\0\0" * 3


def mailed(content: bytes, media_type: str = "application/pkcs7-mime; smime-type=signed-data") -> bytes:
    return (
        b"From: Ada Example <ada@example.org>\r\nTo: jobs@example.com\r\nSubject: Application\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: %s; name=smime.p7m\r\nContent-Disposition: attachment; filename=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n%s" % (media_type.encode(), base64.encodebytes(content))
    )


@pytest.mark.parametrize("write", [signed, in_pieces])
@pytest.mark.parametrize("media_type", ["application/pkcs7-mime; smime-type=signed-data", "application/x-pkcs7-mime"])
def test_the_letter_and_the_documents_are_those_that_were_signed(write, media_type):
    message = parse(mailed(write(), media_type))
    assert " ".join(message.typed.split()) == "Dear all, my CV is attached."
    assert [part.filename for part in document_parts(message)] == ["cv.txt"]
    assert [part.section for part in message.parts] == ["1.1.1", "1.1.2"]


def test_a_signature_beside_its_content_is_no_content():
    assert content_in(signed(detached=True)) is None


def test_what_is_signed_over_and_over_is_opened_a_few_times():
    content = CONTENT
    for _ in range(10):
        content = b"MIME" + mailed(in_pieces(content)).partition(b"MIME")[2]
    (part,) = parse(mailed(in_pieces(content))).parts
    assert (part.section, part.declared_type) == ("1.1.1.1.1.1.1", "application/pkcs7-mime")


@given(st.integers(0, 400), st.binary(max_size=3))
def test_a_signed_content_with_some_bytes_overwritten_is_content_or_none(at: int, other: bytes):
    whole = in_pieces()
    content_in(whole[:at] + other + whole[at + len(other) :])
    content_in(whole[:at])


def test_pieces_without_end_are_no_content():
    assert content_in(in_pieces().replace(b"\x24\x80", b"\x24\x80" + b"\x04\x00" * 300_000, 1)) is None
