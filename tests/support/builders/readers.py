"""Reading workers that all tests of a run share, since one takes half a second of the processor to start."""

import atexit
import contextlib
from collections.abc import Iterator
from functools import cache
from unittest import mock

from inbox_bot.cli.trial import read
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.scans.reader import ScanReader
from inbox_bot.pipeline import installation


@cache
def workers() -> ReadingPool:
    """The workers themselves."""
    pool = ReadingPool()
    atexit.register(pool.close)
    return pool


@contextlib.contextmanager
def shared() -> Iterator[None]:
    """Whatever opens readers of mail meanwhile is lent these; the reader of scans is its own."""
    with mock.patch.object(installation, "ReadingPool", _lent), mock.patch.object(read, "ReadingPool", _lent):
        yield


@contextlib.contextmanager
def _lent(*, scan_reader: ScanReader | None = None, **settings: object) -> Iterator[ReadingPool]:
    if settings.get("scan") is not None or settings.get("cage") == "required":
        with ReadingPool(scan_reader=scan_reader, **settings) as own:  # type: ignore[arg-type]
            yield own
        return
    pool = workers()
    pool.scan_reader = scan_reader
    try:
        yield pool
    finally:
        pool.scan_reader = None
        if scan_reader is not None:
            scan_reader.close()
