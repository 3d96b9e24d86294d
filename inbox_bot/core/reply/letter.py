"""A mail of ours as a value."""

from dataclasses import dataclass
from typing import Literal

from inbox_bot.core.message.values import Address


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A mail that we write: everything but the date it goes out."""

    sender: Address
    to: Address
    subject: str
    text: str
    html: str | None = None  #: multipart/alternative where there is one
    message_id: str  #: with angle brackets
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    auto_submitted: Literal["auto-replied", "auto-generated"] = "auto-replied"  #: RFC 3834 §5
