"""Every reason for not answering, and for not carrying out what was planned, with the sentence a person reads."""

from inbox_bot.core.words import Word


class Stop(Word):
    """Never answered: no person and no rule can turn it into an answer."""

    NULL_RETURN_PATH = "null_return_path", "It came with an empty return path: a mail system's report."
    NO_SENDER = "no_sender", "It names no sender."
    SEVERAL_SENDERS = "several_senders", "It names several senders."
    UNUSABLE_ADDRESS = "unusable_address", "The sender's address can't be written to."
    AUTO_SUBMITTED = "auto_submitted", "A machine sent it, and says so."
    PRECEDENCE = "precedence", "It was sent in bulk, and says so."
    MAILING_LIST = "mailing_list", "It came through a mailing list."
    MACHINE_HEADER = "machine_header", "It carries the mark of an automatic answer."
    NOT_A_PERSON = "not_a_person", "Its address belongs to a mail system or a list, or takes no answers."
    MACHINE_REPORT = "machine_report", "It is a delivery report, a receipt or another machine's report."
    BOUNCE = "bounce", "It reads as a mail system's report on a delivery."
    AUTO_REPLY = "auto_reply", "It reads as an automatic answer."
    BULK = "bulk", "It reads as a newsletter, a list mail or an advertisement."
    OURSELVES = "ourselves", "It comes from one of our own addresses."
    SPAM = "spam", "Our mail server calls it spam."
    ANSWERS_OURS = "answers_ours", "It answers one of our automatic answers."
    ALREADY_ANSWERED = "already_answered", "This very mail has an answer already."
    DUPLICATE = "duplicate", "The same sending was received before."
    SENT_AGAIN = "sent_again", "The same letter with the same CV was received before."
    COMMAND = "command", "It is a reviewer's command."
    REPLY_TO_SEVERAL = "reply_to_several", "It asks for answers to several addresses."
    REPLY_TO_LIST = "reply_to_list", "It asks for answers to a mailing list, or to an address that takes none."
    REPLY_TO_OURSELVES = "reply_to_ourselves", "It asks for answers to one of our own addresses."
    CANDIDATES_ADDRESS = "candidates_address", "The answer to the agency would go to its candidate."


class Hold(Word):
    """No automatic answer; a person may release it."""

    OBSERVE = "observe", "inbox_bot only observes."
    AGENCY_POLICY = "agency_policy", "Agencies are refused by a person, or the signs are too few."
    SENDER_NOT_AUTHENTIC = "sender_not_authentic", "Our mail server says that the sender's address is forged."
    SENDER_UNPROVEN = (
        "sender_unproven",
        "It names a list of ours, and nothing shows that our list sent it.",
    )
    ANSWERED_BY_HAND = "answered_by_hand", "Somebody has answered it by hand."
    TOO_OLD = "too_old", "It was older than three days when it was first seen."
    SEEN_BEFORE = "seen_before", "It is old mail, met again."
    FOUND_IN_JUNK = "found_in_junk", "Our mail server put it into the folder for junk."
    RATE = "rate", "This sender, or this text, was answered often enough for now."
    DOMAIN_RATE = "domain_rate", "Its sender's domain was answered often enough for this hour."
    BREAKER = "breaker", "Too many answers went out in an hour: all of them wait for a person."
    THREAD_TOO_LONG = "thread_too_long", "The thread has gone back and forth for too long."
    NOT_ADDRESSED_TO_US = "not_addressed_to_us", "None of our addresses is among its recipients."
    TEMPLATE_ERROR = "template_error", "The template of the answer failed for this mail."
    AUTO_RESPONSE_SUPPRESSED = "auto_response_suppressed", "It asks that no machine answer it."
    REPLY_TO_DIFFERS = "reply_to_differs", "It asks for answers to an address that may be somebody else's."
    PERHAPS_CANDIDATES = "perhaps_candidates", "The address may be the candidate's, whom the agency introduces."
    RECENTLY_BOUNCED = "recently_bounced", "A mail to this address came back not long ago."
    TOO_MANY_HOPS = "too_many_hops", "It passed through very many mail servers: perhaps it goes in circles."
    RESEMBLES_OUR_ANSWER = "resembles_our_answer", "It seems to answer one of our automatic answers."
    CLOSED_WITHOUT_TEMPLATE = "closed_without_template", "The vacancy is closed, and no template says so."
    WITHDRAWAL = "withdrawal", "The applicant withdraws: a person answers that."
    ANOTHER_DAEMON = (
        "another_daemon",
        "Another inbox_bot answers the mail of this mailbox: answers wait for a person.",
    )
    NOT_IN_TIME = "not_in_time", "The mail server sent nothing for us for three days, and now it may be too late."
    CV_WITHOUT_SENDER = "cv_without_sender", "The CV carries neither the sender's name nor the sender's address."
    NEEDS_REVIEW = "needs_review", "A person looks at the mail first."
    NOT_FILED = "not_filed", "The application that it speaks of is not filed."
    MANY = "many", "Very many letters would go out for what was decided at once: a person is asked for all of them."
    CORRECTS = "corrects", "It corrects an answer that went out already: a person decides whether to write again."
    ASKED_FIRST = "asked_first", "Somebody moved the mail: whether its answer goes out, too, a person says."
    MANY_MOVED = "many_moved", "So many mails were moved at once that a person says whether they are answered."
    KEPT_BACK = "kept_back", "A person keeps the answers to this domain back."
    MOVED_ON = "moved_on", "The mail was moved on before its answer went out."


class Ending(Word):
    """Why an action ended without being done, where the server didn't say."""

    GIVEN_UP = "given_up", "The mail server refused it for now, for three days."
    UNWRITABLE = "unwritable", "No mail can be made of it."
    WITHDRAWN = "withdrawn", "The applicant has withdrawn meanwhile."
    CV_CAME = "cv_came", "The CV has come meanwhile."
    CORRECTED = "corrected", "A person has corrected what was decided."
    ANSWERED_BY_HAND = "answered_by_hand", "Somebody has answered it by hand."
    ANSWER_CANCELLED = "answer_cancelled", "The answer that it belongs to is not sent."
    NO_LONGER_OPEN = "no_longer_open", "The applicant is no longer one of those who are to be turned down."
    NOT_ASKED = "not_asked", "The applicant is not to be asked any more whether they may be kept."
    STOPPED = "stopped", "A person stopped the closing before it went out."
    ERASED = "erased", "What it was about has been erased."


class Spared(Word):
    """Why an applicant is not turned down when a vacancy is closed, or is not asked whether they may be kept.

    What comes first is told first.
    """

    GONE = "gone", "No application of theirs for it is on record."
    WITHDRAWN = "withdrawn", "The applicant has taken the application back."
    DECLINED = "declined", "The applicant was turned down before."
    AGENCY = "agency", "An agency introduced the applicant."
    REFERRED = "referred", "Somebody else sent the application: we have never written to the applicant."
    ANSWERED = "answered", "A person has answered by hand."
    IN_REVIEW = "in_review", "A mail of theirs waits for a person."
    IN_DOUBT = "in_doubt", "It is not clear who applies: perhaps somebody who applied before, or several people."
    HELD = "held", "An answer to them is held for a person."
    BOUNCED = "bounced", "A mail to them came back."
    OBJECTED = "objected", "They asked for something about their data."
    ASKED = "asked", "They were asked before."
    KEPT = "kept", "The person who closes the vacancy keeps the applicant."
    UNWRITTEN = "unwritten", "No letter could be made."


class Silence(Word):
    """There is nothing to answer with: no template belongs to such mail."""

    NOT_ANSWERED = "not_answered", "Mail of this kind gets no answer."
    LEFT_TO_A_PERSON = "left_to_a_person", "A person answers it, where it needs an answer."
    RULE = "rule", "A rule in rules.yaml says that it gets no answer."
    THANKED_TODAY = "thanked_today", "They were thanked for another addition less than a day ago."
    ADDS_NOTHING = "adds_nothing", "It brings the CV that they had sent before, and nothing else."
    DECIDED = "decided", "A person decided that it gets no answer."
    KEPT_NO_LONGER = "kept_no_longer", "What it said is kept no longer: answer it by hand."


def why_of(word: str | None) -> Stop | Hold | Silence | Ending | None:
    """The reason that a word from the ledger stands for; None where it is none, or what a server said."""
    return next((each for each in (*Stop, *Hold, *Silence, *Ending) if each == word), None)


def why_spared(word: str | None) -> Spared | Stop | Hold | Silence | Ending | None:
    """Why nobody was turned down, or why their letter did not go out: what a word from the ledger stands for."""
    return next((each for each in Spared if each == word), None) or why_of(word)
