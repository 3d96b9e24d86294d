"""SIGKILL at every step of carrying out, over an SMTP server that counts: nobody gets a letter twice.

What may have gone out is `uncertain`: listed, and never sent again by itself; everything else goes out after the
restart. `bench/outbox_kills.py` does the same at random moments, hundreds of times.
"""

import json
import multiprocessing
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from inbox_bot.cli.app import code_of_run
from inbox_bot.core.words import ActionState
from inbox_bot.edges import rules_file
from tests.support.builders.company import Company, an_application
from tests.support.ledgers.on_postgresql import some_of
from tests.support.ledgers.places import put_new
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer
from tests.wire.outbox.killed import PRELOADED, die

pytestmark = pytest.mark.dovecot

LETTERS = 2
NEVER = 0


@pytest.fixture(scope="module")
def smtp():
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture(scope="module")
def processes():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


@pytest.fixture
def daemon(dovecot, smtp, processes, tmp_path):
    """Starts one on a fresh mailbox with mails in it; gives the installation and how the process ended."""
    made = iter(range(1_000))

    def start(fatal: int, notes: Path | None = None) -> tuple[Installed, int | None]:
        run = next(made)
        folder = tmp_path / str(run)
        folder.mkdir()
        put_new(folder / "ledger.db")
        installed = Installed(folder, dovecot.account(), smtp)
        installed.write()
        for number in range(LETTERS):
            installed.account.append(an_application(run * LETTERS + number).bytes())
        account = installed.account
        # Of the servers the process needs to know where they are.
        there = SimpleNamespace(
            server=SimpleNamespace(host=account.server.host, port=account.server.port),
            user=account.user,
            password=account.password,
        )
        where = SimpleNamespace(host=smtp.host, port=smtp.port)
        process = processes.Process(target=die, args=(there, where, folder, fatal, notes))
        process.start()
        process.join(30)
        return installed, process.exitcode

    return start


def listed_as_uncertain(installed: Installed, capsys, monkeypatch) -> set[str]:
    """What `inbox-bot answers uncertain --json` says."""
    rules = str(installed.rules)
    monkeypatch.setattr(sys, "argv", ["inbox-bot", "answers", "uncertain", "--json", "--rules", rules])
    capsys.readouterr()
    assert code_of_run() == 0
    return {json.loads(line)["message_id"] for line in capsys.readouterr().out.splitlines()}


def test_a_daemon_killed_at_any_step_delivers_nothing_twice_and_leaves_at_most_one_uncertain(
    daemon, smtp, tmp_path, capsys, monkeypatch
):
    notes = tmp_path / "notes"
    _, ended = daemon(NEVER, notes)
    assert ended == 0
    steps = notes.read_text().splitlines()
    assert {
        "before a commit",
        "after a claim",
        "after MAIL",
        "after RCPT",
        "after DATA",
        "half a body",
        "the body, and no dot",
        "after .",
        "after the answer to the dot",
        "after the copies in Sent",
        "after the moves",
        "after the flags",
    } <= set(steps)
    for fatal, step in some_of(list(enumerate(steps, 1))):
        installed, ended = daemon(fatal)
        assert ended == -signal.SIGKILL, step
        company = Company(installed.account, smtp, installed.folder, rules_file.read(installed.rules))
        assert company.poll(times=2) == ()
        with company.ledger() as ledger:
            answers = ledger.actions.answers()
        assert len(answers) == LETTERS
        uncertain = {row.message_id for row in answers if row.state is ActionState.UNCERTAIN}
        assert len(uncertain) <= 1, step
        assert listed_as_uncertain(installed, capsys, monkeypatch) == uncertain
        copies = [mail for mail, _ in installed.account.messages("Sent").values()]
        assert len(copies) == len(set(copies)) == LETTERS - len(uncertain), step
        for row in answers:
            delivered = smtp.deliveries()[row.message_id]
            if row.state is ActionState.UNCERTAIN:
                assert delivered <= 1, step
            else:
                assert (row.state, delivered) == (ActionState.DONE, 1), step
