"""Applications with CVs from the world: what the readers, the script's and ours, meet in life.

The CVs are those of a folder (`BENCH_CVS`, else the one beside this checkout). They are anonymised, and nobody is
thanked by a machine for a CV that doesn't bear its sender: so the applicant's name and address are printed on the first
page. Without such a folder the CVs are `bench.mails`' own.
"""

import io
import os
import random
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from bench.mails import FIRST, LAST, WORK, address_of, application
from bench.mails import mails as made_mails

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "cvs"


def found_cvs() -> list[Path]:
    """PDFs of the folder; none where there is no such folder."""
    return sorted(Path(os.environ.get("BENCH_CVS", BESIDE)).glob("**/*.pdf"))


def mails(count: int) -> Iterator[bytes]:
    """`count` applications; the same ones at each call."""
    cvs = found_cvs()
    if not cvs:
        yield from made_mails(count)
        return
    chance = random.Random(20261124)  # noqa: S311
    for number, path in enumerate(islice(cycle(cvs), count)):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        title, _ = WORK[chance.choice(sorted(WORK))]
        content = _printed_on(path.read_bytes(), name, address_of(number, name))
        yield application(number, name, title, content, pdf=True)


def _printed_on(content: bytes, name: str, address: str) -> bytes:
    """The PDF with a line at the head of its first page; all else is as its producer wrote it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    box = writer.pages[0].mediabox
    head = io.BytesIO()
    canvas = Canvas(head, pagesize=(float(box.width), float(box.height)))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(20, float(box.height) - 12, f"{name}   {address}")
    canvas.save()
    writer.pages[0].merge_page(PdfReader(head).pages[0])
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
