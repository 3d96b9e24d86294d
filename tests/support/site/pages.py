"""The pages of the site, as Markdown that its generator reads: those of docs/, and the reference, which is made here.

docs/ is written for whoever reads it beside the code. On the site a page that is named in a text is a link to it, and
lists are indented as Python-Markdown wants them.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inbox_bot.cli.described import Described, described
from inbox_bot.core.rules.schema import json_schema

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
#: Pages that lie beside docs/, by their names on the site.
BESIDE = {
    "index.md": "README.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
}
_NAMED = re.compile(
    r"(?<![\w/`\[])(?<!\]\()(?:docs/([a-z-]+\.md)|docs/(decisions/\d{3})|(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md)\b"
)
KEYS = "Made of the model that rules.yaml is read by. [rules.yaml](rules.md) explains them, with defaults and examples."
_BY_FILE = re.compile(r"\[(?:docs/)?([a-z-]+\.md)\]\(")  # a link that is called by its file
_ITEM = re.compile(r"( *)((?:[-*]|\d+\.) +)(?=\S)")
_FENCE = re.compile(r" *```")


def files() -> dict[str, Path]:
    """The files that pages are made of, by their names on the site."""
    beside = {name: ROOT / path for name, path in BESIDE.items()}
    return beside | {path.relative_to(DOCS).as_posix(): path for path in sorted(DOCS.rglob("*.md"))}


def pages() -> dict[str, str]:
    """Every page's Markdown by its name on the site."""
    sources = {name: path.read_text("utf-8") for name, path in files().items()}
    made = {name: make() for name, make in MADE.items()}
    titles = {name: title_of(text) for name, text in (sources | made).items()}
    return {name: indented(linked(text, name, titles)) for name, text in sources.items()} | made


def title_of(page: str) -> str:
    """What its heading says."""
    return next(line for line in page.splitlines() if line.startswith("# ")).removeprefix("# ")


# Links


def linked(page: str, name: str, titles: dict[str, str]) -> str:
    """The page with a link wherever it names another; links to docs/ lead to the site's pages."""
    above = "../" * name.count("/")
    lines = []
    for line, is_code in _lines(page):
        if not is_code:
            line = line.replace("[docs/pictures](docs/pictures)", "docs/pictures").replace("](docs/", "](")
            line = _BY_FILE.sub(lambda found: f"[{titles.get(found[1], found[1])}](", line)
            line = _NAMED.sub(lambda found: _link(found, above, titles), line)
        lines.append(line)
    return "\n".join(lines) + "\n"


def _link(found: re.Match[str], above: str, titles: dict[str, str]) -> str:
    page, decision, beside = found.groups()
    if decision:
        page = next((each for each in titles if each.startswith(f"{decision}-")), None)
    elif beside:
        page = next(each for each, path in BESIDE.items() if path == f"{beside}.md")
    return f"[{titles[page]}]({above}{page})" if page in titles else found[0]


def _lines(page: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it stands in a block of code."""
    is_code = False
    for line in page.splitlines():
        is_fence = bool(_FENCE.match(line))
        yield line, is_code or is_fence
        is_code ^= is_fence


# Lists


def indented(page: str) -> str:
    """The page with what stands in a list four blanks deeper for each level, and an empty line before each list."""
    written: list[str] = []
    open_: list[int] = []  # the column at which each open item's text begins
    is_loose = False  # the item above has several paragraphs
    for line, is_code in _lines(page):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            is_loose = bool(open_)
            written.append("")
            continue
        found = None if is_code else _ITEM.match(line)
        was_within = bool(open_)
        while open_ and indent < open_[-1] and not (is_code and not _FENCE.match(line)):
            open_.pop()
        if found is not None:
            if written and written[-1] and (is_loose or not was_within):
                written.append("")
            is_loose = False
            written.append(" " * 4 * len(open_) + line.lstrip(" "))
            open_.append(len(found[1]) + len(found[2]))
        elif open_:
            written.append(" " * (4 * len(open_) + max(0, indent - open_[-1])) + line.lstrip(" "))
        else:
            written.append(line)
    return "\n".join(written) + "\n"


# Reference


def commands() -> str:
    """Every command with its arguments and options, as its help says them."""
    parts = ["# Commands\n\nMade of the commands' help; `inbox-bot COMMAND --help` shows the same in your language.\n"]
    for each in described():
        parts.append(f"\n## {each.name}\n\n" + "\n\n".join(map(_inert, each.paragraphs)) + "\n")
        rows = list(_parameters(each))
        if rows:
            parts.append("\n| argument or option | what |\n|---|---|\n" + "".join(rows))
        parts.append(f"\n```sh\n{each.example}\n```\n")
    return "".join(parts)


def _parameters(command: Described) -> Iterator[str]:
    for each in (*command.arguments, *command.options):
        if each.help:
            name = " ".join(filter(None, (", ".join(each.names), each.value))).replace("|", "\\|")
            yield f"| `{name}` | {_inert(each.help)} |\n"


def keys() -> str:
    """Every key of rules.yaml with its type, as the model has it."""
    schema = json.loads(json_schema())
    parts = [f"# Keys of rules.yaml\n\n{KEYS}\n"]
    for name, section in schema["properties"].items():
        if name == "mailboxes":
            parts.append("\n## mailboxes\n\nA list, each with the keys of [mailbox](#mailbox).\n")
            continue
        rows = dict(_keys(section, schema["$defs"], name, frozenset()))
        parts.append(f"\n## {name}\n\n| key | value | |\n|---|---|---|\n")
        parts += [
            f"| `{key}` | {_type(each, schema['$defs'])} | {_inert(each.get('description', ''))} |\n"
            for key, each in rows.items()
        ]
    return "".join(parts)


def _keys(
    part: dict[str, Any], named: dict[str, Any], path: str, seen: frozenset[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, part
    for section in _sections(part, named):
        if section["title"] in seen:
            continue
        for key, below in section["properties"].items():
            yield from _keys(below, named, f"{path}.{key}", seen | {section["title"]})


def _sections(part: dict[str, Any], named: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The sections that may stand there: one, or items of a list."""
    if "$ref" in part:
        yield from _sections(named[part["$ref"].rpartition("/")[2]], named)
    if "properties" in part:
        yield part
    for one in (*part.get("anyOf", ()), *([part["items"]] if "items" in part else [])):
        yield from _sections(one, named)


def _type(part: dict[str, Any], named: dict[str, Any]) -> str:
    if "$ref" in part:
        return _type(named[part["$ref"].rpartition("/")[2]], named)
    if "anyOf" in part:
        kinds = dict.fromkeys(_type(each, named) for each in part["anyOf"] if each.get("type") != "null")
        return ", or ".join(kinds)
    if "enum" in part or "const" in part:
        return ", ".join(f"`{word}`" for word in part.get("enum", [part.get("const")]))
    bounds = [str(part[key]) for key in ("minimum", "maximum") if key in part]
    kind = {"object": "keys below it", "array": "a list", "string": "text", "boolean": "`true`, `false`"}
    said = kind.get(str(part.get("type")), "a number")
    return f"{said}, {' to '.join(bounds)}" if bounds else said


def _inert(text: str) -> str:
    """Words of ours that hold signs of Markdown or HTML, as text; what stands in backticks stays."""
    pieces = re.split(r"(`[^`]*`)", text.replace("|", "\\|"))
    return "".join(each if each.startswith("`") else re.sub(r"([<*_\[\]{}])", r"\\\1", each) for each in pieces)


#: Pages that are made when the site is.
MADE = {"commands.md": commands, "keys.md": keys}
