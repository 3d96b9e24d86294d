"""OpenDocument text (ODT, OTT, and FODT: the same in one file) as text, from its XML's events.

What a person sees is in text:p and text:h, wherever these are: in the body, in tables, in text boxes, in headers and
footers. Tracked deletions, comments and hidden styles are not seen. Macros and content from elsewhere are remarked on,
never run or fetched. ODF 1.2, part 1, §5 (paragraphs), §6 (text content), §16 (styles).
"""

import re
from dataclasses import replace

from inbox_bot.core.formats.extract import LINKS_LIMIT, TEXT_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.hidden import SMALL_POINTS, Hidden, is_white
from inbox_bot.core.formats.office.properties import origin_of_odt
from inbox_bot.core.formats.packed.package import Package, PackageDamaged, PackageEncrypted, PackageUnsafe
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

_SPACES_LIMIT = 1_000  # of one text:s
_PIECE = 65_536
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)pt")
_LINES = frozenset({"text:p", "text:h"})
_SKIPPED = frozenset(
    {
        "text:tracked-changes",
        "office:annotation",
        "office:scripts",
        "office:binary-data",
        "office:forms",
        "svg:title",
        "svg:desc",
        "text:note-citation",
        "text:ruby-text",
    }
)
_LINK = "text:a"
_STANDS_FOR = {"text:tab": "\t", "text:line-break": "\n"}
_LOADED = frozenset({"drawing:image", "drawing:plugin", "text:section-source"})
#: What text may stand on, whatever its colour.
_GROUNDS = frozenset(
    f"drawing:{name}" for name in ("frame", "custom-shape", "rect", "circle", "ellipse", "polygon", "path", "g")
) | {"style:background-image"}
_MACROS = (("basic/", "scripts/"), (".xml", ".py", ".js", ".bsh"))  # how their names begin and end
_SHOWS_NOTHING = frozenset({"none", "true"})  # of text:display


class _OdfText:
    """Listens to a document's XML and collects what is seen, a line a paragraph."""

    def __init__(self) -> None:
        self.hidden = Hidden()
        self.fetches = self.acts = self.pictured = False
        self._kept: list[str] = []
        self._size = 0
        self._path: list[str] = []
        self._skipping = 0  # elements open in one that is not seen
        self._lines = 0  # paragraphs open
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._inks: dict[str, bool] = {}  # of styles that name a colour, whether it is that of paper
        self._white: list[int] = []  # which pieces of the text are white: hidden where nothing is coloured
        self._is_coloured = False
        self._in_white: list[bool] = []  # of each open element, whether its letters are white
        self.links: list[Hyperlink] = []
        self._linking: list[tuple[str, int]] = []  # of each open link, where it leads, and how much text was before
        self._unseen: list[bool] = []  # of each open element, whether its style hides it

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        here = _short(name)
        if self._skipping or here in _SKIPPED:
            self._skipping += 1
            return
        self._path.append(here)
        told = {_short(key): value for key, value in attributes.items()}
        self._note(here, told)
        style = told.get("text:style-name", "")
        self._unseen.append(style in self._hidden_styles)
        self._in_white.append(self._inks.get(style, bool(self._in_white and self._in_white[-1])))
        if here == _LINK:
            self._linking.append((told.get("xlink:href", ""), len(self._kept)))
        if here in _LINES:
            self._lines += 1
            self._add("\n")
        elif here == "text:s" and self._lines:
            self._add(" " * min(_SPACES_LIMIT, _number(told.get("text:c", "1"))))
        elif self._lines:
            self._add(_STANDS_FOR.get(here, ""))

    def text(self, text: str) -> None:
        """Characters: seen within a paragraph."""
        if self._skipping or not self._lines:
            return
        if any(self._unseen):
            self.hidden.add(text)
            return
        if self._in_white[-1] and self._size < 2 * TEXT_LIMIT:
            self._white.append(len(self._kept))
        self._add(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            return
        self._unseen.pop()
        self._in_white.pop()
        here = self._path.pop()
        if here == _LINK and self._linking:
            self._end_link()
        if here in _LINES:
            self._lines -= 1
            self._add("\n")

    def _end_link(self) -> None:
        url, at = self._linking.pop()
        if len(self.links) < LINKS_LIMIT:
            self.links.append(Hyperlink(url=url, said="".join(self._kept[at:])))

    def whole(self) -> str:
        """Everything that is seen. Ask when all was listened to."""
        if not self._is_coloured:
            for at in self._white:
                self.hidden.add(self._kept[at])
                self._kept[at] = ""
        self._white = []
        return "".join(self._kept)

    def _add(self, text: str) -> None:
        if text and self._size < 2 * TEXT_LIMIT:
            self._kept.append(text)
            self._size += len(text)

    def _note(self, here: str, told: dict[str, str]) -> None:
        if here == "style:style":
            self._style = told.get("style:name", "")
        elif here == "style:text-properties":
            if _hides(told):
                self._hidden_styles.add(self._style)
            if "xsl-fo:color" in told:
                self._inks[self._style] = is_white(told["xsl-fo:color"])
        elif here == "drawing:image":
            self.pictured = True
        elif here == "script:event-listener":
            self.acts = True
        ground = told.get("xsl-fo:background-color", "transparent")
        if here in _GROUNDS or (ground != "transparent" and not is_white(ground)):
            self._is_coloured = True
        if here in _LOADED and _is_elsewhere(told.get("xlink:href", "")):
            self.fetches = True


def read_odt(content: bytes) -> Extract:
    """The text: headers and footers, then the body.

    Problems: `encrypted`, `unsafe` (a bomb, a DOCTYPE), `damaged`, `scanned` (pictures and no text), `unsupported`.
    """
    seen = _OdfText()
    try:
        package = Package(content)
        if "styles.xml" in package.names:  # headers and footers; styles that hide are told before they are used
            listen(package.pieces("styles.xml"), seen)
        listen(package.pieces("content.xml"), seen)
        origin = origin_of_odt(package)
    except PackageUnsafe:
        return Extract(problem=Problem.UNSAFE)
    except PackageEncrypted:
        return Extract(problem=Problem.ENCRYPTED)
    except (PackageDamaged, KeyError):
        text = clean(seen.whole())
        if not text:
            return Extract(problem=Problem.DAMAGED)
        return Extract(text=text, findings=(Finding(remark=Remark.PART_DAMAGED), *seen.hidden.findings()))
    begins, ends = _MACROS
    macros = any(name.startswith(begins) and name.endswith(ends) for name in package.names)
    return replace(_extract(seen, macros=macros), origin=origin)


def read_flat_odt(content: bytes) -> Extract:
    """The same of a document in one file."""
    seen = _OdfText()
    try:
        listen((content[at : at + _PIECE] for at in range(0, len(content), _PIECE)), seen)
    except PackageUnsafe:
        return Extract(problem=Problem.UNSAFE)
    except PackageDamaged:
        return Extract(problem=Problem.DAMAGED)
    return _extract(seen, macros=b"<script:module" in content)


def _extract(seen: _OdfText, *, macros: bool) -> Extract:
    remarks = {
        Remark.MACROS: macros,
        Remark.ACTIVE_CONTENT: seen.acts,
        Remark.EXTERNAL_CONTENT: seen.fetches,
    }
    text = clean(seen.whole())
    findings = (*(Finding(remark=remark) for remark, is_so in remarks.items() if is_so), *seen.hidden.findings())
    if not text:
        return Extract(problem=Problem.SCANNED if seen.pictured else Problem.UNSUPPORTED, findings=findings)
    return Extract(text=text, findings=findings, links=tuple(seen.links))


def _short(name: str) -> str:
    """`text:p` of expat's `urn:…:xmlns:text:1.0 p`; "" of what is no part of ODF."""
    namespace, _, local = name.rpartition(" ")
    if namespace.startswith(_NAMESPACE):
        return f"{namespace.removeprefix(_NAMESPACE).partition(':')[0].removesuffix('-compatible')}:{local}"
    return f"xlink:{local}" if namespace == "http://www.w3.org/1999/xlink" else ""


def _hides(told: dict[str, str]) -> bool:
    """Whether letters of that style can't be seen: it says so, or is too small."""
    if told.get("text:display", "") in _SHOWS_NOTHING:
        return True
    size = _POINTS.fullmatch(told.get("xsl-fo:font-size", ""))
    return size is not None and float(size[1]) < SMALL_POINTS


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 6 else 1


def _is_elsewhere(address: str) -> bool:
    return "://" in address or address.startswith("//")
