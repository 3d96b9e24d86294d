"""As what a company is at work: as the one daemon, or as two workers that take turns at the mailbox.

What holds of the one has to hold of the others. Of a table's rows the last is played by the workers as well, and all of
them where every ledger is on PostgreSQL (`make test-postgres`).
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.builders.at_work import Clock, Company, at_work, open_again
from tests.support.builders.sharing import in_turns, in_turns_again
from tests.support.ledgers import on_postgresql
from tests.support.ledgers.shared import SharedLedgers
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer

ONE_DAEMON, TWO_WORKERS = "one daemon", "two workers"


@dataclass(frozen=True)
class House:
    """Opens companies."""

    ledgers: SharedLedgers | None  #: None: as the one daemon

    def at_work(
        self,
        folder: Path,
        account: Account,
        smtp: SmtpServer,
        *,
        text: str | None = None,
        more: str = "",
        clock: Clock | None = None,
    ) -> AbstractContextManager[Company]:
        """As `at_work.at_work`."""
        if self.ledgers is None:
            return at_work(folder, account, smtp, text=text, more=more, clock=clock)
        return in_turns(folder, account, smtp, self.ledgers.new(), text=text, more=more, clock=clock)

    def again(self, installed: Installed, clock: Clock) -> AbstractContextManager[Company]:
        """What a restart gives."""
        return open_again(installed, clock) if self.ledgers is None else in_turns_again(installed, clock)


def in_each_house(table: Iterable[tuple[str, Any]]) -> list[Any]:
    """A table's rows, a name and a value each, as pairs of a house's name and the value."""
    rows = list(table)
    played = rows if on_postgresql.is_asked_for() else rows[-1:]
    alone = [pytest.param(ONE_DAEMON, value, id=name) for name, value in rows]
    return alone + [
        pytest.param(TWO_WORKERS, value, id=f"{name}, {TWO_WORKERS}", marks=pytest.mark.postgres)
        for name, value in played
    ]


#: A test's rows: each house.
in_both_houses = pytest.mark.parametrize(
    "house", [ONE_DAEMON, pytest.param(TWO_WORKERS, marks=pytest.mark.postgres)], indirect=True
)
