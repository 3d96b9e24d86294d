"""Text that a document holds and its reader doesn't see: counted, quoted, and left out of what is read.

Also characters that are never seen (Unicode tags, which can spell a whole sentence): taken out of any text.
"""

import re
from dataclasses import replace

from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Remark

HIDDEN_LETTERS = 20  # above, it is worth a remark; programs hide a few in contents and indexes
QUOTED = 200  # characters of it, in the remark
WHITE = 245  # of 255, each of red, green and blue: from there on white paper hides it
SMALL_POINTS = 2.0  # below it nobody reads
_KEPT = 4 * QUOTED
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_TAGS_BEGIN, _ASCII = 0xE0000, 0x7F
_HEX_COLOUR = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")


class Hidden:
    """What was met of it so far."""

    def __init__(self) -> None:
        self.letters = 0
        self._kept: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Text that is there and not seen."""
        self.letters += sum(map(str.isalnum, text))
        if self._size < _KEPT:
            self._kept.append(text[:_KEPT])
            self._size += len(text)

    def findings(self) -> tuple[Finding, ...]:
        """The remark with its quote; nothing where there is little of it."""
        if self.letters <= HIDDEN_LETTERS:
            return ()
        return (Finding(remark=Remark.HIDDEN_TEXT, detail=safe.line("".join(self._kept), QUOTED)),)


def is_white(colour: str) -> bool:
    """Whether a colour, as `FFFFFF` or `#ffffff`, is that of paper, or nearly."""
    found = _HEX_COLOUR.fullmatch(colour)
    return found is not None and all(int(each, 16) >= WHITE for each in found.groups())


def without_tags(extract: Extract) -> Extract:
    """The extract without the tag characters of its text, and with what they spell as a remark."""
    if extract.text.isascii() or _TAGS.search(extract.text) is None:
        return extract
    hidden = Hidden()
    for found in _TAGS.findall(extract.text):
        hidden.add("".join(chr(ord(character) - _TAGS_BEGIN & _ASCII) for character in found))
    return replace(extract, text=_TAGS.sub("", extract.text), findings=(*extract.findings, *hidden.findings()))
