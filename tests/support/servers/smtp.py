"""An SMTP server for the tests on the wire: it keeps and counts what it takes, and misbehaves when told to.

    with SmtpServer(dsn=True) as server:
        server.at(At.RCPT, Say("450 4.2.0 greylisted, come back later"), times=1, argument="late@example.org")
        … send …
        assert server.kept[0].wire == b"From: …"

aiosmtpd speaks, so that what a client gets wrong is refused by somebody else's code. Misbehaviour is put before its
commands; a mail counts as kept when the server took it, whether or not the client ever hears of it.
"""

import asyncio
import logging
import re
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from tests.support.servers.misbehaviour import SHUT_DOWN, At, Drop, HalfALine, Hang, Misbehaviour, Say, Then
from tests.support.servers.smtp_conversation import Armed, Conversation, Kept, Opens, Record

__all__ = ["SHUT_DOWN", "At", "Drop", "HalfALine", "Hang", "Kept", "Misbehaviour", "Say", "SmtpServer", "Then"]

WAIT_S = 20.0  # seconds after which a test that waits for the server has failed


class SmtpServer:
    """A context manager: the server listens on `host` and `port` from `__enter__` on. See the module's docstring.

    `starttls` and `tls` (from the first byte) are server-side contexts; `login` (user, and password or token) makes
    AUTH required, by one of the mechanisms `offers_login`; so does `opens`: which users a token opens.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        *,
        dsn: bool = False,
        smtputf8: bool = True,
        size_limit: int = 50_000_000,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        offers_login: str = "LOGIN PLAIN",
        opens: Opens | None = None,
    ) -> None:
        self.dsn = dsn
        self.login = login
        self.opens = opens
        self.offers_login = offers_login
        self.record = Record()
        self._tls = tls
        self._offers: dict[str, Any] = {
            "data_size_limit": size_limit,
            "enable_SMTPUTF8": smtputf8,
            "tls_context": starttls,
            "require_starttls": False,
            "auth_required": login is not None or opens is not None,
            "auth_require_tls": False,
            "hostname": "mail.test",
        }
        self._listening = socket.create_server((self.host, 0))
        # asyncio asks for it only where a socket names its protocol: without it each EHLO takes the 40 ms of a late ACK
        self._listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._listening.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="smtp server of a test", daemon=True)
        self._ready = threading.Event()

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The mails that were taken, oldest first."""
        return tuple(self.record.kept)

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every command line of every connection, in the order they came."""
        return tuple(self.record.verbs)

    @property
    def connections(self) -> int:
        """How many connections were made."""
        return self.record.connections

    def deliveries(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        found = (re.search(rb"^Message-ID:\s*(\S+)", kept.content, re.I | re.M) for kept in self.kept)
        return Counter(match[1].decode("ascii", "replace") for match in found if match)

    def at(self, where: At, how: Misbehaviour, *, times: int | None = None, argument: str = "") -> None:
        """Misbehave there, `times` times (None: always), where the command's argument contains `argument`.

        The argument of `BODY` and `DOT` are the recipients. What is asked for first comes first.
        """
        if where is At.BODY and (isinstance(how, Hang) or (isinstance(how, Say) and how.then is Then.STAY)):
            raise ValueError("amid a mail the server can only end the connection")
        with self.record.changed:
            self.record.armed.append(Armed(where, how, times, argument))

    def behave(self) -> None:
        """Forget every misbehaviour, and let go of whoever hangs."""
        with self.record.changed:
            self.record.armed.clear()
        self.release()

    def release(self) -> None:
        """Let every hanging conversation go on."""
        self.record.hung.clear()
        self._loop.call_soon_threadsafe(self.record.released.set)

    def wait_until_hanging(self) -> None:
        """Return when a conversation hangs."""
        assert self.record.hung.wait(WAIT_S), "nobody came to where the server hangs"

    def wait_for(self, count: int) -> Sequence[Kept]:
        """Return when that many mails were taken."""
        with self.record.changed:
            assert self.record.changed.wait_for(lambda: len(self.record.kept) >= count, WAIT_S), "no such mail came"
        return self.kept

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(WAIT_S), "the server did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _conversation(self) -> Conversation:
        return Conversation(
            self.record,
            self._loop,
            dsn=self.dsn,
            login=self.login,
            opens=self.opens,
            offers_login=self.offers_login,
            offers=self._offers,
        )

    def _run(self) -> None:
        for name in ("mail.log", "mail.debug"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._loop.set_exception_handler(lambda loop, context: None)  # torn connections are what we are here for
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(
                self._conversation,
                sock=self._listening,
                ssl=self._tls,
            )
        )
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))  # the turn in which connections are lost
        self._loop.close()


def nobody_listens() -> int:
    """A port of loopback on which connections are refused."""
    with socket.create_server((SmtpServer.host, 0)) as listening:
        port: int = listening.getsockname()[1]
    return port
