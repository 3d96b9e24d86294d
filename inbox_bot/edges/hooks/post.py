"""One webhook, posted: ten seconds at most, no redirect, and of the answer nothing but its status counts."""

import http.client
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.access import UNANSWERED, Line, exchange, why_unanswered
from inbox_bot.edges.hooks.addresses import NotAllowed, addresses_of
from inbox_bot.edges.hooks.signing import signed

WHOLE_S = 10.0
LIMIT_BYTES = 1_000_000  # of what is posted, and of the answer
_PORTS = {"https": 443, "http": 80}


class HookFailed(Exception):
    """It was not taken, and may be another time; the text says why."""


class HookRefused(Exception):
    """It will not be taken: nobody is there any more, or it may not be posted. The text says why."""


def post(
    url: str,
    body: bytes,
    *,
    id_: str,
    key: bytes,
    at: datetime,
    private: bool = False,
    ca: Path | None = None,
    line: Line | None = None,
) -> None:
    """Post JSON, signed. Done when the server says that it was well (2xx). Whoever has `line` may cut it.

    Raises HookFailed, HookRefused.
    """
    if len(body) > LIMIT_BYTES:
        raise HookRefused(Sentence("what it would be told is larger than {size} bytes", size=LIMIT_BYTES))
    addresses = way_to(url, private=private)
    try:
        answer = exchange(
            url,
            method="POST",
            body=body,
            headers={"Content-Type": "application/json", "User-Agent": "inbox-bot", **signed(key, id_, at, body)},
            ca=ca,
            wait_s=WHOLE_S,
            whole_s=WHOLE_S,
            limit_bytes=LIMIT_BYTES,
            line=line,
            addresses=addresses,
        )
    except UNANSWERED as error:
        raise HookFailed(why_unanswered(error)) from None
    _judge(answer.status, len(answer.content))


def way_to(url: str, *, private: bool) -> tuple[str, ...]:
    """The addresses that a webhook may be posted to. Raises HookFailed."""
    parts = urlsplit(url)
    try:
        return addresses_of(parts.hostname or "", parts.port or _PORTS[parts.scheme], private=private)
    except NotAllowed as error:
        raise HookFailed(said_by(error)) from None
    except (OSError, UnicodeError) as error:
        raise HookFailed(why_unanswered(error)) from None


def _judge(status: int, size: int) -> None:
    if size > LIMIT_BYTES:
        raise HookFailed(Sentence("its server answers with more than {size} bytes", size=LIMIT_BYTES))
    if status == http.client.GONE:
        raise HookRefused(Sentence("its server says that nobody is there any more ({status})", status=status))
    if 300 <= status <= 399:
        raise HookFailed(Sentence("its server leads elsewhere ({status}), which is not followed", status=status))
    if not 200 <= status <= 299:
        raise HookFailed(Sentence("its server answers {status}", status=status))
