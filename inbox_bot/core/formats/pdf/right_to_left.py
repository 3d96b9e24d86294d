"""Words of a PDF page that are written from right to left, in the order in which they are read.

A page may draw such a word from either end, and pdfium turns some of them round that were right, and leaves others:
half of the words of an Arabic CV came out backwards. Where the letters stand tells: a word's first is its rightmost.
"""

import ctypes
import re

from pypdfium2 import raw as pdfium

_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # Hebrew, Arabic, Syriac, Thaana, their presentation forms
_WORD = re.compile(f"[{_LETTERS}]+")
_WORDS_LIMIT = 20_000  # of a page
_SAME_PLACE = 0.01  # points: letters of one glyph


def in_reading_order(textpage: pdfium.FPDF_TEXTPAGE, text: str) -> str:
    """The page's text, its words turned round that stand backwards; as it is where the page's words are other ones."""
    if text.isascii() or _WORD.search(text) is None:
        return text
    found = _words_on(textpage)
    if [word for word, _ in found] != _WORD.findall(text):
        return text
    ordered = iter(found)
    return _WORD.sub(lambda _: next(ordered)[1], text)


def _words_on(textpage: pdfium.FPDF_TEXTPAGE) -> list[tuple[str, str]]:
    """The page's words that are written from right to left, as pdfium has them, and as they are read."""
    x, y = ctypes.c_double(), ctypes.c_double()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    words: list[list[tuple[str, float]]] = []
    is_open = False
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        letter = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if _WORD.match(letter) is None:
            is_open = False
            continue
        if not is_open and len(words) >= _WORDS_LIMIT:
            break
        pdfium.FPDFText_GetCharOrigin(textpage, index, x_ref, y_ref)
        if not is_open:
            words.append([])
        is_open = True
        words[-1].append((letter, x.value))
    return [("".join(letter for letter, _ in word), _as_read(word)) for word in words]


def _as_read(word: list[tuple[str, float]]) -> str:
    glyphs: list[tuple[str, float]] = []
    for letter, at in word:
        if glyphs and abs(glyphs[-1][1] - at) < _SAME_PLACE:
            glyphs[-1] = (glyphs[-1][0] + letter, at)
        else:
            glyphs.append((letter, at))
    backwards = glyphs[-1][1] > glyphs[0][1]
    return "".join(letters for letters, _ in (reversed(glyphs) if backwards else glyphs))
