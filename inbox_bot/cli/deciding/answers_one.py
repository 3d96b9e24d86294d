"""`inbox-bot answers send` and `drop`: one letter after the other, each shown before it is asked.

A letter is named by its own number, or by its mail's: `#12`. Of a mail that may be an agency's both letters are
offered, the refusal first: whoever thanks an agency may owe it a fee, so that is asked twice, and `--yes` answers it
never.
"""

from collections.abc import Sequence
from pathlib import Path

import typer

from inbox_bot.cli.asking import agreed
from inbox_bot.cli.deciding.answers_list import line
from inbox_bot.cli.deciding.corrections import INDENT, letter_lines, text_of
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import named
from inbox_bot.cli.user import user
from inbox_bot.core.message import safe
from inbox_bot.core.review.decision import Decision, Means, SetApart
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.core.words import WENT_OUT, ActionState
from inbox_bot.edges.ledger import DROPPABLE, AnswerRow, Ledger, NoSuchAction, OnceConflict, StateChanged
from inbox_bot.pipeline.decisions.decide import carry, plan_decision
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.decisions.release import Release, drop, plan_release, release
from inbox_bot.pipeline.installation import Installation, open_beside, utc_now

_MAY_HAVE_ARRIVED = Sentence("It may have arrived already: the connection broke after the mail was handed over.")
_FEE = Sentence(
    "It may come from an agency. An agency that is thanked for a candidate may claim a fee for them: read the mail "
    "before you thank anybody."
)


def send_each(ledger: Ledger, ids: Sequence[str], rules: Rules, folder: Path, *, yes: bool) -> bool:
    """Show each as it would be sent, ask, and let it go; False where some can't be, each with its reason."""
    every = True
    with open_beside(ledger, rules, folder) as installation:
        for text in ids:
            try:
                _send(_letter(ledger, text), installation, yes=yes)
            except (NotDecided, NoSuchAction, StateChanged, OnceConflict) as error:
                typer.echo(f"inbox-bot: {_why(text, error)}", err=True)
                every = False
    return every


def drop_each(ledger: Ledger, ids: Sequence[str], *, yes: bool) -> bool:
    """Show each with whom it would go to, ask, and give it up; False where some can't be."""
    every, say = True, wording().say
    for text in ids:
        try:
            row = _letter(ledger, text)
            typer.echo(line(row, wording()))
            if agreed(say("Give answer {id} up?", id=row.id), yes):
                drop(row.id, ledger, utc_now(), by=user())
                typer.echo(say("answer {id} is dropped", id=row.id))
        except (NotDecided, NoSuchAction, StateChanged) as error:
            typer.echo(f"inbox-bot: {_why(text, error)}", err=True)
            every = False
    return every


def _letter(ledger: Ledger, text: str) -> AnswerRow:
    """The letter that is meant. Raises NotDecided, NoSuchAction, BadParameter."""
    if not text.startswith("#"):
        return ledger.actions.answer(_own_number(text))
    number = named(text).mail
    mail = ledger.reports.mail_by_number(number)
    if mail is None:
        raise NotDecided(Sentence("there is no mail #{number}", number=number))
    open_letters = [row for row in mail.answers if row.state in DROPPABLE]
    if open_letters:
        return open_letters[-1]
    if any(row.state in WENT_OUT for row in mail.answers):
        raise NotDecided(Sentence("the letter of mail #{number} was sent", number=number))
    raise NotDecided(Sentence("mail #{number} has no letter that waits", number=number))


def _own_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise typer.BadParameter(Sentence("write the number of an answer, or #12 for the letter of mail 12"))
    return int(text)


def _send(row: AnswerRow, installation: Installation, *, yes: bool) -> None:
    planned = plan_release(row.id, installation, utc_now(), by=user())
    if planned.founds_a_fee and not _thank_after_all(planned, installation, yes=yes):
        return
    say = wording().say
    typer.echo(line(row, wording()))
    if row.state is ActionState.UNCERTAIN:
        typer.echo(INDENT + wording().repeat(_MAY_HAVE_ARRIVED))
    if planned.hold is not None:
        typer.echo(INDENT + say("By itself it would not be sent today: {why}", why=planned.hold))
    typer.echo("\n".join(text_of(planned.answer.letter, wording())))
    if agreed(say("Send answer {id}?", id=row.id), yes and not planned.founds_a_fee):
        number = release(planned, installation, utc_now())
        released = Sentence(
            "answer {id} is released as {number}: the next poll or the daemon sends it", id=row.id, number=number
        )
        typer.echo(wording().repeat(released))


def _thank_after_all(planned: Release, installation: Installation, *, yes: bool) -> bool:
    """Offer the refusal first. True where the person says that it is no agency: then they are asked once more."""
    mail, say = planned.correction.mail, wording().say
    if yes:
        raise NotDecided(
            Sentence(
                "mail #{number} may come from an agency, and --yes does not thank one. If it is none: "
                "inbox-bot correct {number} --not-agency. To refuse it: inbox-bot correct {number} --refuse",
                number=mail.id,
            )
        )
    at = utc_now()
    decision = Decision(wanted=SetApart(refuse=True), by=user(), means=Means.RELEASED, at=at)
    refusal = plan_decision(mail.id, decision, installation, at)
    typer.echo(f"#{mail.id}  {safe.line(mail.sender, 60)}  {safe.line(mail.subject, 60)}")
    typer.echo(INDENT + wording().repeat(_FEE))
    typer.echo("\n".join(letter_lines(refusal, wording())))
    if agreed(say("Is it an agency, to be refused with this letter?"), yes=False):
        carry(refusal, installation, utc_now())
        typer.echo(say("mail #{number} is set apart as an agency's, and refused", number=mail.id))
        return False
    return agreed(say("Are you sure that no agency wrote it, which could claim a fee for the candidate?"), yes=False)


def _why(text: str, error: Exception) -> str:
    identity = safe.line(text, 40)
    if isinstance(error, OnceConflict):
        return wording().say("answer {id}: this mail, or this person, was answered in the meantime", id=identity)
    again = wording().say("answer {id} is no longer as it was: look again with `inbox-bot answers`", id=identity)
    return wording().repeat(said_by(error)) or again
