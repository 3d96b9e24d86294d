"""A mailbox on Dovecot, an SMTP server and all that an installation keeps on disk: copied as it stood, and run on."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from inbox_bot.edges.ledger import AnswerRow, Ledger, MailRow
from tests.faults.deeds import Servers
from tests.faults.forking import Ended, Forks
from tests.faults.line import Line
from tests.faults.shim import Fault
from tests.faults.starts import Starts
from tests.support.builders.fuse import IN_MEMORY
from tests.support.builders.mails import MailBuilder
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.smtp import SmtpServer
from tests.support.servers.smtp_conversation import Kept


@dataclass
class World:
    """One installation with its mailbox, at work."""

    place: "Place"
    account: Account
    folder: Path
    by_line: bool = False  #: it goes by the lines that can be broken
    dropped: list[tuple[MailRow, AnswerRow]] = field(default_factory=list)  #: uncertain letters that a person let be

    def receives(self, *mails: MailBuilder) -> None:
        """They arrive in INBOX, in this order."""
        for mail in mails:
            self.account.append(mail.bytes())

    def drags(self, message_id: str, to: str) -> None:
        """A person moves the mail with this Message-ID, wherever it is, to another folder."""
        client = self.account.client()
        for flags, _, name in client.list_folders():
            if b"\\Noselect" in flags or name in ("Sent", to):
                continue
            client.select_folder(name)
            if uids := client.search(["HEADER", "Message-ID", message_id]):
                client.move(uids, to)
                break
        else:
            raise AssertionError(f"{message_id} is nowhere")
        self.account.close()

    def does(self, deed: str, fault: Fault | None = None, journal: Path | None = None, **given: Any) -> Ended:
        """A deed of `deeds`, in a fork."""
        return self.place.forks.run(deed, self._told(given), fault, journal)

    def warms(self, deed: str, **given: Any) -> None:
        """The same in the process that forks."""
        self.place.forks.warm(deed, self._told(given))

    def _told(self, given: dict[str, Any]) -> dict[str, Any]:
        servers = Servers(
            user=self.account.user,
            password=self.account.password,
            host=self.account.server.host,
            port=self.place.imap_line.port if self.by_line else self.account.server.port,
            smtp_port=self.place.smtp_line.port if self.by_line else self.place.smtp.port,
        )
        return {"folder": str(self.folder), "servers": asdict(servers), **given}

    def waits(self) -> bool:
        """Whether something is left to do that a further poll would do."""
        with Ledger.open(self.folder / "ledger.db", lock=False) as ledger:
            return bool(ledger.reports.waiting_count())

    def end(self) -> None:
        """Nothing is kept of it."""
        self.account.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.account.server.home(self.account.user), ignore_errors=True)


@dataclass(frozen=True)
class Snapshot:
    """A world as it stood: what is on disk, in the mailbox, and what the SMTP server had taken."""

    folder: Path
    mail: Path
    sent: tuple[Kept, ...]


@dataclass
class Place:
    """Where worlds are put up: a Dovecot and an SMTP server of a run's own, and the process that forks."""

    dovecot: Dovecot
    smtp: SmtpServer
    forks: Forks | Starts
    imap_line: Line
    smtp_line: Line
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def world(self) -> World:
        """A new one, with an empty mailbox and a ledger that has just been made."""
        self.smtp.record.kept.clear()
        account = self.dovecot.account()
        folder = self._new("world")
        with Ledger.open(folder / "ledger.db"):
            pass
        return World(self, account, folder)

    def keep(self, world: World) -> Snapshot:
        """The world as it stands now, to be put up again."""
        world.account.close()
        kept = self._new("kept")
        shutil.copytree(world.folder, kept / "folder")
        home = self.dovecot.home(world.account.user)
        if home.exists():
            shutil.copytree(home, kept / "mail")
        return Snapshot(kept / "folder", kept / "mail", tuple(self.smtp.kept))

    def put_up(self, kept: Snapshot) -> World:
        """The same world once more, under another user's name."""
        account = self.dovecot.account()
        folder = self._new("world")
        shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
        home = self.dovecot.home(account.user)
        if kept.mail.exists():
            shutil.copytree(kept.mail, home)
            for path in (home, *home.rglob("*")):
                self.dovecot.give(path)
        self.smtp.behave()
        self.smtp.record.kept[:] = kept.sent
        return World(self, account, folder)

    def _new(self, what: str) -> Path:
        folder = self.folder / f"{what}-{next(self._numbers)}"
        folder.mkdir()
        return folder


@contextmanager
def place(plant: str = "", *, by_starts: bool = False) -> Iterator[Place]:
    """Servers in memory, for the length of a `with`. Raises DovecotMissing, NoCompiler.

    `plant`: a bug of `plants`. `by_starts`: what is done is done by the real command, started each time.
    """
    with tempfile.TemporaryDirectory(dir=IN_MEMORY, prefix="inbox-bot-faults-") as folder:
        dovecot = Dovecot(within=IN_MEMORY or Path("/tmp"))
        try:
            with (
                SmtpServer() as smtp,
                Starts() if by_starts else Forks(plant) as forks,
                Line(dovecot.host, dovecot.port) as imap_line,
                Line(smtp.host, smtp.port) as smtp_line,
            ):
                yield Place(dovecot, smtp, forks, imap_line, smtp_line, Path(folder))
        finally:
            dovecot.stop()
