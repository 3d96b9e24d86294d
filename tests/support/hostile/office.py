"""Old office files, RTF and Pages: tables that lie, groups without end, packed bombs."""

import struct
from collections.abc import Iterator

from tests.support.builders import documents as made
from tests.support.hostile.archives import zipped
from tests.support.hostile.values import DAMAGED, READ, SCANNED, UNSAFE, UNSUPPORTED, Hostile, hostile


def compound() -> Iterator[Hostile]:
    """Old office files: tables of pieces and of sectors that lie."""
    doc = made.a_doc(made.CV)
    for at, value in (
        (0x0A, 0xFFFF),
        (0x4C, 0x7FFFFFFF),
        (0x4C, 0x80000000),
        (0x01A2, 0x7FFFFFFF),
        (0x01A6, 0xFFFFFFFF),
    ):
        main = bytearray(doc)
        struct.pack_into("<I", main, 512 + at, value)
        yield hostile(f"piece {at:x} {value:x}.doc", bytes(main))
    for at in (24, 30, 44, 48, 60, 64, 68, 72, 76, 80):
        for value in (0, 1, 0x7FFFFFFF, 0xFFFFFFFE):
            header = bytearray(doc)
            struct.pack_into("<I", header, at, value)
            yield hostile(f"header {at} {value:x}.doc", bytes(header))
    table = bytearray(doc)
    for sector in range(12):  # each sector is followed by itself
        struct.pack_into("<I", table, len(doc) - 512 + 4 * sector, sector)
    yield hostile("sectors.doc", bytes(table))


def rtf() -> Iterator[Hostile]:
    tricks = {
        "deep": b"{" * 5_000,
        "closed": b"}" * 5_000 + b"seen",
        "bin": b"\\bin99999999999 seen",
        "bin below zero": b"\\bin-5 seen",
        "numbers": b"\\u" + b"9" * 10 + b" seen",
        "surrogates": b"\\u-10240?" * 500 + b"seen",
        "object": b"{\\object\\objautlink\\objupdate{\\*\\objdata 0105}{\\result seen}}",
        "field": b"{\\field{\\*\\fldinst INCLUDETEXT http://127.0.0.1:9/}{\\fldrslt seen}}",
        "template": b"{\\*\\template http://127.0.0.1:9/x.dot}seen",
        "fonts": b"{\\fonttbl" + b"{\\f1 x;}" * 3_000 + b"}seen",
        "skipped": b"seen{\\*\\unknown " * 300,
        "escape at the end": b"seen\\",
        "hexadecimal": b"\\'zz\\'4 seen\\'",
        "fallback": b"\\uc2147483647\\u65 seen",
    }
    for name, inside in tricks.items():
        yield hostile(f"{name}.rtf", b"{\\rtf1 " + inside + b"}", READ, UNSAFE, UNSUPPORTED, DAMAGED, SCANNED)
    yield hostile("words.rtf", b"{\\rtf1" + b"\\b" * 60_000 + b" seen}", READ)


def pages() -> Iterator[Hostile]:
    snappy = {
        "bomb": made.varint(2**32) + bytes([0xFE, 1, 0]) * 3_000,
        "back before the beginning": made.varint(9) + bytes([2, 200, 200]),
        "longer than it is": made.varint(9) + bytes([60 << 2, 255]),
        "no end of the number": b"\xff" * 30,
        "messages that lie": made.an_iwa("seen")[4:].replace(b"\x12", b"\x7f"),
    }
    for name, packed in snappy.items():
        chunk = b"\0" + len(packed).to_bytes(3, "little") + packed
        yield hostile(f"{name}.pages", made.a_pages_file(Index__Document_iwa=chunk))
    yield hostile("index.pages", zipped(("Index.zip", zipped(("Index.zip", b"x")))))
