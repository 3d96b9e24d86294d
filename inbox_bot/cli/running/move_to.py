"""`inbox-bot move-to`: the ledger goes to another database, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.deciding.rules_text import write
from inbox_bot.cli.exit_codes import WRONG
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.waiting import waiting
from inbox_bot.core.rules.editing.ledger_line import with_ledger
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import ledger_place
from inbox_bot.pipeline.upkeep.moving_ledger import clear_up, move_ledger


def command(
    ledger: Annotated[
        str, typer.Option("--ledger", metavar="FILE|URL", help="Where to: postgresql://host/database, or a file.")
    ],
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Move the ledger to PostgreSQL, or back to a file: every row, compared, and rules.yaml names the new place.

    The daemon has to be stopped for it. Broken off, it goes on when it is called again, and until it is done the old
    ledger is the one in use. Afterwards the old one can't be opened any more, so that nobody is answered twice. It
    holds personal data: delete it once you don't need it.

    Example: inbox-bot move-to --ledger postgresql:///inbox_bot
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    text = rules_file.text_of(rules)
    try:
        becomes = with_ledger(text, ledger)
    except NotWritable as error:
        say_why(error)
        raise typer.Exit(WRONG) from None
    moved = rules_file.proven(becomes, rules)
    old, new = ledger_place(loaded, folder), ledger_place(moved, folder)
    if old == new:
        typer.echo(wording().say("the ledger is there already: {place}", place=ledger))
        return
    with waiting(wording().say("moving the ledger")) as bar:
        number = move_ledger(loaded, folder, ledger, datetime.now(UTC), bar.reached)
    write(rules, text, becomes)
    clear_up(loaded, folder, ledger)
    typer.echo(
        wording().plural(
            "{number} row is moved and compared; {file} names the new ledger.",
            "{number} rows are moved and compared; {file} names the new ledger.",
            number,
            file=str(rules),
        )
    )
    typer.echo(
        wording().say("The old one can't be opened any more; delete it once you don't need it: {place}", place=old),
        err=True,
    )
