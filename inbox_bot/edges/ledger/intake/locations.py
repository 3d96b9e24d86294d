"""Where mails lie: found, moved by us, gone from the server."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, literal, select, update

from inbox_bot.core.message.values import Location
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.database.upsert import insert_missing
from inbox_bot.edges.ledger.intake.cursor import known_uids
from inbox_bot.edges.ledger.location_rows import location_of, location_row
from inbox_bot.edges.ledger.schema import OPEN_OUTCOMES, OPEN_SOMEWHERE, locations, mailboxes, messages

_earlier = locations.alias("earlier")

#: What is in a folder and lay somewhere before, where it still lies: as many rows as the folder has mails.
FURTHER_COPIES: Select[Any] = (
    select(locations, messages.c.raw_hash)
    .join(messages, messages.c.id == locations.c.message)
    .where(
        locations.c.mailbox == bindparam("mailbox"),
        locations.c.folder == bindparam("folder"),
        locations.c.gone_at.is_(None),
        locations.c.seen_at > bindparam("since"),
        messages.c.outcome.is_not(None),
        select(_earlier.c.id)
        .where(_earlier.c.message == locations.c.message, _earlier.c.gone_at.is_(None), _earlier.c.id < locations.c.id)
        .exists(),
    )
    .order_by(locations.c.id)
)

#: Where these mails are, the place seen last first.
PLACES_OF: Select[Any] = (
    select(locations, messages.c.raw_hash)
    .join(messages, messages.c.id == locations.c.message)
    .where(
        messages.c.mailbox == bindparam("mailbox"),
        messages.c.raw_hash.in_(bindparam("hashes", expanding=True)),
        locations.c.gone_at.is_(None),
    )
    .order_by(locations.c.id.desc())
)

#: Where the mails lie, in a folder, that need a person.
OPEN_PLACES: Select[Any] = (
    select(locations)
    .join(messages, messages.c.id == locations.c.message)
    .where(
        locations.c.mailbox == bindparam("mailbox"),
        locations.c.folder == bindparam("folder"),
        locations.c.uidvalidity == bindparam("uidvalidity"),
        locations.c.gone_at.is_(None),
        OPEN_SOMEWHERE,
    )
    .order_by(locations.c.uid)
)

_NOWHERE = (
    update(messages)
    .where(~select(locations.c.id).where(locations.c.message == messages.c.id, locations.c.gone_at.is_(None)).exists())
    .values(nowhere=True)
)

#: Of these mails, those that needed a person and are nowhere any more: the index of what is open loses them.
NOWHERE_OF = _NOWHERE.where(OPEN_OUTCOMES, messages.c.id.in_(bindparam("of_messages", expanding=True)))

#: The same of all mails, where many places were given up together.
NOWHERE = _NOWHERE.where(OPEN_SOMEWHERE)

#: These mails are somewhere again.
HERE_AGAIN = (
    update(messages)
    .where(messages.c.id.in_(bindparam("of_messages", expanding=True)), messages.c.nowhere)
    .values(nowhere=False)
)

#: A mail left a place; gives back whose it was.
LEAVE = (
    update(locations)
    .where(
        locations.c.mailbox == bindparam("of_mailbox"),
        locations.c.folder == bindparam("of_folder"),
        locations.c.uidvalidity == bindparam("number"),
        locations.c.uid == bindparam("of_uid"),
        locations.c.gone_at.is_(None),
    )
    .values(gone_at=bindparam("at"))
    .returning(locations.c.message)
)

#: A place where a mail is, or was.
NEW_PLACE = insert(locations)

#: In how many places a mail is.
LIVE_COUNT = select(func.count()).where(locations.c.message == bindparam("message"), locations.c.gone_at.is_(None))

#: A mail that nobody saw the bytes of.
NEW_UNSEEN = insert(messages).returning(messages.c.id)

#: A mail that waits is gone from the server.
EXPUNGE = (
    update(messages)
    .where(messages.c.id == bindparam("message"), messages.c.outcome.is_(None))
    .values(
        outcome=Outcome.EXPUNGED,
        first_outcome=func.coalesce(messages.c.first_outcome, literal(Outcome.EXPUNGED, messages.c.outcome.type)),
        outcome_at=bindparam("at"),
        in_hand=False,
    )
)


def locations_of(connection: Connection, mailbox: str, hashes: Collection[str]) -> dict[str, tuple[Location, ...]]:
    """Where these mails are, by raw hash, the place seen last first; a mail that is nowhere is left out."""
    found: dict[str, tuple[Location, ...]] = {}
    for row in connection.execute(PLACES_OF, {"mailbox": mailbox, "hashes": list(hashes)}):
        found[row.raw_hash] = (*found.get(row.raw_hash, ()), location_of(row))
    return found


def open_places(connection: Connection, mailbox: str, folder: str, uidvalidity: int) -> tuple[Location, ...]:
    """Where the mails lie, in a folder, that need a person; ascending by UID."""
    asked = {"mailbox": mailbox, "folder": folder, "uidvalidity": uidvalidity}
    return tuple(location_of(row) for row in connection.execute(OPEN_PLACES, asked))


def further_copies(
    connection: Connection, mailbox: str, folder: str, since: datetime | None
) -> tuple[tuple[str, Location], ...]:
    """Raw hash and place, in a folder, of mails that have an outcome and were there, or elsewhere, before.

    Oldest first; only places noted after `since`, None: all.
    """
    asked = {"mailbox": mailbox, "folder": folder, "since": since or datetime(1970, 1, 1, tzinfo=UTC)}
    return tuple((row.raw_hash, location_of(row)) for row in connection.execute(FURTHER_COPIES, asked))


def moved(connection: Connection, was: Location, now: Location | None, at: datetime) -> None:
    """A mail was moved by us: from `was` to `now`, None where the server did not say where (no COPYUID, RFC 4315)."""
    row = connection.execute(LEAVE, _at(was, at)).one_or_none()
    if row is None:
        return
    if now is None:
        connection.execute(NOWHERE_OF, {"of_messages": [row.message]})
        return
    displaced = connection.execute(LEAVE, _at(now, at)).one_or_none()
    if displaced is not None and displaced.message != row.message:  # the poll may have met it there before us
        connection.execute(NOWHERE_OF, {"of_messages": [displaced.message]})
    connection.execute(NEW_PLACE, [location_row(now, row.message, at)])


def expunged(connection: Connection, location: Location, at: datetime) -> None:
    """The server has no mail there any more.

    A message that waits and lies nowhere else gets the outcome `expunged`; so does a UID that the server showed and
    took away before we saw its bytes: it gets a row of its own.
    """
    row = connection.execute(LEAVE, _at(location, at)).one_or_none()
    if row is not None:
        message = row.message
        if connection.scalar(LIVE_COUNT, {"message": message}):
            return
        connection.execute(NOWHERE_OF, {"of_messages": [message]})
    elif known_uids(connection, location.mailbox, location.folder, location.uidvalidity, location.uid, location.uid):
        return
    else:
        message = _row_for_the_unseen(connection, location, at)
    connection.execute(EXPUNGE, {"message": message, "at": at})


def _at(location: Location, at: datetime) -> dict[str, object]:
    return {
        "of_mailbox": location.mailbox,
        "of_folder": location.folder,
        "number": location.uidvalidity,
        "of_uid": location.uid,
        "at": at,
    }


def _row_for_the_unseen(connection: Connection, location: Location, at: datetime) -> int:
    insert_missing(connection, mailboxes, [{"name": location.mailbox}])
    message = connection.execute(
        NEW_UNSEEN,
        {
            "mailbox": location.mailbox,
            # with the moment: a restored mailbox shows other mails under these very numbers
            "raw_hash": f"expunged:{location.folder}:{location.uidvalidity}:{location.uid}:{at.isoformat()}",
            "size_bytes": 0,
            "received_at": at,
            "seen_at": at,
            "attempts": 0,
            "in_hand": False,
            "alone": False,
            "answered_flag": False,
        },
    ).scalar_one()
    connection.execute(NEW_PLACE, [location_row(location, message, at) | {"gone_at": at}])
    return int(message)
