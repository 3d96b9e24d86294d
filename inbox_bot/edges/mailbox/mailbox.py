"""The mailbox: one account on one IMAP server, as questions and changes that give values.

Decides nothing and knows no ledger: which UIDs are new, what is to be moved and when to try again are its caller's.
One connection, opened when first needed; a lock lets several threads share it, one command at a time.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from operator import methodcaller
from pathlib import Path
from types import TracebackType
from typing import Self

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.rules.model import Security
from inbox_bot.edges.mailbox import acting, fetching
from inbox_bot.edges.mailbox.connection import Connection, Refused
from inbox_bot.edges.mailbox.headers import FIELDS, HEADER_LIMIT, thread_header
from inbox_bot.edges.mailbox.names import Spelling, folder_name
from inbox_bot.edges.mailbox.values import (
    Access,
    Appended,
    AppendFailed,
    Described,
    FlagFailed,
    Flagged,
    Folder,
    Glance,
    Gone,
    MailboxDown,
    Missing,
    Moved,
    MoveFailed,
    ThreadHeader,
)
from inbox_bot.edges.mailbox.watch import Watch

UIDS_AT_ONCE = 10_000  # IMAPClient gives up on an answer over 1,000,000 bytes: 150,000 UIDs
HEADERS_AT_ONCE = 200
#: names of the Sent folder on servers that don't mark it (RFC 6154), in the order they are tried
USUAL_SENT = ("Sent", "Sent Items", "Sent Messages", "Gesendet", "Gesendete Elemente", "Envoyés", "Enviados")


class Mailbox:
    """See the module. Every method may raise MailboxDown; those that are given a UIDVALIDITY, UidValidityChanged."""

    def __init__(
        self,
        *,
        name: str,
        host: str,
        port: int,
        security: Security,
        ca: Path | None,
        user: str | None,
        password: Callable[[], str | None],
        spool: Path,
        largest_bytes: int,
        connect_s: float = 15.0,
        read_s: float = 60.0,
    ) -> None:
        """`password` is called at each login; `spool` is the folder for fetched mails; times bound every wait."""
        self.name = name
        self._access = Access(
            host=host, port=port, security=security, ca=ca, user=user, connect_s=connect_s, read_s=read_s
        )
        self._password = password
        self._spool = spool
        self._largest_bytes = largest_bytes
        self._connection = Connection(self._access, password)
        self._lock = threading.RLock()
        self._spelling: Spelling | None = None

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
        return Watch(self._access, self._password, folder)

    def capabilities(self) -> frozenset[str]:
        """What the server offers after login, in upper case."""
        with self._lock:
            return self._connection.capabilities()

    # -- what is there ----------------------------------------------------------------------------------------------

    def glance(self, folder: str) -> Glance:
        """The folder's counters by one STATUS, with the folder not selected: costs the same at any size."""
        with self._lock:
            self._connection.leave(folder)
            items = ["UIDVALIDITY", "UIDNEXT", "MESSAGES"]
            if self._connection.can("CONDSTORE") or self._connection.can("QRESYNC"):
                items.append("HIGHESTMODSEQ")  # elsewhere it makes the whole STATUS a BAD
            try:
                told = self._connection.ask(lambda client: client.folder_status(folder, items))
                uidnext = told[b"UIDNEXT"] if b"UIDNEXT" in told else self._highest_uid(folder) + 1
            except Refused as refused:
                raise self._unusable(folder, refused) from None
            uidvalidity, messages = told.get(b"UIDVALIDITY"), told.get(b"MESSAGES")
            if not (isinstance(uidvalidity, int) and isinstance(messages, int) and isinstance(uidnext, int)):
                raise self._connection.nonsense()  # never "0": that would read as another folder, or an empty one
            modseq = told.get(b"HIGHESTMODSEQ")
            return Glance(
                uidvalidity=uidvalidity,
                uidnext=uidnext,
                messages=messages,
                highestmodseq=modseq if isinstance(modseq, int) and modseq > 0 else None,  # 0: RFC 7162 §3.1.2.2
            )

    def uids(self, folder: str, uidvalidity: int, first: int, last: int) -> list[int]:
        """The UIDs from `first` to `last` that are there now, ascending.

        A long range in a large folder is asked for in windows of 10,000 messages from the top: what is expunged
        meanwhile moves messages down, into a window that is still to come, and none is missed.
        """
        if last < first:
            return []
        with self._lock:
            try:
                there = self._connection.select(folder, uidvalidity).messages
                if there == 0:
                    return []
                if there <= UIDS_AT_ONCE or last - first < UIDS_AT_ONCE:
                    windows = [""]
                else:
                    windows = [f"{max(1, top - UIDS_AT_ONCE + 1)}:{top} " for top in range(there, 0, -UIDS_AT_ONCE)]
                found: set[int] = set()
                for window in windows:
                    found.update(self._connection.ask(methodcaller("search", f"{window}UID {first}:{last}")))
            except Refused as refused:
                raise self._unusable(folder, refused) from None
            # Some servers answer a range above their last UID with that last UID (RFC 3501 §6.4.8, `*`).
            return sorted(uid for uid in found if first <= uid <= last)

    def describe(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> dict[int, Described]:
        """Size, date and flags of these mails; a UID that is not there is not in the answer."""
        with self._lock:
            try:
                return fetching.describe(self._connection, folder, uidvalidity, uids)
            except Refused as refused:
                raise self._unusable(folder, refused) from None

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
            with self._lock:
                try:
                    mail = next(mails)
                except StopIteration:
                    return
                except Refused as refused:
                    raise self._unusable(folder, refused) from None
            yield mail

    def is_present(self, location: Location) -> bool:
        """Whether the mail still lies there."""
        with self._lock:
            try:
                return fetching.is_listed(self._connection, location.folder, location.uidvalidity, location.uid)
            except Refused as refused:
                raise self._unusable(location.folder, refused) from None

    def flags_of(self, location: Location) -> frozenset[str] | None:
        """The flags of a mail now; None where it is gone."""
        described = self.describe(location.folder, location.uidvalidity, [location.uid]).get(location.uid)
        if described is None or not self.is_present(location):  # Dovecot still describes what others expunged
            return None
        return described.flags

    def headers(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[ThreadHeader]:
        """What these mails answer and to whom they went, by their headers alone: for following Sent."""
        what = f"BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})]<0.{HEADER_LIMIT}>"
        found: list[ThreadHeader] = []
        with self._lock:
            try:
                for start in range(0, len(uids), HEADERS_AT_ONCE):
                    some = uids[start : start + HEADERS_AT_ONCE]
                    self._connection.select(folder, uidvalidity, afresh=start == 0)
                    told = self._connection.ask(methodcaller("fetch", list(some), [what]))
                    found += [thread_header(uid, fetching.body(item) or b"") for uid, item in told.items()]
            except Refused as refused:
                raise self._unusable(folder, refused) from None
        return found

    def find(self, folder: str, message_id: str) -> list[Location]:
        """The mails in a folder with exactly this Message-ID; none where the folder isn't there."""
        if not message_id.isascii() or not message_id.isprintable() or not message_id:
            return []  # no such header can be searched for
        with self._lock:
            try:
                selected = self._connection.select(folder)
                uids = self._connection.ask(lambda client: client.search(["HEADER", "MESSAGE-ID", message_id]))
            except Refused:
                return []
            # HEADER finds parts of a value too, and some servers search by words.
            headers = self.headers(folder, selected.uidvalidity, uids)
            return [
                Location(mailbox=self.name, folder=folder, uidvalidity=selected.uidvalidity, uid=each.uid)
                for each in headers
                if each.message_id == message_id
            ]

    def folders(self) -> list[Folder]:
        """All folders of the account."""
        with self._lock:
            try:
                listed = self._connection.ask(lambda client: client.list_folders())
            except Refused as refused:
                raise self._unusable("", refused) from None
            return [
                Folder(
                    name=name,
                    delimiter=str(delimiter, "ascii", "replace") if delimiter else None,
                    attributes=frozenset(str(each, "ascii", "replace") for each in attributes),
                )
                for attributes, delimiter, name in listed
            ]

    def sent_folder(self) -> str | None:
        """The folder for mail sent: marked so (RFC 6154), else by its usual names; None where there is none."""
        folders = self.folders()
        for folder in folders:
            if "\\sent" in {attribute.lower() for attribute in folder.attributes}:
                return folder.name
        names = {folder.name.lower(): folder.name for folder in folders}
        for usual in USUAL_SENT:
            for spelled in (self.folder_name((usual,)), usual):
                if found := names.get(spelled.lower()):
                    return found
        return None

    def folder_name(self, parts: Sequence[str]) -> str:
        """How this server spells the folder with these parts: cleaned of its delimiter, joined, under its prefix."""
        with self._lock:
            if self._spelling is None:
                self._spelling = self._find_spelling()
            return folder_name(parts, self._spelling)

    # -- what is changed --------------------------------------------------------------------------------------------

    def move(self, location: Location, parts: Sequence[str]) -> Moved | Gone | MoveFailed:
        """Move a mail to the folder with these parts, created and subscribed to where it is missing."""
        with self._lock:
            return acting.move(self._connection, location, self.folder_name(parts))

    def flag(self, location: Location, flags: Iterable[str]) -> Flagged | Gone | FlagFailed:
        """Add flags such as `\\Answered` or keywords to a mail, as far as the folder keeps them."""
        with self._lock:
            return acting.flag(self._connection, location, flags)

    def append(
        self, to: str | Sequence[str], mail: bytes, flags: Iterable[str] = (), at: datetime | None = None
    ) -> Appended | AppendFailed:
        """Put a mail into a folder: a name as the server spells it (`sent_folder()`), or parts. `at`: its INTERNALDATE.

        After MailboxDown it may lie there or not: `find` it before trying again.
        """
        with self._lock:
            folder = to if isinstance(to, str) else self.folder_name(to)
            return acting.append(self._connection, self.name, folder, mail, flags, at)

    # ---------------------------------------------------------------------------------------------------------------

    def _highest_uid(self, folder: str) -> int:
        messages = self._connection.select(folder).messages
        if messages == 0:
            return 0
        found = self._connection.ask(lambda client: client.search(f"{messages}:{messages}"))
        self._connection.leave(folder)
        return max(found, default=0)

    def _find_spelling(self) -> Spelling:
        try:
            if self._connection.can("NAMESPACE"):
                personal = self._connection.ask(lambda client: client.namespace()).personal
                if personal:
                    prefix, delimiter = personal[0]
                    return Spelling(prefix=prefix, delimiter=delimiter or None)
            listed = self._connection.ask(lambda client: client.list_folders("", ""))
        except Refused as refused:
            raise self._unusable("", refused) from None
        delimiter = listed[0][1] if listed else b"/"
        return Spelling(delimiter=str(delimiter, "ascii", "replace") if delimiter else None)

    def _unusable(self, folder: str, refused: Refused) -> MailboxDown:
        """The server refuses what every caller takes for granted: the folder is gone, or it won't be read."""
        missing = refused.code in ("NONEXISTENT", "NOPERM", "BAD")
        sentence = f"The folder {folder!r} of the mailbox can't be used: {refused.text}"
        return MailboxDown(sentence, temporary=not missing, code=refused.code)
