"""rules.yaml and the parts beside it (`rules.d/*.yaml`) as one tree, that knows of each node in which file it stands.

A part holds mailboxes with their vacancies and reviewers, and nothing else: all that is the company's is in the head,
rules.yaml itself. Lists of the same key are put behind each other, the head's first, then by the parts' names.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from inbox_bot.core.rules.text.problems import did_you_mean, nearest, shown
from inbox_bot.core.rules.text.yaml_tree import Lines, Node, Path, Report, read
from inbox_bot.core.wording import Sentence

ONE, SEVERAL = "mailbox", "mailboxes"
LISTS = (SEVERAL, "vacancies", "reviewers")
KEYS = (ONE, *LISTS)  #: what a part may hold
SCOPED = ("vacancies", "reviewers")  #: a mailbox that names none has those of its own file
TREES_KEPT = 4_096  # so that a file that did not change is not read as YAML again


class Files:
    """Several texts behind each other, so that one number says where something stands in all of them."""

    def __init__(self, head: str, text: str, parts: Mapping[str, str]) -> None:
        self.texts = ((head, text), *sorted(parts.items()))
        self.starts = [0]
        for _, each in self.texts[:-1]:
            self.starts.append(self.starts[-1] + len(each) + 1)
        self._lines: dict[int, Lines] = {}

    def number(self, index: int) -> int:
        """Which of the files it stands in; 0 is the head."""
        return bisect_right(self.starts, index) - 1

    def position(self, index: int) -> tuple[str, int, int]:
        """The file as problems call it, the line and the column, both from 1."""
        number = self.number(index)
        file, text = self.texts[number]
        lines = self._lines.setdefault(number, Lines(text))
        return file, *lines.position(index - self.starts[number])


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole(Node):
    """The root of a head with parts."""

    files: Files
    origins: Mapping[Path, Path] = field(default_factory=dict)  #: of an item: its path in its own file
    #: Of each mailbox: which of all vacancies, and of all reviewers, are those of its file, else of the head.
    scopes: tuple[Mapping[str, range], ...] = ()

    def written(self, path: Path) -> Path:
        """A path as the file has it that it stands in."""
        origin = self.origins.get(path[:2])
        return path if origin is None else (*origin, *path[2:])

    def place(self, path: Path, seen_from: Path) -> str:
        """File and line of a path where that is not the file of the other one; "" where it is."""
        here, there = self.nearest(path).index, self.nearest(seen_from).index
        if self.files.number(here) == self.files.number(there):
            return ""
        file, line, _ = self.files.position(here)
        return f"{file}:{line}"


def read_whole(files: Files, report: Report) -> Node | None:
    """The tree of all files, reporting every problem by its place in all of them.

    None where one of them can't be read on as YAML. Without parts it is the head's own tree.
    """
    roots = []
    for (_, text), start in zip(files.texts, files.starts, strict=True):
        root, found = _tree(text)
        for index, message in found:
            report(start + index, message)
        roots.append(root if root is None or not start else _moved(root, start))
    read_roots = [root for root in roots if root is not None]
    if len(read_roots) < len(roots):
        return None
    head, *parts = read_roots
    if not parts or not isinstance(head.value, dict):
        return head
    for part in parts:
        _check_part(part, report)
    return _joined(files, head, [part for part in parts if isinstance(part.value, dict)], report)


@lru_cache(maxsize=TREES_KEPT)
def _tree(text: str) -> tuple[Node | None, tuple[tuple[int, str], ...]]:
    found: list[tuple[int, str]] = []
    root = read(text, lambda index, message: found.append((index, message)))
    return root, tuple(found)


def _moved(node: Node, by: int) -> Node:
    """A tree whose text begins later."""
    value = node.value
    if isinstance(value, dict):
        value = {key: _moved(each, by) for key, each in value.items()}
    elif isinstance(value, tuple):
        value = tuple(_moved(each, by) for each in value)
    keys = {key: index + by for key, index in node.keys.items()}
    return Node(index=node.index + by, value=value, keys=keys, is_alias=node.is_alias)


def _check_part(part: Node, report: Report) -> None:
    """A part holds what is a mailbox's, and at least something."""
    if not isinstance(part.value, dict):
        what = Sentence("nothing") if part.value is None else shown(part.plain())
        report(
            part.index,
            Sentence(
                "the file holds {what}; a part of the rules holds keys like {keys}: write them, or take the file away",
                what=what,
                keys=", ".join(KEYS),
            ),
        )
        return
    for key in part.value:
        if key in KEYS:
            continue
        meant = nearest(key, KEYS)
        remedy = did_you_mean(meant) if meant else Sentence("what is for all mailboxes belongs into rules.yaml")
        report(
            part.keys[key],
            Sentence(
                "a part of the rules has no key {value}; it has {keys}; {remedy}",
                value=shown(key),
                keys=", ".join(KEYS),
                remedy=remedy,
            ),
        )


def _joined(files: Files, head: Node, parts: list[Node], report: Report) -> Whole:
    together: dict[str, list[Node]] = {key: [] for key in LISTS}
    origins: dict[Path, Path] = {}
    keys = dict(head.keys)
    scopes: list[Mapping[str, range]] = []
    usual: Mapping[str, range] = {}
    for root in (head, *parts):
        begins = {key: len(items) for key, items in together.items()}
        if root.at(ONE) is not None and root.at(SEVERAL) is not None:
            report(root.keys[SEVERAL], Sentence("mailbox and mailboxes both stand here; write one of the two"))
        for key in LISTS:
            for origin, item in _items(root, key, report):
                origins[key, len(together[key])] = origin
                together[key].append(item)
            if key in root.keys or (key == SEVERAL and ONE in root.keys):
                keys.setdefault(key, root.keys.get(key, root.keys.get(ONE, root.index)))
        own = {key: range(begins[key], len(together[key])) for key in SCOPED}
        usual = usual or own
        for mailbox in together[SEVERAL][begins[SEVERAL] :]:
            scopes.append({key: own[key] or usual[key] for key in SCOPED})
            _check_scope(mailbox, scopes[-1], report)
    value = dict(head.value) if isinstance(head.value, dict) else {}
    value.pop(ONE, None)
    for key, items in together.items():
        if items:
            value[key] = Node(index=keys.get(key, head.index), value=tuple(items))
    return Whole(index=head.index, value=value, keys=keys, files=files, origins=origins, scopes=tuple(scopes))


def _items(root: Node, key: str, report: Report) -> Iterator[tuple[Path, Node]]:
    """The items of a list in one file, each with its path there."""
    one = root.at(ONE)
    if key == SEVERAL and one is not None and one.value is not None:
        yield (ONE,), one
    there = root.at(key)
    if there is None or there.value is None:
        return
    if not isinstance(there.value, tuple):
        remedy = Sentence("write a list: one item a line, each after a dash")
        report(
            there.index, Sentence("{place} is {value}; {remedy}", place=key, value=shown(there.plain()), remedy=remedy)
        )
        return
    for number, item in enumerate(there.value):
        yield (key, number), item


def _check_scope(mailbox: Node, scope: Mapping[str, range], report: Report) -> None:
    """Beside parts, none is not all: a mailbox would take what is another one's."""
    for key in SCOPED:
        if isinstance(mailbox.value, dict) and not mailbox.items(key) and not scope[key]:
            report(
                mailbox.index,
                Sentence(
                    "this mailbox has no {key}: neither its own file nor rules.yaml has any; write {key}: with at "
                    "least one",
                    key=key,
                ),
            )
