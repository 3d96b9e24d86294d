"""`inbox-bot observed`: what was filed while inbox_bot only observed, and a person lets it take effect."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.user import user
from inbox_bot.core.message import safe
from inbox_bot.core.plan.values import Held
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Ledger, LedgerMissing, MailRow
from inbox_bot.pipeline.decisions.correction import state_of_row
from inbox_bot.pipeline.decisions.observed import TakingEffect, observed_mails, plan_effect, take_effect
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation, ledger_place, open_beside, utc_now


def command(
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    apply: Annotated[bool, typer.Option("--apply", help="Move and answer it, after one confirmation.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """List the mails that were filed while inbox_bot only observed, and neither moved nor answered; a line a mail.

    `--apply` plans each again with today's rules, shows where it goes and what is answered, and does that after one
    typed confirmation. What holds an answer back does so as ever: mail that was older than three days at first sight,
    an agency, somebody who was answered by hand. Ends with 1 where some of it could not be done.

    Example: inbox-bot observed --apply
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    try:
        ledger = Ledger.open(ledger_place(loaded, folder), lock=False)
    except LedgerMissing:
        return
    with ledger:
        mails = observed_mails(ledger)
        if not apply:
            _list(mails, as_json, observing=loaded.mode is Mode.OBSERVE)
            return
        if loaded.mode is Mode.OBSERVE:
            raise typer.BadParameter(Sentence("inbox_bot only observes: write `mode: live` into rules.yaml first"))
        with open_beside(ledger, loaded, folder) as installation:
            if not apply_all(mails, installation, yes=yes):
                raise typer.Exit(NEEDS_A_PERSON)


def apply_all(mails: tuple[MailRow, ...], installation: Installation, *, yes: bool) -> bool:
    """Show all of it, ask once, and let it happen; False where some of it could not, each with its reason."""
    say, by = wording().say, user()
    shown: list[TakingEffect] = []
    whole = True
    for mail in mails:
        try:
            shown.append(plan_effect(mail, installation, utc_now(), by=by))
        except (NotDecided, FilingFailed) as error:
            say_why(error)
            whole = False
        else:
            typer.echo(_effect_line(shown[-1]))
    letters = sum(each.answer is not None for each in shown)
    if not shown:
        if not mails:
            typer.echo(say("nothing was filed while observing that has not taken effect"))
        return whole
    question = say(
        "Type {number} to let that take effect (mails: {number}, answers: {letters})",
        number=len(shown),
        letters=letters,
    )
    if not yes and typer.prompt(question, err=True).strip() != str(len(shown)):
        typer.echo(say("nothing is done"))
        return whole
    done: list[TakingEffect] = []
    for each in shown:
        try:
            done.append(take_effect(each, installation, utc_now(), by=by))
        except (NotDecided, FilingFailed) as error:
            say_why(error)
            whole = False
    answered = sum(each.answer is not None for each in done)
    typer.echo(
        say(
            "mails that take effect: {number}, of them answered: {answered}; the next poll or the daemon does it",
            number=len(done),
            answered=answered,
        )
    )
    return whole


def _list(mails: tuple[MailRow, ...], as_json: bool, *, observing: bool) -> None:
    for mail in mails:
        typer.echo(json.dumps(_as_object(mail)) if as_json else _line(mail))
    if mails and not as_json:
        remedy = "`inbox-bot observed --apply`" if not observing else "`mode: live`, `inbox-bot observed --apply`"
        said = wording().say(
            "mails that were neither moved nor answered: {number}; to do: {remedy}", number=len(mails), remedy=remedy
        )
        typer.echo(f"inbox-bot: {said}", err=True)


def _line(mail: MailRow) -> str:
    vacancies = dict.fromkeys(each.vacancy for each in mail.applications if each.vacancy)
    outcome = " ".join([mail.outcome.value if mail.outcome else "", *vacancies])
    return f"{_who(mail)}  {safe.line(mail.subject, 40)}  {outcome}"


def _who(mail: MailRow) -> str:
    return f"#{mail.id:<5} {safe.line(mail.sender, 50)}"


def _as_object(mail: MailRow) -> dict[str, Any]:
    return {"id": mail.id, **state_of_row(mail), "answers": [row.id for row in mail.answers]}


def _effect_line(effect: TakingEffect) -> str:
    """Where the mail goes, and what is answered or why not."""
    say, plan, answer = wording().say, effect.plan, effect.answer
    if plan is None:
        as_planned = say("is moved as it was planned, and not answered")
        return f"{_who(effect.mail)}  {as_planned}"
    stays = say("stays where it is")
    goes = say("to {folder}", folder=safe.line(" / ".join(effect.folder))) if effect.folder else stays
    if answer is not None:
        to = safe.line(answer.letter.to.address, 60)
        answered = say("{template} to {address}", template=answer.template.value, address=to)
    elif isinstance(plan.reply, Held):
        answered = say("answer held: {why}", why=plan.reply.why)
    else:
        answered = say("no answer: {why}", why=plan.reply.why)
    return f"{_who(effect.mail)}  {plan.outcome.value}  {goes}; {answered}"
