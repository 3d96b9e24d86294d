"""Opening a ledger: made, migrated, refused, or in use by another daemon; each refusal says what to do."""

import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from inbox_bot.edges.ledger import (
    Ledger,
    LedgerDamaged,
    LedgerInUse,
    LedgerMissing,
    LedgerNewer,
    LedgerOlder,
    LedgerUnavailable,
)
from tests.support.servers.postgres import Postgres
from tests.unit.edges.ledger.building import AT, MAILBOX, a_mail, hash_of, take_in


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.sqlite("about a file and its folder")
def test_a_new_ledger_is_made_where_it_was_asked_for_and_only_its_owner_reads_it(tmp_path: Path):
    path = tmp_path / "data of ours" / "ledger 100%?.db"
    with Ledger.open(path) as ledger:
        ledger.intake.note_seen([a_mail()], AT)
        assert {mode(found) for found in path.parent.iterdir()} == {0o600}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_connection_is_as_careful_as_the_first(sqlite_place: Path):
    with Ledger.open(sqlite_place) as ledger, ledger._store.reading() as connection:
        found = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}


def test_what_was_written_is_there_after_opening_again(where: str):
    with Ledger.open(where) as ledger:
        take_in(ledger, "ann")
    with Ledger.open(where) as ledger:
        assert ledger.reports.mail(MAILBOX, hash_of("ann")) is not None


def test_a_second_daemon_is_refused_until_the_first_ends(where: str):
    with Ledger.open(where), pytest.raises(LedgerInUse, match="another daemon holds the ledger"):
        Ledger.open(where)
    Ledger.open(where).close()


def test_commands_that_only_read_or_release_need_no_lock(where: str):
    with Ledger.open(where) as daemon, Ledger.open(where, lock=False) as command:
        take_in(daemon, "ann")
        assert command.reports.mail(MAILBOX, hash_of("ann")) is not None
        assert command.notices.set_breaker(False, AT) is False


def test_a_stale_lock_file_is_no_lock(sqlite_place: Path):
    sqlite_place.with_name("ledger.db.lock").write_text("4711")
    Ledger.open(sqlite_place).close()


def test_no_child_process_keeps_the_lock(sqlite_place: Path):
    with Ledger.open(sqlite_place):
        lives_on = [sys.executable, "-c", "print(flush=True); input()"]
        child = subprocess.Popen(lives_on, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False)
        assert child.stdout is not None
        assert child.stdout.readline()
    try:
        Ledger.open(sqlite_place).close()
    finally:
        assert child.stdin is not None
        child.stdin.close()
        child.wait()
        child.stdout.close()


def test_the_lock_of_another_process_is_seen(sqlite_place: Path):
    descriptor = os.open(sqlite_place.with_name("ledger.db.lock"), os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with pytest.raises(LedgerInUse):
            Ledger.open(sqlite_place)
    finally:
        os.close(descriptor)


def test_without_the_lock_no_ledger_is_made(tmp_path: Path):
    with pytest.raises(LedgerMissing, match="inbox-bot poll"):
        Ledger.open(tmp_path / "ledger.db", lock=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
def test_without_the_lock_no_tables_are_made_on_postgresql(postgres: Postgres):
    with pytest.raises(LedgerMissing):
        Ledger.open(postgres.place(), lock=False)


@pytest.mark.sqlite("about a file and its folder")
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "ledger.db"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(LedgerDamaged, match="put back a copy"):
        Ledger.open(path)
    assert path.read_text().startswith("Dear diary")


@pytest.mark.sqlite("about a file and its folder")
def test_somebody_else_s_database_is_refused(tmp_path: Path):
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title)")
    with pytest.raises(LedgerDamaged, match="not a ledger"):
        Ledger.open(path)


def test_a_page_that_rotted_is_found_by_a_start_that_checks_before_anything_is_written(sqlite_place: Path):
    with Ledger.open(sqlite_place) as ledger:
        for uid in range(1, 80):
            ledger.intake.note_seen([a_mail(f"mail {uid}", uid)], AT)
    with closing(sqlite3.connect(sqlite_place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'messages'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with sqlite_place.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    sqlite_place.with_name("ledger.db.lock").write_text("open\n")  # as a kill leaves it; `test_proof.py` says when
    with pytest.raises(LedgerDamaged):
        Ledger.open(sqlite_place)


def test_a_newer_ledger_is_refused_and_left_alone(sqlite_place: Path):
    with closing(sqlite3.connect(sqlite_place)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for lock in (True, False):
        with pytest.raises(LedgerNewer, match="9999"):
            Ledger.open(sqlite_place, lock=lock)
    assert not [path for path in sqlite_place.parent.iterdir() if "schema" in path.name]


@pytest.mark.sqlite("about a file and its folder")
@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(LedgerUnavailable, match="can't be written"):
        Ledger.open(tmp_path / "ledger.db")


@pytest.mark.sqlite("about a file and its folder")
def test_a_folder_that_is_a_file_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerUnavailable, match="can't be written"):
        Ledger.open(tmp_path / "file" / "ledger.db")


def test_a_server_that_is_down_is_said_without_its_password():
    with pytest.raises(LedgerUnavailable) as down:
        Ledger.open("postgresql://bot:secret@127.0.0.1:1/ledger")
    assert "secret" not in str(down.value)


@pytest.mark.postgres
def test_a_daemon_that_lost_its_connection_has_lost_the_lock(postgres: Postgres):
    where = postgres.place()
    with Ledger.open(where) as first:
        postgres.drop_connections()
        with Ledger.open(where) as second:
            take_in(second, "ann")
            with pytest.raises(LedgerUnavailable):
                first.intake.note_seen([a_mail("bob", 2)], AT)
            with pytest.raises(LedgerInUse):
                first.intake.note_seen([a_mail("bob", 2)], AT)
        deadline = time.monotonic() + 20  # the server gives the lock back when it has noticed that the second left
        while True:
            try:
                assert first.intake.note_seen([a_mail("bob", 2)], AT).fresh
                break
            except LedgerInUse:
                assert time.monotonic() < deadline


@pytest.mark.postgres
def test_a_server_that_refuses_writes_is_named_and_takes_them_again_when_it_does(postgres: Postgres):
    where = postgres.database()
    with Ledger.open(where) as ledger:
        name = where.rpartition("/")[2]
        _told(postgres, f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # as a standby is
        _sent_away(ledger, postgres)
        with pytest.raises(LedgerUnavailable, match="read-only"):
            ledger.intake.note_seen([a_mail("ann", 1)], AT)
        assert ledger.reports.waiting_count() == 0
        _told(postgres, f"ALTER DATABASE {name} RESET default_transaction_read_only")
        _sent_away(ledger, postgres)
        assert ledger.intake.note_seen([a_mail("ann", 1)], AT).fresh


def _told(postgres: Postgres, statement: str) -> None:
    with postgres.connect() as administrator:
        administrator.execute(statement)


def _sent_away(ledger: Ledger, postgres: Postgres) -> None:
    """The server ends the ledger's sessions, as one does that another takes the place of."""
    postgres.drop_connections()
    with pytest.raises(LedgerUnavailable):
        ledger.intake.note_seen([a_mail("bob", 2)], AT)


def test_a_full_disk_is_named_and_nothing_is_half_written(sqlite_place: Path):
    with Ledger.open(sqlite_place) as ledger:
        with ledger._store.engine.connect() as connection:  # the pool's only connection: the limit is its own
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        mails = [a_mail(f"mail {uid}", uid) for uid in range(1, 500)]
        with pytest.raises(LedgerUnavailable, match="full"):
            ledger.intake.note_seen(mails, AT)
        assert ledger.reports.waiting_count() == 0
        with ledger._store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert len(ledger.intake.note_seen(mails, AT).fresh) == len(mails)


def test_an_older_ledger_needs_the_lock_to_be_migrated(older_ledger: Path):
    with pytest.raises(LedgerOlder, match="inbox-bot poll"):
        Ledger.open(older_ledger, lock=False)
    with pytest.raises(LedgerOlder):
        Ledger.open(older_ledger, migrate=False)


def test_an_older_ledger_is_copied_then_migrated_and_loses_nothing(older_ledger: Path):
    with Ledger.open(older_ledger, now=AT) as ledger:
        assert ledger.reports.mail(MAILBOX, hash_of("ann")) is not None
    copy = older_ledger.with_name("ledger.db.schema-0001-20260302T093000Z")
    assert mode(copy) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert connection.execute("SELECT raw_hash FROM messages").fetchone() == (hash_of("ann"),)
    os.replace(copy, older_ledger)  # going back is putting the copy back
    with pytest.raises(LedgerOlder):
        Ledger.open(older_ledger, migrate=False)


def test_a_migration_that_is_interrupted_leaves_the_schema_it_found(
    older_ledger: Path, monkeypatch: pytest.MonkeyPatch
):
    def dies(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.create_index", dies)
        with pytest.raises(KeyboardInterrupt):
            Ledger.open(older_ledger)
    with pytest.raises(LedgerOlder, match="0001"):
        Ledger.open(older_ledger, lock=False)
    Ledger.open(older_ledger).close()
