"""A bar on stderr while a person waits, and lines on stdout meanwhile: on one terminal, they stand above the bar.

What rich offers for that puts its own stream in the place of stdout: lines then go to stderr, or past it and into the
bar. So whoever prints meanwhile prints here. Nothing of rich is loaded where there is no terminal.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.progress import Progress


class Waiting:
    """What is being done, and how far it is."""

    def __init__(self, bar: "Progress | None", what: str = "", total: int | None = None) -> None:
        """`bar`: of which this is the one task; None: nobody sees it."""
        self._bar = bar
        self._task = None if bar is None else bar.add_task(what, total=total)

    def reached(self, done: int, total: int | None) -> None:
        """So much of it is done; `total` None: nobody knows of how much."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def doing(self, what: str) -> None:
        """Something else is done now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=what)

    def line(self, text: str) -> None:
        """A line of what was asked for."""
        if self._bar is not None and sys.stdout.isatty():
            self._bar.console.print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)
        else:
            typer.echo(text)


@contextmanager
def waiting(what: str, total: int | None = None) -> Iterator[Waiting]:
    """A bar where stderr is a terminal; it is gone afterwards."""
    if not sys.stderr.isatty():
        yield Waiting(None)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(
        console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    ) as progress:
        yield Waiting(progress, what, total)
