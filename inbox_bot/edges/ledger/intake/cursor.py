"""How far each watched folder was taken in, and where each mail lies.

Invariant: every UID from `start_uid` to below `next_uid` that the server ever showed has a row in `locations`.
`advance` refuses to pass a UID of its listing that has none.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select, union_all, update

from inbox_bot.edges.ledger.database.upsert import insert_missing
from inbox_bot.edges.ledger.errors import CursorPassed
from inbox_bot.edges.ledger.schema import LEFT, folders, locations, mailboxes, messages, stored_otherwise
from inbox_bot.edges.ledger.values import FolderState, SpotCheck

#: A folder's cursor: what an idle poll compares with the server's STATUS.
STATE = select(folders).where(folders.c.mailbox == bindparam("mailbox"), folders.c.folder == bindparam("folder"))

#: The cursors of all folders of a mailbox.
STATES = select(folders).where(folders.c.mailbox == bindparam("mailbox"))

#: The folders of a mailbox that mail goes to, or went to once.
OURS = select(folders.c.folder).where(folders.c.mailbox == bindparam("mailbox"), folders.c.ours)

_KNOWN = select(locations.c.uid).where(
    locations.c.mailbox == bindparam("mailbox"),
    locations.c.folder == bindparam("folder"),
    locations.c.uidvalidity == bindparam("uidvalidity"),
    locations.c.uid.between(bindparam("lowest"), bindparam("highest")),
)

#: The UIDs of a range that have a row, whatever became of their mail.
KNOWN_UIDS = union_all(_KNOWN.where(locations.c.gone_at.is_(None)), _KNOWN.where(LEFT))

_SEEN_BEFORE = (
    select(locations.c.uid)
    .where(
        locations.c.mailbox == bindparam("mailbox"),
        locations.c.folder == bindparam("folder"),
        locations.c.uidvalidity == bindparam("uidvalidity"),
        locations.c.seen_at < bindparam("moment"),
    )
    .order_by(locations.c.uid.desc())
    .limit(1)
)

#: The highest UID of a folder whose mail is there and was seen before a moment.
SEEN_BEFORE = _SEEN_BEFORE.where(locations.c.gone_at.is_(None))

#: The highest whose mail has left.
SEEN_BEFORE_LEFT = _SEEN_BEFORE.where(LEFT)

_LAST: Select[Any] = (
    select(
        locations.c.id,
        locations.c.uid,
        messages.c.raw_hash,
        messages.c.size_bytes,
        messages.c.received_at,
        messages.c.message_id,
        select(stored_otherwise.c.message)
        .where(stored_otherwise.c.message == messages.c.id)
        .exists()
        .label("otherwise"),
    )
    .join(messages, messages.c.id == locations.c.message)
    .where(
        locations.c.mailbox == bindparam("mailbox"),
        locations.c.folder == bindparam("folder"),
        locations.c.uidvalidity == bindparam("uidvalidity"),
    )
    .order_by(locations.c.uid.desc(), locations.c.id.desc())
    .limit(bindparam("count"))
)

#: The last UIDs of a folder whose mail is there, as far as we know, to see whether the server means the same by them.
LAST_UIDS = _LAST.where(locations.c.gone_at.is_(None))

#: The last whose mail has left: a mailbox that was put back gives just these to other mails.
LAST_UIDS_LEFT = _LAST.where(LEFT)

_FORGET = (
    update(locations)
    .where(
        locations.c.mailbox == bindparam("of_mailbox"),
        locations.c.folder == bindparam("of_folder"),
        locations.c.gone_at.is_(None),
    )
    .values(gone_at=bindparam("at"))
)

#: Live places of a folder under lower numbers than its own: two ranges of one index, for `<>` would read them all.
FORGET_LOWER = _FORGET.where(locations.c.uidvalidity < bindparam("number"))

#: And those under higher numbers.
FORGET_HIGHER = _FORGET.where(locations.c.uidvalidity > bindparam("number"))

#: Places whose number was given up already: twice anew, nothing certain is left.
FORGET_UNNUMBERED = _FORGET.where(locations.c.uidvalidity == 0)

_TAKE_AWAY = (
    update(locations)
    .where(
        locations.c.mailbox == bindparam("of_mailbox"),
        locations.c.folder == bindparam("of_folder"),
        locations.c.uidvalidity == bindparam("number"),
    )
    .values(uidvalidity=0)
)

#: Places under a number that comes back are kept under 0, which no server gives (RFC 3501 §9, nz-number).
TAKE_NUMBER_AWAY = _TAKE_AWAY.where(locations.c.gone_at.is_(None))

#: So are those that were left.
TAKE_NUMBER_AWAY_LEFT = _TAKE_AWAY.where(LEFT)

_OF_FOLDER = update(folders).where(
    folders.c.mailbox == bindparam("of_mailbox"), folders.c.folder == bindparam("of_folder")
)

#: Move a folder's cursor on.
ADVANCE = _OF_FOLDER.values(
    next_uid=bindparam("next"),
    highestmodseq=bindparam("modseq"),
    messages=bindparam("there"),
    last_arrival_at=func.coalesce(
        bindparam("arrival_at", type_=folders.c.last_arrival_at.type), folders.c.last_arrival_at
    ),
)

#: The cursor begins anew, under another UIDVALIDITY.
BEGIN_ANEW = _OF_FOLDER.values(
    uidvalidity=bindparam("number"),
    start_uid=bindparam("begin"),
    next_uid=bindparam("begin"),
    highestmodseq=None,
    messages=0,
    last_arrival_at=bindparam("at"),
    anew=True,
)

#: What `mailbox.start` says, of a folder that was met by a version that did not note it.
NOTE_START = _OF_FOLDER.values(start=bindparam("said")).where(folders.c.start.is_(None))

#: Taking in begins earlier than it did.
BEGIN_EARLIER = _OF_FOLDER.values(
    start_uid=bindparam("begin"),
    left_alone=bindparam("left"),
    first_contact_at=bindparam("since", type_=folders.c.first_contact_at.type),
    start=bindparam("said"),
)

#: A folder is not there: whatever is in it when it comes back was not put there before our eyes.
AWAY = _OF_FOLDER.values(anew=True)

#: A folder that was listed anew was so to its end.
LISTED = _OF_FOLDER.where(folders.c.anew).values(anew=False)


def state(connection: Connection, mailbox: str, folder: str) -> FolderState | None:
    """The cursor; None before first contact."""
    row = connection.execute(STATE, {"mailbox": mailbox, "folder": folder}).one_or_none()
    return None if row is None else _state_of(row)


def states(connection: Connection, mailbox: str) -> dict[str, FolderState]:
    """The cursors of a mailbox's folders that were met, by folder."""
    return {row.folder: _state_of(row) for row in connection.execute(STATES, {"mailbox": mailbox})}


def _state_of(row: Row[Any]) -> FolderState:
    return FolderState(
        uidvalidity=row.uidvalidity,
        start_uid=row.start_uid,
        next_uid=row.next_uid,
        highestmodseq=None if row.highestmodseq is None else int(row.highestmodseq),
        messages=row.messages,
        left_alone=row.left_alone,
        first_contact_at=row.first_contact_at,
        last_arrival_at=row.last_arrival_at,
        start=row.start,
        anew=row.anew,
    )


def place_at(connection: Connection, mailbox: str, folder: str, uidvalidity: int, moment: datetime) -> int:
    """Where the cursor was at a moment, by what was seen before it; 1 where nothing was."""
    asked = {"mailbox": mailbox, "folder": folder, "uidvalidity": uidvalidity, "moment": moment}
    highest = (connection.scalar(statement, asked) for statement in (SEEN_BEFORE, SEEN_BEFORE_LEFT))
    return max((int(uid) + 1 for uid in highest if uid is not None), default=1)


def first_contact(
    connection: Connection,
    mailbox: str,
    folder: str,
    *,
    uidvalidity: int,
    start_uid: int,
    left_alone: int,
    start: str | None,
    at: datetime,
    ours: bool,
) -> None:
    """Notes where taking in begins. A second call for the same folder changes nothing.

    `ours`: mail goes there, and what people put there is noticed.
    """
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
        "start": start,
        "ours": ours,
    }
    insert_missing(connection, folders, [row])


def note_start(connection: Connection, mailbox: str, folder: str, start: str) -> None:
    """Notes what `start` says, where nothing was noted at first contact."""
    connection.execute(NOTE_START, {"of_mailbox": mailbox, "of_folder": folder, "said": start})


def begin_earlier(
    connection: Connection,
    mailbox: str,
    folder: str,
    *,
    uidvalidity: int,
    start_uid: int,
    listed: Collection[int],
    left_alone: int,
    since: datetime,
    start: str | None,
) -> None:
    """Moves the folder's beginning down. Raises CursorPassed: another UIDVALIDITY, a step up, a UID without a row."""
    before = state(connection, mailbox, folder)
    if before is None or before.uidvalidity != uidvalidity or start_uid > before.start_uid:
        raise CursorPassed(f"{folder}: taking in begins at {before}, not after UID {start_uid} of {uidvalidity}")
    between = {uid for uid in listed if start_uid <= uid < before.start_uid}
    missing = _without_row(connection, mailbox, folder, uidvalidity, between)
    if missing:
        raise CursorPassed(f"{folder}: no row for UID {min(missing)} of {uidvalidity}, from {start_uid} on")
    connection.execute(
        BEGIN_EARLIER,
        {
            "of_mailbox": mailbox,
            "of_folder": folder,
            "begin": start_uid,
            "left": left_alone,
            "since": since,
            "said": start,
        },
    )


def _without_row(connection: Connection, mailbox: str, folder: str, uidvalidity: int, uids: set[int]) -> set[int]:
    """Those of the UIDs that no mail was noted under."""
    return uids - known_uids(connection, mailbox, folder, uidvalidity, min(uids), max(uids)) if uids else set()


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
    passed = {uid for uid in listed if before.start_uid <= uid < next_uid}
    missing = _without_row(connection, mailbox, folder, uidvalidity, passed)
    if missing:
        raise CursorPassed(f"{folder}: no row for UID {min(missing)} of {uidvalidity}, below {next_uid}")
    connection.execute(
        ADVANCE,
        {
            "of_mailbox": mailbox,
            "of_folder": folder,
            "next": next_uid,
            "modseq": None if highestmodseq is None else str(highestmodseq),
            "there": messages_there,
            "arrival_at": arrival_at,
        },
    )


def new_uidvalidity(
    connection: Connection, mailbox: str, folder: str, *, uidvalidity: int, start_uid: int, at: datetime
) -> None:
    """The server's UIDs mean other mails now: the cursor starts anew at `start_uid`.

    The places we knew are of no use, but their mails are not gone: each is forgotten where its mail is met again, and
    the rest once the folder was listed to its end (`forget_old_numbers`). Until then, what is due for them waits.

    Also where a restored mailbox has a UIDVALIDITY that we knew before (`TAKE_NUMBER_AWAY`).
    """
    asked = {"of_mailbox": mailbox, "of_folder": folder, "number": uidvalidity, "begin": start_uid, "at": at}
    for statement in (FORGET_UNNUMBERED, TAKE_NUMBER_AWAY, TAKE_NUMBER_AWAY_LEFT, BEGIN_ANEW):
        connection.execute(statement, asked)


def forget_old_numbers(connection: Connection, mailbox: str, folder: str, at: datetime) -> int:
    """After the folder was listed to its end: what is known there under other numbers is gone. Returns how many."""
    cursor = state(connection, mailbox, folder)
    if cursor is None:
        return 0
    asked = {"of_mailbox": mailbox, "of_folder": folder, "number": cursor.uidvalidity, "at": at}
    connection.execute(LISTED, asked)
    return sum(connection.execute(forget, asked).rowcount for forget in (FORGET_LOWER, FORGET_HIGHER))


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


def spot_checks(
    connection: Connection, mailbox: str, folder: str, count: int, *, left: bool = False
) -> tuple[SpotCheck, ...]:
    """The folder's last `count` known mails, highest UID first; with `left`, those that have left it too."""
    cursor = state(connection, mailbox, folder)
    if cursor is None:
        return ()
    asked = {"mailbox": mailbox, "folder": folder, "uidvalidity": cursor.uidvalidity, "count": count}
    rows = connection.execute(LAST_UIDS, asked).all()
    if left:
        rows = [*rows, *connection.execute(LAST_UIDS_LEFT, asked)]
        rows = sorted(rows, key=lambda row: (row.uid, row.id), reverse=True)[:count]
    checks: dict[int, SpotCheck] = {}
    for row in rows:  # a UID that was given anew: the last mail it meant
        checks.setdefault(row.uid, _spot_check(row))
    return tuple(checks.values())


def _spot_check(row: Row[Any]) -> SpotCheck:
    return SpotCheck(
        uid=row.uid,
        raw_hash=row.raw_hash,
        size_bytes=row.size_bytes,
        received_at=row.received_at,
        message_id=row.message_id,
        as_it_came=not row.otherwise,
    )
