"""A program of this machine gets an alarm's mail: always with the same arguments; whatever it does costs seconds."""

import os

import pytest

from inbox_bot.edges.alerts import AlertFailed, hand_over, sendmail
from tests.support.processes import runs
from tests.unit.daemon.conftest import eventually

MAIL = b"Subject: inbox_bot: alarm poll\r\n\r\nThe mailbox is down.\r\n.\r\nIts last line.\r\n"


@pytest.fixture
def program(tmp_path):
    """A program that does what the lines say: `program("exit 0")` gives its path."""

    def made(*lines):
        path = tmp_path / "a sendmail; touch spaces"
        path.write_text("\n".join(["#!/bin/sh", f"cd '{tmp_path}'", *lines, ""]))
        path.chmod(0o755)
        return str(path)

    return made


def test_it_gets_the_mail_with_line_ends_of_this_machine_and_arguments_that_no_address_can_change(program, tmp_path):
    path = program('for each in "$@"; do echo "$each" >> arguments; done', "cat > mail", "env > environment")
    hand_over(path, MAIL, sender="bot@example.net", to="-oQ/tmp@example.net;touch$IFS-x")
    assert (tmp_path / "mail").read_bytes() == MAIL.replace(b"\r\n", b"\n")
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert arguments == ["-i", "-f", "bot@example.net", "--", "-oQ/tmp@example.net;touch$IFS-x"]
    assert {path.name for path in tmp_path.iterdir()} == {
        "a sendmail; touch spaces",
        "arguments",
        "mail",
        "environment",
    }
    names = {line.partition("=")[0] for line in (tmp_path / "environment").read_text().splitlines()}
    assert names - {"_", "OLDPWD", "PWD", "SHLVL"} == {"PATH", "LC_ALL"}, "secrets of the daemon are not its business"


def test_it_has_no_file_of_the_daemons_open(program, tmp_path):
    with open(tmp_path / "ledger.db", "w") as ledger:
        os.set_inheritable(ledger.fileno(), True)
        hand_over(program("ls -l /proc/self/fd > open"), MAIL, sender="bot@example.net", to="admin@example.net")
    assert "ledger.db" not in (tmp_path / "open").read_text()


@pytest.mark.parametrize(
    ("lines", "says"),
    [(("exit 75",), "75"), (("kill -9 $$",), "-9"), (("exit 0", "never read"), None)],
    ids=["refuses", "is killed", "reads nothing"],
)
def test_what_it_says_by_its_end(program, lines, says):
    path = program(*lines)
    if says is None:
        hand_over(path, MAIL * 50_000, sender="bot@example.net", to="admin@example.net")
    else:
        with pytest.raises(AlertFailed, match=says):
            hand_over(path, MAIL, sender="bot@example.net", to="admin@example.net")


def test_one_that_is_not_there_is_a_way_that_failed():
    with pytest.raises(AlertFailed, match="No such file"):
        hand_over("/nowhere/sendmail", MAIL, sender="bot@example.net", to="admin@example.net")


def test_one_that_never_ends_is_ended_with_all_that_it_started(program, tmp_path, monkeypatch):
    monkeypatch.setattr(sendmail, "WHOLE_S", 0.2)
    path = program("sleep 600 &", "echo $! > started", "wait")
    with pytest.raises(AlertFailed, match="five seconds"):
        hand_over(path, MAIL, sender="bot@example.net", to="admin@example.net")
    started = int((tmp_path / "started").read_text())
    assert eventually(lambda: not runs(started))
