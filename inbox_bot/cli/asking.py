"""Asking before something is done: whoever says nothing has not said yes."""

import typer

from inbox_bot.cli.language import wording


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
