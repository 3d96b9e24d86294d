"""A mailbox on a fresh Dovecot account, straight or through a proxy that misbehaves."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.rules.model import Security
from inbox_bot.edges.access import Access, Credentials
from inbox_bot.edges.mailbox import Mailbox
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.imap_proxy import ImapProxy

MailboxOf = Callable[..., Mailbox]


@pytest.fixture
def mailbox_of(tmp_path: Path) -> Iterator[MailboxOf]:
    """Makes mailboxes: `mailbox_of(account)`, `mailbox_of(account, through=proxy, largest_bytes=…)`."""
    made: list[Mailbox] = []

    def make(account: Account, *, through: ImapProxy | None = None, **settings: Any) -> Mailbox:
        to = {
            "host": account.server.host,
            "port": through.port if through else account.server.port,
            "security": Security.NONE,
        }
        box = {"name": "recruitment", "spool": tmp_path / "spool", "largest_bytes": 40_000_000, "compared_first": ()}
        user, password = settings.pop("user", account.user), settings.pop("password", lambda: account.password)
        credentials = settings.pop("credentials", Credentials(user=user, secret=password) if user else None)
        for name, value in settings.items():
            (box if name in box else to)[name] = value
        mailbox = Mailbox(**box, access=Access(**to, credentials=credentials))
        made.append(mailbox)
        return mailbox

    yield make
    for mailbox in made:
        mailbox.hang_up()


@pytest.fixture
def mailbox(account: Account, mailbox_of: MailboxOf) -> Mailbox:
    """A mailbox on the fresh account, nothing in between."""
    return mailbox_of(account)


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[ImapProxy]:
    """A man in the middle before that Dovecot, honest until told otherwise."""
    with ImapProxy(dovecot.host, dovecot.port) as proxy:
        yield proxy


@pytest.fixture
def odd_mailbox(account: Account, mailbox_of: MailboxOf, proxy: ImapProxy) -> Mailbox:
    """A mailbox on the fresh account, through the proxy."""
    return mailbox_of(account, through=proxy)


@pytest.fixture
def impatient(account: Account, mailbox_of: MailboxOf, proxy: ImapProxy) -> Mailbox:
    """A mailbox on the fresh account, through the proxy, that waits half a second for an answer."""
    return mailbox_of(account, through=proxy, connect_s=0.5, read_s=0.5)


@pytest.fixture
def in_thread() -> Iterator[Callable[[Callable[[], Any]], "Future[Any]"]]:
    """Runs something beside the test: `in_thread(lambda: …).result(10)`."""
    with ThreadPoolExecutor(4) as threads:
        yield threads.submit
