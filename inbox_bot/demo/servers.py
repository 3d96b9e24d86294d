"""The demo's own mail servers: a mailbox and a relay on loopback, in one thread of this process.

    with DemoServers(mails) as servers:
        … point rules.yaml's imap and smtp at servers.host, servers.imap_port and servers.smtp_port …
        servers.received   # what was sent

Everything lives in memory and is gone afterwards. What the two can and can't do is in `imap_server` and
`smtp_server`.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import Self

from inbox_bot.demo.imap_server import serve_mailbox
from inbox_bot.demo.smtp_server import Received, serve_relay

START_LIMIT_S = 30.0  # seeding the sample mails takes a fraction of a second; a loaded machine may take longer


class DemoServers:
    """An IMAP server with `mails` in its INBOX, and an SMTP server, both plain, on free ports of loopback.

    In: the mails in the order they get their UIDs, each its bytes and its INTERNALDATE (an aware time).
    `start` raises what kept a server from starting. Not to be started twice.
    """

    host = "127.0.0.1"
    user = "recruitment"
    password = "demo"  # noqa: S105  # printed by the demo, and good for nothing else

    def __init__(self, mails: Iterable[tuple[bytes, datetime]] = ()) -> None:
        self._mails = tuple(mails)
        self._kept: list[Received] = []
        self._imap = self._bound()
        self._smtp = self._bound()
        self.imap_port: int = self._imap.getsockname()[1]
        self.smtp_port: int = self._smtp.getsockname()[1]
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="demo servers", daemon=True)

    @property
    def received(self) -> tuple[Received, ...]:
        """The mails that were sent through the relay so far, oldest first."""
        return tuple(self._kept)

    def start(self) -> None:
        """Start both servers; they answer when this returns."""
        self._thread.start()
        if not self._started.wait(START_LIMIT_S):
            raise TimeoutError("the demo's servers did not start")
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def stop(self) -> None:
        """Close both servers and every connection to them; `received` stays."""
        if self._loop is not None and self._over is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: they have stopped by themselves
                self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _bound(self) -> socket.socket:
        # asyncio turns Nagle's algorithm off only where it sees the protocol's number: else 40 ms a command.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.bind((self.host, 0))
        return listening

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:
            self._failure = failure
        finally:
            self._imap.close()
            self._smtp.close()
            self._started.set()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(lambda loop, context: None)  # a client that hangs up is no news
        imap = await serve_mailbox(self._imap, user=self.user, password=self.password, mails=self._mails)
        smtp = await serve_relay(self._smtp, self._kept)
        self._started.set()
        await self._over.wait()
        imap.close()
        smtp.close()
        # The connections' tasks are cancelled by asyncio.run; waiting for clients to leave could take for ever
        # (since Python 3.12, Server.wait_closed does).
