"""A ledger for trying something: it knows as much as any, is in memory, and what is too much for that has no name."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.database import store
from tests.unit.edges.ledger.building import AT, MAILBOX, hash_of, take_in

MEGABYTE = 1_000_000


def files_without_a_name() -> list[int]:
    """The sizes of the files that this process has open, and nobody can open any more."""
    open_now = [Path("/proc/self/fd") / each for each in os.listdir("/proc/self/fd")]
    gone = [each for each in open_now if each.is_symlink() and os.readlink(each).endswith(" (deleted)")]
    return [each.stat().st_size for each in gone]


def filled(ledger: Ledger, megabytes: int) -> None:
    for number in range(megabytes):
        with ledger._store.writing() as connection:
            row = {"name": f"filler {number}", "value": os.urandom(MEGABYTE // 2).hex()}
            connection.execute(text("INSERT INTO meta VALUES (:name, :value)"), row)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where SQLite would put its files."""
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    return tmp_path


def test_what_has_room_in_memory_is_on_no_disk(elsewhere):
    before = files_without_a_name()
    with Ledger.for_trying(AT) as ledger:
        take_in(ledger, "ann")
        filled(ledger, 10)
        assert files_without_a_name() == before
        assert ledger.reports.mail(MAILBOX, hash_of("ann")) is not None


def test_what_has_none_goes_to_a_file_without_a_name_so_that_memory_does_not_grow(elsewhere, monkeypatch):
    monkeypatch.setattr(store, "TRIAL_MEMORY_KIB", 2_000)
    before = files_without_a_name()
    with Ledger.for_trying(AT) as ledger:
        filled(ledger, 12)
        [size] = set(files_without_a_name()) - set(before)
        assert size >= 8 * MEGABYTE
        assert list(elsewhere.iterdir()) == []
        with ledger._store.reading() as connection:
            assert (
                connection.scalar(text("SELECT sum(length(value)) FROM meta WHERE name LIKE 'filler%'"))
                == 12 * MEGABYTE
            )
    assert files_without_a_name() == before
