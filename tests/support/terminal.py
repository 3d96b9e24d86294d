"""A terminal with the command in it, and somebody who types: what the screen shows is what was printed and echoed.

with Terminal(["init"], folder) as terminal:
    terminal.type("jobs@example.com", at="come to? ")
    terminal.until_it_ends()
    print(terminal.screen)
"""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.support.command import Started

WAIT_S = 90.0  # for a line; a machine that is busy is slow
SIZE = struct.pack("HHHH", 40, 118, 0, 0)  # lines and columns


class Terminal:
    """See the module. `TERM=dumb`: no colours, and no lines that are written anew."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str] | None = None,
        *,
        code: str | None = None,
    ) -> None:
        """The command with these arguments, or code in its place."""
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, SIZE)
        self._process = Started(
            *arguments,
            code=code,
            cwd=folder,
            env=_environment() | dict(environment or {}),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._seen = b""
        self._read = 0  # up to here questions were answered

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(WAIT_S)
        os.close(self._ours)

    @property
    def screen(self) -> str:
        """All that was shown so far."""
        return self._seen.decode("utf-8", "replace").replace("\r\n", "\n")

    def type(self, line: str, *, at: str) -> None:
        """Wait for a question, behind those before it, and answer it."""
        self._read = self._shown(at, self._read)
        os.write(self._ours, f"{line}\n".encode())

    def until_shown(self, *words: str) -> None:
        """Wait until all of these are on the screen."""
        for each in words:
            self._shown(each, 0)

    def _shown(self, words: str, begin: int) -> int:
        """Where these words end."""
        until = time.monotonic() + WAIT_S
        while (found := self._seen.find(words.encode(), begin)) < 0:
            assert self._more(until), f"{words!r} does not come; the screen shows:\n{self.screen}"
        return found + len(words.encode())

    def interrupt(self) -> None:
        """Ctrl-C, as the terminal turns it into SIGINT."""
        os.write(self._ours, b"\x03")

    def end_input(self) -> None:
        """Ctrl-D, at the beginning of a line."""
        os.write(self._ours, b"\x04")

    def until_it_ends(self) -> int:
        """Its exit code."""
        until = time.monotonic() + WAIT_S
        while self._more(until):
            pass
        return self._process.wait(WAIT_S)

    def _more(self, until: float) -> bool:
        """Read what comes; False at the end, or when it is too late."""
        ready, _, _ = select.select([self._ours], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            piece = os.read(self._ours, 65_536)
        except OSError:  # EIO: nobody has the other end open any more
            return False
        self._seen += piece
        return bool(piece)


def _environment() -> dict[str, str]:
    """This process's, but for what a newcomer has not set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INBOX_BOT_", "LC_"))}
    kept.pop("EMAIL", None)
    return kept | {"TERM": "dumb", "LANG": "C.UTF-8", "TZ": "Europe/London"}


def plain(screen: str) -> str:
    """Without what moves the cursor, and without blanks at ends of lines."""
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\^C", "", screen)
    return "\n".join(line.rpartition("\r")[2].rstrip() for line in shown.split("\n"))
