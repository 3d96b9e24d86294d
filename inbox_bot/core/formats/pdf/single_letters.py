"""Pages that draw each letter by itself, as Qt prints them, and with it wkhtmltopdf and many a CV builder.

Of `4 0 Td <000A> Tj` for each letter pdfium makes an object a letter, and of an object that is a blank nothing: it
takes three times as long as for other pages, and loses every blank between words. Here the letters of a run become one
text again (`<000A00270012> Tj`), as wide as the run was: its ends stay where they were, a letter between them moves by
less than its width.

The file grows a revision (ISO 32000-1 §7.5.6) in which these pages have other contents. Only a file that is exactly as
Qt writes it is touched: one revision, one table of objects, each object where the table says.
"""

import re
import sys
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inbox_bot.core.formats.packed.inflate import NotUnfolded, unfolded

PAGES_JOINED = 50  # as many as are read
PAGES_BYTES = 5_000_000  # of what they draw, all of them together; a page of text has 100 kB
FEWEST_STEPS = 100  # of a page: fewer are not worth it
LETTERS_A_BLANK = 30  # at most, on a page: with fewer blanks the steps between letters are what tells words apart
_FONT_BYTES = 200_000  # of what a font says of its letters
_LETTERS_LIMIT = 20_000  # of a font
_TAIL_BYTES = 2_000
_ZLIB_WINDOW = 15
_ROW_BYTES = 20  # of the table of objects (§7.5.4)
_BLANK = b"<0020>"
_NUMBERS = {b"%d" % number: number for number in range(200)}  # nearly all steps are one of these

_TAIL = re.compile(rb"trailer\s*<<([^<>]*)>>\s*startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s+0 \d{1,7}\s*?\n")
_CONTENTS = re.compile(rb"/Contents (\d{1,7}) 0 R\b")
_DRAWN = re.compile(rb"\d{1,7} 0 obj\s*<<\s*/Length \d{1,10}(?: 0 R)?\s*/Filter /FlateDecode\s*>>\s*stream\r?\n")
_FONTS = re.compile(rb"/Font\s*<<([^<>]{0,20000})>>")
_NAMED = re.compile(rb"/(\w{1,40}) (\d{1,7}) 0 R\b")
_FONT = re.compile(
    rb"\d{1,7} 0 obj\s*<<[^<>]{0,500}/Encoding /Identity-H\s*"
    rb"/DescendantFonts \[(\d{1,7}) 0 R\]\s*/ToUnicode (\d{1,7}) 0 R\b"
)
_WIDTHS = re.compile(rb"\d{1,7} 0 obj\s*<<[^\[\]]{0,1000}/W \[((?:[\d. \n]|\[[\d. \n]*\]){0,200000})\]")
#: A letter's code, and the widths of it and of those after it; or the first code, the last, and the width of all.
_WIDTH = re.compile(rb"(\d{1,5}) (?:\[([^\]]*)\]|(\d{1,5}) ([\d.]+))")
_WIDTH_OF_OTHERS = 1000.0
_MEANINGS = re.compile(rb"\d{1,7} 0 obj\s*<<\s*/Length \d{1,10}\s*>>\s*stream\r?\n")
#: What codes mean (§9.10.3): from a code to a code, the meaning of each, or of the first.
_MEANT = re.compile(rb"<([0-9A-F]{4})>\s*<[0-9A-F]{4}>\s*(?:\[([^\]]*)\]|(<[0-9A-F]{4}>))")
_FROM_RIGHT = re.compile(rb"<(?:0[5-8]|F[B-E])[0-9A-F]{2}>")  # letters that are written from right to left


@dataclass(frozen=True, kw_only=True, slots=True)
class _Font:
    blank: bytes  #: its code, in hexadecimal figures
    widths: list[float]  #: of each code's letter, in thousandths of the font's size


def joined(content: bytes) -> bytes:
    """The PDF with the letters of each run put together; as it is where it isn't of that kind. Raises nothing."""
    file = _File.of(content)
    if file is None:
        return content
    left = PAGES_BYTES
    fonts: Mapping[bytes, _Font] | None = None
    changed: dict[int, bytes] = {}
    for number, drawn in file.pages():
        left -= len(drawn)
        if left < 0:
            return content
        steps = drawn.count(b" 0 Td <")
        if steps < FEWEST_STEPS:
            continue
        fonts = file.fonts() if fonts is None else fonts
        blanks = sum(drawn.count(b"<%b> Tj" % code) for code in {font.blank for font in fonts.values()})
        if steps <= LETTERS_A_BLANK * blanks:
            changed[number] = _with_runs_joined(drawn, fonts)
    return file.revised(changed) if changed else content


def _with_runs_joined(drawn: bytes, fonts: Mapping[bytes, _Font]) -> bytes:
    """What a page draws. A blank that is alone goes to the run that it ends: pdfium passes over it elsewhere."""
    begun, *texts = drawn.split(b"BT\n")
    _, *all_words = drawn.replace(b"> Tj\n", b" ").replace(b" 0 Td <", b" ").split(b"BT\n")
    kept: list[bytes] = [begun]
    keep = kept.append
    before: tuple[_Font, bytes, float] | None = None  # the run before: its font, its line, where it ends
    letters_at = 0  # of that run, in `kept`
    for text, words in zip(texts, all_words, strict=True):
        keep(b"BT\n")
        at = text.find(b"ET\n")
        run = _run_of(words.partition(b"ET\n")[0].split(), fonts)
        if run is None:
            keep(text)
            continue
        head, begins, letters, stretch, ends = run
        font, line, size = fonts[head[0][1:]], head[11], float(head[1])
        if letters == font.blank:
            if before and before[0] is font and before[1] == line and abs(begins - before[2]) < size / 2:
                kept[letters_at] += letters
            keep(text[at:])
            continue
        before, letters_at = (font, line, ends), len(kept) + 1
        kept += (b"%b %.2f Tz <" % (b" ".join(head), 100 * stretch), letters, b"> Tj 100 Tz\n", text[at:])
    return b"".join(kept)


def _run_of(words: list[bytes], fonts: Mapping[bytes, _Font]) -> tuple[list[bytes], float, bytes, float, float] | None:
    """`/F6 19 Tf 1 0 0 -1 0 0 Tm 8 -15 Td <0001`, and then a step and a letter's code, again and again.

    What chooses the font and the place; where the letters begin; their codes; how wide they stand, to how wide the font
    has them; where they end. None where these words say anything else.
    """
    if len(words) < 14 or words[2] != b"Tf" or words[9] != b"Tm" or words[12] != b"Td":
        return None
    font = fonts.get(words[0][1:])
    if font is None:
        return None
    letters = b"".join(words[13::2])[1:]
    steps = words[14::2]
    if len(letters) != 4 * len(steps) + 4:
        return None
    try:
        codes = array("H", bytes.fromhex(letters.decode("latin-1")))
        if sys.byteorder == "little":
            codes.byteswap()
        size, begins = float(words[1]) / 1000, float(words[10])
        steps_wide = _sum_of(steps)
        last_wide = font.widths[codes.pop()] * size
        letters_wide = sum(map(font.widths.__getitem__, codes)) * size
    except (ValueError, LookupError):
        return None
    stretch = steps_wide / letters_wide if steps_wide and letters_wide else 1.0
    return words[:13], begins, letters, stretch, begins + steps_wide + stretch * last_wide


def _sum_of(steps: list[bytes]) -> float:
    """Raises ValueError for what is no number, or leads back."""
    try:
        return sum(map(_NUMBERS.__getitem__, steps))
    except KeyError:
        numbers = list(map(float, steps))
        if min(numbers) < 0:
            raise ValueError from None
        return sum(numbers)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of one revision, whose objects are found by its table."""

    content: bytes
    trailer: bytes
    table_at: int
    rows_at: int

    @classmethod
    def of(cls, content: bytes) -> "_File | None":
        tail = _TAIL.search(content, max(0, len(content) - _TAIL_BYTES))
        if tail is None or b"/Prev" in tail[1] or b"/Encrypt" in tail[1]:
            return None
        table = _TABLE.match(content, int(tail[2]))
        return table and cls(content=content, trailer=tail[1], table_at=int(tail[2]), rows_at=table.end())

    def pages(self) -> Iterator[tuple[int, bytes]]:
        """The numbers of the pages' contents, and what they draw."""
        numbers: dict[int, None] = {}
        for found in _CONTENTS.finditer(self.content):
            numbers[int(found[1])] = None
            if len(numbers) >= PAGES_JOINED:
                break
        for number in numbers:
            head = self._at(number, _DRAWN)
            end = self.content.find(b"endstream", head.end()) if head else -1
            if head is None or end < 0:
                continue
            try:
                yield number, unfolded(self.content[head.end() : end], PAGES_BYTES, _ZLIB_WINDOW)
            except NotUnfolded:
                continue

    def _at(self, number: int, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The object of that number, where the table has it and it is of that form."""
        row = self.content[self.rows_at + _ROW_BYTES * number :][:_ROW_BYTES]
        if not row[:10].isdigit() or row[17:18] != b"n":
            return None
        return pattern.match(self.content, int(row[:10]))

    def fonts(self) -> dict[bytes, _Font]:
        """The fonts that have a blank, by their names on pages; none of a name that two have."""
        named: dict[bytes, set[int]] = {}
        for fonts in _FONTS.findall(self.content):
            for name, number in _NAMED.findall(fonts):
                named.setdefault(name, set()).add(int(number))
        found = {name: self._font(numbers.pop()) for name, numbers in named.items() if len(numbers) == 1}
        return {name: font for name, font in found.items() if font is not None}

    def _font(self, number: int) -> _Font | None:
        """None also for a font with letters that are written from right to left: their order is told by each."""
        font = self._at(number, _FONT)
        widths = self._at(int(font[1]), _WIDTHS) if font else None
        meanings = self._at(int(font[2]), _MEANINGS) if font else None
        if widths is None or meanings is None:
            return None
        said = self.content[meanings.end() : meanings.end() + _FONT_BYTES].partition(b"endstream")[0]
        if _FROM_RIGHT.search(said):
            return None
        for first, each, only in _MEANT.findall(said):
            means = each.split() or [only]
            if _BLANK in means:
                blank = b"%04X" % (int(first, 16) + means.index(_BLANK))
                return _Font(blank=blank, widths=_widths_in(widths[1]))
        return None

    def revised(self, changed: Mapping[int, bytes]) -> bytes:
        """The file with these objects in place of its own."""
        written = [self.content]
        rows = []
        at = len(self.content)
        for number, drawn in changed.items():
            rows.append(b"%d 1\n%010d 00000 n \n" % (number, at + 1))
            written.append(b"\n%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj" % (number, len(drawn), drawn))
            at += len(written[-1])
        written.append(b"\nxref\n%b" % b"".join(rows))
        written.append(b"trailer\n<<%b/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (self.trailer, self.table_at, at + 1))
        return b"".join(written)


def _widths_in(said: bytes) -> list[float]:
    """The widths of codes (§9.7.4.3), of none above the last that is told of."""
    found: dict[int, float] = {}
    for first, each, last, all_of_them in _WIDTH.findall(said):
        if last:
            found.update(dict.fromkeys(range(int(first), min(int(last), _LETTERS_LIMIT) + 1), float(all_of_them)))
        else:
            found.update(enumerate(map(float, each.split()), int(first)))
    return [found.get(code, _WIDTH_OF_OTHERS) for code in range(max(found, default=-1) + 1)]
