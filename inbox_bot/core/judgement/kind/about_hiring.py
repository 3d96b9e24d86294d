"""Does a mail touch an application at all: an interview's date, a reference, thanks for a call, a board's notice?

None of these is an application, and none may be put away unread with the advertisements: a person looks.
"""

from collections.abc import Callable
from dataclasses import replace

from inbox_bot.core.judgement.agency.asked_after import asks_after_somebody
from inbox_bot.core.judgement.clues import DOCUMENTS_LOOKED_AT, Clues, evidence, evidence_in, filename_words
from inbox_bot.core.judgement.kind.application import speaks_of_business
from inbox_bot.core.judgement.kind.bulk import advertises
from inbox_bot.core.judgement.kind.enquiry import speaks_of_work_here
from inbox_bot.core.judgement.text.wording import NOTHING, pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.words import Role

_ABOUT_AN_APPLICATION = pattern_of("kind.about_an_application")
_INTERVIEW = pattern_of("kind.interview")
_DECLINES = pattern_of("kind.declines_a_date")
_TELLS_OF_AN_APPLICANT = pattern_of("kind.tells_of_an_applicant")


def tells_of_an_applicant(clues: Clues) -> Evidence | None:
    """'Ann Lee applied for your job', 'neue Bewerbung auf Ihre Anzeige': a board's notice of an application."""
    return evidence_in("tells_of_an_applicant", 0.3, _TELLS_OF_AN_APPLICANT, *clues.own_words())


def _is_a_calendars(clues: Clues) -> bool:
    """Whether a calendar wrote it; a person looks at one that says no to an interview."""
    calendars = any("text/calendar" in (part.type, part.declared_type.lower()) for part in clues.message.parts)
    return calendars and not clues.subject.has(_DECLINES)


def speaks_of_an_application(clues: Clues) -> Evidence | None:
    """'Thank you for the interview', 'a reference for Ann Lee'; no invoice, and no calendar's own mail."""
    if speaks_of_business(clues) or _is_a_calendars(clues):
        return None
    own = clues.typed if clues.is_answer else clues.subject  # "Re: Your application" is no word of the writer's
    return evidence_in("speaks_of_an_application", 0.2, _INTERVIEW, *clues.own_words()) or evidence_in(
        "speaks_of_an_application", 0.2, _ABOUT_AN_APPLICATION, own, clues.typed
    )


def seeks_for_somebody(clues: Clues) -> Evidence | None:
    """'My daughter is looking for a job': no application yet, and nothing to put away."""
    return evidence_in("seeks_for_somebody", 0.2, _SEEKS_FOR_SOMEBODY, clues.typed)


_SEEKS_FOR_SOMEBODY = pattern_of("kind.seeks_for_somebody")


def brings_a_certificate(clues: Clues) -> Evidence | None:
    """A certificate, a degree, a reference without a CV: it may belong to an application that came before."""
    if speaks_of_business(clues):
        return None
    for document in clues.documents[:DOCUMENTS_LOOKED_AT]:
        named = _CERTIFICATE_FILENAME.search(filename_words(document.filename)) is not None
        if document.role in (Role.CERTIFICATE, Role.REFERENCES) or named:
            return evidence("brings_a_certificate", 0.2, document.filename)
    return None


_CERTIFICATE_FILENAME = pattern_of("kind.certificate_in_a_filename")


def speaks_of_work(clues: Clues) -> Evidence | None:
    """A job, a vacancy, an application is spoken of, by somebody who advertises nothing and sends no invoice."""
    if speaks_of_business(clues) or advertises(clues) is not None or _is_a_calendars(clues):
        return None
    found = speaks_of_work_here(replace(clues, subject=NOTHING) if clues.is_answer else clues)
    return None if found is None else replace(found, rule="speaks_of_work", weight=0.1)


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    tells_of_an_applicant,
    speaks_of_an_application,
    asks_after_somebody,
    seeks_for_somebody,
    brings_a_certificate,
    speaks_of_work,
)


def hiring_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that somebody's application is spoken of."""
    return tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
