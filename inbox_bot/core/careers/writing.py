"""rules.yaml's text with vacancies in it, or one of them changed; every other character as it was."""

import re
import textwrap
from collections.abc import Sequence

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from inbox_bot.core.careers.changes import New
from inbox_bot.core.rules.editing.places import (
    NotWritable,
    end_of,
    key_of,
    line_after,
    line_end,
    quoted,
    root_of,
    scalar,
    value_of,
)
from inbox_bot.core.wording import Sentence

WIDTH = 110


def with_vacancies(text: str, new: Sequence[New]) -> str:
    """The text with these vacancies behind those that are there. Raises NotWritable."""
    if not new:
        return text
    end = line_end(text)
    root = root_of(text)
    there = value_of(root, "vacancies")
    if there is None:
        raise NotWritable(Sentence("rules.yaml has no key vacancies: to write them below"))
    if isinstance(there, SequenceNode) and there.flow_style and there.value:
        last = end_of(there.value[-1])
        return text[:last] + "".join(f", {_as_flow(each)}" for each in new) + text[last:]
    if isinstance(there, SequenceNode) and there.value:
        indent = " " * (max(2, there.value[0].start_mark.column) - 2)
        at, begin = line_after(text, end_of(there.value[-1]))
        gap = end if _stands_apart(text, there) else ""
        block = "".join(gap + _as_block(each, indent, end) for each in new)
        return text[:at] + begin.replace("\n", end) + block + text[at:]
    block = end + "".join(_as_block(each, "  ", end) for each in new)
    if isinstance(there, SequenceNode):
        begin, finish = there.start_mark.index, there.end_mark.index
        before = text[:begin].rstrip(" ")
        rest, _ = line_after(text, finish)
        return before + text[finish:rest].rstrip("\r\n") + block + text[rest:]
    if isinstance(there, ScalarNode) and there.value in ("", "null", "~"):
        at, begin_line = line_after(text, key_of(root, "vacancies").end_mark.index)  # before the remarks below it
        return text[:at] + begin_line.replace("\n", end) + block.removeprefix(end) + text[at:]
    raise NotWritable(Sentence("vacancies is no list in rules.yaml"))


def with_open(text: str, id: str, *, is_open: bool) -> str:
    """The text with a vacancy opened or closed. Raises NotWritable."""
    if is_open and value_of(_vacancy(text, id), "open") is None:
        return text
    return _with_key(text, id, "open", "true" if is_open else "false")


def with_value(text: str, id: str, key: str, value: str) -> str:
    """The text with another value of a vacancy's: its title, location or positions. Raises NotWritable."""
    if key == "positions":
        return _with_key(text, id, key, value)
    in_flow = _vacancy(text, id).flow_style
    return _with_key(text, id, key, quoted(value) if in_flow else scalar(value))


def with_alias(text: str, id: str, alias: str) -> str:
    """The text with one more alias of a vacancy's. Raises NotWritable."""
    aliases = value_of(_vacancy(text, id), "aliases")
    written = scalar(alias, in_list=True)
    if aliases is None or (isinstance(aliases, ScalarNode) and not aliases.value):
        return _with_key(text, id, "aliases", f"[{written}]")
    if isinstance(aliases, ScalarNode):
        return _with_key(text, id, "aliases", f"[{scalar(aliases.value, in_list=True)}, {written}]")
    if not isinstance(aliases, SequenceNode) or not aliases.value:
        return _with_key(text, id, "aliases", f"[{written}]")
    last = end_of(aliases.value[-1])
    if aliases.flow_style:
        return f"{text[:last]}, {written}{text[last:]}"
    at, begin = line_after(text, last)
    end = line_end(text)
    indent = " " * (aliases.value[0].start_mark.column - len("- "))
    return f"{text[:at]}{begin.replace(chr(10), end)}{indent}- {written}{end}{text[at:]}"


def _with_key(text: str, id: str, key: str, written: str) -> str:
    """The text with a vacancy's key, in its place or below the id."""
    item = _vacancy(text, id)
    value = value_of(item, key)
    if value is not None:
        if not isinstance(value, ScalarNode) and value.value:
            raise NotWritable(Sentence("{key} is no word in the vacancy {id}", key=key, id=id))
        begin, finish = value.start_mark.index, end_of(value)
        if begin == finish:  # nothing stands behind the key, and YAML has it begin where the next one does
            begin = finish = text.index(":", key_of(item, key).end_mark.index) + 1
            written = f" {written}"
        return f"{text[:begin]}{written}{text[finish:]}"
    name = value_of(item, "id")
    if name is None:
        raise NotWritable(Sentence("rules.yaml has no vacancy {id}", id=id))
    if item.flow_style:
        at = end_of(name)
        return f"{text[:at]}, {key}: {written}{text[at:]}"
    at, begin_line = line_after(text, end_of(name))
    indent = " " * item.value[0][0].start_mark.column
    end = line_end(text)
    return f"{text[:at]}{begin_line.replace(chr(10), end)}{indent}{key}: {written}{end}{text[at:]}"


def with_agencies(text: str, sentence: str) -> str:
    """The text with the page's sentence about agencies as a comment above `agencies.policy`, once."""
    comment = f'# Our careers page says: "{sentence}"'
    agencies = value_of(root_of(text), "agencies")
    if not sentence or comment in text or not isinstance(agencies, MappingNode) or agencies.flow_style:
        return text
    for key, _ in agencies.value:
        if key.value == "policy":
            end = line_end(text)
            at = text.rfind("\n", 0, key.start_mark.index) + 1
            return f"{text[:at]}{' ' * key.start_mark.column}{comment}{end}{text[at:]}"
    return text


def _vacancy(text: str, id: str) -> MappingNode:
    there = value_of(root_of(text), "vacancies")
    for item in there.value if isinstance(there, SequenceNode) else ():
        if isinstance(item, MappingNode) and (name := value_of(item, "id")) is not None and name.value == id:
            return item
    raise NotWritable(Sentence("rules.yaml has no vacancy {id}", id=id))


def _stands_apart(text: str, vacancies: SequenceNode) -> bool:
    """Whether empty lines are between the vacancies."""
    return any(
        re.search(r"\n[ \t\r]*\n", text[end_of(one) : other.start_mark.index]) is not None
        or re.search(r"\n[ \t\r]*\n", text[one.start_mark.index : other.start_mark.index]) is not None
        for one, other in zip(vacancies.value, vacancies.value[1:], strict=False)
    )


def _fields(new: New) -> list[tuple[str, str]]:
    found = new.advertised
    fields = [("id", scalar(new.id)), ("title", scalar(found.title))]
    if found.reference:
        fields.append(("reference", quoted(found.reference)))
    if found.keywords:
        fields.append(("keywords", f"[{', '.join(scalar(word, in_list=True) for word in found.keywords)}]"))
    if found.description:
        fields.append(("description", found.description))
    if found.location:
        fields.append(("location", scalar(found.location)))
    fields.append(("positions", str(found.positions)))
    if found.closes is not None:
        fields.append(("closes", found.closes.isoformat()))
    return fields


def _as_block(new: New, indent: str, end: str) -> str:
    lines: list[str] = []
    for key, value in _fields(new):
        lead = f"{indent}- " if not lines else f"{indent}  "
        if key == "description":
            lines.append(f"{lead}{key}: >")
            lines += textwrap.wrap(value, WIDTH, initial_indent=f"{indent}    ", subsequent_indent=f"{indent}    ")
        elif key == "keywords" and len(value) > WIDTH:
            lines.append(f"{lead}{key}:")
            lines += textwrap.wrap(
                value, WIDTH, initial_indent=f"{indent}    ", subsequent_indent=f"{indent}     ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
        else:
            lines.append(f"{lead}{key}: {value}")
    return "".join(line + end for line in lines)


def _as_flow(new: New) -> str:
    said = (f"{key}: {quoted(value) if key == 'description' else value}" for key, value in _fields(new))
    return f"{{{', '.join(_in_flow(each) for each in said)}}}"


def _in_flow(pair: str) -> str:
    key, _, value = pair.partition(": ")
    plain = not re.search(r"[,\[\]{}]", value) or value.startswith(('"', "["))
    return pair if plain else f"{key}: {quoted(value)}"
