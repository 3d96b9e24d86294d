"""Archives: bombs, lies about what is in them, names that lead elsewhere."""

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator

from tests.support.builders import documents as made
from tests.support.hostile.values import DAMAGED, ENCRYPTED, READ, UNSAFE, UNSUPPORTED, Hostile, hostile


def archives() -> Iterator[Hostile]:
    """What is opened: the ends are those of the archive itself; what lies in it is read or not."""
    plain = zipped(("cv.txt", b"text"))
    yield hostile("ratio.zip", zipped(("a.txt", bytes(3_000_000))), UNSAFE)
    yield hostile("many.zip", zipped(*((f"{n}", b"") for n in range(1_001))), UNSAFE)
    yield hostile("twice.zip", twice("cv.txt"), UNSAFE)
    yield hostile("overlap.zip", overlapping(), UNSAFE)
    yield hostile("count.zip", plain[:-12] + b"\xff\xff" * 2 + plain[-8:], UNSAFE, DAMAGED, UNSUPPORTED)
    yield hostile("offset.zip", plain[:-6] + b"\xff\xff\xff\x7f" + plain[-2:], READ, DAMAGED)
    yield hostile("password.zip", made.a_zip(encrypted=True), ENCRYPTED)
    yield hostile("cut.zip", plain[:40], DAMAGED)
    yield hostile("empty.zip", zipped(), DAMAGED, UNSUPPORTED)
    yield hostile("method.zip", plain.replace(b"\x08\0", b"\x63\0"), READ, DAMAGED, UNSUPPORTED)
    yield hostile("pdf.zip", plain[:30] + b"%PDF-1.7" + plain[30:], UNSAFE, READ, DAMAGED)
    yield hostile("nested.zip", nested(8), READ)
    for name in ODD_NAMES:
        yield hostile(f"name {len(name)}.zip", zipped((name, b"A text in a file with an odd name")), READ, DAMAGED)
        yield hostile(f"name {len(name)}.tar", tarred(name), READ, DAMAGED)
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
        yield hostile(f"kind {kind.decode()}.tar", tarred("../etc/passwd", kind), DAMAGED)
    yield hostile("bomb.gz", gzip.compress(bytes(3_000_000)), UNSAFE)
    yield hostile("cut.gz", gzip.compress(b"text" * 99)[:20], DAMAGED)
    yield hostile("onion.gz", onion(8), READ)
    yield hostile("cut.tar", tarred("cv.txt")[:700], READ, DAMAGED)
    yield hostile("size.tar", tarred("cv.txt").replace(b"00000000004\0", b"77777777777\0"), DAMAGED)
    yield hostile("lies.msg", made.a_compound_file(**{"__substg1.0_0037001F": b"\xff" * 5_000}), READ)
    tnef = b"\x78\x9f\x3e\x22\x01\x00"
    yield hostile("length.dat", tnef + struct.pack("<BII", 2, 0x9005, 0xFFFFFFFF), READ)
    yield hostile("number.dat", tnef + struct.pack("<BII", 2, 0x9005, 8) + b"\xff" * 10, READ)
    yield hostile("nothing.dat", tnef, DAMAGED)


ODD_NAMES = (
    "../../etc/cron.d/x", "/etc/passwd", "C:\\Windows\\x.dll", "\\\\host\\share\\x", "a\0b.txt", "a\r\nBcc: x.txt",
    "CON",
    "\u202efdp.exe", "x" * 400, "ä" * 140, ".", "..", " ", "a. ", "=cmd|' /C calc'!A0", "-rf", "e" + "\u0301" * 200,
)  # fmt: skip


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name or "x"), content, method)
    return written.getvalue()


def twice(name: str) -> bytes:
    """An archive with two files of one name, which readers differ on."""
    other = "z" * len(name)
    return zipped((name, b"one text"), (other, b"another text")).replace(other.encode(), name.encode())


def overlapping() -> bytes:
    """Two entries that share their packed bytes."""
    whole = bytearray(zipped(("a.txt", b"text" * 99), ("b.txt", b"text" * 99)))
    second = whole.rfind(b"PK\x01\x02")
    whole[second + 42 : second + 46] = bytes(4)
    return bytes(whole)


def nested(depth: int) -> bytes:
    content = b"A text deep inside"
    for level in range(depth):
        content = zipped((f"{level}.zip" if level else "a.txt", content))
    return content


def onion(depth: int) -> bytes:
    content = b"A text deep inside"
    for _ in range(depth):
        content = gzip.compress(content)
    return content


def tarred(name: str, kind: bytes = tarfile.REGTYPE) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, "/etc/shadow"
        entry.size = 4 if kind == tarfile.REGTYPE else 0
        archive.addfile(entry, io.BytesIO(b"text"))
    return written.getvalue()
