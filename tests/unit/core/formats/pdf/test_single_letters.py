"""Pages that draw each letter by itself: their runs are put together before anybody reads them."""

import io
import zlib

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw as pdfium

from inbox_bot.core.formats.pdf.reader import read_pdf
from inbox_bot.core.formats.pdf.single_letters import joined
from inbox_bot.core.words import Remark
from tests.support.builders.documents import CV, a_pdf, a_qt_pdf, scattered_letters_pdf

LINES = [line for line in CV.splitlines() if line]
PAGE = tuple((20, 40 + 24 * at, line) for at, line in enumerate(LINES))


def test_the_words_of_such_a_page_have_the_blanks_that_are_drawn():
    assert [line.split() for line in read_pdf(a_qt_pdf(*PAGE)).text.splitlines()] == [line.split() for line in LINES]


def test_the_engine_alone_would_lose_them():
    with pypdfium2.PdfDocument(a_qt_pdf(*PAGE)) as document:
        assert len(document[0].get_textpage().get_text_range().split()) < len(CV.split())


def test_a_blank_that_is_drawn_alone_parts_what_stands_around_it():
    pieces = ((20, 600, "Staff"), (66, 600, " "), (70, 600, "Accountant"))
    assert "Staff Accountant" in read_pdf(a_qt_pdf(*PAGE, *pieces)).text


def test_a_blank_at_the_end_of_a_line_does_not_pull_up_the_next():
    pieces = ((20, 600, "Staff"), (66, 600, " "), (20, 624, "Accountant"))
    lines = [line.strip() for line in read_pdf(a_qt_pdf(*PAGE, *pieces)).text.splitlines()]
    assert lines[-2:] == ["Staff", "Accountant"]


def test_the_letters_at_both_ends_of_a_run_stay_where_they_were():
    content = a_qt_pdf(*PAGE)
    plain, together = _places(content), _places(joined(content))
    assert len(plain) > 400
    assert {letter for letter, _ in together} >= {letter for letter, _ in plain}
    for line in LINES:
        for letter in (line[0], line[-1]):
            left = [x for found, x in plain if found == letter]
            assert any(abs(x - before) < 0.5 for found, x in together if found == letter for before in left)
    assert abs(max(x for _, x in together) - max(x for _, x in plain)) < 0.5


def test_what_other_readers_see_in_the_joined_file_is_the_same():
    pages = (pypdf.PdfReader(io.BytesIO(content)).pages[0] for content in (a_qt_pdf(*PAGE), joined(a_qt_pdf(*PAGE))))
    first, second = (page.extract_text().split() for page in pages)
    assert first == second


def test_white_letters_of_such_a_page_are_told_of():
    white = "1 1 1 rg\nBT\n/F5 19 Tf 1 0 0 -1 0 0 Tm\n20 -700 Td <001E> Tj\n" + "9 0 Td <001F> Tj\n" * 60 + "ET\n0 g\n"
    findings = read_pdf(a_qt_pdf(*PAGE, before=white)).findings
    assert [finding.remark for finding in findings] == [Remark.HIDDEN_TEXT]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_pdf(), id="of another program"),
        pytest.param(scattered_letters_pdf(CV), id="without any blank"),
        pytest.param(a_qt_pdf((20, 20, "Ada Example")), id="of few letters"),
        pytest.param(a_qt_pdf(*PAGE).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R"), id="encrypted"),
        pytest.param(a_qt_pdf(*PAGE).replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"), id="with a revision before"),
        pytest.param(a_qt_pdf(*PAGE).replace(b"%PDF-1.7\n", b"%PDF-1.7\n%\n"), id="whose table leads elsewhere"),
        pytest.param(a_qt_pdf(*PAGE, meanings="<05D0> " * 60), id="written from right to left"),
        pytest.param(a_qt_pdf(*PAGE, meanings="<0041> " * 60), id="whose font has no blank"),
        pytest.param(a_qt_pdf(*PAGE).replace(b"/FlateDecode", b"/Flate42code"), id="packed otherwise"),
        pytest.param(
            a_qt_pdf(*PAGE).replace(b"/ToUnicode 7 0 R", b"/ToUnicode 3 0 R"), id="whose letters have no meaning"
        ),
    ],
)
def test_a_file_that_is_not_just_so_stays_as_it_is(content: bytes):
    assert joined(content) == content


def test_runs_that_lead_back_or_up_stay_and_the_others_are_joined():
    odd = "BT\n/F5 19 Tf 1 0 0 -1 0 0 Tm\n20 -700 Td <0002> Tj\n-9 0 Td <0003> Tj\n4 5 Td <0002> Tj\nET\n"
    content = joined(a_qt_pdf(*PAGE, before=odd))
    assert odd.encode() in content
    assert content.count(b" 0 Td <") == 1


def test_a_page_that_would_unfold_to_gigabytes_stays_packed():
    bomb = zlib.compress(b"BT\n" + b"4 0 Td <0001> Tj\n" * 2_000_000 + b"ET\n", 9)
    content = a_qt_pdf(*PAGE)
    begin, end = content.index(b"stream\n") + 7, content.index(b"\nendstream")
    grown = content[:begin] + bomb + content[end:]
    table = grown.index(b"xref\n0 ")
    moved = len(bomb) - (end - begin)
    for number in range(5, 9):
        grown = grown.replace(
            b"%010d" % content.index(b"%d 0 obj" % number), b"%010d" % grown.index(b"%d 0 obj" % number)
        )
    grown = grown.replace(b"startxref\n%d" % (table - moved), b"startxref\n%d" % table)
    assert joined(grown) == grown


@given(at=st.integers(0, 6_000), other=st.binary(min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_such_a_file_with_some_bytes_overwritten_is_text_or_a_problem(at: int, other: bytes):
    content = a_qt_pdf(*PAGE)
    at %= len(content)
    extract = read_pdf(content[:at] + other + content[at + len(other) :])
    assert extract.text or extract.problem


def _places(content: bytes) -> list[tuple[str, float]]:
    """The page's letters, and how far from the left each begins."""
    import ctypes

    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    with pypdfium2.PdfDocument(content) as document:
        page = document[0].get_textpage()
        for index in range(page.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(page.raw, index))
            if not letter.isspace():
                pdfium.FPDFText_GetCharOrigin(page.raw, index, x, y)
                found.append((letter, x.value))
    return found
