"""Waiting for mail: IDLE (RFC 2177) on a connection of its own, or just waiting where the server has none.

A watch only wakes: what arrived is found out by a STATUS, and one every few minutes goes on underneath, so that a
dead IDLE costs minutes, not mail. IMAPClient's `idle_check` is not used: it takes a closed connection for "nothing
new" and spins, loses step when a line comes in two packets, and can't be interrupted (mjs/imapclient 349, 449, 565).
Here lines are put together by hand, a closed line is MailboxDown, and every wait listens to `wake` as well.
"""

import contextlib
import selectors
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Word
from inbox_bot.edges.access import Access
from inbox_bot.edges.mailbox.connection import CommandRefused, Connection
from inbox_bot.edges.mailbox.response_codes import reply_of
from inbox_bot.edges.mailbox.values import MailboxDown

RENEW_S = 9 * 60  # RFC 2177 says 29 minutes; many a NAT forgets a quiet connection after 10
ANSWER_S = 15.0  # for `+ idling`, and for the end of IDLE after DONE
LINE_LIMIT = 65_536  # bytes of a line; IDLE has only short ones
READ_AT_ONCE = 64 * 1024
READS_AT_ONCE = 64  # a flood is looked at in portions


class Woke(Word):
    """Why a wait ended."""

    CHANGED = "changed", "Something may have arrived: the server said so, or the connection is new."
    NOTHING = "nothing", "The time is up."
    WOKEN = "woken", "Somebody called `wake`."


class Watch:
    """See the module. `wait` is for one thread; `wake` may come from any."""

    def __init__(self, access: Access, folder: str, *, renew_s: float = RENEW_S) -> None:
        self._connection = Connection(access)
        self._folder = folder
        self._renew_s = renew_s
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._wake_writer.setblocking(False)
        self._lines = _Lines()
        self._idle_tag: bytes | None = None
        self._idle_since = 0.0
        self._tags = 0
        self._without_idle = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def idles(self) -> bool:
        """Whether the server is telling us by IDLE; False: only time passes in `wait`."""
        return self._idle_tag is not None

    def wake(self) -> None:
        """End the wait that goes on now, or the next one, at once."""
        with contextlib.suppress(BlockingIOError, OSError):  # full: it is awake already; closed: nobody waits
            self._wake_writer.send(b"!")

    def wait(self, timeout_s: float) -> Woke:
        """Wait until mail may have arrived, `wake` is called, or the time is up.

        A new connection says CHANGED at once: nobody knows what arrived before it. Raises MailboxDown when the
        connection broke or can't be made; the caller decides when to wait again.
        """
        deadline = time.monotonic() + timeout_s
        if self._was_woken():
            return Woke.WOKEN
        if self._idle_tag is None and not self._without_idle:
            return self._begin()
        while (left := deadline - time.monotonic()) > 0:
            renewal = self._idle_since + self._renew_s - time.monotonic()
            if self.idles and renewal <= 0:
                woke = self._renew()
            else:
                woke = self._listen(min(left, renewal) if self.idles else left)
            if woke is not None:
                return woke
        return Woke.NOTHING

    def close(self) -> None:
        """Give the connection up. The watch can't be used again."""
        self.wake()
        self._give_up()
        self._wake_reader.close()
        self._wake_writer.close()

    def _begin(self) -> Woke:
        self._give_up()
        if not self._connection.can("IDLE"):
            self._without_idle = True
            self._connection.close()
            return Woke.CHANGED
        try:
            self._connection.select(self._folder)
        except CommandRefused as refused:
            self._give_up()
            raise MailboxDown(
                Sentence("The folder {folder} can't be watched: {why}", folder=repr(self._folder), why=refused.text),
                temporary=True,
                code=refused.code,
            ) from None
        self._lines.feed(self._connection.buffered())
        woke = self._idle()
        return woke if woke is Woke.WOKEN else Woke.CHANGED

    def _idle(self) -> Woke | None:
        self._tags += 1
        tag = b"W%d" % self._tags
        self._send(tag + b" IDLE\r\n")
        self._idle_since = time.monotonic()
        woke, line = self._until(lambda line: line.startswith((b"+", tag + b" ")))
        if line.startswith(b"+"):
            self._idle_tag = tag
        elif line:  # offered, and refused: wait without
            self._without_idle = True
            self._connection.close()
        return woke

    def _renew(self) -> Woke | None:
        """End IDLE and begin again: the server and every box on the way see that somebody is here."""
        ended = (self._idle_tag or b"") + b" "
        self._idle_tag = None
        self._send(b"DONE\r\n")
        woke, _ = self._until(lambda line: line.startswith(ended))
        if woke is Woke.WOKEN:
            return woke
        return self._idle() or woke

    def _until(self, wanted: Callable[[bytes], bool]) -> tuple[Woke | None, bytes]:
        """Read until a wanted line came (within ANSWER_S), or somebody calls `wake`."""
        deadline, woke = time.monotonic() + ANSWER_S, None
        while True:
            while (line := self._lines.next()) is not None:
                if wanted(line):
                    return woke, line
                woke = self._heard(line) or woke
            left = deadline - time.monotonic()
            if left <= 0:
                raise self._lost("it did not answer in time")
            if self._hear(left) is Woke.WOKEN:
                self._give_up()
                return Woke.WOKEN, b""

    def _listen(self, timeout_s: float) -> Woke | None:
        woke = self._hear(timeout_s)
        while (line := self._lines.next()) is not None:
            if self._idle_tag is not None and line.startswith(self._idle_tag + b" "):
                raise self._lost("it ended IDLE by itself")
            woke = self._heard(line) or woke  # every line: a BYE may follow the news
        return woke

    def _heard(self, line: bytes) -> Woke | None:
        words = line.split(b" ", 3)
        if words[:2] == [b"*", b"BYE"]:
            raise self._lost(str(line[6:], "ascii", "replace") or "it said BYE", "BYE")
        arrived = len(words) >= 3 and words[0] == b"*" and words[1].isdigit() and words[2].upper() == b"EXISTS"
        return Woke.CHANGED if arrived else None

    def _hear(self, timeout_s: float) -> Woke | None:
        """Wait for bytes or for `wake`; put what came into `_lines`."""
        if self._lines.has_some():
            return None
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_reader, selectors.EVENT_READ)
            sock = self._connection.socket() if not self._without_idle else None
            if sock is not None:
                selector.register(sock, selectors.EVENT_READ)
                if isinstance(sock, ssl.SSLSocket) and sock.pending():
                    timeout_s = 0  # decrypted already: select doesn't see it
            ready = {key.fileobj for key, _ in selector.select(timeout_s)}
        if self._wake_reader in ready and self._was_woken():
            return Woke.WOKEN
        if sock is not None and (sock in ready or timeout_s == 0):
            self._read(sock)
        return None

    def _read(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        try:
            for _ in range(READS_AT_ONCE):
                received = sock.recv(READ_AT_ONCE)
                if not received and self._lines.has_some():
                    return  # its last words first: they say why
                if not received:
                    raise self._lost("it closed the connection")
                self._lines.feed(received)
                if self._lines.is_too_long():
                    raise self._lost("it sent a line without end")
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError as error:
            raise self._lost(error.strerror or Sentence("the connection broke")) from None

    def _send(self, command: bytes) -> None:
        try:
            sock = self._connection.socket()
            sock.settimeout(ANSWER_S)
            sock.sendall(command)
        except OSError as error:
            raise self._lost(error.strerror or Sentence("the connection broke")) from None

    def _was_woken(self) -> bool:
        with contextlib.suppress(BlockingIOError, OSError):
            return bool(self._wake_reader.recv(4096))
        return False

    def _lost(self, why: str, code: str | None = None) -> MailboxDown:
        self._give_up()
        answer = reply_of(why)
        said = why if isinstance(why, Sentence) else answer.text
        sentence = Sentence("The watch on the mailbox ended: {why}", why=said)
        return MailboxDown(sentence, temporary=True, code=answer.code or code)

    def _give_up(self) -> None:
        self._connection.drop()
        self._lines, self._idle_tag = _Lines(), None


class _Lines:
    """Bytes as they come, lines as they end."""

    def __init__(self) -> None:
        self._rest = b""
        self._whole: deque[bytes] = deque()

    def feed(self, received: bytes) -> None:
        """Add bytes."""
        *whole, self._rest = (self._rest + received).split(b"\n")
        self._whole.extend(line.rstrip(b"\r") for line in whole)

    def next(self) -> bytes | None:
        """The first line that has ended and was not given yet; None where there is none."""
        return self._whole.popleft() if self._whole else None

    def has_some(self) -> bool:
        """Whether a line has ended that nobody took."""
        return bool(self._whole)

    def is_too_long(self) -> bool:
        """Whether the line that goes on can't be an answer of IDLE."""
        return len(self._rest) > LINE_LIMIT
