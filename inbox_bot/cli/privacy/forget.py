"""`inbox-bot forget`: everything that is kept of somebody is shown, and erased."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import agreed, say_why
from inbox_bot.cli.exit_codes import DOWN, NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.privacy.said import as_object, erasure_as_object, letters, listed, receipt, the_one, told
from inbox_bot.cli.user import user
from inbox_bot.core.erasure.values import Erasure, Why
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import ledger_place, utc_now
from inbox_bot.pipeline.privacy.erasing import Carried, World, begin, carry_on, clear_up
from inbox_bot.pipeline.privacy.opening import let_go_of_what_died, open_world
from inbox_bot.pipeline.privacy.showing import Shown, shown, whom

TRIES = 60  # at one a second: a mail is read, or a letter sent, in less


def command(
    person: Annotated[
        str | None, typer.Argument(metavar="PERSON", help="An address, a name, or a mail's number like #12.")
    ] = None,
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase all that is kept of a person: ledger, files, mails in every folder, our answers to them; says first what.

    What can't be reached (a mail server that is down) is done later, by the daemon or by the same command; without
    PERSON it goes on with that, and lists what was erased. Copies that went to others are named, with a letter for
    them. With `--json` nothing is asked: only with `--yes` it is done.

    Example: inbox-bot forget ann.lee@example.org
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    place = ledger_place(loaded, folder)
    with Ledger.open(place, lock=False) as ledger, open_world(ledger, loaded, folder) as world:
        if person is None:
            _go_on(world, as_json=as_json)
            return
        candidate = the_one(person, whom(person, world))
        found = shown(candidate, world, utc_now(), ledger_file=None if "://" in place else Path(place))
        typer.echo(json.dumps(as_object(found)) if as_json else "\n".join(told(found, wording())))
        question = wording().say("Erase all of this? It can't be taken back.")
        if not (yes if as_json else agreed(question, yes)):
            return
        erasure = _begun(found, world, loaded, folder)
        carried = carry_on(erasure, world, utc_now())
        _report(carried, found, as_json=as_json)
    if carried.problems:
        raise typer.Exit(DOWN)


def _begun(found: Shown, world: World, rules: Rules, folder: Path) -> Erasure:
    for _ in range(TRIES):
        erasure = begin(found.kept, world, utc_now(), why=Why.ASKED, by=user())
        if erasure is not None:
            return erasure
        if not let_go_of_what_died(rules, folder):
            time.sleep(1)
    say_why(TimeoutError(Sentence("mails are being read, or a letter is being sent: try again in a minute")))
    raise typer.Exit(NEEDS_A_PERSON)


def _go_on(world: World, *, as_json: bool) -> None:
    unfinished = world.ledger.erasures.unfinished()
    carried = [carry_on(each, world, utc_now(), scrubbing=False) for each in unfinished]
    if unfinished:
        clear_up(world.ledger, utc_now())
    newest = world.ledger.erasures.newest()
    if as_json:
        for each in newest:
            typer.echo(json.dumps(erasure_as_object(each)))
    else:
        for line in listed(newest, wording()):
            typer.echo(line)
    problems = [problem for each in carried for problem in each.problems]
    for problem in dict.fromkeys(problems):
        typer.echo(f"inbox-bot: {wording().repeat(problem)}", err=True)
    if problems:
        raise typer.Exit(DOWN)


def _report(carried: Carried, found: Shown, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(erasure_as_object(carried.erasure)))
    else:
        typer.echo("\n".join(["", *receipt(carried, wording()), *letters(carried.erasure, found.whom, wording())]))
    for problem in carried.problems:
        typer.echo(f"inbox-bot: {wording().repeat(problem)}", err=True)
