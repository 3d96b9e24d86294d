"""`inbox-bot settle`: what a mail asks for about its writer's data is done, or answered."""

from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import named
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.user import user
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.decisions.requests import settle
from inbox_bot.pipeline.installation import ledger_place, utc_now


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Mails by their numbers, as the digest shows them.")],
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Say that what a mail asks for about its writer's data is done, or answered: it is told no longer.

    It answers nobody and erases nothing: `inbox-bot disclose`, `forget` and `correct` do that, and a person writes.
    `inbox-bot undo` takes it back.

    Example: inbox-bot settle 12
    """
    meant = [named(each).mail for each in ids]
    loaded = rules_file.read(rules)
    refused = False
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        for number in meant:
            try:
                settle(number, ledger, utc_now(), by=user())
            except NotDecided as error:
                say_why(error)
                refused = True
                continue
            typer.echo(wording().say("What mail #{number} asks for is settled.", number=number))
    if refused:
        raise typer.Exit(NEEDS_A_PERSON)
