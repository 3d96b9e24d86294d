"""What is changed in a mailbox: a mail moved, flagged, put there; a folder created. Each says plainly how it ended.

Three rules. Nobody else's mail is ever expunged: UID EXPUNGE of the one UID (RFC 4315), or no expunge at all. A mail
that is gone needs no doing: `Gone`, never a failure; but it counts as gone only after a fresh look, since a session
doesn't know what arrived after it selected the folder. And the folder is selected anew before a change: when somebody
deletes it and creates it again, Dovecot lets the old session move the new folder's mail with the same UID.

A crash between COPY and the mark on the original (servers without MOVE) leaves two copies; the next try makes a third
one or not: all are one mail by their raw hash, and none is lost.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from imapclient import IMAPClient

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox.connection import CommandRefused, Connection, Selected
from inbox_bot.edges.mailbox.fetching import is_listed, those_listed, told_by_uid
from inbox_bot.edges.mailbox.response_codes import FOR_GOOD
from inbox_bot.edges.mailbox.values import (
    Appended,
    AppendFailed,
    FlagFailed,
    Flagged,
    Gone,
    Moved,
    MoveFailed,
    Refusal,
)

CHANGED_AT_ONCE = 100
REUSED_S = 2.0  # for so long INBOX is not selected anew for the next change
UIDPLUS = "UIDPLUS"  # RFC 4315: tells where a mail went, and expunges by UID
_COPYUID = re.compile(rb"^(\d+) ([\d:,]+) ([\d:,]+)")
_APPENDUID = re.compile(rb"^(\d+) (\d+)\b")
_KEYWORD = re.compile(r"^[A-Za-z0-9$_.+-]{1,100}$")
_DELETED = "\\Deleted"
R = TypeVar("R", bound=Refusal)
T = TypeVar("T")


def move(connection: Connection, location: Location, folder: str) -> Moved | Gone | MoveFailed:
    """Move one mail to a folder, which is created where it is missing."""
    if folder == location.folder:
        listed = is_listed(connection, folder, location.uidvalidity, location.uid)
        return Moved(to=location, folder=folder) if listed else Gone(location=location)
    try:
        for again in (False, True):
            _select(connection, location, again)
            if (moved := _moved(connection, location, folder)) is not None:
                return moved
        return Gone(location=location)
    except CommandRefused as refused:
        if refused.code == "EXPUNGEISSUED" and not is_listed(
            connection, location.folder, location.uidvalidity, location.uid
        ):
            return Gone(location=location)
        return _failed(MoveFailed, refused)


def _moved(connection: Connection, location: Location, folder: str) -> Moved | MoveFailed | None:
    """One try; None: nothing was there to move, as far as this session knows."""
    uid, told = location.uid, connection.can(UIDPLUS)
    if not told and not those_listed(connection, [uid]):
        return None  # without COPYUID, a move of nothing looks like a move (RFC 6851 §4.3)
    with_move = connection.can("MOVE")
    all_locations = _creating(
        connection, folder, lambda: connection.ask(partial(_transferred, [location], folder, with_move))
    )
    to = all_locations.get(uid)
    if uid not in all_locations and told and (with_move or not those_listed(connection, [uid])):
        return None
    if with_move:
        return Moved(to=to, folder=folder)
    try:
        connection.ask(lambda client: client.add_flags([uid], [_DELETED], silent=True))
    except CommandRefused as refused:
        if refused.code == "EXPUNGEISSUED":
            raise
        return MoveFailed(code=refused.code, sentence=refused.text, temporary=False)  # each new try would copy again
    if told:
        try:
            connection.ask(lambda client: client.uid_expunge([uid]))
        except CommandRefused:
            return Moved(to=to, folder=folder, original_marked=True)
    return Moved(to=to, folder=folder, original_marked=not told)


def move_all(connection: Connection, locations: Sequence[Location], folder: str) -> list[Moved | Gone | MoveFailed]:
    """Move mails of one folder to another by few commands; what did not move so is tried alone, and says why."""
    all_locations: dict[int, Location | None] = {}
    if connection.can("MOVE") and connection.can(UIDPLUS) and folder != locations[0].folder:
        for start in range(0, len(locations), CHANGED_AT_ONCE):
            some = locations[start : start + CHANGED_AT_ONCE]
            with contextlib.suppress(CommandRefused):
                _select(connection, some[0], again=False)
                transfer = partial(_transferred, some, folder, True)
                all_locations |= _creating(connection, folder, partial(connection.ask, transfer))
    return [
        Moved(to=all_locations[each.uid], folder=folder)
        if each.uid in all_locations
        else move(connection, each, folder)
        for each in locations
    ]


def move_away(connection: Connection, locations: Sequence[Location], folder: str) -> None:
    """Move mails of the selected folder to another, wherever there they come to lie: all by one command, or by three.

    Without MOVE and UIDPLUS the originals stay, marked as deleted. Raises CommandRefused.
    """
    with_move, uids = connection.can("MOVE"), [each.uid for each in locations]
    _creating(connection, folder, partial(connection.ask, partial(_transferred, locations, folder, with_move)))
    if not with_move:
        connection.ask(lambda client: client.add_flags(uids, [_DELETED], silent=True))
        if connection.can(UIDPLUS):
            connection.ask(lambda client: client.uid_expunge(uids))


def flag(connection: Connection, location: Location, flags: Iterable[str]) -> Flagged | Gone | FlagFailed:
    """Set flags on one mail, beside those it has; keywords only where the folder keeps them."""
    wanted = frozenset(flags)
    try:
        for again in (False, True):
            selected = _select(connection, location, again)
            allowed = frozenset(each for each in wanted if _may_set(each, selected.permanent_flags))
            if not allowed:
                return Flagged(set=allowed, left_out=wanted)
            # A terse server doesn't repeat flags that were set already.
            if _stored(connection, [location.uid], allowed) or those_listed(connection, [location.uid]):
                return Flagged(set=allowed, left_out=wanted - allowed)
        return Gone(location=location)
    except CommandRefused as refused:
        if refused.code == "EXPUNGEISSUED":
            return Gone(location=location)
        return _failed(FlagFailed, refused)


def flag_all(
    connection: Connection, locations: Sequence[Location], flags: Iterable[str]
) -> list[Flagged | Gone | FlagFailed]:
    """Set the same flags on mails of one folder by few commands; those that the server does not tell of are asked for.

    What the server refuses of many is tried alone, and says why.
    """
    wanted, stored = frozenset(flags), dict[int, Flagged]()
    for start in range(0, len(locations), CHANGED_AT_ONCE):
        some = locations[start : start + CHANGED_AT_ONCE]
        with contextlib.suppress(CommandRefused):
            selected = _select(connection, some[0], again=False)
            allowed = frozenset(each for each in wanted if _may_set(each, selected.permanent_flags))
            result = Flagged(set=allowed, left_out=wanted - allowed)
            uids = [each.uid for each in some]
            told = _stored(connection, uids, allowed) if allowed else uids
            if untold := [uid for uid in uids if uid not in told]:  # a terse server doesn't repeat what was set already
                told += those_listed(connection, untold)
            stored |= dict.fromkeys(told, result)
    return [stored.get(each.uid) or flag(connection, each, wanted) for each in locations]


def unflag(connection: Connection, location: Location, flags: Iterable[str]) -> Flagged | Gone | FlagFailed:
    """Take flags off one mail; what it has not stays away. `set` are the flags that were taken."""
    wanted = frozenset(flags)
    try:
        for again in (False, True):
            _select(connection, location, again)
            if _stored(connection, [location.uid], wanted, "-FLAGS") or those_listed(connection, [location.uid]):
                return Flagged(set=wanted, left_out=frozenset())
        return Gone(location=location)
    except CommandRefused as refused:
        if refused.code == "EXPUNGEISSUED":
            return Gone(location=location)
        return _failed(FlagFailed, refused)


def append(
    connection: Connection, mailbox: str, folder: str, mail: bytes, flags: Iterable[str], at: datetime | None
) -> Appended | AppendFailed:
    """Put a mail into a folder, which is created where it is missing."""

    def put(client: IMAPClient) -> Location | None:
        client.append(folder, mail, sorted(flags), at)
        for told in client._imap.untagged_responses.pop("APPENDUID", []):
            if found := _APPENDUID.match(told):
                return Location(mailbox=mailbox, folder=folder, uidvalidity=int(found[1]), uid=int(found[2]))
        return None

    try:
        return Appended(to=_creating(connection, folder, lambda: connection.ask(put)), folder=folder)
    except CommandRefused as refused:
        return _failed(AppendFailed, refused)


def append_all(
    connection: Connection, mailbox: str, folder: str, mails: Sequence[bytes], flags: Iterable[str], at: datetime
) -> list[Appended | AppendFailed]:
    """Put mails into one folder, by one command where the server can (RFC 3502, MULTIAPPEND: all of them, or none).

    What it refuses of many is tried alone, and says why.
    """
    wanted = sorted(flags)
    if len(mails) > 1 and connection.can("MULTIAPPEND"):
        parts = [{"msg": mail, "flags": wanted, "date": at} for mail in mails]

        def put(client: IMAPClient) -> None:
            client._checkok("append", *client.multiappend(folder, parts))  # which itself takes a NO for an answer

        with contextlib.suppress(CommandRefused):
            _creating(connection, folder, lambda: connection.ask(put))
            return [Appended(to=None, folder=folder) for _ in mails]
    return [append(connection, mailbox, folder, mail, wanted, at) for mail in mails]


def delete(connection: Connection, folder: str) -> None:
    """Delete a folder of ours with what is in it; what a server refuses stays."""
    connection.leave(folder)
    for request in (lambda client: client.delete_folder(folder), lambda client: client.unsubscribe_folder(folder)):
        with contextlib.suppress(CommandRefused):
            connection.ask(request)


def create(connection: Connection, folder: str) -> None:
    """Create a folder and subscribe to it, so that mail clients show it. Raises Refused where the server won't."""
    try:
        connection.ask(lambda client: client.create_folder(folder))
    except CommandRefused as refused:
        if refused.code != "ALREADYEXISTS":
            raise
    try:
        connection.ask(lambda client: client.subscribe_folder(folder))
    except CommandRefused:
        return  # shown or not: the mail can go there


def _select(connection: Connection, location: Location, again: bool) -> Selected:
    """Select the mail's folder for a change; at the first try, INBOX need not be selected anew if it just was.

    INBOX can't be deleted (RFC 3501 §6.3.4), so what was selected is what it was; and selecting it costs as much as
    the change.
    """
    reused = not again and location.folder.upper() == "INBOX" and connection.looked_s_ago(location.folder) < REUSED_S
    return connection.select(location.folder, location.uidvalidity, change=True, afresh=not reused)


def _stored(connection: Connection, uids: Sequence[int], flags: frozenset[str], how: str = "+FLAGS") -> list[int]:
    """Add flags, or take them off; those of the mails that the server told of then, as it does of one that is there."""
    value = f"({' '.join(sorted(flags))})"
    told = connection.ask(lambda client: told_by_uid(client, "STORE", uids, how, value))
    return [uid for uid in uids if uid in told]


def _creating(connection: Connection, folder: str, change: Callable[[], T]) -> T:
    """Make a change that needs the folder; where the folder is missing, create it and try once more."""
    try:
        return change()
    except CommandRefused as refused:
        # [TRYCREATE] is a MUST (RFC 3501 §6.4.7) that not every server keeps: so look.
        if refused.code != "TRYCREATE" and _exists(connection, folder):
            raise
    create(connection, folder)
    return change()


def _exists(connection: Connection, folder: str) -> bool:
    try:
        return bool(connection.ask(lambda client: client.list_folders("", folder)))
    except CommandRefused:
        return True


def _transferred(
    mails: Sequence[Location], folder: str, with_move: bool, client: IMAPClient
) -> dict[int, Location | None]:
    """Move or copy mails; where each UID went, as COPYUID says: in the tagged answer of COPY, an untagged one of MOVE.

    IMAPClient gives None for either, and lets the answers pile up. Where a MOVE told nothing that can be read of where
    they went, but that as many left as were to (RFC 6851 §4.4), each went somewhere: None.
    """
    uids = [mail.uid for mail in mails]
    client._imap.untagged_responses.pop("EXPUNGE", None)
    client.move(uids, folder) if with_move else client.copy(uids, folder)
    left = client._imap.untagged_responses.pop("EXPUNGE", [])
    all_locations: dict[int, Location | None] = {}
    for told in client._imap.untagged_responses.pop("COPYUID", []):
        if found := _COPYUID.match(told):
            # RFC 4315 §3: two sets of one length, the n-th of one became the n-th of the other.
            pairs = zip(_numbers(found[2], len(uids)), _numbers(found[3], len(uids)), strict=False)
            for uid, new in pairs:
                if uid in uids:
                    all_locations[uid] = Location(
                        mailbox=mails[0].mailbox, folder=folder, uidvalidity=int(found[1]), uid=new
                    )
    if with_move and not all_locations and len(left) >= len(uids):
        return dict.fromkeys(uids)
    return all_locations


def _numbers(uid_set: bytes, most: int) -> list[int]:
    """The numbers of a set such as `4,7:9`, in its order; no more than were asked for, whatever the server says."""
    numbers: list[int] = []
    for piece in uid_set.split(b","):
        first, _, last = piece.partition(b":")
        if first:
            numbers += range(int(first), min(int(last or first), int(first) + most - 1) + 1)
        if len(numbers) >= most:
            break
    return numbers[:most]


def _may_set(flag: str, permanent: frozenset[str]) -> bool:
    if flag.startswith("\\"):
        return flag.lower() in permanent
    return bool(_KEYWORD.match(flag)) and ("\\*" in permanent or flag.lower() in permanent)


def _failed(kind: type[R], refused: CommandRefused) -> R:
    return kind(code=refused.code, sentence=refused.text, temporary=refused.code not in FOR_GOOD)
