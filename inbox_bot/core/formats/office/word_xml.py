"""Word documents that are one XML file: those of Word 2003 (WordprocessingML 2003), and packages laid flat (Flat OPC).

Sites that make CVs, and Word itself, save both as `CV.doc` or `CV.xml`. In the first all is in one tree. In the second
each part of a DOCX is an element, with its name and its XML.
"""

from collections.abc import Iterator

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, clean
from inbox_bot.core.formats.office.wordml import WordText
from inbox_bot.core.formats.packed.package import PackageDamaged, PackageUnsafe
from inbox_bot.core.formats.packed.xml_parts import Listener, listen
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

_PIECE = 65_536
_FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"
_PART, _DATA, _NAME = f"{_FLAT} part", f"{_FLAT} xmlData", f"{_FLAT} name"
#: Parts that say something, in the order in which they are read, by how their names begin.
_READ = ("/word/header", "/word/document", "/word/footnotes", "/word/endnotes", "/word/diagrams/data", "/word/footer")
_PARTS_LIMIT = 100


def read_word_2003(content: bytes) -> Extract:
    """The text. Problems: `unsafe` (a DOCTYPE, a bomb), `damaged`, `scanned` (pictures alone), `unsupported`."""
    words = WordText(TEXT_LIMIT * 2)
    macros = b"editdata.mso" in content
    return _read(content, words, words, macros=macros, pictured=b":pict>" in content)


def read_flat_opc(content: bytes) -> Extract:
    """The same of a package in one file: headers, body, notes, footers."""
    parts = _Parts()
    macros = b"/word/vbaProject.bin" in content
    return _read(content, parts, parts, macros=macros, pictured=b"/word/media/" in content)


def _read(content: bytes, heard: Listener, seen: "WordText | _Parts", *, macros: bool, pictured: bool) -> Extract:
    findings: tuple[Finding, ...] = (Finding(remark=Remark.MACROS),) if macros else ()
    try:
        listen(_pieces(content), heard)
    except PackageUnsafe:
        return Extract(problem=Problem.UNSAFE)
    except PackageDamaged:
        if not clean(seen.whole()):
            return Extract(problem=Problem.DAMAGED)
        findings = (*findings, Finding(remark=Remark.PART_DAMAGED))
    text = clean(seen.whole())
    findings = (*findings, *seen.hidden())
    if not text:
        return Extract(problem=Problem.SCANNED if pictured else Problem.UNSUPPORTED, findings=findings)
    return Extract(text=text, findings=findings)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))


class _Parts:
    """Listens to a flat package, and has each of its parts listened to by itself."""

    def __init__(self) -> None:
        self._texts: list[tuple[int, WordText]] = []
        self._heard: WordText | None = None
        self._name = ""
        self._depth = 0  # elements open within the part's XML

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._heard is not None:
            self._depth += 1
            self._heard.start(name, attributes)
        elif name == _PART:
            self._name = attributes.get(_NAME, "").lower()
        elif name == _DATA and len(self._texts) < _PARTS_LIMIT:
            place = next((at for at, begin in enumerate(_READ) if self._name.startswith(begin)), None)
            if place is not None:
                self._heard = WordText(TEXT_LIMIT * 2)
                self._texts.append((place, self._heard))

    def text(self, text: str) -> None:
        """Characters."""
        if self._heard is not None:
            self._heard.text(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._heard is not None and not self._depth:
            self._heard = None
        elif self._heard is not None:
            self._depth -= 1
            self._heard.end(name)

    def whole(self) -> str:
        """All that is seen, in the order in which a person reads it."""
        return "\n".join(text.whole() for _, text in sorted(self._texts, key=lambda each: each[0]))

    def hidden(self) -> tuple[Finding, ...]:
        """What is in it and can't be seen. Ask for the whole before."""
        return tuple(finding for _, text in self._texts for finding in text.hidden())
