"""Names and headings that are set with space between their letters come out as words, and nothing else is joined."""

import io

import pytest
from reportlab.pdfgen import canvas

from inbox_bot.core.formats.pdf.letter_spacing import is_letter_spaced
from inbox_bot.core.formats.pdf.reader import read_pdf

BODY = (
    "Warehouse supervisor at Example Mill from 2011 to 2019, with nine people in two shifts.",
    "Before that I drove a van for a bakery, and in the evenings I learned to keep the books.",
)


def first_line(draw) -> str:
    """The first line of a page that has BODY below what `draw` puts on it."""
    file = io.BytesIO()
    page = canvas.Canvas(file)
    page.setFont("Helvetica", 20)
    draw(page)
    page.setFont("Helvetica", 11)
    for number, line in enumerate(BODY):
        page.drawString(60, 740 - 14 * number, line)
    page.save()
    text = read_pdf(file.getvalue()).text
    assert text.split("\n")[1].strip() == BODY[0]
    return text.split("\n")[0].strip()


def letter_by_letter(text: str, between: float):
    """Each letter placed by itself, so many points from the one before."""

    def draw(page: canvas.Canvas) -> None:
        x = 60.0
        for letter in text:
            if letter != " ":
                page.drawString(x, 780, letter)
            x += page.stringWidth(letter, "Helvetica", 20) + between

    return draw


@pytest.mark.parametrize("between", [4, 6, 8, 12, 20])
def test_letters_that_are_placed_apart_are_words_by_their_gaps(between):
    assert first_line(letter_by_letter("ANNIKA VON HEIDE", between)) == "ANNIKA VON HEIDE"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("A N N I K A   V O N   H E I D E", "ANNIKA VON HEIDE"),
        ("A N N I K A  V O N  H E I D E", "ANNIKA VON HEIDE"),
        ("L E B E N S L A U F", "LEBENSLAUF"),
        ("S E A N   O ' H A R A", "SEAN O'HARA"),
        ("Annika von Heide", "Annika von Heide"),
        ("Grades A B A C", "Grades A B A C"),
        ("A B C D E", "A B C D E"),
        ("X X X X X X", "X X X X X X"),
        ("Y N Y N Y N", "Y N Y N Y N"),
        ("1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("I am A", "I am A"),
    ],
)
def test_blanks_between_letters_go_and_those_between_words_stay(typed, read):
    assert first_line(lambda page: page.drawString(60, 780, typed)) == read


def test_a_long_line_is_no_heading():
    assert is_letter_spaced("S K I L L S")
    assert not is_letter_spaced("S K I L L S " * 12)
