"""One careers page: over HTTPS, from the host that is named and no other, bounded in time and size; or from a file."""

import http.client
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from inbox_bot.core.careers.reading import LARGEST_BYTES
from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import UNANSWERED, Line, exchange, why_unanswered

WAIT_S = 10.0  # for each answer of the server's
WHOLE_S = 30.0  # for a page
REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_SOME = frozenset({401, 403})


class PageDown(Exception):
    """A page could not be had; nothing is concluded from that. Its text says why."""


def fetch_page(url: str, ca: Path | None = None, line: Line | None = None) -> bytes:
    """The page's bytes, at most one more than are read. Whoever has `line` may cut it. Raises PageDown."""
    first = urlsplit(url)
    if first.scheme != "https" or not first.hostname or first.username or first.password:
        raise PageDown(Sentence("a careers page is given as https://HOST/…, without a user"))
    here = url
    for _ in range(REDIRECTS + 1):
        status, headers, content = _ask(here, ca, line)
        if status in _MOVED and (to := headers.get("Location")):
            here = urljoin(here, to)
            there = urlsplit(here)
            if (there.scheme, there.hostname, there.port) != ("https", first.hostname, first.port):
                where = safe.line(here, 200)
                raise PageDown(Sentence("it leads elsewhere, to {url}: give that page itself", url=where))
            continue
        if status in _FOR_SOME:
            raise PageDown(
                Sentence("the page is not for everybody ({status}): give one without a login", status=status)
            )
        if status != http.client.OK:
            raise PageDown(Sentence("its server answers {status}", status=status))
        return content
    raise PageDown(Sentence("it leads from page to page without an end"))


def content_of(page: str, ca: Path | None = None) -> bytes:
    """A page as a person names it: by its address, or by the file that it was saved in. Raises PageDown."""
    return fetch_page(page, ca) if "://" in page else _saved(Path(page).expanduser())


def _saved(file: Path) -> bytes:
    """A page that was saved. Raises PageDown."""
    try:
        with file.open("rb") as page:
            return page.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise PageDown(Sentence("{file} can't be read: {why}", file=str(file), why=error.strerror)) from None


def _ask(url: str, ca: Path | None, line: Line | None) -> tuple[int, http.client.HTTPMessage, bytes]:
    headers = {"Accept": "text/html, text/markdown;q=0.9, application/ld+json;q=0.9", "User-Agent": "inbox-bot"}
    try:
        answer = exchange(
            url,
            method="GET",
            headers=headers,
            ca=ca,
            wait_s=WAIT_S,
            whole_s=WHOLE_S,
            limit_bytes=LARGEST_BYTES,
            line=line,
        )
    except UNANSWERED as error:
        raise PageDown(why_unanswered(error)) from None
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and len(answer.content) < min(int(announced), LARGEST_BYTES):
        raise PageDown(Sentence("only a part of the page arrived"))
    return answer.status, answer.headers, answer.content
