"""A server that allows a user two connections, closes them at random, and has two hundred folders."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from inbox_bot.core.words import Outcome
from inbox_bot.daemon import Daemon, watches
from tests.support.builders.company import an_application, rules_for
from tests.support.builders.counting import everything_in
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.imap_proxy import ImapProxy, cuts_after, hangs_up

pytestmark = pytest.mark.dovecot

ALLOWED = 2
FOLDERS = ("INBOX", *(f"Jobs {number}" for number in range(1, 200)))
CLOSES = 40  # of the lines: before a command, or within the answer to it


@pytest.fixture
def account() -> Iterator[Account]:
    try:
        server = Dovecot(connections=ALLOWED)
    except DovecotMissing as missing:
        pytest.skip(str(missing))
    account = server.account()
    yield account
    account.close()
    server.stop()


@pytest.fixture
def proxy(account: Account) -> Iterator[ImapProxy]:
    with ImapProxy(account.server.host, account.server.port) as proxy:
        yield proxy


@pytest.fixture
def daemon(
    account: Account, proxy: ImapProxy, smtp, tmp_path, installation_at: Callable[..., Any], request
) -> Iterator[Daemon]:
    """Not started; it watches as many folders as the test asks for."""
    folders = FOLDERS[: getattr(request, "param", 3)]
    person = account.client()
    for folder in folders[1:]:
        person.create_folder(folder)
    account.close()
    with installation_at(rules_for(account, smtp, tmp_path, imap_port=proxy.port, folders=folders), tmp_path) as house:
        daemon = Daemon(house)
        yield daemon
        daemon.stop()
        for session in house.sessions.values():
            session.mailbox.close()


def taken_in(daemon: Daemon) -> int:
    return everything_in(daemon.installation.ledger).outcomes.get(Outcome.FILED, 0)


def test_the_watches_step_back_mail_is_taken_in_and_a_person_gets_in(account, proxy, daemon, soon):
    daemon.start()
    assert soon(lambda: sum(each.startswith("LOGIN") for each in proxy.commands) == 3)  # the poll, and two watches
    assert soon(lambda: not any(each.is_connected for each in daemon._jobs._watches._of("recruitment")))
    for number in range(3):
        account.append(an_application(number).bytes())  # over the connection that is free again
    daemon.poll_now()
    assert soon(lambda: taken_in(daemon) == 3)
    assert sum(each.startswith("LOGIN") for each in proxy.commands) == 3
    assert not daemon.installation.ledger.alarms.raised()


def test_a_poll_that_finds_no_connection_left_gets_a_watch_s(account, proxy, daemon, soon, monkeypatch):
    """The poll's line breaks, and a person is faster: the watch of INBOX has the other one."""
    monkeypatch.setattr(watches, "BESIDE_INBOX", 0)
    daemon.start()
    assert soon(lambda: proxy.commands.count("IDLE") == 1)
    for session in daemon.installation.sessions.values():
        session.mailbox.close()
    account.append(an_application(1).bytes())
    daemon.poll_now()

    def is_done() -> bool:
        daemon.look_around()  # as the main thread does: whoever was refused asks again
        return taken_in(daemon) == 1

    assert soon(is_done)


@pytest.mark.parametrize("daemon", [len(FOLDERS)], indirect=True, ids=["200 folders"])
@pytest.mark.parametrize("seed", [1, 2])
def test_lines_that_are_closed_at_random_lose_no_mail_and_double_none(account, proxy, daemon, soon, seed):
    chance = random.Random(seed)
    folders = chance.sample(FOLDERS, 5)
    for number, folder in enumerate(folders):
        account.append(an_application(number).bytes(), folder)
    account.close()
    for _ in range(CLOSES):
        closes = cuts_after(chance.randrange(1, 5_000)) if chance.random() < 0.5 else hangs_up()
        proxy.when(chance.choice(["FETCH", "STATUS", "SELECT|EXAMINE", "STORE", "MOVE", "LIST", "SEARCH"]), closes)
    daemon.start()

    def is_done() -> bool:
        daemon.poll_now()
        return taken_in(daemon) == len(folders)

    assert soon(is_done, within_s=60)
    assert everything_in(daemon.installation.ledger).received == len(folders)
