"""Text as text: in the charset that it was sent in, else in the one that its bytes speak for (`message.charsets`)."""

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, clean
from inbox_bot.core.message.mime.charsets import decode
from inbox_bot.core.words import Problem

BINARY_SHARE = 0.02  # of control characters: above it is no text
_TEXT_CONTROLS = frozenset("\t\n\r\f\x1b")


def read_plain(content: bytes, charset: str = "") -> Extract:
    """The text, cut at a million characters. Problem: `damaged`, where the bytes are no text in any charset."""
    text = decode(content, charset, TEXT_LIMIT * 2)
    sample = text[:100_000]
    controls = sum(
        (character < " " and character not in _TEXT_CONTROLS) or character == "\ufffd" for character in sample
    )
    if controls > BINARY_SHARE * len(sample) and controls > 1:
        return Extract(problem=Problem.DAMAGED)
    return Extract(text=clean(text))
