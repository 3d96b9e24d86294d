"""A process that is killed at a certain call into the world: what a crash test wraps the world in."""

import tempfile
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHM = Path("/dev/shm")
#: Where hundreds of worlds are copied and killed: nothing of them has to reach a disk.
IN_MEMORY = SHM if SHM.is_dir() else None


def folder_in_memory() -> "tempfile.TemporaryDirectory[str]":
    """A folder, in memory where the machine has such a place; gone when its `with` ends."""
    return tempfile.TemporaryDirectory(dir=IN_MEMORY)


class Crash(BaseException):
    """The process is killed here."""


@dataclass
class Fuse:
    """Burns at the n-th step; from then on nothing works. None: never.

    Where the world was not changed between two steps, to be killed before the one or before the other is the same:
    with `stands`, an unbroken run tells its `moments`, and to be killed at each of them is to be killed at each step.
    """

    left: int | None = None
    burnt: int = 0  #: steps so far
    stands: Callable[[], object] | None = None  #: how the world stands: equal as long as nothing in it is changed
    moments: list[int] = field(default_factory=list)  #: steps before which the world was changed since the last one
    _stood: object = None

    def begin(self) -> None:
        """A process begins: its first step is a moment, whatever was done before."""
        self._stood = None

    def burn(self) -> None:
        if self.stands is not None and (now := self.stands()) != self._stood:
            self.moments.append(self.burnt)
            self._stood = now
        self.burnt += 1
        if self.left is not None:
            if self.left <= 0:
                raise Crash
            self.left -= 1


class Fused:
    """Something of the world, whose every call burns the fuse before, and after where that is another death.

    What it holds under the names of `shelves` is fused as well.
    """

    def __init__(self, real: Any, fuse: Fuse, *, shelves: Set[str] = frozenset(), after: bool = True) -> None:
        self._real, self._fuse, self._shelves, self._after = real, fuse, shelves, after

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        if name in self._shelves:
            return Fused(real, self._fuse, shelves=self._shelves, after=self._after)
        if not callable(real):
            return real

        def call(*arguments: Any, **named: Any) -> Any:
            self._fuse.burn()
            result = real(*arguments, **named)
            if self._after:
                self._fuse.burn()
            return result

        return call
