"""When a mail reached us, to the second: by our own mail server's word where it can be had."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from inbox_bot.core.introduction.values import Arrival
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Message

LINE = 1_000  # characters of a Received field
BEFORE = timedelta(days=1)  # that a mail may be on the way within our own servers
AFTER = timedelta(minutes=5)  # that two clocks may differ


def arrival_of(message: Message, received_at: datetime) -> Arrival:
    """The moment of the topmost Received field, else `received_at` (INTERNALDATE).

    Each server that takes a mail puts its field above those that are there (RFC 5321 §4.4), so the topmost is ours, and
    no sender writes it. Where the mailbox's own date contradicts it, no server of ours wrote any.
    """
    fields = message.header("received")
    if fields:
        at = _moment(fields[0].rpartition(";")[2])
        if at is not None and received_at - BEFORE <= at <= received_at + AFTER:
            return Arrival(at=at, line=safe.line(fields[0], LINE))
    return Arrival(at=received_at)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.strip())
        return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
