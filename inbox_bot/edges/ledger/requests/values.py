"""What the shelf of requests gives back."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.words import Right


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestRow:
    """Something that a mail's writer asks for about their data."""

    message: int  #: the mail's number
    right: Right
    asked_at: datetime  #: when the mail came
    quote: str  #: the words, as one inert line
    settled_at: datetime | None = None  #: None: it is open
    settled_by: str | None = None  #: a reviewer's address, or the command's user; None: nobody known
    reopened_at: datetime | None = None  #: when that was taken back, the last time
