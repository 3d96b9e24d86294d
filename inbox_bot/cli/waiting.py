"""A bar on stderr while a person waits, and lines on stdout meanwhile: on one terminal, they stand above the bar.

What rich offers for that puts its own stream in the place of stdout: lines then go to stderr, or past it and into the
bar. So whoever prints meanwhile prints here.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import Progress, TaskID


class Waiting:
    """What is being done, and how far it is."""

    def __init__(self, progress: Progress, task: TaskID, *, is_on_stdouts_terminal: bool) -> None:
        self._progress = progress
        self._task = task
        self._is_on_stdouts_terminal = is_on_stdouts_terminal

    def reached(self, done: int, total: int | None) -> None:
        """So much of it is done; `total` None: nobody knows of how much."""
        self._progress.update(self._task, completed=done, total=total)

    def doing(self, what: str) -> None:
        """Something else is done now."""
        self._progress.update(self._task, description=what)

    def line(self, text: str) -> None:
        """A line of what was asked for."""
        if self._is_on_stdouts_terminal:
            self._progress.console.print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)
        else:
            typer.echo(text)


@contextmanager
def waiting(what: str, total: int | None = None) -> Iterator[Waiting]:
    """A bar where stderr is a terminal; it is gone afterwards."""
    console = Console(stderr=True)
    bar = Progress(
        console=console, transient=True, disable=not console.is_terminal, redirect_stdout=False, redirect_stderr=False
    )
    with bar as progress:
        shares = console.is_terminal and sys.stdout.isatty()
        yield Waiting(progress, progress.add_task(what, total=total), is_on_stdouts_terminal=shares)
