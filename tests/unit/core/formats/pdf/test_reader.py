"""PDF: what is read, what is named, what is remarked on."""

import zlib

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt

from inbox_bot.core.formats.pdf.reader import PAGES_READ, read_pdf
from inbox_bot.core.formats.pdf.spacing import is_glued
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark
from tests.support.builders.documents import CV, a_pdf, page_pdf, raw_pdf, scattered_letters_pdf

HELLO = b"BT /F1 12 Tf 72 720 Td (Hello reader) Tj ET"


def test_the_text_of_a_pdf_is_read():
    extract = read_pdf(a_pdf())
    assert extract.problem is None
    assert "University of Nowhere, BSc Mathematics" in extract.text
    assert extract.findings == ()


def test_a_pdf_after_a_kilobyte_of_junk_is_read():
    assert "Hello reader" in read_pdf(b"junk\n" * 100 + page_pdf(HELLO)).text


@pytest.mark.parametrize("gap", [1.2, 1.5, 1.9, 2.5])
def test_letters_placed_one_by_one_without_spaces_become_words(gap):
    content = scattered_letters_pdf(CV, gap)
    assert read_pdf(content).text.split() == CV.split()


def test_the_f_that_reaches_over_its_neighbour_does_not_swallow_the_space():
    content = scattered_letters_pdf("head of the staff of all of us and of business\n" * 8)
    assert "head of the staff of all of us and of business" in read_pdf(content).text


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        (CV, False),
        ("Nolan hasexcellentcommunications skills, works wellwith others, whileskillfullymaking " * 5, True),
        ("short " * 5, False),
        ("https://example.org/a/very/long/address/that/is/no/word at " * 30, False),
    ],
)
def test_glued_words_show_by_their_length(text, glued):
    assert is_glued(text) is glued


def test_long_german_words_are_not_pulled_apart():
    text = "Verantwortlich für Softwareentwicklung und Qualitätssicherung der Datenverarbeitungsanlagen\n" * 12
    assert read_pdf(a_pdf(text)).text.split() == text.split()


def test_a_pdf_that_needs_a_password_is_encrypted():
    encryption = pdfencrypt.StandardEncryption("secret", ownerPassword="owner", strength=128)
    assert read_pdf(a_pdf(encrypt=encryption)).problem is Problem.ENCRYPTED


def test_a_pdf_that_only_forbids_printing_is_read():
    encryption = pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0, canCopy=0, strength=128)
    extract = read_pdf(a_pdf(encrypt=encryption))
    assert extract.problem is None
    assert "Work Experience" in extract.text


def test_aes_256_is_encrypted_too(tmp_path):
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(_as_file(a_pdf(), tmp_path)))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "aes.pdf")
    assert read_pdf((tmp_path / "aes.pdf").read_bytes()).problem is Problem.ENCRYPTED


def test_pages_without_any_text_are_scanned():
    assert read_pdf(page_pdf(b"0 0 300 300 re f")).problem is Problem.SCANNED


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4", b"%PDF-1.4\n" + b"garbage " * 500, raw_pdf(b"<< /Type /Catalog >>"), b"no pdf at all"],
    ids=["header alone", "garbage", "no pages", "something else"],
)
def test_what_no_engine_opens_is_damaged(content):
    assert read_pdf(content).problem is Problem.DAMAGED


def test_a_pdf_whose_table_of_objects_is_elsewhere_is_read():
    extract = read_pdf(a_pdf().replace(b"startxref\n", b"startxref\n9"))
    assert extract.problem is None
    assert "Work Experience" in extract.text


def test_only_the_first_50_pages_are_read():
    text = "\n".join(f"line {number}" for number in range(45 * (PAGES_READ + 2)))
    extract = read_pdf(a_pdf(text))
    assert "only the first 50 pages were read" in [finding.words for finding in extract.findings]
    assert f"line {45 * PAGES_READ - 1}" in extract.text
    assert f"line {45 * PAGES_READ}" not in extract.text


@pytest.mark.parametrize(
    ("catalog", "page"),
    [
        (b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", b""),
        (b"/OpenAction << /S /Launch /F (cmd.exe) >>", b""),
        (b"/Open#41ction << /S /L#61unch /F (cmd.exe) >>", b""),
        (b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>", b""),
        (b"/AA << /WC << /S /JavaScript /JS (1) >> >>", b""),
        (b"", b"/AA << /O << /S /SubmitForm /F (http://example.org) >> >>"),
        (b"", b"/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>]"),
        (b"", b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (other.pdf) >> >>]"),
        (b"", b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /GoTo /Next << /S /Launch >> >> >>]"),
        (b"/AcroForm << /XFA (<xdp/>) /Fields [] >>", b""),
    ],
    ids=lambda entry: entry.decode()[:30] or "-",
)
def test_what_would_run_or_open_is_remarked_on_and_the_text_is_read(catalog, page):
    extract = read_pdf(page_pdf(HELLO, catalog, page))
    assert Finding(remark=Remark.ACTIVE_CONTENT) in extract.findings
    assert extract.text == "Hello reader"


@pytest.mark.parametrize(
    ("catalog", "page"),
    [
        (b"/OpenAction [3 0 R /Fit]", b""),
        (b"", b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (mailto:ada@example.org) >> >>]"),
        (b"/Info (JavaScript and Launch are words)", b""),
    ],
    ids=["opens at a page", "a link", "words"],
)
def test_a_link_or_a_first_page_is_no_active_content(catalog, page):
    assert read_pdf(page_pdf(HELLO, catalog, page)).findings == ()


def test_files_inside_are_remarked_on():
    names = b"/Names << /EmbeddedFiles << /Names [(a.txt) << /Type /Filespec /F (a.txt) /EF << /F 6 0 R >> >>] >> >>"
    file = b"<< /Type /EmbeddedFile /Length 2 >>\nstream\nhi\nendstream"
    assert Finding(remark=Remark.EMBEDDED_FILES) in read_pdf(page_pdf(HELLO, names, b"", file)).findings


def test_a_page_tree_that_bites_its_tail_ends():
    content = raw_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>")
    assert read_pdf(content).problem is not None


def test_an_honestly_packed_page_is_read():
    packed = zlib.compress(HELLO)
    content = raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
    )
    assert read_pdf(content).text == "Hello reader"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=40))
def test_a_pdf_with_some_bytes_overwritten_is_text_or_a_problem(at, other):
    whole = page_pdf(HELLO, b"/OpenAction << /S /JavaScript /JS (1) >>")
    at %= len(whole)
    extract = read_pdf(whole[:at] + other + whole[at + len(other) :])
    assert extract.text or extract.problem is not None


def _as_file(content, folder):
    path = folder / "plain.pdf"
    path.write_bytes(content)
    return path
