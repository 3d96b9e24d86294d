"""Rows of `locations` and the values that travel: where a mail is, as the mailbox names it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from inbox_bot.core.message.values import Location


def location_of(row: Row[Any]) -> Location:
    """A row of `locations` as the value that travels."""
    return Location(mailbox=row.mailbox, folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid)


def location_row(location: Location, message: int, at: datetime) -> dict[str, object]:
    """The columns of a place where a message was seen."""
    return {
        "message": message,
        "mailbox": location.mailbox,
        "folder": location.folder,
        "uidvalidity": location.uidvalidity,
        "uid": location.uid,
        "seen_at": at,
    }
