"""One question to a web server that gives tokens: a form by POST, a JSON object back, over TLS, bounded on all sides.

No redirect is followed, no proxy of the environment is asked, and nothing of what was sent is ever told. What the
answer means is the callers'.
"""

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import exchange

WAIT_S = 15.0  # to connect, and for each piece of the answer
WHOLE_S = 45.0  # for all of it
LIMIT_BYTES = 200_000  # a token with its claims has 2-10 kB
RETRY_AT_MOST_S = 900.0
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class TokenServerDown(Exception):
    """No answer, or none that makes sense: nothing is known, and trying again later may help."""

    def __init__(self, why: Sentence, *, retry_after_s: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.retry_after_s = retry_after_s  #: what the server asked for


class NotTrusted(TokenServerDown):
    """The server's certificate is not trusted: a person has to look."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerAnswer:
    """What the server said."""

    status: int
    fields: Mapping[str, object] = field(repr=False)  #: a token may be in it
    server_time: datetime | None  #: by its Date field (RFC 9110 §6.6.1)

    def text(self, name: str) -> str:
        """One field, where it is a text; else ""."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str, otherwise: float) -> float:
        """One field, where it is a number, as a number or as text: servers differ."""
        try:
            found = float(str(self.fields.get(name, otherwise)))
        except ValueError:
            return otherwise
        return found if 0 <= found < 1e9 else otherwise


def ask(url: str, form: Mapping[str, str], *, ca: Path | None = None) -> ServerAnswer:
    """Post a form. Raises TokenServerDown, NotTrusted."""
    host = urlsplit(url).hostname or ""
    try:
        answer = exchange(
            url,
            method="POST",
            body=urlencode(form).encode(),
            headers=HEADERS,
            ca=ca,
            wait_s=WAIT_S,
            whole_s=WHOLE_S,
            limit_bytes=LIMIT_BYTES,
        )
    except ssl.SSLCertVerificationError as error:
        why = Sentence(
            "the certificate of {host} is not trusted: {reason}", host=host, reason=safe.line(error.verify_message)
        )
        raise NotTrusted(why) from None
    except TimeoutError:
        raise TokenServerDown(Sentence("{host} did not answer in time", host=host)) from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise TokenServerDown(
            Sentence("{host} can't be reached: {reason}", host=host, reason=safe.line(str(reason)))
        ) from None
    return _understood(host, answer.status, answer.headers, answer.content)


def _understood(host: str, status: int, headers: http.client.HTTPMessage, content: bytes) -> ServerAnswer:
    if 300 <= status <= 399:
        to = urlsplit(headers.get("Location", "")).hostname or "?"
        why = Sentence("{host} sends us elsewhere, to {to}, and is not followed", host=host, to=safe.line(to))
        raise TokenServerDown(why)
    if status == 429 or status >= 500:
        why = Sentence("{host} can't answer now ({status})", host=host, status=status)
        raise TokenServerDown(why, retry_after_s=_retry_after_s(headers))
    if len(content) > LIMIT_BYTES:
        raise TokenServerDown(Sentence("{host} answers with far more than a token", host=host))
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        why = Sentence(
            "what {host} answers ({status}) is no JSON: look whether a proxy or a portal stands in its place",
            host=host,
            status=status,
        )
        raise TokenServerDown(why)
    return ServerAnswer(status=status, fields=fields, server_time=_date(headers))


def _retry_after_s(headers: http.client.HTTPMessage) -> float:
    said = headers.get("Retry-After", "")  # RFC 9110 §10.2.3: seconds; a date is left aside
    return min(float(said), RETRY_AT_MOST_S) if said.isascii() and said.isdigit() else 0.0


def _date(headers: http.client.HTTPMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
