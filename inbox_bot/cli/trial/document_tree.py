"""What a file holds, as a tree: each archive and mail with what is in it below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inbox_bot.cli.trial.documents import remarks_on, state_of
from inbox_bot.core.message import safe
from inbox_bot.core.wording import Wording
from inbox_bot.edges.reading.pool import ReadDocument

_BRANCH, _LAST, _DOWN, _BESIDE = "├─ ", "└─ ", "│  ", "   "


@dataclass(slots=True)
class _Node:
    line: str
    below: dict[str, "_Node"] = field(default_factory=dict)  #: by section


def lines_of(documents: Sequence[ReadDocument], named: str, wording: Wording) -> Iterator[str]:
    """The documents of one file, which is called `named`: a line each, and one for each thing that they are in."""
    top = _Node("")
    for read in documents:
        at = top
        for number, holder in enumerate(read.within):
            name = safe.line(holder.name) if number else named
            at = at.below.setdefault(holder.section, _Node(f"{name}  {holder.type}"))
        document = read.document
        name = safe.line(document.filename) if read.within else named
        state = f"{state_of(document, wording)}{remarks_on(document, wording)}"
        line = f"{name}  {document.type}  {document.role.value}  {state}"
        known = at.below.setdefault(document.section, _Node(line))
        known.line = line  # a PDF that holds files is a document, too
    for node in top.below.values():
        yield node.line
        yield from _below(node, "")


def _below(node: _Node, indent: str) -> Iterator[str]:
    kept = list(node.below.values())
    for each in kept:
        is_last = each is kept[-1]
        yield f"{indent}{_LAST if is_last else _BRANCH}{each.line}"
        yield from _below(each, indent + (_BESIDE if is_last else _DOWN))
