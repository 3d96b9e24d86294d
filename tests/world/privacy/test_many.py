"""Very many mails that were kept long enough go in one run: by few commands, and nothing else goes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.pipeline.privacy import retaining
from inbox_bot.pipeline.privacy.retaining import let_go_what_is_due
from tests.support.builders.at_work import DAY, Clock, at_work
from tests.support.builders.many_kept import FILED, SENT, closing, keep_many
from tests.support.servers.dovecot import Account
from tests.support.servers.imap_proxy import ImapProxy
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot
MAILS, OTHERS = 300, 5


def test_three_hundred_go_in_two_batches_by_fewer_commands_than_mails(
    account: Account, smtp: SmtpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    clock = Clock(datetime.now(UTC).replace(microsecond=0) - 20 * DAY)
    installed = Installed(tmp_path, account, smtp)
    with ImapProxy(account.server.host, account.server.port) as proxy:
        text = closing(installed.text(), (clock() - 60 * DAY).date().isoformat())
        text = text.replace(f"port: {account.server.port}", f"port: {proxy.port}", 1)
        with at_work(tmp_path, account, smtp, text=text, clock=clock) as company:
            keep_many(company, MAILS, OTHERS)
            ledger = company.installation.ledger
            assert let_go_what_is_due(company.installation) == ()
            ledger.expiring.confirm(fingerprint_of(company.installation.rules), clock(), by="me")
            clock.forward(8 * DAY)
            monkeypatch.setattr(retaining, "AT_ONCE", MAILS // 2)
            asked = len(proxy.commands)
            assert let_go_what_is_due(company.installation) == ()
            assert len(proxy.commands) - asked < 100
            assert [each.done_at is not None for each in ledger.erasures.newest()] == [True, True]
            assert ledger.expiring.numbers() == ()
    assert [len(account.messages(folder)) for folder in (FILED, SENT, "Trash")] == [OTHERS, OTHERS, 2 * MAILS]
