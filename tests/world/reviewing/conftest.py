"""An office on a fresh Dovecot account."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inbox_bot.core.rules.model import LimitsSettings, Mode
from tests.support.builders.company import Company, rules_for
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer
from tests.world.reviewing.office import BORDER, Office, reviewers

LIMITS = LimitsSettings()


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def open_office(account: Account, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Opens the office: `open_office(mode=Mode.OBSERVE, authserv_id=None)`."""
    with ExitStack() as stack:
        outgoing, incoming = stack.enter_context(SmtpServer()), stack.enter_context(SmtpServer())

        def opened(
            *, mode: Mode = Mode.LIVE, authserv_id: str | None = BORDER, limits: LimitsSettings = LIMITS
        ) -> Office:
            rules = rules_for(account, outgoing, tmp_path, mode=mode)
            mailbox = rules.mailboxes[0].model_copy(update={"authserv_id": authserv_id})
            answers = rules.answers.model_copy(update={"limits": limits})
            rules = replace(rules, mailboxes=(mailbox,), reviewers=reviewers(), answers=answers)
            clock = Clock(datetime.now().astimezone())
            company = Company(account, outgoing, tmp_path, rules, now=clock)
            installation = stack.enter_context(company.installation())
            return Office(installation, account, outgoing, incoming, clock)

        yield opened
