"""A sign-in by a browser: the address to open, and the address that the browser comes back to (RFC 8252, RFC 7636).

The browser comes back to a port of this machine; where it is on another machine, the address that it ended at is
pasted. Either way the answer must carry the `state` that was sent (RFC 6749 §10.12): anything else is nobody's, and
waited past.
"""

import base64
import hashlib
import http.server
import queue
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from inbox_bot.core.rules.model import Provider
from inbox_bot.edges.signin.providers import TokenServer
from inbox_bot.edges.signin.refusals import late, refusal_of

LOOPBACK = "127.0.0.1"
WAIT_S = 900.0
_PAGE = b"<!doctype html><title>inbox_bot</title><p>inbox_bot has heard. This page may be closed."
_QUERY_LIMIT = 20_000  # characters: a code has a few hundred, Microsoft's up to some thousand


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One sign-in that has begun."""

    address: str  #: what to open
    redirect_uri: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def begin(server: TokenServer, port: int) -> Visit:
    """What to open in a browser, which comes back to this port."""
    # Microsoft takes any port of http://localhost, Google of http://127.0.0.1 (RFC 8252 §7.3).
    host = "localhost" if server.provider is Provider.MICROSOFT else LOOPBACK
    redirect_uri, state, verifier = f"http://{host}:{port}", secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": server.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(server.scopes),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": server.user,
    }
    if server.provider is Provider.GOOGLE:
        asked |= {"access_type": "offline", "prompt": "consent"}  # else no refresh token comes at a second sign-in
    joint = "&" if "?" in server.authorize_url else "?"
    address = f"{server.authorize_url}{joint}{urlencode(asked)}"
    return Visit(address=address, redirect_uri=redirect_uri, state=state, verifier=verifier)


def code_in(server: TokenServer, visit: Visit, came_back: str) -> str | None:
    """The code in the address (or its query alone) that a browser ended at; None where it is not of this visit.

    Raises AccessRefused where it says no (RFC 6749 §4.1.2.1).
    """
    text = came_back.strip()[:_QUERY_LIMIT]
    try:
        query = urlsplit(text).query or text.lstrip("?")
        fields = {name: values[0] for name, values in parse_qs(query).items()}
    except ValueError:
        return None
    if not secrets.compare_digest(fields.get("state", "").encode(), visit.state.encode()):
        return None
    if "error" in fields:
        raise refusal_of(server, fields["error"], fields.get("error_description", ""))
    return fields.get("code")


class Arrivals:
    """What comes back: requests at the port, and lines that are pasted."""

    def __init__(self) -> None:
        self.port = 0  #: of this machine, once it is heard at
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def put(self, line: str) -> None:
        """Something came."""
        self._lines.put(line)

    def code(self, server: TokenServer, visit: Visit, wait_s: float = WAIT_S) -> str:
        """Wait for the code of this visit. Raises AccessRefused: a no, or nobody came in time."""
        while True:
            try:
                line = self._lines.get(timeout=wait_s)
            except queue.Empty:
                raise late(server) from None
            if (code := code_in(server, visit, line)) is not None:
                return code


@contextmanager
def listening(port: int = 0) -> Iterator[Arrivals]:
    """Hear browsers at a port of this machine, any free one where it is 0. Raises OSError where it is taken."""
    arrivals = Arrivals()
    handler = type("Listener", (_Listener,), {"arrivals": arrivals})
    with http.server.ThreadingHTTPServer((LOOPBACK, port), handler) as listener:
        arrivals.port = listener.server_port
        thread = threading.Thread(target=listener.serve_forever, name="sign-in", daemon=True)
        thread.start()
        try:
            yield arrivals
        finally:
            listener.shutdown()


class _Listener(http.server.BaseHTTPRequestHandler):
    """One request of a browser."""

    timeout = 15.0
    arrivals: Arrivals

    def do_GET(self) -> None:
        """Take what comes; a browser asks for its icon as well, which is waited past."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(_PAGE)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(_PAGE)
        self.arrivals.put(self.path)

    def log_message(self, format: str, *args: object) -> None:
        """The request holds the code: it is not logged."""
