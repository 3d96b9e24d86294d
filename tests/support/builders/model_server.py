"""A model of a mail server, in memory: the Mailbox's questions and changes over honest UIDs, and an outbox that counts.

For what takes thousands of steps. What real servers do is the business of the tests on Dovecot.
"""

import copy
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.edges.mailbox import (
    Absence,
    Appended,
    Described,
    Flagged,
    Folder,
    FolderStatus,
    Glance,
    Gone,
    MailboxDown,
    Missing,
    Moved,
    MoveFailed,
    ThreadHeader,
    UidValidityChanged,
)
from inbox_bot.edges.mailbox.headers import thread_header
from inbox_bot.edges.outbox import Sent

INBOX = "INBOX"
SENT = "Sent"


@dataclass
class Stored:
    """A mail in a folder."""

    content: bytes
    received_at: datetime
    flags: set[str] = field(default_factory=set)


@dataclass
class ModelFolder:
    """UIDs that are given once, as long as UIDVALIDITY stays."""

    uidvalidity: int
    uidnext: int = 1
    changes: int = 1
    mails: dict[int, Stored] = field(default_factory=dict)

    def add(self, mail: Stored) -> int:
        self.mails[self.uidnext] = mail
        self.uidnext += 1
        self.changes += 1
        return self.uidnext - 1

    def take(self, uid: int) -> Stored | None:
        self.changes += 1
        return self.mails.pop(uid, None)


class ModelServer:
    """The account: what persons and delivery agents do to it."""

    def __init__(self) -> None:
        self._uidvalidities = itertools.count(1000)
        self.folders: dict[str, ModelFolder] = {}
        self.folder(INBOX)
        self.folder(SENT)

    def folder(self, name: str) -> ModelFolder:
        if name not in self.folders:
            self.folders[name] = ModelFolder(next(self._uidvalidities))
        return self.folders[name]

    def renumber(self, name: str) -> None:
        """A new UIDVALIDITY, and new UIDs in the old order."""
        old = self.folder(name)
        self.folders[name] = ModelFolder(next(self._uidvalidities))
        for _, mail in sorted(old.mails.items()):
            self.folders[name].add(mail)

    def kept(self) -> dict[str, ModelFolder]:
        """Everything as it is, to be put back."""
        return copy.deepcopy(self.folders)

    def restore(self, kept: dict[str, ModelFolder]) -> None:
        """As it was: with its UIDVALIDITIES, and UIDs that are given anew."""
        self.folders = copy.deepcopy(kept)

    def places(self) -> Counter[bytes]:
        """How often each mail lies somewhere, but for Sent."""
        return Counter(
            mail.content for name, folder in self.folders.items() if name != SENT for mail in folder.mails.values()
        )


class ModelMailbox:
    """The server as `Mailbox` shows it."""

    def __init__(self, server: ModelServer, spool: Path, name: str = "recruitment") -> None:
        self.name = name
        self._server = server
        self._spool = spool
        self._numbers = itertools.count()
        self._compared = False

    def status(self, folder: str) -> FolderStatus:
        there = self._folder(folder)
        return FolderStatus(
            uidvalidity=there.uidvalidity,
            uidnext=there.uidnext,
            messages=len(there.mails),
            highestmodseq=there.changes,
        )

    def glance(self, names: Sequence[str]) -> Glance:
        there = [name for name in names if name in self._server.folders]
        return Glance(told={name: self.status(name) for name in there}, missing=frozenset(names) - set(there))

    def hang_up(self) -> None:
        """There is no line to cut."""

    def create(self, parts: Sequence[str]) -> str | None:
        self._server.folder(self.folder_name(parts))
        return None

    def uids(self, folder: str, uidvalidity: int, first: int, last: int) -> list[int]:
        return sorted(uid for uid in self._selected(folder, uidvalidity).mails if first <= uid <= last)

    def describe(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> dict[int, Described]:
        there = self._selected(folder, uidvalidity).mails
        return {
            uid: Described(
                uid=uid,
                size_bytes=len(there[uid].content),
                received_at=there[uid].received_at,
                flags=frozenset(there[uid].flags),
            )
            for uid in uids
            if uid in there
        }

    def fetch(
        self, folder: str, uidvalidity: int, uids: Sequence[int], *, max_bytes: int
    ) -> Iterator[RawMail | Missing]:
        there = self._selected(folder, uidvalidity).mails
        for uid in uids:
            place = Location(mailbox=self.name, folder=folder, uidvalidity=uidvalidity, uid=uid)
            if uid not in there:
                yield Missing(location=place, why=Absence.EXPUNGED)
                continue
            mail = there[uid]
            spool = self._spool / f"{next(self._numbers)}.eml"
            spool.write_bytes(mail.content)
            yield RawMail(
                location=place,
                raw_hash=hashlib.sha256(mail.content).hexdigest(),
                size_bytes=len(mail.content),
                received_at=mail.received_at,
                flags=frozenset(mail.flags),
                spool=spool,
            )

    def needs_comparing(self, folder: str) -> bool:
        return folder == INBOX and not self._compared

    def is_compared(self) -> bool:
        return self._compared

    def compared(self, folder: str) -> None:
        self._compared = True

    def is_present(self, location: Location) -> bool:
        return location.uid in self._selected(location.folder, location.uidvalidity).mails

    def headers(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[ThreadHeader]:
        there = self._selected(folder, uidvalidity).mails
        return [thread_header(uid, there[uid].content.partition(b"\r\n\r\n")[0]) for uid in uids if uid in there]

    def find(self, folder: str, message_id: str) -> list[Location]:
        there = self._server.folders.get(folder)
        wanted = re.compile(rb"^Message-ID: " + re.escape(message_id.encode()) + rb"\r$", re.MULTILINE)
        return [
            Location(mailbox=self.name, folder=folder, uidvalidity=there.uidvalidity, uid=uid)
            for uid, mail in (there.mails.items() if there else ())
            if wanted.search(mail.content)
        ]

    def folders(self) -> list[Folder]:
        return [Folder(name=name, delimiter=".", attributes=frozenset()) for name in self._server.folders]

    def sent_folder(self, *, afresh: bool = False) -> str | None:
        return SENT

    def folder_name(self, parts: Sequence[str]) -> str:
        return ".".join(parts)

    def move(self, location: Location, parts: Sequence[str]) -> Moved | Gone:
        mail = self._selected(location.folder, location.uidvalidity).take(location.uid)
        if mail is None:
            return Gone(location=location)
        name = self.folder_name(parts)
        target = self._server.folder(name)
        uid = target.add(mail)
        return Moved(to=Location(mailbox=self.name, folder=name, uidvalidity=target.uidvalidity, uid=uid), folder=name)

    def move_all(self, locations: Sequence[Location], parts: Sequence[str]) -> list[Moved | Gone | MoveFailed]:
        return [self.move(location, parts) for location in locations]

    def flag(self, location: Location, flags: Iterable[str]) -> Flagged | Gone:
        mail = self._selected(location.folder, location.uidvalidity).mails.get(location.uid)
        if mail is None:
            return Gone(location=location)
        mail.flags.update(flags)
        return Flagged(set=frozenset(flags), left_out=frozenset())

    def flag_all(self, locations: Sequence[Location], flags: Iterable[str]) -> list[Flagged | Gone]:
        return [self.flag(location, flags) for location in locations]

    def unflag(self, location: Location, flags: Iterable[str]) -> Flagged | Gone:
        mail = self._selected(location.folder, location.uidvalidity).mails.get(location.uid)
        if mail is None:
            return Gone(location=location)
        mail.flags.difference_update(flags)
        return Flagged(set=frozenset(flags), left_out=frozenset())

    def flags_of(self, location: Location) -> frozenset[str] | None:
        mail = self._selected(location.folder, location.uidvalidity).mails.get(location.uid)
        return None if mail is None else frozenset(mail.flags)

    def append(
        self, to: str | Sequence[str], mail: bytes, flags: Iterable[str] = (), at: datetime | None = None
    ) -> Appended:
        name = to if isinstance(to, str) else self.folder_name(to)
        self._server.folder(name).add(Stored(mail, at, set(flags)))
        return Appended(to=None, folder=name)

    def append_all(
        self, to: str | Sequence[str], mails: Sequence[bytes], flags: Iterable[str], at: datetime
    ) -> list[Appended]:
        return [self.append(to, mail, flags, at) for mail in mails]

    def _folder(self, name: str) -> ModelFolder:
        if name not in self._server.folders:
            raise MailboxDown(f"The folder {name!r} can't be used: there is none", temporary=True)
        return self._server.folders[name]

    def _selected(self, name: str, uidvalidity: int) -> ModelFolder:
        folder = self._folder(name)
        if folder.uidvalidity != uidvalidity:
            raise UidValidityChanged(name, uidvalidity, folder.uidvalidity)
        return folder


class ModelOutbox:
    """Takes every letter, and keeps it."""

    def __init__(self, on_send: Callable[[str], None] = lambda message_id: None) -> None:
        """`on_send` hears of each letter, by its Message-ID, in the moment in which it goes out."""
        self.sent: list[bytes] = []
        self._on_send = on_send

    def open(self) -> None:
        """There is always a session."""

    def send(self, wire: bytes, *, to: str, sender: str, smtputf8: bool) -> Sent:
        if found := re.search(rb"^Message-ID: (\S+)", wire, re.MULTILINE):
            self._on_send(found[1].decode())
        self.sent.append(wire)
        return Sent(reply="250 taken")

    def fields(self, name: str) -> Counter[str]:
        """How often each value of this field was sent."""
        found = (re.search(rb"^%s: (\S+)" % name.encode(), wire, re.MULTILINE) for wire in self.sent)
        return Counter(each[1].decode() for each in found if each)
