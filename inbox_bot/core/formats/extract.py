"""What a reader of a format gives back, and the cleaning that every text goes through."""

import re
from dataclasses import dataclass, field

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import NOTHING_SAID, Finding, Origin
from inbox_bot.core.words import Problem

LINKS_LIMIT = 500  # of one document
PROPERTY_LIMIT = 200  # characters of what a file says of itself
PICTURES_TOLD = 10  # of a file, by what they are said to show
TEXT_LIMIT = 1_000_000  # characters of one document; a CV has 5,000, a book half of this
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\f\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{4,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hyperlink:
    """Where a format leads from a place in the document."""

    url: str  #: as written. Untrusted.
    said: str = ""  #: the words that are linked, as far as they are known


@dataclass(frozen=True, kw_only=True, slots=True)
class Extract:
    """The text of a document, or why there is none; text and a problem together: what could be read before it."""

    text: str = field(default="", repr=False)
    problem: Problem | None = None
    findings: tuple[Finding, ...] = ()
    links: tuple[Hyperlink, ...] = ()  #: that the format itself has; what the text says is not among them
    pictured: int = 0  #: pages, or pictures as large as one, that hold no text beside those that do
    origin: Origin = NOTHING_SAID  #: where the file says that it comes from


def said_of_itself(untrusted: str) -> str:
    """A property of a file as `Origin` has it: one inert line of at most 200 characters."""
    return safe.line(untrusted, PROPERTY_LIMIT)


def clean(text: str) -> str:
    """The text with newlines as `\\n`, without control characters and lone surrogates, cut at `TEXT_LIMIT`."""
    text = _LINE_ENDS.sub("\n", text[: TEXT_LIMIT * 2])
    text = _UNWANTED.sub("", text)
    return _BLANK_LINES.sub("\n\n\n", text).strip()[:TEXT_LIMIT]
