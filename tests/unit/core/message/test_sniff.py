"""What a part is, by its bytes."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.mime.sniff import extension_of, type_of

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


def zipped(*names: str, first: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, first)
    return stream.getvalue()


def compound_file(*streams: str, directory: int = 0) -> bytes:
    """A compound file's header, and its directory in the given sector."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = struct.pack("<H", 9)
    header[48:52] = struct.pack("<I", directory)
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return bytes(header) + bytes(512 * directory) + names.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"junk\r\n" * 100 + b"%PDF-1.4", "application/pdf"),
        (b"x" * 1_025 + b"%PDF-1.4", "text/plain"),
        (b"\0" * 1_025 + b"%PDF-1.4", "application/octet-stream"),
        (zipped("[Content_Types].xml", "word/document.xml"), OOXML + "wordprocessingml.document"),
        (zipped("word/document.xml", "[Content_Types].xml"), OOXML + "wordprocessingml.document"),
        (zipped("[Content_Types].xml", "word/document.xml")[:-30], OOXML + "wordprocessingml.document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), OOXML + "spreadsheetml.sheet"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), OOXML + "presentationml.presentation"),
        (zipped("mimetype", "content.xml", first=(ODF + "text").encode()), ODF + "text"),
        (zipped("mimetype", "content.xml", first=b"application/epub+zip"), "application/epub+zip"),
        (zipped("cv.pdf"), "application/zip"),
        (zipped("cv.pdf", first=b"%PDF-1.7\n"), "application/zip"),
        (zipped(), "application/zip"),
        (b"PK\x03\x04broken", "application/zip"),
        (compound_file("WordDocument", "1Table"), "application/msword"),
        (compound_file("__properties_version1.0"), "application/vnd.ms-outlook"),
        (compound_file("Workbook", directory=40), "application/vnd.ms-excel"),
        (compound_file("EncryptedPackage"), "application/x-ole-encrypted"),
        (compound_file("Other"), "application/x-ole-storage"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"II*\x00", "image/tiff"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypavif", "image/avif"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
        (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
        (b"\x1f\x8b\x08\0", "application/gzip"),
        (b"\x78\x9f\x3e\x22\1\0", "application/ms-tnef"),
        (b"MZ\x90\0", "application/vnd.microsoft.portable-executable"),
        (b"\x7fELF\2\1", "application/x-elf"),
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"\xef\xbb\xbf \n<HTML lang=en>", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "text/html"),
        (b"<!-- x --><p>", "text/html"),
        (b"<?xml version='1.0'?><note/>", "application/xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"<?xml version='1.0'?><svg>", "image/svg+xml"),
        ("Grüße".encode(), "text/plain"),
        ("Grüße".encode("latin-1"), "text/plain"),
        ("Grüße".encode("utf-16"), "text/plain"),
        ("日本".encode("iso-2022-jp"), "text/plain"),
        (b"Subject: x\r\n\r\nHello", "text/plain"),  # a mail is one by declaration only
        (b"", "application/octet-stream"),
        (b"\0\1\2\3", "application/octet-stream"),
    ],
)
def test_a_type_is_read_from_the_bytes(content, media_type):
    assert type_of(content) == media_type


@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda tail: b"PK\x03\x04" + tail),
                 st.binary(max_size=600).map(lambda tail: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail)))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_any_bytes_have_a_type_and_an_extension(content):
    media_type = type_of(content)
    assert media_type.count("/") == 1
    assert extension_of(media_type).isalnum()


def test_a_zip_of_very_many_entries_is_a_zip():
    assert type_of(zipped(*(f"word/{number}" for number in range(6_000)))) == "application/zip"
