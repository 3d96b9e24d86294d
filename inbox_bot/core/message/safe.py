"""The one helper that makes untrusted text safe to write: into a header, a line for a person, a file name, a log field.

Whatever came in a mail (names, subjects, file names) passes through here before it goes anywhere else. HTML is
escaped by Jinja2's autoescape, on top of `line`.
"""

import re
import unicodedata

LINE_LIMIT = 120  # characters of somebody else's text on a line that a person reads (CHECKLISTS, Review 9)
FILENAME_LIMIT_BYTES = 120  # leaves room for a suffix under the 255 bytes of most file systems
_ENCODED_WORD = re.compile(r"=\?[^\s?]*\?[^\s?]*\?[^?]*\?=")
_SPACES = re.compile(r"\s+")
_RESERVED_NAMES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def line(untrusted: str, limit: int = LINE_LIMIT) -> str:
    """One inert line: no control, format, bidi or private characters, no lone surrogates, cut at `limit` characters."""
    kept = "".join(_inert(character) for character in untrusted[: limit * 20])
    folded = _SPACES.sub(" ", kept).strip()
    return folded if len(folded) <= limit else folded[: limit - 1].rstrip() + "…"


def header(untrusted: str, limit: int = LINE_LIMIT) -> str:
    """A header value that can't end its line nor be decoded into another one.

    Encoded words are removed, not only newlines: a value that still decodes writes a second header on Python before
    3.12.5 (cpython 121650). `=?` is taken out until none is left, since taking one out may join another.
    """
    value = line(untrusted, limit * 4)
    while True:
        stripped = _ENCODED_WORD.sub("", value).replace("=?", "").replace("?=", "")
        if stripped == value:
            return line(stripped, limit)
        value = stripped


def filename(untrusted: str, fallback: str = "document") -> str:
    """A file name that stays where it is put: no separator, no leading dot or dash, not reserved, bounded in bytes."""
    name = unicodedata.normalize("NFC", line(untrusted, 1000))
    name = re.sub(r'[/\\:*?"<>|]', "_", name).lstrip(" .-=+@").rstrip(" .")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = name, ""
    stem = stem.rstrip(" .")
    room = FILENAME_LIMIT_BYTES - len(suffix.encode()) - 1
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    if not stem or _RESERVED_NAMES.match(stem):
        stem = f"{fallback}_{stem}" if stem else fallback
    return f"{stem}.{suffix}" if suffix else stem


def _inert(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return character
