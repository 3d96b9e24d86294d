"""The example company on a fresh Dovecot account and an SMTP server that counts, straight or through a proxy."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.builders.company import Company, rules_for
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.imap_proxy import ImapProxy
from tests.support.servers.smtp import SmtpServer

CompanyAt = Callable[..., Company]


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[ImapProxy]:
    with ImapProxy(dovecot.host, dovecot.port) as proxy:
        yield proxy


@pytest.fixture
def company_at(account: Account, smtp: SmtpServer, tmp_path: Path) -> CompanyAt:
    """Makes the company: `company_at(start="now", folders=("INBOX", "Jobs"), imap_port=proxy.port)`."""
    return lambda **settings: Company(account, smtp, tmp_path, rules_for(account, smtp, tmp_path, **settings))


@pytest.fixture
def company(company_at: CompanyAt) -> Company:
    return company_at()


@pytest.fixture
def behind_proxy(company_at: CompanyAt, proxy: ImapProxy) -> Any:
    """The company, its server behind the proxy."""
    return company_at(imap_port=proxy.port)
