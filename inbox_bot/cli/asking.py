"""Asking before something is done: whoever says nothing has not said yes; and why it was not done."""

import typer

from inbox_bot.cli.language import wording
from inbox_bot.core.wording import said_by


def agreed(question: str, yes: bool) -> bool:
    """Whether the person says yes; `yes`: they said so beforehand. Raises Abort where there is nobody to ask."""
    if yes:
        return True
    try:
        return typer.confirm(question, err=True)
    except typer.Abort:
        nothing = wording().say("nobody said yes or no, so nothing was done; with --yes it does not ask")
        typer.echo(f"\ninbox-bot: {nothing}", err=True)
        raise


def say_why(error: Exception) -> None:
    """To stderr: why something was not done."""
    typer.echo(f"inbox-bot: {wording().repeat(said_by(error))}", err=True)
