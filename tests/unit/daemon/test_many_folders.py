"""Many watched folders on a server that allows a user few connections, which people's mail programs need as well."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from inbox_bot.core.words import Outcome
from inbox_bot.daemon import Daemon
from inbox_bot.daemon.watches import waited_for
from inbox_bot.health.alive import POLL_S
from tests.support.builders.company import an_application, rules_for
from tests.support.builders.counting import everything_in
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.imap_proxy import ImapProxy

ALLOWED = 10
TWELVE = ("INBOX", *(f"Jobs {number}" for number in range(1, 12)))


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


@pytest.mark.parametrize(
    ("watched", "waited"),
    [
        (("INBOX",), ("INBOX",)),
        (("Jobs", "inbox"), ("inbox", "Jobs")),
        (("A", "B", "C"), ("A", "B")),
        (("A", "B", "C", "INBOX"), ("INBOX", "A", "B")),
        (TWELVE, ("INBOX", "Jobs 1", "Jobs 2")),
    ],
)
def test_inbox_and_two_more_at_most_have_a_connection_that_waits(watched, waited):
    assert waited_for(watched) == waited


@pytest.mark.dovecot
def test_of_twelve_folders_each_is_looked_at_every_minute_and_a_second_client_gets_in(
    account: Account, smtp, tmp_path, installation_at: Callable[..., Any], soon: Callable[..., bool]
):
    assert POLL_S <= 60
    person = account.client()
    for folder in TWELVE[1:]:
        person.create_folder(folder)
    with ImapProxy(account.server.host, account.server.port) as proxy:
        rules = rules_for(account, smtp, tmp_path, imap_port=proxy.port, folders=TWELVE)
        with installation_at(rules, tmp_path) as installation:
            daemon = Daemon(installation)
            daemon.start()
            try:
                assert soon(lambda: proxy.commands.count("IDLE") == 3)
                others = [account.client() for _ in range(ALLOWED - 5)]
                for number, folder in enumerate(TWELVE):
                    others[-1].append(folder, an_application(number).bytes())
                daemon.poll_now()  # as the tick of every minute does
                assert soon(lambda: everything_in(installation.ledger).outcomes.get(Outcome.FILED) == len(TWELVE))
                assert sum(command.startswith("LOGIN") for command in proxy.commands) == 4
            finally:
                daemon.stop()
                for box in (session.mailbox for session in installation.sessions.values()):
                    box.close()
