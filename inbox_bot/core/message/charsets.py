"""Bytes and a declared charset to text that can be stored: the fallbacks of mail as it is.

Charset names come from the sender. Only codecs that read text in linear time are used: Python also knows `zip` (not
text), `idna` and `undefined` (raise), `punycode` (quadratic), so a name is looked up here and nowhere else.
"""

import codecs
import re

TEXT_LIMIT = 1_000_000  # characters of text that are kept of one body, part or document
_NAME = re.compile(r"[a-z0-9][a-z0-9_:-]{0,40}")
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_SURROGATE = re.compile("[\ud800-\udfff]")
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

    The declared charset first, where it is one and fits; then UTF-8; then what loses least.
    """
    cut = content[: limit * 4]
    codec = _codec(charset)
    if codec is None and cut.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    text = _strict(cut, codec) if codec else None
    if text is None:
        text = _strict(cut, "utf-8")
    if text is None:
        text = _closest(cut, codec)
    return clean(text.removeprefix("\ufeff")[:limit])


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


def _closest(content: bytes, codec: str | None) -> str:
    """Neither the label nor UTF-8 fits: damaged text of the label, or Western text without one."""
    if codec not in (None, "utf-8"):
        return content.decode(codec, "replace")
    # Damaged UTF-8 still has whole characters beyond ASCII; Latin text mistaken for UTF-8 has none.
    text = content.decode("utf-8", "replace")
    if any(character > "\x7f" and character != "\ufffd" for character in text):
        return text
    return content.decode("cp1252", "replace")
