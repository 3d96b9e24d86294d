"""Somebody whom an agency introduced, and who never wrote: shown what is kept of them, and forgotten."""

import json
import zipfile
from pathlib import Path

import pytest

from inbox_bot.daemon.reviewers import Told, tell_reviewers
from tests.support.builders.at_work import DAY, an_application, at_work
from tests.support.servers.dovecot import Account
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_commands import of_an_agency
from tests.world.privacy.test_restored import lose

pytestmark = [pytest.mark.dovecot, pytest.mark.sqlite("a backup is a ledger's file")]

TRACES = (b"Ann Lee", b"ann-lee", b"ann.lee@example.org")


def in_files(folder: Path) -> list[str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [f"{word!r} in {path}" for path in files for word in TRACES if word in path.read_bytes()]


def naming(account: Account, folder: str) -> int:
    return sum(b"Ann Lee" in content for content, _ in account.messages(folder).values())


def test_they_get_what_the_ledger_says_of_them_and_it_goes_also_from_a_backup(account, smtp, tmp_path: Path, run):
    backup, archive = (tmp_path.parent / f"{tmp_path.name}{end}" for end in (".tar.gz", ".zip"))
    with at_work(tmp_path, account, smtp) as company:
        desk = Desk(company)
        company.receives(of_an_agency().subject("Ann Lee: Infrastructure engineer"))
        company.receives(an_application("Bob Roe", "bob.roe@example.org"))
        desk.polls(2)
        told = Told()
        for _ in range(3):
            company.clock.forward(DAY)
            tell_reviewers(company.installation, told)
        desk.polls(2)
        for kept in smtp.kept:  # as Gmail does
            if b"Message-ID: <digest." in kept.content:
                account.append(kept.content, "Sent")
        assert run(f"backup {backup}").code == 0
        assert naming(account, "Sent") > 0, "a digest names her"
        assert in_files(tmp_path)

        done = run("disclose", "Ann Lee", str(archive))
        assert done.code == 0, done.err
        assert "left out: mail #1, by which an agency introduces the person" in done.out
        with zipfile.ZipFile(archive) as disclosed:
            index, rows = disclosed.read("index.html").decode(), json.loads(disclosed.read("ledger.json"))
        [introduction] = rows["introductions"]
        assert (introduction["agency"], introduction["message"]) == ("tom@talentpartners.example", 1)
        assert [row["filename"] for row in rows["documents"]] == ["ann-lee.txt"]
        assert "agency_mails" not in rows, "its terms are the agency's"
        assert "Roe" not in index
        by_address = tmp_path.parent / f"{tmp_path.name}-2.zip"
        broken_off = by_address.with_name(f".{by_address.name}.part")
        broken_off.write_bytes(b"what a kill left")
        assert run(f"disclose ann.lee@example.org {by_address}").code == 0
        assert zipfile.is_zipfile(by_address)
        assert not broken_off.exists()

        forgotten = run("forget", "Ann Lee", "--yes")
        assert forgotten.code == 0, forgotten.err
        assert "mail #1: an agency introduces the person by it" in forgotten.out
        assert in_files(tmp_path) == []
        assert naming(account, "Sent") == 0
        assert naming(account, "Agencies") == 1, "what stays is named, and its number erases it"
        assert desk.mail(2).applications[0].name == "Bob Roe"

    lose(tmp_path, with_the_list=False)
    assert "1 erasure is newer than the backup" in run(f"restore {backup}").out
    assert in_files(tmp_path), "the backup has her"
    assert run("poll").code == 0
    assert in_files(tmp_path) == []
