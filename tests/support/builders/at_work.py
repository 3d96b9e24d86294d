"""A company at work in a test: its files on disk, its installation open, and a clock that the test sets.

The installation is the real one; only its reading workers, which take half a second to start, are shared by all of a
run.
"""

import atexit
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from unittest import mock
from zlib import crc32

from inbox_bot.core.words import ActionState
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import AnswerRow
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline import installation as installation_module
from inbox_bot.pipeline.installation import Installation, open_installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.builders.sample_people import ADDRESS as ADDRESS
from tests.support.builders.sample_people import EXPERIENCE as EXPERIENCE
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import Kept, SmtpServer

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Clock:
    """What the house takes for the time; begins with the real one, which servers and commands go by."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@dataclass
class Company:
    """An installation at work, and what a test asks of it."""

    installation: Installation
    installed: Installed
    clock: Clock

    def receives(self, mail: MailBuilder | bytes) -> None:
        """A mail arrives in the inbox, at the time that the clock shows."""
        raw = mail if isinstance(mail, bytes) else mail.bytes()
        self.installed.account.append(raw, internaldate=self.clock())

    def poll(self) -> tuple[str, ...]:
        """Once through the mailbox and all that is due; a sentence for each server that can't be used."""
        for mailbox in self.installation.rules.mailboxes:
            poll(self.installation, mailbox)
        return carry_out(self.installation)

    def answers(self, *states: ActionState) -> tuple[AnswerRow, ...]:
        return self.installation.ledger.actions.answers(states or None)

    def whys(self) -> list[tuple[ActionState, str | None]]:
        """Every answer's state and why."""
        return [(row.state, row.why) for row in self.answers()]


@contextlib.contextmanager
def at_work(
    folder: Path,
    account: Account,
    smtp: SmtpServer,
    *,
    text: str | None = None,
    more: str = "",
    mode: str = "live",
    clock: Clock | None = None,
) -> Iterator[Company]:
    """The example company, its mailbox on these servers; `more` stands at the end of its rules.yaml."""
    folder.mkdir(parents=True, exist_ok=True)
    installed = Installed(folder, account, smtp)
    installed.write(installed.text(mode=mode, more=more) if text is None else text)
    with open_again(installed, clock or Clock()) as company:
        yield company


@contextlib.contextmanager
def open_again(installed: Installed, clock: Clock) -> Iterator[Company]:
    """What a restart gives: the same installation, opened anew."""
    shared = mock.patch.object(installation_module, "ReadingPool", return_value=contextlib.nullcontext(workers()))
    with shared, open_installation(rules_file.read(installed.rules), installed.folder, now=clock) as installation:
        yield Company(installation, installed, clock)


@cache
def workers() -> ReadingPool:
    """The reading workers that all tests of a run share."""
    pool = ReadingPool()
    atexit.register(pool.close)
    return pool


def an_application(
    name: str = "Ann Lee",
    address: str = "ann.lee@example.org",
    *,
    title: str = "Infrastructure engineer",
    cv: str | None = "",
    to: str = ADDRESS,
) -> MailBuilder:
    """Somebody applies: two lines, and a CV of theirs (`cv` None: without; else what stands in it besides)."""
    mail = (
        a_mail()
        .from_(f"{name} <{address}>")
        .to(to)
        .return_path(address)
        .subject(f"Application: {title}")
        .id(f"<application.{address.replace('@', '.at.')}@{address.rpartition('@')[2]}>")
        .text("Dear team,\n\nplease find my application attached.\n")
    )
    return mail if cv is None else mail.attach("cv.txt", a_cv(name, address, cv), "text/plain")


def a_phone(address: str) -> str:
    """Everybody has a number of their own: who shares one may be one person."""
    local = 9460123 if address == "ann.lee@example.org" else crc32(address.encode()) % 9_000_000
    return f"+44 20 7{local // 10_000:03} {local % 10_000:04}"


def a_cv(name: str, address: str, more: str = "") -> bytes:
    """A CV as text."""
    lines = [
        name,
        f"{address}   {a_phone(address)}",
        "",
        "CURRICULUM VITAE",
        "",
        "EXPERIENCE",
        "2019 - 2025   Infrastructure engineer, Example Works, London",
        *EXPERIENCE,
        more,
        "",
        "EDUCATION",
        "2015 - 2018   BSc Computer Science, Example University",
        "",
        "SKILLS",
        "AWS, Kubernetes, Docker, Ansible, Golang, bash",
    ]
    return "\r\n".join(lines).encode()


def read(kept: Kept) -> EmailMessage:
    """A mail that our SMTP server took, as its reader's program sees it."""
    parsed = message_from_bytes(kept.content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed
