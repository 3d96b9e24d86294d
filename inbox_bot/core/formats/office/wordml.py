"""WordprocessingML's events, as the text that a person sees (ECMA-376-1 §17)."""

from inbox_bot.core.formats.extract import LINKS_LIMIT, PICTURES_TOLD
from inbox_bot.core.formats.hidden import SMALL_POINTS, Hidden, is_white
from inbox_bot.core.formats.office.relationships import related
from inbox_bot.core.message.values import Finding

_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://schemas.microsoft.com/office/word/2003/wordml",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_DRAWING = frozenset(
    {"http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"}
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFF = frozenset({"0", "false", "off", "none"})
_STANDS_FOR = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
#: Properties of a run that may hide it: said to be hidden, white as the paper, too small to read.
_HIDING = frozenset({"w:vanish", "w:color", "w:sz"})
#: What gives paper another colour, somewhere: then white letters may be meant to be seen.
_COLOURING = frozenset({"w:shd", "w:highlight", "w:background", "w:tblStyle", "w:pict"})
_ANCHORED = "wordprocessingDrawing anchor"  # a shape that text may stand on
_PICTURE = "wordprocessingDrawing docPr"  # with its alternative text (ECMA-376-1 §20.4.2.5)
FIELDS_LIMIT = 100_000  # characters of field instructions that are kept


class WordText:
    """Listens to parts of a Word document and collects what is seen: one line a paragraph, one row a line in tables."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._text: list[str] = []
        self._size = 0
        self._fields: list[str] = []
        self._fields_size = 0
        self._hidden = Hidden()
        self._white: list[int] = []  # which pieces of the text are white: hidden where nothing is coloured
        self._is_coloured = False
        self._path: list[str] = []  # w:local, a:local, mc:local or "" for others
        self._vanished: list[bool] = []  # one for each open run
        self._is_white_run = False
        self._choices: list[bool] = []  # one for each open mc:AlternateContent: whether a choice was taken
        self._skipping = 0  # open elements inside a branch that is not taken
        self._cell_paragraph_ended = False
        self._linking: list[tuple[str, int]] = []  # of each open link, its relationship, and how much text was before
        self._linked_run: tuple[str, int] | None = None  # the same of the open run of a drawing
        self.pictures: list[str] = []  #: what pictures are said to show, untrusted
        self.linked: list[tuple[str, str]] = []  #: relationships of this part's links, each with the words it is on
        self.taken_in: list[tuple[int, str]] = []  #: where something is taken in, and by which relationship

    def next_part(self) -> None:
        """Another part follows: what it says starts on a new line."""
        self._path, self._vanished, self._choices, self._skipping = [], [], [], 0
        self._linking, self._linked_run, self.linked = [], None, []
        self._add("\n")

    def text(self, text: str) -> None:
        """Characters: seen where they stand in w:t or a:t, an instruction in w:instrText, else markup's own."""
        if self._skipping or not self._path:
            return
        here = self._path[-1]
        if here in ("w:t", "a:t"):
            if self._vanished and self._vanished[-1]:
                self._hidden.add(text)
                return
            if self._is_white_run and self._size < self._limit:
                self._white.append(len(self._text))
            self._add(text)
        elif here == "w:instrText" and self._fields_size < FIELDS_LIMIT:
            self._fields.append(text)
            self._fields_size += len(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        here = _short(name)
        if self._skipping:
            self._skipping += 1
            return
        if here == "mc:AlternateContent":
            self._choices.append(False)
        elif here in ("mc:Choice", "mc:Fallback") and self._choices:
            if self._choices[-1]:
                self._skipping = 1
                return
            self._choices[-1] = True
        elif here == "w:r":
            self._vanished.append(False)
            self._is_white_run = False
        elif here in _HIDING and self._path[-2:] == ["w:r", "w:rPr"] and self._vanished:
            self._note(here, _value(attributes))
        elif here in _COLOURING:
            self._is_coloured = self._is_coloured or here != "w:shd" or _has_colour(attributes)
        elif here == "w:fldSimple":
            self._fields.append(next((value for key, value in attributes.items() if key.endswith(" instr")), ""))
        elif here == "w:txbxContent":
            self._end_line()
        elif here == "w:hyperlink":
            self._linking.append((related(attributes), len(self._text)))
        elif here == "a:hlinkClick":
            if self._path[-2:] == ["a:r", "a:rPr"]:
                self._linked_run = (related(attributes), len(self._text))
            else:  # a shape, a picture
                self._note_link(related(attributes), "")
        elif here == "w:moveFrom":  # it is at its new place, too
            self._skipping = 1
            return
        elif here == "w:altChunk":
            self._end_line()
            self.taken_in.append((len(self._text), related(attributes)))
            self._text.append("")
        elif not here and name.endswith(_ANCHORED):
            self._is_coloured = True
        elif not here and name.endswith(_PICTURE) and len(self.pictures) < PICTURES_TOLD:
            self._note_picture(attributes)
        elif here.startswith("w:") and here[2:] in _STANDS_FOR and self._path[-1:] == ["w:r"]:
            self._add(_STANDS_FOR[here[2:]])
        if here == "w:p" and self._cell_paragraph_ended:
            self._add("\n")
        if here in ("w:p", "w:tc", "w:tbl"):
            self._cell_paragraph_ended = False
        self._path.append(here)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            return
        here = self._path.pop() if self._path else ""
        if here == "mc:AlternateContent" and self._choices:
            self._choices.pop()
        elif here == "w:hyperlink" and self._linking:
            key, at = self._linking.pop()
            self._note_link(key, "".join(self._text[at:]))
        elif here == "a:r" and self._linked_run is not None:
            key, at = self._linked_run
            self._note_link(key, "".join(self._text[at:]))
            self._linked_run = None
        elif here == "w:r" and self._vanished:
            self._vanished.pop()
        elif here in ("w:p", "a:p"):
            if self._path[-1:] == ["w:tc"]:
                self._cell_paragraph_ended = True
            else:
                self._add("\n")
        elif here == "w:tc":
            self._cell_paragraph_ended = False
            self._add("\t")
        elif here == "w:tr":
            self._add("\n")

    def take_in(self, at: int, text: str) -> None:
        """Put a text where something is taken in."""
        self._text[at] = f"{text}\n"

    def whole(self) -> str:
        """All that is seen. Ask when every part was listened to."""
        if not self._is_coloured:
            for at in self._white:
                self._hidden.add(self._text[at])
                self._text[at] = ""
        self._white = []
        return "".join(self._text)

    def fields(self) -> str:
        """The field instructions, one after the other."""
        return "".join(self._fields)[:FIELDS_LIMIT]

    def hidden(self) -> tuple[Finding, ...]:
        """A remark where a part of the text is there and can't be seen. Ask for the whole before."""
        return self._hidden.findings()

    def _note(self, here: str, value: str) -> None:
        """A property of the run that may hide it."""
        if here == "w:color":
            self._is_white_run = is_white(value)
        elif here == "w:vanish":
            self._vanished[-1] = value not in _OFF
        elif value.isascii() and value.isdecimal() and len(value) < 5:
            self._vanished[-1] = self._vanished[-1] or int(value) < 2 * SMALL_POINTS  # half-points

    def _note_picture(self, attributes: dict[str, str]) -> None:
        said = attributes.get("descr", "") or attributes.get("title", "")
        if said.strip():
            self.pictures.append(said)

    def _note_link(self, key: str, said: str) -> None:
        if key and len(self.linked) < LINKS_LIMIT:
            self.linked.append((key, said))

    def _add(self, text: str) -> None:
        if self._size < self._limit:
            self._text.append(text)
            self._size += len(text)

    def _end_line(self) -> None:
        if self._text and not self._text[-1].endswith("\n"):
            self._add("\n")


def _short(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    if namespace in _WORD:
        return f"w:{local}"
    if namespace in _DRAWING:
        return f"a:{local}"
    if namespace == _COMPATIBILITY:
        return f"mc:{local}"
    return ""


def _has_colour(attributes: dict[str, str]) -> bool:
    fill = next((value for key, value in attributes.items() if key.endswith(" fill")), "auto").lower()
    return fill != "auto" and not is_white(fill)


def _value(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(" val")), "").lower()
