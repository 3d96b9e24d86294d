"""The hashes that only this ledger can make: with the secret that was made with it, and never leaves it.

The cage holds no key: what it reads comes with a plain `content_hash`, and becomes a fingerprint here. So do the
passages of our letters: what is kept of them tells nobody what they said.
"""

import hmac

from sqlalchemy import Connection, select

from inbox_bot.core.message.trace import trace_of
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.edges.ledger.schema import meta

#: The ledger's secret.
KEY = select(meta.c.value).where(meta.c.name == "key")


def key_of(connection: Connection) -> bytes:
    """The ledger's secret."""
    return bytes.fromhex(connection.execute(KEY).scalar_one())


def fingerprint_of(key: bytes, reading: Reading) -> str:
    """The keyed hash of what the sender wrote: without the key nobody can tell what was sent, nor forge a match.

    A mail that could not be read is like itself only.
    """
    return keyed(key, reading.content_hash or unread(reading.mailbox, reading.raw_hash))


def unread(mailbox: str, raw_hash: str) -> str:
    """What stands for the text of a mail that nobody could read."""
    return f"unread:{mailbox}:{raw_hash}"


def trace_hash(fingerprint: str, message: Message) -> str | None:
    """What the way wrote on a mail with this fingerprint; None where it wrote nothing."""
    trace = trace_of(message)
    return keyed(fingerprint.encode(), trace) if trace else None


def keyed(key: bytes, text: str) -> str:
    """HMAC-SHA-256 (RFC 2104) of a text, as hexadecimal digits."""
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()
