"""What a page says of one vacancy further down: the section that its line links to, or whose heading is its title."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inbox_bot.core.careers.blocks import Block, What
from inbox_bot.core.careers.words import is_of_the_company, names_no_skill
from inbox_bot.core.judgement.names.given_names import has_given_name
from inbox_bot.core.judgement.text.wording import fold

LONGEST = 600  # characters of a description
MOST_KEYWORDS = 14
_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)\s*\Z")
#: A tool or a skill: a word with a capital within its sentence, or with signs that names of tools have.
_NAMED = re.compile(
    r"(?<=[\w,(/&] )(?:[A-Z][A-Za-z]*[\w.+#-]*(?: [A-Z][\w.+#-]*){0,2})|\b[A-Z]{2,6}\b|\b[A-Za-z]+[.][a-z]{2}\b"
)
#: Tools that are called by a given name.
_TOOLS_LIKE_PEOPLE = frozenset({"ruby", "julia", "ada", "pascal", "maya", "sage", "jade", "robin", "sap"})
_OWN_DOMAIN = re.compile(r"@([a-z0-9-]{3,63})\.", re.IGNORECASE)
SHORTEST_OWN = 4  # letters of a company's name that is known by its domain
WORDS_OF_A_SKILL = 3  # an item of a list with no more is one by itself: "Kafka", "Adobe Photoshop"


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
    about = list(_of_the_position(blocks, at))
    place = _IN_BRACKETS.search(blocks[at].text)
    where = place[1] if place and not re.search(r"/", place[1]) else ""
    left_out = _words(f"{title} {where} {block.text}") | _own_names(blocks)
    return About(
        description=_cut(next((each.text for each in about if len(each.text) > 40), "")),
        keywords=_keywords(_joined(about), left_out),
        location=where,
    )


def _of_the_position(blocks: Sequence[Block], at: int) -> Iterator[Block]:
    """What stands below a heading, without what the company offers, says of itself, or asks to be sent."""
    is_left_out = False
    for each in blocks[at + 1 :]:
        if each.what is What.HEADING and each.level <= blocks[at].level:
            return
        if each.what is What.HEADING or each.text.endswith(":"):
            is_left_out = is_of_the_company(each.text)
        elif each.what is What.TEXT and is_of_the_company(each.text):  # a heading that is bold, and no more
            is_left_out = True
        if not is_left_out and each.what is not What.HEADING:
            yield each


def _joined(about: Sequence[Block]) -> str:
    """One text, in which no name goes on in the next block; a short item of a list is as if in a sentence."""
    pieces = []
    for each in about:
        is_a_skill = each.what is What.ITEM and len(each.text.split()) <= WORDS_OF_A_SKILL
        pieces.append(f"a {each.text}" if is_a_skill else each.text)
    return " . ".join(pieces)


def _own_names(blocks: Sequence[Block]) -> set[str]:
    """What the company calls itself: by its addresses, and by the page's first heading, but for how that begins."""
    domains = {found[1].lower() for each in blocks for found in _OWN_DOMAIN.finditer(each.text)}
    titles = [each.text for each in blocks if each.what is What.HEADING and each.level == 1][:1]
    titled = {fold(word) for text in titles for word in re.findall(r"(?<=\s)[A-Z][\w.+#-]*\w", text)}
    by_domain = {
        word
        for each in blocks
        for word in _words(each.text)
        if len(word) >= SHORTEST_OWN and any(domain.startswith(word) for domain in domains)
    }
    return titled | by_domain


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


def _keywords(text: str, left_out: set[str]) -> tuple[str, ...]:
    """Names of tools and skills, those first that stand there most often, and of those the first."""
    found: Counter[str] = Counter()
    for match in _NAMED.finditer(text):
        word = match[0].rstrip(".,;:-")
        if len(word) > 1 and _is_a_skill(word, left_out):
            found[word] += 1
    return tuple(word for word, _ in found.most_common(MOST_KEYWORDS))


def _is_a_skill(word: str, left_out: set[str]) -> bool:
    parts = [fold(each) for each in re.findall(r"[^\W_]+", word)]
    if not parts or set(parts) <= left_out or any(names_no_skill(each) for each in parts):
        return False
    is_a_person = has_given_name(parts[:1]) and parts[0] not in _TOOLS_LIKE_PEOPLE
    return not is_a_person and not (set(parts) & left_out and len(parts) == 1)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(text)))
