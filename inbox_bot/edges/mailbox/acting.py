"""What is changed in a mailbox: a mail moved, flagged, put there; a folder created. Each says plainly how it ended.

Three rules. Nobody else's mail is ever expunged: UID EXPUNGE of the one UID (RFC 4315), or no expunge at all. A mail
that is gone needs no doing: `Gone`, never a failure; but it counts as gone only after a fresh look, since a session
that selected the folder earlier may not know what has arrived. Where a mail went is read from COPYUID and APPENDUID.

A crash between COPY and the mark on the original (servers without MOVE) leaves two copies; the next try makes a third
one or not: all are one mail by their raw hash, and none is lost.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TypeVar

from imapclient import IMAPClient

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox.connection import Connection, Refused
from inbox_bot.edges.mailbox.fetching import is_listed
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

_COPYUID = re.compile(rb"^(\d+) ([\d:,]+) (\d+)\b")
_APPENDUID = re.compile(rb"^(\d+) (\d+)\b")
_KEYWORD = re.compile(r"^[A-Za-z0-9$_.+-]{1,100}$")
_DELETED = "\\Deleted"
R = TypeVar("R", bound=Refusal)


def move(connection: Connection, location: Location, folder: str) -> Moved | Gone | MoveFailed:
    """Move one mail to a folder, which is created where it is missing."""
    if folder == location.folder:
        listed = is_listed(connection, folder, location.uidvalidity, location.uid)
        return Moved(to=location, folder=folder) if listed else Gone(location=location)
    try:
        for afresh in (False, True):
            connection.select(location.folder, location.uidvalidity, change=True, afresh=afresh)
            if (moved := _moved(connection, location, folder)) is not None:
                return moved
        return Gone(location=location)
    except Refused as refused:
        if refused.code == "EXPUNGEISSUED" and not is_listed(
            connection, location.folder, location.uidvalidity, location.uid
        ):
            return Gone(location=location)
        return _failed(MoveFailed, refused)


def _moved(connection: Connection, location: Location, folder: str) -> Moved | None:
    """One try; None: nothing was there to move, as far as this session knows."""
    uid, told = location.uid, connection.can("UIDPLUS")
    if not told and not _listed_here(connection, uid):
        return None  # without COPYUID, a move of nothing looks like a move (RFC 6851 §4.3)
    with_move = connection.can("MOVE")

    def transfer(client: IMAPClient) -> Location | None:
        client.move([uid], folder) if with_move else client.copy([uid], folder)
        return _copied_to(client, location.mailbox, folder)

    to = _creating(connection, folder, lambda: connection.ask(transfer))
    if to is None and told and (with_move or not _listed_here(connection, uid)):
        return None
    if with_move:
        return Moved(to=to, folder=folder)
    connection.ask(lambda client: client.add_flags([uid], [_DELETED], silent=True))
    if told:
        connection.ask(lambda client: client.uid_expunge([uid]))
    return Moved(to=to, folder=folder, original_marked=not told)


def flag(connection: Connection, location: Location, flags: Iterable[str]) -> Flagged | Gone | FlagFailed:
    """Set flags on one mail, beside those it has; keywords only where the folder keeps them."""
    wanted = frozenset(flags)
    try:
        for afresh in (False, True):
            selected = connection.select(location.folder, location.uidvalidity, change=True, afresh=afresh)
            allowed = frozenset(each for each in wanted if _may_set(each, selected.permanent_flags))
            if not allowed:
                return Flagged(set=allowed, left_out=wanted)
            told = connection.ask(partial(IMAPClient.add_flags, messages=[location.uid], flags=sorted(allowed)))
            if location.uid in told:
                return Flagged(set=allowed, left_out=wanted - allowed)
        if is_listed(connection, location.folder, location.uidvalidity, location.uid):
            return Flagged(set=allowed, left_out=wanted - allowed)  # it has the flags already, and the server is terse
        return Gone(location=location)
    except Refused as refused:
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
    except Refused as refused:
        return _failed(AppendFailed, refused)


def create(connection: Connection, folder: str) -> None:
    """Create a folder and subscribe to it, so that mail clients show it. Raises Refused where the server won't."""
    try:
        connection.ask(lambda client: client.create_folder(folder))
    except Refused as refused:
        if refused.code != "ALREADYEXISTS":
            raise
    try:
        connection.ask(lambda client: client.subscribe_folder(folder))
    except Refused:
        return  # shown or not: the mail can go there


def _listed_here(connection: Connection, uid: int) -> bool:
    return uid in connection.ask(lambda client: client.search(["UID", uid]))


def _creating(connection: Connection, folder: str, change: Callable[[], Location | None]) -> Location | None:
    """Make a change that needs the folder; where the folder is missing, create it and try once more."""
    try:
        return change()
    except Refused as refused:
        # [TRYCREATE] is a MUST (RFC 3501 §6.4.7) that not every server keeps: so look.
        if refused.code != "TRYCREATE" and _exists(connection, folder):
            raise
    create(connection, folder)
    return change()


def _exists(connection: Connection, folder: str) -> bool:
    try:
        return bool(connection.ask(lambda client: client.list_folders("", folder)))
    except Refused:
        return True


def _copied_to(client: IMAPClient, mailbox: str, folder: str) -> Location | None:
    """Where COPYUID says the mail went (RFC 4315 §3): in the tagged answer of COPY, in an untagged one of MOVE."""
    for told in client._imap.untagged_responses.pop("COPYUID", []):
        if found := _COPYUID.match(told):
            return Location(mailbox=mailbox, folder=folder, uidvalidity=int(found[1]), uid=int(found[3]))
    return None


def _may_set(flag: str, permanent: frozenset[str]) -> bool:
    if flag.startswith("\\"):
        return flag.lower() in permanent
    return bool(_KEYWORD.match(flag)) and ("\\*" in permanent or flag.lower() in permanent)


def _failed(kind: type[R], refused: Refused) -> R:
    return kind(code=refused.code, sentence=refused.text, temporary=refused.code not in FOR_GOOD)
