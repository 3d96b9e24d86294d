"""`inbox-bot init`: six questions at most, and a rules.yaml that `check` accepts; whatever goes wrong on the way."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from inbox_bot.cli.setting_up import init as command
from inbox_bot.edges import rules_file
from tests.deploy.files import ROOT
from tests.support.builders.at_work import an_application
from tests.support.builders.untouched import untouched
from tests.support.servers.dovecot import PASSWORD
from tests.support.servers.scripted_imap import ScriptedImap, read_dialogue
from tests.support.servers.smtp import SmtpServer, nobody_listens
from tests.unit.cli.running import run
from tests.unit.core.careers.test_pages import PAGES

SIX = [f"{number}/6" for number in range(1, 7)]


@pytest.fixture
def smtp():
    with SmtpServer() as server:
        yield server


def begun(folder: Path, *arguments: object):
    """`init` without a question."""
    return run("init", folder, "--yes", *arguments)


def written(folder: Path):
    """The one mailbox that rules.yaml says."""
    [mailbox] = rules_file.read(folder / "rules.yaml").mailboxes
    return mailbox


@pytest.mark.dovecot
def test_with_a_dovecot_of_ones_own_six_questions_lead_to_a_mailbox_that_check_finds_well_and_mail_is_judged(
    account, smtp, terminal, names, tmp_path
):
    account.append(an_application().bytes())
    for folder in ("Sent", "Spamverdacht"):
        account.client().create_folder(folder)
    before = account.messages()
    servers = f"127.0.0.1:{account.server.port} 127.0.0.1:{smtp.port}"
    terminal.answers = [account.user, servers, PASSWORD, "jane@acme.example", str(PAGES / "anchors.md"), None]
    folder = tmp_path / "jobs"
    ran = run("init", folder)
    assert ran.code == 0, ran.err
    assert terminal.numbers == SIX
    assert terminal.hidden == [terminal.asked[2][0]]
    assert terminal.asked[5][1] == "observe"
    mailbox = written(folder)
    assert (mailbox.imap.host, mailbox.imap.port, mailbox.imap.security) == ("127.0.0.1", account.server.port, "none")
    assert (mailbox.imap.user, mailbox.smtp.user, mailbox.signin) == (account.user, None, None)
    text = (folder / "rules.yaml").read_text()
    remarks = " ".join(text.replace("#", " ").split())
    assert "that your server calls Filed.Cook." in remarks
    assert "Spamverdacht, write [INBOX, \\Junk]" in remarks
    assert "Copies of answers go to Sent" in text
    assert "  - id: site-reliability-engineer" in text
    assert PASSWORD not in text
    secret = folder / "mailbox-password"
    assert (secret.read_text(), secret.stat().st_mode & 0o777) == (f"{PASSWORD}\n", 0o600)
    assert "The newest mails in INBOX, as they would be judged:" in ran.out
    assert "Ann Lee" in ran.out
    assert (account.messages(), account.folders()) == (before, ["INBOX", "Sent", "Spamverdacht"])
    checked = run("check", "--rules", folder / "rules.yaml")
    assert (checked.code, "to do" in checked.out) == (0, False), checked.out


@pytest.mark.parametrize(
    ("dialogue", "provider", "page"),
    [("gmail", "google", "docs/signin-google.md"), ("exchange-online", "microsoft", "docs/signin-microsoft.md")],
)
def test_a_cloud_is_known_by_its_greeting_and_each_default_is_right_there(
    dialogue, provider, page, smtp, terminal, names, tmp_path
):
    with ScriptedImap(read_dialogue(dialogue)) as server:
        terminal.answers = ["jobs@acme.example", f"127.0.0.1:{server.port} 127.0.0.1:{smtp.port}", *[None] * 4]
        ran = run("init", tmp_path)
        assert (ran.code, server.unexpected) == (0, [])
        assert server.count("LOGIN") == server.count("AUTHENTICATE") == 0
    assert terminal.numbers == SIX
    assert page in terminal.asked[2][0]
    assert [default for _, default in terminal.asked[2:]] == ["", "postmaster@acme.example", "", "observe"]
    mailbox = written(tmp_path)
    assert (mailbox.signin.provider, mailbox.imap.password) == (provider, None)
    assert "login --rules" in ran.out


@pytest.mark.parametrize(
    ("mx", "imap", "smtp_host", "provider"),
    [
        ("1 aspmx.l.google.com.", "imap.gmail.com", "smtp.gmail.com", "google"),
        ("0 acme-example.mail.protection.outlook.com.", "outlook.office365.com", "smtp.office365.com", "microsoft"),
    ],
)
def test_at_google_and_microsoft_365_five_times_enter_is_right(
    mx, imap, smtp_host, provider, terminal, names, tmp_path
):
    names({("acme.example", "MX"): [mx]})
    terminal.answers = ["jobs@acme.example", *[None] * 5]
    assert run("init", tmp_path).code == 0
    assert terminal.numbers == SIX
    assert [default for _, default in terminal.asked[1:]] == [
        "", "postmaster@acme.example", "", "observe", "./applications",
    ]  # fmt: skip
    mailbox = written(tmp_path)
    assert (mailbox.imap.host, mailbox.smtp.host, mailbox.signin.provider) == (imap, smtp_host, provider)
    assert rules_file.read(tmp_path / "rules.yaml").mode == "observe"


def test_what_options_say_is_not_asked_for_and_there_is_no_seventh_question(names, terminal, tmp_path, smtp):
    where = f"127.0.0.1:{nobody_listens()} 127.0.0.1:{smtp.port}"
    terminal.answers = [None, "jane@acme.example", "Cook", None]
    ran = run("init", tmp_path, "--address", "jobs@acme.example", "--server", where)
    assert (ran.code, terminal.numbers) == (0, SIX[2:])
    assert rules_file.read(tmp_path / "rules.yaml").filing.to == "./applications"


def test_an_option_is_heard_also_where_its_question_is_left_out(names, terminal, tmp_path, smtp):
    where = f"127.0.0.1:{nobody_listens()} 127.0.0.1:{smtp.port}"
    terminal.answers = ["jobs@acme.example", where, None, "jane@acme.example", "Cook", None]
    assert run("init", tmp_path, "--file-to", "./people").code == 0
    assert terminal.numbers == SIX
    assert rules_file.read(tmp_path / "rules.yaml").filing.to == "./people"


def test_an_app_password_at_gmail_logs_in_and_its_folders_are_those_of_the_server(smtp, names, tmp_path, monkeypatch):
    monkeypatch.setenv("INBOX_BOT_PASSWORD", "abcd efgh ijkl mnop")
    with ScriptedImap(read_dialogue("gmail")) as server:
        where = f"127.0.0.1:{server.port} 127.0.0.1:{smtp.port}"
        ran = begun(tmp_path, "--address", "acme@gmail.com", "--server", where, "--sign-in", "password",
                    "--digest-to", "jane@acme.example")  # fmt: skip
        assert ran.code == 0, ran.err
        assert server.count("LOGIN") >= 1
    text = (tmp_path / "rules.yaml").read_text()
    assert "Copies of answers go to [Gmail]/Gesendet" in text
    assert 'password: "env:INBOX_BOT_PASSWORD"' in text
    assert "abcd" not in text
    assert not (tmp_path / "mailbox-password").exists()


def test_run_twice_it_changes_nothing_and_says_so(names, tmp_path):
    assert begun(tmp_path, "--address", "jobs@acme.example").code == 0
    with untouched(tmp_path):
        ran = begun(tmp_path, "--address", "other@acme.example")
    assert ran.code == 0
    assert "rules.yaml is there already: nothing was changed" in ran.out


def test_a_folder_that_has_a_rules_yaml_is_left_alone_be_it_broken_or_a_link_to_nowhere(names, terminal, tmp_path):
    (tmp_path / "rules.yaml").symlink_to(tmp_path / "gone")
    with untouched(tmp_path):
        assert "nothing was changed" in run("init", tmp_path).out
    assert terminal.asked == []


@pytest.mark.parametrize("answers", range(6))
def test_broken_off_at_any_question_nothing_is_written(answers, names, terminal, tmp_path):
    names({("acme.example", "MX"): ["1 mx.kundenserver.de."]})
    terminal.answers = ["jobs@acme.example", "", "jane@acme.example", "Cook", "live"][:answers]
    terminal.breaks_off = KeyboardInterrupt if answers % 2 else typer.Abort  # Ctrl-C, or the end of input
    folder = tmp_path / "jobs"
    ran = run("init", folder)
    assert (ran.code, "broken off: nothing was written" in ran.err) == (130 if answers % 2 else 2, True)
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_it_says_what_it_could_not_ask_and_writes_what_is_usual(names, tmp_path):
    names(silent=True)
    ran = begun(tmp_path, "--address", "jobs@acme.invalid", "--vacancies", "https://127.0.0.1:9/jobs")
    assert ran.code == 0
    for said in ("no name server could be asked", "imap.acme.invalid did not answer", "no vacancies were taken from"):
        assert said in ran.out
        assert f"# NOT CERTAIN: {said}" in (tmp_path / "rules.yaml").read_text()
    mailbox = written(tmp_path)
    assert (mailbox.imap.host, mailbox.smtp.host, mailbox.start) == ("imap.acme.invalid", "smtp.acme.invalid", "now")


def test_a_password_that_is_refused_is_asked_for_again_and_then_left_for_later(
    account, smtp, names, terminal, tmp_path
):
    servers = f"127.0.0.1:{account.server.port} 127.0.0.1:{smtp.port}"
    terminal.answers = [account.user, servers, "wrong", "wrong again", PASSWORD, None, None, None]
    terminal.answers[5] = "jane@acme.example"
    assert run("init", tmp_path).code == 0
    assert terminal.numbers == ["1/6", "2/6", "3/6", "3/6", "3/6", "4/6", "5/6", "6/6"]
    assert (tmp_path / "mailbox-password").read_text() == f"{PASSWORD}\n"
    assert "NOT CERTAIN: The IMAP" not in (tmp_path / "rules.yaml").read_text()


def test_answers_that_are_none_are_asked_for_again(names, terminal, tmp_path):
    names({("acme.example", "MX"): ["1 mx.kundenserver.de."]})
    terminal.answers = ["jobs", "jobs@acme.example", "", "jobs@acme.example", "jane@acme.example",
                        "/not/there.html", "Cook", "maybe", "observe", None]  # fmt: skip
    ran = run("init", tmp_path)
    assert ran.code == 0
    for said in (
        'that is "jobs", which is not an e-mail address',
        "the mailbox itself",
        "can't be read",
        "neither observe",
    ):
        assert said in ran.err
    assert [each.id for each in rules_file.read(tmp_path / "rules.yaml").vacancies] == ["cook"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--address is missing, and has no default"),
        (("--address", "jobs"), '--address: that is "jobs", which is not an e-mail address'),
        (("--address", "a@acme.example", "--server", "imap:many"), "--server: that is"),
        (("--address", "a@acme.example", "--password", "hunter2"), "never the password itself"),
        (("--address", "a@acme.example", "--sign-in", "magic"), "magic is not one of password"),
        (("--address", "a@acme.example", "--digest-to", "a@acme.example"), "the mailbox itself"),
        (("--address", "a@acme.example", "--mode", "maybe"), "neither observe nor live"),
        (("--address", "a@acme.example", "--service", "cron"), "cron is not one of systemd"),
        (("--address", "a@gmail.com"), "--digest-to is missing"),
    ],
)
def test_an_option_that_is_wrong_or_missing_is_named_and_nothing_is_written(arguments, said, names, tmp_path):
    ran = begun(tmp_path / "jobs", *arguments)
    assert (ran.code, said in ran.err, "hunter2" in ran.err) == (2, True, False), ran.err
    assert list(tmp_path.iterdir()) == []


def test_where_the_folder_can_not_be_written_it_says_so_and_leaves_nothing(names, tmp_path, monkeypatch):
    monkeypatch.setattr("os.link", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    ran = begun(tmp_path / "jobs", "--address", "a@acme.example", "--service", "systemd")
    assert (ran.code, "No space left on device" in ran.err) == (1, True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    assert begun(tmp_path / "file" / "jobs", "--address", "a@acme.example").code == 1


def test_a_relay_that_is_down_is_told_and_its_login_is_left_as_it_is_for_most(account, names, tmp_path, monkeypatch):
    monkeypatch.setenv("INBOX_BOT_PASSWORD", PASSWORD)
    where = f"127.0.0.1:{account.server.port} 127.0.0.1:{nobody_listens()}"
    ran = begun(tmp_path, "--address", account.user, "--server", where)
    assert ran.code == 0
    assert "Not certain: 127.0.0.1 did not answer" in ran.out
    assert written(tmp_path).smtp.user == account.user


def service(folder: Path, kind: str) -> Path:
    ran = begun(folder, "--address", "a@acme.example", "--service", kind, "--password", "file:./mailbox-password")
    assert ran.code == 0, ran.err
    [path] = [each for each in folder.iterdir() if each.name != "rules.yaml"]
    return path


def test_a_unit_if_asked_is_the_one_that_comes_with_us_for_this_folder(names, tmp_path):
    folder = tmp_path / "our jobs"
    text = service(folder, "systemd").read_text()
    assert f'run --rules "{folder}/rules.yaml"' in text
    assert f'ReadWritePaths="{folder}"\n' in text
    shipped = (ROOT / "deploy" / "inbox-bot.service").read_text()
    hardening = shipped.partition("# What it may use.")[2].splitlines()[1:]
    left_out = [line for line in hardening if line not in text.splitlines()]
    assert [line for line in left_out if not line.startswith(("# What it may do", "ProtectHome="))] == []
    if shutil.which("systemd-analyze"):
        verify = text.replace(text.partition("ExecStart=")[2].partition(" run")[0], "/bin/true", 1)
        (tmp_path / "inbox-bot.service").write_text(verify)
        done = subprocess.run(
            ["systemd-analyze", "verify", tmp_path / "inbox-bot.service"], capture_output=True, text=True, check=False
        )
        assert not [line for line in done.stderr.splitlines() if "inbox-bot.service" in line], done.stderr


def test_a_compose_file_if_asked_is_valid_and_mounts_this_folder_alone(names, tmp_path):
    path = service(tmp_path / "jobs", "compose")
    text = path.read_text()
    assert f'user: "{os.geteuid()}:{os.getegid()}"' in text
    assert text.count("type: bind") == 1
    check = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [check, "--builtin-schema", "vendor.compose-spec", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_newest_mails_are_judged_at_the_end(account, smtp, names, tmp_path, monkeypatch):
    for number in range(command.NEWEST + 2):
        account.append(an_application(f"Ann{number} Lee").id(f"<{number}@example.org>").bytes())
    monkeypatch.setenv("INBOX_BOT_PASSWORD", PASSWORD)
    where = f"127.0.0.1:{account.server.port} 127.0.0.1:{smtp.port}"
    ran = begun(tmp_path, "--address", account.user, "--server", where, "--vacancies", "Infrastructure engineer")
    assert "Mails: 5" in ran.out
    assert "Ann6 Lee" in ran.out
    assert "Ann1 Lee" not in ran.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rules.yaml"]
