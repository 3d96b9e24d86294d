"""What a worker holds while it reads documents of five megabytes: its own modules, the mail and the document."""

import random
from pathlib import Path

import pytest

from inbox_bot.edges.reading.pool import ReadingPool
from tests.support.builders.documents import CV, a_doc, a_docx, a_package, a_qt_pdf, an_odt, page_pdf, paragraph
from tests.support.builders.mails import a_mail

MEGABYTE = 1_000_000
PICTURE = random.Random(7).randbytes(5 * MEGABYTE)
LINES = CV.splitlines()
TEXT = CV * (5 * MEGABYTE // len(CV))
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWN = "\n".join(f"BT /F1 10 Tf 72 {800 - 9 * at} Td ({line}) Tj ET" for at, line in enumerate(LINES)).encode()
LARGE = {
    "text.txt": TEXT.encode(),
    "text.html": f"<html><body><p>{'</p><p>'.join(TEXT.splitlines())}</p></body></html>".encode(),
    "text.rtf": (r"{\rtf1\ansi " + TEXT.replace("\n", "\\par\n") + "}").encode(),
    "picture.rtf": (r"{\rtf1\ansi " + CV.replace("\n", "\\par\n") + r"{\pict " + PICTURE.hex() + "}}").encode(),
    "picture.docx": a_docx("".join(map(paragraph, LINES)), **{"word/media/image1.png": PICTURE}),
    "picture.odt": an_odt("".join(f"<text:p>{line}</text:p>" for line in LINES), **{"Pictures__1.png": PICTURE}),
    "picture.doc": a_doc(CV) + PICTURE,
    "picture.pdf": page_pdf(DRAWN, b"", b"", b"<< /Length %d >>\nstream\n%b\nendstream" % (len(PICTURE), PICTURE)),
    "letters.pdf": a_qt_pdf(*((20, 20 + at, line) for at, line in enumerate(CV.splitlines() * 60) if line)),
    "text.xlsx": a_package(
        {
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>'
            + "".join(f'<row><c t="str"><v>{line}</v></c></row>' for line in TEXT.splitlines())
            + "</sheetData></worksheet>"
        }
    ),
}


def children() -> set[str]:
    return {pid for each in Path("/proc/self/task").glob("*/children") for pid in each.read_text("ascii").split()}


def most_held(pid: str) -> int:
    """The most bytes that a process has had resident until now (proc(5), VmHWM)."""
    lines = Path("/proc", pid, "status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
def test_a_worker_holds_no_more_than_200_megabytes_for_a_document_of_five(spooled):
    before = children()
    held = {}
    with ReadingPool(workers=1, deadline_s=120.0) as pool:
        for name, content in LARGE.items():
            mail = a_mail().text("My CV is attached.").attach(name, content).bytes()
            (reading,) = pool.read([spooled(mail)])
            assert [(document.problem, bool(document.text)) for document in reading.documents] == [(None, True)], name
            [worker] = children() - before
            held[name] = most_held(worker) // MEGABYTE
    assert {name: megabytes for name, megabytes in held.items() if megabytes > 200} == {}
