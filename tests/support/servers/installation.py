"""An installation on disk, as a person makes one: a folder with rules.yaml, the password in a file, and the command.

The company is the example's; only its mailbox lies on the servers of a test.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.support import command
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[3]
_MAILBOX = re.compile(r"^mailbox:\n(?:(?:[ #].*)?\n)*", re.MULTILINE)

#: What the daemons of a test write on standard error.
WRITTEN: list[IO[bytes]] = []


@dataclass
class Installed:
    """rules.yaml at `rules`; everything else beside it."""

    folder: Path
    account: Account
    smtp: SmtpServer
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> Path:
        return self.folder / "rules.yaml"

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    def text(self, *, mode: str = "live", ledger: str | None = None, more: str = "", start: str = "all") -> str:
        """The text of rules.yaml; `more` is put at its end."""
        example = (ROOT / "rules.yaml").read_text()
        server = self.account.server
        mailbox = f"""mailbox:
  address: recruitment@snowplowanalytics.com
  start: {start}
  imap:
    {{host: {server.host}, port: {server.port}, security: none, user: {self.account.user}, password: "file:password"}}
  smtp: {{host: {self.smtp.host}, port: {self.smtp.port}, security: none}}

"""
        text = _MAILBOX.sub(lambda _: mailbox, example, count=1).replace("mode: observe", f"mode: {mode}", 1)
        return text + (f"\nledger: {ledger}\n" if ledger else "") + more

    def write(self, text: str | None = None) -> None:
        """Write rules.yaml the way an editor does: a new file in the old one's place."""
        (self.folder / "password").write_text(self.account.password + "\n")
        new = self.folder / "rules.yaml.new"
        new.write_text(self.text() if text is None else text)
        new.replace(self.rules)

    def start(self, *arguments: str, **options: object) -> subprocess.Popen[bytes]:
        """The daemon, as a process of its own. What it writes on standard error is kept until the test ends."""
        if "stderr" not in options:
            options["stderr"] = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
            WRITTEN.append(options["stderr"])  # type: ignore[arg-type]
        environment = {**os.environ, **self.environment}
        options = {"env": environment, "stdin": subprocess.DEVNULL, **options}
        return command.Started("run", "--rules", self.rules, *arguments, **options)

    def ask(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Another command about this installation."""
        environment = {**os.environ, **self.environment, **(env or {})}
        return command.run(*arguments, "--rules", self.rules, env=environment)


def filed(folder: Path) -> Iterator[Path]:
    """Every file below a folder, relative to it."""
    return (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
