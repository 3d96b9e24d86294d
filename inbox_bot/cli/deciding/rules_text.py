"""rules.yaml changed by a command: what would change is shown and asked about, then written whole or not at all."""

from pathlib import Path

import typer

from inbox_bot.cli.asking import agreed, say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.core.careers.applied import difference
from inbox_bot.edges import rules_file
from inbox_bot.edges.careers import NotWritten, keep_copy, write_rules


def put_in(
    rules: Path, text: str, becomes: str, *, yes: bool, with_copy: bool = False, part: Path | None = None
) -> None:
    """Show what becomes otherwise, ask (`yes`: do not), and write it, with a copy of what was or without.

    The text is rules.yaml's, or that of a part of it. Ends the command where it can't be written.
    """
    if becomes == text:
        typer.echo(wording().say("rules.yaml stays as it is"))
        return
    file = part or rules
    show(text, becomes)
    if agreed(wording().say("Write that into {file}?", file=str(file)), yes):
        write(rules, text, becomes, with_copy=with_copy, part=part)
        typer.echo(wording().say("{file} is written; a daemon that runs takes it over by itself", file=str(file)))


def show(text: str, becomes: str) -> None:
    """What would become otherwise."""
    typer.echo("\n".join(difference(text, becomes)))


def write(rules: Path, text: str, becomes: str, *, with_copy: bool = False, part: Path | None = None) -> None:
    """Write it without a word but for where its copy is. Ends the command where it can't be written."""
    file = part or rules
    try:
        if with_copy:
            copy = keep_copy(file, text)
            typer.echo(wording().say("as it was: {file}", file=str(copy)), err=True)
        write_rules(file, text, becomes, rules_file.checked_as(rules, file))
    except NotWritten as error:
        say_why(error)
        typer.echo(wording().say("put the lines above in by hand"), err=True)
        raise typer.Exit(NEEDS_A_PERSON) from None
