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


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpsAnswer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes = field(repr=False)  #: at most a byte more than the limit


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
) -> HttpsAnswer:
    """Ask once. Raises TimeoutError, OSError (ssl.SSLCertVerificationError among them), http.client.HTTPException."""
    parts = urlsplit(url)
    context = ssl.create_default_context(cafile=str(ca) if ca else None)
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port or 443, timeout=wait_s, context=context)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    cut = threading.Event()
    lines: list[socket.socket] = []
    timer = threading.Timer(whole_s, _hang_up, (lines, cut))
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        lines.append(connection.sock)  # whoever closes after its answer takes it from the connection
        if cut.is_set():
            raise TimeoutError
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        content = response.read(limit_bytes + 1)
        if cut.is_set():
            raise TimeoutError
        return HttpsAnswer(status=response.status, headers=response.headers, content=content)
    except (OSError, http.client.HTTPException):
        if cut.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        connection.close()


def _hang_up(lines: Sequence[socket.socket], cut: threading.Event) -> None:
    """A server that sends a byte now and then keeps each single wait short, and would hold us for ever."""
    cut.set()
    for line in lines:
        with contextlib.suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)
