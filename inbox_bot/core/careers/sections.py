"""What a page says of one vacancy further down: the section that its line links to, or whose heading is its title."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inbox_bot.core.careers.blocks import Block, What
from inbox_bot.core.judgement.text.wording import fold

LONGEST = 600  # characters of a description
MOST_KEYWORDS = 14
_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)\s*\Z")
#: A tool or a skill: a word with a capital within its sentence, or with signs that names of tools have.
_NAMED = re.compile(
    r"(?<=[\w,(/&] )(?:[A-Z][A-Za-z]*[\w.+#-]*(?: [A-Z][\w.+#-]*){0,2})|\b[A-Z]{2,6}\b|\b[A-Za-z]+[.][a-z]{2}\b"
)
_NO_KEYWORDS = frozenset(
    {"i", "we", "you", "our", "your", "the", "cv", "uk", "us", "eu", "gmbh", "ltd", "send", "interested"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a section says."""

    description: str = ""
    keywords: tuple[str, ...] = ()
    location: str = ""


def described(title: str, block: Block, blocks: Sequence[Block]) -> About:
    """What the page says of a vacancy, beyond its line; nothing where it has no section."""
    at = _heading(title, block, blocks)
    if at is None:
        return About()
    body: list[str] = []
    for each in blocks[at + 1 :]:
        if each.what is What.HEADING and each.level <= blocks[at].level:
            break
        body.append(each.text)
    text = " . ".join(body)  # no name goes on in the next block
    place = _IN_BRACKETS.search(blocks[at].text)
    return About(
        description=_cut(next((each for each in body if len(each) > 40), "")),
        keywords=_keywords(text, title),
        location=place[1] if place and not re.search(r"/", place[1]) else "",
    )


def _heading(title: str, block: Block, blocks: Sequence[Block]) -> int | None:
    wanted = block.link.partition("#")[2] if block.link.startswith("#") else None
    for at, each in enumerate(blocks):
        if each.what is not What.HEADING:
            continue
        if each is block or (wanted and wanted in each.anchors) or fold(each.text) == fold(title):
            return at
    return None


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    begin = text[:LONGEST]
    return begin[: begin.rfind(". ") + 1] or begin[: begin.rfind(" ")] + " …"


def _keywords(text: str, title: str) -> tuple[str, ...]:
    """Names of tools and skills, those first that stand there most often, and of those the first."""
    of_title = set(re.findall(r"[^\W_]+", fold(title)))
    found: Counter[str] = Counter()
    for match in _NAMED.finditer(text):
        word = match[0].rstrip(".,;:-")
        parts = set(re.findall(r"[^\W_]+", fold(word)))
        if len(word) > 1 and not parts <= of_title and not parts & _NO_KEYWORDS:
            found[word] += 1
    return tuple(word for word, _ in found.most_common(MOST_KEYWORDS))
