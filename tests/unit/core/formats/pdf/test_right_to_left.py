"""Words from right to left come out as they are read, from whichever end a page draws them."""

import pytest

from inbox_bot.core.formats.pdf.reader import read_pdf
from tests.support.builders.documents import raw_pdf

LETTERS = "אבגדהوكسيم"  # the font's, by the codes from 65 on
BACK = 1_200  # thousandths of the letters' size: over the letter that was drawn, and one more


def a_page(*drawings: str) -> bytes:
    """A page with these operators; the font says by ToUnicode which letter a code is."""
    table = "\n".join(f"<{65 + number:02X}> <{ord(letter):04X}>" for number, letter in enumerate(LETTERS))
    ranges = "1 begincodespacerange <00> <FF> endcodespacerange"
    cmap = f"begincmap {ranges} {len(LETTERS)} beginbfchar\n{table}\nendbfchar endcmap"
    drawing = "\n".join(f"BT /F1 12 Tf {each} ET" for each in drawings)
    stream = b"<< /Length %d >>\nstream\n%s\nendstream"
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        stream % (len(drawing), drawing.encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
        stream % (len(cmap), cmap.encode()),
    )


def codes(word: str) -> list[str]:
    return [f"<{65 + LETTERS.index(letter):02X}>" for letter in word]


def from_the_right(word: str, begin: int = 300) -> str:
    return f"{begin} 700 Td [{f' {BACK} '.join(codes(word))}] TJ"


def from_the_left(word: str, begin: int = 300) -> str:
    return f"{begin - 7 * len(word)} 700 Td [{' '.join(codes(word[::-1]))}] TJ"


@pytest.mark.parametrize("word", ["אבגדה", "وكسيم"])
@pytest.mark.parametrize("drawn", [from_the_right, from_the_left])
def test_a_word_is_read_from_its_right_whichever_end_is_drawn_first(word: str, drawn):
    assert read_pdf(a_page(drawn(word))).text == word


def test_words_that_are_drawn_from_either_end_stand_on_one_line():
    assert read_pdf(a_page(from_the_right("אבג", 300), from_the_left("דה", 260))).text == "אבג דה"
