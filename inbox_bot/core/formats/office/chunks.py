"""What a Word document takes in from another format when it is opened (altChunk, ECMA-376-1 §17.17.2): as text.

Web sites that make CVs write a page and wrap it so: the Word document itself is empty, and Word shows the page.
"""

from collections.abc import Callable, Mapping

from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.office.rtf import read_rtf
from inbox_bot.core.formats.packed.package import Package, PackageDamaged, PackageEncrypted
from inbox_bot.core.formats.plain import read_plain
from inbox_bot.core.formats.web.html import read_html
from inbox_bot.core.formats.web.web_archive import read_web_archive
from inbox_bot.core.message.mime.sniff import WEB_ARCHIVE, type_of

CHUNKS_LIMIT = 50  # of one document
CHUNK_BYTES = 20_000_000
_READERS: Mapping[str, Callable[[bytes], Extract]] = {
    "text/html": read_html,
    WEB_ARCHIVE: read_web_archive,
    "application/rtf": read_rtf,
    "text/plain": read_plain,
}
_PAGE = b"<"


def chunk(package: Package, name: str) -> Extract | None:
    """What the package's part of that name says; None where it can't be read. Raises PackageUnsafe.

    A Word document within the Word document is not read: its own text is the first one's in every case we know of.
    """
    try:
        content = package.content(name, CHUNK_BYTES)
    except (KeyError, PackageDamaged, PackageEncrypted):
        return None
    media_type = type_of(content)
    if media_type in ("application/xml", "text/plain") and content.lstrip().startswith(_PAGE):
        media_type = "text/html"  # a piece of a page, without the page around it
    read = _READERS.get(media_type)
    return read(content) if read is not None else None
