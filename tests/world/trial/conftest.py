"""The example company on a model of a mail server: the real pipeline takes its mails in."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from inbox_bot.cli.trial import dry_run as shown
from inbox_bot.cli.trial import replay as replaying
from inbox_bot.cli.trial import test as testing
from inbox_bot.core.rules.model import Mode
from inbox_bot.edges import rules_file
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import Installation, MailboxSession, utc_now
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.at_work import workers
from tests.support.builders.company import Reader
from tests.support.builders.mails import MailBuilder
from tests.support.builders.model_server import INBOX, ModelMailbox, ModelOutbox, ModelServer, Stored
from tests.support.ledgers.places import copy_tree
from tests.unit.cli.running import Ran, run
from tests.unit.cli.running import rules_file as written


@dataclass
class Kept:
    """An installation whose mails are taken in."""

    folder: Path

    @property
    def rules(self) -> Path:
        return self.folder / "rules.yaml"

    def new(self, was: str, becomes: str) -> Path:
        """Another rules.yaml beside it, with this one change."""
        text = self.rules.read_text()
        assert was in text
        path = self.folder / "new.yaml"
        path.write_text(text.replace(was, becomes))
        return path

    def ask(self, command: str, *arguments: object) -> Ran:
        option = "--installed" if command == "replay" else "--rules"
        return run(command, *arguments, option, self.rules)


@pytest.fixture(autouse=True)
def shared_workers(monkeypatch):
    for module, opens in ((shown, "open_reading"), (replaying, "open_reading"), (testing, "ReadingPool")):
        monkeypatch.setattr(module, opens, lambda *_, **__: contextlib.nullcontext(workers()))


@pytest.fixture(autouse=True)
def english_alone(monkeypatch):
    """Compiling the letters of eight languages takes longer than all that is tried here."""

    def below(folder: Path, *, all_of=rules_file._below) -> list[tuple[str, str]]:
        return [(name, text) for name, text in all_of(folder) if ".en." in name or "/" not in name]

    monkeypatch.setattr(rules_file, "_below", below)


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Callable[[tuple[MailBuilder, ...]], Path]:
    """The folder of an installation that has taken these mails in: made once, to be copied."""
    return cache(lambda mails: _taken_in(tmp_path_factory.mktemp("kept"), mails))


@pytest.fixture
def kept(tmp_path, made) -> Callable[..., Kept]:
    """An installation that has taken these mails in: `kept(mail, mail)`."""

    def copied(*mails: MailBuilder) -> Kept:
        copy_tree(made(mails), tmp_path)
        return Kept(tmp_path)

    return copied


def _taken_in(folder: Path, mails: tuple[MailBuilder, ...]) -> Path:
    rules = replace(rules_file.read(written(folder)), mode=Mode.OBSERVE)
    server, spool = ModelServer(), folder / "spool"
    spool.mkdir()
    for mail in mails:
        server.folder(INBOX).add(Stored(mail.bytes(), utc_now()))
    [settings] = (each.model_copy(update={"start": "all"}) for each in rules.mailboxes)
    with Ledger.open(folder / "ledger.db") as ledger:
        session = MailboxSession(mailbox=ModelMailbox(server, spool), outbox=ModelOutbox())
        installation = Installation(
            rules=replace(rules, mailboxes=(settings,)),
            folder=folder,
            ledger=ledger,
            filing=LocalFolders(folder / "applications"),
            reading=Reader(),
            sessions={settings.name: session},
            spool=spool,
        )
        poll(installation, settings)
    spool.rmdir()
    return folder
