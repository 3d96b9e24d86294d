"""Pages of a PDF that are pictures: alone they are a scan, beside a CV's text they change nothing."""

import io

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.words import Problem, Role
from tests.support.builders.documents import CV, a_body, a_message, a_part

LETTER = "Dear Sir or Madam,\nI am writing to apply. Please find my CV on the next page.\nYours sincerely,\nAda Example"
SCAN, WHOLE, PORTRAIT = ImageReader(Image.new("L", (1240, 1754), 200)), (0, 0, *A4), (400, 700, 100, 120)


def a_document(*pages: tuple[str, tuple[float, ...] | None]):
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=A4)
    for text, picture in pages:
        if picture:
            canvas.drawImage(SCAN, picture[0], picture[1], picture[2], picture[3])
        for number, line in enumerate(text.splitlines()):
            canvas.drawString(72, 780 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    (document,) = documents_of(a_message(a_body("Dear all"), a_part(paper.getvalue(), "document.pdf")))
    return document


@pytest.mark.parametrize(
    ("pages", "role", "problem", "pictured"),
    [
        ([("Scanned by CamScanner", WHOLE)], Role.OTHER, Problem.SCANNED, 0),
        ([("1", WHOLE), ("2", WHOLE)], Role.OTHER, Problem.SCANNED, 0),
        ([(LETTER, None), ("", WHOLE)], Role.COVER_LETTER, Problem.SCANNED, 1),
        ([(LETTER, None), ("2", WHOLE), ("3", WHOLE)], Role.COVER_LETTER, Problem.SCANNED, 2),
        ([(CV, None), ("", WHOLE), ("", WHOLE)], Role.CV, None, 2),
        ([(CV, PORTRAIT)], Role.CV, None, 0),
        ([(CV, WHOLE)], Role.CV, None, 0),
        ([(LETTER, None), ("", None)], Role.COVER_LETTER, None, 0),
        ([(LETTER, None), ("", PORTRAIT)], Role.COVER_LETTER, None, 0),
    ],
)
def test_a_page_is_a_picture_where_one_is_on_most_of_it_and_next_to_no_text(pages, role, problem, pictured):
    document = a_document(*pages)
    assert (document.role, document.problem, document.pictured) == (role, problem, pictured)


def test_the_pages_are_named():
    findings = a_document((LETTER, None), ("", WHOLE), ("", WHOLE)).findings
    assert [finding.words for finding in findings] == ["pictures without text on page 2, 3"]
