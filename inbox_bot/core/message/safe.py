"""The one helper that makes untrusted text safe to write: into a header, a line for a person, a file name, a log field.

Whatever came in a mail (names, subjects, file names) passes through here before it goes anywhere else. HTML is
escaped by Jinja2's autoescape, on top of `line`, or by `markup`. Each function but `markup`, applied to its own result,
changes nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import escape

LINE_LIMIT = 120  # characters of somebody else's text on a line: a longer one pushes ours out of sight
FILENAME_LIMIT_BYTES = 120  # leaves room for a suffix under the 255 bytes of most file systems
SUFFIX_LIMIT = 10  # characters of a file name's extension
MARKS_LIMIT = 8  # combining marks on one character; no script needs more
_ENCODED_WORD = re.compile(r"=\?[^\s?]*\?[^\s?]*\?[^?]*\?=")
_SPACES = re.compile(r"\s+")
# Names that open a device on Windows, whatever extension follows (superscript digits included).
_RESERVED_NAMES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_SEPARATORS = re.compile(r'[/\\:*?"<>|]')
_JOINERS = frozenset("\u200c\u200d")  # spell Persian and Indic words, and join emoji
# Letters and marks that show nothing: names made of them look empty.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_ASCII_CONTROLS = "".join(map(chr, (*range(33), 127)))
_CONTROLS_AS_BLANKS = {ord(control): " " for control in _ASCII_CONTROLS}
_JOINABLE = ("Lo", "Mn", "Mc", "So", "Sk")
_CONTROLS_AND_SPACES = ("Cc", "Zs", "Zl", "Zp")
_FORMATS = ("Cf", "Cs", "Co")


def line(untrusted: str, limit: int = LINE_LIMIT) -> str:
    """One inert line: no control, format, bidi or private characters, no lone surrogates, cut at `limit` characters."""
    kept = _inert(untrusted[: limit * 20])
    folded = _SPACES.sub(" ", kept).strip()
    return folded if len(folded) <= limit else _cut(folded, limit - 1) + "…"


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


def markup(untrusted: str) -> str:
    """A text as HTML writes it, within an element or a quoted attribute: nothing in it begins a tag or an entity."""
    return escape(untrusted, quote=True)


def filename(untrusted: str, fallback: str = "document") -> str:
    """A file name that stays where it is put: no separator, no leading dot or dash, not reserved, bounded in bytes.

    A long name keeps its extension. `fallback` stands in where nothing is left.
    """
    name = _filed(untrusted, fallback)
    # Cutting may leave a dot where an extension now seems to begin: again until nothing changes, twice as a rule.
    while (again := _filed(name, fallback)) != name:
        name = again
    return name


def shows(untrusted: str) -> bool:
    """Whether a reader sees anything of the text: blanks, marks of width zero and fillers show nothing."""
    if untrusted.isascii():
        return not untrusted.isspace() and untrusted.strip(_ASCII_CONTROLS) != ""
    return any(
        character not in _UNSEEN
        and not character.isspace()
        and unicodedata.category(character) not in (*_CONTROLS_AND_SPACES, *_FORMATS, "Mn", "Me")
        for character in untrusted
    )


def _filed(untrusted: str, fallback: str) -> str:
    stem, suffix = _stem_and_suffix(untrusted)
    room = FILENAME_LIMIT_BYTES - len(suffix.encode()) - 1
    stem = _cut(stem.encode()[:room].decode(errors="ignore")).rstrip(" .")
    if not stem:
        stem = fallback
    elif _RESERVED_NAMES.match(stem):
        stem = f"{fallback}_{stem}".encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{stem}.{suffix}" if suffix else stem


def _stem_and_suffix(untrusted: str) -> tuple[str, str]:
    written, _dot, end = untrusted.rpartition(".") if len(untrusted) > 1_000 else (untrusted, "", "")
    shortened = f"{written[:500]}.{end}" if end and len(end) <= SUFFIX_LIMIT else untrusted[:500]
    name = unicodedata.normalize("NFC", _SPACES.sub(" ", _inert(shortened)).strip())
    name = _SEPARATORS.sub("_", name).lstrip(" .-=+@").rstrip(" .")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > SUFFIX_LIMIT:
        return name, ""
    return stem.rstrip(" ."), suffix


def _inert(text: str) -> str:
    """The characters of the text that show something and do nothing, white space as blanks."""
    if text.isascii():
        return text.translate(_CONTROLS_AS_BLANKS)
    shown = "".join(_shown(text))
    if _JOINERS.isdisjoint(shown):
        return shown
    return "".join(
        character
        for at, character in enumerate(shown)
        if character not in _JOINERS or _joins(shown[max(0, at - 1) : at], shown[at + 1 : at + 2])
    )


def _shown(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        if " " <= character <= "~":
            marks = 0
            yield character
            continue
        category = unicodedata.category(character)
        if category in ("Mn", "Me", "Mc"):
            marks += 1
            if marks <= MARKS_LIMIT and character not in _UNSEEN:
                yield character
        elif category in _CONTROLS_AND_SPACES:
            marks = 0
            yield " "
        elif character in _JOINERS:
            yield character
        elif (
            character not in _UNSEEN and category not in _FORMATS and (category != "Cn" or _may_be_assigned(character))
        ):
            marks = 0
            yield character


def _joins(before: str, behind: str) -> bool:
    """Whether a joiner stands where a script or an emoji needs it, between two characters that it can join."""
    return bool(
        before and behind and unicodedata.category(before) in _JOINABLE and unicodedata.category(behind) in _JOINABLE
    )


def _may_be_assigned(character: str) -> bool:
    # Emoji and ideographs of a Unicode version that this Python doesn't know yet.
    return 0x1F000 <= ord(character) <= 0x1FAFF or 0x20000 <= ord(character) <= 0x3FFFD


def _cut(text: str, limit: int | None = None) -> str:
    return text[:limit].rstrip("\u200c\u200d ")
