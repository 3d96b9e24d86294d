"""What a rule's condition is written with: words, globs, domains, addresses and /regular expressions/.

Everything is matched by RE2, whose time is linear in the text whatever the pattern; case never matters. RE2's `\\b` and
`\\w` know only ASCII, so whole words are told by `\\pL` (letters), `\\pM` (marks) and `\\pN` (digits).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

import re2

from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.written.names import a_label_address, a_label_domain
from inbox_bot.core.wording import Sentence

LONGEST_PATTERN = 1_000  # characters
LARGEST_PROGRAM = 5_000  # RE2 instructions: bounds the factor before the linear time
LONGEST_TEXT = 1_000_000  # characters of a text that are looked at

_IN_WORD = r"\pL\pM\pN_"


class PatternKind(StrEnum):
    """How a pattern is read."""

    WORDS = "words"
    GLOB = "glob"
    DOMAIN = "domain"
    ADDRESS = "address"
    REGEX = "regex"


@runtime_checkable
class _Searcher(Protocol):
    def search(self, text: bytes) -> object: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One pattern, compiled."""

    source: str  #: as it was written
    kind: PatternKind
    _compiled: _Searcher = field(repr=False, compare=False)

    def found_in(self, text: bytes) -> bool:
        """Whether it matches within this text (see `as_bytes`)."""
        return self._compiled.search(text) is not None


def as_bytes(text: str) -> bytes:
    """What a pattern is matched against: the first 1,000,000 characters as UTF-8; lone surrogates become `?`."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace")


def pattern(value: object) -> object:
    """`/regex/`, a glob with `*`, or whole words."""
    if not isinstance(value, str):
        return value
    _refuse_oversize(value)
    if len(value) >= 2 and value.startswith("/") and value.endswith("/"):
        return _compile(value, PatternKind.REGEX, value[1:-1])
    if "*" in value:
        return _compile(value, PatternKind.GLOB, _glob(value))
    return _compile(value, PatternKind.WORDS, _words(value))


def address_pattern(value: object) -> object:
    """`@example.com` (that domain), `jane@example.com` (that address), else as `pattern`."""
    if not isinstance(value, str) or "*" in value or value.startswith("/") or "@" not in value:
        return pattern(value)
    _refuse_oversize(value)
    stripped = value.strip()
    if stripped.startswith("@"):
        domain = a_label_domain(stripped[1:])
        if domain is None:
            raise Wrong(Sentence("which is not a domain; write it like @example.com"))
        return _compile(value, PatternKind.DOMAIN, "^[^@]*@" + re2.escape(domain) + "$")
    address = a_label_address(stripped)
    if address is None:
        raise Wrong(
            Sentence("which is not an address; write it like jane@example.com, @example.com or *@*.example.com")
        )
    return _compile(value, PatternKind.ADDRESS, "^" + re2.escape(address) + "$")


def _refuse_oversize(value: str) -> None:
    if len(value) > LONGEST_PATTERN:
        raise Wrong(
            Sentence(
                "which is longer than {number:,} characters; write several shorter ones as a list",
                number=LONGEST_PATTERN,
            )
        )
    if not value.strip():
        raise Wrong(Sentence("which is empty; write words, a pattern with *, or /a regular expression/"))


def _words(value: str) -> str:
    """Whole words, any white space between them: neither end stands within a longer word, nor `C` in `C++`."""
    words = value.split()
    before = f"(?:^|[^{_IN_WORD}])" if words[0][0].isalnum() else ""
    after = f"(?:$|[^{_IN_WORD}+#])" if words[-1][-1].isalnum() else ""
    return before + r"[\s\pZ]+".join(re2.escape(word) for word in words) + after


def _glob(value: str) -> str:
    return "^" + "(?s:.*)".join(re2.escape(piece) for piece in value.strip().split("*")) + "$"


def _compile(source: str, kind: PatternKind, expression: str) -> Pattern:
    options = re2.Options()
    options.log_errors = False  # else RE2 prints the pattern to stderr
    options.case_sensitive = False
    options.never_capture = True
    try:
        compiled = re2.compile(expression, options)
    except re2.error as error:
        said = error.args[0] if error.args else b""
        why = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise Wrong(
            Sentence(
                "which is not a regular expression that RE2 reads ({why}); look-around and "
                "back-references don't exist there, and a repetition goes up to 1,000",
                why=why,
            )
        ) from None
    except UnicodeEncodeError:
        raise Wrong(Sentence("which is not text; write it again")) from None
    if compiled.programsize > LARGEST_PROGRAM:
        raise Wrong(Sentence("which is too large when its repetitions are written out; use smaller ones"))
    return Pattern(source=source, kind=kind, _compiled=compiled)
