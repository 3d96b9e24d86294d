"""Letters by Microsoft Graph, where SMTP AUTH is off: `POST /users/{mailbox}/sendMail`, the letter as MIME in base64.

Source: learn.microsoft.com "user: sendMail" (MIME format) and "Microsoft Graph throttling guidance". 202 means
accepted, and no more. The request's last byte is to it what the final dot is to SMTP: before it left, the letter was
not given; after it, and without an answer that is whole, nobody knows. Graph takes the recipients from the letter, and
chooses the envelope's sender itself.
"""

import base64
import contextlib
import http.client
import json
import socket
import ssl
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

from inbox_bot.core.message import safe
from inbox_bot.core.reply.letter.refusal import Verb
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import AccessRefused, Cause, Credentials, cause_of
from inbox_bot.edges.outbox.values import OutboxDown, Refused, Sent, Uncertain

URL = "https://graph.microsoft.com"
WAIT_S = 60.0
ANSWER_LIMIT_BYTES = 100_000
PAUSE_AT_MOST_S = 900.0
_NOT_NOW = (429, 503)
_NEVER = (400, 413)  # this letter
_TAKEN = (200, 202)


class GraphOutbox:
    """See the module: `contract.Outbox`, by HTTP. A connection a letter."""

    def __init__(
        self, *, mailbox: str, credentials: Credentials, url: str = URL, ca: Path | None = None, wait_s: float = WAIT_S
    ) -> None:
        """`mailbox` is the address that letters are sent as."""
        self._mailbox = mailbox
        self._credentials = credentials
        self._url = urlsplit(url)
        self._ca = ca
        self._wait_s = wait_s
        self._line: http.client.HTTPSConnection | None = None
        self._rests_until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Drop the connection."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def hang_up(self) -> None:
        """From another thread: cut the line."""
        line = self._line
        if line is not None and line.sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(line.sock, socket.SHUT_RDWR)

    def open(self) -> None:
        """Have a token, and no pause that the server asked for. Raises OutboxDown."""
        if time.monotonic() < self._rests_until:
            raise self._down(Sentence("it asked for a pause, which is not over"))
        try:
            self._credentials.check()
        except AccessRefused as refused:
            raise self._refused_us(refused) from None

    def probe(self, sender: str = "") -> None:
        """`open`: whether letters are taken, only a letter tells. Raises OutboxDown."""
        self.open()

    def send(self, wire: bytes, *, to: str, sender: str = "", smtputf8: bool = False) -> Sent | Refused | Uncertain:
        """Send one mail; `to` and `sender` are for Graph to take from it. Raises OutboxDown."""
        self.open()
        results: list[Sent | Refused | Uncertain] = []

        def show(token: str) -> AccessRefused | None:
            result = self._posted(token, wire)
            if isinstance(result, AccessRefused):
                return result
            results.append(result)
            return None

        try:
            self._credentials.log_in(show)
        except AccessRefused as refused:
            raise self._refused_us(refused) from None
        return results[-1]

    def _posted(self, token: str, wire: bytes) -> Sent | Refused | Uncertain | AccessRefused:
        line = self._connected()
        body = base64.b64encode(wire)
        try:
            line.putrequest("POST", f"{self._url.path}/v1.0/users/{quote(self._mailbox, safe='@')}/sendMail")
            for name, value in (
                ("Authorization", f"Bearer {token}"),
                ("Content-Type", "text/plain"),
                ("Content-Length", str(len(body))),
            ):
                line.putheader(name, value)
            line.endheaders(body[:-1])
        except (OSError, http.client.HTTPException) as error:
            self.close()
            return Refused(verb=Verb.DATA, code=0, reply=safe.line(type(error).__name__), temporary=True)
        try:
            line.send(body[-1:])
            response = line.getresponse()
            status, answer = response.status, _said(response)
            pause = _pause_s(response.getheader("Retry-After", ""))
        except (OSError, http.client.HTTPException) as error:
            return Uncertain(reply=safe.line(f"no whole answer: {type(error).__name__}"))
        finally:
            self.close()
        return self._meant(status, answer, pause)

    def _meant(self, status: int, answer: str, pause_s: float) -> Sent | Refused | Uncertain | AccessRefused:
        said = f"{status} {answer}".strip()
        if status in _TAKEN:
            return Sent(reply=said)
        if status == 401:
            return AccessRefused(Sentence("it refuses the token: {answer}", answer=said), "AUTHENTICATIONFAILED")
        if status in _NOT_NOW:
            self._rests_until = time.monotonic() + pause_s
            raise self._down(Sentence("it takes no letter now: {answer}", answer=said))
        if status in _NEVER:
            return Refused(verb=Verb.DOT, code=554, reply=said, temporary=False)
        if 400 <= status <= 499:  # 403, 404: the app, the mailbox, the licence
            why = Sentence("it refuses letters of {mailbox}: {answer}", mailbox=self._mailbox, answer=said)
            raise self._down(why, temporary=False, cause=Cause.SENDER)
        return Uncertain(reply=said)

    def _connected(self) -> http.client.HTTPSConnection:
        try:
            context = ssl.create_default_context(cafile=str(self._ca) if self._ca else None)
            line = http.client.HTTPSConnection(
                self._url.hostname or "", self._url.port or 443, timeout=self._wait_s, context=context
            )
            line.connect()
        except OSError as error:
            reason = safe.line(getattr(error, "verify_message", "") or error.strerror or type(error).__name__)
            raise self._down(reason, cause=cause_of(error)) from None
        self._line = line
        return line

    def _refused_us(self, refused: AccessRefused) -> OutboxDown:
        return self._down(refused.why, temporary=refused.temporary, cause=refused.cause)

    def _down(self, why: str, *, temporary: bool = True, cause: Cause = Cause.TOLD) -> OutboxDown:
        sentence = Sentence("Microsoft Graph at {host} can't be used: {why}", host=self._url.hostname, why=why)
        return OutboxDown(sentence, temporary=temporary, cause=cause)


def _said(response: http.client.HTTPResponse) -> str:
    """The error's code and message (learn.microsoft.com "Microsoft Graph error responses"), as one inert line.

    A letter whose 202 came is taken, whatever becomes of the rest.
    """
    try:
        fields = json.loads(response.read(ANSWER_LIMIT_BYTES))
        error = fields["error"]
        return safe.line(f"{error['code']}: {error['message']}", 300)
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, RecursionError):
        return ""


def _pause_s(said: str) -> float:
    """Retry-After in seconds (RFC 9110 §10.2.3); a minute where it says none."""
    return min(float(said), PAUSE_AT_MOST_S) if said.isascii() and said.isdigit() else 60.0
