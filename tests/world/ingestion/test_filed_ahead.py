"""A mail is filed, the daemon dies before the commit, and the mail comes out otherwise: nothing stays of the first."""

import contextlib
import hashlib

import pytest

from inbox_bot.core.words import Outcome
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.pipeline import judged
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.company import an_application, poll_once
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


def killed_before_the_commit(company, monkeypatch):
    """A poll that files all that is new, and dies then; a killed process puts nothing back."""
    with company.installation() as installation, monkeypatch.context() as patch, contextlib.suppress(SystemExit):
        patch.setattr(installation.ledger.intake, "commit", lambda *_: (_ for _ in ()).throw(SystemExit))
        patch.setattr(installation.ledger.intake, "requeue", lambda *_, **__: None)
        poll(installation, installation.rules.mailboxes[0])


def filed(company):
    return {path.name for path in (company.folder / "applications").rglob("*") if path.is_file()}


@pytest.fixture
def mail(company):
    mail = an_application(1).bytes()
    company.account.append(mail)
    return mail


def otherwise(monkeypatch, brings_out_a_bug=lambda reading: True):
    """Judging such a mail brings out a bug, from now on: it fails in the end."""
    judge = judged.judge

    def stumbles(reading, rules, known):
        if reading.message.message_id is not None and brings_out_a_bug(reading):
            raise ZeroDivisionError
        return judge(reading, rules, known)

    monkeypatch.setattr(judged, "judge", stumbles)


def test_what_was_filed_for_a_mail_that_fails_in_the_end_is_deleted(company, mail, monkeypatch):
    killed_before_the_commit(company, monkeypatch)
    assert "cv-1.txt" in filed(company)
    otherwise(monkeypatch)
    company.poll(4)
    [row] = invariant.check(company, [mail])
    assert row.outcome is Outcome.FAILED
    assert "cv-1.txt" not in filed(company)


def test_what_a_kill_left_of_files_on_their_way_is_deleted_too(company, mail, monkeypatch):
    killed_before_the_commit(company, monkeypatch)
    for path in [path for path in (company.folder / "applications").rglob("*") if path.is_file()]:
        path.rename(path.with_name(f".{path.name}.part"))  # as they are called until they have their bytes
    otherwise(monkeypatch)
    company.poll(4)
    [row] = invariant.check(company, [mail])
    assert row.outcome is Outcome.FAILED


def test_what_comes_out_as_before_stays_where_it_was_put(company, mail, monkeypatch):
    killed_before_the_commit(company, monkeypatch)
    before = filed(company)
    company.poll(2)
    [row] = invariant.check(company, [mail])
    assert row.outcome is Outcome.FILED
    assert filed(company) == before


def test_a_failed_mail_that_is_read_after_all_leaves_no_second_copy_of_its_bytes(company, mail, monkeypatch):
    with monkeypatch.context() as patch:
        otherwise(patch)
        company.poll(4)
    with company.ledger() as ledger:
        [row] = ledger.reports.received_between(*invariant.EVER)
        assert row.outcome is Outcome.FAILED
        ledger.intake.retry("recruitment", [row.raw_hash])
    company.poll(2)
    [row] = invariant.check(company, [mail])
    assert row.outcome is Outcome.FILED


def test_what_another_mail_refers_to_by_now_stays(company, mail, monkeypatch):
    again = an_application(1).header("Received", "from other.example by mx9.test").bytes()
    killed_before_the_commit(company, monkeypatch)
    first = hashlib.sha256(mail).hexdigest()
    otherwise(monkeypatch, lambda reading: reading.raw_hash == first)
    company.account.append(again)
    company.poll(4)
    rows = invariant.check(company, [mail, again])
    assert sorted(row.outcome for row in rows) == [Outcome.FAILED, Outcome.FILED]
    assert "cv-1.txt" in filed(company)


def test_what_cannot_be_deleted_now_is_deleted_later(company, mail, monkeypatch):
    killed_before_the_commit(company, monkeypatch)
    with monkeypatch.context() as patch:
        otherwise(patch)
        for _ in range(4):
            with company.installation() as installation, patch.context() as now:
                now.setattr(
                    installation.filing, "delete", lambda path: (_ for _ in ()).throw(FilingFailed("read-only"))
                )
                poll_once(installation)
    assert "cv-1.txt" in filed(company)
    company.poll()
    invariant.check(company, [mail])


def test_what_was_filed_of_a_mail_that_left_the_mailbox_since_is_all_there_is_of_it(company, mail, monkeypatch):
    killed_before_the_commit(company, monkeypatch)
    client = company.account.client()
    client.select_folder("INBOX")
    client.delete_messages(client.search("ALL"))
    client.expunge()
    company.poll(2)
    with company.ledger() as ledger:
        [row] = ledger.reports.received_between(*invariant.EVER)
    assert row.outcome is Outcome.EXPUNGED
    assert "cv-1.txt" in filed(company)
