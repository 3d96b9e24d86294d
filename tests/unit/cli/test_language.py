"""Commands answer in the terminal's language; what programs read is the same in every one."""

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from rich.console import Console

from inbox_bot.cli.commands import COMMANDS, module_of
from inbox_bot.cli.language import wording
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.wording import Sentence
from inbox_bot.demo.show import header
from inbox_bot.edges.catalogues import wordings
from inbox_bot.edges.ledger import Ledger
from tests.support import catalogue
from tests.unit.cli.running import MAILS, Ran, rules_file, run

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


def test_what_a_poll_ended_with_is_german_in_status(place: Path):
    (polled,) = [line for line in said(place, "de_DE", "status").splitlines() if line.startswith("Postfach")]
    assert polled.endswith("Der IMAP-Server a:993 ist nicht nutzbar: die Verbindung brach ab")


def test_health_in_german(place: Path):
    assert said(place, "de_DE", "health").startswith(
        "recruitment: noch nie erfolgreich abgerufen, seit 2026-03-02 09:30"
    )


def test_what_a_program_reads_is_english(place: Path):
    german, english = (json.loads(said(place, language, "status", "--json")) for language in ("de_DE", "en_GB"))
    assert german == english
    assert english["alarms"][0]["sentence"] == str(AWAY)


def in_german(*arguments: object) -> Ran:
    with mock.patch.dict(os.environ, {"LC_ALL": "de_DE.UTF-8"}):
        return run(*arguments)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_german_to_the_last_option(name: str):
    english = run(*filter(None, [name]), "--help").out
    german = in_german(*filter(None, [name]), "--help").out
    examples = [line for line in english.splitlines() if line.startswith("    inbox-bot ")]
    assert examples
    assert set(examples) <= set(german.splitlines())  # what one types is the same
    words = " ".join(german.split())
    assert [text for text in help_texts_of(name) if text in words] == []


def help_texts_of(name: str) -> list[str]:
    """What is said in a command's help, or in that of all; typer's own too."""
    files = {f"{module_of(name).replace('.', '/')}.py", "inbox_bot/cli/options.py"} if name else set()
    ours = [text for text, where in catalogue.help_texts() if not name or where in files]
    return [*ours, "Usage:", "Options:", "Arguments:", "Commands:", "Example:", "Show this message and exit."]


def test_explain_in_german(place: Path):
    mail = MAILS / "17-agency-softly.eml"
    lines = in_german("explain", "--rules", place, mail).out.splitlines()
    names = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]
    assert names == ["Ergebnis", "Art", "Stelle", "Vermittlung", "Bewerber/in", "Antwort"]
    assert "  Antwort        zurückgehalten (agency_rejection): Personalvermittlungen" in "\n".join(lines)


def test_what_explain_says_to_a_program_is_english(place: Path):
    mail = MAILS / "17-agency-softly.eml"
    asked = ("explain", "--json", "--at", "2026-11-24", "--rules", place, mail)
    assert in_german(*asked).out == run(*asked).out


def test_what_was_understood_of_rules_yaml_is_german(place: Path):
    said = in_german("check", "--rules", place).out
    assert "Modus observe: alles wird gelesen und aufgeschrieben" in said
    assert "1 Postfach, " in said


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("expalin",), "Den Befehl 'expalin' gibt es nicht. Meinten Sie 'explain'? Siehe: inbox-bot --help"),
        (("--foo",), "Diese Option gibt es nicht: --foo; siehe: inbox-bot --help"),
        (("explain",), "MESSAGE.eml fehlt; siehe: inbox-bot explain --help"),
        (("explain", "--at", "noon", "x"), "--at: 'noon' ist keine Zeit; schreiben Sie sie wie 2026-11-24"),
        (("status", "extra"), "Überzählige Angaben: (extra); siehe: inbox-bot status --help"),
        (("answers", "sned"), "what: 'sned' ist keines von 'pending', "),
        (("answers", "--limit", "x"), "--limit: schreiben Sie eine Zahl; siehe: inbox-bot answers --help"),
        (("digest",), "Der Dienst sendet den Bericht von selbst, einmal am Tag; siehe: inbox-bot digest --help"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_command_line_is_german(arguments, why):
    assert in_german(*arguments).err.startswith("inbox-bot: ")
    assert why in in_german(*arguments).err


@pytest.mark.sqlite("no file is there")
def test_what_is_wrong_with_the_ledger_or_a_backup_is_german(tmp_path: Path):
    rules = rules_file(tmp_path)
    assert in_german("answers", "--rules", rules).code == 0
    assert "noch kein Ledger; `inbox-bot poll` oder `run` legt es an" in in_german("status", "--rules", rules).err
    assert "ist keine Sicherung von inbox-bot" in in_german("restore", tmp_path, "--rules", rules).err


def test_remarks_on_a_document_are_german(tmp_path: Path):
    link = tmp_path / "cv.url"
    link.write_text("[InternetShortcut]\nURL=https://drive.example/cv\n")
    assert "Es führt nur woandershin, und es ist nichts darin: https://drive.example/cv" in in_german("read", link).out


def test_the_demo_begins_in_german():
    written = io.StringIO()
    header(Console(file=written, width=80), wordings().of("de"))
    assert written.getvalue().startswith(
        "inbox_bot, die Vorführung: 24 Beispiel-E-Mails auf einem eigenen Mailserver.\n"
    )
