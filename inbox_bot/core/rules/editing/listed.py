"""rules.yaml's text with agencies put on its lists; every other character as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from inbox_bot.core.rules.editing.places import (
    NotWritable,
    end_of,
    key_of,
    line_after,
    line_end,
    root_of,
    scalar,
    value_of,
)
from inbox_bot.core.wording import Sentence

AGENCIES = "agencies"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An agency as it is to stand on a list: how far it is approved in the words of rules.yaml."""

    agency: str
    vacancies: tuple[str, ...] = ()
    until: str = ""
    owns: str = ""


def with_listed(text: str, key: str, entries: Sequence[Listed]) -> str:
    """The text with these behind those on the list `key` (approved, blocked, never). Raises NotWritable."""
    if not entries:
        return text
    written = [_written(each) for each in entries]
    root = root_of(text)
    agencies = value_of(root, AGENCIES)
    if agencies is None:
        return _at_the_end(text, key, written)
    if not isinstance(agencies, MappingNode):
        if not _is_empty(agencies):
            raise NotWritable(Sentence("{key} holds no keys in rules.yaml", key=AGENCIES))
        return _below(text, key_of(root, AGENCIES), f"  {key}:", "    ", written)
    there = value_of(agencies, key)
    if agencies.flow_style:
        return _within_braces(text, agencies, key, there, written)
    if there is None:
        column = " " * agencies.value[0][0].start_mark.column
        at, begin = line_after(text, end_of(agencies))
        return _put(text, at, begin, [f"{column}{key}:", *(f"{column}  - {each}" for each in written)])
    if isinstance(there, SequenceNode) and there.value and not there.flow_style:
        at, begin = line_after(text, end_of(there))
        indent = " " * _dash_of(text, there.value[-1])
        return _put(text, at, begin, [f"{indent}- {each}" for each in written])
    if _is_empty(there):
        name = key_of(agencies, key)
        return _below(text, name, "", f"{' ' * name.start_mark.column}  ", written)
    return _into(text, key, there, written)


def _into(text: str, key: str, there: Node, written: list[str]) -> str:
    """Into a list that stands on one line, or beside the one value that stands for a list."""
    begin, end = there.start_mark.index, end_of(there)
    if isinstance(there, SequenceNode):
        last = end_of(there.value[-1]) if there.value else begin + 1
        return text[:last] + ", ".join(["", *written] if there.value else written) + text[last:]
    if isinstance(there, MappingNode) and not there.flow_style:
        raise NotWritable(Sentence("{key} is one mapping in rules.yaml: write it as a list, then once more", key=key))
    return f"{text[:begin]}[{', '.join([text[begin:end], *written])}]{text[end:]}"


def _within_braces(text: str, agencies: MappingNode, key: str, there: Node | None, written: list[str]) -> str:
    if there is not None and not _is_empty(there):
        return _into(text, key, there, written)
    if there is not None:
        raise NotWritable(Sentence("{key} is empty within braces in rules.yaml: take it out, then once more", key=key))
    last = end_of(agencies.value[-1][1]) if agencies.value else agencies.start_mark.index + 1
    gap = ", " if agencies.value else ""
    return f"{text[:last]}{gap}{key}: [{', '.join(written)}]{text[last:]}"


def _below(text: str, name: Node, head: str, indent: str, written: list[str]) -> str:
    """Below a key that has nothing behind it, before the remarks that follow."""
    at, begin = line_after(text, name.end_mark.index)
    return _put(text, at, begin, [*([head] if head else []), *(f"{indent}- {each}" for each in written)])


def _at_the_end(text: str, key: str, written: list[str]) -> str:
    begin = "" if text.endswith("\n") else "\n"
    return _put(text, len(text), begin, ["", f"{AGENCIES}:", f"  {key}:", *(f"    - {each}" for each in written)])


def _put(text: str, at: int, begin: str, lines: list[str]) -> str:
    end = line_end(text)
    return text[:at] + begin.replace("\n", end) + "".join(line + end for line in lines) + text[at:]


def _dash_of(text: str, item: Node) -> int:
    """The column of an item's dash."""
    begin = text.rfind("\n", 0, item.start_mark.index) + 1
    line = text[begin : item.start_mark.index]
    return len(line) - len(line.lstrip(" "))


def _is_empty(node: Node) -> bool:
    """Whether nothing stands there, not even an empty text or list."""
    return isinstance(node, ScalarNode) and node.value == "" and node.start_mark.index == node.end_mark.index


def _written(entry: Listed) -> str:
    agency = scalar(entry.agency, in_list=True)
    fields = [f"agency: {agency}"]
    if entry.vacancies:
        fields.append(f"vacancies: [{', '.join(scalar(each, in_list=True) for each in entry.vacancies)}]")
    if entry.until:
        fields.append(f"until: {entry.until}")
    if entry.owns:
        fields.append(f"owns: {entry.owns}")
    return agency if len(fields) == 1 else f"{{{', '.join(fields)}}}"
