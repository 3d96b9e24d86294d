"""Those that need room or time, to build or to read."""

from collections.abc import Iterator

from inbox_bot.core.words import Problem
from tests.support.builders import documents as made
from tests.support.hostile.archives import zipped
from tests.support.hostile.values import DAMAGED, READ, SCANNED, TOO_LARGE, UNSAFE, UNSUPPORTED, Hostile, hostile
from tests.support.hostile.xml_files import W, word
from tests.unit.edges.reading.papers import double_flate_pdf, doubling_pdf


def large() -> Iterator[Hostile]:
    """Those that need room or time to build or to read."""
    yield hostile("doubling.pdf", doubling_pdf(), TOO_LARGE, Problem.TIMEOUT, DAMAGED)
    yield hostile("double flate.pdf", double_flate_pdf(), TOO_LARGE, Problem.TIMEOUT, DAMAGED)
    yield hostile("100 MB.docx", word(f"<w:document {W}>{' ' * 100_000_000}</w:document>"), UNSAFE)
    yield hostile("50 MB.rtf", b"{\\rtf1 " + b"{\\pict " + b"0123456789abcdef" * 3_000_000 + b"}seen}", READ)
    yield hostile("50 MB.txt", b"a" * 50_000_000, READ, SCANNED)
    yield hostile("pages.pdf", made.a_pdf("\n".join(f"line {n}" for n in range(45 * 200))), READ)
    yield hostile("65,536 entries.zip", zipped(*((str(n), b"") for n in range(65_536))), UNSAFE)
    yield hostile("tables.html", b"<html>" + b"<table><tr><td>" * 20_000, READ, UNSUPPORTED, Problem.TIMEOUT)
    yield hostile("combining.txt", ("e" + "\u0301" * 1_000_000).encode())
    deep = made.page_pdf(b"BT /F1 12 Tf 72 720 Td (seen) Tj ET", b"", b"/X " + b"[" * 1_000_000)
    yield hostile("deep.pdf", deep, READ, SCANNED, DAMAGED, TOO_LARGE, Problem.TIMEOUT)
