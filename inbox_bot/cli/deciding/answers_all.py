"""`inbox-bot answers send --all`: many held answers at once, after one typed confirmation with their number."""

from collections.abc import Sequence
from pathlib import Path

import typer

from inbox_bot.cli.language import wording
from inbox_bot.cli.user import user
from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import AnswerRow, Ledger, LedgerError
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.decisions.release import plan_release, release
from inbox_bot.pipeline.installation import open_beside, utc_now

_ALONE = Sentence("it may thank an agency, which could claim a fee for the candidate: decide about it alone")

#: What a person means by `--why rate`: each of the limits on how often somebody is answered.
_MEANT = {Hold.RATE.value: frozenset({Hold.RATE.value, Hold.DOMAIN_RATE.value})}


def chosen(ledger: Ledger, why: str | None, vacancy: str | None) -> tuple[AnswerRow, ...]:
    """The held answers that a person means: held for this reason, and about this vacancy, where they say so."""
    words = None if why is None else _MEANT.get(why, frozenset({why}))
    return tuple(
        row
        for row in ledger.actions.answers((ActionState.HELD,))
        if (words is None or row.why in words) and (vacancy is None or row.vacancy == vacancy)
    )


def send_all(ledger: Ledger, rows: Sequence[AnswerRow], rules: Rules, folder: Path, *, yes: bool) -> bool:
    """Plan each anew and let it go, as `send ID` does; False where some can't be sent, each with its reason."""
    say = wording().say
    if not rows:
        typer.echo(say("no such answer is held"))
        return True
    for row in rows:
        typer.echo(f"{row.id:>5}  {row.template.value:22}  {safe.line(row.to, 60)}")
    question = say("Type {number} to send these {number} answers", number=len(rows))
    if not yes and typer.prompt(question, err=True).strip() != str(len(rows)):
        typer.echo(say("nothing is sent"))
        return True
    sent = 0
    with open_beside(ledger, rules, folder) as installation:
        for row in rows:
            try:
                planned = plan_release(row.id, installation, utc_now(), by=user())
                if planned.founds_a_fee:
                    raise NotDecided(_ALONE)
                release(planned, installation, utc_now())
                sent += 1
            except (NotDecided, LedgerError) as error:
                failed = say("answer {id}: {why}", id=row.id, why=said_by(error))
                typer.echo(f"inbox-bot: {failed}", err=True)
    typer.echo(say("{number} answers are released: the next poll or the daemon sends them", number=sent))
    return sent == len(rows)
