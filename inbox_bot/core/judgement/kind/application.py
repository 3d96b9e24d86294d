"""Does somebody apply? Signals of an application, in the order the digest shows them.

A CV is the strongest; without one it takes the writer's own words. Words count in subject and letter only, never in
quotes or in the CV.
"""

import re
from collections.abc import Callable

from inbox_bot.core.judgement.clues import DOCUMENTS_LOOKED_AT, Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.first_person import APPLIES_THEMSELVES
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.vacancy.advertised import advertised
from inbox_bot.core.judgement.vacancy.words.titles import mentions_in
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Kind, Role

CERTAIN = 0.5
WORDS_BESIDE_A_TITLE = 2  # in a subject that is a vacancy's name
WORDS_BESIDE_A_PROFILE = 30  # in a letter that is a profile's address

_WORD = re.compile(r"[^\W_]+")
_PROFILE = pattern_of("kind.profile")

APPLIES = pattern_of("kind.applies")
SHOWS_INTEREST = pattern_of("kind.shows_interest")
ENCLOSES_OWN_CV = pattern_of("kind.encloses_own_cv")
LOOKS_FOR_WORK = pattern_of("kind.looks_for_work")
ASKS_FOR_WORK = pattern_of("kind.asks_for_work")  # agencies write some of it, too
_SUBJECT = pattern_of("kind.subject_of_an_application")
_NO_JOB_SUBJECT = pattern_of("kind.no_job_in_the_subject")
_ATTACHED = pattern_of("kind.attached")
_BUSINESS = pattern_of("kind.business")
_ROLE_WORDS = pattern_of("kind.role_words")
_ABOUT_ME = pattern_of("kind.about_me")


def brings_a_cv(clues: Clues) -> Evidence | None:
    """A document that reads as a CV."""
    for index in clues.cvs:
        return evidence("brings_a_cv", 0.6, clues.documents[index].filename)
    return None


def brings_a_cover_letter(clues: Clues) -> Evidence | None:
    """A document that reads as a cover letter."""
    for document in clues.documents:
        if document.role is Role.COVER_LETTER:
            return evidence("brings_a_cover_letter", 0.4, document.filename)
    return None


def brings_a_document_that_cannot_be_read(clues: Clues) -> Evidence | None:
    """An encrypted, scanned or damaged document that may well be the CV."""
    unread = may_be_the_cv(clues)
    return evidence("brings_a_document_that_cannot_be_read", 0.2, unread.filename) if unread is not None else None


def says_that_it_is_attached(clues: Clues) -> Evidence | None:
    """'Please see attached', of a document that can't be read: then the letter says what it is. Invoices are not it."""
    if may_be_the_cv(clues) is None or speaks_of_business(clues):
        return None
    return evidence_in("says_that_it_is_attached", 0.3, _ATTACHED, clues.typed)


def speaks_of_business(clues: Clues) -> bool:
    """Whether it is about an invoice, an order, an offer."""
    return any(wording.has(_BUSINESS) for wording in clues.own_words())


def names_a_vacancy(clues: Clues) -> Evidence | None:
    """A vacancy's title beside a document that can't be read: 'QA Engineer' and a photograph is an application.

    So is one beside the words of somebody who looks for work, and one that was filled into a form of ours.
    """
    if may_be_the_cv(clues) is None and not clues.by_form and not clues.typed.has(LOOKS_FOR_WORK):
        return None
    for wording in clues.own_words():
        for mention in mentions_in(wording, advertised(clues.vacancies).titles):
            weight = 0.4 if clues.by_form else 0.3
            return evidence("names_a_vacancy", weight, wording.quote(mention.start, mention.end))
    return None


def applies_in_person(clues: Clues) -> bool:
    """Whether the letter says "I" of it: 'I am applying', 'I am looking for a job', 'my CV is attached'."""
    return any(clues.typed.has(words) for words in (APPLIES_THEMSELVES, LOOKS_FOR_WORK, ENCLOSES_OWN_CV))


def may_be_the_cv(clues: Clues) -> Document | None:
    """The first document that couldn't be read and may be the CV, pictures that somebody attached among them.

    None where a CV was read, or every document was.
    """
    if clues.cvs:
        return None
    attached = {
        part.section for part in clues.message.parts if part.disposition == "attachment" and not part.content_id
    }
    for index, document in enumerate(clues.documents[:DOCUMENTS_LOOKED_AT]):
        picture = document.problem is not None and document.type.startswith("image/") and document.role is Role.OTHER
        if index in clues.unread or (picture and document.section in attached):
            return document
    return None


def says_they_apply(clues: Clues) -> Evidence | None:
    """'I would like to apply', 'hiermit bewerbe ich mich', in eight languages."""
    return evidence_in("says_they_apply", 0.5, APPLIES, clues.typed)


def shows_interest(clues: Clues) -> Evidence | None:
    """'I am interested in the position': as much the beginning of a question as of an application."""
    return evidence_in("shows_interest", 0.3, SHOWS_INTEREST, clues.typed)


def looks_for_work(clues: Clues) -> Evidence | None:
    """'I am looking for a job', 'ich suche Arbeit als …': how people apply who seldom write letters."""
    return evidence_in("looks_for_work", 0.4, LOOKS_FOR_WORK, clues.typed) or evidence_in(
        "looks_for_work", 0.35, ASKS_FOR_WORK, clues.typed
    )


def is_headed_by_a_vacancy(clues: Clues) -> Evidence | None:
    """A subject that is a vacancy's name and hardly more: 'Warehouse Operative', 'Job: hospital porter'."""
    found = mentions_in(clues.subject, advertised(clues.vacancies).titles)
    if not found or clues.is_answer or "?" in clues.typed.folded:  # of a question it is the subject as well
        return None
    first, last = min(mention.start for mention in found), max(mention.end for mention in found)
    folded = clues.subject.folded
    beside = _WORD.findall(f"{folded[:first]} {folded[last:]}")
    if len(beside) > WORDS_BESIDE_A_TITLE or any(word.isdigit() for word in beside):
        return None
    return evidence("is_headed_by_a_vacancy", 0.3, clues.subject.quote(first, last))


def links_a_profile(clues: Clues) -> Evidence | None:
    """Hardly more than the address of a profile, as on LinkedIn or Xing: somebody shows who they are."""
    if len(clues.typed.folded.split()) > WORDS_BESIDE_A_PROFILE:
        return None
    return evidence_in("links_a_profile", 0.3, _PROFILE, *clues.own_words())


def speaks_of_their_cv(clues: Clues) -> Evidence | None:
    """'Please find my CV attached', in eight languages."""
    return evidence_in("speaks_of_their_cv", 0.35, ENCLOSES_OWN_CV, clues.typed)


def has_an_applications_subject(clues: Clues) -> Evidence | None:
    """'Application for …', 'Bewerbung als …'."""
    if clues.subject.has(_NO_JOB_SUBJECT):
        return None
    weight = 0.2 if clues.is_answer else 0.35  # "Re: Application" is as much about one as it is one
    return evidence_in("has_an_applications_subject", weight, _SUBJECT, clues.subject)


def names_a_role(clues: Clues) -> Evidence | None:
    """A job's words: position, vacancy, Stelle, poste."""
    return evidence_in("names_a_role", 0.15, _ROLE_WORDS, *clues.own_words())


def tells_of_themselves(clues: Clues) -> Evidence | None:
    """What letters tell: years of experience, a degree, being free for an interview."""
    return evidence_in("tells_of_themselves", 0.2, _ABOUT_ME, clues.typed)


def wrote_to_a_vacancy(clues: Clues) -> Evidence | None:
    """One of the addresses it went to is a vacancy's."""
    addresses = {vacancy.address.lower() for vacancy in clues.vacancies if vacancy.address}
    for recipient in clues.message.recipients[:100]:
        if recipient.address.lower() in addresses:
            return evidence("wrote_to_a_vacancy", 0.25, recipient.address)
    return None


def applied_before(clues: Clues) -> Evidence | None:
    """Their earlier mail in this thread was an application, and they bring a document."""
    if not clues.documents:
        return None
    for mail in clues.known.earlier[:50]:
        if mail.same_thread and mail.same_person and mail.kind is Kind.APPLICATION:
            return evidence("applied_before", 0.5, mail.message_id or mail.kind)
    return None


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    brings_a_cv,
    brings_a_cover_letter,
    brings_a_document_that_cannot_be_read,
    says_that_it_is_attached,
    names_a_vacancy,
    says_they_apply,
    shows_interest,
    looks_for_work,
    is_headed_by_a_vacancy,
    links_a_profile,
    speaks_of_their_cv,
    has_an_applications_subject,
    wrote_to_a_vacancy,
    applied_before,
    names_a_role,
    tells_of_themselves,
)


def application_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """Everything that speaks for an application, weak findings included."""
    return tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
