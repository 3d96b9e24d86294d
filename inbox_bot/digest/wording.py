"""Outcomes and answers in words, and why an answer needs a person."""

from collections.abc import Sequence

from inbox_bot.core.domains import domain_of
from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold, why_of
from inbox_bot.core.wording import ENGLISH, Sentence, Wording
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.edges.ledger import AnswerRow

OUTCOMES_IN_WORDS: dict[Outcome, Sentence] = {
    Outcome.FILED: Sentence("filed"),
    Outcome.SPECULATIVE: Sentence("speculative"),
    Outcome.REVIEW: Sentence("for a person"),
    Outcome.AGENCY: Sentence("from agencies"),
    Outcome.DUPLICATE: Sentence("received once more"),
    Outcome.CORRESPONDENCE: Sentence("about an application"),
    Outcome.NOT_AN_APPLICATION: Sentence("unrelated"),
    Outcome.COMMAND: Sentence("for inbox_bot"),
    Outcome.FAILED: Sentence("could not be read"),
    Outcome.EXPUNGED: Sentence("gone before they could be read"),
    Outcome.ERASED: Sentence("erased"),
}

#: What an answer does, for who reads the digest; those who write templates know it by its name.
ANSWERS_IN_WORDS: dict[Template, Sentence] = {
    Template.ACKNOWLEDGEMENT: Sentence("acknowledgement"),
    Template.SPECULATIVE: Sentence("acknowledgement, for no vacancy"),
    Template.VACANCY_CLOSED: Sentence("says that the vacancy is closed"),
    Template.APPLICATION_UPDATED: Sentence("acknowledgement of what was added"),
    Template.MISSING_CV: Sentence("asks for a CV"),
    Template.CV_REMINDER: Sentence("asks for a CV again"),
    Template.ENCRYPTED_CV: Sentence("asks for a CV without a password"),
    Template.UNREADABLE_CV: Sentence("asks for a CV that can be read"),
    Template.ENQUIRY: Sentence("to a question"),
    Template.WITHDRAWAL: Sentence("confirms the withdrawal"),
    Template.REFERRAL_THANKS: Sentence("thanks for the referral"),
    Template.AGENCY_REJECTION: Sentence("refuses an agency"),
    Template.AGENCY_ACKNOWLEDGEMENT: Sentence("acknowledgement to an agency"),
    Template.CORRECTION: Sentence("correction"),
    Template.DECLINE: Sentence("turns an applicant down"),
    Template.KEEP_QUESTION: Sentence("asks whether the application may be kept longer"),
}

CAME_BACK = Sentence("The answer came back: the address does not work.")
UNCERTAIN = Sentence(
    "The answer was perhaps sent: the connection broke at the end. "
    "If your mail server's log says that it went out, nothing is to be sent; else the answer is."
)

#: Answers kept back by a rule, and not by something odd about the mail: they are told together, or not at all.
EXPECTED_HOLDS = frozenset(
    {
        Hold.OBSERVE,
        Hold.AGENCY_POLICY,
        Hold.NEEDS_REVIEW,  # the mail itself is in review: once it is dealt with, its answer presses nobody
        Hold.TOO_OLD,
        Hold.SEEN_BEFORE,
        Hold.ANSWERED_BY_HAND,
        Hold.RATE,
        Hold.BREAKER,
        Hold.ANOTHER_DAEMON,
        Hold.NOT_IN_TIME,
        Hold.KEPT_BACK,
    }
)


def sentence_of(word: str | None, wording: Wording = ENGLISH) -> str:
    """The sentence behind the word of a stop, a hold, a silence or an ending; "" where it is none."""
    known = why_of(word)
    return wording.of(known) if known else ""


def needs(answer: AnswerRow, wording: Wording = ENGLISH, *, others: Sequence[str] = ()) -> str:
    """Why an answer needs a person; "" where it does not, or where its mail says so itself.

    `others`: further addresses of the one it went to, for a letter that came back.
    """
    if answer.bounced_at is not None and others:
        listed = ", ".join(safe.line(each, 80) for each in others)
        return wording.say(
            "The answer came back: the address does not work. There is another one: {address}.", address=listed
        )
    if answer.bounced_at is not None:
        return wording.repeat(CAME_BACK)
    if answer.state is ActionState.UNCERTAIN:
        return wording.repeat(UNCERTAIN)
    if answer.state is ActionState.REFUSED:
        said = _said(answer.note) or sentence_of(answer.why, wording) or _said(answer.why)
        said = said or wording.say("the mail server said no.")
        return wording.say("The answer could not be sent: {said}", said=said)
    if answer.state is ActionState.HELD and answer.why not in EXPECTED_HOLDS:
        return wording.say("An answer waits for you. {why}", why=_held_because(answer, wording))
    return ""


def _held_because(answer: AnswerRow, wording: Wording) -> str:
    if answer.why == Hold.DOMAIN_RATE and answer.to:
        domain = safe.line(domain_of(answer.to), 80)
        return wording.say("{domain} was answered often enough for this hour.", domain=domain)
    return sentence_of(answer.why, wording) or _said(answer.why)


def _said(text: str | None) -> str:
    """What a server or a word said, as a sentence."""
    said = safe.line(text or "")
    return said if not said or said.endswith((".", "…", "!", "?")) else f"{said}."
