"""Answers in words: what became of one, why it needs a person, and what that person may type."""

from inbox_bot.core.domains import domain_of
from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold, Silence, why_of
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.wording import ENGLISH, Sentence, Wording
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.edges.ledger import AnswerRow, MailRow

OUTCOMES_IN_WORDS: dict[Outcome, Sentence] = {
    Outcome.FILED: Sentence("filed under a vacancy"),
    Outcome.SPECULATIVE: Sentence("filed as speculative"),
    Outcome.REVIEW: Sentence("for a person to look at"),
    Outcome.AGENCY: Sentence("from agencies, set apart"),
    Outcome.DUPLICATE: Sentence("received once more"),
    Outcome.CORRESPONDENCE: Sentence("about an application"),
    Outcome.NOT_AN_APPLICATION: Sentence("not about an application"),
    Outcome.COMMAND: Sentence("commands"),
    Outcome.FAILED: Sentence("could not be read"),
    Outcome.EXPUNGED: Sentence("gone before they could be read"),
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
    Template.ENQUIRY: Sentence("to a question"),
    Template.WITHDRAWAL: Sentence("confirms the withdrawal"),
    Template.REFERRAL_THANKS: Sentence("thanks for the referral"),
    Template.AGENCY_REJECTION: Sentence("refuses an agency"),
    Template.AGENCY_ACKNOWLEDGEMENT: Sentence("acknowledgement to an agency"),
    Template.CORRECTION: Sentence("correction"),
}

CAME_BACK = Sentence("The answer came back: the address does not work.")
UNCERTAIN = Sentence(
    "The answer was perhaps sent: the connection broke at the end. "
    "If your mail server's log says that it went out, drop it; else send it."
)

#: Answers kept back by a rule, and not by something odd about the mail: they are shown where the mail is.
EXPECTED_HOLDS = frozenset(
    {
        Hold.OBSERVE,
        Hold.AGENCY_POLICY,
        Hold.NEEDS_REVIEW,  # the mail itself is in review: once it is dealt with, its answer presses nobody
        Hold.TOO_OLD,
        Hold.SEEN_BEFORE,
        Hold.ANSWERED_BY_HAND,
        Hold.RATE,
    }
)


def sentence_of(word: str | None, wording: Wording = ENGLISH) -> str:
    """The sentence behind the word of a stop, a hold, a silence or an ending; "" where it is none."""
    known = why_of(word)
    return wording.of(known) if known else ""


def answer_in_words(answer: AnswerRow, mail: MailRow, mode: Mode, wording: Wording = ENGLISH) -> str:
    """What became of an answer: "sent (acknowledgement).". Why it needs a person, if it does, is `needs`'s to say."""
    name, say = wording.repeat(ANSWERS_IN_WORDS[answer.template]), wording.say
    if answer.bounced_at is not None:
        return say("sent, and returned ({name}).", name=name)
    match answer.state:
        case ActionState.DONE:
            return say("sent ({name}).", name=name)
        case ActionState.HELD if answer.why == Hold.OBSERVE and mode is Mode.OBSERVE:
            return _in_live_mode(mail, name, wording)
        case ActionState.HELD if answer.why == Hold.OBSERVE:
            return say("ready, and not sent ({name}): inbox_bot only observed when the mail came.", name=name)
        case ActionState.HELD if needs(answer):
            return say("ready, and not sent ({name}).", name=name)
        case ActionState.HELD:
            why = _said(sentence_of(answer.why, wording) or answer.why)
            ready = say("ready, and not sent ({name}).", name=name)
            return f"{ready} {why}".rstrip()
        case ActionState.PENDING | ActionState.DOING:
            return say("on its way ({name}).", name=name)
        case ActionState.UNCERTAIN:
            return say("perhaps sent ({name}).", name=name)
        case ActionState.REFUSED:
            return say("refused ({name}).", name=name)
        case ActionState.CANCELLED:
            return say("given up ({name}).", name=name)


def unanswered_in_words(mail: MailRow, wording: Wording = ENGLISH) -> str:
    """Why a mail has no answer that waits or went out; "" where that goes without saying."""
    if mail.outcome is None or mail.reply_why in (None, Silence.NOT_ANSWERED):
        return ""
    why = sentence_of(mail.reply_why, wording)
    if why:
        return wording.say("none. {why}", why=why)
    return wording.say("none: it was given up, or somebody was faster.")


def needs(answer: AnswerRow, wording: Wording = ENGLISH) -> str:
    """Why an answer needs a person; "" where it does not, or where its mail says so itself."""
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


def commands_for(answer: AnswerRow, mode: Mode) -> tuple[str, ...]:
    """What a person may type about an answer. In `observe` nothing is sent, whoever asks for it."""
    send, drop = f"inbox-bot answers send {answer.id}", f"inbox-bot answers drop {answer.id}"
    if mode is Mode.OBSERVE:
        return (drop,) if answer.state is ActionState.UNCERTAIN else ()
    match answer.state:
        case ActionState.HELD | ActionState.UNCERTAIN:
            return (send, drop)
        case ActionState.REFUSED:
            return (send,)
        case _:
            return ()


def _in_live_mode(mail: MailRow, name: str, wording: Wording) -> str:
    hold = why_of(mail.reply_why)
    if not isinstance(hold, Hold) or hold is Hold.OBSERVE:
        return wording.say("in live mode it would be sent ({name}).", name=name)
    return wording.say("in live mode it would wait for you ({name}). {why}", name=name, why=wording.of(hold))


def _said(text: str | None) -> str:
    """What a server or a word said, as a sentence."""
    said = safe.line(text or "")
    return said if not said or said.endswith((".", "…", "!", "?")) else f"{said}."
