"""A careers page to its vacancies: of the ways to say them the surest first, and a reason where there is none.

1. JobPosting in JSON-LD (schema.org), or a feed of positions: a page for machines says it exactly.
2. A table whose columns are called title, place and the like.
3. A list, or cards, under a heading for vacancies.
4. Headings that are titles of positions, under such a heading, or with what only positions have.

Nothing is taken for a vacancy that is not shown to be one, and a page that is not understood says nothing: not that its
vacancies are gone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from inbox_bot.core.careers.blocks import Block, What, blocks_of_html, blocks_of_markdown
from inbox_bot.core.careers.postings import in_feed, in_json, in_scripts
from inbox_bot.core.careers.sections import described
from inbox_bot.core.careers.tables import in_tables
from inbox_bot.core.careers.values import Advertised, CareersPage, NotUnderstood
from inbox_bot.core.careers.words import (
    has_genders,
    heads_vacancies,
    is_a_title,
    is_about_agencies,
    says_none,
    without_genders,
)
from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence

LARGEST_BYTES = 2_000_000
MOST = 1_000  # vacancies of one page
LITTLE_TEXT = 200  # characters: a page with less, and with scripts, is put together by the browser
_LOGIN = re.compile(r"""<input\b[^<>]{0,300}\btype\s*=\s*["']?password""", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_MARKUP = re.compile(r"\A\s*(?:<!doctype html|<html|<head|<body|<!--)|<(?:body|main|div|article)\b", re.IGNORECASE)
_BEGUN = re.compile(r"<html\b", re.IGNORECASE)
_ENDED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_JOB_LINK = re.compile(
    r"(?:job|jobs|position|vacanc\w+|stelle\w*|karriere|careers?|emploi|offre|empleo|vacature)s?[/\w-]*/", re.I
)
_COUNT = re.compile(
    r"[\[(]\s*(?:(\d{1,3})\s*[-–—]\s*)?(\d{1,4})\s*(?:x\b|×|positions?|openings?|stellen?|postes?|puestos?|plazas?|vacatures?|places?)[^\])]{0,20}[\])]",
    re.I,
)
_PLACE = re.compile(r"\s+[-–—|·•@]\s+|\s*\((?=[^()]{2,60}\)\s*\Z)|\s+(?:in|bij)\s+(?=[A-Z])")


def read_page(content: bytes) -> CareersPage:
    """What a page says. Raises NotUnderstood."""
    if len(content) > LARGEST_BYTES:
        raise NotUnderstood(Sentence("the page is larger than {number} MB", number=LARGEST_BYTES // 1_000_000))
    if content.startswith(b"%PDF"):
        raise NotUnderstood(Sentence("it is a PDF: give the page as HTML or Markdown, or write the vacancies yourself"))
    text = content.decode("utf-8-sig", "replace")
    if not text.strip() or "\0" in text:
        raise NotUnderstood(Sentence("there is no text on the page"))
    start = text.lstrip()[:1]
    if start in "{[":
        return _page(in_json(text), [])
    if found := in_feed(text):
        return _page(found, [])
    if _MARKUP.search(text):
        if _BEGUN.search(text) and not _ENDED.search(text):
            raise NotUnderstood(Sentence("only a part of the page arrived"))
        blocks = blocks_of_html(text)
        found = in_scripts(text) or _in_table(text, blocks) or _in_blocks(blocks)
        return _page(found, blocks, why_none=lambda: _why_none(text, blocks))
    blocks = blocks_of_markdown(text)
    return _page(_in_blocks(blocks), blocks)


def _page(
    found: Sequence[Advertised],
    blocks: Sequence[Block],
    *,
    why_none: Callable[[], Sentence] = lambda: Sentence("no vacancies are found on the page"),
) -> CareersPage:
    if not found:
        raise NotUnderstood(why_none())
    if len(found) > MOST:
        raise NotUnderstood(Sentence("{number} vacancies on one page are more than can be", number=len(found)))
    return CareersPage(vacancies=tuple(dict.fromkeys(found)), agencies=_about_agencies(blocks))


def _why_none(markup: str, blocks: Sequence[Block]) -> Sentence:
    if _LOGIN.search(markup):
        return Sentence("the page asks for a login: give one that everybody can read")
    if _SCRIPT.search(markup) and sum(len(block.text) for block in blocks) < LITTLE_TEXT:
        return Sentence("the page is put together by scripts, which are not run: save it from a browser, as a file")
    return Sentence("no vacancies are found on the page")


def _in_table(markup: str, blocks: Sequence[Block]) -> list[Advertised]:
    rows = in_tables(markup)
    return [_whole(Advertised(title=title, location=place), block, blocks) for title, place, block in rows]


def _in_blocks(blocks: Sequence[Block]) -> list[Advertised]:
    """By the first way that finds some."""
    starts = [at for at, block in enumerate(blocks) if block.what is What.HEADING and heads_vacancies(block.text)]
    sections = [_below(blocks, at) for at in reversed(starts)]  # the nearest heading has the list
    for way in (_listed, _headed):
        for section in sections:
            if found := list(way(section)):
                return [_whole(each, block, blocks) for each, block in found]
    found = [
        (_advertised(block.text), block) for block in blocks if block.what is What.HEADING and has_genders(block.text)
    ]
    return [_whole(each, block, blocks) for each, block in found]


def _below(blocks: Sequence[Block], at: int) -> Sequence[Block]:
    """What stands under a heading, until the next one of its rank."""
    for end in range(at + 1, len(blocks)):
        if blocks[end].what is What.HEADING and blocks[end].level <= blocks[at].level:
            return blocks[at + 1 : end]
    return blocks[at + 1 :]


def _listed(section: Sequence[Block]) -> Iterator[tuple[Advertised, Block]]:
    """The items of a list, or cards, that are shown to be vacancies, before any further heading's text.

    Where most items of a list are shown to be, one more that is written like them is one as well, though no word of
    it is known for work: a list that is taken in part would have the others gone.
    """
    alike = _written_alike(section)
    for at, block in enumerate(section):
        if block.what is What.LINK and (_JOB_LINK.search(block.link) or is_a_title(block.linked)):
            yield replace(_advertised(block.linked), location=_place(block.text)), block
        elif block.what is What.ITEM and (at in alike or _is_advertised(block)):
            yield _advertised(block.text, linked=block.linked), block
        elif block.what is What.TEXT and is_a_title(block.linked) and _JOB_LINK.search(block.link):
            yield _advertised(block.text, linked=block.linked), block  # a row of a table


def _written_alike(section: Sequence[Block]) -> set[int]:
    """The places of items that are written like the vacancies that they stand among: with a link, a place, a number."""
    alike: set[int] = set()
    for is_list, run in groupby(enumerate(section), key=lambda each: each[1].what is What.ITEM):
        items = [(at, block) for at, block in run if not _is_something_else(block)]
        shown = [block for _, block in items if _is_advertised(block)]
        if is_list and len(shown) * 2 > len(items):
            marks = {mark for block in shown for mark in _marks(block)}
            alike |= {at for at, block in items if marks & _marks(block)}
    return alike


def _marks(item: Block) -> set[str]:
    """What an item of a list of vacancies has beside its title."""
    has = {"link": bool(item.link), "number": bool(_COUNT.search(item.text)), "place": bool(_PLACE.search(item.text))}
    return {mark for mark, is_there in has.items() if is_there}


def _is_something_else(item: Block) -> bool:
    return len(item.text) > 200 or item.text.endswith(".") or says_none(item.text)


def _is_advertised(item: Block) -> bool:
    if len(item.text) > 200 or item.text.endswith("."):
        return False
    title = _advertised(item.text, linked=item.linked).title
    if is_a_title(title):
        return bool(item.link or has_genders(item.text) or _COUNT.search(item.text) or _PLACE.search(item.text))
    return bool(_COUNT.search(item.text)) or (item.linked != "" and bool(_JOB_LINK.search(item.link)))


def _headed(section: Sequence[Block]) -> Iterator[tuple[Advertised, Block]]:
    """The headings that are titles."""
    for block in section:
        if block.what is What.HEADING and is_a_title(_advertised(block.text).title):
            yield _advertised(block.text), block


def _advertised(text: str, *, linked: str = "") -> Advertised:
    """Title, place and number out of a line such as `Data scientist - Remote or London, UK [1-2 positions]`."""
    counted = _COUNT.search(text)
    plain = " ".join(_COUNT.sub(" ", text).split())
    if linked and linked != plain and plain.startswith(linked):
        title, rest = linked, plain[len(linked) :]
        inner = _PLACE.split(title, maxsplit=1)
    else:
        title, rest = plain, ""
        inner = _PLACE.split(without_genders(plain), maxsplit=1)
    if not rest.strip() and len(inner) == 2:
        title, rest = inner
    return Advertised(
        title=safe.line(without_genders(title), 200),
        location=_place(rest),
        positions=min(int(counted[2]), 10_000) or 1 if counted else 1,
    )


def _place(rest: str) -> str:
    return safe.line(without_genders(rest).strip(" -–—|·•@,()"), 100)


def _whole(found: Advertised, block: Block, blocks: Sequence[Block]) -> Advertised:
    """With what the section about it says."""
    about = described(found.title, block, blocks)
    return replace(
        found, description=about.description, keywords=about.keywords, location=found.location or about.location
    )


def _about_agencies(blocks: Sequence[Block]) -> str:
    for block in blocks:
        for sentence in re.split(r"(?<=[.!?])\s+", block.text):
            if len(sentence) <= 300 and is_about_agencies(sentence):
                return safe.line(sentence, 300)
    return ""
