"""A dialogue's server with mail in it: Gmail and Exchange Online for whole polls, and for what people do there.

What such a server always says the same (greeting, capabilities, login) is the dialogue's (`scripted_imap`); what
depends on its mail is told from folders that a test changes in the way that the vendor says its programs do:

- Gmail: a folder is a label, and a mail with two labels is in two folders, with the same bytes and flags
  (developers.google.com/gmail/imap/imap-extensions); archiving takes INBOX away (support.google.com/mail/answer/6576).
- Exchange: a folder is a folder. What IMAP shows of a mail is rendered when it is asked for: other boundaries and
  header fields once it was moved, and a size that is an estimate. No keywords.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from imapclient import IMAPClient, imap_utf7

from tests.support.builders.model_server import INBOX, ModelFolder, ModelServer, Stored
from tests.support.servers.scripted_imap import Exchange, ScriptedImap, read_dialogue

Answer = list[str]
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_BODY = re.compile(r"BODY\.PEEK\[(?P<what>[^\]]*)\](?:<(?P<first>\d+)\.(?P<count>\d+)>)?")
_FIELD = re.compile(rb"^([!-9;-~]+):[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", re.MULTILINE)


class Vendor(ScriptedImap):
    """One account at a vendor's. People's programs change `folders`; `inbox_bot` comes by IMAP."""

    dialogue_name: ClassVar[str]
    sent: ClassVar[str]
    own_folders: ClassVar[tuple[tuple[str, str], ...]]  #: a name, and its attributes
    status_words: ClassVar[str] = "Success"
    keeps_keywords: ClassVar[bool]
    has_modseq: ClassVar[bool]
    user: ClassVar[str] = "recruitment@example.org"
    password: ClassVar[str] = "secret"

    def __init__(self) -> None:
        self._account = ModelServer()
        del self._account.folders["Sent"]
        for name, _ in self.own_folders:
            self._account.folder(name)
        super().__init__(read_dialogue(self.dialogue_name))

    # -- as tests see an account -------------------------------------------------------------------------------------

    @property
    def server(self) -> "Vendor":
        """Where its port is."""
        return self

    @property
    def folders_there(self) -> dict[str, ModelFolder]:
        return self._account.folders

    def folder(self, name: str) -> ModelFolder:
        return self._account.folder(name)

    def append(
        self, mail: bytes, folder: str = INBOX, *, internaldate: datetime | None = None, flags: Iterable[str] = ()
    ) -> None:
        """A mail arrives."""
        self._put(Stored(mail, internaldate or datetime.now(UTC), set(flags)), folder)

    def messages(self, folder: str = INBOX) -> dict[int, tuple[bytes, tuple[bytes, ...]]]:
        there = self._account.folders.get(folder, ModelFolder(1)).mails
        return {uid: (mail.content, tuple(flag.encode() for flag in mail.flags)) for uid, mail in there.items()}

    def folders(self) -> list[str]:
        return sorted(self._account.folders)

    def client(self) -> IMAPClient:
        client = IMAPClient(self.host, self.port, ssl=False)
        client.login(self.user, self.password)
        return client

    # -- what people do ----------------------------------------------------------------------------------------------

    def drag(self, was: str, to: str, words: str = "") -> None:
        """Move all mails of a folder, or those with these words, as the vendor's own program does."""
        for uid, mail in sorted(self.folder(was).mails.items()):
            if words.encode() in mail.content:
                self._move(uid, was, to)

    def copy(self, was: str, to: str) -> None:
        """Copy the mails of a folder to another: at Gmail, give them its label as well."""
        for mail in list(self.folder(was).mails.values()):
            self._copy(mail, to)

    def delete(self, folder: str, words: str = "") -> None:
        """Throw away the mails of a folder, or those with these words."""
        self.drag(folder, self.own_folders[-1][0], words)

    def archive(self, words: str = "") -> None:
        """Archive what is in the inbox, or those with these words."""
        raise NotImplementedError

    def rename(self, was: str, to: str) -> None:
        """Rename a folder as a whole."""
        self._account.folders[to] = self._account.folders.pop(was)

    def renumber(self, name: str) -> None:
        """The folder gets a new UIDVALIDITY, and new UIDs."""
        self._account.renumber(name)

    def sends(self, wire: bytes) -> None:
        """The vendor's mail server has taken a letter: it puts a copy into Sent."""
        self._put(Stored(wire, datetime.now(UTC), {"\\Seen"}), self.sent)

    # -- what the vendor's mailboxes are -----------------------------------------------------------------------------

    def _put(self, mail: Stored, folder: str) -> int:
        return self.folder(folder).add(mail)

    def _copy(self, mail: Stored, to: str) -> int:
        raise NotImplementedError

    def _move(self, uid: int, was: str, to: str) -> int | None:
        mail = self.folder(was).take(uid)
        return None if mail is None else self._copy(mail, to)

    def _size(self, mail: Stored) -> int:
        return len(mail.content)

    # -- what is said ------------------------------------------------------------------------------------------------

    def _session(self) -> Callable[[str], Exchange]:
        scripted, connection = super()._session(), _Connection(self)

        def answer(command: str) -> Exchange:
            told = connection.told(command)
            if told is None:
                return scripted(command)
            self.commands.append(command)
            return Exchange(command, told)

        return answer

    def literal(self, content: bytes) -> str:
        """A mail, or a piece of one, as the dialogue names it."""
        name = f"m-{len(self.dialogue.mails)}".translate(str.maketrans("0123456789", "abcdefghij"))
        self.dialogue.mails[name] = content
        return f"{{{name}}}"


class Gmail(Vendor):
    """Folders are labels."""

    dialogue_name = "gmail"
    sent = "[Gmail]/Gesendet"
    own_folders = (
        ("[Gmail]/Alle Nachrichten", "\\All"),
        ("[Gmail]/Gesendet", "\\Sent"),
        ("[Gmail]/Spam", "\\Junk"),
        ("[Gmail]/Papierkorb", "\\Trash"),
    )
    keeps_keywords = True
    has_modseq = True

    def archive(self, words: str = "") -> None:
        there = self.folder(INBOX)
        for uid in [uid for uid, mail in there.mails.items() if words.encode() in mail.content]:
            there.take(uid)

    def _put(self, mail: Stored, folder: str) -> int:
        self.folder("[Gmail]/Alle Nachrichten").add(mail)
        return self.folder(folder).add(mail)

    def _copy(self, mail: Stored, to: str) -> int:
        there = next((uid for uid, each in self.folder(to).mails.items() if each is mail), None)
        return there if there is not None else self.folder(to).add(mail)


class ExchangeOnline(Vendor):
    """Folders are folders, and a mail is rendered anew where it was moved."""

    dialogue_name = "exchange-online"
    sent = "Sent Items"
    own_folders = (("Archive", ""), ("Calendar", ""), ("Sent Items", ""), ("Junk Email", ""), ("Deleted Items", ""))
    status_words = "completed."
    keeps_keywords = False
    has_modseq = False
    _renderings = 0

    def archive(self, words: str = "") -> None:
        self.drag(INBOX, "Archive", words)

    def _copy(self, mail: Stored, to: str) -> int:
        return self.folder(to).add(Stored(self._rendered(mail.content), mail.received_at, set(mail.flags)))

    def _size(self, mail: Stored) -> int:
        return len(mail.content) + 137

    def _rendered(self, content: bytes) -> bytes:
        self._renderings += 1
        if found := re.search(rb'boundary="?([^"\r\n;]+)', content):
            content = content.replace(found[1], b"_%03d_EXCH.prod.outlook.example_" % self._renderings)
        own = b"X-MS-Exchange-Organization-SCL: -1\r\nX-MS-Has-Attach: yes\r\nX-Rendered: %d\r\n" % self._renderings
        return own + content


VENDORS: tuple[type[Vendor], ...] = (Gmail, ExchangeOnline)


@dataclass
class _Connection:
    """What one client has selected, and what it is told."""

    vendor: Vendor
    selected: str | None = None

    def told(self, command: str) -> Answer | None:
        """The answer; None where it does not depend on the mail."""
        verb = command.removeprefix("UID ").partition(" ")[0]
        telling: dict[str, Callable[[str], Answer]] = {
            "APPEND": self._append,
            "LIST": self._list,
            "STATUS": self._status,
            "CREATE": self._create,
            "SUBSCRIBE": self._done,
            "EXAMINE": self._select,
            "SELECT": self._select,
            "UNSELECT": self._unselect,
            "SEARCH": self._search,
            "FETCH": self._fetch,
            "STORE": self._store,
            "MOVE": self._move,
        }
        return telling[verb](command) if verb in telling else None

    def _ok(self, command: str, code: str = "") -> Answer:
        return [f"OK {code}{command.removeprefix('UID ').split()[0]} {self.vendor.status_words}"]

    def _done(self, command: str) -> Answer:
        return self._ok(command)

    def _names(self, command: str) -> list[str]:
        return [str(imap_utf7.decode(name.encode())) for name in _QUOTED.findall(command)]

    def _spelt(self, name: str) -> str:
        return f'"{imap_utf7.encode(name).decode()}"'

    def _there(self, name: str) -> ModelFolder | None:
        return self.vendor.folders_there.get(name)

    def _list(self, command: str) -> Answer:
        wanted = self._names(command)[1:]
        own = dict(self.vendor.own_folders)
        names = self.vendor.folders() if wanted == ["*"] else [name for name in wanted if self._there(name)]
        said = []
        for name in names:
            said.append(f'* LIST ({own.get(name, "")}) "/" {self._spelt(name)}')
            if "RETURN (STATUS" in command:
                said.append(self._counters(name))
        return [*said, *self._ok(command)]

    def _counters(self, name: str) -> str:
        there = self.vendor.folder(name)
        modseq = f" HIGHESTMODSEQ {there.changes}" if self.vendor.has_modseq else ""
        return (
            f"* STATUS {self._spelt(name)} (MESSAGES {len(there.mails)} UIDNEXT {there.uidnext} "
            f"UIDVALIDITY {there.uidvalidity}{modseq})"
        )

    def _status(self, command: str) -> Answer:
        [name] = self._names(command)
        if self._there(name) is None:
            return ["NO STATUS failed."]
        return [self._counters(name), *self._ok(command)]

    def _create(self, command: str) -> Answer:
        [name] = self._names(command)
        self.vendor.folder(name)
        return self._ok(command)

    def _append(self, command: str) -> Answer:
        name = self._names(command)[0]
        self.vendor.append(self.vendor.literals[-1], name)
        return self._ok(command)

    def _select(self, command: str) -> Answer:
        [name] = self._names(command)
        there = self._there(name)
        self.selected = None
        if there is None:
            return ["NO SELECT failed."]
        self.selected = name
        flags = "\\Seen \\Answered \\Flagged \\Deleted \\Draft"
        lasting = flags + (" \\*" if self.vendor.keeps_keywords else "")
        writable = command.startswith("SELECT")
        return [
            f"* FLAGS ({flags})",
            f"* OK [PERMANENTFLAGS ({lasting if writable else ''})] Permanent flags",
            f"* OK [UIDVALIDITY {there.uidvalidity}] UIDVALIDITY value",
            f"* {len(there.mails)} EXISTS",
            "* 0 RECENT",
            f"* OK [UIDNEXT {there.uidnext}] The next unique identifier value",
            *self._ok(command, "[READ-WRITE] " if writable else "[READ-ONLY] "),
        ]

    def _unselect(self, command: str) -> Answer:
        self.selected = None
        return self._ok(command)

    def _mails(self) -> dict[int, Stored]:
        return self.vendor.folder(self.selected or INBOX).mails

    def _in_set(self, uid_set: str) -> Iterator[tuple[int, int, Stored]]:
        """Sequence number, UID and mail of what a set has."""
        ranges = [tuple(map(int, piece.split(":"))) for piece in uid_set.split(",")]
        for number, (uid, mail) in enumerate(sorted(self._mails().items()), 1):
            if any(each[0] <= uid <= each[-1] for each in ranges):
                yield number, uid, mail

    def _search(self, command: str) -> Answer:
        _, _, what, *rest = shlex.split(command)
        if what == "HEADER":
            name, value = rest
            wanted = re.compile(rb"^%s:.*%s" % (name.encode(), re.escape(value.encode())), re.MULTILINE | re.IGNORECASE)
            found = [uid for uid, mail in sorted(self._mails().items()) if wanted.search(mail.content)]
        else:
            assert what == "UID"
            found = [uid for _, uid, _ in self._in_set(rest[0])]
        return [f"* SEARCH {' '.join(map(str, found))}".rstrip(), *self._ok(command)]

    def _fetch(self, command: str) -> Answer:
        uid_set, _, items = command.removeprefix("UID FETCH ").partition(" ")
        said = [
            f"* {number} FETCH (UID {uid} {' '.join(self._items(items, mail))})"
            for number, uid, mail in self._in_set(uid_set)
        ]
        return [*said, *self._ok(command)]

    def _items(self, items: str, mail: Stored) -> Iterator[str]:
        if "RFC822.SIZE" in items:
            yield f"RFC822.SIZE {self.vendor._size(mail)}"
            yield f'INTERNALDATE "{mail.received_at.astimezone(UTC):%d-%b-%Y %H:%M:%S} +0000"'
            yield f"FLAGS ({' '.join(sorted(mail.flags))})"
        if found := _BODY.search(items):
            section, origin = _section(mail.content, found["what"]), ""
            if found["count"]:
                first = int(found["first"])
                section, origin = section[first : first + int(found["count"])], f"<{first}>"
            yield f"BODY[{found['what']}]{origin} {self.vendor.literal(section)}"

    def _store(self, command: str) -> Answer:
        uid_set, how, flags = command.removeprefix("UID STORE ").split(" ", 2)
        wanted = set(flags.strip("()").split())
        said = []
        for number, uid, mail in self._in_set(uid_set):
            change = mail.flags.difference_update if how.startswith("-") else mail.flags.update
            change(wanted)
            self.vendor.folder(self.selected or INBOX).changes += 1
            said.append(f"* {number} FETCH (UID {uid} FLAGS ({' '.join(sorted(mail.flags))}))")
        return [*said, *self._ok(command)]

    def _move(self, command: str) -> Answer:
        [to] = self._names(command)
        if self._there(to) is None:
            return ["NO [TRYCREATE] No such folder."]
        was = self.selected or INBOX
        moving = list(self._in_set(command.split()[2]))
        if not moving:
            return self._ok(command)
        new = [self.vendor._move(uid, was, to) for _, uid, _ in moving]
        uids, to_uids = ",".join(str(uid) for _, uid, _ in moving), ",".join(map(str, new))
        gone = [f"* {number} EXPUNGE" for number, _, _ in reversed(moving)]
        return [f"* OK [COPYUID {self.vendor.folder(to).uidvalidity} {uids} {to_uids}]", *gone, *self._ok(command)]


def _section(content: bytes, what: str) -> bytes:
    if not what:
        return content
    header = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    if what == "HEADER":
        return header
    wanted = {name.lower() for name in what.removeprefix("HEADER.FIELDS (").rstrip(")").encode().split()}
    return b"".join(each[0] for each in _FIELD.finditer(header) if each[1].lower() in wanted) + b"\r\n"
