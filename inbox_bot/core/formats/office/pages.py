"""Pages, Numbers and Keynote as text: what their archives say, without a program of Apple's.

Until 2013 the text is in paragraphs of an index.xml. Since then it is in messages of type 2001 (TSWP storage), field 3,
of the package's archives (`iwa`): paragraphs, headers, footers, notes, text boxes.
"""

from collections.abc import Iterator

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, clean
from inbox_bot.core.formats.office.iwa import IwaBroken, fields, messages, unpacked
from inbox_bot.core.formats.packed.package import Package, PackageDamaged, PackageEncrypted, PackageUnsafe
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.words import Problem

UNPACKED_LIMIT = 30_000_000  # bytes of all archives that are read; a CV has 100,000
_NESTED_INDEX, _XML = "index.zip", "index.xml"
_PARAGRAPH, _BREAKS = "http://developer.apple.com/namespaces/sf p", frozenset({"br", "lnbr", "crbr", "pgbr", "sectbr"})
_TEXTS = ("index/document", "index/tables/datalist", "index/slide")  # how the archives begin that hold text
_TEXT_STORAGE, _TEXT_FIELD = 2001, 3
_OBJECT = "\ufffc"  # where a picture or a table is


def read_iwork(content: bytes) -> Extract:
    """The text. Problems: `encrypted`, `unsafe`, `damaged`, `unsupported` (without text)."""
    texts: list[str] = []
    try:
        package = Package(content)
        if _NESTED_INDEX in package.names:
            package = Package(package.content(_NESTED_INDEX, UNPACKED_LIMIT))
        if _XML in package.names:
            texts = [_text_of_xml(package)]
        archives = [name for name in package.names if name.startswith(_TEXTS) and name.endswith(".iwa")]
        texts += _texts(package, archives)
    except PackageUnsafe:
        return Extract(problem=Problem.UNSAFE)
    except PackageEncrypted:
        return Extract(problem=Problem.ENCRYPTED)
    except (PackageDamaged, IwaBroken, IndexError):
        return Extract(problem=Problem.DAMAGED)
    text = clean("\n".join(texts))
    return Extract(text=text) if text else Extract(problem=Problem.UNSUPPORTED)


class _Paragraphs:
    """Listens to an index.xml: what is seen is in its paragraphs."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self._open = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(" ")[2]
        self._open += name == _PARAGRAPH
        if self._open and local in _BREAKS:
            self.kept.append("\n")
        elif self._open and local == "tab":
            self.kept.append("\t")

    def text(self, text: str) -> None:
        """Characters."""
        if self._open:
            self.kept.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == _PARAGRAPH:
            self._open -= 1
            self.kept.append("\n")


def _text_of_xml(package: Package) -> str:
    paragraphs = _Paragraphs()
    listen(package.pieces(_XML), paragraphs)
    return "".join(paragraphs.kept)[: 2 * TEXT_LIMIT]


def _texts(package: Package, archives: list[str]) -> Iterator[str]:
    left, size = UNPACKED_LIMIT, 0
    for name in archives:
        whole = unpacked(package.content(name, UNPACKED_LIMIT), left)
        left -= len(whole)
        for message in messages(whole, _TEXT_STORAGE):
            for number, value in fields(message):
                if number == _TEXT_FIELD and isinstance(value, bytes) and size < 2 * TEXT_LIMIT:
                    size += len(value)
                    yield value.decode("utf-8", "replace").replace(_OBJECT, "")
