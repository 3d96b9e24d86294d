"""The line to ClamAV's daemon: one connection a question, every wait bounded.

A mail that the scanner gives no answer to may have brought it down, or the scanner may be down for all: it is asked
for a sign of life then. Where it gives one, this mail alone was not looked at; else all mail waits.
"""

import contextlib
import select
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from inbox_bot.core.message import safe
from inbox_bot.core.message.scanned import Scanned
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Problem
from inbox_bot.edges.antivirus.protocol import (
    ANSWER_LIMIT,
    END_OF_STREAM,
    INSTREAM,
    PING,
    PONG,
    VERSION,
    Version,
    meaning_of,
    piece,
    version_in,
)

CONNECT_S = 5.0  # to connect, and for an answer that needs no work
SCAN_S = 90.0  # from the first byte of a mail to the answer
PIECE_BYTES = 64 * 1024


class ScannerDown(Exception):
    """The virus scanner can't be used now: nothing is known of any mail. The text is a sentence for a person."""


class _NoAnswer(Exception):
    """Nothing came back in time, or nothing that means anything."""


class Scanner:
    """See the module. Holds no connection; may be used by several threads."""

    def __init__(self, place: Path | tuple[str, int], *, scan_s: float = SCAN_S, connect_s: float = CONNECT_S) -> None:
        """`place` is a Unix socket, or a host and a port. Nothing is connected yet."""
        self._place = place
        self._scan_s = scan_s
        self._connect_s = connect_s

    @property
    def place(self) -> str:
        """As rules.yaml says it."""
        if isinstance(self._place, Path):
            return f"unix:{self._place}"
        return f"tcp:{self._place[0]}:{self._place[1]}"

    def scan(self, stream: BinaryIO) -> Scanned:
        """What the scanner says of these bytes. Raises ScannerDown; OSError where `stream` can't be read."""
        try:
            answer = self._asked(INSTREAM, self._scan_s, _pieces(stream))
        except _NoAnswer as error:
            self._check_alive(str(error))
            return Scanned(problem=Problem.NOT_CHECKED, said=str(error))
        meaning = meaning_of(answer)
        if meaning is None:
            raise self._down(answer)
        return meaning

    def version(self) -> Version:
        """Which scanner answers. Raises ScannerDown."""
        try:
            answer = self._asked(VERSION, self._connect_s)
        except _NoAnswer as error:
            raise self._down(str(error)) from None
        found = version_in(answer)
        if found is None:
            raise self._down(answer)
        return found

    def _check_alive(self, before: str) -> None:
        try:
            answer = self._asked(PING, self._connect_s)
        except _NoAnswer:
            raise self._down(before) from None
        if answer != PONG:
            raise self._down(before)

    def _asked(self, command: bytes, whole_s: float, pieces: Iterator[bytes] | None = None) -> str:
        """The answer to one command, without its NUL. Raises ScannerDown where nobody takes it, _NoAnswer."""
        with contextlib.closing(self._connected()) as line:
            left = _left(time.monotonic() + whole_s)
            _say(line, command, left)
            # It answers within a stream that is too long for it, and closes: what waits is read, whatever was said.
            while pieces is not None and not select.select([line], [], [], 0)[0]:
                content = next(pieces, None)
                if content is None or not _say(line, piece(content), left):
                    break
            if pieces is not None:
                _say(line, END_OF_STREAM, left)
            return _heard(line, left)

    def _connected(self) -> socket.socket:
        try:
            if not isinstance(self._place, Path):
                return socket.create_connection(self._place, self._connect_s)
            line = socket.socket(socket.AF_UNIX)
        except OSError as error:
            raise self._down(error.strerror or type(error).__name__) from None
        try:
            line.settimeout(self._connect_s)
            line.connect(str(self._place))
        except OSError as error:
            line.close()
            raise self._down(error.strerror or type(error).__name__) from None
        return line

    def _down(self, why: str) -> ScannerDown:
        said = safe.line(why, 200)
        return ScannerDown(Sentence("the virus scanner at {place} can't be used: {why}", place=self.place, why=said))


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while content := stream.read(PIECE_BYTES):
        yield content


def _left(until: float) -> Callable[[], float]:
    def seconds() -> float:
        """Until the whole question has to be answered. Raises _NoAnswer."""
        left = until - time.monotonic()
        if left <= 0:
            raise _NoAnswer("no answer in time")
        return left

    return seconds


def _say(line: socket.socket, content: bytes, left: Callable[[], float]) -> bool:
    """Whether it was taken; where it was not, an answer may wait all the same."""
    try:
        line.settimeout(left())
        line.sendall(content)
    except TimeoutError:
        raise _NoAnswer("no answer in time") from None
    except OSError:
        return False
    return True


def _heard(line: socket.socket, left: Callable[[], float]) -> str:
    """One answer, up to its NUL or the line's end."""
    heard = b""
    while b"\0" not in heard:
        try:
            line.settimeout(left())
            more = line.recv(ANSWER_LIMIT)
        except TimeoutError:
            raise _NoAnswer("no answer in time") from None
        except OSError as error:
            raise _NoAnswer(error.strerror or "the line broke") from None
        heard += more
        if not more or len(heard) > ANSWER_LIMIT:
            break
    answer = heard.partition(b"\0")[0].decode("ascii", "replace").strip()
    if not answer or len(heard) > ANSWER_LIMIT:
        raise _NoAnswer("the line was closed without an answer")
    return answer
