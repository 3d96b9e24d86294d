"""What a person sees on the command line: exit codes and clear lines for a full disk, a second daemon, failed mails."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bench.company import write_rules
from inbox_bot.cli.app import code_of_run
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges import rules_file
from tests.support.builders.company import Company, an_application
from tests.support.command import Started
from tests.support.servers.smtp import At, Hang
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


@pytest.fixture
def installed(account, smtp, tmp_path):
    """The company with its rules.yaml on disk; its mails are read in this process where the test polls by itself."""
    rules = write_rules(account, smtp.port, tmp_path)
    return Company(account, smtp, tmp_path, rules_file.read(rules))


@pytest.fixture
def inbox_bot(installed, monkeypatch, capsys):
    """Runs a command; gives its exit code, and what it said on stdout and stderr."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["inbox-bot", *arguments, "--rules", str(installed.folder / "rules.yaml")])
        code = code_of_run()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_poll_prints_a_line_a_mail_and_ends_with_0(installed, inbox_bot):
    installed.account.append(an_application(1).bytes())
    code, out, err = inbox_bot("poll")
    assert (code, err) == (0, "")
    assert (
        out
        == "Annb Lee: filed infrastructure-engineer; “Application: Infrastructure engineer”; answer acknowledgement\n"
    )
    assert inbox_bot("poll") == (0, "", "")


def test_poll_ends_with_3_and_says_why_where_nothing_can_be_filed(installed, inbox_bot):
    mail = an_application(1).bytes()
    installed.account.append(mail)
    (installed.folder / "applications").write_text("a file where the folder should be")
    code, out, err = inbox_bot("poll")
    assert (code, out) == (3, "")
    assert "inbox-bot: documents can't be filed below" in err
    assert list(installed.account.messages().values()) == [(mail, ())]
    (installed.folder / "applications").unlink()
    installed.poll()
    invariant.check(installed, [mail])


def test_a_second_daemon_ends_with_3_and_a_clear_line(installed, inbox_bot):
    with installed.installation():
        for command in ("poll", "run"):
            code, out, err = inbox_bot(command)
            assert (code, out) == (3, "")
            assert "another daemon holds the ledger" in err
            assert "Traceback" not in err


def test_earlier_mail_is_taken_in_with_a_line_a_mail_and_the_last_one_says_what_is_left_alone(
    account, smtp, tmp_path, capsys, monkeypatch
):
    rules = write_rules(account, smtp.port, tmp_path)
    rules.write_text(rules.read_text().replace("start: all", "start: now"))
    company = Company(account, smtp, tmp_path, rules_file.read(rules))
    now = datetime.now(UTC)
    for number, age in ((1, 90), (2, 20)):
        account.append(an_application(number).bytes(), internaldate=now - timedelta(days=age))
    company.poll()

    def take_in(*more):
        arguments = ["inbox-bot", "take-in", "--since", str((now - timedelta(days=30)).date()), *more]
        monkeypatch.setattr(sys, "argv", [*arguments, "--rules", str(rules)])
        code = code_of_run()
        said = capsys.readouterr()
        return code, said.out, said.err

    with company.installation():
        code, out, err = take_in()
        assert (code, out) == (3, "")
        assert "another daemon holds the ledger" in err
    since = str((now - timedelta(days=30)).date())
    done = f"inbox-bot: INBOX: all mail since {since} is taken in; left alone before it: 1\n"
    line = "Annc Lee: filed infrastructure-engineer; “Application: Infrastructure engineer”; answer held: too old\n"
    assert take_in() == (0, line, done)
    assert take_in() == (0, "", done)
    assert take_in("--mailbox", "elsewhere")[0] == 2


def test_retry_lists_what_failed_and_lets_it_be_read_again(installed, inbox_bot):
    mails = [an_application(1).header("X-Dies", "yes").bytes(), an_application(2).header("X-Dies", "yes").bytes()]
    for mail in mails:
        installed.account.append(mail)
    installed.poll(4)
    code, out, err = inbox_bot("retry")
    assert (code, err) == (0, "")
    names = [line.split()[0] for line in out.splitlines()]
    assert len(names) == 2
    assert "Each try to read it broke off" in out
    assert inbox_bot("retry", names[0])[:2] == (0, f"{names[0]} waits to be read again\n")
    assert inbox_bot("retry", "--all")[:2] == (0, f"{names[1]} waits to be read again\n")
    assert inbox_bot("retry") == (0, "", "")
    code, _, err = inbox_bot("retry", "0123")
    assert code == 1
    assert "no failed mail is called 0123" in err
    installed.reader.heals = True
    installed.poll()
    assert {row.outcome for row in invariant.check(installed, mails)} == {Outcome.FILED}


@pytest.mark.sqlite("`check` looks at the ledger's file")
def test_check_deep_compares_and_says_what_it_repaired(installed, inbox_bot):
    mail = an_application(1).bytes()
    installed.account.append(mail)
    installed.poll()
    [kept] = (installed.folder / "applications").rglob("message.eml")
    kept.unlink()
    code, out, _ = inbox_bot("check", "--deep")
    assert code == 0
    assert "was missing: fetched again" in out
    assert "answers.envelope: recruitment@snowplowanalytics.com" in out  # nobody would report a dead address
    assert kept.read_bytes() == mail


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_poll_that_is_told_to_stop_finishes_the_letter_in_hand_and_the_next_one_does_the_rest(
    installed, inbox_bot, smtp, number
):
    mails = [an_application(each).bytes() for each in (1, 2)]
    for mail in mails:
        installed.account.append(mail)
    smtp.at(At.DOT, Hang(), times=1)
    with Started("poll", "--rules", installed.folder / "rules.yaml", stderr=subprocess.PIPE, text=True) as polling:
        smtp.wait_until_hanging()
        polling.send_signal(number)
        assert polling.stderr.readline() == "\n"
        assert polling.stderr.readline() == "inbox-bot: stopping after what is in hand; once more stops at once\n"
        smtp.behave()
    assert polling.returncode == 3
    with installed.ledger() as ledger:
        assert sorted(answer.state for answer in ledger.actions.answers()) == [ActionState.DONE, ActionState.PENDING]
    assert inbox_bot("poll")[0] == 0
    invariant.check(installed, mails)
    assert len(smtp.kept) == 2
