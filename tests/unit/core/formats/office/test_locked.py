"""Office documents with a password of their own say so."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.formats.office.locked import needs_a_password
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.words import Problem
from tests.support.builders.documents import a_part

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_doc(flags: int) -> bytes:
    header = OLE + bytes(22) + b"\x09\x00" + bytes(480)
    block = b"\xec\xa5\xc1\x00" + bytes(6) + flags.to_bytes(2, "little") + bytes(500)
    return header + block + "WordDocument".encode("utf-16-le") + bytes(600)


def a_sheet(*records: bytes) -> bytes:
    first = b"\x09\x08\x10\x00" + bytes(16)
    return OLE + bytes(504) + first + b"".join(records) + bytes(400) + "Workbook".encode("utf-16-le")


def an_open_document(manifest: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "x")
        package.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (a_doc(0x0100), Problem.ENCRYPTED),
        (a_doc(0x0000), Problem.DAMAGED),
        (a_sheet(b"\x2f\x00\x06\x00" + bytes(6)), Problem.ENCRYPTED),
        (a_sheet(b"\x42\x00\x02\x00\x00\x00", b"\x2f\x00\x06\x00" + bytes(6)), Problem.ENCRYPTED),
        (a_sheet(b"\x42\x00\x02\x00\x2f\x00"), Problem.UNSUPPORTED),
        (a_doc(0) + "DRMContent".encode("utf-16-le"), Problem.ENCRYPTED),
        (an_open_document("<m:file-entry><m:encryption-data/></m:file-entry>"), Problem.ENCRYPTED),
        (an_open_document("<m:file-entry/>"), Problem.DAMAGED),
    ],
)
def test_a_document_with_a_password_is_encrypted(content, problem):
    assert read_part(a_part(content, "cv")).problem is problem


@given(
    st.binary(max_size=2_000),
    st.sampled_from(["application/msword", "application/vnd.ms-excel", "application/zip", "text/plain"]),
)
def test_any_bytes_are_locked_or_not_and_never_fail(content, media_type):
    assert needs_a_password(OLE + bytes(504) + content, media_type) in (True, False)
