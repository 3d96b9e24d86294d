"""Commands answer in the terminal's language; what programs read is the same in every one."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest

from inbox_bot.cli.language import wording
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Ledger
from tests.unit.cli.running import rules_file, run

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BROKE = Sentence("the connection broke")
AWAY = Sentence("The IMAP server {host}:{port} can't be used: {why}", host="a", port="993", why=BROKE)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_AT"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "../../etc"}, "en"),
    ],
)
def test_the_first_variable_that_is_set_decides(variables, language, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wording().language == language


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A mailbox that can't be polled."""
    path = rules_file(tmp_path)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.notices.note_poll("recruitment", AT, AWAY)
        ledger.alarms.raise_(Alarm(kind=AlarmKind.POLL, about="recruitment", parameters={"problem": AWAY}), AT)
    return path


def said(place: Path, language: str, *command: str) -> str:
    with mock.patch.dict(os.environ, {"LC_ALL": f"{language}.UTF-8"}):
        return run(*command, "--rules", place).out


def test_status_in_german(place: Path):
    lines = said(place, "de_DE", "status").splitlines()
    away = "Der IMAP-Server a:993 ist nicht nutzbar: die Verbindung brach ab"
    assert lines[0] == f"ALARM seit 02.03.2026, 09:30 UTC: {away}"
    assert "Antworten: 0 zurückgehalten, 0 ungewiss, 0 abgelehnt, 0 zurückgekommen" in lines


def test_health_in_german(place: Path):
    assert said(place, "de_DE", "health").startswith(
        "recruitment: noch nie erfolgreich abgerufen, seit 2026-03-02 09:30"
    )


def test_what_a_program_reads_is_english(place: Path):
    german, english = (json.loads(said(place, language, "status", "--json")) for language in ("de_DE", "en_GB"))
    assert german == english
    assert english["alarms"][0]["sentence"] == str(AWAY)
