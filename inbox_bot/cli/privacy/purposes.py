"""What each kind of personal data is for, and how long what becomes of a mail is kept: what the record goes by.

Every table of the ledger with personal columns stands here, and every outcome; a test fails where one is missing.
"""

from collections.abc import Mapping

from inbox_bot.core.erasure.retention import Kept
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Outcome, Template

#: Of the ledger's tables: what they say of people, and why that is kept.
PURPOSES: Mapping[str, Sentence] = {
    "messages": Sentence("which mails came, from whom and with which subject, and what became of each"),
    "persons": Sentence("who has applied, by address"),
    "applications": Sentence("who applies for what: name, address, telephone number, source, folder"),
    "person_keys": Sentence(
        "by what an applicant is known again: address, telephone, profile page, a sketch of the CV"
    ),
    "documents": Sentence("which documents came with a mail, and where they are filed"),
    "agency_mails": Sentence("what an agency's mail said and when it came, for a dispute about a fee"),
    "introductions": Sentence("which agency introduced whom; the candidate by keyed hashes alone"),
    "refusals": Sentence("the refusals to agencies as they were sent, for a dispute about a fee"),
    "decisions": Sentence("what was decided about a mail, by whom, and on which words"),
    "lessons": Sentence("what people's decisions say of later mails of the same address"),
    "actions": Sentence("what was done, or is to be done, and to whom a letter went"),
    "payloads": Sentence("letters that wait to be sent; gone as soon as they are"),
    "answers": Sentence("who was answered with what, so that nobody is answered twice"),
    "once_keys": Sentence("what may happen only once, such as an answer"),
    "sent_mails": Sentence("to whom people wrote from the mailbox, so that they are not answered over their heads"),
    "sent_references": Sentence("which mails people answered"),
    "correspondents": Sentence("addresses that letters do not reach"),
    "reviewer_mails": Sentence("what a reviewer ordered by mail"),
    "questions": Sentence("what a reviewer was asked to confirm"),
    "filed_ahead": Sentence("under which names a mail's files are about to be kept, until they are"),
    "put_off": Sentence("which mail a reviewer does not want to see for a while"),
    "declinings": Sentence("who asked that applicants be turned down"),
    "declined_applicants": Sentence("whom a person turns down, and what became of the letter"),
    "careers_changes": Sentence("who took over a change of the careers page"),
    "erasures": Sentence("what was erased and when; who it was about only until it is done"),
    "requests": Sentence("who asked for access, erasure or correction, and who settled it"),
    "retention": Sentence("who confirmed how long things are kept"),
}

#: How long a mail of each outcome is kept: by which time of `keep`, or a sentence where it has none of its own.
PERIODS: Mapping[Outcome, Kept | Sentence] = {
    Outcome.FILED: Kept.FILED,
    Outcome.SPECULATIVE: Kept.SPECULATIVE,
    Outcome.AGENCY: Kept.AGENCY,
    Outcome.NOT_AN_APPLICATION: Kept.NOT_AN_APPLICATION,
    Outcome.COMMAND: Kept.NOT_AN_APPLICATION,
    Outcome.CORRESPONDENCE: Sentence("as the application that it belongs to; else as mail that is none"),
    Outcome.DUPLICATE: Sentence("as the mail that it repeats"),
    Outcome.REVIEW: Sentence("until a person has decided what it is; nothing that waits goes by itself"),
    Outcome.FAILED: Sentence("until a person has looked; nothing that waits goes by itself"),
    Outcome.EXPUNGED: Sentence("it was gone before it was read: a number, and when it came"),
    Outcome.ERASED: Sentence("it is gone: a number for the sums, and the keyed hash that says it was answered"),
}

#: Letters that no machine sends: they wait for a person's word.
BY_A_PERSON = frozenset({Template.DECLINE, Template.CORRECTION})
