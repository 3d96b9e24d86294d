"""A page that a command writes for a person's browser."""

import os
import stat
from pathlib import Path

import typer

from inbox_bot.cli.language import wording
from inbox_bot.core.wording import Sentence


def write_page(file: Path, page: str) -> None:
    """Write it, and say where. Raises BadParameter where that fails."""
    try:
        _write(file, page)
    except OSError as error:
        wrong = Sentence("--html: {file} can't be written: {why}", file=str(file), why=error.strerror)
        raise typer.BadParameter(wrong) from None
    typer.echo(wording().say("the HTML page is {file}", file=str(file)), err=True)


def _write(file: Path, page: str) -> None:
    """Names and letters are in it: nobody else may read it, also where a file of another mode was there."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as html:
        if stat.S_ISREG(os.fstat(html.fileno()).st_mode):
            os.fchmod(html.fileno(), 0o600)
        html.write(page)
