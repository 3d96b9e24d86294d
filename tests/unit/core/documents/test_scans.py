"""Which documents are worth recognising, and what is made of what was made out."""

from dataclasses import replace

import pytest

from inbox_bot.core.documents.scans import (
    RecognisedPage,
    RecognisedScan,
    in_turn,
    photos_as_one,
    recognised,
    scans_in,
    with_text,
)
from inbox_bot.core.message.values import Document, Finding
from inbox_bot.core.words import Problem, Remark, Role
from tests.support.builders.documents import CV

SCAN = Document(section="2", filename="cv.pdf", type="application/pdf", problem=Problem.SCANNED)
PHOTO = replace(SCAN, section="3", filename="IMG_1.jpg", type="image/jpeg")


def page(text: str = CV, confidence: float = 93.0) -> RecognisedPage:
    return RecognisedPage(text=text, confidence=confidence)


def scan_of(*pages: RecognisedPage, all_pages: int = 0) -> RecognisedScan:
    return RecognisedScan(pages=pages, all_pages=all_pages or len(pages))


def test_what_was_made_out_is_the_documents_text_and_a_remark_says_whence():
    read = recognised(SCAN, scan_of(page("Ada Example\n" + CV), page("Second page of it")))
    assert (read.problem, read.findings) == (None, (Finding(remark=Remark.RECOGNISED),))
    assert read.text.startswith("Ada Example")
    assert read.text.endswith("Second page of it")


def test_pages_that_were_not_looked_at_are_told():
    read = recognised(SCAN, scan_of(*[page()] * 5, all_pages=9))
    assert Finding(remark=Remark.FIRST_PAGES, detail="5") in read.findings


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([], id="nothing was made out"),
        pytest.param([page(confidence=74.0)], id="below the bound of confidence: a hand, noise, a script without data"),
        pytest.param([page("Page 1 of 2")], id="a few letters: the stamp on a photo"),
        pytest.param([page("xq zv wk qj vx zz kq " * 40)], id="letters that make no word of any language"),
    ],
)
def test_what_is_no_text_stays_a_scan(pages):
    assert recognised(SCAN, scan_of(*pages)) is SCAN


def test_a_page_that_can_not_be_made_out_does_not_spoil_the_others_and_is_told():
    read = recognised(SCAN, scan_of(page(), page("|| ~~ ||", confidence=20.0)))
    assert read.problem is None
    assert "~~" not in read.text
    assert Finding(remark=Remark.PAGES_DAMAGED) in read.findings


@pytest.mark.parametrize(
    ("scan", "told"),
    [
        pytest.param(scan_of(page(), all_pages=2), True, id="time ran out before the second page"),
        pytest.param(scan_of(*[page()] * 5, all_pages=9), False, id="the five that are read of nine"),
        pytest.param(scan_of(page(), page("", confidence=0.0)), False, id="the empty back of a page"),
    ],
)
def test_pages_that_were_lost_are_told_and_empty_ones_are_not(scan, told):
    assert (Finding(remark=Remark.PAGES_DAMAGED) in recognised(SCAN, scan).findings) is told


def test_what_is_called_a_cv_has_its_turn_before_the_certificates():
    papers = [replace(SCAN, section=str(n), filename=f) for n, f in enumerate(("Zeugnisse.pdf", "x.pdf", "CV.pdf"))]
    assert [each.filename for each in in_turn(papers)] == ["CV.pdf", "Zeugnisse.pdf", "x.pdf"]


def test_letters_without_a_meaning_are_no_remark_any_longer_once_the_page_was_looked_at():
    glued = replace(SCAN, findings=(Finding(remark=Remark.NO_LETTERS), Finding(remark=Remark.ACTIVE_CONTENT)))
    read = recognised(glued, scan_of(page()))
    assert [each.remark for each in read.findings] == [Remark.ACTIVE_CONTENT, Remark.RECOGNISED]


def test_pages_that_are_pictures_follow_the_letter_before_them():
    letter = replace(SCAN, text="Dear Sir or Madam, my CV is on the next page.", pictured=1, role=Role.COVER_LETTER)
    read = recognised(letter, scan_of(page(), all_pages=2))
    assert read.text.startswith("Dear Sir")
    assert CV.strip()[-20:] in read.text
    assert (read.problem, read.pictured, read.role) == (None, 0, Role.OTHER)


def test_several_photos_are_the_pages_of_one_document():
    photos = {
        "2": replace(PHOTO, text="Page one"),
        "3": replace(SCAN, text="A letter"),
        "4": replace(PHOTO, text="Page two"),
    }
    assert [each.text for each in photos_as_one(photos).values()] == ["Page one\n\nPage two", "A letter", "Page two"]
    assert photos_as_one({"2": photos["2"], "3": photos["3"]}) == {"2": photos["2"], "3": photos["3"]}


def test_only_those_whose_text_was_made_out_are_read_anew():
    found = {"2": scan_of(page()), "3": scan_of(page("a logo")), "9": scan_of(page())}
    assert list(with_text([SCAN, PHOTO], found)) == ["2"]


def test_nothing_is_recognised_where_the_cv_can_be_read_without_it():
    cv = Document(section="4", filename="cv.docx", type="application/msword", role=Role.CV, text=CV)
    drawing = replace(SCAN, type="image/svg+xml")
    locked = replace(SCAN, problem=Problem.ENCRYPTED)
    assert scans_in([SCAN, PHOTO, drawing, locked]) == (SCAN, PHOTO)
    assert scans_in([SCAN, cv]) == ()
