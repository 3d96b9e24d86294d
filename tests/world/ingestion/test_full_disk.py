"""The disk is full, the ledger locked or damaged: nothing is taken in, nothing changes in the mailbox, and it heals."""

import errno
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Ledger, LedgerDamaged, LedgerUnavailable
from inbox_bot.edges.ledger.database import store
from inbox_bot.edges.mailbox import SpoolFailed
from inbox_bot.pipeline.installation import filing_folder
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.company import an_application, poll_once
from tests.support.builders.counting import everything_in
from tests.world.ingestion import invariant

pytestmark = [pytest.mark.dovecot, pytest.mark.sqlite("fills the disk under the ledger's file")]


@pytest.fixture
def mails(company):
    mails = [an_application(number).bytes() for number in range(3)]
    for mail in mails:
        company.account.append(mail)
    return mails


@contextmanager
def failing(monkeypatch, owner, name, error, after=0):
    """The n-th call from now on, and every later one, fails."""
    calls = [0]
    real = getattr(owner, name)

    def fails(*arguments, **named):
        calls[0] += 1
        if calls[0] > after:
            raise OSError(error, os.strerror(error))
        return real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, fails)
        yield


def untouched(company, mails):
    """Every mail lies unread in the inbox, without a flag of ours; nothing was answered, and nothing has an outcome."""
    there = company.account.messages()
    assert sorted(content for content, _ in there.values()) == sorted(mails)
    assert all(flags == () for _, flags in there.values())
    assert not company.smtp.kept
    with company.ledger() as ledger:
        assert not everything_in(ledger).outcomes
        assert all(each.attempts == 0 for each in ledger.intake.waiting("recruitment"))


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize(
    "call", [(os, "fsync"), (Path, "write_bytes"), (Path, "replace")], ids=["fsync", "write", "rename"]
)
def test_what_can_not_be_filed_is_not_taken_in_and_comes_when_the_disk_heals(company, mails, monkeypatch, error, call):
    with company.installation() as installation:
        for _ in range(4):  # more often than a mail that kills its reader is tried
            with failing(monkeypatch, *call, error), pytest.raises(FilingFailed):
                poll(installation, installation.rules.mailboxes[0])
        untouched(company, mails)
        assert [each.alarm.name for each in installation.ledger.alarms.raised()] == ["poll:recruitment"]
        poll(installation, installation.rules.mailboxes[0])
        assert not installation.ledger.alarms.raised()
    company.poll()
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 3


@pytest.mark.parametrize("k", range(1, 13))
def test_where_the_kth_flush_of_a_folder_failed_all_are_flushed_before_the_batch_commits(company, monkeypatch, k):
    mails = [an_application(number).bytes() for number in range(9)]
    for mail in mails:
        company.account.append(mail)
    flushed, failing, real_fsync = list[Path](), [k], os.fsync
    with company.installation() as installation:
        filed = filing_folder(installation.rules, installation.folder)
        real_commit = installation.ledger.intake.commit

        def fsync(descriptor):
            if Path(f"/proc/self/fd/{descriptor}").is_dir():
                failing[0] -= 1
                if failing[0] == 0:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                flushed.append(Path(f"/proc/self/fd/{descriptor}").readlink().relative_to(filed.parent))
            real_fsync(descriptor)

        def commit(planned, mails, at):
            for mail in mails.values():
                assert set((filed / mail.raw).relative_to(filed.parent).parents) <= set(flushed)
            return real_commit(planned, mails, at)

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(installation.ledger.intake, "commit", commit)
        with pytest.raises(FilingFailed):
            poll(installation, installation.rules.mailboxes[0])
        flushed.clear()
        poll(installation, installation.rules.mailboxes[0])
    invariant.check(company, mails)


def test_a_further_copy_that_came_with_what_can_not_be_filed_is_put_aside_when_the_disk_heals(company, monkeypatch):
    known, new = (an_application(number).bytes() for number in (1, 2))
    company.account.append(known)
    company.poll()
    with company.installation() as installation:
        poll_once(installation)
        for mail in (known, new):
            company.account.append(mail)
        with failing(monkeypatch, os, "fsync", errno.ENOSPC), pytest.raises(FilingFailed):
            poll_once(installation)
        poll_once(installation)
    assert company.lies_in() == {
        known: ["Filed.Infrastructure engineer", "Other"],
        new: ["Filed.Infrastructure engineer"],
    }


@pytest.mark.parametrize("after", [1, 2, 4, 7])
def test_a_disk_that_fills_up_in_the_middle_of_a_batch_leaves_nothing_half_there(company, mails, monkeypatch, after):
    with (
        company.installation() as installation,
        failing(monkeypatch, os, "fsync", errno.ENOSPC, after=after),
        pytest.raises(FilingFailed),
    ):
        poll(installation, installation.rules.mailboxes[0])
    untouched(company, mails)
    company.poll()
    invariant.check(company, mails)


def test_a_spool_that_can_not_be_written_takes_nothing_in(company, mails, monkeypatch):
    with company.installation() as installation:
        spool = company.folder / "spool"
        spool.parent.mkdir(exist_ok=True)
        spool.write_bytes(b"a file where the folder should be")
        with pytest.raises(SpoolFailed):
            poll(installation, installation.rules.mailboxes[0])
        untouched(company, mails)
        spool.unlink()
    company.poll()
    invariant.check(company, mails)


def test_the_alarm_is_said_once_and_its_end_once(company, mails, monkeypatch, caplog):
    with company.installation() as installation, caplog.at_level("INFO", "inbox_bot"):
        for _ in range(3):
            with failing(monkeypatch, os, "fsync", errno.ENOSPC), pytest.raises(FilingFailed):
                poll(installation, installation.rules.mailboxes[0])
        poll(installation, installation.rules.mailboxes[0])
        poll(installation, installation.rules.mailboxes[0])
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("alarm")]
    assert said == ["alarm.raised", "alarm.cleared"]


def test_a_locked_ledger_is_waited_for_and_then_nothing_is_taken_in(company, mails, monkeypatch):
    monkeypatch.setattr(store, "BUSY_TIMEOUT_MS", 50)
    with company.installation() as installation:
        other = sqlite3.connect(company.folder / "ledger.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable):
            poll(installation, installation.rules.mailboxes[0])
        other.execute("ROLLBACK")
        untouched(company, mails)
        poll(installation, installation.rules.mailboxes[0])
        other.close()
    company.poll()
    invariant.check(company, mails)


def test_a_ledger_that_breaks_while_a_mail_is_in_hand_alone_does_not_blame_the_mail(company, mails, monkeypatch):
    def broken(*_, **__):
        raise LedgerUnavailable("it can't be used now")

    with company.installation() as installation:
        for mail in installation.ledger.intake.waiting("recruitment"):
            assert mail.attempts == 0
        for _ in range(5):
            with monkeypatch.context() as patch:
                patch.setattr(installation.ledger.intake, "commit", broken)
                patch.setattr(installation.ledger.intake, "requeue", broken)
                with pytest.raises(LedgerUnavailable, match="now"):
                    poll(installation, installation.rules.mailboxes[0])
    company.poll(2)
    assert {row.attempts for row in invariant.check(company, mails)} == {1}


def test_a_full_disk_under_the_ledger_takes_nothing_in(company, mails):
    Ledger.open(company.folder / "ledger.db").close()
    with closing(sqlite3.connect(company.folder / "ledger.db")) as connection:
        connection.execute("VACUUM")  # what making the tables left free would hold these few mails
    with company.installation() as installation:
        with installation.ledger._store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(
                f"PRAGMA max_page_count = {pages}"
            )  # of the connection that the pool gives again
        with pytest.raises(LedgerUnavailable, match="full"):
            poll(installation, installation.rules.mailboxes[0])
    untouched(company, mails)
    company.poll()
    invariant.check(company, mails)


def test_a_damaged_ledger_is_refused_with_advice_and_left_as_it_is(company, mails):
    company.poll()
    file = company.folder / "ledger.db"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 8] = os.urandom(4096 * 5)
    file.write_bytes(content)
    for rest in ("-wal", "-shm"):
        (company.folder / f"ledger.db{rest}").unlink(missing_ok=True)
    (company.folder / "ledger.db.lock").unlink()  # as after a power cut: nobody can tell how the last daemon ended
    before = file.read_bytes()
    with pytest.raises(LedgerDamaged, match="put back a copy"):
        Ledger.open(file)
    assert file.read_bytes() == before
    assert len(company.smtp.kept) == 3
