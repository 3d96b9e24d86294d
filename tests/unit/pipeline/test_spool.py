"""Fetched mails are on the ledger's disk, for their owner alone, and none outlives the next start."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from inbox_bot.core.message.values import RawMail
from inbox_bot.core.rules.model import FilingSettings
from inbox_bot.edges.filing import FilingFailed, LocalFolders
from inbox_bot.edges.ledger import Ledger, LedgerInUse
from inbox_bot.edges.mailbox import SpoolFailed
from inbox_bot.pipeline.installation import emptied, open_installation, spool_folder
from inbox_bot.pipeline.intake.fetching import spooled
from inbox_bot.pipeline.kept import kept_mail
from tests.support.builders.company import example_rules
from tests.unit.edges.ledger.building import a_mail

RULES = replace(example_rules(), ledger="state/ledger.db", filing=FilingSettings(to="applications"))


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What a killed daemon left: a fetched mail, and a copy of a kept one."""
    spool = spool_folder(RULES, tmp_path)
    (spool / "tmpabc").mkdir(parents=True)
    spool.chmod(0o755)
    (spool / "tmpabc" / "message.eml").write_bytes(b"Dear team")
    (spool / "tmpxyz.eml").write_bytes(b"Dear team")
    return spool


@pytest.mark.parametrize(
    ("ledger", "where"),
    [
        ("ledger.db", ".ledger.db.spool"),
        ("state/ledger.db", "state/.ledger.db.spool"),
        ("postgresql://jobs@db/inbox", "applications/.spool"),
    ],
)
def test_it_is_on_the_ledgers_disk_or_on_that_of_filing(tmp_path, ledger, where):
    assert spool_folder(replace(RULES, ledger=ledger), tmp_path) == tmp_path / where


def test_a_start_empties_it_and_makes_it_its_owners(left, tmp_path):
    with open_installation(RULES, tmp_path) as installation:
        assert installation.spool == left
        assert list(left.iterdir()) == []
        assert stat.S_IMODE(left.stat().st_mode) == 0o700


def test_a_second_daemon_takes_nothing_from_the_first(left, tmp_path):
    with Ledger.open(tmp_path / "state/ledger.db"):
        with pytest.raises(LedgerInUse), open_installation(RULES, tmp_path):
            pass
        assert len(list(left.iterdir())) == 2


def test_a_link_in_it_is_removed_and_not_followed(tmp_path):
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "file").touch()
    spool = tmp_path / "spool"
    spool.mkdir()
    (spool / "link").symlink_to(tmp_path / "else")
    assert list(emptied(spool).iterdir()) == []
    assert (tmp_path / "else" / "file").exists()


def test_where_it_can_not_be_made_the_folder_is_named(tmp_path):
    (tmp_path / "spool").write_bytes(b"a file")
    with pytest.raises(SpoolFailed, match="spool"):
        emptied(tmp_path / "spool")


def test_a_kept_mail_is_copied_into_it_for_its_owner_alone_and_gone_afterwards(tmp_path):
    filing = LocalFolders(tmp_path / "filed")
    filing.put({".raw/ab/abcd.eml": b"Dear team"})
    with kept_mail(filing, ".raw/ab/abcd.eml", tmp_path / "spool") as copy:
        assert copy is not None
        assert copy.is_relative_to(tmp_path / "spool")
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_kept_mail_that_can_not_be_read_now_does_not_count_as_gone(tmp_path, monkeypatch):
    filing = LocalFolders(tmp_path / "filed")
    with kept_mail(filing, ".raw/ab/abcd.eml", tmp_path / "spool") as copy:
        assert copy is None

    def fails(path):
        raise FilingFailed("the store does not answer in time")

    monkeypatch.setattr(filing, "open", fails)
    with pytest.raises(FilingFailed), kept_mail(filing, ".raw/ab/abcd.eml", tmp_path / "spool"):
        pass
    assert list((tmp_path / "spool").iterdir()) == []


def test_what_is_on_its_way_in_is_no_file_of_the_store(tmp_path):
    filing = LocalFolders(tmp_path)
    filing.put({"baker/cv.pdf": b"a"})
    (tmp_path / ".spool").mkdir()
    (tmp_path / ".spool" / "tmpxyz.eml").write_bytes(b"Dear team")
    assert [entry.path for entry in filing.listed()] == ["baker/cv.pdf"]


@pytest.fixture
def fetched(tmp_path: Path) -> list[RawMail]:
    """Two fetched mails; the disk refuses to let go of the first one's file."""
    mails = [replace(a_mail(uid=uid), spool=tmp_path / f"{uid}.eml") for uid in (1, 2)]
    mails[0].spool.mkdir()  # unlink(2) refuses a folder
    mails[1].spool.write_bytes(b"Dear team")
    return mails


def test_a_file_that_stays_keeps_no_other_there_and_is_told(fetched):
    with pytest.raises(SpoolFailed, match=r"a fetched mail stays in .*: Is a directory"), spooled(fetched):
        pass
    assert not fetched[1].spool.exists()


def test_what_went_wrong_with_the_mails_is_told_before_what_stays_of_them(fetched):
    with pytest.raises(FilingFailed, match="the disk is full"), spooled(fetched):
        raise FilingFailed("the disk is full")
    assert not fetched[1].spool.exists()
