"""Headings and names set with space between their letters: `A N N I K A   H E I D E`, and what words they are.

A program may place each letter of such a line alone, or a person types a blank behind each. pdfium then reads single
letters, and loses where the words end, since it makes one blank of several. The page still says it: within a word all
gaps are alike, so the median of a line's gaps is the gap within words, and a gap that is clearly wider ends one.
"""

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from pypdfium2 import raw as pdfium

FEWEST_SINGLE = 4  # letters that are alone, on a line that may be set so; "I", "A" and "&" are alone elsewhere
FEWEST_DIFFERENT = 3  # letters among these
SINGLE_SHARE = 0.6  # of the pieces of such a line; where letters are placed by hand pdfium joins some of them
LONGEST_PIECE = 3  # letters; a line with a word longer than pdfium joins by chance is no such line
WIDER = 1.6  # times the median gap: the least gap between two words
LEAST_MEDIAN = 0.04  # of the line height; letters of plain text are closer
LINE_LIMIT = 120  # characters; headings are short
LINES_LIMIT = 40  # of a page that are looked at: more are a table

_PLAIN = re.compile(r"[^\W\d_]|[-–'’.,&/]")


def is_letter_spaced(line: str) -> bool:
    """Whether a line consists of single letters, with few joined by chance.

    >>> is_letter_spaced("A N N I K A H E I D E"), is_letter_spaced("Grades: A B A C"), is_letter_spaced("A B C D E")
    (True, False, False)
    """
    pieces = line[: LINE_LIMIT + 1].split()
    if len(line) > LINE_LIMIT or len(pieces) < FEWEST_SINGLE or max(map(len, pieces)) > LONGEST_PIECE:
        return False
    single = [piece for piece in pieces if len(piece) == 1]
    letters = [piece for piece in single if piece.isalpha()]
    if len(letters) < FEWEST_SINGLE or len(single) < SINGLE_SHARE * len(pieces):
        return False
    if len(set(letters)) < FEWEST_DIFFERENT or letters == sorted(letters):  # marks in a table, classes of a licence
        return False
    return all(_PLAIN.fullmatch(character) for piece in pieces for character in piece)


def joined(textpage: pdfium.FPDF_TEXTPAGE, reading: str, text: str) -> str:
    """`text` with the words of its letter-spaced lines joined. `reading` is pdfium's own, letter by letter.

    A line whose letters can't be found, or whose gaps say nothing, stays as it is.
    """
    lines = text.split("\n")
    spaced = [at for at, line in enumerate(lines) if is_letter_spaced(line)][:LINES_LIMIT]
    if not spaced:
        return text
    words = dict(_words_by_letters(textpage, reading))
    for at in spaced:
        found = words.get("".join(lines[at].split()))
        if found is not None:
            lines[at] = found + ("\r" if lines[at].endswith("\r") else "")
    return "\n".join(lines)


def _words_by_letters(textpage: pdfium.FPDF_TEXTPAGE, reading: str) -> Iterator[tuple[str, str]]:
    """The letters of each letter-spaced line of the page, and the words that its gaps make of them."""
    if len(reading) != pdfium.FPDFText_CountChars(textpage):
        return  # some letters are several characters: which is where can't be told
    start = 0
    for line in reading.split("\n"):
        if is_letter_spaced(line):
            letters = [(start + at, character) for at, character in enumerate(line) if not character.isspace()]
            yield "".join(character for _, character in letters), _words(textpage, letters)
        start += len(line) + 1


def _words(textpage: pdfium.FPDF_TEXTPAGE, letters: list[tuple[int, str]]) -> str:
    boxes = [_box(textpage, at) for at, _ in letters]
    gaps = [right.left - left.right for left, right in pairwise(boxes)]
    within = median(gaps)
    height = max(box.top - box.bottom for box in boxes)
    if within < LEAST_MEDIAN * height:
        return " ".join(character for _, character in letters)
    words = letters[0][1]
    for gap, (_, character) in zip(gaps, letters[1:], strict=True):
        words += f" {character}" if gap > WIDER * within else character
    return words


def _box(textpage: pdfium.FPDF_TEXTPAGE, index: int) -> pdfium.FS_RECTF:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box))
    return box
