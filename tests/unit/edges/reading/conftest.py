"""Mails on disk, and pools of caged workers that end with their test."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.edges.reading import process
from inbox_bot.edges.reading.pool import ReadingPool

sys.path.insert(0, str(Path(__file__).parent))  # so that tests find `papers`
AT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def pool() -> Iterator[ReadingPool]:
    with ReadingPool(workers=1) as pool:
        yield pool


@pytest.fixture
def hasty_pool() -> Iterator[ReadingPool]:
    """Three seconds for a mail, one for the message or for a document; 150 MB of memory."""
    with ReadingPool(workers=1, deadline_s=3.0, memory_bytes=150_000_000) as pool:
        yield pool


@pytest.fixture
def spooled(tmp_path: Path) -> Callable[..., RawMail]:
    """Puts a mail's bytes where a fetched one lies."""

    def put(content: bytes, *, headers_only: bool = False) -> RawMail:
        digest = hashlib.sha256(content).hexdigest()
        spool = tmp_path / f"{digest}.eml"
        spool.write_bytes(content)
        return RawMail(
            location=Location(mailbox="recruitment", folder="INBOX", uidvalidity=1, uid=1),
            raw_hash=digest,
            size_bytes=len(content),
            received_at=AT,
            flags=frozenset(),
            spool=spool,
            headers_only=headers_only,
        )

    return put


@pytest.fixture
def other_worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets workers started from now on run this code; `main()` is the real worker, `worker` its module."""

    def put(code: str) -> None:
        prelude = (
            "import sys, json, os, signal, socket, time\n"
            "sys.path[:] = json.loads(sys.argv[1])\n"
            "settings = json.loads(sys.argv[2])\n"
        )
        monkeypatch.setattr(process, "_RUN", prelude + code)

    return put
