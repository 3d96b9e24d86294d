"""`inbox-bot decline`: one applicant is turned down, shown before it is asked."""

from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import agreed, say_why
from inbox_bot.cli.deciding.close import NOBODY
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import named
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.user import user
from inbox_bot.digest.sections import turned_down
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.closing import Underway, ask_to_decline, decline, stop_declining, underway_of_mail
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation, ledger_place, open_beside, utc_now


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="The mail by its number, as the digest shows it.")],
    undo: Annotated[bool, typer.Option("--undo", help="Stop it, before the letter has gone.")] = False,
    rules: RulesFile = Path("rules.yaml"),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Turn one applicant down, with the same care as `close`: not whoever withdrew, was answered, or can't be reached.

    The letter waits an hour, in which --undo stops it.

    Example: inbox-bot decline 12
    """
    number = named(id).mail
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    with (
        Ledger.open(ledger_place(loaded, folder), lock=False) as ledger,
        open_beside(ledger, loaded, folder) as installation,
    ):
        try:
            _stop(number, installation) if undo else _decline(number, installation, yes=yes)
        except NotDecided as error:
            say_why(error)
            raise typer.Exit(NEEDS_A_PERSON) from None


def _stop(number: int, installation: Installation) -> None:
    stop_declining(number, installation, utc_now(), by=user() or NOBODY)
    typer.echo(wording().say("Stopped: nobody is written to about mail #{number}.", number=number))


def _decline(number: int, installation: Installation, *, yes: bool) -> None:
    said, rules = wording(), installation.rules
    if underway_of_mail(number, installation) is None:
        shown = ask_to_decline(number, installation, utc_now())
        for each in shown.to:
            lines = turned_down.whom([each], turned_down.title_of(each.vacancy, rules, said), said)
            typer.echo("\n".join(lines))
        for line in filter(None, (*turned_down.whom_not(shown.spared, said), turned_down.only_observed(rules, said))):
            typer.echo(line)
        if not shown.to:
            raise typer.Exit(NEEDS_A_PERSON)
        if not agreed(said.say("Such a letter can't be unsaid. Is it to go, in an hour?"), yes):
            return
    begun = decline(number, installation, utc_now(), by=user() or NOBODY)
    if isinstance(begun, Underway):
        typer.echo(said.say("It was confirmed before, and is underway."))
    stops = f"inbox-bot decline {number} --undo"
    typer.echo(
        said.say(
            "The letter goes out at {moment}; until then this stops it: {command}",
            moment=turned_down.goes_at(begun.row, rules, said),
            command=stops,
        )
    )
