"""The mailbox: one account on one IMAP server, as questions and changes that give values.

Decides nothing and knows no ledger: which UIDs are new, what is to be moved and when to try again are its caller's.
One connection, opened when first needed; a lock lets several threads share it, one question at a time.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import Access
from inbox_bot.edges.mailbox import changes, fetching, folders, queries
from inbox_bot.edges.mailbox.connection import CommandRefused, Connection
from inbox_bot.edges.mailbox.folders import Found
from inbox_bot.edges.mailbox.glance import Glance, glance
from inbox_bot.edges.mailbox.names import Spelling, folder_name
from inbox_bot.edges.mailbox.values import (
    Appended,
    AppendFailed,
    Described,
    FlagFailed,
    Flagged,
    Folder,
    FolderRefused,
    FolderStatus,
    Gone,
    MailboxDown,
    Missing,
    Moved,
    MoveFailed,
    SenderHeader,
    ThreadHeader,
    UidsNotCompared,
)
from inbox_bot.edges.mailbox.watch import Watch

R = TypeVar("R")
A = TypeVar("A")
#: codes of a refused question that a person has to do something about
_FOR_GOOD = frozenset({"NONEXISTENT", "NOPERM", "BAD"})


class Mailbox:
    """See the module. Every method may raise MailboxDown; those that are given a UIDVALIDITY, UidValidityChanged."""

    def __init__(
        self,
        *,
        name: str,
        access: Access,
        spool: Path,
        largest_bytes: int,
        compared_first: Collection[str] = (),
    ) -> None:
        """`spool` is the folder for fetched mails.

        In the folders `compared_first`, mails are moved and flagged only once `compared` was said of them in the
        session: what a mailbox that was put back gives its UIDs to, nobody knows before.
        """
        self.name = name
        self._access = access
        self._spool = spool
        self._largest_bytes = largest_bytes
        self._connection = Connection(access)
        self._lock = threading.RLock()
        self._spelling: Spelling | None = None
        self._sent: Found | None = None
        self._junk: Found | None = None
        self._compared: dict[str, int | None] = dict.fromkeys(compared_first)  # in which session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Log out, within 2 s. The mailbox can be used again: it connects anew."""
        with self._lock:
            self._connection.close()

    def hang_up(self) -> None:
        """From another thread: cut the line, so that what waits for the server now ends at once with MailboxDown."""
        self._connection.hang_up()

    def watch(self, folder: str) -> Watch:
        """Something to wait with until mail arrives in a folder; it has a connection of its own."""
        return Watch(self._access, folder)

    def reach(self) -> None:
        """Have a session in which the server answers: log in, or ask in the open one (NOOP, RFC 3501 §6.1.2)."""
        with self._asking("") as connection:
            connection.reach()

    def capabilities(self) -> frozenset[str]:
        """What the server offers after login, in upper case."""
        with self._lock:
            return self._connection.capabilities()

    def is_writable(self, folder: str) -> bool:
        """Whether mails may be moved out of it and flagged there; asked by SELECT, which takes \\Recent away."""
        with self._asking(folder) as connection:
            try:
                connection.select(folder, change=True)
            except CommandRefused as refused:
                if refused.code == "READ-ONLY":
                    return False
                raise
            return True

    def delete_folder(self, name: str) -> None:
        """Delete a folder that we made, with all that is in it; nothing where it isn't there."""
        with self._asking("") as connection:
            changes.delete(connection, name)

    # -- what is there ----------------------------------------------------------------------------------------------

    def status(self, folder: str) -> FolderStatus:
        """The folder's counters by one STATUS, with the folder not selected: costs the same at any size."""
        with self._asking(folder) as connection:
            return queries.status(connection, folder)

    def glance(self, names: Sequence[str]) -> Glance | None:
        """The counters of many folders by one command; None where the server can't (no LIST-STATUS, RFC 5819)."""
        with self._asking("") as connection:
            return glance(connection, names)

    def uids(self, folder: str, uidvalidity: int, first: int, last: int) -> list[int]:
        """The UIDs from `first` to `last` that are there now, ascending; `last` may be anything up to 2³²-1."""
        with self._asking(folder) as connection:
            return queries.uids(connection, folder, uidvalidity, first, last)

    def describe(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> dict[int, Described]:
        """Size, date and flags of these mails; a UID that is not there is not in the answer."""
        with self._asking(folder) as connection:
            return fetching.describe(connection, folder, uidvalidity, uids)

    def fetch(
        self, folder: str, uidvalidity: int, uids: Sequence[int], *, max_bytes: int
    ) -> Iterator[RawMail | Missing]:
        """These mails in the order given, each in a spool file that the caller deletes; \\Seen is never set.

        Ends early before the mail that would go beyond `max_bytes` (the first always comes): ask for the rest again.
        Above `largest_bytes` only the header comes. Raises SpoolFailed where the disk refuses.
        """
        fetch = fetching.Fetch(
            self._connection,
            mailbox=self.name,
            folder=folder,
            uidvalidity=uidvalidity,
            spool=self._spool,
            largest_bytes=self._largest_bytes,
        )
        mails = fetch.mails(uids, max_bytes)
        while True:
            with self._asking(folder):
                mail = next(mails, None)
            if mail is None:
                return
            yield mail

    def needs_comparing(self, folder: str) -> bool:
        """Whether the folder's UIDs are still to be compared with what is known of them, in this session."""
        with self._asking(folder) as connection:
            connection.capabilities()  # opens the session where there is none
            return folder in self._compared and self._compared[folder] != connection.sessions

    def compared(self, folder: str) -> None:
        """The folder's UIDs mean what its caller takes them for, as long as this session lasts."""
        with self._lock:
            self._compared[folder] = self._connection.sessions

    def is_compared(self) -> bool:
        """Whether `compared` was said in the session that is open; also where no folder waits for it. Asks nobody."""
        is_open, session = self._connection.is_open(), self._connection.sessions
        return not self._compared or (is_open and session in self._compared.values())

    def is_present(self, location: Location) -> bool:
        """Whether the mail still lies there."""
        with self._asking(location.folder) as connection:
            return fetching.is_listed(connection, location.folder, location.uidvalidity, location.uid)

    def flags_of(self, location: Location) -> frozenset[str] | None:
        """The flags of a mail now; None where it is gone."""
        described = self.describe(location.folder, location.uidvalidity, [location.uid]).get(location.uid)
        if described is None or not self.is_present(location):  # Dovecot still describes what others expunged
            return None
        return described.flags

    def headers(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[ThreadHeader]:
        """What these mails answer and to whom they went, by their headers alone: for following Sent."""
        with self._asking(folder) as connection:
            return queries.headers(connection, folder, uidvalidity, uids)

    def last_senders(self, folder: str, count: int) -> list[SenderHeader]:
        """Who is said, and shown, to have sent the last mails of a folder."""
        status = self.status(folder)
        with self._asking(folder) as connection:
            uids = queries.uids(connection, folder, status.uidvalidity, 1, max(1, status.uidnext - 1))
            return queries.sender_headers(connection, folder, status.uidvalidity, uids[-count:])

    def find(self, folder: str, message_id: str) -> list[Location]:
        """The mails in a folder with exactly this Message-ID; none where the folder isn't there."""
        if not (message_id and message_id.isascii() and message_id.isprintable()):
            return []  # no such header can be searched for
        with self._lock:
            try:
                return queries.find(self._connection, self.name, folder, message_id)
            except CommandRefused:
                return []

    def with_field(self, folder: str, name: str, value: str) -> list[dict[str, list[str]]]:
        """The headers of the newest mails in a folder whose field has this in it; none where it isn't there."""
        with self._lock:
            try:
                return queries.with_field(self._connection, folder, name, value)
            except CommandRefused:
                return []

    def marked(self, folder: str, words: str) -> list[ThreadHeader]:
        """The newest mails in a folder whose X-Inbox-Bot has these words; none where the folder isn't there."""
        with self._lock:
            try:
                return queries.marked(self._connection, folder, words)
            except CommandRefused:
                return []

    def folders(self) -> list[Folder]:
        """All folders of the account."""
        with self._asking("") as connection:
            return folders.folders(connection)

    def sent_folder(self, *, afresh: bool = False) -> str | None:
        """The folder for mail sent: marked so (RFC 6154), else by its usual names; None where there is none.

        Looked for once a connection; where it is missing once an hour, since the first mail that a person sends may
        create it, and whenever it is asked for `afresh`.
        """
        with self._asking("") as connection:
            spelling = self._spell()
            self._sent = self._looked_for(self._sent, connection, folders.sent_folder, spelling, afresh=afresh)
            return self._sent.name

    def junk_folder(self) -> str | None:
        """The folder that the server marks for junk (RFC 6154); None where there is none. Looked for as Sent is."""
        with self._asking("") as connection:
            self._junk = self._looked_for(self._junk, connection, folders.marked, "\\Junk")
            return self._junk.name

    def folder_name(self, parts: Sequence[str]) -> str:
        """How this server spells the folder with these parts: cleaned of its delimiter, joined, under its prefix."""
        with self._asking(""):
            return folder_name(parts, self._spell())

    # -- what is changed --------------------------------------------------------------------------------------------

    def move(self, location: Location, parts: Sequence[str]) -> Moved | Gone | MoveFailed:
        """Move a mail to the folder with these parts, created and subscribed to where it is missing."""
        with self._changing(location):
            return changes.move(self._connection, location, self.folder_name(parts))

    def move_all(self, locations: Sequence[Location], parts: Sequence[str]) -> list[Moved | Gone | MoveFailed]:
        """`move` for many mails to one folder, in the order given: a command for a hundred where the server can."""
        with self._lock:
            folder = self.folder_name(parts)
            return self._by_folder(locations, lambda some: changes.move_all(self._connection, some, folder))

    def create(self, parts: Sequence[str]) -> str | None:
        """Make the folder with these parts, and subscribe to it; what the server said where it won't, else None."""
        with self._lock:
            try:
                changes.create(self._connection, self.folder_name(parts))
            except CommandRefused as refused:
                return refused.text
            return None

    def flag(self, location: Location, flags: Iterable[str]) -> Flagged | Gone | FlagFailed:
        """Add flags such as `\\Answered` or keywords to a mail, as far as the folder keeps them."""
        with self._changing(location):
            return changes.flag(self._connection, location, flags)

    def flag_all(self, locations: Sequence[Location], flags: Iterable[str]) -> list[Flagged | Gone | FlagFailed]:
        """`flag` for many mails, in the order given: a command for a hundred of one folder."""
        wanted = frozenset(flags)
        with self._lock:
            return self._by_folder(locations, lambda some: changes.flag_all(self._connection, some, wanted))

    def unflag(self, location: Location, flags: Iterable[str]) -> Flagged | Gone | FlagFailed:
        """Take flags off a mail."""
        with self._changing(location):
            return changes.unflag(self._connection, location, flags)

    def append(
        self, to: str | Sequence[str], mail: bytes, flags: Iterable[str] = (), at: datetime | None = None
    ) -> Appended | AppendFailed:
        """Put a mail into a folder: a name as the server spells it (`sent_folder()`), or parts. `at`: its INTERNALDATE.

        After MailboxDown it may lie there or not: `find` it before trying again.
        """
        with self._lock:
            return changes.append(self._connection, self.name, self._target(to), mail, flags, at)

    def append_all(
        self, to: str | Sequence[str], mails: Sequence[bytes], flags: Iterable[str], at: datetime
    ) -> list[Appended | AppendFailed]:
        """`append` for many mails to one folder: one command where the server can.

        After MailboxDown each may lie there or not.
        """
        with self._lock:
            return changes.append_all(self._connection, self.name, self._target(to), mails, flags, at)

    def asking(self, folder: str) -> AbstractContextManager[Connection]:
        """The connection for further questions of this room about a folder (`erasing`)."""
        return self._asking(folder)

    # ---------------------------------------------------------------------------------------------------------------

    def _target(self, to: str | Sequence[str]) -> str:
        if isinstance(to, str):
            return to
        self._sent = None  # it may be the one that is made now
        return self.folder_name(to)

    def _by_folder(self, locations: Sequence[Location], change: Callable[[list[Location]], list[R]]) -> list[R]:
        """A change to mails, once for each folder that they are in; what came of each, in the order given."""
        results: dict[Location, R] = {}
        for source in dict.fromkeys((each.folder, each.uidvalidity) for each in locations):
            some = list(dict.fromkeys(each for each in locations if (each.folder, each.uidvalidity) == source))
            with self._changing(some[0]):
                results.update(zip(some, change(some), strict=True))
        return [results[each] for each in locations]

    @staticmethod
    def _looked_for(
        found: Found | None,
        connection: Connection,
        look: Callable[[list[Folder], A], str | None],
        by: A,
        *,
        afresh: bool = False,
    ) -> Found:
        """What was found in this session, else what is found now."""
        now, session = monotonic(), connection.sessions
        if found is None or found.session != session or found.is_out_of_date(now, afresh=afresh):
            name = look(folders.folders(connection), by)
            return Found(name=name, session=connection.sessions, at=now)
        return found

    @contextmanager
    def _asking(self, folder: str) -> Iterator[Connection]:
        """The connection for one question. A NO to what every caller takes for granted is MailboxDown."""
        with self._lock:
            try:
                yield self._connection
            except CommandRefused as refused:
                kind, sentence = MailboxDown, Sentence("The mailbox can't be used: {why}", why=refused.text)
                if folder:
                    kind = FolderRefused
                    sentence = Sentence(
                        "The folder {folder} can't be used: {why}", folder=repr(folder), why=refused.text
                    )
                raise kind(sentence, temporary=refused.code not in _FOR_GOOD, code=refused.code) from None

    @contextmanager
    def _changing(self, location: Location) -> Iterator[None]:
        """The lock, for a change to a mail. Raises UidsNotCompared where its UID may mean another."""
        with self._lock:
            if self.needs_comparing(location.folder):
                raise UidsNotCompared(location.folder, location.uidvalidity)
            yield

    def _spell(self) -> Spelling:
        if self._spelling is None:
            self._spelling = folders.spelling(self._connection)
        return self._spelling
