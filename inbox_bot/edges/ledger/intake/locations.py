"""Where mails lie: found, moved by us, gone from the server."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, literal, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from inbox_bot.core.message.values import Location
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.intake.cursor import known_uids
from inbox_bot.edges.ledger.schema import OPEN_OUTCOMES, locations, mailboxes, messages
from inbox_bot.edges.ledger.upsert import insert_missing

_earlier = locations.alias("earlier")

#: What lies in a folder and lay somewhere before, where it still lies: as many rows as the folder has mails.
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


#: Where the mails lie, in a folder, that need a person.
OPEN_PLACES: Select[Any] = (
    select(locations)
    .join(messages, messages.c.id == locations.c.message)
    .where(
        locations.c.mailbox == bindparam("mailbox"),
        locations.c.folder == bindparam("folder"),
        locations.c.uidvalidity == bindparam("uidvalidity"),
        locations.c.gone_at.is_(None),
        OPEN_OUTCOMES,
    )
    .order_by(locations.c.uid)
)


def locations_of(connection: Connection, mailbox: str, raw_hash: str) -> tuple[Location, ...]:
    """Where a mail lies, the place seen last first."""
    rows = connection.execute(
        select(locations)
        .join(messages, messages.c.id == locations.c.message)
        .where(messages.c.mailbox == mailbox, messages.c.raw_hash == raw_hash, locations.c.gone_at.is_(None))
        .order_by(locations.c.id.desc())
    )
    return tuple(place_of(row) for row in rows)


def open_places(connection: Connection, mailbox: str, folder: str, uidvalidity: int) -> tuple[Location, ...]:
    """Where the mails lie, in a folder, that need a person; ascending by UID."""
    asked = {"mailbox": mailbox, "folder": folder, "uidvalidity": uidvalidity}
    return tuple(place_of(row) for row in connection.execute(OPEN_PLACES, asked))


def further_copies(
    connection: Connection, mailbox: str, folder: str, since: datetime | None
) -> tuple[tuple[str, Location], ...]:
    """Raw hash and place, in a folder, of mails that have an outcome and were there, or elsewhere, before.

    Oldest first; only places noted after `since`, None: all.
    """
    asked = {"mailbox": mailbox, "folder": folder, "since": since or datetime(1970, 1, 1, tzinfo=UTC)}
    return tuple((row.raw_hash, place_of(row)) for row in connection.execute(FURTHER_COPIES, asked))


def place_of(row: Row[Any]) -> Location:
    """A row of `locations` as the value that travels."""
    return Location(
        mailbox=row.mailbox,
        folder=row.folder,
        uidvalidity=row.uidvalidity,
        uid=row.uid,
    )


def moved(connection: Connection, was: Location, now: Location | None, at: datetime) -> None:
    """A mail was moved by us: from `was` to `now`, None where the server did not say where (no COPYUID, RFC 4315)."""
    row = connection.execute(_leave(was, at)).one_or_none()
    if row is None or now is None:
        return
    connection.execute(_leave(now, at))
    connection.execute(
        insert(locations).values(
            message=row.message,
            mailbox=now.mailbox,
            folder=now.folder,
            uidvalidity=now.uidvalidity,
            uid=now.uid,
            seen_at=at,
        )
    )


def expunged(connection: Connection, place: Location, at: datetime) -> None:
    """The server has no mail there any more.

    A message that waits and lies nowhere else gets the outcome `expunged`; so does a UID that the server showed and
    took away before we saw its bytes: it gets a row of its own.
    """
    row = connection.execute(_leave(place, at)).one_or_none()
    if row is not None:
        message = row.message
        others = select(func.count()).where(locations.c.message == message, locations.c.gone_at.is_(None))
        if connection.scalar(others):
            return
    elif known_uids(connection, place.mailbox, place.folder, place.uidvalidity, place.uid, place.uid):
        return
    else:
        message = _row_for_the_unseen(connection, place, at)
    connection.execute(
        update(messages)
        .where(messages.c.id == message, messages.c.outcome.is_(None))
        .values(
            outcome=Outcome.EXPUNGED,
            first_outcome=func.coalesce(messages.c.first_outcome, literal(Outcome.EXPUNGED, messages.c.outcome.type)),
            outcome_at=at,
            in_hand=False,
        )
    )


def _leave(place: Location, at: datetime) -> ReturningUpdate[Any]:
    """Marks a place as left; gives back whose it was."""
    return (
        update(locations)
        .where(
            locations.c.mailbox == place.mailbox,
            locations.c.folder == place.folder,
            locations.c.uidvalidity == place.uidvalidity,
            locations.c.uid == place.uid,
            locations.c.gone_at.is_(None),
        )
        .values(gone_at=at)
        .returning(locations.c.message)
    )


def _row_for_the_unseen(connection: Connection, place: Location, at: datetime) -> int:
    insert_missing(connection, mailboxes, [{"name": place.mailbox}])
    message = connection.execute(
        insert(messages)
        .values(
            mailbox=place.mailbox,
            # with the moment: a mailbox that was put back shows other mails under these very numbers
            raw_hash=f"expunged:{place.folder}:{place.uidvalidity}:{place.uid}:{at.isoformat()}",
            size_bytes=0,
            received_at=at,
            seen_at=at,
            attempts=0,
            in_hand=False,
            alone=False,
            answered_flag=False,
        )
        .returning(messages.c.id)
    ).scalar_one()
    connection.execute(
        insert(locations).values(
            message=message,
            mailbox=place.mailbox,
            folder=place.folder,
            uidvalidity=place.uidvalidity,
            uid=place.uid,
            seen_at=at,
            gone_at=at,
        )
    )
    return int(message)
