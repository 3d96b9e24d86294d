"""rules.yaml's text as a program may change it: where a value stands, and how one is written.

The text is not written anew from values: YAML's own parser says where a value stands, and there a piece is put in. So
what is not touched is equal to the byte: comments, order, quotes, line ends.
"""

import json
import re

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from inbox_bot.core.wording import Sentence

#: A scalar that means itself without quotes, in each of YAML's versions.
_PLAIN = re.compile(r"[^\W\d_][\w .,/()+&'’–-]*[\w.)+]|[^\W\d_]")
_SAYS_ELSE = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


class NotWritable(Exception):
    """The text can't be changed by a program as it is; its sentence says why."""


def line_end(text: str) -> str:
    """How the lines of the text end."""
    return "\r\n" if "\r\n" in text else "\n"


def root_of(text: str) -> MappingNode:
    """The mapping that the text is. Raises NotWritable where it is none."""
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode) or text.startswith("\ufeff"):
        raise NotWritable(
            Sentence("rules.yaml can't be changed as it is: it begins with a byte order mark, or holds no keys")
        )
    return root


def value_of(mapping: MappingNode, key: str) -> Node | None:
    """What stands behind a key; None where there is no such key."""
    return next((value for name, value in mapping.value if name.value == key), None)


def key_of(mapping: MappingNode, key: str) -> Node:
    """A key itself. Raises IndexError where there is none."""
    names: list[Node] = [name for name, _ in mapping.value if name.value == key]
    return names[0]


def end_of(node: Node) -> int:
    """Where a value ends: behind its last character, and before comments and empty lines."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def line_after(text: str, index: int) -> tuple[int, str]:
    """The beginning of the line behind this place, and the line end that is missing before it, or ""."""
    back = index
    while back > 0 and text[back - 1] in "\r\n \t":
        back -= 1  # the end of a folded text is behind its empty lines
    found = text.find("\n", back)
    return (found + 1, "") if found >= 0 else (len(text), "\n")


def scalar(value: str, *, in_list: bool = False) -> str:
    """A text as YAML takes it: as it is, or in quotation marks."""
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _SAYS_ELSE
    return value if is_plain and not (in_list and "," in value) else quoted(value)


def quoted(value: str) -> str:
    """A text in quotation marks."""
    return json.dumps(value, ensure_ascii=False)
