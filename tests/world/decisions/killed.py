"""A daemon and a command on a model of a server, killed at their n-th call into the world.

The ledger, the filing and the pipeline are the real ones. Every call of a shelf of the ledger, of filing, of the
mailbox and of the mail server is a step, before which the process may die.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from inbox_bot.core.rules.model import FilingSettings, Rules
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import Installation, MailboxSession
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import Reader, example_rules, poll_once
from tests.support.builders.fuse import Crash, Fuse, Fused
from tests.support.builders.model_server import INBOX, ModelMailbox, ModelOutbox, ModelServer, Stored
from tests.support.ledgers import on_postgresql
from tests.support.ledgers.places import copy_tree, put_new

BEGAN = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SHELVES = frozenset(
    {
        "intake",
        "actions",
        "decisions",
        "declinings",
        "consents",
        "erasures",
        "expiring",
        "notices",
        "alarms",
        "history",
        "reports",
    }
)


def fused(real: Any, fuse: Fuse) -> Fused:
    """With the ledger's shelves, before each call: a death after one call is a death before the next."""
    return Fused(real, fuse, shelves=SHELVES, after=False)


@dataclass
class World:
    """A mailbox, and all that an installation keeps on disk."""

    folder: Path
    rules: Rules = field(default_factory=lambda: replace(example_rules(), filing=FilingSettings(to="applications")))
    server: ModelServer = field(default_factory=ModelServer)
    outbox: ModelOutbox = field(default_factory=ModelOutbox)
    at: datetime = BEGAN

    def __post_init__(self) -> None:
        [mailbox] = self.rules.mailboxes
        self.rules = replace(self.rules, mailboxes=(mailbox.model_copy(update={"start": "all"}),))
        (self.folder / "spool").mkdir(parents=True, exist_ok=True)

    def begin(self) -> None:
        put_new(self.folder / "ledger.db")

    def copy(self, folder: Path) -> "World":
        """The same world, at the same moment, elsewhere on disk."""
        copy_tree(self.folder, folder)
        return World(folder, self.rules, deepcopy(self.server), deepcopy(self.outbox), self.at)

    def receives(self, mail: bytes) -> None:
        self.server.folder(INBOX).add(Stored(mail, self.at))

    def polls(self, fuse: Fuse | None = None) -> bool:
        """The daemon, once; False where it was killed. Its end gives the lock back, as the kernel does."""
        self.at += timedelta(minutes=2)

        def poll(installation: Installation) -> None:
            installation.ledger.recover()
            poll_once(installation)
            carry_out(installation)

        return self._lives(poll, fuse, lock=True)

    def person(self, does: Callable[[Installation, datetime], object], fuse: Fuse | None = None) -> bool:
        """A command beside the daemon; False where it was killed."""
        return self._lives(lambda installation: does(installation, self.at), fuse, lock=False)

    def _lives(self, does: Callable[[Installation], object], fuse: Fuse | None, *, lock: bool) -> bool:
        fuse = fuse or Fuse()
        fuse.begin()
        with Ledger.open(self.folder / "ledger.db", lock=lock) as ledger:
            session = MailboxSession(
                mailbox=fused(ModelMailbox(self.server, self.folder / "spool"), fuse),  # type: ignore[arg-type]
                outbox=fused(self.outbox, fuse),  # type: ignore[arg-type]
            )
            installation = Installation(
                rules=self.rules,
                folder=self.folder,
                ledger=fused(ledger, fuse),  # type: ignore[arg-type]
                filing=fused(LocalFolders(self.folder / "applications"), fuse),  # type: ignore[arg-type]
                reading=Reader(),  # type: ignore[arg-type]
                spool=self.folder / "spool",
                sessions={"recruitment": session},
                now=lambda: self.at,
            )
            try:
                does(installation)
            except Crash:
                return False
        return True

    def stands(self) -> object:
        """All that a process that is killed leaves."""
        ledger = on_postgresql.stands() if on_postgresql.is_asked_for() else None
        kept = [path for path in sorted(self.folder.rglob("*")) if path.is_file() and not path.name.endswith("-shm")]
        folders = {name: (folder.uidvalidity, repr(folder.mails)) for name, folder in self.server.folders.items()}
        return ledger, [(path, path.read_bytes()) for path in kept], folders, list(self.outbox.sent)

    def files(self) -> dict[str, bytes]:
        root = self.folder / "applications"
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }

    def mailbox(self) -> dict[str, list[tuple[bytes, frozenset[str]]]]:
        """Each folder's mails with their flags, our own marks left out."""
        return {
            name: [
                (mail.content, frozenset(flag for flag in mail.flags if not flag.startswith("InboxBot-")))
                for mail in folder.mails.values()
            ]
            for name, folder in self.server.folders.items()
            if folder.mails and name != "Sent"
        }
