"""Bytes and a declared charset to text that can be stored: the fallbacks of mail as it is.

Charset names come from the sender. Only codecs that read text in linear time are used: Python also knows `zip` (not
text), `idna` and `undefined` (raise), `punycode` (quadratic), so a name is looked up here and nowhere else.
"""

import codecs
import re

from inbox_bot.core.message.mime.charset_guess import guessed

TEXT_LIMIT = 1_000_000  # characters of text that are kept of one body, part or document
_NAME = re.compile(r"[a-z0-9][a-z0-9_:-]{0,40}")
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JIS = b"\x1b$"  # how ISO-2022-JP begins a word (RFC 1468); all else of it is ASCII
_WIDE_LOOKED_AT = 4_000  # bytes
_WIDE_LEAST = 8  # bytes: fewer say nothing
_WIDE_SHARE = 0.02  # of the bytes: a line of Chinese has a blank or a line end now and then
# What is meant, where the label is older or narrower than the text it stands on (WHATWG Encoding Standard, §4.2).
_MEANT = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}


def decode(content: bytes, charset: str = "", limit: int = TEXT_LIMIT) -> str:
    """The text that `content` holds, at most `limit` characters. Never raises, whatever `charset` says.

    A byte order mark first; then the declared charset, where it is one and fits; then UTF-16 by its zeros, and UTF-8;
    then the charset that the letters speak for.
    """
    cut = content[: limit * 4]
    codec = _marked(cut) or _codec(charset)
    text = _strict(cut, codec) if codec else None
    if text is None and (wide := wide_codec(cut)) is not None:
        text = cut.decode(wide, "replace")
    if text is None and _JIS in cut:
        text = _strict(cut, "iso2022_jp")
    if text is None:
        text = _strict(cut, "utf-8")
    if text is None:
        text = _closest(cut, codec)
    return clean(text.removeprefix("\ufeff")[:limit])


def wide_codec(content: bytes) -> str | None:
    """UTF-16 without a mark, told by its zeros: of Latin text every second byte is one; None where it is another.

    Text in other scripts has its zeros in blanks, digits and line ends alone, all of them in the same half.
    """
    head = content[:_WIDE_LOOKED_AT]
    if len(head) < _WIDE_LEAST or 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd >= _WIDE_SHARE * len(head) and even == 0:
        return "utf-16-le"
    if even >= _WIDE_SHARE * len(head) and odd == 0:
        return "utf-16-be"
    return None


def clean(text: str) -> str:
    """The text without what can't be written as UTF-8 or kept in a database: lone surrogates and NUL become U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def is_known(charset: str) -> bool:
    """Whether the label names a charset that can be read here."""
    return _codec(charset) is not None


def _codec(charset: str) -> str | None:
    label = charset.partition("*")[0].strip(" \t\"'").lower()  # RFC 2231 §5: charset*language
    if not _NAME.fullmatch(label):
        return None
    label = _MEANT.get(label, label)
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if found.name.replace("-", "_") in _REFUSED or not getattr(found, "_is_text_encoding", True):
        return None
    return found.name


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _marked(content: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if content.startswith(mark)), None)


def _closest(content: bytes, codec: str | None) -> str:
    """Neither the label nor UTF-8 fits: damaged text of the label, or text of a charset that nobody named."""
    if codec not in (None, "utf-8", "utf-8-sig"):
        return content.decode(codec, "replace")
    # Damaged UTF-8 still has whole characters beyond ASCII; text of one byte a letter has as good as none.
    text = content.decode("utf-8", "replace")
    whole = sum(character > "\x7f" and character != "\ufffd" for character in text)
    if whole >= max(1, text.count("\ufffd")):
        return text
    return content.decode(guessed(content), "replace")
