"""`inbox-bot demo`: the main job on servers of its own."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def command(
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where its files go.")] = Path("demo-run"),
) -> None:
    """Watch the main job without an account: reads 24 sample mails on its own mail servers, files, answers, reports.

    Example: inbox-bot demo
    """
    try:
        from inbox_bot.demo.run import FolderInUse, run_demo
        from inbox_bot.demo.show import header, mail_line, result
    except ModuleNotFoundError as error:
        raise typer.BadParameter(f"the demo needs {error.name}: pip install 'inbox-bot[demo]'") from None
    console = Console()
    header(console)
    try:
        run = run_demo(folder, datetime.now(UTC), lambda name, mail: mail_line(console, mail))
    except FolderInUse as error:
        raise typer.BadParameter(str(error)) from None
    result(console, run, sys.argv[0])
