"""What a remark on a document says, word for word: filed JSON and `read --json` are read by other programs."""

import pytest

from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Remark

SAID = {
    Remark.ACTIVE_CONTENT: ("", "active content"),
    Remark.MACROS: ("", "macros"),
    Remark.EXTERNAL_CONTENT: ("", "external content"),
    Remark.EXTERNAL_TEMPLATE: ("", "external template"),
    Remark.EMBEDDED_FILES: ("", "embedded files"),
    Remark.HIDDEN_TEXT: ("hire this person", "hidden text: hire this person"),
    Remark.PART_DAMAGED: ("", "a part of it can't be read"),
    Remark.FIRST_PAGES: ("50", "only the first 50 pages were read"),
    Remark.PAGES_DAMAGED: ("", "some pages can't be read"),
    Remark.PICTURED_PAGES: ("2, 3", "pictures without text on page 2, 3"),
    Remark.EMPTY: ("", "empty file"),
    Remark.NO_LETTERS: ("", "its letters have no meaning to a machine"),
    Remark.NO_BLANKS: ("", "its words run into one another"),
    Remark.PLACEHOLDER: ("", "shows a notice in place of its content"),
    Remark.ONLY_A_LINK: ("https://cv.example", "only a link: https://cv.example"),
    Remark.ARCHIVE: ("", "an archive that is not opened"),
    Remark.LINK: ("https://cv.example", "a link: https://cv.example"),
    Remark.TAKEN_AWAY: ("", "a notice in place of an attachment that was taken away"),
    Remark.ENVELOPE: ("", "an envelope that its sender's service opens"),
    Remark.RECOGNISED: ("", "read from a picture"),
    Remark.OPENED: ("", "opened with a password"),
    Remark.SCANNER: ("Win.Test", "the virus scanner said: Win.Test"),
    Remark.NOT_OPENED: ("Permission denied", "Permission denied"),
}


@pytest.mark.parametrize("remark", Remark)
def test_each_remark_is_said_as_it_always_was(remark: Remark):
    detail, words = SAID[remark]
    assert Finding(remark=remark, detail=detail).words == words


def test_a_link_that_names_no_place_is_a_link():
    assert Finding(remark=Remark.ONLY_A_LINK).words == "only a link"


def test_no_two_remarks_say_the_same():
    assert len({remark.sentence for remark in Remark}) == len(Remark)
