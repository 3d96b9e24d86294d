"""Several workers on one PostgreSQL ledger: rules.yaml with a mailbox each for some accounts, and processes."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from inbox_bot.core.rules.model import Rules
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from tests.support.command import Started
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import ROOT
from tests.support.servers.smtp import SmtpServer

_MAILBOX = re.compile(r"^mailbox:\n(?:(?:[ #].*)?\n)*", re.MULTILINE)
END_S = 20.0


@dataclass
class Worker:
    """A process, and what it logs."""

    process: Started
    path: Path

    @property
    def log(self) -> str:
        """All that it logged."""
        return self.path.read_text()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code."""
        self.process.send_signal(number)
        return self.process.wait(END_S)


@dataclass
class Cluster:
    """rules.yaml in `folder`, and the workers that share its ledger. Mailbox `m0` is the first account's, and so on."""

    folder: Path
    ledger: str
    accounts: Sequence[Account]
    smtp: SmtpServer
    more: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    started: list[Worker] = field(default_factory=list)

    @property
    def rules(self) -> Rules:
        """As the file says."""
        return rules_file.read(self.folder / "rules.yaml")

    @property
    def names(self) -> tuple[str, ...]:
        """Of the mailboxes."""
        return tuple(f"m{number}" for number, _ in enumerate(self.accounts))

    def write(self, *, mode: str = "live") -> None:
        """rules.yaml and the passwords."""
        boxes = "".join(self._mailbox(number, account) for number, account in enumerate(self.accounts))
        example = (ROOT / "rules.yaml").read_text().replace("mode: observe", f"mode: {mode}", 1)
        text = _MAILBOX.sub(lambda _: f"mailboxes:\n{boxes}\n", example, count=1)
        (self.folder / "rules.yaml").write_text(f'{text}\nledger: "{self.ledger}"\n{self.more}')
        for number, account in enumerate(self.accounts):
            (self.folder / f"password-{number}").write_text(account.password + "\n")

    def start(self) -> Worker:
        """One more worker."""
        path = self.folder / f"log-{len(self.started)}"
        with path.open("ab") as log:
            process = Started(
                "run",
                "--cluster",
                "--rules",
                self.folder / "rules.yaml",
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.started.append(Worker(process, path))
        return self.started[-1]

    @contextmanager
    def looked_into(self) -> Iterator[Ledger]:
        """The ledger, beside whoever is at work."""
        with Ledger.open(self.ledger, lock=False) as ledger:
            yield ledger

    def shares(self) -> dict[str, tuple[str, ...]]:
        """Which mailboxes each worker has, by its name."""
        with self.looked_into() as ledger:
            return {each.name: each.has for each in ledger.sharing(self.names).workers}

    def end(self) -> None:
        """Kill what is left."""
        for worker in self.started:
            if worker.process.poll() is None:
                worker.process.kill()
            worker.process.wait()

    def _mailbox(self, number: int, account: Account) -> str:
        server = account.server
        return f"""  - name: m{number}
    address: jobs{number}@snowplowanalytics.com
    start: all
    imap:
      {{host: {server.host}, port: {server.port}, security: none, user: {account.user},
       password: "file:password-{number}"}}
    smtp: {{host: {self.smtp.host}, port: {self.smtp.port}, security: none}}
"""
