"""Parts of the rules as files: which are read, what a reload notices, and which commands write where."""

import os
from pathlib import Path

import pytest

from inbox_bot.cli.exit_codes import DONE
from inbox_bot.daemon.reload import fingerprint, read_anew
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from tests.unit.cli.running import run

HEAD = """\
company: {name: Example Ltd}
vacancies:
  - {id: trainee, title: Trainee}
reviewers:
  - {email: jane@example.com}
"""
MAILBOXES = 300


def part(name: str) -> str:
    return f"""\
mailbox:
  name: {name}
  address: jobs@{name}.example
  imap: {{host: imap.{name}.example}}
  smtp: {{host: smtp.{name}.example}}
vacancies:
  - {{id: {name}-cook, title: Cook}}
reviewers:
  - {{email: nora@{name}.example}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(HEAD)
    (tmp_path / "rules.d").mkdir()
    (tmp_path / "rules.d" / "north.yaml").write_text(part("north"))
    return path


def names(path: Path) -> list[str]:
    return [each.name for each in rules_file.read(path).mailboxes]


def test_what_has_another_ending_or_is_hidden_is_no_part(path):
    folder = path.parent / "rules.d"
    (folder / "south.yml").write_text(part("south"))
    for other in ("east.yaml.off", "east.yaml~", ".east.yaml", "north.yaml.before", "README"):
        (folder / other).write_text("not: [read")
    (folder / "letters").mkdir()
    assert names(path) == ["north", "south"]


def test_the_folder_is_called_like_the_file(path):
    other = path.with_name("other.yaml")
    other.write_text(HEAD + part("west").partition("vacancies:")[0])
    assert names(other) == ["west"]


def test_a_part_that_can_not_be_read_is_told_and_nothing_is_taken_over(path):
    (path.parent / "rules.d" / "south.yaml").mkdir()
    with pytest.raises(rules_file.RulesError, match="directory") as raised:
        rules_file.read(path)
    assert raised.value.problems[0].file == str(path.parent / "rules.d" / "south.yaml")


def new(folder: Path) -> None:
    (folder / "south.yaml").write_text(part("south"))


def changed(folder: Path) -> None:
    (folder / "north.yaml").write_text(part("north").replace("Cook", "Chef"))
    os.utime(folder / "north.yaml", ns=(1, 1))


def deleted(folder: Path) -> None:
    new(folder)
    (folder / "north.yaml").unlink()


def renamed(folder: Path) -> None:
    (folder / "north.yaml").rename(folder / "north-2.yaml")


def switched_off(folder: Path) -> None:
    new(folder)
    (folder / "north.yaml").rename(folder / "north.yaml.off")


@pytest.mark.parametrize(
    ("change", "mailboxes"),
    [
        (new, ["north", "south"]),
        (changed, ["north"]),
        (deleted, ["south"]),
        (renamed, ["north"]),
        (switched_off, ["south"]),
    ],
)
def test_a_reload_sees_what_becomes_of_parts(path, change, mailboxes):
    rules = rules_file.read(path)
    before = fingerprint(path, rules)
    change(path.parent / "rules.d")
    assert fingerprint(path, rules) != before
    assert [each.name for each in read_anew(path, rules)[0].mailboxes] == mailboxes


def test_a_reload_sees_a_mailbox_s_own_texts(path):
    north = path.parent / "rules.d" / "north.yaml"
    north.write_text(part("north").replace("  name: north", "  name: north\n  templates: rules.d/north"))
    letter = path.parent / "rules.d" / "north" / "acknowledgement.en.txt"
    letter.parent.mkdir()
    letter.write_text("Subject: Hello\n\nThank you.\n")
    rules = rules_file.read(path)
    before = fingerprint(path, rules)
    letter.write_text("Subject: Hello\n\nThank you very much.\n")
    assert fingerprint(path, rules) != before
    assert rules.templates_of("north").has("acknowledgement", "en")
    assert rules.templates_of("north") is not rules.templates


def test_three_hundred_mailboxes_are_read(path):
    for number in range(MAILBOXES):
        (path.parent / "rules.d" / f"box{number}.yaml").write_text(part(f"box{number}"))
    rules = rules_file.read(path)
    assert len(rules.mailboxes) == MAILBOXES + 1
    assert [each.id for each in rules.vacancies_of("box7")] == ["box7-cook"]


def test_a_vacancy_is_closed_in_the_file_that_it_stands_in(path):
    ran = run("vacancies", "close", "north-cook", "trainee", "--rules", path, "--yes")
    assert ran.code == DONE, ran.err
    assert {each.id: each.open for each in rules_file.read(path).vacancies} == {"trainee": False, "north-cook": False}
    assert "north-cook" not in path.read_text()
    assert "open: false" in (path.parent / "rules.d" / "north.yaml").read_text()


def test_a_change_of_the_head_is_proven_with_the_parts(path):
    ran = run("agencies", "import", _list_of(path), "--to", "blocked", "--rules", path, "--yes")
    assert ran.code == DONE, ran.err
    assert rules_file.read(path).agencies.blocked == ("talent.example",)


def _list_of(path: Path) -> Path:
    file = path.with_name("agencies.csv")
    file.write_text("agency\ntalent.example\n")
    return file


def test_upgrading_looks_at_parts_too_and_names_their_mistakes(path):
    assert run("rules", "upgrade", "--rules", path, "--check").out == "rules.yaml stays as it is\n"
    (path.parent / "rules.d" / "south.yaml").write_text("answers: {bounce_address: a@example.com}\n")
    ran = run("rules", "upgrade", "--rules", path, "--yes")
    assert 'rules.d/south.yaml:1:1: a part of the rules has no key "answers"' in ran.err
    assert (path.parent / "rules.d" / "south.yaml").read_text() == "answers: {bounce_address: a@example.com}\n"


@pytest.mark.sqlite("a backup is a ledger's file")
def test_a_backup_holds_parts_and_the_texts_of_their_mailboxes(path, tmp_path):
    north = path.parent / "rules.d" / "north.yaml"
    north.write_text(part("north").replace("  name: north", "  name: north\n  templates: letters-of-the-north"))
    letter = path.parent / "letters-of-the-north" / "acknowledgement.en.txt"
    letter.parent.mkdir()
    letter.write_text("Subject: Hello\n\nThank you.\n")
    (path.parent / "rules.d" / "east.yaml.off").write_text("not: [read")
    Ledger.open(path.parent / "ledger.db").close()
    assert run("backup", tmp_path / "backup", "--rules", path).code == DONE
    there = tmp_path / "there" / "rules.yaml"
    there.parent.mkdir()

    ran = run("restore", tmp_path / "backup", "--rules", there)

    assert ran.code == DONE, ran.err
    assert names(there) == ["north"]
    assert (there.parent / "letters-of-the-north" / "acknowledgement.en.txt").read_text() == letter.read_text()
    assert sorted(each.name for each in (there.parent / "rules.d").iterdir()) == ["north.yaml"]
