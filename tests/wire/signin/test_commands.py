"""`inbox-bot login` and `logout`, as a person uses them, against a token server over TLS."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from ruamel.yaml import YAML

from inbox_bot.cli.language import wording
from tests.support.servers.token_server import Answer, Client
from tests.unit.cli.running import run
from tests.wire.signin.conftest import APP, USER, settings_for, sign_in_person


@pytest.fixture
def rules_with(tmp_path):
    """Writes a rules.yaml with this `signin:`; gives the command's arguments for it."""

    def write(signin, **mailbox):
        text = io.StringIO()
        YAML().dump(
            {
                "company": {"name": "Example Ltd"},
                "mailbox": {
                    "name": "jobs",
                    "address": USER,
                    "imap": {"host": "imap.plain.test"},
                    "smtp": {"host": "smtp.plain.test"},
                    **({"signin": signin} if signin else {}),
                    **mailbox,
                },
                "vacancies": [{"id": "e", "title": "Engineer"}],
                "reviewers": [{"email": "joe@plain.test"}],
            },
            text,
        )
        (tmp_path / "rules.yaml").write_text(text.getvalue())
        return ("--rules", str(tmp_path / "rules.yaml"))

    return write


def kept_in(tmp_path):
    return tmp_path / "ledger.db.signin" / "jobs.json"


def test_by_a_code_that_is_typed_elsewhere(microsoft, rules_with, tmp_path):
    rules = rules_with(settings_for(microsoft, "device"))

    def person():
        code = microsoft.wait_for_code()
        microsoft.consent(USER, code)
        return code

    with ThreadPoolExecutor(1) as threads:
        typed = threads.submit(person)
        ran = run("login", *rules)
    assert ran.code == 0
    assert f"Open https://microsoft.com/devicelogin in a browser, type the code {typed.result()}" in ran.err
    assert ran.out == f"jobs: signed in as {USER}; renewed by itself from now on\n"
    kept = kept_in(tmp_path).read_text()
    for secret in [value for form in microsoft.forms for name, value in form.items() if name == "device_code"]:
        assert secret not in ran.out + ran.err
        assert secret not in kept
    assert run("login", "--status", *rules).out.startswith(f"jobs: signed in as {USER} since 20")


def test_a_no_leaves_whoever_was_signed_in(microsoft, rules_with, tmp_path, sign_in_to):
    rules = rules_with(settings_for(microsoft, "device"))
    sign_in_person(microsoft, sign_in_to(microsoft, "device"))
    before = kept_in(tmp_path).read_text()
    threading.Thread(target=lambda: microsoft.decline(microsoft.wait_for_code()), daemon=True).start()
    ran = run("login", *rules)
    assert ran.code == 3
    assert "said no: begin anew with inbox-bot login" in ran.err
    assert kept_in(tmp_path).read_text() == before


def test_a_lost_line_while_waiting_ends_nothing(microsoft, rules_with):
    rules = rules_with(settings_for(microsoft, "device"))

    def person():
        code = microsoft.wait_for_code()
        microsoft.next.append(Answer(status=503))
        microsoft.consent(USER, code)

    threading.Thread(target=person, daemon=True).start()
    assert run("login", *rules).code == 0


def test_by_an_address_that_is_pasted(google, rules_with, monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("s3cret")
    google.clients[APP] = Client(secret="s3cret")
    rules = rules_with(settings_for(google, "browser", client_secret="file:secret"))
    asked = threading.Event()

    class Terminal(io.StringIO):
        """What the command prints, read as a person reads it."""

        address = ""

        def write(self, text):
            if "code_challenge" in text:
                Terminal.address = next(line for line in text.split() if line.startswith("https://"))
                asked.set()
            return super().write(text)

    class Typed:
        """A person who pastes once they have been asked."""

        def __iter__(self):
            assert asked.wait(20)
            yield "\n"
            yield google.visit(Terminal.address, USER) + "\n"

    monkeypatch.setattr("sys.stdin", Typed())
    monkeypatch.setattr("io.StringIO", Terminal)
    ran = run("login", *rules)
    assert (ran.code, ran.out) == (0, f"jobs: signed in as {USER}; renewed by itself from now on\n")
    assert "s3cret" not in kept_in(tmp_path).read_text()
    assert "then paste the address that it ended at here" in ran.err


def test_an_app_by_itself_is_tried_and_nothing_is_kept(microsoft, rules_with, tmp_path):
    (tmp_path / "secret").write_text("s3cret")
    microsoft.clients[APP] = Client(secret="s3cret", mailboxes={USER})
    settings = settings_for(microsoft, "app", client_secret="file:secret", client_secret_ends="2027-05-01")
    rules = rules_with(settings)
    ran = run("login", *rules)
    assert (ran.code, ran.out) == (0, "jobs: a token was given; nobody has to sign in\n")
    assert not kept_in(tmp_path).exists()
    status = run("login", "--status", *rules)
    assert status.out.splitlines()[-1] == "jobs: the secret or certificate holds until 2027-05-01"
    (tmp_path / "secret").write_text("another")
    ran = run("login", "--status", *rules)
    assert ran.code == 1
    assert "copy the secret's value, and not its id" in ran.out


def test_nobody_signed_in_is_a_thing_to_do(microsoft, rules_with):
    ran = run("login", "--status", *rules_with(settings_for(microsoft, "device")))
    assert (ran.code, ran.out) == (1, "jobs: nobody has signed in for it yet: inbox-bot login\n")


def test_a_token_that_ended_while_nothing_ran_is_told_and_is_no_trouble(microsoft, rules_with, sign_in_to):
    rules = rules_with(settings_for(microsoft, "device"))
    sign_in_person(microsoft, sign_in_to(microsoft, "device"), ago=timedelta(hours=5))
    ran = run("login", "--status", *rules)
    assert ran.code == 0
    assert ran.out.endswith(": the next poll renews it\n")


def test_a_mailbox_with_a_password_has_nothing_to_sign_in_to(rules_with):
    rules = rules_with(None)
    for arguments in (("login",), ("login", "--status")):
        ran = run(*arguments, *rules)
        assert (ran.code, ran.out) == (0, "jobs: logs in by password; there is nothing to sign in to\n")


def test_logout_deletes_the_tokens_and_says_where_the_consent_is(google, rules_with, tmp_path, sign_in_to):
    (tmp_path / "secret").write_text("s3cret")
    rules = rules_with(settings_for(google, "browser", client_secret="file:secret"))
    sign_in_person(google, sign_in_to(google, "browser"))
    ran = run("logout", *rules)
    assert ran.code == 0
    assert "its tokens are deleted" in ran.out
    assert "https://myaccount.google.com/connections" in ran.out
    assert not kept_in(tmp_path).exists()
    assert run("logout", *rules).out == "jobs: nobody was signed in\n"


def test_a_mailbox_that_is_not_there_is_named(microsoft, rules_with):
    ran = run("login", "--mailbox", "office", *rules_with(settings_for(microsoft, "device")))
    assert ran.code == 2
    assert "rules.yaml has no mailbox office; there are jobs" in ran.err


def test_it_is_said_in_the_terminal_s_language(monkeypatch, rules_with):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert wording().language == "de"
    assert run("login", *rules_with(None)).out == "jobs: meldet sich mit Passwort an; hier ist nichts anzumelden\n"
