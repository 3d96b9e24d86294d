"""Texts, pages, pictures, programs, what is locked, and whole documents with some of their bytes changed."""

import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.support.builders import documents as made
from tests.support.hostile.archives import zipped
from tests.support.hostile.values import ENCRYPTED, SCANNED, UNSAFE, UNSUPPORTED, Hostile, hostile


def texts() -> Iterator[Hostile]:
    for name, text in {
        "combining": "e" + "\u0301" * 60_000,
        "right to left": "\u202e\u2066\u2067" * 5_000 + "seen",
        "one line": "a" * 500_000,
        "many lines": "\n" * 200_000 + "seen",
        "addresses": "a@" * 20_000 + "!",
        "dates": "2019 - " * 20_000,
        "numbers": "+1 (2) " * 20_000,
        "headings": "Education &\n" * 10_000,
        "zero width": "\u200b" * 50_000,
        "tags": "seen" + "\U000e0041" * 20_000,
        "surrogates": "\ud800" * 10,
        "controls": "\x01\x02" * 500,
    }.items():
        content = text.encode("utf-8", "surrogatepass")
        yield hostile(f"{name}.txt", content)
        yield hostile(f"{name}.html", b"<html><body><p>" + content + b"<script>fetch('http://127.0.0.1:9/')</script>")
    for name, markup in {
        "deep": b"<div>" * 20_000,
        "attributes": b"<a" + b" b=c" * 20_000 + b">seen",
        "tables": b"<table><tr><td>" * 300 + b"seen",
        "comment": b"<!--" * 5_000 + b"seen",
        "image": b"<p>seen<img src=http://127.0.0.1:9/x><iframe src=file:///etc/passwd>",
    }.items():
        yield hostile(f"{name}.html", b"<html>" + markup)
    archive = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    yield hostile("parts.mht", archive + b"--b\n\n" * 3_000)
    yield hostile("itself.mht", archive + b"--b\nContent-Type: multipart/related; boundary=b\n\n" * 50)


def pictures() -> Iterator[Hostile]:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    for width, height in ((50_000, 50_000), (2**31 - 1, 1), (0, 0)):
        begun = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        packed = begun + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
        yield hostile(f"{width}.png", packed, SCANNED)
    yield hostile(
        "frames.gif", b"GIF89a" + struct.pack("<HH", 9_999, 9_999) + bytes(3) + b"\x21\xf9\x04" * 20_000, SCANNED
    )
    yield hostile("huge.jpg", b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03" + bytes(200), SCANNED)
    yield hostile("loop.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0" + bytes(300), SCANNED)
    yield hostile("cut.webp", b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 400, SCANNED)
    yield hostile(
        "script.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", SCANNED, UNSUPPORTED
    )


def programs() -> Iterator[Hostile]:
    for name, begin in {"exe": b"MZ", "elf": b"\x7fELF", "mach-o": b"\xcf\xfa\xed\xfe", "lnk": b"L\0\0\0\1\x14\2\0",
                        "cab": b"MSCF\0\0\0\0"}.items():  # fmt: skip
        for shown in ("cv.pdf", "cv.docx", "cv.pdf.exe"):
            yield hostile(f"{name} {shown}", begin + bytes(500), UNSAFE)
    for name, begin in {"7z": b"7z\xbc\xaf\x27\x1c", "rar": b"Rar!\x1a\x07\0", "xz": b"\xfd7zXZ\0", "bz2": b"BZh9",
                        "iso": bytes(500) + b"CD001", "vhd": b"conectix\0\0"}.items():  # fmt: skip
        yield hostile(f"cv.{name}", begin + bytes(600), UNSUPPORTED)


def closed() -> Iterator[Hostile]:
    for number, key in enumerate(("40", "128", "aes")):
        content = made.a_pdf(encrypt=_password(key))
        yield hostile(f"locked {number}.pdf", content, ENCRYPTED)
    yield hostile("locked.docx", made.a_compound_file(EncryptedPackage=b"x", EncryptionInfo=b"y"), ENCRYPTED)
    yield hostile("locked.doc", made.a_doc(made.CV, flags=0x0100), ENCRYPTED)
    manifest = ("META-INF/manifest.xml", b"<manifest><encryption-data/></manifest>")
    kind = ("mimetype", b"application/vnd.oasis.opendocument.text")
    yield hostile("locked.odt", zipped(kind, ("content.xml", b"x"), manifest, method=zipfile.ZIP_STORED), ENCRYPTED)
    yield hostile("cv.pgp", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", ENCRYPTED)
    yield hostile("cv.p7m", b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03" + bytes(300), ENCRYPTED)


def _password(key: str) -> object:
    from reportlab.lib import pdfencrypt

    strength = 40 if key == "40" else 128
    return pdfencrypt.StandardEncryption("secret", strength=strength)


def broken() -> Iterator[Hostile]:
    """Whole documents, cut, and with some of their bytes changed: any end will do, as long as there is one."""
    whole = {
        "pdf": made.a_pdf(),
        "docx": made.a_docx("".join(map(made.paragraph, made.CV.splitlines()))),
        "odt": made.an_odt(f"<text:p>{made.CV}</text:p>"),
        "doc": made.a_doc(made.CV),
        "rtf": b"{\\rtf1 " + made.CV.replace("\n", "\\par ").encode() + b"}",
        "pages": made.a_pages_file(Index__Document_iwa=made.an_iwa(made.CV)),
    }
    chance = random.Random(24)
    for extension, content in whole.items():
        for share in (4, 2):
            yield hostile(f"cut {share}.{extension}", content[: len(content) - len(content) // share])
        for number in range(4):
            changed = bytearray(content)
            for _ in range(20):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            yield hostile(f"changed {number}.{extension}", bytes(changed))
