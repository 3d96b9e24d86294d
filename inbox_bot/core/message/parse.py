"""Raw bytes to a `Message`.

mail-parser gives the tree (`.message`), its findings (`.defects`), the structure of addresses and the reading of
dates. Its `.attachments` are never used: they lack parts without a file name, and give others a random one. Names, charsets, encoded words and
transfer encodings are read by this room, since no library's reading of them is both complete and bounded.

Runs in a caged worker under a deadline. Reading takes about 9 times the mail's size in memory, 5 times for large ones.
"""

import email
import email.parser
import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message as Node

import mailparser
from mailparser.dates import parse_mail_date
from mailparser.exceptions import MailParserRecursionError

from inbox_bot.core.message import bounds, sniff
from inbox_bot.core.message.addresses import addresses
from inbox_bot.core.message.body import body_text
from inbox_bot.core.message.bounds import TooComplex
from inbox_bot.core.message.charsets import clean
from inbox_bot.core.message.encoded_words import decoded, raw_text, unfolded
from inbox_bot.core.message.ids import REFERENCES_LIMIT, message_id, message_ids
from inbox_bot.core.message.quotes import split
from inbox_bot.core.message.tree import ENCLOSING_TYPES, Entity, entity_of
from inbox_bot.core.message.values import Address, Message, Part

DEPTH = 5  # mails within mails that are read; a deeper one is a part whose content stays closed
PARTS = 1_000  # parts of a mail, enclosed mails' included
HEADER_VALUE = 4_096  # characters of a field that are kept
CONTENT_BYTES = 150_000_000  # of all parts; a mail within a mail counts again
EXTRACTED_BYTES = (
    2_000_000  # above, the tree comes from the standard library: what mail-parser makes of bodies is not used
)
DEFECTS = 50
HEADERS_ONLY_BYTES = 256_000  # of the header of a mail whose body is not read
_RECIPIENT_FIELDS = ("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc")
_BOM = b"\xef\xbb\xbf"
_ANGLES = re.compile(r"[^<]*<([^<>]*)>")
_COMMENT = re.compile(r"\([^()]*\)")

# mail-parser's log lines quote the mail; what is worth knowing of them is in its defects.
logging.getLogger("mailparser").addHandler(logging.NullHandler())
logging.getLogger("mailparser").propagate = False


def parse(raw: bytes) -> Message:
    """Read a whole mail. Raises TooComplex, and nothing else, whatever the bytes."""
    try:
        return _read(raw, "", 0)
    except (RecursionError, MailParserRecursionError) as error:
        raise TooComplex("nested too deep") from error


def parse_headers(raw: bytes) -> Message:
    """Read the header alone, of a mail whose body was not fetched or can't be read; up to its first 256,000 bytes.

    Never raises.
    """
    header = bounds.header_of(raw.removeprefix(_BOM))[:HEADERS_ONLY_BYTES]
    return _with_header(_opened_header(header + b"\r\n\r\n")[1], Message())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Header:
    """What was found out about a mail besides its parts."""

    fields: tuple[tuple[str, str], ...]  #: as the parser keeps them: folded, bytes beyond ASCII as lone surrogates
    date: datetime | None
    defects: tuple[str, ...]


def _read(raw: bytes, prefix: str, depth: int) -> Message:
    bounds.check(raw)
    raw = raw.removeprefix(_BOM)
    tree, header = _opened(raw)
    root = entity_of(tree, raw, prefix)
    del tree  # before the mails inside are read: it is as large as the mail
    parts: list[Part] = []
    enclosed: list[Message] = []
    places: list[str] = []
    for leaf in root.leaves():
        parts.append(_part(leaf))
        if leaf.declared_type in ENCLOSING_TYPES and depth < DEPTH:
            inner = _read(leaf.content, leaf.place, depth + 1)
            if leaf.declared_type.endswith("rfc822-headers"):
                inner = replace(inner, parts=())
            parts += inner.parts
            enclosed += [replace(inner, parts=(), enclosed=(), enclosed_places=()), *inner.enclosed]
            places += [leaf.place, *inner.enclosed_places]
        if len(parts) > PARTS or sum(len(part.content) for part in parts) > CONTENT_BYTES:
            raise TooComplex("too many parts, or too much in them")
    text = body_text(root)
    said = split(text)
    return _with_header(
        header,
        Message(
            text=text,
            typed=said.typed,
            quoted=said.quoted,
            signature=said.signature,
            parts=tuple(parts),
            enclosed=tuple(enclosed),
            enclosed_places=tuple(places),
        ),
    )


def _opened(raw: bytes) -> tuple[Node, _Header]:
    """The tree, and what mail-parser says of the header."""
    if len(raw) <= EXTRACTED_BYTES:
        try:
            parser = mailparser.parse_from_bytes(raw)
            if isinstance(parser.message, Node):
                return parser.message, _header(parser.message, _in_words(parser.defects))
        except (RecursionError, MailParserRecursionError):
            raise
        except Exception:  # it stops at one broken encoded word in an address; what it raises has no common class
            return _opened_by_standard_library(raw)
    return _opened_by_standard_library(raw)


def _opened_by_standard_library(raw: bytes) -> tuple[Node, _Header]:
    try:
        tree = email.message_from_bytes(raw)
        return tree, _header(tree, _names_of_defects(tree))
    except RecursionError:
        raise
    except Exception:  # a boundary in a charset that raises: the body stays one piece
        return _opened_header(raw)


def _opened_header(raw: bytes) -> tuple[Node, _Header]:
    tree = email.parser.BytesParser().parsebytes(raw, headersonly=True)
    return tree, _header(tree, ("UnreadableStructure: the parts of the mail can't be told apart",))


def _header(tree: Node, defects: tuple[str, ...]) -> _Header:
    fields = _items(tree)
    dates = [value for name, value in fields if name.lower() == "date"]
    # mail-parser refuses year 0000 and 31 February, where the standard library repairs them.
    date = parse_mail_date(dates[0][:HEADER_VALUE]).value if dates else None
    return _Header(fields=fields, date=_utc(date), defects=defects[:DEFECTS])


def _items(tree: Node) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in tree.raw_items())


def _with_header(header: _Header, message: Message) -> Message:
    """The message with what its header says."""
    fields: dict[str, list[str]] = {}
    headers: list[tuple[str, str]] = []
    for name, value in header.fields:
        fields.setdefault(name.lower(), []).append(value)
        headers.append((clean(name.lower()), unfolded(raw_text(value))[:HEADER_VALUE]))

    def every_address(*names: str) -> tuple[Address, ...]:
        return tuple(address for name in names for value in fields.get(name, ()) for address in addresses(value))

    def first(name: str) -> str | None:
        values = fields.get(name)
        return unfolded(raw_text(values[0])) if values else None

    def ids(name: str) -> tuple[str, ...]:
        return tuple(found for value in fields.get(name, ()) for found in message_ids(raw_text(value)))

    senders = every_address("sender")
    return replace(
        message,
        senders=every_address("from"),
        from_fields=len(fields.get("from", ())),
        sender_field=senders[0] if senders else None,
        reply_to=every_address("reply-to"),
        recipients=every_address(*_RECIPIENT_FIELDS),
        return_path=_return_path(first("return-path")),
        subject=decoded(first("subject") or ""),
        message_id=message_id(first("message-id") or ""),
        in_reply_to=ids("in-reply-to")[:REFERENCES_LIMIT],
        references=ids("references")[-REFERENCES_LIMIT:],
        date=header.date,
        headers=tuple(headers),
        defects=header.defects,
    )


def _part(leaf: Entity) -> Part:
    return Part(
        place=leaf.place,
        filename=leaf.filename or f"part-{leaf.place}.{sniff.extension_of(leaf.type)}",
        type=leaf.type,
        declared_type=leaf.declared_type,
        disposition=leaf.disposition,
        content_id=leaf.content_id,
        content=leaf.content,
    )


def _return_path(value: str | None) -> str | None:
    if value is None:
        return None
    bare = _COMMENT.sub("", value)
    angles = _ANGLES.match(bare)
    return (angles.group(1) if angles else bare).strip()


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
