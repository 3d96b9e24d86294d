"""`inbox-bot rules upgrade`, as a person types it who comes from an earlier version."""

import io
import itertools
import os
import signal
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_bot.cli.exit_codes import DONE, NEEDS_A_PERSON, WRONG
from inbox_bot.edges.careers import keep_copy, write_rules
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.upkeep.backup import InstalledAt, back_up
from tests.unit.cli.running import Ran, run

EARLIER = "{bounce_address: jobs@example.com} # ours"
TODAY = "{envelope: jobs@example.com} # ours"
RULES = f"""\
company: {{name: Example Ltd}}
mailbox:
  address: jobs@example.com
  imap: {{host: imap.example.com}}
  smtp: {{host: smtp.example.com}}
vacancies:
  - {{id: engineer, title: Engineer}}
reviewers: [{{email: jane@example.com}}]
answers: {EARLIER}
"""
CALLS = ("open", "fsync", "link", "unlink", "replace", "chmod")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """As an earlier version had it."""
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    path.chmod(0o640)
    return path


def upgrade(rules: Path, *options: str) -> Ran:
    return run("rules", "upgrade", "--rules", rules, *options)


def test_it_says_what_becomes_of_which_line_shows_it_and_writes_it_with_a_copy_beside(rules):
    was = rules.read_bytes()

    ran = upgrade(rules, "--yes")

    assert ran.code == DONE, ran.err
    first, second = ran.err.splitlines()
    assert first.startswith("rules.yaml:9:11: answers.bounce_address becomes answers.envelope: it is the sender in a ")
    assert second == f"as it was: {rules}.before"
    assert f"-answers: {EARLIER}\n+answers: {TODAY}\n" in ran.out
    assert rules.read_bytes() == was.replace(EARLIER.encode(), TODAY.encode())
    copy = rules.with_name("rules.yaml.before")
    assert copy.read_bytes() == was
    assert [stat.S_IMODE(each.stat().st_mode) for each in (rules, copy)] == [0o640, 0o640]
    again = upgrade(rules, "--yes")
    assert (again.code, again.out, again.err) == (DONE, "rules.yaml stays as it is\n", "")
    assert sorted(each.name for each in rules.parent.iterdir()) == ["rules.yaml", "rules.yaml.before"]


def test_no_earlier_copy_is_overwritten(rules):
    first = rules.with_name("rules.yaml.before")
    first.write_text("mine")
    assert upgrade(rules, "--yes").code == DONE
    assert first.read_text() == "mine"
    assert EARLIER in rules.with_name("rules.yaml.before-2").read_text(encoding="utf-8")


def test_check_only_says_what_there_is_to_do_and_ends_with_1_while_there_is(rules):
    was = rules.read_bytes()
    ran = upgrade(rules, "--check")
    assert (ran.code, rules.read_bytes()) == (NEEDS_A_PERSON, was)
    assert f"+answers: {TODAY}\n" in ran.out
    assert upgrade(rules, "--yes").code == DONE
    assert upgrade(rules, "--check").code == DONE


def test_who_says_nothing_has_not_said_yes(rules, monkeypatch):
    was = rules.read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO())
    ran = upgrade(rules)
    assert ran.code == WRONG
    assert rules.read_bytes() == was
    assert list(rules.parent.iterdir()) == [rules]


def test_what_no_step_can_do_is_named_with_its_line_and_nothing_is_written(rules):
    with rules.open("a", encoding="utf-8") as file:
        file.write("keep: {raw: 12h}\n")
    was = rules.read_bytes()
    ran = upgrade(rules, "--yes")
    assert (ran.code, ran.out, rules.read_bytes()) == (WRONG, "", was)
    named, end = ran.err.splitlines()[1:]
    assert named.startswith(
        'rules.yaml:10:13: keep.raw is "12h", which is no number of whole days; write at least "1 day"'
    )
    assert end.startswith("inbox-bot: 1 problem in rules.yaml: nothing was done; put right what stands above")


def test_every_command_that_meets_such_a_file_points_to_it(rules):
    ran = run("check", "--rules", rules)
    assert ran.code == WRONG
    assert ran.err.splitlines()[-2].startswith(
        "1 place is as an earlier version had it: `inbox-bot rules upgrade` shows "
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe\x00", "rules.yaml:1:1: is not text in UTF-8; save it as UTF-8"), (b"a: [", "is not closed")],
)
def test_a_file_that_can_not_be_read_is_named_and_stays(rules, content, said):
    rules.write_bytes(content)
    ran = upgrade(rules, "--yes")
    assert ran.code == WRONG
    assert said in ran.err
    assert rules.read_bytes() == content
    rules.unlink()
    assert "`inbox-bot init` writes one" in upgrade(rules).err


def test_another_word_than_upgrade_is_refused(rules):
    ran = run("rules", "check", "--rules", rules)
    assert ran.code == WRONG
    assert "check is not one of upgrade" in ran.err


def test_killed_at_any_step_the_file_is_the_old_or_the_new_one_whole_and_the_next_run_ends_it(tmp_path):
    left: dict[frozenset[tuple[str, str]], Path] = {}
    for death in itertools.count(1):
        folder = tmp_path / str(death)
        folder.mkdir()
        rules = folder / "rules.yaml"
        rules.write_text(RULES, encoding="utf-8")
        if not killed_before(death, rules):
            break
        left[frozenset((each.name, each.read_text(encoding="utf-8")) for each in folder.iterdir())] = rules
    becomes = RULES.replace(EARLIER, TODAY)
    assert death > len(CALLS)
    assert {rules.read_text(encoding="utf-8") for rules in left.values()} == {RULES, becomes}
    for rules in left.values():
        copies = [each for each in rules.parent.iterdir() if each.name.startswith("rules.yaml.before")]
        assert {each.read_text(encoding="utf-8") for each in copies} <= {RULES}
        assert upgrade(rules, "--yes").code == DONE
        assert rules.read_text(encoding="utf-8") == becomes
        assert not [each for each in rules.parent.iterdir() if each.name.startswith(".rules.yaml.new")]


def killed_before(number: int, rules: Path) -> bool:
    """Whether a process that writes it was killed before its so many'th call of these; else it wrote it."""
    child = os.fork()
    if child == 0:
        calls = 0

        def dying(real):
            def call(*arguments, **named):
                nonlocal calls
                calls += 1
                if calls == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **named)

            return call

        for name in CALLS:
            setattr(os, name, dying(getattr(os, name)))
        keep_copy(rules, RULES)
        write_rules(rules, RULES, RULES.replace(EARLIER, TODAY), lambda _: None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.sqlite("a backup is a ledger's file")
def test_a_backup_of_an_earlier_version_is_put_back_as_it_was_and_is_upgraded_there(rules, tmp_path):
    Ledger.open(tmp_path / "ledger.db").close()
    was = InstalledAt(
        rules=rules,
        templates=tmp_path / "templates",
        ledger=tmp_path / "ledger.db",
        filing=LocalFolders(tmp_path / "applications"),
        filing_folder=tmp_path / "applications",
        erased=tmp_path / "ledger.db.erased",
    )
    back_up(was, tmp_path / "backup", datetime.now(UTC))
    there = tmp_path / "there" / "rules.yaml"
    there.parent.mkdir()
    ran = run("restore", tmp_path / "backup", "--rules", there)
    assert ran.code == DONE, ran.err
    assert there.read_text(encoding="utf-8") == RULES
    assert upgrade(there, "--yes").code == DONE
