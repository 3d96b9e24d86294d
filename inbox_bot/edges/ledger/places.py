"""Rows of `locations` and the values that travel: where a mail is, as the mailbox names it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from inbox_bot.core.message.values import Location


def place_of(row: Row[Any]) -> Location:
    """A row of `locations` as the value that travels."""
    return Location(mailbox=row.mailbox, folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid)


def place_row(place: Location, message: int, at: datetime) -> dict[str, object]:
    """The columns of a place where a message was seen."""
    return {
        "message": message,
        "mailbox": place.mailbox,
        "folder": place.folder,
        "uidvalidity": place.uidvalidity,
        "uid": place.uid,
        "seen_at": at,
    }
