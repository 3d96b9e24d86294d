"""A mailbox that can't be used holds up no other: in the one daemon, and in a worker among workers."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.rules.model import Rules
from inbox_bot.daemon import Daemon, worker
from inbox_bot.daemon.shares import Fair
from inbox_bot.edges import rules_file
from inbox_bot.health.status import status_of
from inbox_bot.pipeline.installation import Installation
from tests.support.builders.at_work import an_application
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.installation import Installed

pytestmark = pytest.mark.dovecot
Opened = Callable[[Rules], AbstractContextManager[Daemon]]


@pytest.fixture
def other(dovecot: Dovecot) -> Iterator[Account]:
    account = dovecot.account()
    yield account
    account.close()


@pytest.fixture(params=["one daemon", pytest.param("a worker", marks=pytest.mark.postgres)])
def opened(request: pytest.FixtureRequest, installed: Installed, installation_at) -> Opened:
    """A daemon that was not started, which may look after all mailboxes of the rules."""

    @contextmanager
    def alone(rules: Rules) -> Iterator[Daemon]:
        with installation_at(rules, installed.folder) as installation:
            yield Daemon(installation)

    @contextmanager
    def sharing(rules: Rules) -> Iterator[Daemon]:
        shared = replace(rules, ledger=request.getfixturevalue("postgres").place())
        with worker.open_share(shared, installed.folder) as installation:
            yield Daemon(installation, share=Fair())

    return alone if request.param == "one daemon" else sharing


def with_a_first(rules: Rules, **imap: object) -> Rules:
    """The company with a mailbox `first`, whose IMAP server is as well reached otherwise."""
    usual = rules.mailboxes[0]
    first = usual.model_copy(
        update={
            "name": "first",
            "address": "first@snowplowanalytics.com",
            "imap": usual.imap.model_copy(update=imap),
        }
    )
    return replace(rules, mailboxes=(first, usual))


def letter(name: str) -> bytes:
    return an_application(name.title(), f"{name}@{name}.example", cv=name).bytes()


def finished(installation: Installation) -> int:
    begin, end = (installation.now() + sign * timedelta(days=1) for sign in (-1, 1))
    counts = installation.ledger.reports.counts_between(begin, end)
    return counts.received - counts.waiting


def problems(installation: Installation) -> dict[str, str]:
    """By mailbox, as `inbox-bot status` tells it."""
    status = status_of(installation.ledger, installation.rules, installation.now())
    return {poll.mailbox: str(poll.problem or "") for poll in status.polls}


def test_a_wrong_password_holds_up_no_other_mailbox_and_is_told_of_its_own(installed, account, opened, soon):
    rules = rules_file.read(installed.rules)
    secret = rules.mailboxes[0].imap.password.model_copy(update={"name": "wrong"})
    (installed.folder / "wrong").write_text("no password of anybody\n")
    account.append(letter("ann"))
    with opened(with_a_first(rules, password=secret)) as daemon:
        daemon.start()
        assert soon(lambda: finished(daemon.installation) == 1)
        ledger = daemon.installation.ledger
        assert soon(lambda: [each.alarm.about for each in ledger.alarms.raised()] == ["first"])
        assert [each.alarm.kind for each in ledger.alarms.raised()] == [AlarmKind.POLL]
        assert soon(lambda: problems(daemon.installation).keys() == {"first", "recruitment"})
        told = problems(daemon.installation)
        assert "login" in told["first"].lower() or "password" in told["first"].lower()
        assert told["recruitment"] == ""
        account.append(letter("bob"))
        daemon.poll_now()
        assert soon(lambda: finished(daemon.installation) == 2)
        assert daemon.stop()


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_a_mail_server_that_hangs_holds_up_no_other_mailbox(installed, account, opened, silent, soon):
    rules = rules_file.read(installed.rules)
    account.append(letter("ann"))
    with opened(with_a_first(rules, port=silent.getsockname()[1])) as daemon:
        daemon.start()
        assert soon(lambda: finished(daemon.installation) == 1)
        first = daemon.installation.sessions["first"].mailbox
        assert daemon._jobs.polls.is_asking(first), "it hangs yet"
        account.append(letter("bob"))
        daemon.poll_now()
        assert soon(lambda: finished(daemon.installation) == 2)
        assert daemon._jobs.polls.is_asking(first)
        silent.close()  # which ends what waits for it
        assert daemon.stop()
