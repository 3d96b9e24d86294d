"""What the pages on signing in show is done as it stands there: each rules.yaml on local servers, each command run."""

import io
import re
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from ruamel.yaml import YAML

from inbox_bot.cli.setting_up import login
from tests.support.servers.dovecot import PASSWORD, Dovecot
from tests.support.servers.smtp import SmtpServer
from tests.support.servers.token_server import GOOGLE, MICROSOFT, Client
from tests.unit.cli.running import ROOT, run
from tests.wire.signin.conftest import a_mail_server, a_server, asks
from tests.wire.signin.test_flows import a_service_account, certificate

PAGES = ("signin-microsoft.md", "signin-google.md", "signin-password.md", "signin.md")
_BLOCK = re.compile(r"^```(yaml|sh)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MAILBOX, PERSON = "jobs@plain.test", "jane@plain.test"


def scenes() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each rules.yaml of a page with every command of that page, but those that wait for another flow."""
    for name in PAGES:
        found = _BLOCK.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
        lines = (line for kind, text in found if kind == "sh" for line in text.splitlines())
        commands = dict.fromkeys(line for line in lines if line.startswith("inbox-bot "))
        for number, text in enumerate(text for kind, text in found if kind == "yaml"):
            yield f"{name} {number}", text, tuple(commands)


@pytest.fixture(scope="module", params=[MICROSOFT, GOOGLE])
def tokens(request) -> Iterator:
    yield from a_server(request.param)


@pytest.fixture(scope="module")
def imap(tokens) -> Iterator[Dovecot]:
    yield from a_mail_server(asks(tokens))


@pytest.fixture
def smtp(imap, tokens) -> Iterator[SmtpServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(imap.folder / "server.pem", imap.folder / "server.key")
    with SmtpServer(
        starttls=context, login=(MAILBOX, PASSWORD), opens=tokens.mailboxes_of, offers_login="PLAIN XOAUTH2"
    ) as server:
        yield server


@pytest.fixture
def somebody_signs_in(monkeypatch, tokens):
    """A person who does what `login` asks for: types the code, or opens the address."""
    real_begin, real_code = login.begin, login.device_code

    def begin(server, port):
        visit = real_begin(server, port)
        back = tokens.visit(visit.address, server.user).replace("localhost", "127.0.0.1")
        threading.Thread(target=lambda: urlopen(back, timeout=20).close(), daemon=True).start()
        return visit

    def device_code(server, at):
        code = real_code(server, at)
        tokens.consent(server.user, code.user_code)
        return code

    monkeypatch.setattr("inbox_bot.cli.setting_up.check.ARRIVES_S", 0.0)  # the mail to itself is not delivered here
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody pastes anything
    monkeypatch.setattr(login, "begin", begin)
    monkeypatch.setattr(login, "device_code", device_code)


@pytest.mark.parametrize(("text", "commands"), [scene[1:] for scene in scenes()], ids=[scene[0] for scene in scenes()])
def test_every_command_of_a_page_does_what_it_is_for(
    text, commands, tokens, imap, smtp, tmp_path, monkeypatch, somebody_signs_in
):
    mailbox = YAML(typ="safe").load(text.replace("example.com", "plain.test"))["mailbox"]
    signin = mailbox.get("signin", {})
    if signin.get("provider") not in (None, "custom", tokens.speaks):
        pytest.skip("of the other provider")
    mailbox["imap"] |= {"host": "127.0.0.1", "port": imap.tls_port, "ca": str(imap.ca)}
    mailbox["smtp"] |= {"host": "127.0.0.1", "port": smtp.port, "security": "starttls", "ca": str(imap.ca)}
    if signin:
        signin |= {"token_url": tokens.url("token"), "ca": str(tokens.ca)}
        signin |= {"authorize_url": tokens.url("authorize"), "device_url": tokens.url("devicecode")}
    prepare(tokens, signin, tmp_path)
    rules = {
        "company": {"name": "Example"},
        "mailbox": mailbox,
        "vacancies": [{"id": "e", "title": "E"}],
        "reviewers": [{"email": "joe@plain.test"}],
    }
    with (tmp_path / "rules.yaml").open("w") as file:
        YAML().dump(rules, file)
    monkeypatch.setenv("INBOX_BOT_RULES", str(tmp_path / "rules.yaml"))
    for command in commands:
        ran = run(*command.split()[1:])
        assert ran.code == 0, (command, ran.out, ran.err)
    if any("--send" in command for command in commands):
        assert [kept.login for kept in smtp.kept] == [MAILBOX]


def prepare(tokens, signin: dict, folder: Path) -> None:
    """The app, the people, and the files that rules.yaml names."""
    pem, made = certificate()
    secret = "s3cret" if "client_secret" in signin else None
    client = Client(secret=secret, certificate=made if "certificate" in signin else None, mailboxes={MAILBOX})
    tokens.clients = {signin.get("client_id", ""): client}
    tokens.users = {MAILBOX: set(), PERSON: {MAILBOX}}
    tokens.pending.clear()
    (folder / "mailbox-password").write_text(PASSWORD)
    (folder / "google-secret").write_text("s3cret")
    (folder / "app.pem").write_text(pem)
    a_service_account(tokens, folder, {MAILBOX})
    (folder / "key.json").rename(folder / "google-key.json")


_STEP = re.compile(r"(?m)^(?:Add|New|Set)-[A-Z]\w+ -|admin cent(?:er|re)|admin console|Cloud console|^Under \*")
_SOURCE = re.compile(
    r"^Source: .*\((?:learn\.microsoft|support\.google|developers\.google)\.com.*read\s+on\s+(\d{4}-\d\d-\d\d)",
    re.DOTALL,
)


@pytest.mark.parametrize("name", ["signin-microsoft.md", "signin-google.md"])
def test_each_section_with_console_steps_bears_their_date_and_their_source(name):
    sections = (ROOT / "docs" / name).read_text(encoding="utf-8").split("\n## ")
    steps = [section for section in sections if _STEP.search(section)]
    assert len(steps) >= 3
    for section in steps:
        sources = [found for paragraph in section.split("\n\n") if (found := _SOURCE.match(paragraph))]
        assert sources, section.splitlines()[0]
        assert all(datetime.fromisoformat(found[1]).replace(tzinfo=UTC) <= datetime.now(UTC) for found in sources)
