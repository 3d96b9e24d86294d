"""The few header fields that say what a mail in Sent answers, or who is shown to have sent one: taken apart here,
outside the cage.

That is safe because nothing is decoded and every pattern runs in linear time on a bounded piece of text; Python's
`email` package does neither.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from inbox_bot.edges.mailbox.values import SenderHeader, ThreadHeader

FIELDS = ("MESSAGE-ID", "IN-REPLY-TO", "REFERENCES", "TO", "CC", "BCC", "DATE", "X-INBOX-BOT")
#: What our border says of a sender, and where our border is (`core/review/proof`).
SENDER_FIELDS = (
    "FROM",
    "SENDER",
    "RECEIVED",
    "AUTHENTICATION-RESULTS",
    "X-MS-EXCHANGE-ORGANIZATION-AUTHAS",
    "RESENT-FROM",
    "RESENT-SENDER",
)
HEADER_LIMIT = 65_536  # bytes of these fields together
REFERENCES_LIMIT = 100
MARK_LIMIT = 100  # characters
_FIELD = re.compile(rb"^([!-9;-~]{1,60})[ \t]{0,20}:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.MULTILINE)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,990}>")
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"@]{1,64}@[A-Za-z0-9.\-]{1,253}")


def fields_of(header: bytes) -> dict[str, list[str]]:
    """Each field's values as they stand there, by its name in capitals."""
    fields: dict[str, list[str]] = {}
    for name, value in _fields(header):
        fields.setdefault(name.upper(), []).append(value)
    return fields


def message_ids_in(values: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs that fields name, in order."""
    return tuple(identity for value in values for identity in _MESSAGE_ID.findall(value))


def addresses_in(values: Iterable[str]) -> tuple[str, ...]:
    """The bare addresses that fields name, in lower case."""
    return tuple(address.lower() for value in values for address in _ADDRESS.findall(value))


def thread_header(uid: int, header: bytes) -> ThreadHeader:
    """What these header bytes say; fields that are missing or make no sense are empty."""
    fields = fields_of(header)

    def ids(name: str) -> tuple[str, ...]:
        return message_ids_in(fields.get(name, []))

    own = ids("MESSAGE-ID")
    return ThreadHeader(
        uid=uid,
        message_id=own[0] if own else None,
        in_reply_to=ids("IN-REPLY-TO"),
        references=ids("REFERENCES")[-REFERENCES_LIMIT:],
        to=addresses_in(value for name in ("TO", "CC", "BCC") for value in fields.get(name, [])),
        mark=fields.get("X-INBOX-BOT", [""])[0].strip()[:MARK_LIMIT],
        date=_date(fields.get("DATE", [""])[0]),
    )


def sender_header(header: bytes) -> SenderHeader:
    """What these header bytes say of the sender."""
    fields = tuple((name.lower(), " ".join(value.split())) for name, value in _fields(header))
    written = [value for name, value in fields if name == "from"]
    addresses = tuple(dict.fromkeys(address for value in written for address in _ADDRESS.findall(value)))
    return SenderHeader(fields=fields, senders=addresses)


def _fields(header: bytes) -> Iterator[tuple[str, str]]:
    for found in _FIELD.finditer(header[:HEADER_LIMIT]):
        yield str(found[1], "ascii", "replace"), str(found[2], "ascii", "replace")


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value.strip()[:100])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
