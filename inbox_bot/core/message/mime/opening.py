"""A mail's bytes to the e-mail parser's tree and the fields of its header, whatever the bytes.

mail-parser gives the tree (`.message`), its findings (`.defects`), and the reading of dates. Its `.attachments` are
never used: they lack parts without a file name, and give others a random one, so that reading twice differs.
"""

import email
import email.parser
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Node

import mailparser
from mailparser.dates import parse_mail_date
from mailparser.exceptions import MailParserRecursionError

from inbox_bot.core.message.mime import runs
from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.mime.charsets import clean

EXTRACTED_BYTES = 2_000_000  # above, the tree comes from the standard library: mail-parser also makes text of all parts
DEFECTS = 50
DATE_LIMIT = 1_000  # characters of a Date field that are looked at

# mail-parser's log lines quote the mail; what is worth knowing of them is in its defects.
logging.getLogger("mailparser").addHandler(logging.NullHandler())
logging.getLogger("mailparser").propagate = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What was found out about a mail besides its parts."""

    fields: tuple[tuple[str, str], ...]  #: as the parser keeps them: folded, bytes beyond ASCII as lone surrogates
    date: datetime | None
    defects: tuple[str, ...]


def opened(raw: bytes) -> tuple[Node, Header]:
    """The tree, and what mail-parser says of the header."""
    short = runs.shortened(raw)
    if len(raw) > EXTRACTED_BYTES:
        return _opened_by_standard_library(raw, short)
    if short is not None:
        found = _opened_by_mail_parser(short.raw)
        if found is not None and _are_attached(found, short):
            runs.put_back(found.message, short.runs)
            return found.message, _header(found.message, _in_words(found.defects))
    whole = _opened_by_mail_parser(raw)
    if whole is None:
        return _opened_by_standard_library(raw, short)
    return whole.message, _header(whole.message, _in_words(whole.defects))


def _opened_by_mail_parser(raw: bytes) -> mailparser.MailParser | None:
    try:
        parser = mailparser.parse_from_bytes(raw)
    except MailParserRecursionError as error:
        raise TooComplex("nested too deep") from error
    except RecursionError:
        raise
    except Exception:  # it stops at one broken encoded word in an address; what it raises has no common class
        return None
    return parser if isinstance(parser.message, Node) else None


def _are_attached(found: mailparser.MailParser, short: runs.Shortened) -> bool:
    """Whether each run is of a file, whose content mail-parser hands on as it came; it has a look at that of texts."""
    contents = [str(attachment["payload"]) for attachment in found.attachments]
    shown = [line for content in contents for line in runs.lines_of_runs(content)]
    return sorted(shown) == sorted(short.lines) and runs.are_in_files(found.message, short.lines)


def _opened_by_standard_library(raw: bytes, short: runs.Shortened | None) -> tuple[Node, Header]:
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


def _in_words(found: object) -> tuple[str, ...]:
    """mail-parser's list of {content type: [findings]}, flat, each finding once."""
    words: dict[str, None] = {}
    if isinstance(found, list):
        for by_type in found:
            for findings in by_type.values():
                words |= dict.fromkeys(" ".join(clean(str(finding)).split())[:200] for finding in findings)
    return tuple(words)


def fields_of(node: Node, name: str) -> list[str]:
    """The values of the fields of that name (lower case), as the parser keeps them: folded, raw."""
    return [str(value) for field_name, value in node.raw_items() if field_name.lower() == name]
