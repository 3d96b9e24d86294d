"""The time that a daemon under test goes by: in a page that two processes share, and which one of them moves on."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_TIMES = struct.Struct("dd")  # when it began, since the epoch, and what has passed since; seconds


class Clock:
    """See the module. `file` is made where there is none; then it is as late as the real clock."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_TIMES.pack(datetime.now(UTC).timestamp(), 0.0))
        with file.open("r+b") as opened:
            self._page = mmap.mmap(opened.fileno(), _TIMES.size)

    def monotonic(self) -> float:
        """Seconds since it began."""
        return float(_TIMES.unpack(self._page)[1])

    def now(self) -> datetime:
        """In UTC."""
        began, passed = _TIMES.unpack(self._page)
        return datetime.fromtimestamp(began, UTC) + timedelta(seconds=passed)

    def move_on(self, seconds: float) -> None:
        """For one process alone."""
        struct.pack_into("d", self._page, struct.calcsize("d"), self.monotonic() + seconds)
