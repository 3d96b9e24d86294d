"""Noting that a known mail was met at a place where the ledger did not have it.

The place and the move are noted in one transaction. No move is noted where the mail was in that very folder last (its
UIDs were given anew, or the same bytes were put there again), nor where the folder is listed anew.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, insert, select

from inbox_bot.core.message.values import Location
from inbox_bot.core.review.moves import DragState
from inbox_bot.edges.ledger.intake.locations import HERE_AGAIN, NEW_PLACE
from inbox_bot.edges.ledger.location_rows import location_row
from inbox_bot.edges.ledger.schema import drags, folders, locations

#: Whether a folder is listed anew, and not to its end yet.
IS_ANEW = select(folders.c.anew).where(
    folders.c.mailbox == bindparam("mailbox"), folders.c.folder == bindparam("folder")
)

#: The folders that a mail was ever met in, the last one first.
FOLDERS_OF = (
    select(locations.c.folder).where(locations.c.message == bindparam("of_message")).order_by(locations.c.id.desc())
)

_later = locations.alias("later")

#: Those of these mails whose last place is in a folder that was numbered anew since.
LOST_OF = (
    select(locations.c.message)
    .join(folders, and_(folders.c.mailbox == locations.c.mailbox, folders.c.folder == locations.c.folder))
    .where(
        locations.c.message.in_(bindparam("of_messages", expanding=True)),
        locations.c.uidvalidity != folders.c.uidvalidity,
        ~select(_later.c.id).where(_later.c.message == locations.c.message, _later.c.id > locations.c.id).exists(),
    )
)

#: A place where a mail was met, and its row.
MET = NEW_PLACE.returning(locations.c.id)

#: A move that was noticed.
NEW_DRAG = insert(drags)


def note_met(connection: Connection, met: Sequence[tuple[Location, int]], moved: Collection[int], at: datetime) -> None:
    """Mails, by their numbers, were met here; of `moved` it counts as a move where they were elsewhere before."""
    new = [location_row(location, message, at) for location, message in met if message not in moved]
    if new:
        connection.execute(NEW_PLACE, new)
    for location, message in met:
        if message in moved:
            _note_move(connection, location, message, at)
    if met:
        connection.execute(HERE_AGAIN, {"of_messages": sorted({message for _, message in met})})


def last_folder(connection: Connection, message: int) -> str | None:
    """The folder that a mail was met in last; None for one that was met nowhere."""
    return connection.execute(FOLDERS_OF, {"of_message": message}).scalars().first()


def lost_of(connection: Connection, messages: Collection[int]) -> frozenset[int]:
    """Those of these mails that nobody has met since their last folder was numbered anew."""
    if not messages:
        return frozenset()
    return frozenset(connection.scalars(LOST_OF, {"of_messages": sorted(messages)}))


def note_moves(connection: Connection, places: Sequence[tuple[int, Location]], message: int, at: datetime) -> None:
    """A mail was met at places that have their rows, but not as its own yet: each is a move as for `note_met`."""
    was = last_folder(connection, message)
    for place, location in places:
        _note_drag(connection, location, message, place, was, at)
        was = location.folder


def _note_move(connection: Connection, location: Location, message: int, at: datetime) -> None:
    was = last_folder(connection, message)
    place = connection.execute(MET, location_row(location, message, at)).scalar_one()
    _note_drag(connection, location, message, place, was, at)


def _note_drag(
    connection: Connection, location: Location, message: int, place: int, was: str | None, at: datetime
) -> None:
    if was != location.folder and not _is_anew(connection, location):
        connection.execute(NEW_DRAG, _drag(location, message, place, was, at))


def _is_anew(connection: Connection, location: Location) -> bool:
    return bool(connection.scalar(IS_ANEW, {"mailbox": location.mailbox, "folder": location.folder}))


def _drag(location: Location, message: int, place: int, was: str | None, at: datetime) -> dict[str, object]:
    return {
        "message": message,
        "location": place,
        "was": was,
        "folder": location.folder,
        "seen_at": at,
        "state": DragState.NOTICED,
        "asked_first": False,
    }
