"""Copies of mails that are to be erased: found in whichever folder they lie, deleted for good, or moved to Trash.

A server finds more than was asked for (a part of an address, a mail with the same words), so what it finds is looked at
here: who wrote it, to whom it went, which Message-ID it has. Which of them is erased is its caller's to say.

What one answer leaves out is asked for again: a copy that was overlooked once would stay for good, and nobody know.

As everywhere: nobody else's mail is ever expunged. Where a server can't expunge by UID (RFC 4315), the mail is marked
as deleted, and goes when a mail program clears the folder up. At Gmail a mail that is expunged from a folder stays in
"All Mail": there it is moved to Trash first, and expunged from there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import methodcaller
from typing import Any, TypeVar

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox import changes
from inbox_bot.edges.mailbox.changes import UIDPLUS
from inbox_bot.edges.mailbox.connection import CommandRefused, Connection
from inbox_bot.edges.mailbox.fetching import ASKED, body, fetch, those_listed
from inbox_bot.edges.mailbox.folders import marked
from inbox_bot.edges.mailbox.headers import HEADER_LIMIT, addresses_in, fields_of, message_ids_in
from inbox_bot.edges.mailbox.mailbox import Mailbox
from inbox_bot.edges.mailbox.values import Folder, Gone, Moved, MoveFailed

ASKED_AT_ONCE = 20  # conditions of one SEARCH
MANY_IDS = 200
TRACED_AT_ONCE = 500
EXPUNGED_AT_ONCE = 500
TRASHED_AT_ONCE = 500
REFUSED_AT_MOST = 3  # mails one after the other, which are tried alone: then the server refuses them all
GMAIL = "X-GM-EXT-1"
USUAL_TRASH = ("Trash", "Deleted Items", "Deleted Messages", "Papierkorb", "Gelöschte Elemente")
T = TypeVar("T")
_FIELDS = ("MESSAGE-ID", "FROM", "SENDER", "TO", "CC", "BCC")
_WHAT = ("RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[HEADER.FIELDS ({' '.join(_FIELDS)})]<0.{HEADER_LIMIT}>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Traced:
    """A mail in a folder, as far as it says whose it is. Untrusted."""

    uid: int
    message_id: str | None
    writers: tuple[str, ...]  #: bare addresses of From and Sender, in lower case
    to: tuple[str, ...]  #: of To, Cc and Bcc
    size_bytes: int
    received_at: datetime  #: INTERNALDATE, in UTC


@dataclass(frozen=True, kw_only=True, slots=True)
class Expunged:
    """What became of mails that were to be deleted for good."""

    gone: int
    left: tuple[int, ...]  #: UIDs that are there yet
    sentence: str = ""  #: what the server said, where one is left


class Copies:
    """One mailbox, as far as copies of mails are looked for in it. Any method may raise MailboxDown."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self.name = mailbox.name

    def folders(self) -> list[Folder]:
        """Those that can hold mails."""
        listed = {each.name: each for _ in range(ASKED) for each in self._mailbox.folders()}
        return [each for each in listed.values() if "\\noselect" not in {one.lower() for one in each.attributes}]

    def sent_folder(self) -> str | None:
        """The folder for mail sent; None where there is none."""
        return self._mailbox.sent_folder()

    def trash_folder(self) -> str | None:
        """The folder for deleted mail: marked so (RFC 6154), else by its usual names; None where there is none."""
        return _trash(self._mailbox.folders())

    def uidvalidity(self, folder: str) -> int:
        """The folder's, now."""
        return self._mailbox.status(folder).uidvalidity

    def found(self, folder: str, uidvalidity: int, *, addresses: Sequence[str], ids: Sequence[str]) -> list[int]:
        """The UIDs of mails that may be from these addresses or to them, or have one of these Message-IDs.

        All mails of the folder where very many ids are asked for: a server would look through them for each.
        """
        if len(ids) > MANY_IDS:
            return self._search(folder, uidvalidity, [["ALL"]])
        wanted: list[list[Any]] = [["HEADER", "MESSAGE-ID", each] for each in ids if each.isascii()]
        wanted += [[field, each] for each in addresses if each.isascii() for field in ("FROM", "TO", "CC", "BCC")]
        return self._search(folder, uidvalidity, wanted)

    def saying(self, folder: str, uidvalidity: int, words: Sequence[str]) -> list[int]:
        """The UIDs of mails in which the server finds one of these words."""
        return self._search(folder, uidvalidity, [["TEXT", word] for word in words])

    def traced(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[Traced]:
        """What these mails say of whose they are; those that are gone are left out."""
        found: list[Traced] = []
        with self._mailbox.asking(folder) as connection:
            for some in _chunks(uids, TRACED_AT_ONCE):
                left = list(some)
                for _ in range(ASKED):
                    connection.select(folder, uidvalidity, afresh=not found)
                    answered = fetch(connection, left, _WHAT) if left else {}
                    found += [_traced(uid, told) for uid, told in answered.items()]
                    left = [uid for uid in left if uid not in answered]
        return found

    def content(self, folder: str, uidvalidity: int, uid: int) -> bytes | None:
        """A mail's bytes, whole; None where it is gone."""
        with self._mailbox.asking(folder) as connection:
            for again in range(ASKED):
                connection.select(folder, uidvalidity, afresh=again > 0)
                if (told := fetch(connection, [uid], ["BODY.PEEK[]"]).get(uid)) is not None:
                    return body(told)
        return None

    def expunge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Expunged:
        """Delete mails for good, so many at once as servers take; what is gone already counts as gone."""
        gone, left, said = 0, list[int](), ""
        with self._mailbox.asking(folder) as connection:
            trash = _trash(self._mailbox.folders()) if connection.can(GMAIL) else None
            for some in _chunks(uids, EXPUNGED_AT_ONCE):
                try:
                    if trash is not None and trash != folder:
                        some_left = _through_trash(connection, folder, uidvalidity, some, trash)
                    else:
                        some_left = _expunged(connection, folder, uidvalidity, some)
                except CommandRefused as refused:
                    some_left, said = list(some), refused.text
                left += some_left
                gone += len(some) - len(some_left)
        return Expunged(gone=gone, left=tuple(left), sentence=said)

    def to_trash(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Expunged:
        """Move mails to Trash, so many at once as servers take; it is made where there is none.

        What is gone already counts as moved.
        """
        left, said = list[int](), ""
        trash = self.trash_folder() or self._mailbox.folder_name(("Trash",))
        with self._mailbox.asking(folder) as connection:
            for start in range(0, len(uids), TRASHED_AT_ONCE):
                connection.select(folder, uidvalidity, change=True)
                there = _there(connection, uids[start : start + TRASHED_AT_ONCE])
                locations = [
                    Location(mailbox=self.name, folder=folder, uidvalidity=uidvalidity, uid=uid) for uid in there
                ]
                try:
                    if locations:
                        changes.move_away(connection, locations, trash)
                except CommandRefused:
                    some_left, said = _one_by_one(connection, locations, trash)
                    left += some_left
                    if some_left == there:  # as it will be with the others
                        left += uids[start + TRASHED_AT_ONCE :]
                        break
        return Expunged(gone=len(uids) - len(left), left=tuple(left), sentence=said)

    def _search(self, folder: str, uidvalidity: int, wanted: Sequence[list[Any]]) -> list[int]:
        found: set[int] = set()
        with self._mailbox.asking(folder) as connection:
            for some in _chunks(wanted, ASKED_AT_ONCE):
                criteria = _any_of(some)
                charset = None if all(str(each).isascii() for one in some for each in one) else "UTF-8"
                for again in range(ASKED):
                    connection.select(folder, uidvalidity, afresh=again > 0)
                    found.update(connection.ask(methodcaller("search", criteria, charset)))
        return sorted(found)


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _any_of(conditions: Sequence[list[Any]]) -> list[Any]:
    """One condition that holds where any of these does: IMAP's OR takes two (RFC 3501 §6.4.4)."""
    *others, last = conditions
    criteria = list(last)
    for each in reversed(others):
        criteria = ["OR", each, criteria]
    return criteria


def _trash(listed: list[Folder]) -> str | None:
    if (found := marked(listed, "\\Trash")) is not None:
        return found
    names = {each.name.rpartition(each.delimiter or "/")[2].lower(): each.name for each in reversed(listed)}
    return next((names[usual.lower()] for usual in USUAL_TRASH if usual.lower() in names), None)


def _traced(uid: int, told: dict[bytes, Any]) -> Traced:
    fields = fields_of(body(told) or b"")
    at = told.get(b"INTERNALDATE")
    size = told.get(b"RFC822.SIZE")
    ids = message_ids_in(fields.get("MESSAGE-ID", []))
    return Traced(
        uid=uid,
        message_id=ids[0] if ids else None,
        writers=addresses_in(value for name in ("FROM", "SENDER") for value in fields.get(name, [])),
        to=addresses_in(value for name in ("TO", "CC", "BCC") for value in fields.get(name, [])),
        size_bytes=size if isinstance(size, int) else 0,
        received_at=at.astimezone(UTC) if isinstance(at, datetime) else datetime.now(UTC),
    )


def _one_by_one(connection: Connection, locations: Sequence[Location], trash: str) -> tuple[list[int], str]:
    """Those that are there yet, and what the server said: that refuses many at once because of one, or any at all."""
    left, said, in_a_row = list[int](), "", 0
    for number, each in enumerate(locations):
        result = changes.move(connection, each, trash)
        if not isinstance(result, MoveFailed):
            in_a_row = 0
            continue
        left.append(each.uid)
        said, in_a_row = said or result.sentence, in_a_row + 1
        if in_a_row == REFUSED_AT_MOST:
            return [*left, *(further.uid for further in locations[number + 1 :])], said
    return left, said


def _expunged(connection: Connection, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[int]:
    """Those that are there yet."""
    connection.select(folder, uidvalidity, change=True)
    there = _there(connection, uids)
    if there:
        connection.ask(lambda client: client.add_flags(there, ["\\Deleted"], silent=True))
        if not connection.can(UIDPLUS):
            return there
        connection.ask(lambda client: client.uid_expunge(there))
        connection.select(folder, uidvalidity, change=True)
    return _there(connection, there) if there else []


def _through_trash(connection: Connection, folder: str, uidvalidity: int, uids: Sequence[int], trash: str) -> list[int]:
    """Those that are there yet, or are in Trash and nobody knows where: the next look finds them."""
    locations = [Location(mailbox="", folder=folder, uidvalidity=uidvalidity, uid=uid) for uid in uids]
    results = changes.move_all(connection, locations, trash)
    moved = [result.to for result in results if isinstance(result, Moved) and result.to is not None]
    for number in {each.uidvalidity for each in moved}:
        _expunged(connection, trash, number, [each.uid for each in moved if each.uidvalidity == number])
    return [
        uid for uid, result in zip(uids, results, strict=True) if isinstance(result, MoveFailed) or _is_lost(result)
    ]


def _is_lost(result: Moved | Gone | MoveFailed) -> bool:
    return isinstance(result, Moved) and result.to is None


def _there(connection: Connection, uids: Sequence[int]) -> list[int]:
    found: set[int] = set()
    for _ in range(ASKED):
        if len(found) < len(uids):
            found.update(those_listed(connection, uids))
    return sorted(found)
