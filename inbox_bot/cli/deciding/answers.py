"""`inbox-bot answers`: what was answered, what is held, and a person's decisions about it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.deciding.answers_all import chosen, send_all
from inbox_bot.cli.deciding.answers_list import LISTED, print_newest, since_when
from inbox_bot.cli.deciding.answers_one import drop_each, send_each
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import ActionState
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger, LedgerMissing
from inbox_bot.pipeline.installation import ledger_place, utc_now


class What(StrEnum):
    """What may stand after `answers`."""

    PENDING = "pending"
    HELD = "held"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    SEND = "send"
    DROP = "drop"
    RESUME = "resume"


_STATES = {
    None: None,
    What.PENDING: (ActionState.PENDING, ActionState.DOING),
    What.HELD: (ActionState.HELD,),
    What.SENT: (ActionState.DONE,),
    What.UNCERTAIN: (ActionState.UNCERTAIN,),
    What.REFUSED: (ActionState.REFUSED,),
}


def command(
    what: Annotated[
        What | None, typer.Argument(help="Which to list; or send, drop, resume.", show_default="all of them")
    ] = None,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="With send and drop; #12: the letter of mail 12.")
    ] = None,
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    since: Annotated[
        str | None, typer.Option(metavar="DATE|TIME", help="List those planned since: 2026-11-24, or 7 days.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="List so many, the newest.")] = LISTED,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="With send: every held answer, or those that are meant.")] = False,
    why: Annotated[str | None, typer.Option("--why", help="With --all: held for this reason: rate, observe…")] = None,
    vacancy: Annotated[str | None, typer.Option("--vacancy", help="With --all: about this vacancy.")] = None,
) -> None:
    """List the newest answers, a line each, oldest first; or decide about held and uncertain ones.

    `send ID…` plans the answer again with today's history and sends it; `drop ID…` gives it up; `resume` ends the hold
    on all answers after too many went out in an hour, or another inbox_bot was found. `send --all` sends all that are
    held, or those that `--why` and `--vacancy` mean, after one typed confirmation.

    Example: inbox-bot answers held
    """
    if ids and what not in (What.SEND, What.DROP):
        raise typer.BadParameter(Sentence("{what} takes no ID; send and drop do", what=str(what)))
    if (all_ and (ids or what is not What.SEND)) or ((why or vacancy) and not all_):
        raise typer.BadParameter(Sentence("--all is for send, without IDs; --why and --vacancy are for --all"))
    loaded = rules_file.read(rules)
    place = ledger_place(loaded, rules.absolute().parent)
    try:
        ledger = Ledger.open(place, lock=False)
    except LedgerMissing:
        return
    failed = False
    with ledger:
        if what in _STATES:
            print_newest(ledger, _STATES[what], since_when(since, loaded, utc_now()), limit, as_json=as_json)
        elif what is What.RESUME:
            _resume(ledger)
        elif all_:
            failed = not send_all(ledger, chosen(ledger, why, vacancy), loaded, rules.absolute().parent, yes=yes)
        elif not ids:
            raise typer.BadParameter(
                Sentence("which? inbox-bot answers {what} ID…; `inbox-bot answers held` lists them", what=str(what))
            )
        elif what is What.DROP:
            failed = not drop_each(ledger, ids, yes=yes)
        else:
            failed = not send_each(ledger, ids, loaded, rules.absolute().parent, yes=yes)
    if failed:
        raise typer.Exit(NEEDS_A_PERSON)


def _resume(ledger: Ledger) -> None:
    at = utc_now()
    was_open = ledger.notices.set_breaker(False, at)
    if was_open:
        ledger.alarms.clear(AlarmKind.BREAKER, at)
    rivals = [each.alarm for each in ledger.alarms.raised() if each.alarm.kind is AlarmKind.RIVAL]
    for alarm in rivals:
        ledger.alarms.clear(AlarmKind.RIVAL, at, about=alarm.about)
    if was_open or rivals:
        typer.echo(wording().say("answers go out again; those that were held stay so: inbox-bot answers held"))
    else:
        typer.echo(wording().say("nothing to resume: answers are not stopped"))
