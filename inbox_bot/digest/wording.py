"""Answers in words: what became of one, why it needs a person, and what that person may type."""

from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold, Silence, why_of
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.edges.ledger import AnswerRow, MailRow

OUTCOMES_IN_WORDS: dict[Outcome, str] = {
    Outcome.FILED: "filed under a vacancy",
    Outcome.SPECULATIVE: "filed as speculative",
    Outcome.REVIEW: "for a person to look at",
    Outcome.AGENCY: "from agencies, set apart",
    Outcome.DUPLICATE: "received once more",
    Outcome.CORRESPONDENCE: "about an application",
    Outcome.NOT_AN_APPLICATION: "not about an application",
    Outcome.COMMAND: "commands",
    Outcome.FAILED: "could not be read",
    Outcome.EXPUNGED: "gone before they could be read",
}

#: What an answer does, for who reads the digest; those who write templates know it by its name.
ANSWERS_IN_WORDS: dict[Template, str] = {
    Template.ACKNOWLEDGEMENT: "acknowledgement",
    Template.SPECULATIVE: "acknowledgement, for no vacancy",
    Template.VACANCY_CLOSED: "says that the vacancy is closed",
    Template.APPLICATION_UPDATED: "acknowledgement of what was added",
    Template.MISSING_CV: "asks for a CV",
    Template.CV_REMINDER: "asks for a CV again",
    Template.ENCRYPTED_CV: "asks for a CV without a password",
    Template.ENQUIRY: "to a question",
    Template.WITHDRAWAL: "confirms the withdrawal",
    Template.REFERRAL_THANKS: "thanks for the referral",
    Template.AGENCY_REJECTION: "refuses an agency",
    Template.AGENCY_ACKNOWLEDGEMENT: "acknowledgement to an agency",
    Template.CORRECTION: "correction",
}

CAME_BACK = "The answer came back: the address does not work."
UNCERTAIN = (
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


def sentence_of(word: str | None) -> str:
    """The sentence behind the word of a stop, a hold, a silence or an ending; "" where it is none."""
    known = why_of(word)
    return known.sentence if known else ""


def answer_in_words(answer: AnswerRow, mail: MailRow, mode: Mode) -> str:
    """What became of an answer: "sent (acknowledgement).". Why it needs a person, if it does, is `needs`'s to say."""
    name = ANSWERS_IN_WORDS[answer.template]
    if answer.bounced_at is not None:
        return f"sent, and returned ({name})."
    match answer.state:
        case ActionState.DONE:
            return f"sent ({name})."
        case ActionState.HELD if answer.why == Hold.OBSERVE and mode is Mode.OBSERVE:
            return _in_live_mode(mail, name)
        case ActionState.HELD if answer.why == Hold.OBSERVE:
            return f"ready, and not sent ({name}): inbox_bot only observed when the mail came."
        case ActionState.HELD if needs(answer):
            return f"ready, and not sent ({name})."
        case ActionState.HELD:
            return f"ready, and not sent ({name}). {_said(sentence_of(answer.why) or answer.why)}".rstrip()
        case ActionState.PENDING | ActionState.DOING:
            return f"on its way ({name})."
        case ActionState.UNCERTAIN:
            return f"perhaps sent ({name})."
        case ActionState.REFUSED:
            return f"refused ({name})."
        case ActionState.CANCELLED:
            return f"given up ({name})."


def unanswered_in_words(mail: MailRow) -> str:
    """Why a mail has no answer that waits or went out; "" where that goes without saying."""
    if mail.outcome is None or mail.reply_why in (None, Silence.NOT_ANSWERED):
        return ""
    why = sentence_of(mail.reply_why)
    return f"none. {why}" if why else "none: it was given up, or somebody was faster."


def needs(answer: AnswerRow) -> str:
    """Why an answer needs a person; "" where it does not, or where its mail says so itself."""
    if answer.bounced_at is not None:
        return CAME_BACK
    if answer.state is ActionState.UNCERTAIN:
        return UNCERTAIN
    if answer.state is ActionState.REFUSED:
        said = _said(answer.note) or sentence_of(answer.why) or _said(answer.why)
        return f"The answer could not be sent: {said or 'the mail server said no.'}"
    if answer.state is ActionState.HELD and answer.why not in EXPECTED_HOLDS:
        return f"An answer waits for you. {sentence_of(answer.why) or _said(answer.why)}"
    return ""


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


def _in_live_mode(mail: MailRow, name: str) -> str:
    hold = why_of(mail.reply_why)
    if not isinstance(hold, Hold) or hold is Hold.OBSERVE:
        return f"in live mode it would be sent ({name})."
    return f"in live mode it would wait for you ({name}). {hold.sentence}"


def _said(text: str | None) -> str:
    """What a server or a word said, as a sentence."""
    said = safe.line(text or "")
    return said if not said or said.endswith((".", "…", "!", "?")) else f"{said}."
