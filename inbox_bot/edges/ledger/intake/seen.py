"""Noting mails before anybody reads them, so that one that kills its reader is counted.

The attempt is counted in the transaction that puts a mail in hand; the outcome's commit takes it out of hand. What is
still in hand later was abandoned: its daemon died, or could not go on. Then

- a mail that was in hand with others is not blamed: its attempt is taken back, and it is read alone from now on;
- a mail that was in hand alone keeps its attempt.

So killing the daemon three times fails no innocent mail, and a mail that takes the daemon down is `spent` in the end.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, delete, func, insert, literal, select, update

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.words import READING_ATTEMPTS, ActionKind, Outcome
from inbox_bot.edges.ledger.database.upsert import insert_missing
from inbox_bot.edges.ledger.intake.locations import NOWHERE_OF
from inbox_bot.edges.ledger.intake.noticing import lost_of, note_met
from inbox_bot.edges.ledger.schema import (
    IN_HAND,
    actions,
    locations,
    mailboxes,
    messages,
    once_keys,
    stored_otherwise,
)
from inbox_bot.edges.ledger.values import Copy, Seen, Waiting

#: How a message stands; `own_hash` is of the bytes as they came.
_STANDING = (
    messages.c.id,
    messages.c.raw_hash.label("own_hash"),
    messages.c.attempts,
    messages.c.in_hand,
    messages.c.alone,
    messages.c.outcome,
)

#: The messages of one mailbox with these raw hashes.
BY_HASH: Select[Any] = select(messages.c.raw_hash, *_STANDING).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash.in_(bindparam("hashes", expanding=True))
)

#: The messages that these bytes are, stored otherwise than they came.
BY_OTHER_HASH: Select[Any] = (
    select(stored_otherwise.c.raw_hash, *_STANDING)
    .join(messages, messages.c.id == stored_otherwise.c.message)
    .where(
        stored_otherwise.c.mailbox == bindparam("mailbox"),
        stored_otherwise.c.raw_hash.in_(bindparam("hashes", expanding=True)),
        messages.c.outcome.is_not(None),
    )
)

#: Where these messages lie.
LIVE_PLACES = select(
    locations.c.id, locations.c.message, locations.c.folder, locations.c.uidvalidity, locations.c.uid
).where(locations.c.message.in_(bindparam("messages", expanding=True)), locations.c.gone_at.is_(None))

#: Who is at these UIDs of one folder.
AT_UIDS = select(locations.c.id, locations.c.uid, locations.c.message).where(
    locations.c.mailbox == bindparam("mailbox"),
    locations.c.folder == bindparam("folder"),
    locations.c.uidvalidity == bindparam("uidvalidity"),
    locations.c.uid.in_(bindparam("uids", expanding=True)),
    locations.c.gone_at.is_(None),
)

#: The messages of a mailbox that have no outcome, with where they lie; one that lies nowhere comes too.
WAITING = (
    select(
        messages.c.id,
        messages.c.raw_hash,
        messages.c.attempts,
        messages.c.alone,
        locations.c.folder,
        locations.c.uidvalidity,
        locations.c.uid,
    )
    .outerjoin(locations, and_(locations.c.message == messages.c.id, locations.c.gone_at.is_(None)))
    .where(messages.c.mailbox == bindparam("mailbox"), messages.c.outcome.is_(None))
    .order_by(messages.c.id, locations.c.id)
)

#: Count an attempt and take the mail in hand.
TAKE_IN_HAND = (
    update(messages).where(messages.c.id == bindparam("message")).values(attempts=messages.c.attempts + 1, in_hand=True)
)

_NOT_BLAMED = and_(messages.c.in_hand, messages.c.alone.is_(False))
_LET_GO = {
    "attempts": case((_NOT_BLAMED, messages.c.attempts - 1), else_=messages.c.attempts),
    "alone": True,
    "in_hand": False,
}

#: Let go of what was abandoned: blame only a mail that was in hand alone.
ABANDONED = update(messages).where(IN_HAND).values(_LET_GO)

#: Let go of what was abandoned in one mailbox.
ABANDONED_IN = ABANDONED.where(messages.c.mailbox == bindparam("of_mailbox"))

#: Let go of these, where they were abandoned.
ABANDONED_OF = ABANDONED.where(messages.c.id.in_(bindparam("messages", expanding=True)))

#: A mail that was gone before it was read, and is there after all (somebody brought it back): it waits again.
TURNED_UP = (
    update(messages)
    .where(messages.c.id.in_(bindparam("messages", expanding=True)), messages.c.outcome == Outcome.EXPUNGED)
    .values(outcome=None)
)

#: Mails that nobody saw before.
NEW_MAILS = insert(messages)

_IN_HAND_OF = update(messages).where(
    messages.c.mailbox == bindparam("of_mailbox"),
    messages.c.raw_hash.in_(bindparam("hashes", expanding=True)),
    messages.c.in_hand,
    messages.c.outcome.is_(None),
)

#: Out of hand, the attempt counted: to be read again, alone.
REQUEUE_COUNTED = _IN_HAND_OF.values(in_hand=False, alone=True)

#: Out of hand, the attempt taken back.
REQUEUE_UNCOUNTED = _IN_HAND_OF.values(in_hand=False, attempts=messages.c.attempts - 1)

#: Failed mails wait again, as if never tried; their first outcome stays what it was.
RETRY = (
    update(messages)
    .where(
        messages.c.mailbox == bindparam("of_mailbox"),
        messages.c.raw_hash.in_(bindparam("hashes", expanding=True)),
        messages.c.outcome == Outcome.FAILED,
    )
    .values(outcome=None, reason=None, attempts=0, alone=True, in_hand=False)
    .returning(messages.c.id)
)

#: What was asked for of these mails in the mailbox may be asked for again. Not of one certain copy of them.
FREE_MAILBOX_KEYS = delete(once_keys).where(
    once_keys.c.action.in_(
        select(actions.c.id).where(
            actions.c.message.in_(bindparam("messages", expanding=True)),
            actions.c.location.is_(None),
            actions.c.kind.in_((ActionKind.MOVE, ActionKind.FLAG)),
        )
    )
)

_EXPUNGED = literal(Outcome.EXPUNGED, messages.c.outcome.type)

#: A message that waits and is nowhere any more is `expunged`.
LOST = (
    update(messages)
    .where(
        messages.c.mailbox == bindparam("of_mailbox"),
        messages.c.raw_hash == bindparam("of_hash"),
        messages.c.outcome.is_(None),
        ~select(locations.c.id).where(locations.c.message == messages.c.id, locations.c.gone_at.is_(None)).exists(),
    )
    .values(
        outcome=_EXPUNGED,
        first_outcome=func.coalesce(messages.c.first_outcome, _EXPUNGED),
        outcome_at=bindparam("at"),
        in_hand=False,
    )
)

#: Places that other mails have now, or that their folder no longer numbers so.
GONE = update(locations).where(locations.c.id.in_(bindparam("places", expanding=True))).values(gone_at=bindparam("at"))


def note(
    connection: Connection,
    batch: Sequence[RawMail],
    at: datetime,
    *,
    put_there: bool = False,
    moving: bool = False,
    beside: bool = False,
) -> Seen:
    """Rows for the batch's mails and places, attempts counted; who is to be read, and who is known. One mailbox.

    `put_there`: nobody takes mail from their folder; somebody put them there, and nobody has seen them before.
    `moving`: the mailbox's mails were numbered anew lately; of one that nobody has met since then, nobody knows
    whether it was moved. `beside`: others are in hand, so that what is to be read alone waits.
    """
    if not batch:
        return Seen()
    [mailbox] = {mail.location.mailbox for mail in batch}
    hashes = sorted({mail.raw_hash for mail in batch})
    insert_missing(connection, mailboxes, [{"name": mailbox}])
    known = _rows(connection, mailbox, hashes)
    new = {mail.raw_hash: mail for mail in reversed(batch) if mail.raw_hash not in known}
    if new:
        rows = [_new_row(mail, at) for mail in batch if new.get(mail.raw_hash) is mail]
        connection.execute(NEW_MAILS, rows)
    if _revived(connection, known.values()) or new:
        known = _rows(connection, mailbox, hashes)
    ids = {raw_hash: row.id for raw_hash, row in known.items()}
    moved = {row.id for row in known.values() if put_there or row.outcome is not None}
    if moving:
        moved -= lost_of(connection, moved)
    elsewhere = _note_places(connection, batch, ids, moved, at)
    return _sort(connection, batch, known, elsewhere, beside=beside)


def _revived(connection: Connection, known: Collection[Row[Any]]) -> bool:
    """Lets mails wait that a dead daemon had in hand, or that were gone and have turned up; whether there were any."""
    abandoned = [row.id for row in known if row.in_hand]
    if abandoned:
        connection.execute(ABANDONED_OF, {"messages": abandoned})
    turned_up = [row.id for row in known if row.outcome is Outcome.EXPUNGED]
    if turned_up:
        connection.execute(TURNED_UP, {"messages": turned_up})
    return bool(abandoned or turned_up)


def requeue(connection: Connection, mailbox: str, raw_hashes: Collection[str], *, counted: bool) -> None:
    """Out of hand without an outcome, to be read again alone."""
    if raw_hashes:
        asked = {"of_mailbox": mailbox, "hashes": list(raw_hashes)}
        connection.execute(REQUEUE_COUNTED if counted else REQUEUE_UNCOUNTED, asked)


def let_go_of_abandoned(connection: Connection, mailbox: str | None = None) -> int:
    """At start: what a dead daemon had in hand, or a dead worker of this mailbox. Returns how many mails that were."""
    if mailbox is None:
        return connection.execute(ABANDONED).rowcount
    return connection.execute(ABANDONED_IN, {"of_mailbox": mailbox}).rowcount


def retry(connection: Connection, mailbox: str, raw_hashes: Collection[str]) -> int:
    """Failed mails wait again, as if never tried; their first outcome stays what it was. Returns how many.

    What was asked for of a failed mail (its flag) may be asked for again: those once_keys are free.
    """
    if not raw_hashes:
        return 0
    again = connection.scalars(RETRY, {"of_mailbox": mailbox, "hashes": list(raw_hashes)}).all()
    if again:
        connection.execute(FREE_MAILBOX_KEYS, {"messages": list(again)})
    return len(again)


def lost(connection: Connection, mailbox: str, raw_hash: str, at: datetime) -> bool:
    """A message that waits and lies nowhere any more is `expunged`. False where it does not wait, or lies somewhere."""
    return bool(connection.execute(LOST, {"of_mailbox": mailbox, "of_hash": raw_hash, "at": at}).rowcount)


def waiting(connection: Connection, mailbox: str) -> tuple[Waiting, ...]:
    """Messages without an outcome, oldest first, with the places to fetch them from; none where it lies nowhere."""
    found: dict[int, Waiting] = {}
    for row in connection.execute(WAITING, {"mailbox": mailbox}):
        all_locations = found[row.id].locations if row.id in found else ()
        if row.uid is not None:
            here = Location(mailbox=mailbox, folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid)
            all_locations = (*all_locations, here)
        found[row.id] = Waiting(raw_hash=row.raw_hash, attempts=row.attempts, alone=row.alone, locations=all_locations)
    return tuple(found.values())


def _rows(connection: Connection, mailbox: str, hashes: Sequence[str]) -> dict[str, Row[Any]]:
    rows: dict[str, Row[Any]] = {}
    for statement in (BY_OTHER_HASH, BY_HASH):
        rows |= {row.raw_hash: row for row in connection.execute(statement, {"mailbox": mailbox, "hashes": hashes})}
    return rows


def _new_row(mail: RawMail, at: datetime) -> dict[str, object]:
    return {
        "mailbox": mail.location.mailbox,
        "raw_hash": mail.raw_hash,
        "size_bytes": mail.size_bytes,
        "received_at": mail.received_at,
        "seen_at": at,
        "attempts": 0,
        "in_hand": False,
        "alone": False,
        "answered_flag": any(flag.lower() == "\\answered" for flag in mail.flags),
    }


def _note_places(
    connection: Connection, batch: Sequence[RawMail], ids: dict[str, int], moved: Collection[int], at: datetime
) -> dict[Location, bool]:
    """Notes where each mail lies; says of each place whether the same mail lies somewhere else too.

    Of those that are in `moved`, it is a move of somebody's where they were elsewhere before.

    Where it was known in a folder under another UIDVALIDITY than it has there now, that place is gone.
    """
    all_locations: dict[int, set[Location]] = {}
    mailbox = batch[0].location.mailbox
    numbers = {mail.location.folder: mail.location.uidvalidity for mail in batch}
    old: list[int] = []
    for row in connection.execute(LIVE_PLACES, {"messages": sorted(ids.values())}):
        if numbers.get(row.folder, row.uidvalidity) != row.uidvalidity:
            old.append(row.id)
            continue
        location = Location(mailbox=mailbox, folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid)
        all_locations.setdefault(row.message, set()).add(location)
    if old:
        connection.execute(GONE, {"places": old, "at": at})
    new: list[tuple[Location, int]] = []
    elsewhere: dict[Location, bool] = {}
    for mail in batch:
        here = all_locations.setdefault(ids[mail.raw_hash], set())
        elsewhere[mail.location] = bool(here - {mail.location})
        if mail.location not in here:
            here.add(mail.location)
            new.append((mail.location, ids[mail.raw_hash]))
    _free_reused_uids(connection, [mail.location for mail in batch], {message for _, message in new}, ids, batch, at)
    note_met(connection, new, moved, at)
    return elsewhere


def _free_reused_uids(
    connection: Connection,
    all_locations: Sequence[Location],
    moved_in: Collection[int],
    ids: dict[str, int],
    batch: Sequence[RawMail],
    at: datetime,
) -> None:
    """A restored mailbox may give a UID to another mail: then the one we knew there is gone."""
    if not moved_in:
        return
    meant = {mail.location: ids[mail.raw_hash] for mail in batch}
    for folder, uidvalidity in sorted({(location.folder, location.uidvalidity) for location in all_locations}):
        uids = [
            location.uid
            for location in all_locations
            if (location.folder, location.uidvalidity) == (folder, uidvalidity)
        ]
        asked = {"mailbox": all_locations[0].mailbox, "folder": folder, "uidvalidity": uidvalidity, "uids": uids}
        gone = [
            row
            for row in connection.execute(AT_UIDS, asked)
            if meant[Location(mailbox=all_locations[0].mailbox, folder=folder, uidvalidity=uidvalidity, uid=row.uid)]
            != row.message
        ]
        if gone:
            connection.execute(GONE, {"places": [row.id for row in gone], "at": at})
            connection.execute(NOWHERE_OF, {"of_messages": [row.message for row in gone]})


def _sort(
    connection: Connection,
    batch: Sequence[RawMail],
    known: dict[str, Row[Any]],
    elsewhere: dict[Location, bool],
    *,
    beside: bool,
) -> Seen:
    fresh: list[RawMail] = []
    copies: list[Copy] = []
    waiting_alone: list[RawMail] = []
    spent: list[RawMail] = []
    undecided = sum(row.outcome is None for row in known.values())
    met: set[str] = set()
    for mail in batch:
        row = known[mail.raw_hash]
        if row.outcome is not None or mail.raw_hash in met:
            place = mail.location
            copies.append(Copy(raw_hash=row.own_hash, at=place, outcome=row.outcome, elsewhere=elsewhere[place]))
        elif row.attempts >= READING_ATTEMPTS:
            spent.append(mail)
        elif row.alone and (undecided > 1 or beside):
            waiting_alone.append(mail)
        else:
            fresh.append(mail)
        met.add(mail.raw_hash)
    if fresh:
        connection.execute(TAKE_IN_HAND, [{"message": known[mail.raw_hash].id} for mail in fresh])
    return Seen(fresh=tuple(fresh), copies=tuple(copies), waiting_alone=tuple(waiting_alone), spent=tuple(spent))
