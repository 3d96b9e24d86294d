"""A page as what its reader sees, one after the other: headings, items of lists, paragraphs, each with its links.

HTML is parsed by libxml2 without a network, its tree walked without recursion; Markdown line by line, with the HTML
that people put between (`<h2><a name="…">`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import lxml.html
from lxml import etree

from inbox_bot.core.message import safe

LINE = 2_000  # characters of a block that are looked at
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({*_HEADINGS, "li", "p", "td", "dt", "dd", "div", "article", "section", "a"})
_UNSEEN = frozenset({"script", "style", "noscript", "nav", "footer", "form", "template", "svg", "head", "select"})


class What(Enum):
    """What kind of block it is."""

    HEADING = "heading"
    ITEM = "item"
    LINK = "link"  #: a link that holds a heading: a card
    TEXT = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A piece of a page."""

    what: What
    text: str  #: one line
    level: int = 0  #: of a heading, from 1
    anchors: tuple[str, ...] = ()  #: by which it is linked to within the page
    link: str = ""  #: where its first link leads
    linked: str = ""  #: the text of that link


def tree_of(markup: str) -> lxml.html.HtmlElement | None:
    """The page's elements, parsed without a network; None where it can't be parsed."""
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
        return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def blocks_of_html(markup: str) -> list[Block]:
    """The blocks of a page. Never raises: what can't be parsed has none."""
    tree = tree_of(markup)
    if tree is None:
        return []
    for element in [each for each in tree.iter() if each.tag in _UNSEEN]:
        element.drop_tree()
    return list(_html_blocks(tree))


def _html_blocks(tree: lxml.html.HtmlElement) -> Iterator[Block]:
    taken: set[lxml.html.HtmlElement] = set()
    for element in tree.iter():
        tag = element.tag
        if not isinstance(tag, str) or tag not in _BLOCKS or taken.intersection(element.iterancestors()):
            continue
        inner = next((each for each in element.iterdescendants() if each.tag in _BLOCKS and each.tag != "a"), None)
        if tag == "a":
            heading = next((each for each in element.iterdescendants() if each.tag in _HEADINGS), None)
            if heading is None:
                continue
            taken.add(element)
            rest = _text(element).removeprefix(_text(heading)).strip()
            yield Block(what=What.LINK, text=rest, link=element.get("href") or "", linked=_text(heading))
            continue
        if tag not in _HEADINGS and inner is not None and not (tag == "li" and inner.tag == "p"):
            continue
        taken.add(element)
        if text := _text(element):
            yield _of_element(element, text)


def _of_element(element: lxml.html.HtmlElement, text: str) -> Block:
    links = [each for each in element.iterdescendants("a") if each.get("href")]
    named = [element, *element.iterdescendants(), *element.iterancestors("section", "article")]
    return Block(
        what=What.HEADING if element.tag in _HEADINGS else What.ITEM if element.tag == "li" else What.TEXT,
        text=text,
        level=_HEADINGS.get(str(element.tag), 0),
        anchors=tuple(value for each in named for name in ("id", "name") if (value := each.get(name))),
        link=links[0].get("href") or "" if links else "",
        linked=_text(links[0]) if links else "",
    )


def _text(element: lxml.html.HtmlElement) -> str:
    return safe.line(" ".join(" ".join(element.itertext()).split()), LINE)


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*\Z")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1\s*>\s*\Z", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)")
_LINK = re.compile(r"\[([^\]\[]{1,300})\]\(([^()\s]{1,500})[^()]{0,200}\)")
_ANCHOR = re.compile(r"""\b(?:id|name)\s*=\s*["']([^"']{1,200})["']|\{#([^}\s]{1,200})\}""", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,500}>|\{#[^}]{1,200}\}", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|`+)")


def blocks_of_markdown(text: str) -> list[Block]:
    """The blocks of a page in Markdown (CommonMark's headings, lists, links), front matter left out."""
    lines = _FRONT_MATTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return [block for block in _markdown_blocks(lines) if block.text]


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        cut = line[:LINE]
        setext = bool(line.strip()) and re.fullmatch(r"\s{0,3}(=+|-{2,})\s*", after)
        if html := _HTML_HEADING.match(cut.strip()):
            found = _of_line(html[2], What.HEADING, level=int(html[1]), whole=cut)
        elif heading := _HEADING.match(cut):
            found = _of_line(heading[2], What.HEADING, level=len(heading[1]), whole=cut)
        elif setext and not paragraph:
            found = _of_line(cut, What.HEADING, level=1 if "=" in after else 2, whole=cut)
        elif item := _ITEM.match(cut):
            found = _of_line(item[1], What.ITEM, whole=cut)
        elif re.fullmatch(r"\s*(=+|-{2,}|)\s*", cut):
            found = None
        else:
            paragraph.append(cut)
            continue
        if paragraph:
            yield _of_line(" ".join(paragraph), What.TEXT, whole="")
            paragraph = []
        if found is not None:
            yield found
    if paragraph:
        yield _of_line(" ".join(paragraph), What.TEXT, whole="")


def _of_line(text: str, what: What, *, level: int = 0, whole: str) -> Block:
    link = _LINK.search(text)
    anchors = tuple(first or second for first, second in _ANCHOR.findall(whole))
    plain = _plain(text)
    own = (re.sub(r"[^\w-]", "", plain.lower().replace(" ", "-")),) if what is What.HEADING else ()
    return Block(
        what=what,
        text=plain,
        level=level,
        anchors=(*anchors, *own),
        link=link[2] if link else "",
        linked=_plain(link[1]) if link else "",
    )


def _plain(text: str) -> str:
    return safe.line(_EMPHASIS.sub("", _TAG.sub("", _LINK.sub(r"\1", text))), LINE).strip()
