"""`inbox-bot close`: whoever applied for a vacancy and is still to hear from us is turned down, once each."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.user import user
from inbox_bot.core.message import safe
from inbox_bot.core.review.wishes import NoSuchVacancy, vacancy_named
from inbox_bot.core.rules.model import Rules, Vacancy
from inbox_bot.core.wording import Sentence
from inbox_bot.digest.sections import turned_down
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.closing import Begun, Shown, Underway, ask_to_close, confirm_closing, stop_closing
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation, ledger_place, open_beside, utc_now

NOBODY = "inbox-bot"  # who gives a command on a machine that has no name for them


def command(
    vacancy: Annotated[str, typer.Argument(metavar="VACANCY", help="The vacancy: its id, or its title.")],
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="To confirm: how many would be turned down.")
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--except", metavar="NAME", help="Keep somebody: a name, or #12. Several times.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Stop it: whoever has not been written to is not.")] = False,
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Turn down all who applied for a vacancy and are still to hear from you, after you have seen who they are.

    It names who gets the letter, and who does not and why. Nothing happens before you give the command again with the
    number of letters. Then it waits an hour, in which --undo stops it. In rules.yaml the vacancy stays as it is.

    Example: inbox-bot close data-scientist-intern --except "Ann Lee" --except "#12"
    """
    loaded = rules_file.read(rules)
    meant = _meant(vacancy, loaded)
    folder, by = rules.absolute().parent, user() or NOBODY
    with (
        Ledger.open(ledger_place(loaded, folder), lock=False) as ledger,
        open_beside(ledger, loaded, folder) as installation,
    ):
        if undo:
            _stop(meant, installation, by)
            return
        at = utc_now()
        if number is None:
            said: Begun | Shown | Underway = ask_to_close(meant, installation, at, by=by, names=_names(keep))
        else:
            try:
                said = confirm_closing(meant, number, installation, at, by=by)
            except NotDecided as error:
                say_why(error)
                raise typer.Exit(NEEDS_A_PERSON) from None
        if not _tell(said, meant, installation, at):
            raise typer.Exit(NEEDS_A_PERSON)


def _meant(named: str, rules: Rules) -> Vacancy:
    found = vacancy_named(named, rules.vacancies)
    if not isinstance(found, NoSuchVacancy):
        return found
    shown = safe.line(named, 60)
    if found.nearest is None:
        raise typer.BadParameter(Sentence("no vacancy is called “{named}”", named=shown))
    nearest = safe.line(found.nearest.title)
    raise typer.BadParameter(
        Sentence("no vacancy is called “{named}”; did you mean “{nearest}”?", named=shown, nearest=nearest)
    )


def _names(keep: list[str] | None) -> list[str]:
    return [name for each in keep or () for name in each.split(",") if name.strip()]


def _stop(vacancy: Vacancy, installation: Installation, by: str) -> None:
    say = wording().say
    try:
        stopped = stop_closing(vacancy, installation, utc_now(), by=by)
    except NotDecided as error:
        say_why(error)
        raise typer.Exit(NEEDS_A_PERSON) from None
    typer.echo(say("Stopped: {number} are not written to.", number=stopped.stopped))
    if stopped.gone:
        typer.echo(say("{number} letters had gone before.", number=stopped.gone))


def _tell(said: Begun | Shown | Underway, vacancy: Vacancy, installation: Installation, at: datetime) -> bool:
    """Say what came of it; whether it is as was asked."""
    rules, say = installation.rules, wording().say
    if isinstance(said, Begun | Underway):
        if isinstance(said, Underway):
            typer.echo(say("It was confirmed before, and is underway."))
        typer.echo(
            say(
                "{number} letters go out from {moment} on; until then this stops it: {command}",
                number=said.number,
                moment=turned_down.goes_at(said.row, rules, wording()),
                command=_given(vacancy, "--undo"),
            )
        )
        if observed := turned_down.only_observed(rules, wording()):
            typer.echo(observed)
        return isinstance(said, Begun)
    unclear = turned_down.not_kept(said.kept, wording())
    if unclear:
        typer.echo("\n".join(unclear), err=True)
        return False
    _show(said, vacancy, rules, at)
    return not said.changed


def _show(shown: Shown, vacancy: Vacancy, rules: Rules, at: datetime) -> None:
    say, said = wording().say, wording()
    if shown.changed:
        typer.echo(say("The list is not the one that you were shown: look again, and confirm it with its number."))
    lines = [*turned_down.whom(shown.to, turned_down.title_of(vacancy.id, rules, said), said, None)]
    lines += turned_down.whom_not(shown.spared, said, None)
    if shown.to:
        lines.append(said.repeat(turned_down.UNSEEN))
    lines += filter(None, (turned_down.how_it_closes(vacancy, at, rules, said), turned_down.only_observed(rules, said)))
    if shown.to:
        lines.append(
            say("Nobody is written to yet. To confirm: {command}", command=_given(vacancy, str(len(shown.to))))
        )
    typer.echo("\n".join(lines))


def _given(vacancy: Vacancy, more: str) -> str:
    return f"inbox-bot close {vacancy.id} {more}"
