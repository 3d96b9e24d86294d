"""A changed rules.yaml or template: what is noticed, what is taken over, and what stays."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.rules.templates.compiled import VARIABLES
from inbox_bot.daemon import Daemon
from inbox_bot.daemon.reload import HalfWritten, RulesNotTaken, fingerprint, read_anew, rebuilt
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import Installation
from tests.support.servers.installation import ROOT

EXAMPLE = (ROOT / "rules.yaml").read_text()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(EXAMPLE)
    return path


@dataclass
class Steered:
    """An installation and a daemon that was not started: a test looks around for it."""

    path: Path
    installation: Installation
    daemon: Daemon
    soon: Callable[..., bool] = field(repr=False)

    def look(self) -> None:
        self.daemon.look_at_files()
        self.daemon.look_at_files()

    @property
    def title(self) -> str:
        return self.daemon.installation.rules.vacancies[0].title

    def alarms(self) -> list[str]:
        """About rules.yaml: a mailbox that nobody can poll here has one of its own."""
        raised = self.installation.ledger.alarms.raised()
        return [each.alarm.sentence for each in raised if each.alarm.kind is AlarmKind.RULES]


@pytest.fixture
def steered(path: Path, soon: Callable[..., bool], installation_at: Callable[..., Any]) -> Iterator[Steered]:
    with installation_at(rules_file.read(path), path.parent) as installation:
        yield Steered(path, installation, Daemon(installation, path), soon)


def write(path: Path, text: str) -> None:
    path.write_text(text)
    os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns + 1))  # file systems with coarse clocks


def append(path: Path) -> None:
    write(path, path.read_text() + "# a remark\n")


def replace_with_the_same_size_and_time(path: Path) -> None:
    was = path.stat()
    other = path.with_name("other")
    other.write_text(path.read_text())
    os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
    other.replace(path)


def add_a_template(path: Path) -> None:
    answers = path.parent / "templates" / "answers"
    answers.mkdir(parents=True)
    (answers / "acknowledgement.en.txt").write_text("Subject: Thanks\n\nThanks.\n")


@pytest.mark.parametrize(
    "change", [append, replace_with_the_same_size_and_time, add_a_template, Path.unlink, Path.touch]
)
def test_every_way_of_changing_rules_or_templates_is_noticed(path, change):
    rules = rules_file.read(path)
    before = fingerprint(path, rules)
    assert fingerprint(path, rules) == before
    os.utime(path, ns=(1, path.stat().st_mtime_ns - 1_000_000_000)) if change is Path.touch else None
    change(path)
    assert fingerprint(path, rules) != before


def test_what_is_not_a_template_is_not_looked_at(path):
    rules = rules_file.read(path)
    (path.parent / "templates").mkdir()
    before = fingerprint(path, rules)
    (path.parent / "templates" / "answer.txt~").write_text("an editor's copy")
    (path.parent / "password").write_text("secret")
    assert fingerprint(path, rules) == before


def test_a_change_is_taken_over_once_it_stands_still_for_a_round(steered):
    write(steered.path, EXAMPLE.replace("title: Infrastructure engineer", "title: Platform engineer"))
    steered.daemon.look_at_files()
    write(steered.path, EXAMPLE.replace("title: Infrastructure engineer", "title: Cloud engineer"))
    steered.daemon.look_at_files()  # it moved again: one more round
    assert steered.title == "Infrastructure engineer"
    steered.daemon.look_at_files()
    assert steered.soon(lambda: steered.title == "Cloud engineer")
    assert steered.alarms() == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("empty", ""),
        ("half-written", EXAMPLE[: len(EXAMPLE) // 2]),
        ("10 MB", "# " + "x" * 10_000_000),
        ("another file", "\x00\x01\x02"),
        ("a vacancy twice", EXAMPLE.replace("id: data-scientist-intern", "id: infrastructure-engineer")),
    ],
)
def test_a_broken_file_changes_nothing_is_told_once_and_is_forgotten_when_mended(steered, caplog, what, text):
    in_force = steered.daemon.installation
    write(steered.path, text)
    steered.look()
    assert steered.soon(lambda: len(steered.alarms()) == 1), what
    (alarm,) = steered.alarms()
    assert "last good rules stay in force" in alarm
    assert "rules.yaml:" in alarm
    assert steered.daemon.installation is in_force
    steered.look()
    steered.look()
    assert [record.message for record in caplog.records].count("rules.broken") == 1
    write(steered.path, EXAMPLE)
    steered.look()
    assert steered.soon(lambda: steered.alarms() == [])
    assert steered.soon(lambda: steered.daemon.installation is not in_force)


def test_a_folder_in_its_place_and_no_file_at_all_are_broken_too(steered):
    steered.path.unlink()
    steered.look()
    assert steered.soon(lambda: len(steered.alarms()) == 1)
    steered.path.mkdir()
    steered.look()
    assert steered.soon(lambda: "directory" in steered.alarms()[0].lower())


def test_a_broken_template_keeps_the_good_one(steered):
    add_a_template(steered.path)
    steered.look()
    template = steered.path.parent / "templates" / "answers" / "acknowledgement.en.txt"

    def answer() -> str:
        values = dict.fromkeys(VARIABLES, "")
        return steered.daemon.installation.rules.templates.answer(
            "acknowledgement", language="en", vacancy=None, values=values
        ).text

    assert steered.soon(lambda: answer().strip() == "Thanks.")
    write(template, "Subject: Thanks\n\n{{ no_such_value }}\n")
    steered.look()
    assert steered.soon(lambda: len(steered.alarms()) == 1)
    assert answer().strip() == "Thanks."


@pytest.mark.parametrize(
    "section", ["ledger: ./another.db", "ledger: postgresql:///inbox_bot", "reading: {cage: required}"]
)
def test_what_only_a_restart_can_change_is_refused_whole(steered, section):
    text = EXAMPLE.replace("\nvacancies:", f"\n{section}\n\nvacancies:", 1)
    write(steered.path, text.replace("title: Infrastructure engineer", "title: Cloud engineer"))
    steered.look()
    assert steered.soon(lambda: len(steered.alarms()) == 1)
    assert "restart inbox-bot" in steered.alarms()[0]
    assert steered.title == "Infrastructure engineer"


def test_a_file_that_changes_while_it_is_read_is_read_again_later(path, monkeypatch):
    rules = rules_file.read(path)
    read = rules_file.read

    def read_while_somebody_writes(path: Path) -> object:
        found = read(path)
        append(path)
        return found

    monkeypatch.setattr(rules_file, "read", read_while_somebody_writes)
    with pytest.raises(HalfWritten):
        read_anew(path, rules)


def test_connections_stay_unless_their_server_changed(steered):
    installation = steered.installation
    (name,) = installation.sessions
    rules = rules_file.read(steered.path)
    same = rebuilt(installation, rules, installation.sessions)
    assert same.sessions[name].mailbox is installation.sessions[name].mailbox
    assert same.sessions[name].outbox is installation.sessions[name].outbox
    mailbox = rules.mailboxes[0]
    moved = mailbox.model_copy(update={"imap": mailbox.imap.model_copy(update={"host": "other.example"})})
    rules = type(rules)(**{**rules.__dict__, "mailboxes": (moved,)})
    other = rebuilt(installation, rules, installation.sessions)
    assert other.sessions[name].mailbox is not installation.sessions[name].mailbox
    assert other.sessions[name].outbox is installation.sessions[name].outbox
    assert other.sessions[name].finished is installation.sessions[name].finished


def test_a_reload_ends_a_poll_between_two_batches_and_polls_again_with_the_new_rules(steered, monkeypatch):
    asked = []

    def poll(installation: Installation, rules: object, told: object, stop: Callable[[], bool]) -> None:
        asked.append(installation.rules.vacancies[0].title)
        if len(asked) == 1:
            write(steered.path, EXAMPLE.replace("title: Infrastructure engineer", "title: Cloud engineer"))
            steered.look()
            assert steered.soon(stop)

    monkeypatch.setattr("inbox_bot.daemon.polls.poll", poll)
    steered.daemon.poll_now()
    assert steered.soon(lambda: asked == ["Infrastructure engineer", "Cloud engineer"])
    assert steered.installation.ledger.notices.poll_states()[0].polled_at <= datetime.now(UTC)


def test_not_taken_says_how_many_more_problems_there_are(path):
    rules = rules_file.read(path)
    write(path, "mode: loud\n")
    with pytest.raises(RulesNotTaken, match=r"rules\.yaml:1:\d+: .* \(and \d+ more: inbox-bot check\)"):
        read_anew(path, rules)
