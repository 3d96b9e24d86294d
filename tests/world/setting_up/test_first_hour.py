"""docs/first-hour.md is what a terminal shows: a newcomer's commands are played, and compared with the page."""

import re

import pytest

from tests.support.first_hour import ADDRESS, PAGE, blocks_of, first_hour
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer
from tests.support.terminal import Terminal

AFRESH = "if the page is to say so now: python -m tests.support.first_hour"


def compared(block: str) -> str:
    """Without what a mail is quoted for, and what this kernel offers."""
    return re.sub(r"resource limits.*", "resource limits", re.sub(r"“[^”]*”", "“…”", block))


@pytest.mark.dovecot
@pytest.mark.sqlite("a new installation has a file, and `check` looks at it")
def test_a_newcomer_goes_from_init_to_the_first_mail_of_the_daemon_as_the_page_shows(dovecot, tmp_path):
    account = Account(dovecot, ADDRESS)
    with SmtpServer() as smtp:
        shown = first_hour(account, smtp, tmp_path)
        assert {to for mail in smtp.kept for to in mail.recipients} <= {"jane@plain.test"}  # the digest, once due
    there = blocks_of(PAGE.read_text(encoding="utf-8"))
    assert list(map(compared, shown)) == list(map(compared, there)), AFRESH
    assert {"INBOX"} == set(account.folders())
    assert list((tmp_path / "jobs" / "applications" / "infrastructure-engineer").rglob("application.json"))
    account.close()


def test_the_end_of_input_in_the_middle_of_a_terminals_questions_leaves_nothing_behind(tmp_path):
    with Terminal(["init", "jobs"], tmp_path) as terminal:
        terminal.until_shown("come to? ")
        terminal.end_input()
        assert terminal.until_it_ends() == 2
    assert "broken off: nothing was written" in terminal.screen
    assert list(tmp_path.iterdir()) == []
