"""Ledgers of tests where a test wants them: a new one, a copy, one that is put back; on PostgreSQL where the run is.

A new ledger is copied from one that was made once: what takes time is its schema.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.database.store import Store
from tests.support.ledgers import on_postgresql

BESIDE = ("-wal", "-shm")  # SQLite's own files beside a ledger that is open, or was not closed


def put_new(path: Path) -> None:
    """An empty ledger, in a folder that is there."""
    if on_postgresql.is_asked_for():
        on_postgresql.place_of(path, make=True)
    else:
        path.write_bytes(_empty())


def put_copy(ledger: Path, path: Path) -> None:
    """A copy of a ledger that nobody has open; in the place of one that is there, and that nobody has open either."""
    if on_postgresql.is_asked_for():
        on_postgresql.copy(ledger, path)
        return
    for rest in BESIDE:
        path.with_name(path.name + rest).unlink(missing_ok=True)
    shutil.copy(ledger, path)


def copy_tree(folder: Path, to: Path) -> None:
    """A copy of a folder with the ledgers in it; `to` may be there."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    if on_postgresql.is_asked_for():
        for ledger in on_postgresql.paths_below(folder):
            on_postgresql.copy(ledger, to / ledger.relative_to(folder.resolve()))


@contextmanager
def connected(path: Path) -> Iterator[Connection]:
    """Looks into a ledger, or changes it, past its shelves: one transaction."""
    store = Store(path, lock=False)
    try:
        with store.writing() as connection:
            yield connection
    finally:
        store.close()


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "ledger.db")
        Ledger.open(path).close()
        return path.read_bytes()
