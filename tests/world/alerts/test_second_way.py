"""A daemon whose servers are down, refuse it, or whose disk is full, is heard of by a way that needs none of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.rules.alarm import AlarmSettings
from inbox_bot.core.rules.servers import Secret
from inbox_bot.daemon import Daemon
from inbox_bot.edges.ledger import LedgerError
from inbox_bot.edges.reading.cage.cage import offered
from tests.support.builders.company import Company, Reader, an_application, rules_for
from tests.support.servers.alert import AlertServer
from tests.support.servers.dovecot import certificate_in
from tests.support.servers.imap_proxy import ImapProxy
from tests.support.servers.misbehaviour import At, Say
from tests.support.servers.smtp import SmtpServer, nobody_listens
from tests.unit.daemon.conftest import eventually

pytestmark = pytest.mark.dovecot


class CagedReader(Reader):
    """What a daemon asks of its readers at the start."""

    def cage_report(self):
        return offered()


@pytest.fixture
def monitoring(tmp_path) -> Iterator[AlertServer]:
    folder = tmp_path / "monitoring"
    folder.mkdir()
    certificate_in(folder)
    with AlertServer(folder) as server:
        yield server


@pytest.fixture
def company(account, monitoring, tmp_path, monkeypatch) -> Iterator[Company]:
    monkeypatch.setattr("inbox_bot.daemon.jobs.ALARMS_S", 0.3)
    (tmp_path / "webhook").write_text(monitoring.url)
    (tmp_path / "ping").write_text(f"{monitoring.url}/ping")
    with SmtpServer() as smtp, ImapProxy(account.server.host, account.server.port) as proxy:
        rules = rules_for(account, smtp, tmp_path, imap_port=proxy.port)
        ca = next(str(path) for path in (tmp_path / "monitoring").glob("*ca*"))
        alarm = AlarmSettings(
            after=timedelta(0),
            webhook=Secret(source="file", name="webhook"),
            ping=Secret(source="file", name="ping"),
            ca=ca,
        )
        yield Company(account, smtp, tmp_path, replace(rules, alarm=alarm), reader=CagedReader())


def changed(company, server, **changes):
    mailbox = company.rules.mailboxes[0]
    there = getattr(mailbox, server).model_copy(update=changes)
    company.rules = replace(company.rules, mailboxes=(mailbox.model_copy(update={server: there}),))


def heard(monitoring):
    return {(each["alarm"], each["state"]) for each in monitoring.posted}


def at_work(company, until):
    with company.installation() as installation:
        daemon = Daemon(installation)
        daemon.start()
        try:
            assert eventually(until)
        finally:
            daemon.stop()


def test_while_all_is_well_the_ping_goes_and_no_alarm(company, monitoring):
    at_work(company, lambda: monitoring.pings > 0)
    assert monitoring.posted == []


def test_imap_that_is_down(company, monitoring):
    changed(company, "imap", port=nobody_listens())
    at_work(company, lambda: ("poll:recruitment", "raised") in heard(monitoring))
    assert monitoring.pings == 0


def test_a_login_that_is_refused(company, monitoring):
    (company.folder / "password").write_text("not this one")
    at_work(company, lambda: ("poll:recruitment", "raised") in heard(monitoring))
    assert "refuses the login" in monitoring.posted[0]["text"]


def test_smtp_that_is_down(company, monitoring):
    company.account.append(an_application(1).bytes())
    changed(company, "smtp", port=nobody_listens())
    at_work(company, lambda: ("outbox:recruitment", "raised") in heard(monitoring))


def test_smtp_that_refuses_us(company, monitoring):
    company.account.append(an_application(1).bytes())
    company.smtp.at(At.MAIL, Say("550 5.7.60 not allowed to send as this sender"))
    at_work(company, lambda: ("account:recruitment", "raised") in heard(monitoring))


def test_a_disk_that_is_full(company, monitoring, monkeypatch):
    """The alarm can't be written into the ledger either."""
    company.account.append(an_application(1).bytes())
    with company.installation() as installation:

        def full(*_args, **_more):
            raise LedgerError("database or disk is full")

        monkeypatch.setattr(installation.ledger._store, "writing", full)
        daemon = Daemon(installation)
        daemon.start()
        try:
            assert eventually(lambda: ("ledger", "raised") in heard(monitoring))
        finally:
            daemon.stop()
    assert monitoring.pings == 0
