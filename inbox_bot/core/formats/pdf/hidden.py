"""Text of a PDF page that nobody sees: drawn in no ink, in white on white, too small, off the page, behind a picture.

Who reads by machine is told other things by it than who reads by eye: lists of keywords, orders to a model. It counts
for nothing, and is quoted. A scan whose text a program put beneath or above its picture hides nothing, and nor does
white text on a dark field; so what is not plainly hidden is taken for seen.

One letter of 31 is looked at first: what is hidden is longer, and to look at all takes as long as to read them.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw as pdfium

from inbox_bot.core.formats.hidden import HIDDEN_LETTERS, WHITE
from inbox_bot.core.formats.hidden import SMALL_POINTS as SMALL

EVERY = 31  # letters: a hidden sentence is met at least once
LETTERS_LOOKED_AT = 20_000  # of a page
OBJECTS_LOOKED_AT = 20_000  # of a page that may hide some
FAINT = 12  # of 255: an ink less opaque leaves nothing
COVERS = 0.5  # of the page: a picture as large is a scan, and text in no ink is what a program read on it
DRAWN_LAST = 20  # objects of a page that are looked at for a picture that covers text
_NO_INK = 3  # text rendering mode (ISO 32000-1 §9.3.6)
_FILLED = 0

_Box = tuple[float, float, float, float]  #: left, bottom, right, top, in points


def _unchecked(function: Any, *kinds: Any, gives: Any = ctypes.c_int) -> Callable[..., Any]:
    """The same function of pdfium's, on addresses: ctypes' own checks take three times as long as such a call."""
    return ctypes.PYFUNCTYPE(gives, *kinds)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_at, _number = ctypes.c_void_p, ctypes.c_int
_object_of = _unchecked(pdfium.FPDFText_GetTextObject, _at, _number, gives=_at)
_letter_at = _unchecked(pdfium.FPDFText_GetUnicode, _at, _number)
_line_box_at = _unchecked(pdfium.FPDFText_GetLooseCharBox, _at, _number, _at)
_mode_of = _unchecked(pdfium.FPDFTextObj_GetTextRenderMode, _at)
_ink_of = _unchecked(pdfium.FPDFPageObj_GetFillColor, _at, _at, _at, _at, _at)
_kind_of = _unchecked(pdfium.FPDFPageObj_GetType, _at)
_box_of = _unchecked(pdfium.FPDFPageObj_GetBounds, _at, _at, _at, _at, _at)
_objects_on = _unchecked(pdfium.FPDFPage_CountObjects, _at)
_nth_object = _unchecked(pdfium.FPDFPage_GetObject, _at, _number, gives=_at)


@dataclass(slots=True)
class _Run:
    """The letters of one text object."""

    box: _Box  #: of its letters, each as high as its line
    stretches: list[tuple[int, int, str]]  #: where they begin and end, and what pdfium saw behind them: a gap, nothing


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An object of the page itself."""

    object: int
    kind: int
    box: _Box  #: of text, nothing: its letters say it better


class _Eye:
    """Looks at one page."""

    def __init__(self, page: Any, textpage: Any) -> None:
        self._page = ctypes.cast(page, ctypes.c_void_p).value
        self._textpage = ctypes.cast(textpage, ctypes.c_void_p).value
        self._inks = [ctypes.c_uint() for _ in range(4)]
        self._ink_refs = [ctypes.addressof(each) for each in self._inks]
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._side_refs = [ctypes.addressof(each) for each in self._sides]
        self._line = pdfium.FS_RECTF()
        self._line_ref = ctypes.addressof(self._line)
        paper = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, paper)
        self.paper: _Box = (paper.left, paper.bottom, paper.right, paper.top)

    def has_a_suspect_letter(self, count: int) -> bool:
        """Whether one of the letters looked at is written as hidden text is."""
        textpage, line, line_ref = self._textpage, self._line, self._line_ref
        left, bottom, right, top = self.paper
        red, green, blue, opacity = self._inks
        looked_at: int | None = None
        for index in range(EVERY // 2, min(count, LETTERS_LOOKED_AT), EVERY):
            text = _object_of(textpage, index)
            if not text:
                continue
            _line_box_at(textpage, index, line_ref)
            line_top, line_bottom = line.top, line.bottom
            if line_top - line_bottom < SMALL or line_top < bottom or line_bottom > top:
                return True
            if line.right < left or line.left > right:
                return True
            if text == looked_at:
                continue
            looked_at = text
            if _mode_of(text) == _NO_INK:
                return True
            if _ink_of(text, *self._ink_refs) and (
                (red.value >= WHITE and green.value >= WHITE and blue.value >= WHITE) or opacity.value < FAINT
            ):
                return True
        return False

    def ends_with_a_picture(self) -> bool:
        """Whether one of the last things that are drawn is a picture: it may cover text."""
        objects = _objects_on(self._page)
        drawn_last = (_nth_object(self._page, number) for number in range(max(0, objects - DRAWN_LAST), objects))
        return any(_kind_of(drawn) == pdfium.FPDF_PAGEOBJ_IMAGE for drawn in drawn_last)

    def line_at(self, index: int) -> _Box:
        """Where a letter is, as high as its line."""
        _line_box_at(self._textpage, index, self._line_ref)
        line = self._line
        return line.left, line.bottom, line.right, line.top

    def is_out_of_sight(self, box: _Box) -> bool:
        """Whether something is too small to read, or beside the paper."""
        left, bottom, right, top = box
        paper_left, paper_bottom, paper_right, paper_top = self.paper
        beside = right < paper_left or left > paper_right or top < paper_bottom or bottom > paper_top
        return beside or (0 < top - bottom < SMALL and 0 < right - left < SMALL * 50)

    def is_white(self, drawn: int) -> bool:
        """Whether it leaves nothing on white paper. An ink that is a pattern is not known."""
        if not _ink_of(drawn, *self._ink_refs):
            return False
        red, green, blue, opacity = (ink.value for ink in self._inks)
        return opacity < FAINT or (red >= WHITE and green >= WHITE and blue >= WHITE)

    def runs(self, count: int) -> dict[int, _Run]:
        """The page's text objects with their letters; one stands on one line, so its ends say how far it reaches."""
        found: dict[int, _Run] = {}
        object_of, textpage, last = _object_of, self._textpage, min(count, LETTERS_LOOKED_AT)
        current, begun = None, 0
        for index in range(last):
            text = object_of(textpage, index)
            if text != current:
                if current:
                    self._note(found, current, begun, index, "" if text else " ")
                current, begun = text, index
        if current:
            self._note(found, current, begun, last, "")
        return found

    def _note(self, found: dict[int, _Run], text: int, begun: int, ended: int, behind: str) -> None:
        box = _around(self.line_at(begun), self.line_at(ended - 1))
        run = found.get(text)
        if run is None:
            run = found[text] = _Run(box=box, stretches=[])
        else:
            run.box = _around(run.box, box)
        run.stretches.append((begun, ended, behind))

    def letters_of(self, run: _Run) -> str:
        """What a text object says."""
        return "".join(
            "".join(chr(_letter_at(self._textpage, at) & 0x1FFFF or 0x20) for at in range(begun, ended)) + behind
            for begun, ended, behind in run.stretches
        )

    def drawn(self) -> Iterator[_Drawn]:
        """What is on the page itself, in the order in which it is drawn; but for what is white on white."""
        for number in range(min(_objects_on(self._page), OBJECTS_LOOKED_AT)):
            drawn = _nth_object(self._page, number)
            kind = _kind_of(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                yield _Drawn(object=drawn, kind=kind, box=(0.0, 0.0, 0.0, 0.0))
            elif not (kind == pdfium.FPDF_PAGEOBJ_PATH and self.is_white(drawn)) and _box_of(drawn, *self._side_refs):
                left, bottom, right, top = (side.value for side in self._sides)
                yield _Drawn(object=drawn, kind=kind, box=(left, bottom, right, top))


def hidden_in(page: Any, textpage: Any, count: int, *, has_masks: bool) -> str:
    """The text of a page's `count` letters that nobody sees, as it stands; "" where there is none.

    The page shows it no longer: text that is read of it afterwards is what a person reads. `has_masks`: pictures of
    this file may have holes, and then cover nothing.
    """
    eye = _Eye(page, textpage)
    is_suspect = eye.has_a_suspect_letter(count)
    if not is_suspect and (has_masks or not eye.ends_with_a_picture()):
        return ""
    drawn = list(eye.drawn())
    painted = [each.box for each in drawn if each.kind != pdfium.FPDF_PAGEOBJ_TEXT]
    pictures = [each.box for each in drawn if each.kind == pdfium.FPDF_PAGEOBJ_IMAGE]
    is_scan = any(_covers(box, eye.paper) for box in pictures)
    above = {} if is_scan or has_masks else _pictures_above(drawn)
    if not is_suspect and not above:
        return ""
    hidden = {}
    for text, run in eye.runs(count).items():
        mode = _mode_of(text)
        if (
            eye.is_out_of_sight(run.box)
            or (mode == _NO_INK and not is_scan)
            or (mode == _FILLED and eye.is_white(text) and not any(_is_within(run.box, box) for box in painted))
            or any(_is_within(run.box, box) for box in above.get(text, ()))
        ):
            hidden[text] = run
    said = "".join(map(eye.letters_of, hidden.values()))
    if sum(map(str.isalnum, said)) <= HIDDEN_LETTERS:
        return ""
    for text in hidden:
        pdfium.FPDFPageObj_SetIsActive(ctypes.cast(text, pdfium.FPDF_PAGEOBJECT), False)
    return " ".join(said.split())


def _pictures_above(drawn: Sequence[_Drawn]) -> dict[int, tuple[_Box, ...]]:
    """Of each text, the opaque pictures that are drawn after it."""
    above: list[_Box] = []
    found = {}
    for each in reversed(drawn):
        if each.kind == pdfium.FPDF_PAGEOBJ_TEXT and above:
            found[each.object] = tuple(above)
        elif each.kind == pdfium.FPDF_PAGEOBJ_IMAGE and not _is_seen_through(each.object):
            above.append(each.box)
    return found


def _is_seen_through(drawn: int) -> bool:
    return bool(pdfium.FPDFPageObj_HasTransparency(ctypes.cast(drawn, pdfium.FPDF_PAGEOBJECT)))


def _around(first: _Box, second: _Box) -> _Box:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def _is_within(box: _Box, field: _Box) -> bool:
    """Whether the middle of a box is within a field."""
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return field[0] <= across <= field[2] and field[1] <= up <= field[3]


def _covers(box: _Box, paper: _Box) -> bool:
    width = max(0.0, min(box[2], paper[2]) - max(box[0], paper[0]))
    height = max(0.0, min(box[3], paper[3]) - max(box[1], paper[1]))
    return width * height >= COVERS * (paper[2] - paper[0]) * (paper[3] - paper[1])
