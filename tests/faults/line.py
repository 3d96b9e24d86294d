"""The line between us and a server: a proxy on loopback that cuts, stalls or splits it at a numbered byte, or lies.

Bytes are numbered over all connections since it was told to, both directions together, in the order in which they pass;
for what the server says, see `lies`.
"""

import contextlib
import selectors
import socket
import threading
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

from tests.faults.lies import Script, Teller, Told


class How(StrEnum):
    """What happens to the line."""

    CUT = "cut"  #: closed after this byte, both ways
    RESET = "reset"  #: closed by a reset (RST): what is on its way is lost
    STALL = "stall"  #: open, and silent from then on
    SPLIT = "split"  #: this byte comes alone, and all after it: nothing is lost


@dataclass(frozen=True)
class Break:
    """What happens, and at which byte (from 1); 0: never."""

    at: int = 0
    how: How = How.CUT


class Line:
    """A context manager: listens on `port` before the server, and breaks as told."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._ends, self._end = socket.socketpair()
        self._break = Break()
        self._script = Script()
        self._tellers: dict[object, Teller] = {}  # by the socket to the server
        self.passed = 0  #: bytes, since it was told
        self.broke = False
        self._thread = threading.Thread(target=self._serve, name="line", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.close()
        self._thread.join()
        self._listening.close()

    def breaks(self, how: Break | Told) -> None:
        """From now on; the next byte is number 1, and so is the server's next response, on open connections too."""
        self._break = how if isinstance(how, Break) else Break()
        self._script = Script(how if isinstance(how, Told) else Told())
        self.passed, self.broke = 0, False

    @property
    def responses(self) -> int:
        """Of the server, since it was told."""
        return self._script.responses

    @property
    def is_met(self) -> bool:
        """Whether it broke, or a lie was told."""
        return self.broke or self._script.is_told

    def _serve(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._listening, selectors.EVENT_READ, None)
            waiting.register(self._ends, selectors.EVENT_READ, None)
            while True:
                for key, _ in waiting.select():
                    if key.fileobj is self._ends:
                        return
                    if key.fileobj is self._listening:
                        self._accept(waiting)
                    elif key.fd >= 0:
                        self._pass_on(waiting, key.fileobj, key.data)

    def _accept(self, waiting: selectors.BaseSelector) -> None:
        client, _ = self._listening.accept()
        try:
            server = socket.create_connection(self._server, 5)
        except OSError:
            client.close()
            return
        for each in (client, server):  # else what comes in two pieces waits for 40 ms
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._tellers[server] = Teller(self._script)
        waiting.register(client, selectors.EVENT_READ, server)
        waiting.register(server, selectors.EVENT_READ, client)

    def _pass_on(self, waiting: selectors.BaseSelector, here: object, there: socket.socket) -> None:
        assert isinstance(here, socket.socket)
        try:
            said = here.recv(65_536)
        except OSError:
            said = b""
        if not said:
            self._close(waiting, here, there)
            return
        if (told := self._told(here, there, said)) is not None:
            listener, heard, ends = told
            if heard:
                self._say(waiting, here, listener, heard)
            if ends:
                self._close(waiting, here, there)
            return
        at, before = self._break.at, self.passed
        self.passed += len(said)
        if not at or self.passed < at or (self.broke and self._break.how is not How.SPLIT):
            self._say(waiting, here, there, said)
            return
        left = max(0, at - before - 1)
        self.broke = True
        if self._break.how is How.SPLIT:
            self._say(waiting, here, there, said[:left])
            for index in range(left, len(said)):
                self._say(waiting, here, there, said[index : index + 1])
            return
        self._say(waiting, here, there, said[: left + 1])
        if self._break.how is How.STALL:
            waiting.unregister(here)
            waiting.unregister(there)
            return
        if self._break.how is How.RESET:
            for each in (here, there):
                with contextlib.suppress(OSError):
                    each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self._close(waiting, here, there)

    def _told(self, here: socket.socket, there: socket.socket, said: bytes) -> tuple[socket.socket, bytes, bool] | None:
        """Who hears what in place of this, and whether that is the end; None: it is passed on as it is."""
        if there in self._tellers:
            answer = self._tellers[there].refuses(said)
            return None if answer is None else (here, answer, self._tellers[there].ends)
        teller = self._tellers[here]
        if teller.is_between_responses:
            teller.script = self._script
        heard = teller.hears(said)
        return (there, heard, teller.ends) if teller.script.told.at else None

    def _say(self, waiting: selectors.BaseSelector, here: socket.socket, there: socket.socket, said: bytes) -> None:
        try:
            there.sendall(said)
        except OSError:
            self._close(waiting, here, there)

    def _close(self, waiting: selectors.BaseSelector, *ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(KeyError, ValueError):
                waiting.unregister(end)
            self._tellers.pop(end, None)
            end.close()
