"""What is wrong with a site that was built: links that lead nowhere, and anything that is asked of another server."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Elements that a browser fetches something for by itself, and the attribute that names it.
FETCHED = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
}
#: Relations of <link> that are not fetched.
NOT_FETCHED = {"canonical", "next", "prev", "alternate", "author", "license"}


@dataclass
class _Page(HTMLParser):
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in FETCHED and given.get(FETCHED[tag]) and given.get("rel", "") not in NOT_FETCHED:
            self.fetched.append(given[FETCHED[tag]])


def problems_in(site: Path) -> list[str]:
    """Each problem as a line: the page, and what is wrong."""
    read = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    problems = []
    for path, page in read.items():
        name = path.relative_to(site).as_posix()
        problems += [f"{name}: asks another server: {each}" for each in page.fetched if _is_elsewhere(each)]
        local = [each for each in (*page.links, *page.fetched) if not _is_elsewhere(each)]
        problems += [f"{name}: leads nowhere: {each}" for each in local if not _leads(each, path, site, read)]
    return problems


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    return page


def _is_elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in ("http", "https", "mailto", "data")


def _leads(address: str, at: Path, site: Path, read: dict[Path, _Page]) -> bool:
    parts = urlsplit(address)
    there = at if not parts.path else (at.parent / unquote(parts.path)).resolve()
    if parts.path.startswith("/"):
        there = site / unquote(parts.path).lstrip("/")
    if there.is_dir():
        there /= "index.html"
    if not there.is_file():
        return False
    return not parts.fragment or there not in read or unquote(parts.fragment) in read[there].ids
