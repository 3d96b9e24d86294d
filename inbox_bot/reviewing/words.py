"""What became of a mail, and what would, in the reviewer's language. Whatever a sender wrote is inert here."""

from inbox_bot.core.message import safe
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import why_of
from inbox_bot.core.review.decision import Decision
from inbox_bot.core.review.orders import Unclear, inert, inert_behind_a_number
from inbox_bot.core.review.said import sentences_of
from inbox_bot.core.review.verbs import spoken
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.digest.sections import people
from inbox_bot.edges.ledger import AnswerRow, MailRow
from inbox_bot.pipeline.decisions.correction import Correction

_OUTCOMES = {
    Outcome.SPECULATIVE: Sentence("an application for no vacancy in particular."),
    Outcome.AGENCY: Sentence("set apart as an agency's."),
    Outcome.NOT_AN_APPLICATION: Sentence("no application."),
    Outcome.REVIEW: Sentence("it still needs a person."),
    Outcome.CORRESPONDENCE: Sentence("a letter that belongs to an application."),
}
_ON_ITS_WAY = frozenset({ActionState.PENDING, ActionState.DOING})


def who(mail: MailRow, wording: Wording) -> str:
    """The mail's number and whose it is: "#12 Ann Lee"."""
    return f"#{mail.id} {inert_behind_a_number(people.who(mail, mail.of_whom, wording))}"


def now(mail: MailRow, rules: Rules, wording: Wording) -> str:
    """What a mail is now, and what becomes of its letter."""
    return wording.say(
        "{who}: {outcome} {letter}",
        who=who(mail, wording),
        outcome=_outcome(mail, rules, wording),
        letter=_letter(mail.answers[-1] if mail.answers else None, wording),
    )


def would_be(correction: Correction, decision: Decision | None, rules: Rules, wording: Wording) -> str:
    """What a decision would make of a mail, and what would be sent."""
    decided: tuple[Sentence, ...] = (Sentence("The last decision is taken back."),)
    if decision is not None:
        decided = sentences_of(decision, rules.titles())
    said = " ".join(wording.repeat(each) for each in decided)
    letter = correction.letter
    sent = wording.say("Nobody is written to.")
    if letter is not None and isinstance(letter.effect, Answer):
        to = safe.line(letter.effect.letter.to.address)
        if letter.state is ActionState.PENDING:
            sent = wording.say("A letter goes to {to}: {subject}", to=to, subject=inert(letter.effect.letter.subject))
        else:
            sent = wording.say("A letter to {to} is held for a person.", to=to)
    return wording.say("{who}: {decided} {letter}", who=who(correction.mail, wording), decided=said, letter=sent)


def not_understood(unclear: Unclear, wording: Wording) -> str:
    """A line that is no order, asked back with the nearest verb."""
    line = inert(unclear.line).removeprefix("No. ")
    if unclear.nearest is None:
        return wording.say("“{line}” was not understood.", line=line)
    return wording.say(
        "“{line}” was not understood. Did you mean “{verb}”?",
        line=line,
        verb=spoken(unclear.nearest, wording.language),
    )


def _outcome(mail: MailRow, rules: Rules, wording: Wording) -> str:
    if mail.outcome is Outcome.FILED:
        titles = rules.titles()
        named = dict.fromkeys(titles.get(each.vacancy or "", each.vacancy or "") for each in mail.applications)
        return wording.say("filed under “{titles}”.", titles="”, “".join(safe.line(each) for each in named if each))
    if mail.outcome in _OUTCOMES:
        return wording.repeat(_OUTCOMES[mail.outcome])
    return wording.of(mail.outcome) if mail.outcome is not None else wording.say("not read yet.")


def _letter(answer: AnswerRow | None, wording: Wording) -> str:
    if answer is None:
        return wording.say("Nobody is written to.")
    to = safe.line(answer.to)
    if answer.state in _ON_ITS_WAY:
        return wording.say("A letter goes to {to}.", to=to)
    if answer.state is ActionState.DONE:
        return wording.say("A letter went to {to}.", to=to)
    why = why_of(answer.why)
    if answer.state is ActionState.HELD and why is not None:
        return wording.say("A letter to {to} is held: {why}", to=to, why=why)
    return wording.say("The letter to {to} was not sent.", to=to)
