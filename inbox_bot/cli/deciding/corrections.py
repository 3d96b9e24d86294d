"""What a decision would change, and what would be sent: for a person to read before they say yes, and as an object."""

from collections.abc import Iterator
from typing import Any

from inbox_bot.core.message import safe
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.plan.values import Held, Silent, Stopped
from inbox_bot.core.reply.values import Answer, Letter
from inbox_bot.core.review.said import sentences_of
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import WENT_OUT, ActionState, Outcome, Reason
from inbox_bot.edges.ledger import AnswerRow
from inbox_bot.pipeline.decisions.correction import Correction, state_of_row

INDENT = "       "


def shown(correction: Correction, rules: Rules, wording: Wording) -> Iterator[str]:
    """The lines: the mail, what is decided, what changes, what is sent or held, what went out and is not unsaid."""
    say, mail, plan = wording.say, correction.mail, correction.plan
    yield f"#{mail.id}  {safe.line(mail.sender, 60)}  {safe.line(mail.subject, 60)}"
    titles = rules.titles()
    if correction.intent.decision is not None:
        yield from (INDENT + wording.repeat(each) for each in sentences_of(correction.intent.decision, titles))
    was = _in_words(mail.outcome, mail.reason, [each.vacancy for each in mail.applications], titles, wording)
    became = _in_words(plan.outcome, plan.reason, [each.vacancy for each in plan.applications], titles, wording)
    if correction.filed is None:
        became = _in_words(plan.outcome, plan.reason, [], titles, wording)
    yield INDENT + say("Until now: {sentences}", sentences=was)
    yield INDENT + say("Then: {sentences}", sentences=became)
    folder = folder_of(correction)
    if folder is not None:
        yield INDENT + say("In the mailbox it goes to: {folder}", folder=safe.line(" / ".join(folder)))
    for row in mail.answers:
        if row.state in WENT_OUT:
            yield INDENT + say("Its letter went out, and is not unsaid: {letter}", letter=letter_of(row))
        elif row.id in _overruled(correction):
            yield INDENT + say("Its letter is not sent: {letter}", letter=letter_of(row))
    yield from letter_lines(correction, wording)


def letter_lines(correction: Correction, wording: Wording) -> Iterator[str]:
    """The letter that goes out or is held, whole; or why there is none."""
    say, reply = wording.say, correction.plan.reply
    letter = correction.letter
    if letter is None or not isinstance(letter.effect, Answer):
        if isinstance(reply, Stopped | Silent):
            yield INDENT + say("No letter: {why}", why=reply.why)
        return
    if letter.state is ActionState.PENDING:
        yield INDENT + say("This letter is sent:")
    else:
        why = reply.hold if isinstance(reply, Held) else None
        yield INDENT + (say("This letter is held: {why}", why=why) if why else say("This letter is held:"))
    yield from text_of(letter.effect.letter, wording)


def text_of(letter: Letter, wording: Wording) -> Iterator[str]:
    """A letter as its reader gets it."""
    yield INDENT + wording.say("To: {address}", address=safe.line(letter.to.address))
    yield INDENT + wording.say("Subject: {subject}", subject=safe.line(letter.subject))
    yield ""
    yield from (INDENT + text for text in letter.text.splitlines())


def as_object(correction: Correction) -> dict[str, Any]:
    """The contract of `correct --json` and `undo --json`: an object a mail."""
    mail, plan, letter = correction.mail, correction.plan, correction.letter
    answer = letter.effect if letter is not None and isinstance(letter.effect, Answer) else None
    folder = folder_of(correction)
    return {
        "id": mail.id,
        "was": state_of_row(mail),
        "becomes": {
            "outcome": plan.outcome.value,
            "reason": plan.reason.value if plan.reason else None,
            "vacancies": [application.vacancy for application in plan.applications],
        },
        "folder": list(folder) if folder is not None else None,
        "letter": None
        if answer is None or letter is None
        else {
            "state": letter.state.value,
            "why": letter.why,
            "template": answer.template.value,
            "to": answer.letter.to.address,
            "subject": answer.letter.subject,
            "text": answer.letter.text,
        },
        "sent": [row.id for row in mail.answers if row.state in WENT_OUT],
    }


def folder_of(correction: Correction) -> tuple[str, ...] | None:
    """The mail folder that the mail goes to; None: it stays."""
    return next((each.effect.folder for each in correction.plan.actions if isinstance(each.effect, Move)), None)


def letter_of(row: AnswerRow) -> str:
    """A letter of the ledger's, in few words."""
    return f"{row.template.value}, {safe.line(row.to, 60)}"


def _overruled(correction: Correction) -> frozenset[int]:
    return frozenset(each.id for each in correction.bearing.open_actions)


def _in_words(
    outcome: Outcome | None,
    reason: Reason | None,
    vacancies: list[str | None],
    titles: dict[str, str],
    wording: Wording,
) -> str:
    said = [wording.of(word) for word in (outcome, reason) if word is not None]
    named = [titles.get(vacancy, vacancy) for vacancy in vacancies if vacancy is not None]
    return " ".join([*said, *([f"({safe.line(', '.join(named))})"] if named else [])])
