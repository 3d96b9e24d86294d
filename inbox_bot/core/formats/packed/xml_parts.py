"""XML of a package, as events from expat, in pieces: no tree is built, no entity resolved, nothing outside is read.

A DOCTYPE has no business in OOXML (ECMA-376-2 §6.1.3 forbids it) and is what every entity attack starts with, so it
ends the reading, as do encodings other than UTF-8 and UTF-16, and a depth or a number of attributes that no word
processor writes.
"""

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from inbox_bot.core.formats.packed.package import PackageDamaged, PackageUnsafe

XML_LIMIT = 30_000_000  # bytes of one part; a book of 1,000 pages has 15 MB of document.xml
DEPTH_LIMIT = 256
ATTRIBUTES_LIMIT = 1_000  # of one element; Word writes a dozen
_ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"})


class Listener(Protocol):
    """Who hears the events. Names are `namespace local`, with a space between."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """Characters, in as many calls as expat likes."""

    def end(self, name: str) -> None:
        """An element ends."""


def listen(pieces: Iterable[bytes], listener: Listener) -> None:
    """Parse the pieces of one part. Raises PackageUnsafe, and PackageDamaged where the XML is not well-formed."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT or len(attributes) > ATTRIBUTES_LIMIT:
            raise PackageUnsafe
        listener.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        listener.end(name)

    def doctype(*_: object) -> None:
        raise PackageUnsafe

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise PackageUnsafe

    def unknown(*_: object) -> None:
        raise PackageUnsafe

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = unknown
    parser.XmlDeclHandler = declaration
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > XML_LIMIT:
                raise PackageUnsafe
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise PackageDamaged from error
    finally:
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
