"""The example company, live, and somebody who decides about its mails."""

import io
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox_bot.cli.app import code_of_run
from inbox_bot.edges.ledger import Ledger
from tests.support.builders import readers
from tests.support.builders.at_work import at_work
from tests.support.builders.fuse import folder_in_memory
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer
from tests.world.decisions.desk import Desk, Run, Said
from tests.world.decisions.killed import World


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def desk(account: Account, smtp: SmtpServer, tmp_path: Path) -> Iterator[Desk]:
    with at_work(tmp_path, account, smtp) as company:
        yield Desk(company)


@pytest.fixture
def world() -> Iterator[World]:
    """A company over a model of a mail server: each poll opens everything anew, and may be killed."""
    with folder_in_memory() as folder:
        made = World(Path(folder, "world"))
        Ledger.open(made.folder / "ledger.db").close()
        yield made


@pytest.fixture
def run(capsys, monkeypatch, tmp_path) -> Run:
    """A command, as a person types it; `typed` is what they answer."""

    def command(line: str, *more: str, typed: str = "") -> Said:
        arguments = ["inbox-bot", *shlex.split(line), *more, "--rules", str(tmp_path / "rules.yaml")]
        monkeypatch.setattr(sys, "argv", arguments)
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        with readers.shared():
            code = code_of_run()
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command
