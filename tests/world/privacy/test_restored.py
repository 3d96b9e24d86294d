"""Who was erased after a backup was made is erased again from it, before anything else is done."""

import json
import shutil
from pathlib import Path

import pytest

from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import utc_now
from inbox_bot.pipeline.privacy.again import erase_again
from inbox_bot.pipeline.privacy.erased_list import noted_in, put_together
from inbox_bot.pipeline.privacy.pending import go_on
from tests.support.builders.at_work import DAY, Clock, an_application, at_work, open_again
from tests.support.servers.installation import Installed
from tests.world.decisions.desk import Desk
from tests.world.privacy import traces
from tests.world.privacy.test_forget import a_year_of_hers
from tests.world.privacy.test_keep import KEEP, rules_text
from tests.world.privacy.traces import EMAIL, NAME

FOLDERS = ("INBOX", "Sent", "Trash", "Filed.Infrastructure engineer")

pytestmark = pytest.mark.sqlite("a backup is a ledger's file")


def lose(folder: Path, *, with_the_list: bool) -> None:
    """Ledger and applications are gone; rules.yaml is there."""
    for path in folder.glob("ledger.db*"):
        if with_the_list or path.name != "ledger.db.erased":
            path.unlink()
    shutil.rmtree(folder / "applications")


@pytest.mark.dovecot
def test_a_restored_backup_has_nobody_back_who_was_erased_since(account, smtp, tmp_path: Path, run):
    backup, lists = tmp_path.parent / f"{tmp_path.name}.tar.gz", tmp_path.parent / f"{tmp_path.name}.erased"
    with at_work(tmp_path, account, smtp) as company:
        a_year_of_hers(company, account)
        assert run(f"backup {backup}").code == 0
        assert run(f"forget {EMAIL} --yes").code == 0
    noted = tmp_path / "ledger.db.erased"
    assert noted.stat().st_mode & 0o777 == 0o600
    assert traces.in_files(tmp_path) == [], "the list says nothing of anybody"
    shutil.copy(noted, lists)

    for with_the_list in (False, True):
        lose(tmp_path, with_the_list=with_the_list)
        more = f"--erased {lists}" if with_the_list else ""
        done = run(f"restore {backup} {more}")
        assert done.code == 0, done.err
        assert "1 erasure is newer than the backup" in done.out
        assert any(NAME in each for each in traces.in_files(tmp_path)), "the backup has her"

        assert run("poll").code == 0
        assert traces.in_files(tmp_path) == []
        assert traces.in_mails(account) == []
        [erased] = run("forget --json").out.splitlines()
        assert json.loads(erased)["done_at"] is not None
        with Ledger.open(tmp_path / "ledger.db", lock=False) as ledger:
            outcomes = [row.outcome for number in (1, 2) if (row := ledger.reports.mail_by_number(number))]
            assert outcomes == [Outcome.ERASED, Outcome.FILED], "and nobody else"
        assert run("poll").code == 0
        assert len(run("forget --json").out.splitlines()) == 1, "it is done once"


@pytest.mark.dovecot
def test_what_keep_let_go_since_a_backup_goes_again_at_the_first_start(account, smtp, tmp_path: Path, run):
    backup = tmp_path.parent / f"{tmp_path.name}.tar.gz"
    clock = Clock(utc_now().replace(microsecond=0) - 60 * DAY)
    text = rules_text(Installed(tmp_path, account, smtp), clock, KEEP)
    with at_work(tmp_path, account, smtp, text=text, clock=clock) as company:
        company.receives(an_application("Bea Moss", "bea@moss.example"))
        company.receives(an_application("Cy Poe", "cy@poe.example", title="Data pipeline engineering intern"))
        Desk(company).polls(3)
        assert run(f"backup {backup}").code == 0
        ledger = company.installation.ledger
        for days in (40, 8):
            clock.forward(days * DAY)
            assert go_on(company.installation) == ()
            ledger.expiring.confirm(fingerprint_of(company.installation.rules), clock(), by="me")
        [before] = ledger.erasures.newest()
        mailbox = {folder: len(account.messages(folder)) for folder in FOLDERS}
        assert mailbox["Trash"] == 2, "the mail and its answer"

    lose(tmp_path, with_the_list=False)
    assert "1 erasure is newer than the backup" in run(f"restore {backup}").out
    assert any("Bea Moss" in str(path) for path in tmp_path.rglob("*")), "the backup has her"
    with open_again(Installed(tmp_path, account, smtp), clock) as company:
        assert erase_again(company.installation) == 1
        assert erase_again(company.installation) == 0, "it is done once"
        ledger = company.installation.ledger
        rows = [ledger.reports.mail_by_number(number) for number in (1, 2)]
        assert [row and row.outcome for row in rows] == [Outcome.ERASED, Outcome.FILED], "and nothing else"
        [again] = ledger.erasures.newest()
        assert (again.reference, again.why, again.done_at is not None) == (before.reference, before.why, True)
    assert not any("Bea Moss" in str(path) for path in tmp_path.rglob("*"))
    assert {folder: len(account.messages(folder)) for folder in FOLDERS} == mailbox


def test_lists_are_put_together_and_a_line_that_broke_off_says_nothing(tmp_path: Path):
    here, there = tmp_path / "here", tmp_path / "there"
    line = '{"reference": "%s", "asked_at": "2026-11-30T10:00:00+00:00", "mails": ["ab"]}'
    here.write_text("\n" + line % "e1" + "\n" + (line % "broken")[:30])
    there.write_text("\n".join((line % "e2", line % "e1", "null", "[]", "\x00")))
    put_together(here, (there, tmp_path / "none"))
    put_together(here, (there,))
    assert [each.reference for each in noted_in(here)] == ["e1", "e2"]
    assert here.read_text().count("e2") == 1
    assert noted_in(tmp_path / "none") == ()


@pytest.mark.dovecot
def test_the_list_goes_along_where_the_ledger_is_moved_to(account, smtp, tmp_path: Path, run):
    with at_work(tmp_path, account, smtp):
        pass
    line = '{"reference": "e1", "asked_at": "2026-11-30T10:00:00+00:00", "mails": ["ab"]}'
    (tmp_path / "ledger.db.erased").write_text(line)
    moved = run("move-to --ledger moved.db")
    assert moved.code == 0, moved.err
    assert [each.reference for each in noted_in(tmp_path / "moved.db.erased")] == ["e1"]
