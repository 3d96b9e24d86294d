"""Bytes that nobody knew, and that are a known mail: as another server, or the program that moved it there, stores it.

They had a row of their own before they were read, so that a reader they kill is counted. Once they are read the row
goes, its places are the known mail's, and the bytes are never read again.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, insert, select, update

from inbox_bot.core.message.safe import line
from inbox_bot.core.message.values import Location, Reading
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.intake.locations import HERE_AGAIN, PLACES_OF
from inbox_bot.edges.ledger.intake.noticing import lost_of, note_moves
from inbox_bot.edges.ledger.intake.seen import GONE
from inbox_bot.edges.ledger.keyed import fingerprint_of, keyed, trace_hash, unread
from inbox_bot.edges.ledger.location_rows import location_of
from inbox_bot.edges.ledger.schema import drags, filed_ahead, folders, locations, messages, stored_otherwise
from inbox_bot.edges.ledger.values import Copy

_OTHERS: Select[Any] = (
    select(messages.c.id, messages.c.raw_hash, messages.c.fingerprint, messages.c.trace)
    .where(
        messages.c.mailbox == bindparam("mailbox"),
        messages.c.raw_hash != bindparam("raw_hash"),
        messages.c.outcome.is_not(None),
        messages.c.outcome.not_in((Outcome.FAILED, Outcome.EXPUNGED)),
    )
    .order_by(messages.c.id)
)

#: The mails of a mailbox whose sender wrote what this one's did.
ALIKE = _OTHERS.where(messages.c.fingerprint == bindparam("fingerprint"))

#: Those with its Message-ID.
WITH_ITS_ID = _OTHERS.where(messages.c.message_id == bindparam("message_id"))

#: Those of these mails that lie somewhere, under the number that their folder has now.
LYING: Select[Any] = (
    select(locations.c.message)
    .join(folders, and_(folders.c.mailbox == locations.c.mailbox, folders.c.folder == locations.c.folder))
    .where(
        locations.c.message.in_(bindparam("of_messages", expanding=True)),
        locations.c.gone_at.is_(None),
        locations.c.uidvalidity == folders.c.uidvalidity,
    )
)

#: A row that never came to an outcome, and that no move of somebody's hangs on.
UNDECIDED = select(messages.c.id).where(
    messages.c.mailbox == bindparam("mailbox"),
    messages.c.raw_hash == bindparam("raw_hash"),
    messages.c.outcome.is_(None),
    messages.c.first_outcome.is_(None),
    ~select(drags.c.id).where(drags.c.message == messages.c.id).exists(),
)

#: A mail by the bytes that it is known by.
KNOWN = select(messages.c.id, messages.c.outcome).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash == bindparam("raw_hash")
)

#: The places of one row are another's.
PASS_ON = update(locations).where(locations.c.message == bindparam("was")).values(message=bindparam("becomes"))

#: What is filed of it, and nothing refers to, is filed of the other's; where that has such files too, it is told as
#: files without a row.
FILED_OF = (
    update(filed_ahead)
    .where(
        filed_ahead.c.message == bindparam("was"),
        bindparam("becomes").not_in(select(filed_ahead.c.message)),
    )
    .values(message=bindparam("becomes"))
)

#: What is left of that is not known any more.
FORGET_FILED = delete(filed_ahead).where(filed_ahead.c.message == bindparam("was"))

#: A row that is none any more.
DROP = delete(messages).where(messages.c.id == bindparam("was"))

#: These bytes are that mail.
KNOW = insert(stored_otherwise)


def known_as(connection: Connection, key: bytes, reading: Reading, *, moving: bool) -> str | None:
    """The raw hash of the known mail that this is, stored otherwise; None where it is none, or another delivery.

    Nor where the row of these bytes had an outcome before, or somebody moved them. It is one where the way wrote the
    same on both. While the mailbox is `moving`, what the sender wrote is enough:
    of what was copied twice both are.
    """
    alike = _alike(connection, key, reading)
    same_way = [row for row in alike if (trace := trace_hash(row.fingerprint, reading.message)) and trace == row.trace]
    candidates = same_way or (alike if moving else [])
    asked = {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash}
    if not candidates or connection.scalar(UNDECIDED, asked) is None:
        return None
    lying = frozenset(connection.scalars(LYING, {"of_messages": [row.id for row in candidates]}))
    best = min(candidates, key=lambda row: (row.id in lying, row.id))
    return str(best.raw_hash)


def _alike(connection: Connection, key: bytes, reading: Reading) -> list[Row[Any]]:
    """The mails whose sender wrote the same; of one that can't be read, those with its id that could not be either."""
    asked = {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash}
    if reading.content_hash:
        return list(connection.execute(ALIKE, asked | {"fingerprint": fingerprint_of(key, reading)}))
    if reading.message.message_id is None:
        return []
    found = connection.execute(WITH_ITS_ID, asked | {"message_id": line(reading.message.message_id, 1000)})
    return [row for row in found if row.fingerprint == keyed(key, unread(reading.mailbox, row.raw_hash))]


def become(
    connection: Connection, mailbox: str, raw_hash: str, known: str, at: datetime, *, moving: bool
) -> tuple[Copy, ...]:
    """These bytes are the mail that is known by others: its places are that mail's. Gives them.

    Where that mail was in another folder before, somebody moved it: a server may store a mail otherwise where it was
    moved (Exchange). While the mailbox is `moving`, not of one that nobody has met since its folder was numbered anew.
    What that mail's places are under another number of a folder that it is met in now is gone.
    """
    was = connection.scalar(UNDECIDED, {"mailbox": mailbox, "raw_hash": raw_hash})
    row = connection.execute(KNOWN, {"mailbox": mailbox, "raw_hash": known}).one_or_none()
    if was is None or row is None:
        return ()
    here = _places(connection, mailbox, raw_hash)
    others = _places(connection, mailbox, known)
    numbers = {place.folder: place.uidvalidity for _, place in here}
    old = [number for number, place in others if numbers.get(place.folder, place.uidvalidity) != place.uidvalidity]
    if old:
        connection.execute(GONE, {"places": old, "at": at})
    if not (moving and lost_of(connection, [row.id])):
        note_moves(connection, here, row.id, at)
    connection.execute(PASS_ON, {"was": was, "becomes": row.id})
    connection.execute(FILED_OF, {"was": was, "becomes": row.id})
    connection.execute(FORGET_FILED, {"was": was})
    connection.execute(DROP, {"was": was})
    connection.execute(KNOW, {"mailbox": mailbox, "raw_hash": raw_hash, "message": row.id})
    connection.execute(HERE_AGAIN, {"of_messages": [row.id]})
    return _copies(known, row.outcome, [place for _, place in here], len(others) - len(old))


def _copies(known: str, outcome: Outcome, here: Collection[Location], others: int) -> tuple[Copy, ...]:
    """Each further place is a copy; the first is none where the mail lies nowhere else."""
    return tuple(
        Copy(raw_hash=known, at=place, outcome=outcome, elsewhere=bool(others or number))
        for number, place in enumerate(here)
    )


def _places(connection: Connection, mailbox: str, raw_hash: str) -> list[tuple[int, Location]]:
    rows = connection.execute(PLACES_OF, {"mailbox": mailbox, "hashes": [raw_hash]}).all()
    return [(row.id, location_of(row)) for row in reversed(rows)]
