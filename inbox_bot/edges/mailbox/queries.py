"""What is there: a folder's counters, the UIDs in a range, what mails in Sent answer, where a Message-ID lies."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import methodcaller
from typing import Any

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox.connection import Connection
from inbox_bot.edges.mailbox.fetching import body, fetch
from inbox_bot.edges.mailbox.headers import (
    FIELDS,
    HEADER_LIMIT,
    SENDER_FIELDS,
    fields_of,
    sender_header,
    thread_header,
)
from inbox_bot.edges.mailbox.values import FolderStatus, SenderHeader, ThreadHeader

UIDS_AT_ONCE = 10_000  # IMAPClient gives up on an answer over 1,000,000 bytes: 150,000 UIDs
HEADERS_AT_ONCE = 200


ITEMS = ("UIDVALIDITY", "UIDNEXT", "MESSAGES")


def has_modseq(connection: Connection) -> bool:
    """Whether HIGHESTMODSEQ may be asked for (RFC 7162): elsewhere it makes the whole STATUS a BAD."""
    return connection.can("CONDSTORE") or connection.can("QRESYNC")


def status(connection: Connection, folder: str) -> FolderStatus:
    """The counters by one STATUS, which is for folders that are not selected (RFC 3501 §6.3.10)."""
    connection.leave(folder)
    items = [*ITEMS, "HIGHESTMODSEQ"] if has_modseq(connection) else list(ITEMS)
    told = connection.ask(methodcaller("folder_status", folder, items))
    uidnext_told = b"UIDNEXT" in told
    if not uidnext_told:
        told[b"UIDNEXT"] = _highest_uid(connection, folder) + 1
    counted = counters([each for pair in told.items() for each in pair])
    if counted is None:
        raise connection.nonsense()  # never "0": that would read as another folder, or an empty one
    return replace(counted, uidnext_told=uidnext_told)


def counters(told: Sequence[Any]) -> FolderStatus | None:
    """The counters out of a STATUS response's names and values in turn; None where one is missing or is no number."""
    found = dict(zip(told[::2], told[1::2], strict=False))
    uidvalidity, uidnext, messages = (found.get(item.encode()) for item in ITEMS)
    if not (isinstance(uidvalidity, int) and isinstance(messages, int) and isinstance(uidnext, int)):
        return None
    modseq = found.get(b"HIGHESTMODSEQ")
    return FolderStatus(
        uidvalidity=uidvalidity,
        uidnext=uidnext,
        messages=messages,
        highestmodseq=modseq if isinstance(modseq, int) and modseq > 0 else None,  # 0: RFC 7162 §3.1.2.2
    )


def uids(connection: Connection, folder: str, uidvalidity: int, first: int, last: int) -> list[int]:
    """The UIDs from `first` to `last` that are there now, ascending.

    A long range in a large folder is asked for in windows of 10,000 messages from the top: what is expunged meanwhile
    moves messages down, into a window that is still to come, and none is missed.
    """
    if last < first:
        return []
    there = connection.select(folder, uidvalidity).messages
    if there == 0:
        return []
    if there <= UIDS_AT_ONCE or last - first < UIDS_AT_ONCE:
        windows = [""]
    else:
        windows = [f"{max(1, top - UIDS_AT_ONCE + 1)}:{top} " for top in range(there, 0, -UIDS_AT_ONCE)]
    found: set[int] = set()
    for window in windows:
        found.update(connection.ask(methodcaller("search", f"{window}UID {first}:{last}")))
    # Some servers answer a range above their last UID with that last UID, as they do `*` (RFC 3501 §6.4.8).
    return sorted(uid for uid in found if first <= uid <= last)


def headers(connection: Connection, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[ThreadHeader]:
    """What these mails answer and to whom they went, by a few fields of their headers."""
    return [thread_header(uid, header) for uid, header in _header_bytes(connection, folder, uidvalidity, uids, FIELDS)]


def sender_headers(connection: Connection, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[SenderHeader]:
    """Who is said, and shown, to have sent these mails, by a few fields of their headers."""
    return [sender_header(header) for _, header in _header_bytes(connection, folder, uidvalidity, uids, SENDER_FIELDS)]


def _header_bytes(
    connection: Connection, folder: str, uidvalidity: int, uids: Sequence[int], fields: Sequence[str]
) -> Iterator[tuple[int, bytes]]:
    what = f"BODY.PEEK[HEADER.FIELDS ({' '.join(fields)})]<0.{HEADER_LIMIT}>"
    for start in range(0, len(uids), HEADERS_AT_ONCE):
        some = list(uids[start : start + HEADERS_AT_ONCE])
        connection.select(folder, uidvalidity, afresh=start == 0)
        for uid, told in fetch(connection, some, [what]).items():
            yield uid, body(told) or b""


def with_field(connection: Connection, folder: str, name: str, value: str) -> list[dict[str, list[str]]]:
    """The whole headers of the newest mails whose field has this in it: names in capitals, values as they stand."""
    selected = connection.select(folder)
    found = sorted(connection.ask(methodcaller("search", ["HEADER", name, value])))[-HEADERS_AT_ONCE:]
    what = f"BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>"
    connection.select(folder, selected.uidvalidity, afresh=False)
    return [fields_of(body(told) or b"") for told in fetch(connection, found, [what]).values()] if found else []


MARKED_AT_MOST = 500  # the newest


def find(connection: Connection, mailbox: str, folder: str, message_id: str) -> list[Location]:
    """The mails with exactly this Message-ID. HEADER finds parts of a value too, and some servers search by words."""
    selected = connection.select(folder)
    candidates = connection.ask(methodcaller("search", ["HEADER", "MESSAGE-ID", message_id]))
    return [
        Location(mailbox=mailbox, folder=folder, uidvalidity=selected.uidvalidity, uid=each.uid)
        for each in headers(connection, folder, selected.uidvalidity, candidates)
        if each.message_id == message_id
    ]


def marked(connection: Connection, folder: str, words: str) -> list[ThreadHeader]:
    """The mails with an X-Inbox-Bot field that the server finds these words in: it may find more than that."""
    selected = connection.select(folder)
    found = connection.ask(methodcaller("search", ["HEADER", "X-INBOX-BOT", words]))
    return headers(connection, folder, selected.uidvalidity, found[-MARKED_AT_MOST:])


def _highest_uid(connection: Connection, folder: str) -> int:
    messages = connection.select(folder).messages
    found = connection.ask(methodcaller("search", f"{messages}:{messages}")) if messages else []
    connection.leave(folder)
    return max(found, default=0)
