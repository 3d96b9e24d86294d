"""Vacancies that a page says to machines: JobPosting in JSON-LD (schema.org/JobPosting), and Personio's feed in XML."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from inbox_bot.core.careers.values import Advertised
from inbox_bot.core.careers.words import without_genders
from inbox_bot.core.message import safe
from inbox_bot.core.message.text.html_text import torn

DEEPEST = 12  # levels; a JobPosting in a list in a graph is at 4
MOST_VALUES = 200_000
_SCRIPT = re.compile(
    r"""<script\b[^<>]{0,300}\btype\s*=\s*["']?application/ld\+json["']?[^<>]{0,300}>(.*?)</script""",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?<workzag-jobs\b")


def in_scripts(markup: str) -> list[Advertised]:
    """The vacancies in a page's JSON-LD."""
    return [found for script in _SCRIPT.findall(markup) for found in in_json(script)]


def in_json(text: str) -> list[Advertised]:
    """The vacancies in a JSON-LD document; none where it is no JSON."""
    try:
        document = json.loads(text.strip())
    except (ValueError, RecursionError):
        return []
    return [found for each in _postings(document) if (found := _of_posting(each)) is not None]


def _postings(document: Any) -> Iterator[dict[str, Any]]:
    """Every object that is a JobPosting, in the order of the document."""
    waiting: list[tuple[Any, int]] = [(document, 0)]
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        value, depth = waiting.pop()
        if depth > DEEPEST:
            continue
        if isinstance(value, dict):
            kinds = value.get("@type")
            if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
                yield value
                continue
            waiting += [(each, depth + 1) for each in reversed(list(value.values()))]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in reversed(value)]


def _of_posting(posting: dict[str, Any]) -> Advertised | None:
    title = without_genders(_text(posting.get("title") or posting.get("name"), 200))
    if not title:
        return None
    number = str(posting.get("totalJobOpenings") or "1")
    identifier = posting.get("identifier")
    skills = posting.get("skills")
    words = skills if isinstance(skills, list) else str(skills or "").split(",")
    return Advertised(
        title=title,
        location=", ".join(dict.fromkeys(filter(None, _places(posting)))),
        positions=min(max(int(number), 1), 10_000) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        description=_text(posting.get("description"), 600),
        keywords=tuple(dict.fromkeys(filter(None, (_text(word, 60) for word in words))))[:14],
        reference=_text(identifier.get("value") if isinstance(identifier, dict) else identifier, 60),
        closes=_day(posting.get("validThrough")),
    )


def _places(posting: dict[str, Any]) -> Iterator[str]:
    if posting.get("jobLocationType") == "TELECOMMUTE":
        yield "Remote"
    places = posting.get("jobLocation") or ()
    for place in places if isinstance(places, list) else [places]:
        address = place.get("address") if isinstance(place, dict) else place
        if isinstance(address, dict):
            country = address.get("addressCountry")
            named = country.get("name") if isinstance(country, dict) else country
            yield ", ".join(filter(None, (_text(address.get("addressLocality"), 60), _text(named, 40))))
        else:
            yield _text(address, 100)


def in_feed(text: str) -> list[Advertised]:
    """The vacancies in Personio's feed; none where it is another document."""
    if not _FEED.match(text):
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError):
        return []
    found = []
    for position in tree.iter("position"):
        title = without_genders(_text(position.findtext("name"), 200))
        if title:
            about = _text(position.findtext(".//jobDescription/value"), 600)
            words = tuple(filter(None, (_text(word, 60) for word in (position.findtext("keywords") or "").split(","))))
            found.append(
                Advertised(
                    title=title,
                    location=_text(position.findtext("office"), 100),
                    description=about,
                    keywords=words[:14],
                    reference="",
                )
            )
    return found


def _text(value: Any, limit: int) -> str:
    if not isinstance(value, str | int):
        return ""
    shown = torn(str(value))
    if "<" in shown:  # many write their markup escaped
        shown = torn(shown)
    return safe.line(" ".join(shown.split()), limit)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
