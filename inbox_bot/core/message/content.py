"""The identity of a sending: what the sender wrote, without what the way added to it.

Two deliveries of one sending (by two routes, to two addresses of ours) have one hash; anything the sender wrote
otherwise gives another. Counted are the fields in `SENDERS_FIELDS`, unfolded and with white space as one blank, up to
4,096 characters each, and every part: its place, declared type, file name, disposition and decoded bytes. Not counted
is every other field: Received, Return-Path, Delivered-To, Authentication-Results, ARC, DKIM, List-* and X-* are the
transport's, Bcc is taken out on the way, Resent-* (RFC 5322 §3.6.6) are the resender's.
"""

import hashlib
from collections.abc import Iterator

from inbox_bot.core.message.values import Message

SENDERS_FIELDS = (
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "auto-submitted",
)


def content_hash(message: Message) -> str:
    """SHA-256, in hex, of what the sender wrote."""
    digest = hashlib.sha256()
    for piece in _pieces(message):
        # Each piece with its length: no two messages can be written so that they run together to the same bytes.
        digest.update(len(piece).to_bytes(8, "big"))
        digest.update(piece)
    return digest.hexdigest()


def _pieces(message: Message) -> Iterator[bytes]:
    for name in SENDERS_FIELDS:
        values = message.header(name)
        yield f"{name} {len(values)}".encode()
        for value in values:
            yield " ".join(value.split()).encode("utf-8", "replace")
    for part in message.parts:
        for said in (part.section, part.declared_type, part.filename, part.disposition, part.content_id):
            yield said.encode("utf-8", "replace")
        yield _content(part.content) if part.declared_type.startswith(("text/", "message/")) else part.content


def _content(content: bytes) -> bytes:
    """Text as one writes it: a transport may change line ends, or add the last one."""
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")
