"""The product's words as enumerations, each member with the sentence a person reads.

Owns what more than one room of core names: kinds, outcomes, reasons, roles, problems, states, templates.
A member is its string (`Outcome.FILED == "filed"`), so that ledger, JSON and rules.yaml speak the same word.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A string with a meaning: `Reason.ENCRYPTED == "encrypted"`, and `.sentence` says it to a person."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> Self:
        """A member: its string, and its sentence."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.sentence = sentence
        return word


class Kind(Word):
    """What kind of mail it is; decided by judgement, or by a rule of the user's."""

    APPLICATION = "application", "Somebody applies for a vacancy, or for none in particular."
    AGENCY = "agency", "Somebody introduces candidates for a fee, or offers to."
    REFERRAL = "referral", "A colleague forwards somebody's application."
    ENQUIRY = "enquiry", "A question about a vacancy or an application, without a CV."
    WITHDRAWAL = "withdrawal", "An applicant takes their application back."
    BOUNCE = "bounce", "A mail system reports on a delivery."
    AUTO_REPLY = "auto_reply", "A machine answered: a vacation note, a ticket receipt."
    BULK = "bulk", "A newsletter, a mailing list, an advertisement."
    COMMAND = "command", "A reviewer answers a digest."
    OWN = "own", "Our own mail, come back to us."
    OTHER = "other", "None of these."


class Outcome(Word):
    """What became of a message: exactly one at a time."""

    FILED = "filed", "Filed under a vacancy."
    SPECULATIVE = "speculative", "Filed as an application for no vacancy in particular."
    REVIEW = "review", "A person has to look at it."
    AGENCY = "agency", "From a recruitment agency: set apart."
    DUPLICATE = "duplicate", "The same sending, received once more."
    CORRESPONDENCE = "correspondence", "About an application, without being one."
    NOT_AN_APPLICATION = "not_an_application", "Not about an application at all."
    COMMAND = "command", "A reviewer's command."
    FAILED = "failed", "Could not be read after its retries; kept, and retried by hand."
    EXPUNGED = "expunged", "Gone from the server before we could read it."
    ERASED = "erased", "What was kept of it has been erased."


class Reason(Word):
    """Why an outcome is what it is, where the outcome alone does not say."""

    VACANCY_CLOSED = "vacancy_closed", "The vacancy is closed."
    TWO_VACANCIES = "two_vacancies", "Two vacancies fit equally well."
    UNSURE_VACANCY = "unsure_vacancy", "It is not clear which vacancy is meant."
    UNSURE_AGENCY = "unsure_agency", "It may come from an agency."
    UNSURE_KIND = "unsure_kind", "It is not clear whether this is an application."
    UNSURE_APPLICANT = "unsure_applicant", "It is not clear who applies."
    ENQUIRY = "enquiry", "A question that a person has to answer."
    SENT_AGAIN = "sent_again", "The same letter with the same CV came within the last 30 days."
    MISSING_CV = "missing_cv", "An application still without a CV."
    ELSEWHERE = "elsewhere", "What they sent is somewhere else: in a portal, behind a link, on paper."
    APPLICANT_WRITES = "applicant_writes", "Somebody who has applied writes to us."
    THANKS = "thanks", "Somebody who has applied thanks us, and asks for nothing."
    UNSURE_CONSENT = "unsure_consent", "They answer whether they may be kept longer, and it is no plain yes."
    WITHDRAWAL = "withdrawal", "The applicant takes the application back."
    AGREES = "agrees", "The applicant agrees to be kept longer, for other vacancies."
    ENCRYPTED = "encrypted", "The CV is encrypted, or needs a password."
    SCANNED = "scanned", "The CV is a picture without text."
    DAMAGED = "damaged", "The CV or the mail can't be read: it is damaged."
    UNSUPPORTED = "unsupported", "The CV is in a format that can't be read."
    TOO_LARGE = "too_large", "The mail or a document is larger than the limit."
    TOO_COMPLEX = "too_complex", "The mail is built in a way that takes too long to read."
    UNSAFE = "unsafe", "A document tries to do something a document has no need to."
    INFECTED = "infected", "The virus scanner found something."
    NOT_CHECKED = "not_checked", "The virus scanner could not look at all of it."
    HIDDEN_TEXT = "hidden_text", "A document hides text from its reader."
    TIMEOUT = "timeout", "Reading took longer than the deadline."
    READER_DIED = "reader_died", "Each try to read it broke off: it is damaged, or made to do harm."
    ERASURE_REQUEST = "erasure_request", "Somebody asks for their data to be erased."
    ACCESS_REQUEST = "access_request", "Somebody asks what is kept of them."
    CORRECTION_REQUEST = "correction_request", "Somebody asks for their data to be corrected."
    OBJECTION = "objection", "Somebody objects to their data being used."
    SPAM = "spam", "Our own mail server calls it spam."
    RULE = "rule", "A rule in rules.yaml decided."
    DECIDED = "decided", "A person decided."


class Right(Word):
    """What somebody may ask of whoever keeps their data (GDPR, articles 15 to 17 and 21)."""

    ERASURE = "erasure", "asks for their data to be erased (GDPR, article 17)"
    OBJECTION = "objection", "objects to their data being used (GDPR, article 21)"
    ACCESS = "access", "asks what is kept of them (GDPR, article 15)"
    CORRECTION = "correction", "asks for their data to be corrected (GDPR, article 16)"


#: The reason of a mail that a person reads because somebody asks for it.
REASONS_OF_RIGHTS = {
    Right.ERASURE: Reason.ERASURE_REQUEST,
    Right.OBJECTION: Reason.OBJECTION,
    Right.ACCESS: Reason.ACCESS_REQUEST,
    Right.CORRECTION: Reason.CORRECTION_REQUEST,
}

_OUTCOMES_FOR_A_PERSON = frozenset({Outcome.REVIEW, Outcome.FAILED})

#: Why correspondence needs a person; any other needs nobody.
PRESSING_CORRESPONDENCE = frozenset({Reason.APPLICANT_WRITES, Reason.UNSURE_CONSENT, Reason.WITHDRAWAL})


def needs_a_person(outcome: Outcome | None, reason: Reason | None) -> bool:
    """Whether a mail of this outcome stays in the inbox, flagged, until somebody has dealt with it."""
    return outcome in _OUTCOMES_FOR_A_PERSON or (
        outcome is Outcome.CORRESPONDENCE and reason in PRESSING_CORRESPONDENCE
    )


class Role(Word):
    """What a document is for."""

    CV = "cv", "Describes the applicant."
    COVER_LETTER = "cover_letter", "Says why they apply."
    TERMS = "terms", "An agency's terms of business."
    CERTIFICATE = "certificate", "Proves a degree or a training."
    REFERENCES = "references", "What former employers say."
    PORTFOLIO = "portfolio", "Shows work."
    OTHER = "other", "Anything else."


class Problem(Word):
    """Why a document, or a whole mail, could not be read.

    `too_complex`, `reader_died` and `not_checked` are said of mails only.
    """

    ENCRYPTED = "encrypted", "It is encrypted, or needs a password."
    SCANNED = "scanned", "It is a picture without text."
    DAMAGED = "damaged", "It is damaged."
    TOO_LARGE = "too_large", "It is larger than the limit."
    TOO_COMPLEX = "too_complex", "It is built in a way that takes too long to read."
    UNSUPPORTED = "unsupported", "Its format can't be read."
    UNSAFE = "unsafe", "It tries to do something a document has no need to."
    INFECTED = "infected", "The virus scanner found something."
    NOT_CHECKED = "not_checked", "The virus scanner could not look at all of it."
    TIMEOUT = "timeout", "Reading it took longer than the deadline."
    READER_DIED = "reader_died", "Each try to read it broke off."


class Remark(Word):
    """What is worth knowing of a document, beside its text and its problem."""

    ACTIVE_CONTENT = "active content", "It would run something, or send something, when it is opened."
    MACROS = "macros", "It holds macros."
    EXTERNAL_CONTENT = "external content", "It would fetch something when it is opened."
    EXTERNAL_TEMPLATE = "external template", "Its template is somewhere else, and would be fetched when it is opened."
    EMBEDDED_FILES = "embedded files", "It has other files inside."
    HIDDEN_TEXT = "hidden text", "It hides text from its reader."
    PART_DAMAGED = "a part of it can't be read", "A part of it can't be read."
    FIRST_PAGES = "only the first pages were read", "It has more pages than are read."
    PAGES_DAMAGED = "some pages can't be read", "Some of its pages can't be read."
    PICTURED_PAGES = "pictures without text", "Some of its pages are pictures without text."
    RECOGNISED = "read from a picture", "Its text was made out on pictures of its pages: letters may be wrong."
    EMPTY = "empty file", "There is nothing in it."
    NO_LETTERS = "its letters have no meaning to a machine", "What looks like its letters are only numbers of glyphs."
    NO_BLANKS = "its words run into one another", "There are no blanks between its words."
    PLACEHOLDER = "shows a notice in place of its content", "Another program is needed to see its content."
    ONLY_A_LINK = "only a link", "It leads somewhere else, and nothing is in it."
    ARCHIVE = (
        "an archive that is not opened",
        "It is an archive of a kind that stays closed (7z, RAR): its files are wanted without it.",
    )
    LINK = "a link", "It leads to files or pages of the applicant's."
    TAKEN_AWAY = (
        "a notice in place of an attachment that was taken away",
        "A mail server took the attachment away, and says so in its place.",
    )
    ENVELOPE = "an envelope that its sender's service opens", "Only its sender's service opens it."
    NOT_OPENED = "can't be opened", "The file can't be opened on this machine."
    OPENED = "opened with a password", "A password that its sender told opens it."
    SCANNER = "the virus scanner said", "What the virus scanner said of it."


#: No document with such a problem is filed under a name that somebody opens, and a person looks first.
DANGEROUS = frozenset({Problem.INFECTED, Problem.NOT_CHECKED, Problem.UNSAFE})
#: Reader or virus scanner died or ran out of time, or a limit was met: the mail may be read another time.
TRANSIENT = frozenset({Problem.TIMEOUT, Problem.READER_DIED, Problem.NOT_CHECKED})
READING_ATTEMPTS = 3  #: such ends of reading, over restarts, before a mail is `failed`


class ActionKind(Word):
    """What kind of side effect an action is."""

    MOVE = "move", "Move the mail to the folder of its outcome."
    FLAG = "flag", "Set a flag on the mail."
    UNFLAG = "unflag", "Take a flag that we set off the mail."
    DISCARD = "discard", "Delete files that nothing refers to any more, since they were filed elsewhere."
    ANSWER = "answer", "Send an answer to the mail's sender."
    SENT_COPY = "sent_copy", "Put a copy of the answer into the Sent folder."
    TELL = "tell", "Send a mail to a reviewer."
    HOOK = "hook", "Tell another system what happened."


class Carrier(Word):
    """Who carries an action out."""

    MAILBOX = "mailbox", "It happens in the mailbox."
    OUTBOX = "outbox", "A mail goes out."
    FILING = "filing", "It happens to filed documents."
    HOOK = "hook", "Another system is told."


class Repeating(Word):
    """What doing an action a second time would be."""

    HARMLESS = "harmless", "Done again, it changes nothing: it is tried until it is seen to be done."
    A_SECOND_MAIL = "a_second_mail", "Done again, somebody would get two mails: only a person may ask for it."


class ActionState(Word):
    """Where an action stands."""

    HELD = "held", "A person may release it; `why` says what holds it."
    PENDING = "pending", "Due, and nobody has tried yet, or a try failed and another is due."
    DOING = "doing", "A connection may be carrying it now."
    DONE = "done", "The server said yes."
    REFUSED = "refused", "The server said no for good, or we gave up."
    UNCERTAIN = "uncertain", "The line broke after the last dot: only a person may do it again."
    CANCELLED = "cancelled", "Overtaken: withdrawn, corrected, answered by hand, dropped by a person."


#: It went out, or may have.
WENT_OUT = frozenset({ActionState.DOING, ActionState.DONE, ActionState.UNCERTAIN})


class Template(Word):
    """The templates of answers, by the names that rules.yaml and the ledger use."""

    ACKNOWLEDGEMENT = "acknowledgement", "To an applicant for an open vacancy."
    SPECULATIVE = "speculative", "To an applicant for no vacancy in particular."
    VACANCY_CLOSED = "vacancy_closed", "To an applicant for a closed vacancy."
    APPLICATION_UPDATED = "application_updated", "To an applicant who sends more."
    MISSING_CV = "missing_cv", "To an applicant who sent no CV."
    CV_REMINDER = "cv_reminder", "To an applicant who still has sent no CV."
    ENCRYPTED_CV = "encrypted_cv", "To an applicant whose CV needs a password."
    UNREADABLE_CV = "unreadable_cv", "To an applicant whose CV can't be read."
    ENQUIRY = "enquiry", "To somebody with a question."
    WITHDRAWAL = "withdrawal", "To an applicant who withdraws."
    REFERRAL_THANKS = "referral_thanks", "To a colleague who forwards a CV."
    AGENCY_REJECTION = "agency_rejection", "To an agency that is refused."
    AGENCY_ACKNOWLEDGEMENT = "agency_acknowledgement", "To an agency on the list of approved ones."
    CORRECTION = "correction", "To an applicant whom we answered wrongly."
    DECLINE = "decline", "To an applicant whom a person turns down."
    KEEP_QUESTION = "keep_question", "To an applicant whose application is about to be erased: whether it may be kept."


#: What an applicant is told of their application: none of these goes out before the application is filed, and none to
#: an agency.
APPLICANTS_LETTERS = frozenset(
    {
        Template.ACKNOWLEDGEMENT,
        Template.SPECULATIVE,
        Template.VACANCY_CLOSED,
        Template.APPLICATION_UPDATED,
        Template.MISSING_CV,
        Template.CV_REMINDER,
        Template.ENCRYPTED_CV,
        Template.UNREADABLE_CV,
        Template.CORRECTION,
        Template.DECLINE,
        Template.KEEP_QUESTION,
    }
)
