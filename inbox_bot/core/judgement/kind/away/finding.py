"""What nobody has to look at, though no field says so: a seller's letter, a supplier's paper, a machine's notice, a
colleague's circular.

Each needs signs of its own, and none of a person who writes about their application: whoever does so is read, however
much their letter sounds like a seller's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.kind.about_hiring import hiring_evidence, tells_of_an_applicant
from inbox_bot.core.judgement.kind.application import applies_in_person, may_be_the_cv
from inbox_bot.core.judgement.kind.away import newsletters, notices, paperwork, selling
from inbox_bot.core.judgement.kind.away.circular import circular_evidence
from inbox_bot.core.judgement.kind.away.company_mail import company_evidence
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.words import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class PutAway:
    """What it is instead of a person's letter, and why."""

    kind: Kind
    evidence: tuple[Evidence, ...]


#: Of whoever writes about an application of their own, or about their interview here.
_OWN_APPLICATION = pattern_of("kind.own_application")
_TELLS_OF_SOMEBODY = pattern_of("kind.tells_of_somebody")


def put_away(clues: Clues) -> PutAway | None:
    """What needs no person, recognised by its own signs; None where it is, or may be, somebody's letter."""
    if clues.has_cv or may_be_the_cv(clues) is not None or _tells_of_somebody(clues):
        return None
    if clues.typed.has(_OWN_APPLICATION) or applies_in_person(clues):
        return None
    if (found := circular_evidence(clues)) and not hiring_evidence(clues):
        return PutAway(kind=Kind.OTHER, evidence=found)
    if clues.colleague and not notices.notice_evidence(clues):
        return None
    for kind, _, judge in _JUDGES:
        if found := judge(clues):
            return PutAway(kind=kind, evidence=found)
    signs = [sign(clues) for _, signals, _ in _JUDGES for sign in signals]
    found = company_evidence(clues, tuple(sign for sign in signs if sign and sign.rule not in _OF_AN_ADDRESS))
    return PutAway(kind=Kind.OTHER, evidence=found) if found else None


def _tells_of_somebody(clues: Clues) -> bool:
    """Whether it tells of an application, or of somebody's interest: a board's notice that must not be missed."""
    return tells_of_an_applicant(clues) is not None or any(words.has(_TELLS_OF_SOMEBODY) for words in clues.own_words())


#: Signs of a sender's address, which `company_mail` has one of its own for.
_OF_AN_ADDRESS = frozenset({"trades", "comes_from_a_desk", "is_from_a_shared_desk", "serves_customers"})


_Signals = tuple[Callable[[Clues], Evidence | None], ...]
_JUDGES: tuple[tuple[Kind, _Signals, Callable[[Clues], tuple[Evidence, ...]]], ...] = (
    (Kind.OTHER, notices.SIGNALS, notices.notice_evidence),
    (Kind.OTHER, paperwork.SIGNALS, paperwork.paperwork_evidence),
    (Kind.BULK, newsletters.SIGNALS, newsletters.newsletter_evidence),
    (Kind.BULK, selling.SIGNALS, selling.selling_evidence),
)
