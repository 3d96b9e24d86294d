"""Excel's sheets (XLSX) as text: a line a row, cells apart by tabs, sheets in the order of their numbers.

Texts are kept once, in a list that cells point into by number. Formulas are left out for what they last came to.
SpreadsheetML: ECMA-376-1 §18.3 (cells), §18.4 (the list).
"""

import re

from inbox_bot.core.formats.extract import LINKS_LIMIT, TEXT_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.office.relationships import links_of, related
from inbox_bot.core.formats.packed.package import Package, PackageClosed
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

SHEETS_READ = 20
CELLS_READ = 200_000  # of all sheets; a CV has 300
CELLS_KNOWN = 10_000  # of a sheet: what these say is known of a link that is on one of them
TEXTS_LIMIT = 100_000  # of the list
_SHEET = re.compile(r"xl/worksheets/sheet(\d{1,5})\.xml")
_TEXTS = "xl/sharedstrings.xml"
_LEADS = re.compile(r"\s{0,9}HYPERLINK\(\s{0,9}\"(https?://[^\"\s]{4,1500})\"", re.IGNORECASE)


class _Texts:
    """Listens to the list of texts."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self._pieces: list[str] = []
        self._path: list[str] = []
        self._size = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(name.rpartition(" ")[2])

    def text(self, text: str) -> None:
        """Characters: of a text, not of how an East Asian one is spoken."""
        if self._path[-1:] == ["t"] and "rPh" not in self._path and self._size < 2 * TEXT_LIMIT:
            self._pieces.append(text)
            self._size += len(text)

    def end(self, _name: str) -> None:
        """An element ends."""
        if self._path.pop() == "si" and len(self.kept) < TEXTS_LIMIT:
            self.kept.append("".join(self._pieces))
            self._pieces = []


class _Rows:
    """Listens to a sheet."""

    def __init__(self, texts: list[str]) -> None:
        self.kept: list[str] = []
        self._texts = texts
        self._size = self._cells = 0
        self._kind = ""
        self._value: list[str] = []
        self._formula: list[str] = []
        self._here = self._reference = ""
        self._said_in: dict[str, str] = {}
        self.linked: list[tuple[str, str]] = []  #: relationships of this sheet's links, each with what its cell says
        self.computed: list[Hyperlink] = []  #: links of formulas, of all sheets

    def next_sheet(self) -> None:
        """Another sheet follows."""
        self.kept.append("\n")
        self._said_in, self.linked = {}, []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._here = name.rpartition(" ")[2]
        if self._here == "c":
            self._kind, self._value, self._formula = attributes.get("t", "n"), [], []
            self._reference = attributes.get("r", "")
        elif self._here == "hyperlink" and len(self.linked) < LINKS_LIMIT:
            first = attributes.get("ref", "").partition(":")[0]
            self.linked.append((related(attributes), self._said_in.get(first, "")))

    def text(self, text: str) -> None:
        """Characters: a value, a number in the list of texts, or a text."""
        if self._here in ("v", "t"):
            self._value.append(text)
        elif self._here == "f":
            self._formula.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        local, self._here = name.rpartition(" ")[2], ""
        if local == "row":
            self.kept.append("\n")
        elif local == "c" and self._cells < CELLS_READ and self._size < 2 * TEXT_LIMIT:
            said = self._said("".join(self._value))
            self.kept.append(f"{said}\t")
            self._cells += 1
            self._size += len(said)
            if len(self._said_in) < CELLS_KNOWN:
                self._said_in[self._reference] = said
            leads = _LEADS.match("".join(self._formula)) if self._formula else None
            if leads and len(self.computed) < LINKS_LIMIT:
                self.computed.append(Hyperlink(url=leads[1], said=said))

    def _said(self, value: str) -> str:
        if self._kind != "s":
            return value[:TEXT_LIMIT]
        number = int(value) if value.isascii() and value.isdecimal() and len(value) < 8 else -1
        return self._texts[number] if 0 <= number < len(self._texts) else ""


def read_sheets(content: bytes) -> Extract:
    """The text. Problems: `encrypted`, `unsafe`, `damaged`, `unsupported` (nothing in it)."""
    try:
        package = Package(content)
        texts = _Texts()
        if _TEXTS in package.names:
            listen(package.pieces(_TEXTS), texts)
        rows = _Rows(texts.kept)
        links: list[Hyperlink] = []
        found = sorted((int(sheet[1]), sheet[0]) for sheet in map(_SHEET.fullmatch, package.names) if sheet)
        for _, name in found[:SHEETS_READ]:
            listen(package.pieces(name), rows)
            links += links_of(package, name, rows.linked)
            rows.next_sheet()
    except PackageClosed as why:
        return Extract(problem=why.problem)
    macros = any(name.endswith("vbaproject.bin") for name in package.names)
    findings = (Finding(remark=Remark.MACROS),) if macros else ()
    text = clean("".join(rows.kept))
    if not text:
        return Extract(problem=Problem.UNSUPPORTED, findings=findings)
    return Extract(text=text, findings=findings, links=(*links, *rows.computed))
