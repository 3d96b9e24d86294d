"""`inbox-bot completion`: what a shell completes by the Tab key."""

from enum import StrEnum
from typing import Annotated

import typer

from inbox_bot.cli.described import described
from inbox_bot.cli.shells import bash, zsh


class Shell(StrEnum):
    """The shells there is a script for."""

    BASH = "bash"
    ZSH = "zsh"


def command(
    shell: Annotated[Shell, typer.Argument(help="Which shell.")],
) -> None:
    """Print a script by which a shell completes commands and options; it needs no Python when Tab is pressed.

    For bash into ~/.local/share/bash-completion/completions/inbox-bot, for zsh as _inbox-bot into a folder of $fpath.

    Example: inbox-bot completion bash > ~/.local/share/bash-completion/completions/inbox-bot
    """
    typer.echo({Shell.BASH: bash, Shell.ZSH: zsh}[shell](described()), nl=False)
