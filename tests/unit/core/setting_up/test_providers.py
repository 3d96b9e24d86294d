"""Whose servers a domain's mail is on."""

import pytest

from inbox_bot.core.rules.model import Provider, Security
from inbox_bot.core.setting_up.providers import _BY_DOMAIN, _BY_MX, host_of, signed_in_by
from inbox_bot.core.setting_up.values import Greeting
from tests.support.servers.scripted_imap import read_dialogue


def greeting_in(dialogue: str) -> Greeting:
    """What a scripted server says before login."""
    played = read_dialogue(dialogue).always
    [offered] = [line for line in played.exchanges[0].answer if line.startswith("* CAPABILITY ")]
    return Greeting(text=played.greeting[0].removeprefix("* OK "), capabilities=frozenset(offered.split()[2:]))


@pytest.mark.parametrize(
    ("mx", "imap", "smtp", "sign_in"),
    [
        ("ASPMX.L.GOOGLE.COM.", "imap.gmail.com", "smtp.gmail.com", Provider.GOOGLE),
        ("smtp.google.com", "imap.gmail.com", "smtp.gmail.com", Provider.GOOGLE),
        ("acme-com.mail.protection.outlook.com", "outlook.office365.com", "smtp.office365.com", Provider.MICROSOFT),
        ("acme-com.n-v1.mx.microsoft", "outlook.office365.com", "smtp.office365.com", Provider.MICROSOFT),
        ("mx00.kundenserver.de", "imap.ionos.de", "smtp.ionos.de", None),
        ("in1-smtp.messagingengine.com", "imap.fastmail.com", "smtp.fastmail.com", None),
    ],
)
def test_a_companys_provider_is_known_by_the_hosts_that_take_its_mail(mx, imap, smtp, sign_in):
    host = host_of("acme.example", ["filter.example", mx])
    assert (host.imap.host, host.smtp.host, host.sign_in) == (imap, smtp, sign_in)
    assert host.smtp.security is (Security.STARTTLS if "office365" in smtp else Security.TLS)


def test_a_domain_of_the_publics_is_known_without_a_name_server_and_a_personal_gmail_takes_an_app_password():
    assert host_of("GMail.com", ()).sign_in is None
    assert host_of("outlook.com", ()).sign_in is Provider.MICROSOFT


@pytest.mark.parametrize("mx", [[], ["mx.acme.example"], ["notgoogle.com"], ["google.com.evil.example"]])
def test_a_server_of_ones_own_or_one_with_a_name_that_is_alike_is_nobodys(mx):
    assert host_of("acme.example", mx) is None


@pytest.mark.parametrize(
    ("dialogue", "sign_in"),
    [
        ("gmail", Provider.GOOGLE),
        ("exchange-online", Provider.MICROSOFT),
        ("courier-like", None),
        ("imap4rev1-alone", None),
    ],
)
def test_how_to_sign_in_is_known_by_greeting_and_capabilities(dialogue, sign_in):
    assert signed_in_by(greeting_in(dialogue)) is sign_in


def test_an_exchange_of_ones_own_takes_a_password():
    assert signed_in_by(Greeting(text="The Microsoft Exchange IMAP4 service is ready.")) is None


def test_every_row_of_the_tables_is_a_host():
    for host in (*_BY_DOMAIN.values(), *_BY_MX.values()):
        assert "." in host.imap.host
        assert "." in host.smtp.host
        assert (host.imap.port, host.smtp.port) == (0, 0)
