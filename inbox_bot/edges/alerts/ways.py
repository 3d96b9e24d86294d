"""A webhook is posted JSON, a ping is asked for: whatever a server answers, it costs five seconds at most."""

import http.client
import json
from collections.abc import Mapping
from pathlib import Path

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import exchange

WAIT_S = 4.0
WHOLE_S = 5.0  # a daemon that is told to stop waits no longer
LIMIT_BYTES = 10_000  # of an answer that nobody reads


class AlertFailed(Exception):
    """Nobody was reached by this way; the text says why, and holds no address: that may be a secret."""


def post(url: str, fields: Mapping[str, object], *, ca: Path | None = None) -> None:
    """Post JSON. Raises AlertFailed unless the server says that it was well (2xx)."""
    _ask(url, "POST", json.dumps(fields).encode(), ca)


def ping(url: str, *, ca: Path | None = None) -> None:
    """Ask for the address, as healthchecks.io and its like count. Raises AlertFailed."""
    _ask(url, "GET", None, ca)


def _ask(url: str, method: str, body: bytes | None, ca: Path | None) -> None:
    if not url.startswith("https://"):
        raise AlertFailed(Sentence("the address does not begin with https://"))
    headers = {"Content-Type": "application/json"} if body is not None else {}
    try:
        answer = exchange(
            url,
            method=method,
            body=body,
            headers=headers,
            ca=ca,
            wait_s=WAIT_S,
            whole_s=WHOLE_S,
            limit_bytes=LIMIT_BYTES,
        )
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise AlertFailed(safe.line(getattr(error, "strerror", None) or type(error).__name__)) from None
    if not 200 <= answer.status <= 299:
        raise AlertFailed(Sentence("the server answers {status}", status=answer.status))
