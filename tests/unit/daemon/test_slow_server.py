"""A mail server that is slow costs its own mailbox's letters, and nobody else's; and no mailbox its changes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from inbox_bot.core.rules.model import Rules
from inbox_bot.daemon import Daemon
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.at_work import an_application
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import At, Hang, SmtpServer

pytestmark = pytest.mark.dovecot


@pytest.fixture
def other(dovecot: Dovecot) -> Iterator[Account]:
    account = dovecot.account()
    yield account
    account.close()


@pytest.fixture
def slow() -> Iterator[SmtpServer]:
    """The mail server of the mailbox `slow`, whose other end never answers RCPT."""
    with SmtpServer() as server:
        server.at(At.RCPT, Hang())
        yield server
        server.behave()


@pytest.fixture
def two(installed: Installed, smtp: SmtpServer, slow: SmtpServer, other: Account, installation_at):
    """The company with two mailboxes, each with a mail server of its own; the slow one first."""

    @contextmanager
    def opened() -> Iterator[Installation]:
        rules = rules_file.read(installed.rules)
        (installed.folder / "other").write_text(other.password + "\n")
        with installation_at(both(rules, slow, other), installed.folder) as installation:
            yield installation

    return opened


def both(rules: Rules, slow: SmtpServer, other: Account) -> Rules:
    quick = rules.mailboxes[0]
    imap = quick.imap.model_copy(
        update={"user": other.user, "password": quick.imap.password.model_copy(update={"name": "other"})}
    )
    smtp = quick.smtp.model_copy(update={"port": slow.port})
    slowly = quick.model_copy(update={"name": "slow", "imap": imap, "smtp": smtp})
    return replace(rules, mailboxes=(slowly, quick))


def letter(name: str) -> bytes:
    return an_application(name.title(), f"{name}@{name}.example", cv=name).bytes()


def test_where_one_mail_server_hangs_the_other_mailbox_sends_in_the_same_run(two, slow, smtp, other, account):
    other.append(letter("ann"))
    account.append(letter("bob"))
    with two() as installation:
        for rules in installation.rules.mailboxes:
            poll(installation, rules)
        run = threading.Thread(target=carry_out, args=(installation,))
        run.start()
        slow.wait_until_hanging()
        [kept] = smtp.wait_for(1)
        assert kept.recipients == ("bob@bob.example",)
        slow.behave()
        run.join()
        assert [each.recipients for each in slow.kept] == [("ann@ann.example",)]


def test_the_daemon_goes_on_with_all_else_while_a_mail_server_hangs(two, slow, smtp, other, account, soon):
    other.append(letter("ann"))
    with two() as installation:
        daemon = Daemon(installation)
        daemon.start()
        slow.wait_until_hanging()
        account.append(letter("bob"))
        other.append(letter("cid"))
        daemon.poll_now()
        [kept] = smtp.wait_for(1)
        assert kept.recipients == ("bob@bob.example",)
        assert soon(lambda: not account.messages() and not other.messages()), "mails of both are moved meanwhile"
        assert not slow.kept
        slow.behave()
        slow.wait_for(2)
        assert daemon.stop()
    assert max({**smtp.deliveries(), **slow.deliveries()}.values()) == 1


def test_a_mailbox_that_is_added_while_the_daemon_runs_sends_too(two, slow, smtp, other, account):
    slow.behave()
    other.append(letter("ann"))
    with two() as installation:
        alone = replace(installation, rules=replace(installation.rules, mailboxes=installation.rules.mailboxes[1:]))
        daemon = Daemon(alone)
        daemon.start()
        daemon._jobs.installation = replace(daemon.installation, rules=installation.rules)
        daemon.poll_now()
        [kept] = slow.wait_for(1)
        assert kept.recipients == ("ann@ann.example",)
        assert daemon.stop()
