"""`inbox-bot demo`: the main job on servers of its own."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.wording import Sentence, said_by


def command(
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where its files go.")] = Path("demo-run"),
) -> None:
    """Watch the main job without an account: reads 24 sample mails on its own mail servers, files, answers, reports.

    Ends with 1 when a mail did not become what it should have. Another run replaces the files of the last one.

    Example: inbox-bot demo
    """
    try:
        from inbox_bot.demo.compare import differences
        from inbox_bot.demo.run import FolderInUse, run_demo
        from inbox_bot.demo.samples import samples
        from inbox_bot.demo.show import header, mail_line, result
    except ModuleNotFoundError as error:
        needs = Sentence("the demo needs {package}: pip install 'inbox-bot[demo]'", package=error.name)
        raise typer.BadParameter(needs) from None
    console, said = Console(), wording()
    header(console, said)
    as_expected = 0

    def told(name: str, mail: PlannedMail) -> None:
        nonlocal as_expected
        wrong = differences(name, mail)
        mail_line(console, mail, wrong, said)
        as_expected += not wrong

    try:
        run = run_demo(folder, datetime.now(UTC), told)
    except FolderInUse as error:
        raise typer.BadParameter(said_by(error)) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise typer.BadParameter(
            Sentence("--folder: {folder} can't be used: {why}", folder=str(folder), why=why)
        ) from None
    result(console, run, sys.argv[0], as_expected, said)
    if as_expected != len(samples()):
        raise typer.Exit(NEEDS_A_PERSON)
