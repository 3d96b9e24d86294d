"""rules.yaml's text as a tree of nodes that know where they stand.

Built from ruamel.yaml's parse events, not from its constructors: those resolve dates (2026-13-40: a bare ValueError),
aliases (`a: &x [*x]` loads silently) and nesting (RecursionError). A plain scalar stays the text that is written, as in
StrictYAML, and the field it belongs to says what it means: so `language: no` is Norwegian and `reference: 0042` keeps
its zeros. Only an empty value, `~` and `null` are None.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from inbox_bot.core.rules.text.problems import shown
from inbox_bot.core.wording import Sentence

LARGEST_CHARACTERS = 1_000_000  # a rules.yaml of ten thousand vacancies is smaller
DEEPEST = 20  # levels; the deepest sensible one (a nested condition of a rule) is about 10
CONTROLS_SHOWN = 20  # a binary file has thousands: the first ones say enough

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AT_THE_END = re.compile("end of stream|<stream end>")

Plain = str | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
Report = Callable[[int, str], None]  #: (index into the text, message)


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A value and where it begins, as an index into the text."""

    index: int
    value: "str | tuple[Node, ...] | dict[str, Node] | None"
    keys: dict[str, int] = field(default_factory=dict)  #: of a mapping: where each key begins
    is_alias: bool = False  #: reported already; its value is unknown

    def plain(self) -> Plain:
        """The value without positions."""
        match self.value:
            case dict():
                return {key: node.plain() for key, node in self.value.items()}
            case tuple():
                return [node.plain() for node in self.value]
            case _:
                return self.value

    def at(self, *path: str | int) -> "Node | None":
        """The node at a path; None where there is none."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            match node.value, step:
                case dict() as mapping, str():
                    node = mapping.get(step)
                case tuple() as items, int() if 0 <= step < len(items):
                    node = items[step]
                case _:
                    return None
        return node

    def text(self, *path: str | int) -> str:
        """The text at a path; "" where there is none."""
        node = self.at(*path)
        return node.value if node is not None and isinstance(node.value, str) else ""

    def items(self, *path: str | int) -> "tuple[Node, ...]":
        """The items at a path: of a list, or the one value that stands there instead; () where there is none."""
        node = self.at(*path)
        if node is None or node.value is None:
            return ()
        return node.value if isinstance(node.value, tuple) else (node,)

    def written(self, path: Path) -> Path:
        """A path as the file has it that it stands in."""
        return path

    def place(self, path: Path, seen_from: Path) -> str:
        """Where a path stands, for whoever reads the file of another one; "" where that is the same file."""
        return ""

    def nearest(self, path: Path) -> "Node":
        """The deepest node along a path."""
        node = self
        for step in path:
            below = node.at(step)
            if below is None:
                break
            node = below
        return node


class Lines:
    """The lines of a text, as an editor counts them."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", text))]
        self._end = len(text)

    def position(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character; an index behind the end is the end."""
        within = max(0, min(index, self._end))
        line = bisect_right(self._starts, within)
        return line, within - self._starts[line - 1] + 1


def read(text: str, report: Report) -> Node | None:
    """The tree of a text, reporting every problem; None where the text can't be read on as YAML."""
    if len(text) > LARGEST_CHARACTERS:
        report(
            0,
            Sentence(
                "the file has {number:,} characters; at most {most:,} are read",
                number=len(text),
                most=LARGEST_CHARACTERS,
            ),
        )
        return None
    forbidden = list(_FORBIDDEN.finditer(text))
    for found in forbidden[:CONTROLS_SHOWN]:
        report(
            found.start(),
            Sentence(
                "the character U+{code:04X} can't stand in YAML; take it out, and save as UTF-8 text",
                code=ord(found.group()),
            ),
        )
    if forbidden:
        return None
    if "\ufeff" in text[1:]:
        report(text.index("\ufeff", 1), Sentence("a byte order mark (U+FEFF) within the file; take it out"))
        return None
    composer = _Composer(text, report)
    try:
        return composer.compose()
    except MarkedYAMLError as error:
        if composer.roots and isinstance(composer.roots[0].value, str):
            without = composer.roots[0]
            report(
                without.index,
                Sentence(
                    "{value} is no key with a value; write the key, a colon, a space, then the value",
                    value=shown(without.value),
                ),
            )
            return None
        never_closed = bool(_AT_THE_END.search(str(error.problem))) and error.context_mark is not None
        mark = error.context_mark if never_closed else error.problem_mark or error.context_mark
        index = mark.index + text.startswith("\ufeff") if mark is not None else 0
        report(index, _in_words(error, text[index : index + 1]))
    except (YAMLError, ValueError, RecursionError, IndexError, AttributeError, TypeError, AssertionError) as error:
        report(
            0,
            Sentence(
                "this can't be read as YAML ({error}); compare it with the example rules.yaml",
                error=type(error).__name__,
            ),
        )
    return None


class _Composer:
    """Events to nodes. A stack of its own instead of recursion, so that depth is a number and not a RecursionError."""

    def __init__(self, text: str, report: Report) -> None:
        self.report = report
        # The leading byte order mark counts as no column in an editor, but as one in the index.
        self.shift = 1 if text.startswith("\ufeff") else 0
        self.roots: list[Node] = []
        self.events: Iterator[object] = iter(YAML(typ="safe", pure=True).parse(text[self.shift :]))

    def compose(self) -> Node | None:
        """The root of the one document."""
        roots = self.roots
        stack: list[_Open] = []
        for event in self.events:
            kind = type(event).__name__
            index = event.start_mark.index + self.shift  # type: ignore[attr-defined]
            if kind == "DocumentStartEvent" and roots:
                self.report(index, Sentence("a second document begins here (---); rules.yaml is one document"))
                return None
            if kind in ("MappingEndEvent", "SequenceEndEvent"):
                done = stack.pop().close()
                self._place(done, stack, roots)
                continue
            if kind == "AliasEvent":
                self.report(
                    index,
                    Sentence(
                        "an alias (*{anchor}) stands here; aliases are not used in rules.yaml: write the value out",
                        anchor=event.anchor,  # type: ignore[attr-defined]
                    ),
                )
                self._place(Node(index=index, value=None, is_alias=True), stack, roots)
            elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
                self._refuse_extras(event, index)
                if kind == "ScalarEvent":
                    self._place(self._scalar(event, index), stack, roots)
                    continue
                if len(stack) >= DEEPEST:
                    self.report(
                        index,
                        Sentence(
                            "this is nested more than {number} levels deep; nothing in rules.yaml needs that",
                            number=DEEPEST,
                        ),
                    )
                    return None
                stack.append(_Open(index=index, is_mapping=kind == "MappingStartEvent"))
        return roots[0] if roots else Node(index=0, value=None)

    def _refuse_extras(self, event: object, index: int) -> None:
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self.report(
                index,
                Sentence(
                    "an anchor (&{anchor}) stands here; anchors are not used in rules.yaml: take it out", anchor=anchor
                ),
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            written = str(tag).replace("tag:yaml.org,2002:", "!!")
            self.report(
                index,
                Sentence(
                    "a tag ({value}) stands here; tags are not used in rules.yaml: take it out", value=shown(written)
                ),
            )

    def _scalar(self, event: object, index: int) -> Node:
        value: str = event.value  # type: ignore[attr-defined]
        is_plain = not getattr(event, "style", None)
        return Node(index=index, value=None if is_plain and value in _NULL else value)

    def _place(self, node: Node, stack: "list[_Open]", roots: list[Node]) -> None:
        if not stack:
            roots.append(node)
            return
        parent = stack[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node, parent)
        else:
            key, parent.key = parent.key, None
            if node.value is None and not node.is_alias:
                node = Node(index=key.index, value=None)  # an empty value stands nowhere: it is where its key is
            if key.text is not None:
                parent.mapping[key.text] = node
                parent.keys[key.text] = key.index

    def _key(self, node: Node, parent: "_Open") -> "_Key":
        if node.is_alias:
            return _Key(None, node.index)
        if not isinstance(node.value, str):
            self.report(
                node.index,
                Sentence("a key is {value}; a key is a word, followed by a colon", value=shown(node.plain())),
            )
            return _Key(None, node.index)
        if node.value == "<<":
            self.report(
                node.index,
                Sentence("a merge key (<<) stands here; merging is not used in rules.yaml: write the keys out"),
            )
            return _Key(None, node.index)
        if node.value in parent.keys:
            self.report(
                node.index,
                Sentence("the key {value} stands here a second time; keep one of the two", value=shown(node.value)),
            )
            return _Key(None, node.index)
        return _Key(node.value, node.index)


@dataclass(frozen=True, slots=True)
class _Key:
    text: str | None  #: None: reported, and its value is left out
    index: int


@dataclass(kw_only=True, slots=True)
class _Open:
    """A mapping or list that has begun."""

    index: int
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    mapping: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    key: _Key | None = None

    def close(self) -> Node:
        if self.is_mapping:
            return Node(index=self.index, value=self.mapping, keys=self.keys)
        return Node(index=self.index, value=tuple(self.items))


def _in_words(error: MarkedYAMLError, character: str) -> str:
    """A syntax error of YAML with what usually helps."""
    if character == "\t":
        return Sentence("a tab stands here; YAML is indented with spaces: replace the tab by spaces")
    problem = " ".join(str(error.problem or error.context or "").split())
    if _AT_THE_END.search(problem):
        remedy = Sentence("what is opened here with a quotation mark or bracket is not closed")
    elif "while parsing a flow" in str(error.context) and error.context_mark is not None:
        opened = error.context_mark.line + 1
        remedy = Sentence("a comma is missing, or the bracket that is opened in line {line} is not closed", line=opened)
    elif "mapping values are not allowed" in problem:
        remedy = Sentence("a value that holds a colon needs quotes, and a key needs the indentation of its neighbours")
    elif character and character in "@`%":
        remedy = Sentence("a value that begins with {character} needs quotes", character=character)
    else:
        remedy = Sentence("look at the indentation, the quotes and the brackets here and in the line above")
    return Sentence("this is not YAML ({problem}); {remedy}", problem=problem, remedy=remedy)
