"""The main job on the demo's own servers: the repository's rules.yaml, live, over the sample mails."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.rules.model import FilingSettings, Mode, Rules, Secret, Security, ServerSettings
from inbox_bot.core.wording import Sentence
from inbox_bot.demo.deciding import BORDER, DigestAnswered, Dragged, answer_the_digest, drag_one
from inbox_bot.demo.samples import samples
from inbox_bot.demo.servers import DemoServers
from inbox_bot.demo.smtp_server import Received
from inbox_bot.digest.compose import pages
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Digest
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import AnswerRow
from inbox_bot.pipeline.installation import open_installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.intake.take_in import TakenIn
from inbox_bot.pipeline.outgoing.carry_out import carry_out

MARK = ".inbox-bot-demo"  # only a folder that holds it is emptied


class FolderInUse(Exception):
    """The folder for the demo's files exists and was not made by a demo; name another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoRun:
    """What the demo left behind."""

    folder: Path
    digest: Digest
    answers: tuple[AnswerRow, ...]
    received: tuple[Received, ...]  #: what went out through the SMTP server
    seconds: float
    dragged: Dragged | None  #: what somebody dragged then
    answered: DigestAnswered | None  #: what a reviewer answered then, and what came of it


def run_demo(folder: Path, at: datetime, told: Callable[[str, PlannedMail], None]) -> DemoRun:
    """Read, judge, file and answer the sample mails; `told` hears of each with its sample's name.

    Applications, ledger and digest.html lie below `folder` afterwards. Raises FolderInUse.
    """
    _make(folder)
    mails = samples()
    names = iter([sample.name for sample in mails])

    def told_by_name(taken: TakenIn, left: int) -> None:
        for mail in taken.finished:
            told(next(names), mail)

    with DemoServers([(sample.raw, at - timedelta(minutes=len(mails))) for sample in mails]) as servers:
        (folder / "password").write_text(servers.password)
        rules = demo_rules(servers)
        with open_installation(rules, folder) as installation:
            began = installation.now()
            poll(installation, rules.mailboxes[0], on_batch=told_by_name)
            carry_out(installation)
            installation.ledger.notices.note_poll(rules.mailboxes[0].name, installation.now())
            period = Period(day=began.date(), begins=began - timedelta(days=1), ends=installation.now())
            digest = gather(installation.ledger, rules, rules.reviewers[0], period)
            page, _ = pages(digest, rules)
            (folder / "digest.html").write_text(page, encoding="utf-8")
            answers = installation.ledger.actions.answers()
            seconds = (installation.now() - began).total_seconds()
            received = servers.received
            dragged = drag_one(installation, servers, digest, rules.mailboxes[0])
            answered = answer_the_digest(installation, servers, digest, rules.mailboxes[0], installation.now())
    return DemoRun(
        folder=folder,
        digest=digest,
        answers=answers,
        received=received,
        seconds=seconds,
        dragged=dragged,
        answered=answered,
    )


def demo_rules(servers: DemoServers) -> Rules:
    """The repository's rules.yaml, live, on these servers, taking in what is in the mailbox."""
    rules = rules_file.read(example())
    secret = Secret(source="file", name="password")
    imap = ServerSettings(
        host=servers.host, port=servers.imap_port, security=Security.NONE, user=servers.user, password=secret
    )
    smtp = ServerSettings(host=servers.host, port=servers.smtp_port, security=Security.NONE)
    mailbox = rules.mailboxes[0].model_copy(update={"imap": imap, "smtp": smtp, "start": "all", "authserv_id": BORDER})
    return replace(
        rules, mode=Mode.LIVE, mailboxes=(mailbox,), ledger="ledger.db", filing=FilingSettings(to="applications")
    )


def example() -> Path:
    """The example rules.yaml that comes with inbox_bot."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rules.yaml"
    return inside if inside.is_file() else package.parent / "rules.yaml"


def _make(folder: Path) -> None:
    if folder.exists():
        if not (folder / MARK).is_file():
            raise FolderInUse(
                Sentence(
                    "{folder} is there already, and no demo made it; name another with --folder", folder=str(folder)
                )
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
