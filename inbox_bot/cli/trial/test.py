"""`inbox-bot test`: the user's own cases, and making one of a kept mail."""

import json
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import named
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation, filing_of, ledger_place, open_reading, utc_now
from inbox_bot.pipeline.trial.cases import Case, cases_in, record, run_cases
from inbox_bot.pipeline.trial.scratch import scratch_folder


def command(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]", help="Only these cases.")] = None,
    mail: Annotated[
        str | None, typer.Option("--record", metavar="ID", help="Make a case of this mail, without its names.")
    ] = None,
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
) -> None:
    """Run your own cases: mails `cases/NAME.eml` beside rules.yaml, and in `cases/NAME.yaml` what is to become of each.

    Each is judged alone, as by a fresh installation that receives it now. Ends with 1 where one becomes something else.
    A case says `kind`, `outcome`, `vacancy` and `answer` (a template, or `none`), or some of them.

    `--record ID` makes a case of a mail that is kept: its letter and documents as text, with names, addresses and
    numbers replaced. Streets and employers stay: read it before you pass it on.

    Example: inbox-bot test --record 12
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    if mail is not None:
        if names:
            raise typer.BadParameter(Sentence("--record makes a case, and runs no others"))
        cases = [_recorded(named(mail).mail, loaded, folder)]
        with open_reading(loaded, folder, workers=1) as pool:
            _run(cases, loaded, pool, as_json=as_json)
        return
    cases = cases_in(folder / "cases", loaded, names or ())
    if not cases:
        said = wording().say("there are no cases in {folder}; make one: --record ID", folder=str(folder / "cases"))
        typer.echo(f"inbox-bot: {said}", err=True)
        return
    with open_reading(loaded, folder, workers=1 if len(cases) < 20 else 2) as pool:
        whole = _run(cases, loaded, pool, as_json=as_json)
    if not whole:
        raise typer.Exit(NEEDS_A_PERSON)


def _recorded(number: int, rules: Rules, folder: Path) -> Case:
    with (
        Ledger.open(ledger_place(rules, folder), read_only=True) as ledger,
        open_reading(rules, folder, workers=1) as pool,
        scratch_folder() as spool,
    ):
        row = ledger.reports.mail_by_number(number)
        installation = Installation(
            rules=rules, folder=folder, ledger=ledger, filing=filing_of(rules, folder), reading=pool, spool=spool
        )
        try:
            if row is None:
                raise NotDecided(Sentence("there is no mail #{number}", number=number))
            case = record(row, installation, folder / "cases")
        except NotDecided as error:
            say_why(error)
            raise typer.Exit(NEEDS_A_PERSON) from None
    typer.echo(wording().say("{file} is made: read it before you pass it on", file=str(case.mail)), err=True)
    return case


def _run(cases: list[Case], rules: Rules, pool: ReadingPool, *, as_json: bool) -> bool:
    """A line a case, and the sum; whether all became what they are to."""
    say, otherwise = wording().say, 0
    for ran in run_cases(cases, rules, pool, utc_now()):
        otherwise += bool(ran.differences)
        if as_json:
            found = [{"key": each.key, "expected": each.expected, "found": each.found} for each in ran.differences]
            typer.echo(json.dumps({"case": ran.case.name, "ok": not ran.differences, "differs": found}))
            continue
        became = "; ".join(
            say("{key} is {found}, and is to be {expected}", key=each.key, found=each.found, expected=each.expected)
            for each in ran.differences
        )
        as_expected = say("as expected")
        typer.echo(f"{ran.case.name}: {became or as_expected}")
    if not as_json:
        typer.echo(say("cases: {number}, otherwise than expected: {otherwise}", number=len(cases), otherwise=otherwise))
    return not otherwise
