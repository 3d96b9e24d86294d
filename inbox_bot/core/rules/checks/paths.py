"""Where in rules.yaml's tree things stand: the items of a list, the conditions in a condition, all mailboxes."""

from collections.abc import Iterator

from inbox_bot.core.rules.text.yaml_tree import Node, Path

NESTED = ("any", "all", "not")  # keys of a condition that hold conditions


def mailboxes_in(root: Node) -> list[Path]:
    """The paths of all mailboxes."""
    one: list[Path] = [("mailbox",)] if root.at("mailbox") is not None else []
    return one + each_of(root, "mailboxes")


def each_of(root: Node, *path: str | int) -> list[Path]:
    """The paths of a list's items; of the one value that stands for a list of one; of nothing where there is none."""
    node = root.at(*path)
    if node is None or node.value is None:
        return []
    return [(*path, index) for index, _ in enumerate(node.value)] if isinstance(node.value, tuple) else [path]


def conditions_in(root: Node, path: Path) -> Iterator[Path]:
    """A condition and all those nested in it."""
    node = root.at(*path)
    if node is None or not isinstance(node.value, dict):
        return
    yield path
    for key in NESTED:
        inner = node.at(key)
        if inner is not None and isinstance(inner.value, tuple):
            for index, _ in enumerate(inner.value):
                yield from conditions_in(root, (*path, key, index))
        else:
            yield from conditions_in(root, (*path, key))


def index_of_key(root: Node, key: str) -> int:
    """Where a key begins in the text, else what it would be below."""
    return root.keys.get(key, root.index)


def index_of(root: Node, path: Path) -> int:
    """Where in the text a path leads, or the nearest above it that is there."""
    return root.nearest(path).index
