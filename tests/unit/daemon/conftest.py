"""An installation of the example company on a Dovecot and an SMTP server, and the daemon that serves it."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from inbox_bot.core.rules.model import Rules
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.installation import Installation, MailboxSession, filing_of, open_mailbox, open_outbox, utc_now
from tests.support.ledgers.places import put_new
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer

WAIT_S = 20.0


def eventually(holds: Callable[[], bool], within_s: float = WAIT_S) -> bool:
    """Whether something comes to be, as soon as it does."""
    pause = threading.Event()
    for _ in range(int(within_s / 0.02)):
        if holds():
            return True
        pause.wait(0.02)
    return holds()


@pytest.fixture
def soon() -> Callable[..., bool]:
    return eventually


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def installed(account: Account, smtp: SmtpServer, tmp_path: Path) -> Installed:
    installed = Installed(tmp_path, account, smtp)
    installed.environment["TMPDIR"] = str(tmp_path / "tmp")
    (tmp_path / "tmp").mkdir()
    installed.write()
    return installed


@pytest.fixture(scope="session")
def readers() -> Iterator[ReadingPool]:
    with ReadingPool(workers=1) as pool:
        yield pool


@pytest.fixture
def installation_at(readers: ReadingPool) -> Callable[..., AbstractContextManager[Installation]]:
    """As `open_installation`, in a hundredth of the time: the readers are shared, and the ledger's tables copied."""

    @contextmanager
    def opened(rules: Rules, folder: Path, now: Callable[[], datetime] = utc_now) -> Iterator[Installation]:
        put_new(folder / "ledger.db")
        spool = folder / "spool"
        with Ledger.open(folder / "ledger.db") as ledger:
            installation = Installation(
                rules=rules,
                folder=folder,
                ledger=ledger,
                filing=filing_of(rules, folder),
                reading=readers,
                sessions={
                    each.name: MailboxSession(
                        mailbox=open_mailbox(each, folder, spool), outbox=open_outbox(each, folder), is_proven=True
                    )
                    for each in rules.mailboxes
                },
                spool=spool,
                now=now,
            )
            yield installation

    return opened


class Running:
    """The daemon as a process; what it logs is in `log`."""

    def __init__(self, installed: Installed, **options: object) -> None:
        self.installed = installed
        self.path = installed.folder / "log"
        with self.path.open("ab") as log:
            self.process = installed.start(**({"stdout": log, "stderr": log} | options))

    @property
    def log(self) -> str:
        return self.path.read_text()

    def said(self, event: str, times: int = 1) -> bool:
        return eventually(lambda: self.log.count(f'"{event}"') >= times)

    def end(self, number: int = 15) -> int:
        self.process.send_signal(number)
        return self.process.wait(WAIT_S)


@pytest.fixture
def running(installed: Installed) -> Iterator[Callable[..., Running]]:
    started: list[subprocess.Popen[bytes]] = []

    def run(**options: object) -> Running:
        daemon = Running(installed, **options)
        started.append(daemon.process)
        return daemon

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
