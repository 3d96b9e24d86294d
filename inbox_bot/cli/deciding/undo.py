"""`inbox-bot undo`: the last decision about a mail is taken back."""

import json
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.deciding.correct import put_right
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import named
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.user import user
from inbox_bot.core.review.decision import Means
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.correction import Intent
from inbox_bot.pipeline.decisions.many import Many
from inbox_bot.pipeline.decisions.requests import was_settled_last
from inbox_bot.pipeline.installation import ledger_place, open_beside, utc_now


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Mails by their numbers, as the digest shows them.")],
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take back the last decision that a person made about a mail, whichever way they said it.

    The mail becomes what it was before it, and its files, folder and flag follow. A letter that went out is not unsaid;
    where it is wrong now, a correction is offered. Given again, it takes back the decision before. Where the last word
    was that a request is settled, that alone is taken back. With `--json` nothing is asked: only with `--yes` it is
    done.

    Example: inbox-bot undo 12
    """
    meant = [named(each).mail for each in ids]
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    with (
        Ledger.open(ledger_place(loaded, folder), lock=False) as ledger,
        open_beside(ledger, loaded, folder) as installation,
    ):
        by = user()
        settled = [mail for mail in meant if was_settled_last(mail, ledger)]
        _open_again(settled, ledger, as_json=as_json, yes=yes)
        if settled == meant:
            return
        others = [mail for mail in meant if mail not in settled]
        intents = [Intent(message=mail, decision=None, by=by, means=Means.COMMAND) for mail in others]
        if not put_right(Many(intents), installation, as_json=as_json, yes=yes):
            raise typer.Exit(NEEDS_A_PERSON)


def _open_again(mails: list[int], ledger: Ledger, *, as_json: bool, yes: bool) -> None:
    """What was said last of these mails is that what they ask for is settled: it is not."""
    for mail in mails:
        if as_json:
            typer.echo(json.dumps({"id": mail, "request": "open"}))
            if not yes:
                continue
        ledger.requests.reopen(mail, utc_now())
        if not as_json:
            typer.echo(wording().say("What mail #{number} asks for is open again.", number=mail))
