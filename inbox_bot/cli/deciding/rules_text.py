"""rules.yaml changed by a command: what would change is shown and asked about, then written whole or not at all."""

from pathlib import Path

import typer

from inbox_bot.cli.asking import agreed, say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.core.careers.applied import difference
from inbox_bot.edges import rules_file
from inbox_bot.edges.careers import NotWritten, write_rules


def text_of(rules: Path) -> str:
    """The text of rules.yaml, to the byte. Raises OSError."""
    with rules.open(encoding="utf-8", newline="") as file:
        return file.read()


def put_in(rules: Path, text: str, becomes: str, *, yes: bool) -> None:
    """Show what becomes otherwise, ask (`yes`: do not), and write it. Ends the command where it can't be written."""
    if becomes == text:
        typer.echo(wording().say("rules.yaml stays as it is"))
        return
    typer.echo("\n".join(difference(text, becomes)))
    if agreed(wording().say("Write that into {file}?", file=str(rules)), yes):
        write(rules, text, becomes)
        typer.echo(wording().say("{file} is written; a daemon that runs takes it over by itself", file=str(rules)))


def write(rules: Path, text: str, becomes: str) -> None:
    """Write it without a word. Ends the command where it can't be written."""
    try:
        write_rules(rules, text, becomes, rules_file.read)
    except NotWritten as error:
        say_why(error)
        typer.echo(wording().say("put the lines above in by hand"), err=True)
        raise typer.Exit(NEEDS_A_PERSON) from None
