"""The edges, put together from rules.yaml: what is configured, and one process's session with each mailbox.

An `Installation` is what the way of a message goes through. A `MailboxSession` has a mailbox's two connections, and
what this process alone knows of it; a restart forgets that.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

from inbox_bot.core.rules.model import MailboxSettings, Rules, ServerSettings, SignInSettings, WayOut
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import secrets
from inbox_bot.edges.access import Access, Credentials, Proof
from inbox_bot.edges.antivirus import Scanner
from inbox_bot.edges.filing import SPOOL, Bucket, Filing, LocalFolders, Reached
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.mailbox import FolderStatus, Mailbox, SpoolFailed
from inbox_bot.edges.outbox import GRAPH_URL, GraphOutbox, Outbox, SmtpOutbox
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.scans.offered import scan_reader
from inbox_bot.edges.signin import SignIn, TokenSource, sign_in_of
from inbox_bot.pipeline.scans import ScanQueue


def utc_now() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


@dataclass
class MailboxSession:
    """One process at work in one mailbox."""

    mailbox: Mailbox  #: its IMAP side
    outbox: Outbox  #: its SMTP side
    tokens: TokenSource | None = None  #: what both sides log in with; None where that is passwords
    #: Sent was looked at since the start. Until then no answer goes out: a ledger that was put back from a copy holds
    #: answers as due that went out already.
    is_proven: bool = False
    rests_until: datetime | None = None  #: it sends nothing, since its mail server lets it send nothing
    #: folders, each with what `start` says, of which it was logged that it says it too late
    starts_logged: set[tuple[str, str]] = field(default_factory=set)
    #: folders where copies that a poll noted, which broke off then, are put aside
    finished: set[str] = field(default_factory=set)
    looked_into: set[str] = field(default_factory=set)  #: folders of ours, each at least once
    counted: Mapping[str, FolderStatus] = field(default_factory=dict)  #: what a poll was told of its folders last
    junk: str | None = None  #: the folder for junk, as the server calls it, where applications are looked for in it
    turn: int = 0  #: which of them come next, where the server tells of each alone
    not_made: set[str] = field(default_factory=set)  #: folders of ours that the server would not make
    #: since it was last looked which applications are complete by now, mail came in
    may_be_complete: bool = True
    reminders_at: datetime | None = None  #: when it was last looked who is to be reminded of a CV
    #: raw hashes of mails that a broken ledger could not take out of hand: it was not their fault
    in_hand: list[list[str]] = field(default_factory=list)


@dataclass
class Installation:
    """Everything that a daemon, or one poll, works with. `rules` may be exchanged between two batches."""

    rules: Rules
    folder: Path  #: rules.yaml's: where relative paths start
    ledger: Ledger
    filing: Filing
    reading: ReadingPool
    sessions: Mapping[str, MailboxSession] = field(default_factory=dict)  #: by the mailbox's name
    now: Callable[[], datetime] = utc_now
    spool: Path = Path(SPOOL)  #: where fetched mails are until they are taken in
    stopping: Callable[[], bool] = lambda: False  #: asked between two letters, and between two batches of changes
    scan_queue: ScanQueue = field(default_factory=ScanQueue)  #: the mails that wait for recognition, as far as at hand
    rules_file: Path | None = None  #: where a reviewer's word about a vacancy is written; None: nowhere
    beside: dict[str, Mailbox] = field(default_factory=dict)  #: opened where there is no session, when first needed

    @property
    def looked_after(self) -> tuple[MailboxSettings, ...]:
        """The mailboxes that this process is at work in, as rules.yaml has them."""
        return tuple(each for each in self.rules.mailboxes if each.name in self.sessions)

    def mailbox(self, name: str) -> Mailbox:
        """A mailbox's IMAP side: its session's, else one of its own. Raises KeyError where rules.yaml has none."""
        if name in self.sessions:
            return self.sessions[name].mailbox
        if name not in self.beside:
            rules = self.rules.mailbox(name)
            tokens = tokens_of(self.rules, rules, self.folder)
            self.beside[name] = open_mailbox(rules, self.folder, self.spool, tokens)
        return self.beside[name]


def scanner_of(rules: Rules, folder: Path) -> Scanner | None:
    """The virus scanner that rules.yaml names; None where it names none. `folder` is that file's."""
    if rules.reading.antivirus is None:
        return None
    way, _, where = rules.reading.antivirus.partition(":")
    if way == "unix":
        return Scanner(folder / where)
    host, _, port = where.rpartition(":")
    return Scanner((host.strip("[]"), int(port)))  # an IPv6 address is written in brackets (RFC 3986 §3.2.2)


def open_reading(rules: Rules, folder: Path, *, workers: int = 2) -> ReadingPool:
    """The readers of mail, behind the virus scanner where rules.yaml names one, and of scans. Raises CageMissing."""
    scanner = scanner_of(rules, folder)
    return ReadingPool(
        cage=rules.reading.cage,
        workers=workers,
        scan=scanner.scan if scanner is not None else None,
        scan_reader=scan_reader(rules.reading.ocr, folder),
    )


def ledger_place(rules: Rules, folder: Path) -> str:
    """The ledger's file or URL."""
    return rules.ledger if "://" in rules.ledger else str(folder / rules.ledger)


def filing_folder(rules: Rules, folder: Path) -> Path:
    """The folder of filing: below it are the applications, or with a bucket, what is put into none."""
    return folder / rules.filing.folder


def spool_folder(rules: Rules, folder: Path) -> Path:
    """Where fetched mails are until they are taken in: on the ledger's disk, or with PostgreSQL on that of filing."""
    place = ledger_place(rules, folder)
    if "://" in place:
        return filing_folder(rules, folder) / SPOOL
    return Path(place).with_name(f".{Path(place).name}{SPOOL}")


def sign_in(rules: Rules, mailbox: MailboxSettings, folder: Path) -> SignIn | None:
    """How tokens for a mailbox are had; None where it is logged in to by password.

    They are kept beside the ledger, or with PostgreSQL beside the folder of filing: a backup leaves them out.
    """
    if mailbox.signin is None:
        return None
    return sign_in_of(
        mailbox.signin,
        mailbox=mailbox.name,
        user=mailbox.user_at(mailbox.imap) or mailbox.address,
        folder=folder,
        tokens=beside_tokens(rules, mailbox, folder, ".json"),
    )


def beside_tokens(rules: Rules, mailbox: MailboxSettings, folder: Path, suffix: str) -> Path:
    """A file of a mailbox's sign-in."""
    return _beside_ledger(rules, folder, ".signin") / f"{quote(mailbox.name, safe='')}{suffix}"


def said_file(rules: Rules, folder: Path) -> Path:
    """Where is kept what was said of alarms by ways of their own: not in the ledger, which may be what is broken."""
    return _beside_ledger(rules, folder, ".alarms-said.json")


def erased_file(rules: Rules, folder: Path) -> Path:
    """Where it is noted what was erased (`privacy.erased_list`): not in the ledger, whose place a copy may take."""
    return _beside_ledger(rules, folder, ".erased")


def _beside_ledger(rules: Rules, folder: Path, ending: str) -> Path:
    """A file or folder that is kept beside the ledger, or with PostgreSQL beside the folder of filing."""
    place = ledger_place(rules, folder)
    return Path(f"{filing_folder(rules, folder) if '://' in place else place}{ending}")


def tokens_of(rules: Rules, mailbox: MailboxSettings, folder: Path) -> TokenSource | None:
    """Where a mailbox's connections get their tokens; None where they show passwords."""
    found = sign_in(rules, mailbox, folder)
    return found.source() if found is not None else None


def emptied(spool: Path) -> Path:
    """The folder for fetched mails, ours alone, without what a daemon that was killed left. For the lock's holder.

    Raises SpoolFailed.
    """
    try:
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        spool.chmod(0o700)
        empty(spool)
    except OSError as error:
        raise SpoolFailed(Sentence("can't write to {folder}: {why}", folder=str(spool), why=error.strerror)) from error
    return spool


def empty(folder: Path) -> None:
    """Remove all that is in a folder; what a link in it leads to stays. Raises OSError."""
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def filing_of(rules: Rules, folder: Path) -> Filing:
    """Where applications are filed; a bucket is not asked before it is needed."""
    filing = rules.filing
    if filing.bucket is None:
        return LocalFolders(filing_folder(rules, folder))
    return Bucket(Reached(bucket=filing.bucket, prefix=filing.prefix, settings=filing.s3, folder=folder))


@contextlib.contextmanager
def open_installation(
    rules: Rules, folder: Path, now: Callable[[], datetime] = utc_now, *, rules_file: Path | None = None
) -> Iterator[Installation]:
    """Open everything, as the one daemon of this ledger, and close it again. Nothing is connected before it is needed.

    What a daemon that died had in hand is settled first (docs/ledger.md).
    Raises LedgerError (another daemon holds it, a newer schema, damaged), CageMissing, SpoolFailed.
    """
    with contextlib.ExitStack() as stack:
        ledger = stack.enter_context(Ledger.open(ledger_place(rules, folder)))
        around = open_around(ledger, rules, folder, lambda: emptied(spool_folder(rules, folder)), now)
        installation = stack.enter_context(around)
        installation.rules_file = rules_file
        installation.sessions = {each.name: open_session(installation, each) for each in rules.mailboxes}
        for session in installation.sessions.values():
            stack.enter_context(session.mailbox)
            stack.enter_context(session.outbox)
        ledger.recover()
        yield installation


@contextlib.contextmanager
def open_around(
    ledger: Ledger, rules: Rules, folder: Path, spool: Callable[[], Path], now: Callable[[], datetime] = utc_now
) -> Iterator[Installation]:
    """All that is beside an open ledger, which stays open, without a session yet. `spool` makes the folder for mails.

    Raises CageMissing, and what `spool` does.
    """
    with open_reading(rules, folder) as reading:
        yield Installation(
            rules=rules,
            folder=folder,
            ledger=ledger,
            filing=filing_of(rules, folder),
            reading=reading,
            spool=spool(),
            now=now,
        )


def open_session(installation: Installation, mailbox: MailboxSettings) -> MailboxSession:
    """A session with a mailbox, of which nothing is known yet; not yet connected."""
    tokens = tokens_of(installation.rules, mailbox, installation.folder)
    return MailboxSession(
        mailbox=open_mailbox(mailbox, installation.folder, installation.spool, tokens),
        outbox=open_outbox(mailbox, installation.folder, tokens),
        tokens=tokens,
    )


@contextlib.contextmanager
def open_beside(ledger: Ledger, rules: Rules, folder: Path) -> Iterator[Installation]:
    """What a person's decision needs, beside a daemon that may be at work: no lock, and no session with a mailbox.

    `ledger` is open already, and stays so. Raises CageMissing.
    """
    with open_reading(rules, folder, workers=1) as reading:
        installation = Installation(
            rules=rules,
            folder=folder,
            ledger=ledger,
            filing=filing_of(rules, folder),
            reading=reading,
            spool=spool_folder(rules, folder),
        )
        try:
            yield installation
        finally:
            for mailbox in installation.beside.values():
                mailbox.close()


def open_mailbox(mailbox: MailboxSettings, folder: Path, spool: Path, tokens: TokenSource | None = None) -> Mailbox:
    """A mailbox's IMAP side, not yet connected. `spool` is where fetched mails lie until they are taken in."""
    return Mailbox(
        name=mailbox.name,
        access=access_to(mailbox, mailbox.imap, folder, tokens),
        spool=spool,
        largest_bytes=mailbox.largest_bytes,
        compared_first=mailbox.folders,
    )


def open_outbox(mailbox: MailboxSettings, folder: Path, tokens: TokenSource | None = None) -> Outbox:
    """A mailbox's way out, not yet connected: its SMTP side, or Microsoft Graph."""
    if mailbox.signin is not None and mailbox.signin.send is WayOut.GRAPH:
        return _graph(mailbox, mailbox.signin, folder)
    return SmtpOutbox(access_to(mailbox, mailbox.smtp, folder, tokens))


def _graph(mailbox: MailboxSettings, signin: SignInSettings, folder: Path) -> GraphOutbox:
    """Graph takes a token of its own, which the app has by itself, and so no file."""
    url = signin.graph_url or GRAPH_URL
    user = mailbox.user_at(mailbox.imap) or mailbox.address
    of_graph = signin.model_copy(update={"scopes": (f"{url}/.default",)})
    found = sign_in_of(of_graph, mailbox=mailbox.name, user=user, folder=folder, tokens=Path())
    tokens = found.source()
    credentials = Credentials(user=user, secret=tokens.current, proof=Proof.BEARER, renew=tokens.renew)
    return GraphOutbox(mailbox=user, credentials=credentials, url=url, ca=folder / signin.ca if signin.ca else None)


def access_to(mailbox: MailboxSettings, server: ServerSettings, folder: Path, tokens: TokenSource | None) -> Access:
    """The way to a server of rules.yaml, `folder` being that file's."""
    credentials = None
    user = mailbox.user_at(server)
    if user is not None and mailbox.is_signed_in_to(server) and tokens is not None:
        credentials = Credentials(user=user, secret=tokens.current, proof=Proof.BEARER, renew=tokens.renew)
    elif user is not None:
        credentials = Credentials(user=user, secret=partial(secrets.fetch, server.password, folder))
    return Access(
        host=server.host,
        port=server.port,
        security=server.security,
        ca=folder / server.ca if server.ca else None,
        credentials=credentials,
    )
