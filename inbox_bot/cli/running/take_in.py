"""`inbox-bot take-in`: mail that was left alone at first contact, taken in after all."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.days import day_of
from inbox_bot.cli.exit_codes import DOWN, NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.running.poll import each_mailbox, ending_kindly
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import open_installation
from inbox_bot.pipeline.intake.batches import OnBatch
from inbox_bot.pipeline.intake.earlier import TakenEarlier, take_in_since
from inbox_bot.pipeline.privacy.again import erase_again


def command(
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="The first day, like 2027-02-28.")],
    mailbox: Annotated[str | None, typer.Option("--mailbox", help="One of rules.yaml's mailboxes; else all.")] = None,
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Take in earlier mail, which was left alone at first contact, from a day on; then do what is due, and end.

    `mailbox.start` is asked at first contact only; this is what takes earlier mail in later. Answers to mail older than
    three days are held, as ever. Stopped or called again, it goes on with what is missing, and takes nothing in twice.
    The daemon has to be stopped for it. Ends with 1 where the server did not give some of it, with 3 as poll does.

    Example: inbox-bot take-in --since 2027-02-28
    """
    loaded = rules_file.read(rules)
    day = day_of(since)
    meant = _meant(loaded, mailbox)
    found: list[TakenEarlier] = []
    with open_installation(loaded, rules.absolute().parent) as installation, ending_kindly(installation):
        erase_again(installation)

        def take(each: MailboxSettings, on_batch: OnBatch) -> None:
            found.extend(take_in_since(installation, each, day, on_batch, installation.stopping))

        down = each_mailbox(installation, meant, take)
        stopped = installation.stopping()
    _report(found, day)
    if down or stopped or any(each.left.not_asked for each in found):
        raise typer.Exit(DOWN)
    if any(each.left.refused for each in found):
        raise typer.Exit(NEEDS_A_PERSON)


def _meant(rules: Rules, name: str | None) -> tuple[MailboxSettings, ...]:
    meant = tuple(each for each in rules.mailboxes if name in (None, each.name))
    if not meant:
        names = ", ".join(each.name for each in rules.mailboxes)
        raise typer.BadParameter(
            Sentence("rules.yaml has no mailbox {name}; there are {known}", name=name or "", known=names)
        )
    return meant


def _report(found: list[TakenEarlier], day: date) -> None:
    say = wording().say
    for each in found:
        if each.left.not_asked:
            said = say("{folder}: stopped before its end; the same command goes on", folder=each.folder)
        elif each.left.refused:
            said = say(
                "{folder}: the server did not give {number} mails; the same command asks for them again",
                folder=each.folder,
                number=len(each.left.refused),
            )
        else:
            said = say(
                "{folder}: all mail since {day} is taken in; left alone before it: {number}",
                folder=each.folder,
                day=day.isoformat(),
                number=each.left_alone,
            )
        typer.echo(f"inbox-bot: {said}", err=True)
