"""Whose application does a letter belong to, which is no new one itself?

Three ways lead to it: the letter answers a mail of ours or of the application's thread; it comes from the applicant's
address; or from an address of which only one applicant is known. A job board's address, a form's, or one from which
several people have applied, is nobody's.
"""

from collections.abc import Iterable

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.kind.application import may_be_the_cv
from inbox_bot.core.judgement.kind.away.notices import is_from_a_robot
from inbox_bot.core.judgement.names.alike import same_person
from inbox_bot.core.judgement.sender import is_sent_for_somebody
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.verdict import EarlierApplication
from inbox_bot.core.words import Role

EARLIER_LOOKED_AT = 50

_PAPERS = frozenset({Role.COVER_LETTER, Role.CERTIFICATE, Role.REFERENCES, Role.PORTFOLIO})
#: Said of now, and not of "my application" that was made before.
_APPLIES_NOW = pattern_of("kind.applies_now")


def applies_anew(clues: Clues) -> bool:
    """Whether an applicant's later letter is an application again: it brings their papers, or says so."""
    brings = clues.has_cv or any(document.role in _PAPERS for document in clues.documents[:EARLIER_LOOKED_AT])
    return brings or may_be_the_cv(clues) is not None or clues.typed.has(_APPLIES_NOW)


def belongs_to(clues: Clues) -> EarlierApplication | None:
    """The application that a letter would belong to; the newest where there are several. None: to none that is known.

    The thread says it before the address does: an applicant may write from their office.
    """
    in_thread = [mail for mail in clues.known.earlier[:EARLIER_LOOKED_AT] if mail.same_thread]
    for mail in in_thread:
        if len(mail.applications) == 1:
            return mail.applications[0]
        if own := [application for application in mail.applications if application.is_senders]:
            return own[0]
    if clues.by_form or clues.colleague or is_sent_for_somebody(clues) or is_from_a_robot(clues) is not None:
        return None
    own = [
        application
        for mail in clues.known.earlier[:EARLIER_LOOKED_AT]
        for application in mail.applications
        if application.is_senders
    ]
    return own[0] if own and not _are_several_people(application.name for application in own) else None


def _are_several_people(names: Iterable[str | None]) -> bool:
    told = [name for name in names if name]
    return any(not same_person(told[0], name) for name in told[1:])
