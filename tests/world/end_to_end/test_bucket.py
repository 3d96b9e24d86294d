"""Applications in a bucket: what is done with files is done there, and a store that fails loses nothing."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.review.decision import FileUnder
from inbox_bot.core.rules.model import Documents
from inbox_bot.core.words import ActionState
from inbox_bot.daemon.reviewers import Told, tell_reviewers
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.filing.s3 import client
from inbox_bot.pipeline.decisions.decide import NotDecided
from tests.support.builders.at_work import MINUTE, Clock, Company, an_application, at_work, open_again
from tests.support.servers.installation import Installed
from tests.support.servers.s3 import KEY, S3, SECRET, Proxy, answers
from tests.world.decisions.conftest import run, smtp
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_commands import newsletter

__all__ = ["run", "smtp"]

pytestmark = pytest.mark.dovecot

ANN = "ann.lee@example.org"


def filing_text(bucket: str, endpoint: str) -> str:
    """What rules.yaml says of it."""
    return (
        f"\nfiling:\n  to: s3://{bucket}/applications\n"
        f"  s3: {{endpoint: '{endpoint}', key: 'env:{KEY}', secret: 'env:{SECRET}'}}\n"
    )


def paths_in(company: Company) -> list[str]:
    return [entry.path for entry in company.installation.filing.listed()]


@pytest.fixture
def proxy(s3: S3, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    with s3.behind_a_proxy() as proxy:
        yield proxy


@pytest.fixture
def company(account, smtp, s3: S3, proxy: Proxy, tmp_path: Path) -> Iterator[Company]:
    more = filing_text(s3.new_bucket(versions=True), proxy.endpoint)
    with at_work(tmp_path, account, smtp, text=Installed(tmp_path, account, smtp).text(more=more)) as company:
        yield company


def test_every_command_reaches_what_is_filed_in_a_bucket(company: Company, run, proxy: Proxy, tmp_path: Path):
    desk = Desk(company)
    company.receives(an_application("Ann Lee", ANN))
    company.poll()
    assert [method for method, _ in proxy.seen] == ["PUT", "PUT", "PUT"]
    company.receives(an_application("Bob Roe", "bob.roe@example.org"))
    company.receives(newsletter())
    desk.polls(2)
    filed = paths_in(company)
    assert len(filed) == 7
    assert not (tmp_path / "applications").exists(), "nothing of it is on this machine"

    checked = run("check").out
    assert "ok    filing: applications go to s3://bucket-" in checked
    audited = json.loads(run("audit --json").out)
    assert (audited["files"]["documents"]["number"], audited["files"]["raw"]["number"]) == (6, 1)

    table = tmp_path.parent / f"{tmp_path.name}-export.zip"
    assert run(f"export --csv --with-documents {table}").code == 0
    with zipfile.ZipFile(table) as archive:
        assert set(archive.namelist()) < set(filed)
    told = tmp_path.parent / f"{tmp_path.name}-told.zip"
    assert run(f"disclose {ANN} {told}").code == 0
    with zipfile.ZipFile(told) as archive:
        assert sum(name.startswith("documents/") for name in archive.namelist()) == 4, "the newsletter is hers too"

    desk.decides(FileUnder(vacancy=None))
    desk.polls(2)
    moved = paths_in(company)
    assert sum(path.startswith("speculative/") for path in moved) == 3
    assert len(moved) == 7, "what was left at the old place is gone"

    [folder] = {path.rpartition("/")[0] for path in moved if path.startswith("speculative/")}
    company.installation.filing.put({f"{folder}/note.txt": b"somebody's note"})
    forgotten = run(f"forget {ANN} --yes")
    assert forgotten.code == 0, forgotten.err
    assert not any("Ann Lee" in path for path in paths_in(company))
    assert len(paths_in(company)) == 3, "Bob Roe's"


def test_of_whoever_is_forgotten_the_bucket_keeps_no_version(company: Company, run, s3: S3):
    company.receives(an_application("Ann Lee", ANN))
    Desk(company).polls(2)
    assert run(f"forget {ANN} --yes").code == 0
    bucket = company.installation.rules.filing.bucket
    assert bucket is not None
    assert "Ann" not in s3.versions(bucket)


def test_while_the_store_is_busy_mail_waits_an_alarm_says_why_and_then_it_is_filed_once(company: Company, proxy: Proxy):
    company.receives(an_application("Ann Lee", ANN))
    proxy.fault = answers(503, "SlowDown")
    with pytest.raises(FilingFailed):
        company.poll()
    house = company.installation
    raised = house.ledger.alarms.find(AlarmKind.NOTHING_TAKEN_IN, "recruitment")
    assert raised is not None
    assert "asks to be asked later (503 SlowDown)" in raised.alarm.sentence
    assert company.answers() == ()

    proxy.fault = answers(500, "InternalError", "PUT", times=1)  # one of its files is not there
    with pytest.raises(FilingFailed):
        company.poll()
    proxy.fault = None
    company.poll()
    company.poll()
    assert len(paths_in(company)) == 3
    assert [row.state for row in company.answers()] == [ActionState.DONE]
    assert len(company.installed.smtp.kept) == 1


def test_what_can_not_be_read_now_does_not_count_as_gone(company: Company, proxy: Proxy):
    desk = Desk(company)
    company.receives(an_application("Ann Lee", ANN))
    desk.polls(2)
    before = paths_in(company)
    proxy.fault = answers(503, "SlowDown", "GET")
    with pytest.raises((FilingFailed, NotDecided)):
        desk.decides(FileUnder(vacancy=None))
    proxy.fault = None
    desk.polls(2)
    assert paths_in(company) == before


@pytest.mark.sqlite("a backup is a ledger's file")
def test_a_backup_has_the_bucket_and_a_restore_puts_back_what_is_missing(company: Company, run, tmp_path: Path):
    company.receives(an_application("Ann Lee", ANN))
    Desk(company).polls(2)
    house, to = company.installation, tmp_path.parent / f"{tmp_path.name}-backup"
    assert run(f"backup {to}").code == 0
    [cv] = [path for path in paths_in(company) if not path.endswith((".eml", ".json"))]
    with house.filing.open(cv) as file:
        content = file.read()
    house.filing.delete(cv)
    house.ledger.close()
    for path in tmp_path.glob("ledger.db*"):
        path.unlink()
    restored = run(f"restore {to}")
    assert restored.code == 0, restored.err
    assert f"s3://{house.rules.filing.bucket}/applications" in restored.out
    with house.filing.open(cv) as file:
        assert file.read() == content


def test_a_mail_to_a_reviewer_waits_while_its_documents_can_not_be_read(company: Company, proxy: Proxy):
    house = company.installation
    reviewers = tuple(each.model_copy(update={"documents": Documents.AT_ONCE}) for each in house.rules.reviewers)
    house.rules = replace(house.rules, reviewers=reviewers)
    told = Told()
    tell_reviewers(house, told)
    company.receives(an_application("Ann Lee", ANN))
    company.poll()
    tell_reviewers(house, told)
    before = len(company.installed.smtp.kept)
    proxy.fault = answers(503, "SlowDown", "GET")
    company.poll()
    assert len(company.installed.smtp.kept) == before
    proxy.fault = None
    company.clock.forward(2 * MINUTE)
    company.poll()
    sent = company.installed.smtp.kept[before:]
    assert any(b"cv.txt" in each.content for each in sent)
    assert house.ledger.actions.answers((ActionState.UNCERTAIN,)) == ()


def test_there_and_back_by_one_command_each_and_nobody_is_answered_again(account, smtp, s3: S3, run, tmp_path: Path):
    installed = Installed(tmp_path, account, smtp)
    bucket = s3.new_bucket()
    reached = f"s3: {{endpoint: 'http://{s3.address}', key: 'env:{KEY}', secret: 'env:{SECRET}'}}"
    before = installed.text(more=f"\nfiling:\n  {reached}\n")
    with at_work(tmp_path, account, smtp, text=before) as company:
        company.receives(an_application("Ann Lee", ANN))
        company.receives(newsletter())
        Desk(company).polls(2)
        filed = paths_in(company)
        refused = run(f"move-to --files s3://{bucket}/applications")
        assert refused.code == 3
        assert "inbox-bot" in refused.err, "a daemon is at work"
    assert len(filed) == 4

    there = run(f"move-to --files s3://{bucket}/applications")
    assert there.code == 0, there.err
    assert "4 files are copied and compared" in there.out
    assert "delete them: ./applications" in there.err
    assert run("check").out.count(f"applications go to s3://{bucket}/applications") == 1
    shutil.rmtree(tmp_path / "applications")
    with open_again(installed, Clock()) as company:
        assert paths_in(company) == filed
        company.receives(an_application("Bob Roe", "bob.roe@example.org"))
        Desk(company).polls(2)
        assert len(paths_in(company)) == 7
        assert len(smtp.kept) == 2

    back = run("move-to --files ./applications")
    assert back.code == 0, back.err
    assert "7 files are copied and compared" in back.out
    assert run("move-to --files ./applications").out == "the files are there already: ./applications\n"
    with open_again(installed, Clock()) as company:
        Desk(company).polls(2)
        assert len(paths_in(company)) == 7
        assert (tmp_path / "applications" / filed[-1]).is_file()
        assert len(smtp.kept) == 2, "nobody is answered again"
