"""A web page saved with what it shows, in one file (MHTML, RFC 2557): its text.

Browsers write it, Word does ("single file web page"), and so do web sites that call the file `CV.doc`. The page is the
first part that is HTML; pictures and styles beside it say nothing.
"""

from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.plain import read_plain
from inbox_bot.core.formats.web.html import read_html
from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.parse import parse
from inbox_bot.core.words import Problem

_READERS = {"text/html": read_html, "text/plain": read_plain}


def read_web_archive(content: bytes) -> Extract:
    """The text of its page. Problems: `unsafe` (built to hold its reader), `unsupported` (no page in it)."""
    try:
        parts = parse(content).parts
    except TooComplex:
        return Extract(problem=Problem.UNSAFE)
    for media_type, read in _READERS.items():
        for part in parts:
            if part.type == media_type and part.content.strip():
                return read(part.content, part.charset)
    return Extract(problem=Problem.UNSUPPORTED)
