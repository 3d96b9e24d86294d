"""Whether the database's file is whole: asked where a daemon did not end by itself, once a day, and by `check --deep`.

SQLite's `quick_check` reads the whole file, ten seconds at a million mails. Whether the last holder of the lock ended
by itself is told by one line in the lock's file: `open` while somebody holds it, `checked <time>` after an end in which
everything was closed. A line that can't be read, or is missing, is not believed, and the database is checked. The line
`open` is durable before anything is written to the ledger; the other may be lost in a power cut, and costs a check.
"""

import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

OPEN = "open"
CHECKED = "checked "
A_DAY = timedelta(days=1)
LINE_BYTES = 64  # each line fills as much, so that one is written over another also where the disk is full
LOOK_EVERY = 100_000  # steps of SQLite's machine: some milliseconds, after which it is asked whether to stop

#: What SQLite itself finds wrong with its file, twenty things at most.
QUICK_CHECK = text("PRAGMA quick_check(20)")


class LockLine:
    """The line in the lock's file. For the lock's holder alone."""

    def __init__(self, descriptor: int) -> None:
        """`descriptor`: the lock's file, open for reading and writing."""
        self.descriptor = descriptor

    def checked_at(self) -> datetime | None:
        """When the database was checked last; None where its last holder did not end by itself, or nobody can tell."""
        line = os.pread(self.descriptor, LINE_BYTES, 0).decode("ascii", "replace").strip()
        try:
            moment = datetime.fromisoformat(line.removeprefix(CHECKED)) if line.startswith(CHECKED) else None
        except ValueError:
            return None
        return None if moment is None or moment.tzinfo is None else moment

    def write_open(self) -> None:
        """From now on a kill is seen by the next holder. Raises OSError."""
        self._write(OPEN)

    def write_checked(self, at: datetime) -> None:
        """Everything was closed; the database was checked last at this moment. Raises OSError."""
        self._write(f"{CHECKED}{at.astimezone(UTC).isoformat(timespec='seconds')}")

    def _write(self, line: str) -> None:
        os.pwrite(self.descriptor, f"{line:{LINE_BYTES - 1}}\n".encode("ascii"), 0)
        os.fsync(self.descriptor)


def is_due(checked_at: datetime | None, at: datetime) -> bool:
    """Whether a day has passed since the last check. One in the future was dated by a clock that was wrong."""
    return checked_at is None or not timedelta() <= at - checked_at < A_DAY


def damage(connection: Connection, stop: Callable[[], bool]) -> tuple[str, ...] | None:
    """What SQLite finds wrong with the file behind this connection; None where `stop` ended the look before."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.set_progress_handler(stop, LOOK_EVERY)
    try:
        found = [str(row[0]) for row in connection.execute(QUICK_CHECK)]
    except OperationalError:
        if stop():
            return None
        raise
    finally:
        driver.set_progress_handler(None, 0)
    return tuple(line for line in found if line != "ok")
