"""The ledger's whole file is checked after an end that nobody saw, once a day, and when a person asks: no more."""

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from inbox_bot.edges.ledger import Ledger, LedgerDamaged, LedgerInUse, LedgerUnavailable
from inbox_bot.edges.ledger.database import proof as proving
from inbox_bot.edges.ledger.database.proof import LockLine
from tests.support.command import Started
from tests.unit.edges.ledger.building import AT, DAY, HOUR, a_mail

#: opens the ledger as a daemon does, says so, and waits to be killed
HOLDS = """
import sys
from datetime import datetime
from inbox_bot.edges.ledger import Ledger
with Ledger.open(sys.argv[1], now=datetime.fromisoformat(sys.argv[2])):
    print(flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the file was read through since it was last asked."""
    done: list[object] = []
    check = proving.damage

    def counted(*arguments: object) -> object:
        done.append(arguments)
        return check(*arguments)  # type: ignore[arg-type]

    def so_far() -> int:
        number = len(done)
        done.clear()
        return number

    monkeypatch.setattr(proving, "damage", counted)
    return so_far


@pytest.fixture
def held(sqlite_place: Path):
    """A daemon that holds the ledger, in a process of its own, until it is killed or told to end."""
    process = Started(sqlite_place, AT.isoformat(), code=HOLDS, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def used(place: Path) -> None:
    with Ledger.open(place, now=AT) as ledger:
        for uid in range(1, 80):
            ledger.intake.note_seen([a_mail(f"mail {uid}", uid)], AT)


def rot(place: Path) -> None:
    """A page in the middle of a table turns to noise, and nothing says so."""
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ux_locations_live'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with place.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def test_after_an_end_in_which_all_was_closed_the_next_start_reads_no_whole_file(sqlite_place, checks):
    Ledger.open(sqlite_place, now=AT).close()
    checks()
    Ledger.open(sqlite_place, now=AT + HOUR).close()
    assert checks() == 0


def test_after_a_kill_it_is_checked_at_the_next_start_and_then_no_more(sqlite_place, held, checks):
    held.send_signal(signal.SIGKILL)
    held.wait()
    Ledger.open(sqlite_place, now=AT + HOUR).close()
    assert checks() == 1
    Ledger.open(sqlite_place, now=AT + 2 * HOUR).close()
    assert checks() == 0


def test_a_daemon_that_ended_by_itself_leaves_nothing_to_check(sqlite_place, held, checks):
    held.communicate(b"")
    Ledger.open(sqlite_place, now=AT + HOUR).close()
    assert checks() == 0


def test_what_rotted_meanwhile_is_found_after_a_kill_at_each_start_until_a_copy_is_put_back(sqlite_place, held):
    held.communicate(b"")
    used(sqlite_place)
    copy = sqlite_place.with_name("copy")
    shutil.copy(sqlite_place, copy)
    line = sqlite_place.with_name("ledger.db.lock")
    line.write_text("open\n")  # as a kill leaves it
    rot(sqlite_place)
    for _ in range(2):
        with pytest.raises(LedgerDamaged, match="put back a copy"):
            Ledger.open(sqlite_place, now=AT)
    copy.replace(sqlite_place)
    Ledger.open(sqlite_place, now=AT).close()
    assert line.read_text().startswith("checked 2026-03-02T09:30:00+00:00")


@pytest.mark.parametrize("later", [DAY, 30 * DAY, -HOUR], ids=["a day", "a month", "dated by a clock that was ahead"])
def test_a_day_later_it_is_checked_however_it_ended(sqlite_place, checks, later):
    Ledger.open(sqlite_place, now=AT).close()
    checks()
    Ledger.open(sqlite_place, now=AT + later).close()
    assert checks() == 1


@pytest.mark.parametrize(
    "line", ["", "4711", "checked", "checked yesterday", "checked 2026-03-02T09:30:00", "opencheck", "\xff\0"]
)
def test_a_line_that_says_nothing_certain_is_not_believed(sqlite_place, checks, line):
    sqlite_place.with_name("ledger.db.lock").write_text(line, "latin-1")
    Ledger.open(sqlite_place, now=AT).close()
    assert checks() == 1


def test_a_day_is_over_for_a_daemon_that_runs_too(sqlite_place, checks):
    with Ledger.open(sqlite_place, now=AT) as ledger:
        checks()
        for hours, done in [(1, 0), (23, 0), (24, 1), (25, 0), (49, 1)]:
            ledger.prove(AT + hours * HOUR, lambda: False)
            assert checks() == done, hours


def test_a_check_ends_when_the_daemon_is_told_to_stop_and_is_due_again(sqlite_place, checks, monkeypatch):
    monkeypatch.setattr(proving, "LOOK_EVERY", 1)
    used(sqlite_place)
    with Ledger.open(sqlite_place, now=AT) as ledger:
        checks()
        for stops, done in [(True, 1), (False, 1), (False, 0)]:
            ledger.prove(AT + DAY, lambda stops=stops: stops)
            assert checks() == done
        ledger.intake.note_seen([a_mail("still works", 100)], AT)


def test_damage_that_is_met_on_the_way_is_looked_into_at_the_next_start(sqlite_place, checks):
    used(sqlite_place)
    with Ledger.open(sqlite_place, now=AT) as ledger:
        rot(sqlite_place)
        with pytest.raises(LedgerDamaged):
            ledger.intake.known_uids("recruitment", "INBOX", 1, 1, 2)
    checks()
    with pytest.raises(LedgerDamaged):
        Ledger.open(sqlite_place, now=AT + HOUR)
    assert checks() == 1


def test_a_new_ledger_has_nothing_to_check(tmp_path, checks):
    for _ in range(2):
        Ledger.open(tmp_path / "ledger.db", now=AT).close()
    assert checks() == 0


def test_commands_check_nothing_and_change_no_line(sqlite_place, checks):
    line = sqlite_place.with_name("ledger.db.lock")
    line.write_text("open\n")
    Ledger.open(sqlite_place, lock=False, now=AT + 100 * DAY).close()
    assert (checks(), line.read_text()) == (0, "open\n")


def test_a_second_daemon_leaves_the_first_ones_line_alone(sqlite_place, held):
    line = sqlite_place.with_name("ledger.db.lock")
    assert line.read_text().strip() == "open"
    with pytest.raises(LedgerInUse):
        Ledger.open(sqlite_place, now=AT)
    assert line.read_text().strip() == "open"


def test_a_line_that_can_not_be_written_ends_the_start_and_gives_the_lock_back(sqlite_place, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(LockLine, "write_open", full)
        with pytest.raises(LedgerUnavailable, match="No space left"):
            Ledger.open(sqlite_place, now=AT)
    Ledger.open(sqlite_place, now=AT).close()


def test_an_end_that_could_not_be_noted_costs_a_check(sqlite_place, checks, monkeypatch):
    def failed(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(LockLine, "write_checked", failed)
        Ledger.open(sqlite_place, now=AT).close()
    checks()
    Ledger.open(sqlite_place, now=AT + timedelta(minutes=1)).close()
    assert checks() == 1
