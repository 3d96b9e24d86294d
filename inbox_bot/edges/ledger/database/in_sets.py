"""Numbers and keys by sets: so many are named in one statement, however many there are."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

IN_ONE_STATEMENT = 500
T = TypeVar("T")


def in_sets(named: Sequence[T]) -> Iterator[Sequence[T]]:
    """All of them, in their order, some at a time."""
    return (named[start : start + IN_ONE_STATEMENT] for start in range(0, len(named), IN_ONE_STATEMENT))
