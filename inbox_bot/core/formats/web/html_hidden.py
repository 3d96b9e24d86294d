"""Text of an HTML page that a browser shows to nobody: white on white, too small, told not to be displayed.

Looked for are the styles of elements, the attributes that did the same before there were styles, and rules of the
page's own style sheet for a class or an id. White text counts as seen where anything on the page gives it another
ground.
"""

import re
from collections.abc import Iterator, Mapping

import lxml.etree
import lxml.html

from inbox_bot.core.formats.hidden import SMALL_POINTS, Hidden, is_white
from inbox_bot.core.message.text.html_text import HTML_LIMIT, without_traps

RULES_LIMIT = 2_000  # of a page's style sheets
_POINTS_A_PIXEL = 0.75  # CSS Values 3 §6.2: 96 pixels and 72 points an inch
#: What makes a closer look worth its time.
_SUSPECT = re.compile(
    r"color\s{0,5}[:=]\s{0,5}[\"']?(?:white|#f|rgba?\(\s{0,3}2[45])|display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}"
    r"(?:hidden|collapse)|font-size\s{0,5}:\s{0,5}[01](?:\.\d{0,3})?(?:px|pt|em|rem|%|\s|;|\"|'|\})|opacity\s{0,5}:\s{0,5}0|\shidden\b",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"\bbackground(?:-color|-image)?\s{0,5}[:=]\s{0,5}[\"']?\s{0,5}(?P<of>[^;\"'}>]{1,200})|\bbgcolor\s{0,5}=\s{0,5}[\"']?(?P<old>[^\s\"'>]{1,60})",
    re.IGNORECASE,
)
_NO_GROUND = frozenset({"transparent", "none", "inherit", "initial", "unset", "0"})
_RULE = re.compile(r"(?P<names>[^{}]{1,500})\{(?P<says>[^{}]{0,2000})\}")
_NAME = re.compile(r"[\w-]{0,30}([.#][\w-]{1,60})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]{1,5}))?\s*\)")
_SHORT_HEX = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])")
_SIZE = re.compile(r"(\d{0,4}(?:\.\d{0,6})?)(px|pt|em|rem|%)?")


def without_hidden(markup: str, hidden: Hidden) -> str:
    """The page without what can't be seen of it, which goes to `hidden`; the page as it is where nothing is hidden."""
    markup = markup[:HTML_LIMIT]
    if _SUSPECT.search(markup) is None:
        return markup
    try:
        return _looked_through(without_traps(markup), hidden) or markup
    except (lxml.etree.LxmlError, ValueError, AssertionError, RecursionError):
        return markup  # too odd to be looked through: whoever lays it out has the last word


def _looked_through(markup: str, hidden: Hidden) -> str | None:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    tree = lxml.html.fromstring(markup.encode("utf-8", "replace"), parser=parser)
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        return None  # libxml2 stopped there: the rest would be lost
    rules = _rules_in(markup)
    is_coloured = any(map(_is_a_ground, _GROUND.finditer(markup)))
    found = False
    unseen: dict[object, tuple[bool, bool]] = {}  # whether it is not shown at all, whether it is white
    for element in tree.iter():
        parent = element.getparent()
        gone, white = unseen.get(parent, (False, False))
        if isinstance(element.tag, str):
            says = _says(element, rules)
            gone = gone or _is_not_shown(says)
            colour = says.get("color", "")
            white = _is_white(colour) if colour and colour != "inherit" else white
        unseen[element] = gone, white
        if (gone or (white and not is_coloured)) and element.text and isinstance(element.tag, str):
            found = found or not element.text.isspace()
            hidden.add(element.text)
            element.text = ""
        outer_gone, outer_white = unseen.get(parent, (False, False))
        if (outer_gone or (outer_white and not is_coloured)) and element.tail:
            found = found or not element.tail.isspace()
            hidden.add(element.tail)
            element.tail = ""
    return str(lxml.html.tostring(tree, encoding="unicode")) if found else None


def _rules_in(markup: str) -> dict[str, dict[str, str]]:
    """What the page's style sheets say of a class (`.note`) or an id (`#note`)."""
    rules: dict[str, dict[str, str]] = {}
    for sheet in re.findall(r"<style\b[^>]{0,300}>(.*?)</style", markup, re.IGNORECASE | re.DOTALL)[:20]:
        for number, rule in enumerate(_RULE.finditer(sheet)):
            if number >= RULES_LIMIT:
                break
            for each in rule["names"].split(","):
                name = _NAME.fullmatch(each.strip())
                if name is not None:
                    rules.setdefault(name[1], {}).update(_declared(rule["says"]))
    return rules


def _says(element: lxml.html.HtmlElement, rules: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    said: dict[str, str] = {}
    if element.get("hidden") is not None:
        said["display"] = "none"
    if element.tag == "font" and element.get("color"):
        said["color"] = element.get("color", "").strip().lower()
    for name in _names_of(element):
        said |= rules.get(name, {})
    return said | _declared(element.get("style") or "")


def _names_of(element: lxml.html.HtmlElement) -> Iterator[str]:
    for each in (element.get("class") or "").split()[:20]:
        yield f".{each}"
    yield f"#{element.get('id') or ''}"


def _declared(style: str) -> dict[str, str]:
    said = {}
    for each in style[:2_000].lower().split(";"):
        name, _, value = each.partition(":")
        said[name.strip()] = value.replace("!important", "").strip()
    return said


def _is_not_shown(says: Mapping[str, str]) -> bool:
    if says.get("display") == "none" or says.get("visibility") in ("hidden", "collapse"):
        return True
    opacity = says.get("opacity", "1")
    return opacity in ("0", "0.0", "0%") or _is_small(says.get("font-size", ""))


def _is_small(size: str) -> bool:
    found = _SIZE.fullmatch(size)
    if found is None or not found[1] or found[1] == ".":
        return False
    number, unit = float(found[1]), found[2] or "px"
    if unit in ("em", "rem", "%"):
        return number == 0
    return number * (1 if unit == "pt" else _POINTS_A_PIXEL) < SMALL_POINTS


def _is_white(colour: str) -> bool:
    colour = _SHORT_HEX.sub(r"#\1\1\2\2\3\3", colour) if len(colour) == 4 else colour
    found = _RGB.fullmatch(colour)
    if found is not None:
        colour = "#" + "".join(f"{min(int(each), 255):02x}" for each in found.groups()[:3])
    return colour == "white" or is_white(colour)


def _is_a_ground(found: re.Match[str]) -> bool:
    """Whether a background is another than the paper's own."""
    ground = (found["of"] or found["old"] or "").strip().lower()
    first = ground.partition(" ")[0] if not ground.startswith("rgb") else ground
    return bool(first) and first not in _NO_GROUND and not _is_white(first)
