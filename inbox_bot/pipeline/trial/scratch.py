"""Where mails are for as long as they are looked at: in memory where the system offers a folder there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it, for our user alone
NEEDED_BYTES = 200_000_000  # a batch of mails, and one very large mail; Docker's default of 64 MB is too small


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that only its owner can read, gone afterwards with all that is in it. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix="inbox-bot-", dir=_memory()) as folder:
        yield Path(folder)


def _memory() -> Path | None:
    """The system's folder in memory, where there is room; None: its folder for temporary files."""
    try:
        found = os.statvfs(IN_MEMORY)
    except OSError:
        return None
    has_room = found.f_bavail * found.f_frsize >= NEEDED_BYTES
    return IN_MEMORY if has_room and os.access(IN_MEMORY, os.W_OK) else None
