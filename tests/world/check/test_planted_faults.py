"""Faults planted between rules.yaml and real servers: `check` names each, with the remedy that fits it and no other."""

import ast
import inspect
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta

import pytest
from ruamel.yaml import YAML

from inbox_bot.cli.setting_up.check import findings
from inbox_bot.core.rules.model import SignInSettings
from inbox_bot.edges import rules_file
from inbox_bot.edges.access import causes
from inbox_bot.edges.signin import sign_in_of
from inbox_bot.health import remedies
from inbox_bot.pipeline import installation
from tests.support.servers.dovecot import PASSWORD, Dovecot, certificate_in
from tests.support.servers.imap_proxy import ImapProxy, changes, says
from tests.support.servers.misbehaviour import At, Say
from tests.support.servers.smtp import SmtpServer, nobody_listens
from tests.support.servers.token_server import MICROSOFT, Client
from tests.wire.signin.conftest import APP, SHARED, USER, a_mail_server, a_server, asks, settings_for, sign_in_person
from tests.wire.signin.test_flows import certificate

#: what each remedy asks a person to touch: a sentence that names one of them names no other
REMEDIES = {
    "host": r"correct host under",
    "name": r"write the name under host:",
    "port": r"correct port under",
    "to tls": r"write security: tls under",
    "to starttls": r"write security: starttls under",
    "authority": r"with a file of the authority",
    "other authority": r"put the authority that signed its certificate into",
    "certificate": r"for a new certificate",
    "password": r"compare user and password under",
    "user wanted": r"write user and password under",
    "smtp auth": r"SMTP AUTH",
    "sender": r"to send as|SendAs$",
    "letter": r"why a letter like this one is refused",
    "folder": r"correct mailbox\.folders",
    "rights": r"the right to move and flag",
    "mailbox rights": r"Add-MailboxPermission -Identity \S+ -User \S+ -AccessRights FullAccess -AutoMapping",
    "switched off": r"Set-CASMailbox -Identity",
    "scope": r"lacks the right",
    "clock": r"set the clock of this machine",
    "sign in": r"sign in again: inbox-bot login",
    "silent": r"it takes the connection and says nothing",
    "way out": r"look whether this machine may go out",
    "imap off": r"turn IMAP on for",
    "somebody's rights": r"give \S+ the right to open",
    "app": r"New-ServicePrincipal -AppId",
}


@pytest.fixture(scope="module")
def tokens() -> Iterator:
    yield from a_server(MICROSOFT)


@pytest.fixture(scope="module")
def imap(tokens) -> Iterator[Dovecot]:
    yield from a_mail_server(asks(tokens))


@pytest.fixture(scope="module")
def context(imap) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(imap.folder / "server.pem", imap.folder / "server.key")
    return context


@pytest.fixture
def by_tls(context) -> Iterator[SmtpServer]:
    with SmtpServer(tls=context, login=("jobs", PASSWORD)) as server:
        yield server


@pytest.fixture
def by_starttls(context) -> Iterator[SmtpServer]:
    with SmtpServer(starttls=context, login=("jobs", PASSWORD)) as server:
        yield server


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """For a mail that no server of these tests delivers."""
    monkeypatch.setattr("inbox_bot.cli.setting_up.check.ARRIVES_S", 0.0)


@pytest.fixture
def tried(imap, by_tls, tmp_path):
    """Writes what is right, changed as a test says; gives what is to do, a sentence each."""
    (tmp_path / "password").write_text(PASSWORD)
    account = imap.user()

    def try_(*, imap_server=None, smtp_server=None, mailbox=None, send=False) -> list[str]:
        at_imap = {
            "host": "127.0.0.1", "port": imap.tls_port, "ca": str(imap.ca), "user": account, "password": "file:password"
        }  # fmt: skip
        at_smtp = {
            "host": "127.0.0.1", "port": by_tls.port, "ca": str(imap.ca), "user": "jobs", "password": "file:password"
        }  # fmt: skip
        servers = {
            "imap": {k: v for k, v in (at_imap | (imap_server or {})).items() if v is not None},
            "smtp": {k: v for k, v in (at_smtp | (smtp_server or {})).items() if v is not None},
        }
        content = {
            "company": {"name": "Example"},
            "mailbox": {"name": "jobs", "address": USER, **servers, **(mailbox or {})},
            "vacancies": [{"id": "e", "title": "E"}],
            "reviewers": [{"email": "joe@plain.test"}],
        }
        with (tmp_path / "rules.yaml").open("w") as file:
            YAML().dump(content, file)
        rules = rules_file.read(tmp_path / "rules.yaml")
        return [each.sentence for each in findings(rules, tmp_path, send=send) if not each.ok]

    return try_


def remedies_in(sentence: str) -> set[str]:
    return {name for name, pattern in REMEDIES.items() if re.search(pattern, sentence)}


def assert_one(to_do: list[str], *wanted: str) -> None:
    assert [remedies_in(sentence) for sentence in to_do] == [{each} for each in wanted], to_do


def test_no_remedy_for_a_mail_server_is_unknown_here():
    """A sentence that has one of these beside the right one would be taken for a right one."""
    told = [
        node.args[0].value
        for node in ast.walk(ast.parse(inspect.getsource(remedies)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Sentence"
    ]
    assert len(told) > 20
    assert [each for each in told if not remedies_in(each.replace("{key}", "imap"))] == []


def test_what_is_right_needs_nothing(tried):
    assert tried(send=True) == []


# 1 to 12: the line, of either server


BOTH = pytest.mark.parametrize("server", ["imap_server", "smtp_server"])


@BOTH
@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ({"host": "nowhere.invalid"}, "host"),
        ({"port": nobody_listens()}, "port"),
        ({"ca": None}, "authority"),
    ],
    ids=["host", "port", "CA missing"],
)
def test_a_line_that_can_t_be(tried, server, fault, wanted):
    assert_one(tried(**{server: fault}), wanted)


@BOTH
def test_a_wrong_authority(tried, server, tmp_path):
    (tmp_path / "other").mkdir()
    assert_one(tried(**{server: {"ca": str(certificate_in(tmp_path / "other"))}}), "other authority")


def test_a_certificate_for_another_name(tried, tmp_path):
    ca = certificate_in(tmp_path, addresses=())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    with SmtpServer(tls=context, login=("jobs", PASSWORD)) as server:
        here = {"port": server.port, "ca": str(ca)}
        assert_one(tried(imap_server=here, smtp_server=here), "name", "name")


def test_tls_where_the_port_begins_in_the_clear(tried, imap, by_starttls):
    assert_one(tried(imap_server={"port": imap.port}), "to starttls")
    assert_one(tried(smtp_server={"port": by_starttls.port}), "to starttls")


def test_starttls_where_the_port_speaks_tls_at_once(tried, imap, by_tls, impatient):
    assert_one(tried(imap_server={"security": "starttls", "port": imap.tls_port}), "to tls")
    assert_one(tried(smtp_server={"security": "starttls", "port": by_tls.port}), "to tls")


def test_starttls_where_it_is_not_offered(tried):
    with SmtpServer(login=("jobs", PASSWORD)) as plain:
        assert_one(tried(smtp_server={"security": "starttls", "port": plain.port}), "to tls")


def test_a_server_that_answers_and_never_greets(tried, impatient):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        assert_one(tried(imap_server={"security": "starttls", "port": port}), "silent")


@pytest.fixture
def impatient(monkeypatch):
    """A second to be greeted in, and half a one to look how a server answers."""
    real = installation.Access
    monkeypatch.setattr(installation, "Access", lambda **more: real(**more, connect_s=1.0, read_s=2.0))
    monkeypatch.setattr(causes, "LOOK_S", 0.5)


# The account


@BOTH
@pytest.mark.parametrize(
    "fault", [{"user": "nobody@nowhere.test"}, {"password": "file:wrong"}], ids=["user", "password"]
)
def test_a_login_that_is_refused(tried, server, fault, tmp_path):
    (tmp_path / "wrong").write_text("not this one")
    assert_one(tried(**{server: fault}), "password")


def test_a_folder_that_is_not_there(tried):
    assert_one(tried(mailbox={"folders": ["INBOX", "Bewerbungen"]}), "folder")


def test_a_mailbox_that_opens_for_reading_only(tried, imap):
    with ImapProxy(imap.host, imap.port) as proxy:
        proxy.when(r"^SELECT", changes(lambda line: line.replace(b"[READ-WRITE]", b"[READ-ONLY]")), times=9)
        to_do = tried(imap_server={"port": proxy.port, "security": "none", "ca": None})
    assert_one(to_do, "rights")


# Sending


def test_a_server_that_wants_a_login_and_gets_none(tried):
    assert_one(tried(smtp_server={"user": None, "password": None}), "user wanted")


def test_smtp_auth_that_is_off(tried, context):
    with SmtpServer(tls=context) as off:
        assert_one(tried(smtp_server={"port": off.port}), "smtp auth")


def test_a_sender_that_is_not_allowed(tried, by_tls):
    by_tls.at(At.DOT, Say("554 5.2.252 SendAsDenied; jobs not allowed to send as jane"))
    assert_one(tried(send=True), "sender")


def test_a_relay_that_says_no_only_after_the_letter(tried, by_tls):
    by_tls.at(At.DOT, Say("550 5.7.1 content rejected"))
    assert tried() == []
    assert_one(tried(send=True), "letter")


# With a token


@pytest.fixture
def signed_in(tokens, tmp_path):
    """`signin:` of rules.yaml, and a person who has signed in."""
    tokens.clients, tokens.users, tokens.granted = {APP: Client()}, {USER: set()}, None
    tokens.clock_off = timedelta(0)

    def sign_in(*, ago=timedelta(minutes=1), **more):
        kept = tmp_path / "tokens.json"
        settings = settings_for(tokens, "device", tokens=str(kept), **more)
        found = sign_in_of(
            SignInSettings.model_validate(settings), mailbox="jobs", user=USER, folder=tmp_path, tokens=kept
        )
        sign_in_person(tokens, found, ago=ago)
        return {"signin": settings}

    return sign_in


NO_PASSWORD = {"user": USER, "password": None}


@pytest.fixture
def by_token(tokens, context) -> Iterator[SmtpServer]:
    with SmtpServer(tls=context, opens=tokens.mailboxes_of, offers_login="XOAUTH2") as server:
        yield server


def test_a_token_is_right(tried, signed_in, by_token):
    to = NO_PASSWORD | {"port": by_token.port}
    assert tried(imap_server=NO_PASSWORD, smtp_server=to, mailbox=signed_in()) == []


def test_a_token_without_the_scope(tried, signed_in, by_token, tokens):
    signin = signed_in(ago=timedelta(hours=2))
    tokens.granted = "https://outlook.office.com/IMAP.AccessAsUser.All"
    to = NO_PASSWORD | {"port": by_token.port}
    assert_one(tried(imap_server=NO_PASSWORD, smtp_server=to, mailbox=signin), "scope")


def test_a_consent_that_was_withdrawn(tried, signed_in, by_token, tokens):
    signin = signed_in(ago=timedelta(hours=2))
    tokens.revoke(USER)
    to = NO_PASSWORD | {"port": by_token.port}
    assert_one(tried(imap_server=NO_PASSWORD, smtp_server=to, mailbox=signin), "sign in")


def test_no_rights_on_the_shared_mailbox(tried, signed_in, by_token):
    signin = signed_in(user=USER)
    there = {"user": SHARED, "password": None}
    to_do = tried(imap_server=there, smtp_server=there | {"port": by_token.port}, mailbox=signin)
    assert_one(to_do, "mailbox rights", "sender")
    assert f"Add-MailboxPermission -Identity {SHARED} -User {USER} -AccessRights FullAccess" in to_do[0]
    assert f"Add-RecipientPermission -Identity {SHARED} -Trustee {USER} -AccessRights SendAs" in to_do[1]


def test_exchange_s_word_for_rights_that_are_missing(tried, signed_in, by_token, imap):
    signin = signed_in(user=USER)
    with ImapProxy(imap.host, imap.port) as proxy:
        proxy.when(r"^(NAMESPACE|LIST|STATUS)", says("{tag} BAD User is authenticated but not connected."), times=9)
        there = {"user": USER, "password": None, "port": proxy.port, "security": "none", "ca": None}
        to = NO_PASSWORD | {"port": by_token.port}
        assert_one(tried(imap_server=there, smtp_server=to, mailbox=signin), "switched off")


def test_exchange_s_smtp_auth_that_is_off(tried, signed_in, by_token):
    signin = signed_in()
    by_token.at(At.AUTH, Say("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"))
    to = NO_PASSWORD | {"port": by_token.port}
    to_do = tried(imap_server=NO_PASSWORD, smtp_server=to, mailbox=signin)
    assert_one(to_do, "switched off")
    assert f"Set-CASMailbox -Identity {USER}" in to_do[0]


def test_a_clock_that_is_off(tried, signed_in, by_token, tokens, tmp_path):
    pem, made = certificate()
    (tmp_path / "app.pem").write_text(pem)
    tokens.clients = {APP: Client(certificate=made, mailboxes={USER})}
    tokens.clock_off = timedelta(minutes=-30)
    signin = {"signin": settings_for(tokens, "app", certificate="file:app.pem")}
    to = NO_PASSWORD | {"port": by_token.port}
    to_do = tried(imap_server=NO_PASSWORD, smtp_server=to, mailbox=signin)
    assert_one(to_do, "clock")
    assert "30 minutes off" in to_do[0]


@pytest.mark.parametrize(
    ("begins", "ends", "wanted"),
    [(timedelta(days=2), timedelta(days=5), "clock"), (timedelta(days=-5), timedelta(days=-2), "certificate")],
)
def test_a_certificate_of_another_time(tried, tmp_path, begins, ends, wanted):
    ca = certificate_in(tmp_path, begins=begins, ends=ends)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    with SmtpServer(tls=context, login=("jobs", PASSWORD)) as server:
        assert_one(tried(smtp_server={"port": server.port, "ca": str(ca)}), wanted)
