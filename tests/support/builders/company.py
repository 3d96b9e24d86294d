"""The example company on servers of a test: the repository's rules.yaml with its mailbox somewhere else.

`Company` is that company at work. Each of its polls opens everything anew, as `inbox-bot poll` does, so that what one
learns comes from the ledger; mails are read in this process, since reading is not what its tests are about.
"""

import hashlib
import random
import re
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

from inbox_bot.core.documents.collect import collected, documents_of
from inbox_bot.core.documents.scans import RecognisedScan, with_text
from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.parse import parse_headers
from inbox_bot.core.message.values import Message, RawMail, Reading
from inbox_bot.core.rules.model import FilingSettings, Mode, Rules, Secret, Security, ServerSettings
from inbox_bot.core.words import Problem
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.edges.reading.scans.reader import ScanReader
from inbox_bot.pipeline.installation import (
    Installation,
    MailboxSession,
    filing_of,
    ledger_place,
    open_mailbox,
    open_outbox,
    tokens_of,
)
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from inbox_bot.reviewing.follow import follow
from tests.support.builders.mails import MailBuilder, a_mail, read_mail
from tests.support.ledgers.places import put_copy
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[3]
ADDRESS = "recruitment@snowplowanalytics.com"


def example_rules(mode: Mode = Mode.LIVE) -> Rules:
    """The example as it is, but for its mode."""
    return replace(_as_written(), mode=mode)


@cache
def _as_written() -> Rules:
    return rules_file.read(ROOT / "rules.yaml")


def rules_for(
    account: Account,
    smtp: SmtpServer,
    folder: Path,
    *,
    mode: Mode = Mode.LIVE,
    start: Any = "all",
    ledger: str = "ledger.db",
    imap_port: int | None = None,
    folders: tuple[str, ...] = ("INBOX",),
) -> Rules:
    """The example company's rules with this account as its mailbox; `folder` gets the file with the password.

    `imap_port`: of a proxy before the server, without TLS.
    """
    (folder / "password").write_text(account.password + "\n")
    rules = example_rules(mode)
    imap = ServerSettings(
        host=account.server.host,
        port=imap_port or account.server.tls_port,
        security=Security.NONE if imap_port else Security.TLS,
        ca=None if imap_port else str(account.server.ca),
        user=account.user,
        password=Secret(source="file", name="password"),
    )
    outgoing = ServerSettings(host=smtp.host, port=smtp.port, security=Security.NONE)
    mailbox = rules.mailboxes[0].model_copy(update={"imap": imap, "smtp": outgoing, "start": start, "folders": folders})
    mailbox = mailbox._with_junk_apart()
    return replace(rules, mailboxes=(mailbox,), ledger=ledger, filing=FilingSettings(to="applications"))


CV = b"""Curriculum vitae

Work experience
2019-2025 Site reliability engineer, Example Works: AWS, Ansible, Docker, Kubernetes, HashiCorp Vault, Packer, Golang
2016-2019 System administrator, Example Ltd: bash, CloudFormation, PagerDuty, infrastructure automation

Education
2012-2016 BSc Computer Science, University of Example

Skills: devops, Mesos, Nix, bash
"""


def an_application(number: int, *, cv: bool = True) -> MailBuilder:
    """One of any number of small applications, each from a person and a domain of its own, with a CV or without."""
    mail = (
        a_mail()
        .from_(f"Ann{_word(number)} Lee <ann@applicant{number}.example>")
        .to(ADDRESS)
        .subject("Application: Infrastructure engineer")
        .id(f"<application.{number}@applicant{number}.example>")
        .text(
            f"Dear team,\n\nI apply for your position as infrastructure engineer ({_word(number)}).\n\nRegards\nAnn Lee"
        )
    )
    head = f"Ann{_word(number)} Lee\nann@applicant{number}.example\n\n".encode()
    return mail.attach(f"cv-{number}.txt", head + CV + _word(number).encode(), "text/plain") if cv else mail


def a_bounce(number: int) -> MailBuilder:
    """A report that a letter did not arrive: nobody is answered."""
    return (
        a_mail()
        .return_path("")
        .from_("Mail Delivery System <mailer-daemon@mx.example.net>")
        .subject("Undelivered Mail Returned to Sender")
        .id(f"<bounce.{number}@mx.example.net>")
        .text("I'm sorry to have to inform you that your message could not be delivered: user unknown.")
    )


def a_newsletter(number: int) -> MailBuilder:
    """It goes to the others."""
    return (
        a_mail()
        .from_("News <news@letters.example>")
        .header("List-Unsubscribe", "<https://letters.example/u>")
        .header("Precedence", "bulk")
        .subject(f"Our newsletter no. {number}")
        .id(f"<news.{number}@letters.example>")
        .text("This week's news. Unsubscribe at any time.")
    )


def a_mixed_day(count: int, chance: random.Random) -> list[MailBuilder]:
    """Applications with and without a CV, second deliveries, reports, newsletters: each with bytes of its own."""
    applications: list[MailBuilder] = []
    mails = []
    for number in range(count):
        kind = chance.random()
        if kind < 0.8 or (kind < 0.87 and not applications):
            mail = an_application(number, cv=kind < 0.7)
            applications.append(mail)
        elif kind < 0.87:  # delivered a second time, by another way
            mail = chance.choice(applications).header("Received", f"from other.example by mx{number}.test")
        elif kind < 0.94:
            mail = a_bounce(number)
        else:
            mail = a_newsletter(number)
        mails.append(mail)
    return mails


def _word(number: int) -> str:
    """A number in letters: likeness leaves digits out."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


class Reader:
    """Reads in this process, without a cage. A mail with an `X-Dies` field kills its reader each time."""

    def __init__(self) -> None:
        self.read_hashes: list[str] = []
        self.scan_reader: ScanReader | None = None
        self.heals = False

    def read(self, mails: Iterable[RawMail], **_: int) -> Generator[Reading, None, None]:
        for mail in mails:
            self.read_hashes.append(mail.raw_hash)
            yield self._reading(mail)

    def read_file(self, path: Path, *, mailbox: str, received_at: datetime, passwords: Sequence[str] = ()) -> Reading:
        content = path.read_bytes()
        return self._read(content, hashlib.sha256(content).hexdigest(), mailbox, received_at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def read_again(self, path: Path, reading: Reading, found: Mapping[str, RecognisedScan]) -> Reading:
        read = with_text(reading.documents, found)
        papers = [read.get(part.section) or read_part(part) for part in document_parts(reading.message)]
        return replace(reading, documents=collected(reading.message, papers))

    def close(self) -> None:
        """As a pool is closed."""

    def _reading(self, mail: RawMail) -> Reading:
        content = mail.spool.read_bytes()
        if mail.headers_only:
            return self._problem(mail, parse_headers(content), Problem.TOO_LARGE)
        if re.search(rb"^X-Dies:", content, re.MULTILINE) and not self.heals:
            return self._problem(mail, Message(), Problem.READER_DIED)
        return self._read(content, mail.raw_hash, mail.location.mailbox, mail.received_at)

    def _problem(self, mail: RawMail, message: Message, problem: Problem) -> Reading:
        return Reading(
            raw_hash=mail.raw_hash,
            mailbox=mail.location.mailbox,
            received_at=mail.received_at,
            message=message,
            problem=problem,
        )

    def _read(self, content: bytes, raw_hash: str, mailbox: str, received_at: datetime) -> Reading:
        message = read_mail(content)
        return Reading(
            raw_hash=raw_hash,
            mailbox=mailbox,
            received_at=received_at,
            message=message,
            documents=documents_of(message),
            content_hash=content_hash(message),
        )


@dataclass
class Company:
    """The example company with its mailbox on a real server."""

    account: Account
    smtp: SmtpServer
    folder: Path
    rules: Rules
    reader: Reader = field(default_factory=Reader)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    settings: dict[str, Any] = field(default_factory=dict)  #: of its Mailbox: time limits

    @contextmanager
    def installation(self) -> Iterator[Installation]:
        """Everything open, as the one daemon."""
        with ExitStack() as stack:
            ledger = stack.enter_context(Ledger.open(ledger_place(self.rules, self.folder)))
            installation = Installation(
                rules=self.rules,
                folder=self.folder,
                ledger=ledger,
                filing=filing_of(self.rules, self.folder),
                reading=self.reader,  # type: ignore[arg-type]
                spool=self.folder / "spool",
                now=lambda: self.now(),
            )
            for each in self.rules.mailboxes:
                tokens = tokens_of(self.rules, each, self.folder)
                box = open_mailbox(each, self.folder, installation.spool, tokens)
                for name, value in self.settings.items():
                    box._access = replace(box._access, **{name: value})
                    box._connection.access = box._access
                outbox = stack.enter_context(open_outbox(each, self.folder, tokens))
                session = MailboxSession(mailbox=stack.enter_context(box), outbox=outbox, tokens=tokens)
                installation.sessions = {**installation.sessions, each.name: session}
            ledger.recover()
            yield installation

    def poll(self, times: int = 1) -> tuple[str, ...]:
        """`inbox-bot poll`, so many times: take in, carry out, end. Gives back what was down the last time."""
        down: tuple[str, ...] = ()
        for _ in range(times):
            with self.installation() as installation:
                down = poll_once(installation)
        return down

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """To look into, as `status` does."""
        with Ledger.open(ledger_place(self.rules, self.folder), lock=False) as ledger:
            yield ledger

    def keep(self, name: str) -> None:
        """A copy of the ledger and of the mailbox as they are now, to be put back."""
        self.account.close()
        for kept in (self.folder / f"{name}.db", self.folder / f"{name}.mail"):
            assert not kept.exists()
        put_copy(self.folder / "ledger.db", self.folder / f"{name}.db")
        shutil.copytree(self.account.server.home(self.account.user), self.folder / f"{name}.mail")

    def restore_ledger(self, name: str) -> None:
        """The ledger as it was kept."""
        put_copy(self.folder / f"{name}.db", self.folder / "ledger.db")

    def restore_mailbox(self, name: str) -> None:
        """The mailbox as it was kept: with its UIDVALIDITY, and UIDs that are given anew."""
        self.account.close()
        home = self.account.server.home(self.account.user)
        shutil.rmtree(home)
        shutil.copytree(self.folder / f"{name}.mail", home)
        for path in (home, *home.rglob("*")):
            self.account.server.give(path)

    def renumber(self) -> None:
        """INBOX gets a new UIDVALIDITY and new UIDs."""
        self.account.close()
        uids = self.account.maildir / "dovecot-uidlist"
        version, uidvalidity, _, rest = uids.read_bytes().partition(b"\n")[0].split(b" ", 3)
        uids.write_bytes(b"%s V%d N1 %s\n" % (version, int(uidvalidity[1:]) + 1, rest))
        for file in self.account.maildir.glob("dovecot.index*"):
            file.unlink()

    def lies_in(self) -> dict[bytes, list[str]]:
        """Where each mail lies that is not in Sent: its bytes, and the folders, each as often as it lies there."""
        found: dict[bytes, list[str]] = {}
        listed = self.account.client().list_folders()
        for folder in sorted(name for flags, _, name in listed if b"\\Noselect" not in flags and name != "Sent"):
            for content, _ in self.account.messages(folder).values():
                found.setdefault(content, []).append(folder)
        return found


def poll_once(installation: Installation) -> tuple[str, ...]:
    """What the command does with an open installation."""
    down: list[str] = []
    for mailbox in installation.rules.mailboxes:
        problem = None
        try:
            poll(installation, mailbox)
            follow(installation, mailbox)
        except MailboxDown as error:
            problem = error.sentence
            down.append(problem)
        installation.ledger.notices.note_poll(mailbox.name, installation.now(), problem)
    return (*down, *carry_out(installation))


def soon() -> datetime:
    """A moment after everything that a test did."""
    return datetime.now(UTC) + timedelta(days=1)
