"""A relay on loopback that counts the bytes going through it."""

import contextlib
import socket
import threading
from typing import Self


class Relay:
    """Listens on a free port of 127.0.0.1 and passes everything on.

    `bytes_passed` counts both directions, `lines_asked` the client's lines: one a command, but for literals.
    """

    def __init__(self, host: str, port: int) -> None:
        self._upstream = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._counting = threading.Lock()
        self.port: int = self._listener.getsockname()[1]
        self.bytes_passed = 0
        self.lines_asked = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._upstream)
                for end in (client, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._pass, args=(source, target, source is client), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, asks: bool) -> None:
        with contextlib.suppress(OSError):
            while said := source.recv(65_536):
                with self._counting:
                    self.bytes_passed += len(said)
                    self.lines_asked += said.count(b"\n") if asks else 0
                target.sendall(said)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)
