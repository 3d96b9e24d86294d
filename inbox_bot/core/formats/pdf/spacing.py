"""The spaces of a PDF page, told from where its letters stand.

A PDF may place every word without ever writing a space. pdfium guesses the spaces from the gaps, and on pages made by
wkhtmltopdf (many CV builders print with it) guesses wrong on every one: "Looking foran entry leveljob". Its words are
then useless for matching, but it knows each letter's origin and advance, and those are enough: on 144 CVs the words
below are the words that pypdf finds, in a tenth of its time.
"""

import ctypes
import re
from collections.abc import Callable, Iterable
from itertools import accumulate, repeat
from typing import Any

from pypdfium2 import raw as pdfium

LONG_WORD = 16  # letters; words above are rare in any language we know of, and common where words are glued
MEAN_LENGTH = 6.6  # letters; German prose has 6.1, glued English 7 and more
LONG_SHARE = 0.02
WORDS_NEEDED = 20  # below this a mean says nothing
GAP = 0.09  # of the line height: the least gap between two words; letters of a word stand closer than 0.03
OVERHANG = 0.1  # of the line height: how far the f of a serif font reaches over its neighbour, which its box includes
#: A box begins where its letter does, or where the ink does that reaches back from there. What comes so close before a
#: gap is asked where it begins, and so are letters whose ink reaches back far, and those that we don't know.
MAY_BE_A_GAP = 0.04  # of the line height
REACHING_BACK = frozenset("fjpyJ")
INK_REACHES = 0.005  # of the line height: closer to the box's edge, and the ink made the box
OVERHANGING = frozenset("fƒſ")
LETTERS_PROBED = 20_000  # of a page: enough spaces to tell who wrote them
EVERY = 3  # of these spaces
SOME_GUESSES = 0.05  # of the spaces; programs that draw them leave out a few at the ends of lines
LETTERS_KEPT = 0.95  # a second reading that loses more letters than this is no improvement
SAME_WORDS = 0.01  # of the words: two readings that differ by less agree
SINGLE_LETTERS = 0.15  # of the words; "I" and "a" and list marks are 5 % of English
_SPACES = frozenset(" \u00a0\t\u2002\u2003\u2009")
_NOT_DRAWN = _SPACES | frozenset("\n\r\0")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_ASCII_ALNUM = bytes(code for code in range(256) if code > 127 or not chr(code).isalnum())
_OF_ADDRESS = re.compile(r"[@/\\_]|www\.")


def _unchecked(function: Any) -> Callable[..., int]:
    """The same function of pdfium's, its arguments not checked: for one letter the checks take three times the call."""
    return ctypes.PYFUNCTYPE(ctypes.c_int)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_box_at = _unchecked(pdfium.FPDFText_GetLooseCharBox)  # (page, index, box)
_ink_at = _unchecked(pdfium.FPDFText_GetCharBox)  # (page, index, left, right, bottom, top)
_origin_at = _unchecked(pdfium.FPDFText_GetCharOrigin)  # (page, index, x, y)
_is_generated = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_IsGenerated, ctypes.c_void_p).value or 0
)  # (page, index); below 0 for no letter


def is_glued(text: str) -> bool:
    """Whether words seem to have lost the spaces between them. Addresses and links don't count as words."""
    words = text.split()
    if _OF_ADDRESS.search(text):
        words = [word for word in words if not _OF_ADDRESS.search(word)]
    if len(words) < WORDS_NEEDED:
        return False
    lengths = list(map(len, words))
    return sum(lengths) / len(lengths) > MEAN_LENGTH or sum(n > LONG_WORD for n in lengths) > LONG_SHARE * len(lengths)


def spaces_are_guesses(textpage: pdfium.FPDF_TEXTPAGE, first: str) -> bool:
    """Whether half of a page's spaces stand in no drawing, pdfium put them there; or some do, and words are glued.

    `first` is pdfium's own reading of the page.
    """
    page, count = ctypes.cast(textpage, ctypes.c_void_p).value, pdfium.FPDFText_CountChars(textpage)
    words = "".join(_letters(textpage, first, count, min(count, LETTERS_PROBED))).split(" ")
    spaces = [ends + number for number, ends in enumerate(accumulate(map(len, words[:-1])))][::EVERY]
    guesses = sum(map(_is_generated, repeat(page), spaces))
    return count > 0 and (guesses * 2 >= len(spaces) or (guesses > SOME_GUESSES * len(spaces) and is_glued(first)))


def better(first: str, second: str) -> str:
    """Which of two readings of a page to believe: the second, where it has more words and all of the letters.

    Two that agree show a language of long words. One that comes apart into single letters was set with wide tracking.
    """
    words, words_again = first.split(), second.split()
    if len(words_again) <= (1 + SAME_WORDS) * len(words):
        return first
    singles, singles_again = (list(map(len, each)).count(1) for each in (words, words_again))
    if singles_again - singles > SINGLE_LETTERS * len(words_again):
        return first
    return second if letter_count(second) >= LETTERS_KEPT * letter_count(first) else first


def respaced(textpage: pdfium.FPDF_TEXTPAGE, first: str, limit: int) -> str:
    """The page's text with spaces where the gap to the letter before is wider than `GAP`; at most `limit` letters.

    `first` is pdfium's own reading, which names the letters where it has one for each place (nearly always).
    """
    count = pdfium.FPDFText_CountChars(textpage)
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    left_ref, right_ref, bottom_ref, top_ref = (ctypes.byref(side) for side in (left, right, bottom, top))
    page = ctypes.cast(textpage, ctypes.c_void_p)
    box_at, origin_at = _box_at, _origin_at
    letters: list[str] = []
    keep = letters.append
    end: float | None = None  # where the letter before ends, on this line
    for index, letter in enumerate(_letters(textpage, first, count, min(count, limit))):
        if letter in _NOT_DRAWN:
            if letter != "\r" and letter != "\0":
                keep("\n" if letter == "\n" else " ")
                end = None
            continue
        box_at(page, index, box_ref)
        if end is not None:
            gap = box.left - end
            reaches_back = letter > "z" or letter in REACHING_BACK
            if gap > 0 or reaches_back:
                height = box.top - box.bottom
                if reaches_back or MAY_BE_A_GAP * height < gap <= GAP * height:
                    origin_at(page, index, x_ref, y_ref)
                    gap = x.value - end
                if gap > GAP * height:
                    keep(" ")
        keep(letter)
        end = box.right
        if letter in OVERHANGING:
            height = box.top - box.bottom
            _ink_at(page, index, left_ref, right_ref, bottom_ref, top_ref)
            if right.value >= box.right - INK_REACHES * height:
                end -= OVERHANG * height
    return "".join(letters)


def _letters(textpage: pdfium.FPDF_TEXTPAGE, first: str, count: int, limit: int) -> Iterable[str]:
    """The letters at the first `limit` of the page's `count` places."""
    if len(first) == count:
        return first[:limit]
    return (chr(pdfium.FPDFText_GetUnicode(textpage, index)) for index in range(limit))


def letter_count(text: str) -> int:
    """How many letters and digits there are: what a second reading must not lose."""
    others = map(str.isalnum, "".join(_BEYOND_ASCII.findall(text)))
    return len(text.encode("utf-8", "surrogatepass").translate(None, _NOT_ASCII_ALNUM)) + sum(others)
