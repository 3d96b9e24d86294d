"""How far each watched folder was taken in, and where each mail lies.

Invariant: every UID from `start_uid` to below `next_uid` that the server ever showed has a row in `locations`.
`advance` refuses to pass a UID of its listing that has none.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, literal, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from inbox_bot.core.message.values import Location
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.errors import CursorPassed
from inbox_bot.edges.ledger.schema import folders, locations, mailboxes, messages
from inbox_bot.edges.ledger.values import FolderState, SpotCheck
from inbox_bot.edges.ledger.writing import insert_missing

#: A folder's cursor: what an idle poll compares with the server's STATUS.
STATE = select(folders).where(folders.c.mailbox == bindparam("mailbox"), folders.c.folder == bindparam("folder"))

#: The UIDs of a range that have a row, whatever became of their mail.
KNOWN_UIDS = select(locations.c.uid).where(
    locations.c.mailbox == bindparam("mailbox"),
    locations.c.folder == bindparam("folder"),
    locations.c.uidvalidity == bindparam("uidvalidity"),
    locations.c.uid.between(bindparam("lowest"), bindparam("highest")),
)

#: The last UIDs of a folder, to see whether the server still means the same mails by them.
LAST_UIDS = (
    select(
        locations.c.uid,
        messages.c.raw_hash,
        messages.c.size_bytes,
        messages.c.received_at,
        messages.c.message_id,
    )
    .join(messages, messages.c.id == locations.c.message)
    .where(
        locations.c.mailbox == bindparam("mailbox"),
        locations.c.folder == bindparam("folder"),
        locations.c.uidvalidity == bindparam("uidvalidity"),
        locations.c.gone_at.is_(None),
    )
    .order_by(locations.c.uid.desc())
    .limit(bindparam("count"))
)


def state(connection: Connection, mailbox: str, folder: str) -> FolderState | None:
    """The cursor; None before first contact."""
    row = connection.execute(STATE, {"mailbox": mailbox, "folder": folder}).one_or_none()
    if row is None:
        return None
    return FolderState(
        uidvalidity=row.uidvalidity,
        start_uid=row.start_uid,
        next_uid=row.next_uid,
        highestmodseq=None if row.highestmodseq is None else int(row.highestmodseq),
        messages=row.messages,
        left_alone=row.left_alone,
        first_contact_at=row.first_contact_at,
        last_arrival_at=row.last_arrival_at,
    )


def first_contact(
    connection: Connection,
    mailbox: str,
    folder: str,
    *,
    uidvalidity: int,
    start_uid: int,
    left_alone: int,
    at: datetime,
) -> None:
    """Notes where taking in begins. A second call for the same folder changes nothing."""
    insert_missing(connection, mailboxes, [{"name": mailbox}])
    row: dict[str, object] = {
        "mailbox": mailbox,
        "folder": folder,
        "uidvalidity": uidvalidity,
        "start_uid": start_uid,
        "next_uid": start_uid,
        "messages": 0,
        "left_alone": left_alone,
        "first_contact_at": at,
    }
    insert_missing(connection, folders, [row])


def advance(
    connection: Connection,
    mailbox: str,
    folder: str,
    *,
    uidvalidity: int,
    next_uid: int,
    listed: Collection[int],
    highestmodseq: int | None,
    messages_there: int,
    arrival_at: datetime | None,
) -> None:
    """Moves the cursor. Raises CursorPassed for another UIDVALIDITY, a step back, or a listed UID without a row."""
    before = state(connection, mailbox, folder)
    if before is None or before.uidvalidity != uidvalidity or next_uid < before.next_uid:
        raise CursorPassed(f"{folder}: the cursor is at {before}, not before UID {next_uid} of {uidvalidity}")
    passed = [uid for uid in listed if before.start_uid <= uid < next_uid]
    if passed:
        missing = set(passed) - known_uids(connection, mailbox, folder, uidvalidity, min(passed), max(passed))
        if missing:
            raise CursorPassed(f"{folder}: no row for UID {min(missing)} of {uidvalidity}, below {next_uid}")
    values: dict[str, object] = {
        "next_uid": next_uid,
        "highestmodseq": None if highestmodseq is None else str(highestmodseq),
        "messages": messages_there,
    }
    if arrival_at is not None:
        values["last_arrival_at"] = arrival_at
    connection.execute(update(folders).where(folders.c.mailbox == mailbox, folders.c.folder == folder).values(values))


def new_uidvalidity(
    connection: Connection, mailbox: str, folder: str, *, uidvalidity: int, start_uid: int, at: datetime
) -> int:
    """The server's UIDs mean other mails now: all places we knew are gone, and the cursor starts anew at `start_uid`.

    Also where a restored mailbox has a UIDVALIDITY that we knew before: places of that number are kept under 0, which
    no server gives (RFC 3501 §9, nz-number). Returns how many places were forgotten.
    """
    forgotten = connection.execute(
        update(locations)
        .where(locations.c.mailbox == mailbox, locations.c.folder == folder, locations.c.gone_at.is_(None))
        .values(gone_at=at)
    ).rowcount
    connection.execute(
        update(locations)
        .where(locations.c.mailbox == mailbox, locations.c.folder == folder, locations.c.uidvalidity == uidvalidity)
        .values(uidvalidity=0)
    )
    connection.execute(
        update(folders)
        .where(folders.c.mailbox == mailbox, folders.c.folder == folder)
        .values(
            uidvalidity=uidvalidity,
            start_uid=start_uid,
            next_uid=start_uid,
            highestmodseq=None,
            messages=0,
            last_arrival_at=at,
        )
    )
    return forgotten


def known_uids(
    connection: Connection, mailbox: str, folder: str, uidvalidity: int, lowest: int, highest: int
) -> frozenset[int]:
    """The UIDs from `lowest` to `highest`, both included, that have a row."""
    asked = {
        "mailbox": mailbox,
        "folder": folder,
        "uidvalidity": uidvalidity,
        "lowest": lowest,
        "highest": highest,
    }
    return frozenset(connection.scalars(KNOWN_UIDS, asked))


def spot_checks(connection: Connection, mailbox: str, folder: str, count: int) -> tuple[SpotCheck, ...]:
    """The folder's last `count` known mails, highest UID first."""
    cursor = state(connection, mailbox, folder)
    if cursor is None:
        return ()
    asked = {"mailbox": mailbox, "folder": folder, "uidvalidity": cursor.uidvalidity, "count": count}
    return tuple(SpotCheck(**row._mapping) for row in connection.execute(LAST_UIDS, asked))


def locations_of(connection: Connection, mailbox: str, raw_hash: str) -> tuple[Location, ...]:
    """Where a mail lies, the place seen last first."""
    rows = connection.execute(
        select(locations)
        .join(messages, messages.c.id == locations.c.message)
        .where(messages.c.mailbox == mailbox, messages.c.raw_hash == raw_hash, locations.c.gone_at.is_(None))
        .order_by(locations.c.id.desc())
    )
    return tuple(place_of(row) for row in rows)


def further_copies(connection: Connection, mailbox: str, folder: str) -> tuple[Location, ...]:
    """The places in a folder of mails that have an outcome and were there, or elsewhere, before: oldest first."""
    first = (
        select(locations.c.message, func.min(locations.c.id).label("id"))
        .join(messages, messages.c.id == locations.c.message)
        .where(locations.c.mailbox == mailbox, locations.c.gone_at.is_(None), messages.c.outcome.is_not(None))
        .group_by(locations.c.message)
        .having(func.count() > 1)
        .subquery()
    )
    rows = connection.execute(
        select(locations)
        .join(first, first.c.message == locations.c.message)
        .where(locations.c.folder == folder, locations.c.gone_at.is_(None), locations.c.id > first.c.id)
        .order_by(locations.c.id)
    )
    return tuple(place_of(row) for row in rows)


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
            raw_hash=f"expunged:{place.folder}:{place.uidvalidity}:{place.uid}",
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
