"""Backup and restore: everything comes back, nothing is overwritten, and nothing is answered again."""

import errno
import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox_bot.core.words import ActionState
from inbox_bot.demo.samples import samples
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.upkeep.backup import BackupFailed, opened
from inbox_bot.pipeline.upkeep.backup.unpacking import UNPACKED
from tests.support.builders.at_work import HOUR, Clock, an_application, at_work, open_again
from tests.support.builders.counting import everything_in
from tests.support.command import Started
from tests.support.command import run as command
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import ROOT, Installed, filed
from tests.support.servers.smtp import At, Drop, Say, SmtpServer

pytestmark = pytest.mark.sqlite("a backup is a ledger's file")


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def installed(account: Account, smtp: SmtpServer, tmp_path: Path) -> Installed:
    """One with a template of its own, and an answer that waits to be sent again."""
    folder = tmp_path / "here"
    (folder / "templates" / "answers").mkdir(parents=True)
    (folder / "templates" / "answers" / "withdrawal.en.txt").write_text("Subject: Withdrawn\n\nWe are sorry.\n")
    installed = Installed(folder, account, smtp)
    installed.write()
    return installed


def lines(*arguments: object) -> list[dict]:
    return [json.loads(line) for line in command(*arguments, "--json").stdout.splitlines()]


@pytest.mark.dovecot
def test_what_is_restored_is_what_was_there_and_answers_nobody_again(installed, smtp, tmp_path):
    for sample in samples()[:8]:
        installed.account.append(sample.raw)
    smtp.at(At.RCPT, Say("450 4.2.0 later"), times=1)
    assert installed.ask("poll").returncode == 0
    sent = len(smtp.kept)
    assert sent >= 3
    assert len(installed.ask("answers", "pending").stdout.splitlines()) == 1
    backup, there = tmp_path / "copy.tar.gz", tmp_path / "there" / "rules.yaml"
    done = installed.ask("backup", str(backup))
    assert (done.returncode, done.stderr) == (0, "")
    assert os.stat(backup).st_mode & 0o077 == 0
    there.parent.mkdir()
    done = command("restore", backup, "--rules", there)
    assert done.returncode == 0, done.stderr

    kept = {path for path in filed(installed.folder) if path.parts[0] in ("applications", "templates")}
    assert {path for path in filed(there.parent) if path.parts[0] in ("applications", "templates")} == kept
    for path in {*kept, Path("rules.yaml")}:
        assert (there.parent / path).read_bytes() == (installed.folder / path).read_bytes()
    mails = tmp_path / "mails"
    mails.mkdir()
    for sample in samples():
        (mails / sample.name).write_bytes(sample.raw)
    explained = [
        command("explain", "--json", "--rules", rules, *sorted(mails.iterdir())).stdout
        for rules in (installed.rules, there)
    ]
    assert explained[0] == explained[1] != ""

    was, now = lines("answers", "--rules", installed.rules), lines("answers", "--rules", there)
    changed = {"pending": "uncertain"}  # it may have gone out since the copy was made
    assert [each["state"] for each in now] == [changed.get(each["state"], each["state"]) for each in was]
    (there.parent / "password").write_text(installed.account.password)
    assert command("poll", "--rules", there).returncode == 0
    assert len(smtp.kept) == sent
    with Ledger.open(there.parent / "ledger.db", lock=False) as ledger:
        assert everything_in(ledger).received == 8


@pytest.mark.dovecot
def test_a_copy_from_before_an_answer_that_is_uncertain_by_now_does_not_send_it(account, smtp, tmp_path):
    """The line broke after its last dot, and nothing in the mailbox tells: the server has it, or not."""
    clock, backup, there = Clock(), tmp_path / "copy.tar.gz", Installed(tmp_path / "there", account, smtp)
    there.folder.mkdir()
    smtp.at(At.CONNECT, Say("421 4.3.2 not now"))
    with at_work(tmp_path / "here", account, smtp, clock=clock) as company:
        company.receives(an_application())
        company.poll()
        assert company.installed.ask("backup", str(backup)).returncode == 0
        smtp.behave()
        smtp.at(At.DOT, Drop(), times=1)
        clock.forward(HOUR)
        company.poll()
        assert company.whys() == [(ActionState.UNCERTAIN, None)]
    handed_over = len(smtp.kept)
    smtp.behave()
    assert command("restore", backup, "--rules", there.rules).returncode == 0
    (there.folder / "password").write_text(account.password)
    with open_again(there, clock) as restored:
        for _ in range(3):
            clock.forward(HOUR)
            restored.poll()
        assert [state for state, _ in restored.whys()] == [ActionState.UNCERTAIN]
    assert len(smtp.kept) == handed_over


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation without mail, and the backup of it, beside each other."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "rules.yaml").write_text((ROOT / "rules.yaml").read_text())
    Ledger.open(folder / "ledger.db").close()
    (folder / "applications" / "review").mkdir(parents=True)
    (folder / "applications" / "review" / "cv.txt").write_text("a CV")
    (folder / "applications" / "review" / ".cv.txt.1.part").write_text("half a CV")
    assert command("backup", folder / "copy", "--rules", folder / "rules.yaml").returncode == 0
    return folder


def test_a_backup_holds_whole_files_and_no_passwords(small):
    assert {path.as_posix() for path in filed(small / "copy")} == {
        "ledger.db",
        "rules.yaml",
        "applications/review/cv.txt",
        "manifest.json",
    }


@pytest.mark.parametrize("to", ["copy", "rules.yaml", "applications/backup"])
def test_a_backup_overwrites_nothing(small, to):
    before = sorted(filed(small))
    done = command("backup", small / to, "--rules", small / "rules.yaml")
    assert (done.returncode, sorted(filed(small))) == (2, before)
    assert done.stderr.startswith("inbox-bot: ")


def test_a_backup_that_fails_leaves_nothing_that_bears_its_name(small, tmp_path):
    (tmp_path / "file").write_text("")
    done = command("backup", tmp_path / "file" / "copy.tar.gz", "--rules", small / "rules.yaml")
    assert done.returncode == 3
    assert "failed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("taken", ["ledger.db", "applications/x/cv.pdf", "rules.yaml"])
def test_a_restore_overwrites_nothing(small, tmp_path, taken):
    path = tmp_path / taken
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    done = command("restore", small / "copy", "--rules", tmp_path / "rules.yaml")
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [each.as_posix() for each in filed(tmp_path)] == [taken]
    assert path.read_text() == "mine"


def _change_a_file(copy: Path) -> None:
    (copy / "ledger.db").write_bytes((copy / "ledger.db").read_bytes() + b"x")


def _lose_a_file(copy: Path) -> None:
    (copy / "applications" / "review" / "cv.txt").unlink()


def _add_a_file(copy: Path) -> None:
    (copy / "applications" / "other.txt").write_text("not of it")


def _lose_the_manifest(copy: Path) -> None:
    (copy / "manifest.json").unlink()


def _half_a_manifest(copy: Path) -> None:
    (copy / "manifest.json").write_text('{"format": 1, "fi')


@pytest.mark.parametrize("damage", [_change_a_file, _lose_a_file, _add_a_file, _lose_the_manifest, _half_a_manifest])
def test_a_damaged_backup_is_refused(small, tmp_path, damage):
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", small / "copy", copy], check=True)
    damage(copy)
    done = command("restore", copy, "--rules", tmp_path / "new" / "rules.yaml")
    assert done.returncode == 2
    assert "backup" in done.stderr or "damaged" in done.stderr
    assert not (tmp_path / "new").exists()


def test_what_is_no_archive_is_said_in_a_few_words(tmp_path):
    (tmp_path / "README.md").write_text("# hello\n")
    done = command("restore", tmp_path / "README.md", "--rules", tmp_path / "rules.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"inbox-bot: {tmp_path}/README.md is no .tar or .tar.gz, or a damaged one\n"


@pytest.mark.parametrize(("name", "of_type"), [("../../evil", tarfile.REGTYPE), ("ledger.db", tarfile.SYMTYPE)])
def test_an_archive_that_reaches_outside_is_refused(tmp_path, name, of_type):
    archive = tmp_path / "evil.tar.gz"
    with tarfile.open(archive, "w:gz") as file:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = of_type, "/etc/passwd" if of_type == tarfile.SYMTYPE else ""
        file.addfile(member)
    done = command("restore", archive, "--rules", tmp_path / "rules.yaml")
    assert done.returncode == 2
    assert "can't be read as a backup" in done.stderr


@pytest.fixture
def archive(small: Path, tmp_path: Path) -> Path:
    path = tmp_path / "copy.tar.gz"
    assert command("backup", path, "--rules", small / "rules.yaml").returncode == 0
    return path


#: begins to restore, says so where the letters lie unpacked, and waits to be killed
HALF_WAY = """
import sys
from pathlib import Path
from inbox_bot.pipeline.upkeep.backup import opened
with opened(Path(sys.argv[1]), near=Path(sys.argv[2])):
    print(flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def half_way(archive: Path, tmp_path: Path) -> "Iterator[subprocess.Popen[bytes]]":
    process = Started(archive, tmp_path, code=HALF_WAY, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_an_archive_is_unpacked_beside_where_it_goes_for_its_owner_alone_and_gone_afterwards(half_way, tmp_path):
    folder = tmp_path / UNPACKED
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "applications" / "review" / "cv.txt").exists()
    half_way.communicate(b"")
    assert not folder.exists()


def test_what_a_killed_restore_left_is_gone_after_the_next(half_way, archive, tmp_path):
    half_way.kill()
    half_way.wait()
    (tmp_path / UNPACKED / "of an older backup.eml").write_text("Dear team")
    assert command("restore", archive, "--rules", tmp_path / "rules.yaml").returncode == 0
    assert {path.as_posix() for path in filed(tmp_path)} == {
        *("ledger.db", "rules.yaml", "applications/review/cv.txt", "copy.tar.gz")
    }


def test_a_second_restore_into_the_same_place_takes_nothing_from_the_first(half_way, archive, tmp_path):
    done = command("restore", archive, "--rules", tmp_path / "rules.yaml")
    assert (done.returncode, done.stderr) == (2, f"inbox-bot: another restore is at work in {tmp_path}\n")
    assert (tmp_path / UNPACKED / "manifest.json").exists()


def test_a_restore_into_a_place_that_can_not_be_written_says_so(archive, tmp_path):
    (tmp_path / UNPACKED).write_text("a file of somebody's")
    done = command("restore", archive, "--rules", tmp_path / "rules.yaml")
    assert done.returncode == 3
    assert "can't write to" in done.stderr
    assert not (tmp_path / "ledger.db").exists()


def test_a_disk_that_is_full_is_no_fault_of_the_archive(archive, tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tarfile.TarFile.extractfile", full)
    with pytest.raises(BackupFailed, match="No space left"), opened(archive, near=tmp_path):
        pass
    assert not (tmp_path / UNPACKED).exists()


def test_a_folder_is_restored_like_an_archive(small, tmp_path):
    done = command("restore", small / "copy", "--rules", tmp_path / "rules.yaml")
    assert done.returncode == 0, done.stderr
    assert {path.as_posix() for path in filed(tmp_path)} == {"ledger.db", "rules.yaml", "applications/review/cv.txt"}
    assert (tmp_path / "ledger.db").stat().st_mode & 0o077 == 0


def test_a_ledger_on_postgresql_names_its_own_tool(tmp_path):
    text = (ROOT / "rules.yaml").read_text()
    (tmp_path / "rules.yaml").write_text(text + "\nledger: postgresql://db.example/inbox_bot\n")
    done = command("backup", tmp_path / "copy", "--rules", tmp_path / "rules.yaml")
    assert done.returncode == 2
    assert "pg_dump" in done.stderr
    assert "pg_restore" in done.stderr
