"""Text as the judges look for words in it: folded (lower case, no accents), yet quoted as it was written.

Owns folding, finding and quoting. Every pattern is RE2 (linear time on any input), every text is cut at a limit, so
that no mail can make judging slow. Patterns are written in folded letters: `bewerbung fur`, not `Bewerbung für`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, cast

import re2

from inbox_bot.core.lexicon.phrases import phrases
from inbox_bot.core.message import safe

SUBJECT_LIMIT = 1_000  # characters; RFC 5322 §2.1.1 allows 998 a line
LETTER_LIMIT = 20_000  # characters of a letter: ten printed pages
DOCUMENT_LIMIT = 60_000  # characters of a document: a CV of thirty pages
_PIECE = 500  # characters normalised at a time
QUOTE_MARGIN = 30  # characters quoted on each side of the words that decided


_OTHER_WORDS = re.compile(r"<(\d)>")


class Match(Protocol):
    """What a pattern's match offers."""

    def start(self) -> int:
        """Where it begins."""
        ...

    def end(self) -> int:
        """Where it ends."""
        ...

    def group(self, number: int = 0) -> str | None:
        """The text of a group."""
        ...


class PhrasePattern(Protocol):
    """A compiled RE2 pattern."""

    def search(self, text: str) -> Match | None:
        """The first match."""
        ...

    def fullmatch(self, text: str) -> Match | None:
        """The match that is the whole text."""
        ...

    def finditer(self, text: str) -> Iterable[Match]:
        """All matches, left to right."""
        ...


class _FoldTable(dict[int, str]):
    """A translation table that learns a character when it first meets it; each character folds to exactly one."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < 10_000:
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
        return "\n" if character == "\n" else " "
    if character in "’‘`´":
        return "'"
    if character in "‐‑‒–—−":
        return "-"
    if "\uac00" <= character <= "\ud7a3":  # a Hangul syllable comes apart into letters, not into a letter and an accent
        return character
    base = unicodedata.normalize("NFKD", character)[:1].lower()
    return base if len(base) == 1 and not unicodedata.combining(base) else " "


_FOLDED = _FoldTable()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASCII_MARKS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f`]+")  # that fold to others


def fold(text: str) -> str:
    """The text in lower case without accents, of the same length: position n is the same letter in both.

    The table is asked for what is beyond ASCII; of a text that is all ASCII it is asked once a letter of the alphabet.
    """
    if text.isascii():
        return text.translate(_FOLDED)
    return _BEYOND_ASCII.sub(_as_the_table_says, _ASCII_MARKS.sub(_as_the_table_says, text)).lower()


def _as_the_table_says(match: re.Match[str]) -> str:
    return match.group().translate(_FOLDED)


def _composed(text: str) -> str:
    """NFC, in pieces: sorting one run of a million combining marks takes quadratic time."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFC", text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))


def pattern_of(section: str) -> PhrasePattern:
    """One pattern for all phrases of a section of the lexicon. Raises KeyError where there is no such section."""
    return pattern(*phrases(section))


def pattern(*alternatives: str) -> PhrasePattern:
    """One pattern for any of several, each a whole word or phrase.

    A blank stands for any white space, `<3>` for up to three other words: `my <3>candidate`.
    Raises ValueError where RE2 refuses one (a mistake in our own tables).
    """
    spoken = (_OTHER_WORDS.sub(r"(?:[^\\s.!?;]+ ){0,\1}", alternative) for alternative in alternatives)
    joined = "|".join(alternative.replace(" ?", r"\s*").replace(" ", r"\s+") for alternative in spoken)
    options = re2.Options()
    options.log_errors = False
    try:
        return cast(PhrasePattern, re2.compile(rf"\b(?:{joined})\b", options=options))
    except re2.error as error:
        raise ValueError(f"RE2 refuses {joined!r}") from error


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text and its folded twin."""

    original: str
    folded: str

    @classmethod
    def of(cls, text: str, limit: int = LETTER_LIMIT) -> "FoldedText":
        """The first `limit` characters of a text, folded."""
        cut = _composed(text[:limit])
        return cls(cut, fold(cut))

    def first(self, wanted: PhrasePattern) -> str | None:
        """The first occurrence, quoted with some words around it; None where there is none."""
        match = wanted.search(self.folded)
        return None if match is None else self.quote(match.start(), match.end())

    def has(self, wanted: PhrasePattern) -> bool:
        """Whether it occurs."""
        return wanted.search(self.folded) is not None

    def count(self, wanted: PhrasePattern, at_most: int = 20) -> int:
        """How often it occurs, counted up to a limit."""
        found = 0
        for _ in wanted.finditer(self.folded):
            found += 1
            if found >= at_most:
                break
        return found

    def quote(self, start: int, end: int) -> str:
        """What was written there, as one inert line, with whole words around it."""
        left = max(0, start - QUOTE_MARGIN)
        if left > 0:
            blank = self.folded.find(" ", left, start)
            left = blank + 1 if blank >= 0 else left
        right = min(len(self.original), end + QUOTE_MARGIN)
        if right < len(self.original):
            blank = self.folded.rfind(" ", end, right)
            right = blank if blank >= 0 else right
        return safe.line(self.original[left:right])


NOTHING = FoldedText("", "")
