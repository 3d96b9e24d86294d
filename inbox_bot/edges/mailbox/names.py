"""How a folder of rules.yaml, a list of parts, is spelled on a server: its prefix, its delimiter, what it can't spell.

Pure. Modified UTF-7 (RFC 3501 §5.1.3) is IMAPClient's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from imapclient import imap_utf7

from inbox_bot.core.message.safe import line

PART_LIMIT_BYTES = 100  # as encoded; a Maildir keeps a whole path in one file name of 255 bytes
_UNSPEAKABLE = re.compile(r"[%*\\/]")  # LIST's wildcards; the slashes that some servers refuse whatever their delimiter


@dataclass(frozen=True, kw_only=True, slots=True)
class Spelling:
    """The personal namespace of an account (RFC 2342)."""

    prefix: str = ""  #: "INBOX." on Courier and Cyrus
    delimiter: str | None = "/"  #: None: folders can't lie in folders


def folder_name(parts: Sequence[str], spelling: Spelling) -> str:
    """The name of the folder with these parts: cleaned of what the server can't spell, joined, under the prefix.

    `("INBOX",)` is the inbox everywhere (RFC 3501 §5.1).
    """
    if [part.upper() for part in parts] == ["INBOX"]:
        return "INBOX"
    cleaned = [_cleaned(part, spelling.delimiter) for part in parts]
    if cleaned[0].upper() == "INBOX":
        cleaned = cleaned[1:]
        return (spelling.delimiter or "-").join(["INBOX", *cleaned])
    return spelling.prefix + (spelling.delimiter or "-").join(cleaned)


def _cleaned(part: str, delimiter: str | None) -> str:
    text = _UNSPEAKABLE.sub("-", line(part, 200))
    if delimiter:
        text = re.sub(re.escape(delimiter) + r"(?=\s|$)", "", text).replace(delimiter, "-")
    text = text.lstrip(" .~#").rstrip()
    while len(imap_utf7.encode(text)) > PART_LIMIT_BYTES:
        text = text[:-1].rstrip()
    return text or "_"
