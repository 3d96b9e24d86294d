"""One request over HTTPS, bounded on all sides: each wait, the whole, the answer's size; no redirect, no proxy.

Knows no service: what is asked and what an answer means is the callers'.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence

UNANSWERED = (OSError, http.client.HTTPException, ValueError)  #: what `exchange` raises


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpsAnswer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes = field(repr=False)  #: at most a byte more than the limit


class Line:
    """The connection of a request, which another thread may cut: what waits for the server ends at once, for good."""

    def __init__(self) -> None:
        self._cut = threading.Event()
        self._socket: socket.socket | None = None

    @property
    def is_cut(self) -> bool:
        """Whether somebody has cut it."""
        return self._cut.is_set()

    def is_open(self, connected: socket.socket) -> None:
        """There is a connection now. Raises TimeoutError where it was cut before."""
        self._socket = connected
        if self.is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """A server that sends a byte now and then keeps each single wait short, and would hold us for ever."""
        self._cut.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def why_unanswered(error: Exception) -> Sentence:
    """Why there is no answer (`UNANSWERED`), for a person."""
    if isinstance(error, TimeoutError):
        return Sentence("its server did not answer in time")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Sentence("its certificate is not trusted: {reason}", reason=safe.line(error.verify_message, 200))
    why = safe.line(getattr(error, "strerror", None) or type(error).__name__)
    return Sentence("its server can't be reached: {why}", why=why)


def exchange(
    url: str,
    *,
    method: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    ca: Path | None = None,
    wait_s: float,
    whole_s: float,
    limit_bytes: int,
    line: Line | None = None,
    addresses: Sequence[str] = (),
) -> HttpsAnswer:
    """Ask once; whoever has `line` may cut it.

    `addresses`: what to connect to, the first that answers; none: whatever the name leads to. The certificate has to
    be the name's all the same. Without TLS only where the address says `http`, which its caller answers for.

    Raises TimeoutError, OSError (ssl.SSLCertVerificationError among them), http.client.HTTPException.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    if parts.scheme == "http":
        connection = http.client.HTTPConnection(host, parts.port, timeout=wait_s)
    else:
        context = ssl.create_default_context(cafile=str(ca) if ca else None)
        connection = http.client.HTTPSConnection(host, parts.port, timeout=wait_s, context=context)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    line = line or Line()
    timer = threading.Timer(whole_s, line.cut)
    timer.daemon = True
    timer.start()
    try:
        if addresses:
            connected = _connected(addresses, connection.port, wait_s)
            connection.sock = (
                connected if parts.scheme == "http" else context.wrap_socket(connected, server_hostname=host)
            )
        else:
            connection.connect()
        line.is_open(connection.sock)  # whoever closes after its answer takes it from the connection
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        content = response.read(limit_bytes + 1)
        if line.is_cut:
            raise TimeoutError
        return HttpsAnswer(status=response.status, headers=response.headers, content=content)
    except (OSError, http.client.HTTPException):
        if line.is_cut:
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        connection.close()


def _connected(addresses: Sequence[str], port: int, wait_s: float) -> socket.socket:
    """A connection to the first address that takes one. Raises the last one's OSError."""
    for at, address in enumerate(addresses, start=1):
        try:
            return socket.create_connection((address, port), timeout=wait_s)
        except OSError:
            if at == len(addresses):
                raise
    raise OSError("no address")
