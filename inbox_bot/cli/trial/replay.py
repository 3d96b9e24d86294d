"""`inbox-bot replay`: what other rules would make of the mails that are kept."""

import json
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from inbox_bot.cli.days import day_of
from inbox_bot.cli.deciding.correct import put_right
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import named
from inbox_bot.cli.options import Json
from inbox_bot.cli.trial.replayed import changed_lines, replayed_as_object
from inbox_bot.cli.user import user
from inbox_bot.cli.waiting import waiting
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import BEGINNING, Ledger, MailRow
from inbox_bot.pipeline.decisions.many import Many
from inbox_bot.pipeline.installation import (
    Installation,
    filing_of,
    ledger_place,
    open_beside,
    open_reading,
    utc_now,
)
from inbox_bot.pipeline.trial.replay import Replay, as_judged
from inbox_bot.pipeline.trial.scratch import scratch_folder


def command(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="Only these mails, by their numbers.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only mails that came since this day.")
    ] = None,
    new: Annotated[
        Path | None,
        typer.Option("--rules", metavar="NEW", help="The rules to judge by; left out: those in force."),
    ] = None,
    installed: Annotated[
        Path,
        typer.Option(
            "--installed", metavar="FILE", envvar="INBOX_BOT_RULES", help="The rules.yaml in force: whose mails."
        ),
    ] = Path("rules.yaml"),
    apply: Annotated[bool, typer.Option("--apply", help="Decide that the mails named become what is shown.")] = False,
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Judge kept mails under other rules, and show exactly what would change: outcome, vacancy, answer, folder.

    Acts on nothing. With `--rules NEW` two sets of rules are compared: those in force, and NEW. Without, it is
    shown what the rules in force make of mails otherwise than they became. What people decided stays. An agency's
    mail is read from the mailbox, where alone it lies. Mails whose bytes are kept nowhere are counted. `--apply
    ID…` makes decisions of it, as `correct` does, and `undo` takes them back.

    Example: inbox-bot replay --since 2027-02-01 --rules new.yaml
    """
    rules = rules_file.read(installed)
    others = rules_file.read(new) if new is not None else None
    day = None if since is None else day_of(since)
    numbers = [named(each).mail for each in ids or ()]
    if apply:
        _apply(numbers, others or rules, rules, installed.absolute().parent, as_json=as_json, yes=yes)
        return
    begin = BEGINNING if day is None else rules.midnight(day)
    with ExitStack() as stack:
        folder = installed.absolute().parent
        ledger = stack.enter_context(Ledger.open(ledger_place(rules, folder), read_only=True))
        installation = Installation(
            rules=rules,
            folder=folder,
            ledger=ledger,
            filing=filing_of(rules, folder),
            reading=stack.enter_context(open_reading(rules, folder)),
            spool=stack.enter_context(scratch_folder()),
        )
        stack.callback(_close, installation)
        _show(Replay(installation=installation, new=others, at=utc_now()), _mails(ledger, begin, numbers), as_json)


def _close(installation: Installation) -> None:
    for mailbox in installation.beside.values():
        mailbox.close()


def _mails(ledger: Ledger, begin: datetime, numbers: list[int]) -> tuple[MailRow, ...]:
    if not numbers:
        return ledger.reports.received_between(begin, utc_now())
    found = (ledger.reports.mail_by_number(number) for number in numbers)
    return tuple(mail for mail in found if mail is not None)


def _show(replay: Replay, mails: tuple[MailRow, ...], as_json: bool) -> None:
    changed = 0
    with waiting(wording().say("judging again"), total=len(mails)) as bar:
        for replayed in replay.over(mails):
            bar.reached(replay.done, len(mails))
            if not replayed.changes:
                continue
            changed += 1
            if as_json:
                bar.line(json.dumps(replayed_as_object(replayed)))
            else:
                bar.line("\n".join([*changed_lines(replayed, wording()), ""]))
    counted = {
        "mails": len(mails),
        "changed": changed,
        "gone": replay.gone,
        "in_mailbox": replay.in_mailbox,
        "left": replay.left,
    }
    if as_json:
        typer.echo(json.dumps({"sum": counted}))
        return
    _print_sum(counted)


def _print_sum(counted: dict[str, Any]) -> None:
    said = wording()
    typer.echo(
        said.say("Mails: {number}; otherwise than now: {changed}", number=counted["mails"], changed=counted["changed"])
    )
    if counted["gone"]:
        typer.echo(
            said.plural(
                "{number} mail could not be judged again: its bytes are kept no longer",
                "{number} mails could not be judged again: their bytes are kept no longer",
                counted["gone"],
            )
        )
    if counted["in_mailbox"]:
        typer.echo(
            said.plural(
                "{number} mail could not be judged again: it lies in the mailbox alone, which did not answer",
                "{number} mails could not be judged again: they lie in the mailbox alone, which did not answer",
                counted["in_mailbox"],
            )
        )
    if counted["left"]:
        typer.echo(said.say("Left out, since nobody decides about such mail: {number}", number=counted["left"]))
    typer.echo(said.say("Nothing was changed."))


def _apply(numbers: list[int], new: Rules, rules: Rules, folder: Path, *, as_json: bool, yes: bool) -> None:
    if not numbers:
        raise typer.BadParameter(Sentence("say which mails: replay --apply 12 13"))
    missing = sorted({each.id for each in new.vacancies} - {each.id for each in rules.vacancies})
    if missing:
        raise typer.BadParameter(
            Sentence("the rules.yaml in force has no vacancy {names}: put it in there first", names=", ".join(missing))
        )
    at = utc_now()
    with (
        Ledger.open(ledger_place(rules, folder), lock=False) as ledger,
        open_beside(ledger, new, folder) as installation,
    ):
        many = Many([as_judged(number, user(), at) for number in numbers])
        if not put_right(many, installation, as_json=as_json, yes=yes):
            raise typer.Exit(NEEDS_A_PERSON)
