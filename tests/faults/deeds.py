"""What a fork does: the daemon's poll, or what a person orders by a command. The real pipeline on the real servers.

Mails are read in the process itself: what is broken off here are the calls of the daemon, and its readers have faults
of their own (`tests/unit/edges/reading`).
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from inbox_bot.cli.running.poll import poll_all
from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.message.values import RawMail, Reading
from inbox_bot.core.review.decision import Decision, FileUnder, Means, NotAnAgency, SetApart
from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.core.rules.model import MailboxSettings, Mode, Rules
from inbox_bot.core.rules.written.quantities import Span
from inbox_bot.core.words import ActionState
from inbox_bot.edges.access import Access
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.database import store
from inbox_bot.edges.outbox import SmtpOutbox
from inbox_bot.pipeline import installation as installation_module
from inbox_bot.pipeline.decisions.decide import carry, plan_decision, plan_undo
from inbox_bot.pipeline.decisions.release import plan_release, release
from inbox_bot.pipeline.installation import (
    Installation,
    MailboxSession,
    open_beside,
    open_installation,
    open_mailbox,
)
from inbox_bot.pipeline.outgoing.carry_out import letters_of
from inbox_bot.pipeline.privacy.pending import go_on
from inbox_bot.pipeline.privacy.retaining import look
from tests.support.builders import company
from tests.support.builders.company import Reader
from tests.world.ingestion.invariant import EVER
from tests.world.reviewing.office import BORDER, JANE, reviewers

#: arms the fault, when all is prepared that is not the daemon's
Begin = Callable[[], None]
BOSS = "boss@example.com"
KEEP = KeepSettings(filed="1 month after closing", not_an_application=Span(days=14))
WANTED = {"not an agency": NotAnAgency(), "agency": SetApart()}


@dataclass(frozen=True)
class Servers:
    """Where the servers of a world are, and whose mailbox it is: what a fork has to be told."""

    user: str
    password: str
    host: str
    port: int  #: of IMAP, without TLS
    smtp_port: int

    @property
    def server(self) -> "Servers":
        """As `rules_for` asks an account."""
        return self

    tls_port = 0
    ca = ""


def rules_of(servers: Servers, folder: Path, mode: Mode = Mode.LIVE) -> Rules:
    """The example company's rules, for this mailbox."""
    smtp: Any = Smtp(servers.host, servers.smtp_port)
    account: Any = servers
    rules = company.rules_for(account, smtp, folder, mode=mode, imap_port=servers.port)
    limits = rules.answers.limits.model_copy(update={"per_minute": 1_000, "per_hour": 1_000})
    mailbox = rules.mailboxes[0].model_copy(update={"authserv_id": BORDER})
    return replace(
        rules,
        mailboxes=(mailbox,),
        reviewers=reviewers((JANE,)),
        answers=rules.answers.model_copy(update={"limits": limits}),
    )


class _Reader(Reader):
    """A mail with an `X-Kills` field takes the whole daemon with it, each time that it is read."""

    def _reading(self, mail: RawMail) -> Reading:
        if b"\nX-Kills:" in mail.spool.read_bytes():
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._reading(mail)


@dataclass(frozen=True)
class Smtp:
    """Where the mail server is, as `rules_for` asks for one."""

    host: str
    port: int


def poll(
    begin: Begin,
    folder: str,
    servers: dict[str, Any],
    hours: float = 0.0,
    mode: str = "live",
    patience_s: float | None = None,
) -> None:
    """`inbox-bot poll`, `hours` from now by its clock; with so much patience for a server that says nothing."""
    installation_module.ReadingPool = lambda **_: _Reader()  # type: ignore[assignment, misc]
    if patience_s is not None:
        be_impatient(patience_s)
    rules = rules_of(Servers(**servers), Path(folder), Mode(mode))
    begin()
    with open_installation(rules, Path(folder), _clock(hours)) as installation:
        poll_all(installation)


def be_impatient(seconds: float) -> None:
    """From now on a server that says nothing for so long is down."""
    patient = installation_module.access_to

    def access_to(*given: Any) -> Access:
        return replace(patient(*given), connect_s=seconds, read_s=seconds)

    def open_outbox(mailbox: MailboxSettings, folder: Path, tokens: Any = None) -> SmtpOutbox:
        return SmtpOutbox(access_to(mailbox, mailbox.smtp, folder, tokens), dot_reply_s=seconds)

    installation_module.access_to = access_to
    installation_module.open_outbox = open_outbox


def decide(begin: Begin, folder: str, servers: dict[str, Any], mail: str, wanted: str, hours: float = 0.0) -> None:
    """A person says what the mail with this Message-ID is, unless one did: a vacancy's id, or one of `WANTED`."""
    with _beside(begin, folder, servers) as installation:
        at = _clock(hours)()
        number = _number_of(mail, installation)
        if any(row.by == BOSS for row in installation.ledger.decisions.of_mail(number)):
            return  # `show` says that it was done: nobody decides the same once more
        means = WANTED[wanted] if wanted in WANTED else FileUnder(vacancy=wanted)
        decision = Decision(wanted=means, by=BOSS, means=Means.COMMAND, at=at)
        carry(plan_decision(number, decision, installation, at), installation, at)


def undo(begin: Begin, folder: str, servers: dict[str, Any], mail: str, hours: float = 0.0) -> None:
    """A person takes back what was decided last about a mail."""
    with _beside(begin, folder, servers) as installation:
        at, number = _clock(hours)(), _number_of(mail, installation)
        carry(plan_undo(number, installation, at, by=BOSS, means=Means.COMMAND), installation, at)


def let_go(begin: Begin, folder: str, servers: dict[str, Any], hours: float, confirms: bool = False) -> None:
    """The daemon's look at `keep`, `hours` from now: what is due goes. `confirms`: a person says yes to it instead."""
    installation_module.ReadingPool = lambda **_: _Reader()  # type: ignore[assignment, misc]
    at = _clock(hours)
    rules = rules_of(Servers(**servers), Path(folder))
    closed = (at() - timedelta(days=60)).date()
    first, *others = rules.vacancies
    rules = replace(rules, keep=KEEP, vacancies=(first.model_copy(update={"closes": closed}), *others))
    begin()
    with open_installation(rules, Path(folder), at) as installation:
        if confirms:
            look(installation.ledger, rules, at())
            installation.ledger.expiring.confirm(fingerprint_of(rules), at(), by=BOSS)
        else:
            go_on(installation)


def send_held(begin: Begin, folder: str, servers: dict[str, Any], hours: float = 0.0) -> None:
    """`answers send` of every answer that is held."""
    with _beside(begin, folder, servers) as installation:
        at = _clock(hours)()
        for row in installation.ledger.actions.answers((ActionState.HELD,)):
            release(plan_release(row.id, installation, at, by=BOSS), installation, at)


def overtake(given: dict[str, Any]) -> None:
    """A second worker of the same ledger sends the letters that are due, and does not wait for a lock."""
    store.BUSY_TIMEOUT_MS = 100
    folder = Path(given["folder"])
    with _beside(lambda: None, given["folder"], given["servers"], given.get("hours", 0.0)) as installation:
        [mailbox] = installation.rules.mailboxes
        with (
            open_mailbox(mailbox, folder, installation.spool) as box,
            installation_module.open_outbox(mailbox, folder) as outbox,
        ):
            session = MailboxSession(mailbox=box, outbox=outbox, is_proven=True)  # it has looked into Sent before
            installation.sessions = {mailbox.name: session}
            letters_of(installation, mailbox)


def _number_of(message_id: str, installation: Installation) -> int:
    rows = installation.ledger.reports.received_between(*EVER)
    return next(row.id for row in rows if row.message_id == message_id)


@contextmanager
def _beside(begin: Begin, folder: str, servers: dict[str, Any], hours: float = 0.0) -> Iterator[Installation]:
    """A command's installation, beside a daemon that may be at work."""
    installation_module.ReadingPool = lambda **_: _Reader()  # type: ignore[assignment, misc]
    rules = rules_of(Servers(**servers), Path(folder))
    begin()
    with (
        Ledger.open(Path(folder) / "ledger.db", lock=False) as ledger,
        open_beside(ledger, rules, Path(folder)) as installation,
    ):
        installation.now = _clock(hours)
        yield installation


def _clock(hours: float) -> Any:
    return lambda: datetime.now(UTC) + timedelta(hours=hours)


DEEDS = {"poll": poll, "let_go": let_go, "decide": decide, "undo": undo, "send_held": send_held}
company.example_rules()  # read once, before anything is forked
