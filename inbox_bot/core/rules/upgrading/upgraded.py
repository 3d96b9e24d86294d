"""A text of rules.yaml with every step done that fits it, and by name what no step can do.

Pure. YAML's parser says where a key or a value stands, and there alone the text is changed: comments, order, quotes and
line ends stay to the byte, and no line moves. So what is wrong is where it was.
"""

from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from inbox_bot.core.rules.editing.places import key_of, root_of, value_of
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem, Wrong, shown
from inbox_bot.core.rules.text.yaml_tree import Lines, read
from inbox_bot.core.rules.upgrading.steps import STEPS, Renamed, Reworded
from inbox_bot.core.wording import Sentence, said_by

_MARK = "\ufeff"  # a byte order mark, as some editors put it before a text


@dataclass(frozen=True, kw_only=True, slots=True)
class Upgraded:
    """What the steps made of a text."""

    text: str
    done: tuple[RulesProblem, ...]  #: each step that was done, with its place and its reason
    left: tuple[RulesProblem, ...]  #: what a step could not do, with its place and the remedy


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    """The characters from `begin` to `end` become others."""

    begin: int
    end: int
    becomes: str


def upgraded(text: str, file: str = "rules.yaml", steps: tuple[Renamed | Reworded, ...] = STEPS) -> Upgraded:
    """Do the steps, in their order. `file` is how places call the file.

    Raises RulesError for a text that is no YAML.
    """
    body = text.removeprefix(_MARK)
    done: list[RulesProblem] = []
    left: list[RulesProblem] = []
    if not _holds_keys(body, file):
        return Upgraded(text=text, done=(), left=())
    for step in steps:
        found = _in(root_of(body), step.section if isinstance(step, Renamed) else step.path[:-1])
        try:
            change = _change_by(step, found, body) if found is not None else None
        except _CanNot as error:
            left.append(_said(body, error.begin, error.sentence, file))
            continue
        if change is not None:
            done.append(_said(body, change.begin, _told(step, body, change), file))
            body = body[: change.begin] + change.becomes + body[change.end :]
    return Upgraded(text=text[: len(text) - len(text.removeprefix(_MARK))] + body, done=tuple(done), left=tuple(left))


class _CanNot(Exception):
    """A step fits and can't be done."""

    def __init__(self, begin: int, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.begin, self.sentence = begin, sentence


def _holds_keys(body: str, file: str) -> bool:
    """Whether there is anything to change. Raises RulesError where it can't be read as YAML, or is ambiguous."""
    found: list[RulesProblem] = []
    root = read(body, lambda index, message: found.append(_said(body, index, message, file)))
    if found or root is None:
        raise RulesError(tuple(found))
    return isinstance(root.value, dict)


def _in(root: MappingNode, path: tuple[str, ...]) -> MappingNode | None:
    node: Node | None = root
    for key in path:
        node = value_of(node, key) if isinstance(node, MappingNode) else None
    return node if isinstance(node, MappingNode) else None


def _change_by(step: Renamed | Reworded, within: MappingNode, body: str) -> _Change | None:
    """Where and how the step changes the text; None where there is nothing to change. Raises _CanNot."""
    if isinstance(step, Renamed):
        return _renaming(step, within)
    return _rewording(step, within, body)


def _renaming(step: Renamed, within: MappingNode) -> _Change | None:
    if value_of(within, step.was) is None:
        return None
    key = key_of(within, step.was)
    if value_of(within, step.becomes) is not None:
        place = ".".join(step.section)
        raise _CanNot(
            key.start_mark.index,
            Sentence(
                '{place} has "{key}" and "{other}", which is its name today; keep that one alone',
                place=place,
                key=step.was,
                other=step.becomes,
            ),
        )
    return _Change(begin=key.start_mark.index, end=key.end_mark.index, becomes=step.becomes)


def _rewording(step: Reworded, within: MappingNode, body: str) -> _Change | None:
    node = value_of(within, step.path[-1])
    if not isinstance(node, ScalarNode):
        return None
    begin, end = node.start_mark.index, node.end_mark.index
    try:
        becomes = step.today(node.value)
        if becomes == node.value:
            return None
        if "\n" in body[begin:end].rstrip():
            raise Wrong(Sentence("which stands on several lines; write {value}", value=becomes))
    except Wrong as error:
        place = ".".join(step.path)
        raise _CanNot(
            begin, Sentence("{place} is {value}, {why}", place=place, value=shown(node.value), why=said_by(error))
        ) from None
    return _Change(begin=begin, end=end, becomes=becomes)


def _told(step: Renamed | Reworded, body: str, change: _Change) -> Sentence:
    if isinstance(step, Renamed):
        was, becomes = (".".join((*step.section, key)) for key in (step.was, step.becomes))
    else:
        path = ".".join(step.path)
        was, becomes = f"{path}: {body[change.begin : change.end]}", f"{path}: {change.becomes}"
    return Sentence("{was} becomes {becomes}: {why}", was=was, becomes=becomes, why=step.why)


def _said(body: str, index: int, message: str, file: str) -> RulesProblem:
    line, column = Lines(body).position(index)
    return RulesProblem(file=file, line=line, column=column, message=message)
