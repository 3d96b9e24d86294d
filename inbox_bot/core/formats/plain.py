"""Text as text: which charset it is in, by its byte order mark, then by what decodes."""

import codecs

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, clean
from inbox_bot.core.words import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY_SHARE = 0.02  # of control characters: above it is no text
_TEXT_CONTROLS = frozenset("\t\n\r\f\x1b")


def read_plain(content: bytes) -> Extract:
    """The text, cut at a million characters. Problem: `damaged`, where the bytes are no text in any charset."""
    text = decoded(content[: TEXT_LIMIT * 4])
    sample = text[:100_000]
    if sum(character < " " and character not in _TEXT_CONTROLS for character in sample) > BINARY_SHARE * len(sample):
        return Extract(problem=Problem.DAMAGED)
    return Extract(text=clean(text))


def decoded(content: bytes) -> str:
    """By its mark; else UTF-16 where every second byte is zero; else UTF-8; else Windows-1252."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return content.decode(charset, errors="replace")
    head = content[:2000]
    if len(head) >= 4:
        if head[1::2].count(0) > len(head) * 0.4:
            return content.decode("utf-16-le", errors="replace")
        if head[0::2].count(0) > len(head) * 0.4:
            return content.decode("utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 4:  # a character that the cut went through
            return content.decode("utf-8", errors="ignore")
        return content.decode("cp1252", errors="replace")
