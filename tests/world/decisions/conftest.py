"""The example company, live, and somebody who decides about its mails."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders.at_work import at_work
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer
from tests.world.decisions.desk import Desk


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def desk(account: Account, smtp: SmtpServer, tmp_path: Path) -> Iterator[Desk]:
    with at_work(tmp_path, account, smtp) as company:
        yield Desk(company)
