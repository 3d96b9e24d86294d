"""Workers that share a ledger, within one process: what `run --cluster` opens, and mailboxes that change hands.

Each is a real worker to the ledger and to the others: it has the locks of its mailboxes, and a session with each. Who
takes which mailbox when says the test, and no clock.
"""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from unittest import mock

from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.daemon import worker as worker_module
from inbox_bot.edges import rules_file
from inbox_bot.pipeline import installation as installation_module
from inbox_bot.pipeline.installation import Installation, open_session
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import changes_in, letters_of
from tests.support.builders.at_work import Clock, Company, workers
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer


@dataclass
class Worker:
    """One of those that share."""

    installation: Installation

    def take(self, name: str) -> bool:
        """Have a mailbox, as a worker begins with it; False where another has it."""
        if self.installation.ledger.take(name) is None:
            return False
        session = open_session(self.installation, self.installation.rules.mailbox(name))
        self.installation.sessions = {**self.installation.sessions, name: session}
        return True

    def give_back(self, name: str) -> None:
        """Let another have it."""
        sessions = dict(self.installation.sessions)
        session = sessions.pop(name)
        self.installation.sessions = sessions
        session.mailbox.close()
        session.outbox.close()
        self.installation.ledger.give_back(name)

    def poll(self) -> tuple[str, ...]:
        """Once through its mailboxes, and all that is due in them; a sentence for each server that can't be used.

        Each mailbox's letters go out in a thread of its own, as in the daemon.
        """
        mailboxes = self.installation.looked_after
        for each in mailboxes:
            poll(self.installation, each)
        with ThreadPoolExecutor(max_workers=max(1, len(mailboxes))) as threads:
            sentences = list(threads.map(self._carry_out, mailboxes))
        return tuple(sentence for some in sentences for sentence in some if sentence is not None)

    def _carry_out(self, mailbox: MailboxSettings) -> tuple[str | None, ...]:
        return letters_of(self.installation, mailbox), changes_in(self.installation, mailbox)


@contextlib.contextmanager
def a_worker(
    rules: Rules, folder: Path, now: Callable[[], datetime], reading: object | None = None
) -> Iterator[Worker]:
    """One more, without a mailbox yet. `reading`: None: by the reading workers that all tests of a run share."""
    pool = contextlib.nullcontext(workers() if reading is None else reading)
    with mock.patch.object(installation_module, "ReadingPool", return_value=pool):
        opened = worker_module.open_share(rules, folder)
        installation = opened.__enter__()
    with ExitStack() as stack:
        stack.push(opened)
        installation.now = now
        worker = Worker(installation)
        yield worker
        for name in list(installation.sessions):
            worker.give_back(name)


@dataclass
class TakingTurns(Company):
    """A company at work by two workers: at each look all mailboxes are the other one's."""

    workers: list[Worker] = field(default_factory=list)

    def poll(self) -> tuple[str, ...]:
        """Once through the mailboxes and all that is due, by the worker whose turn it is."""
        had, has = self.workers
        for name in list(had.installation.sessions):
            had.give_back(name)
        for each in has.installation.rules.mailboxes:
            assert has.take(each.name)
        self.workers = [has, had]
        self.installation = has.installation
        return has.poll()


@contextlib.contextmanager
def in_turns(
    folder: Path,
    account: Account,
    smtp: SmtpServer,
    ledger: str,
    *,
    text: str | None = None,
    more: str = "",
    clock: Clock | None = None,
) -> Iterator[TakingTurns]:
    """The example company, by two workers that share `ledger`, a PostgreSQL URL."""
    folder.mkdir(parents=True, exist_ok=True)
    installed = Installed(folder, account, smtp)
    installed.write(f'{installed.text(more=more) if text is None else text}\nledger: "{ledger}"\n')
    with in_turns_again(installed, clock or Clock()) as company:
        yield company


@contextlib.contextmanager
def in_turns_again(installed: Installed, clock: Clock) -> Iterator[TakingTurns]:
    """What a restart of both gives."""
    rules = rules_file.read(installed.rules)

    def one() -> AbstractContextManager[Worker]:
        return a_worker(rules, installed.folder, clock)

    with one() as first, one() as second:
        yield TakingTurns(first.installation, installed, clock, [first, second])
