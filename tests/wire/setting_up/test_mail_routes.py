"""What a name server says of a domain's mail, over UDP, and what becomes of one that says nothing or nonsense."""

import pytest

from inbox_bot.core.rules.model import Security
from inbox_bot.core.setting_up.values import MailRoutes, ServerAt
from inbox_bot.edges import mail_routes
from inbox_bot.edges.mail_routes import routes_of
from tests.support.servers.dns import NameServer

NOTHING = MailRoutes()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(mail_routes, "WAIT_S", 0.3)


def test_the_hosts_that_take_mail_come_in_the_order_that_the_domain_prefers():
    with NameServer({("example.org", "MX"): ["20 Second.example.org.", "10 first.example.net."]}) as server:
        found = routes_of("example.org", server.resolver())
    assert found.mx == ("first.example.net", "second.example.org")
    assert found.is_known


def test_srv_says_where_mailboxes_are_and_the_better_protected_service_counts():
    records = {
        ("_imap._tcp.example.org", "SRV"): ["0 1 143 old.example.org."],
        ("_imaps._tcp.example.org", "SRV"): ["10 5 993 backup.example.org.", "0 1 9993 imap.example.org."],
        ("_submission._tcp.example.org", "SRV"): ["0 1 587 smtp.example.org."],
    }
    with NameServer(records) as server:
        found = routes_of("example.org", server.resolver())
    assert found.imap == ServerAt(host="imap.example.org", port=9993, security=Security.TLS)
    assert found.smtp == ServerAt(host="smtp.example.org", port=587, security=Security.STARTTLS)


@pytest.mark.parametrize("nowhere", ["0 0 0 .", "0 0 993 ."])
def test_a_service_that_is_said_to_be_nowhere_and_a_domain_that_takes_no_mail_are_none(nowhere):
    records = {("example.org", "MX"): ["0 ."], ("_imaps._tcp.example.org", "SRV"): [nowhere]}
    with NameServer(records) as server:
        assert routes_of("example.org", server.resolver()) == NOTHING


@pytest.mark.parametrize("domain", ["nobody.example", "a" * 80 + ".example", "..", "exa mple.org", "\N{BALLOT BOX}"])
def test_a_domain_that_is_not_there_or_none_at_all_has_no_routes(domain):
    with NameServer() as server:
        assert routes_of(domain, server.resolver()) == NOTHING


@pytest.mark.parametrize("how", ["silent", "broken"])
def test_that_nobody_could_be_asked_is_no_answer(how):
    with NameServer(**{how: True}) as server:
        assert routes_of("example.org", server.resolver()) == MailRoutes(is_known=False)


def test_a_name_server_that_fails_over_services_alone_has_said_who_takes_the_mail():
    with NameServer({("example.org", "MX"): ["10 mx.example.org."]}, knows_srv=False) as server:
        assert routes_of("example.org", server.resolver()) == MailRoutes(mx=("mx.example.org",))


def test_a_host_that_is_no_name_is_left_out():
    with NameServer({("example.org", "MX"): [r"10 bad\032name.example.org.", "20 mx.example.org."]}) as server:
        assert routes_of("example.org", server.resolver()).mx == ("mx.example.org",)
