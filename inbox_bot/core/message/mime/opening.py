"""A mail's bytes to the e-mail parser's tree and the fields of its header, whatever the bytes.

The standard library gives the tree and its defects, as mail-parser would hand them on, and mail-parser the reading of
dates. Its `.attachments` are never used: they lack parts without a file name, and give others a random one, so that
reading twice differs; and to make them it decodes all parts, which nobody asks for.
"""

import email
import email.parser
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Node

from mailparser.dates import parse_mail_date

from inbox_bot.core.message.mime import runs

DEFECTS = 50
DATE_LIMIT = 1_000  # characters of a Date field that are looked at

# mail-parser's log lines quote the mail.
logging.getLogger("mailparser").addHandler(logging.NullHandler())
logging.getLogger("mailparser").propagate = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What was found out about a mail besides its parts."""

    fields: tuple[tuple[str, str], ...]  #: as the parser keeps them: folded, bytes beyond ASCII as lone surrogates
    date: datetime | None
    defects: tuple[str, ...]


def opened(raw: bytes) -> tuple[Node, Header]:
    """The tree, and what the parser says of the header. Raises RecursionError where it is nested too deep."""
    short = runs.shortened(raw)
    try:
        tree = email.message_from_bytes(raw if short is None else short.raw)
        if short is not None:
            runs.put_back(tree, short.runs)
        return tree, _header(tree, _names_of_defects(tree))
    except RecursionError:
        raise
    except Exception:  # a boundary in a charset that raises: the body stays one piece
        tree = email.parser.BytesParser().parsebytes(raw, headersonly=True)
        return tree, _header(tree, ("UnreadableStructure: the parts of the mail can't be told apart",))


def opened_header(raw: bytes) -> Header:
    """The header alone, of bytes that may end with it. Never raises."""
    return _header(email.parser.BytesParser().parsebytes(raw, headersonly=True), ())


def _header(tree: Node, defects: tuple[str, ...]) -> Header:
    fields = _items(tree)
    dates = [value for name, value in fields if name.lower() == "date"]
    # mail-parser refuses year 0000 and 31 February, where the standard library repairs them.
    date = parse_mail_date(dates[0][:DATE_LIMIT]).value if dates else None
    return Header(fields=fields, date=_utc(date), defects=defects[:DEFECTS])


def _items(tree: Node) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in tree.raw_items())


def _utc(date: object) -> datetime | None:
    return date.astimezone(UTC) if isinstance(date, datetime) and date.tzinfo is not None else None


def _names_of_defects(tree: Node) -> tuple[str, ...]:
    found = dict.fromkeys(
        f"{type(defect).__name__}: {type(defect).__doc__}" for node in tree.walk() for defect in node.defects
    )
    return tuple(found)


def fields_of(node: Node, name: str) -> list[str]:
    """The values of the fields of that name (lower case), as the parser keeps them: folded, raw."""
    return [str(value) for field_name, value in node.raw_items() if field_name.lower() == name]
