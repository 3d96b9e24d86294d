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
from inbox_bot.core.judgement.kind.circular import circular_evidence
from inbox_bot.core.judgement.kind.newsletters import newsletter_evidence
from inbox_bot.core.judgement.kind.notices import notice_evidence
from inbox_bot.core.judgement.kind.paperwork import paperwork_evidence
from inbox_bot.core.judgement.kind.selling import selling_evidence
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


def put_away(clues: Clues) -> PutAway | None:
    """What needs no person, recognised by its own signs; None where it is, or may be, somebody's letter."""
    if clues.has_cv or may_be_the_cv(clues) is not None or tells_of_an_applicant(clues) is not None:
        return None
    if clues.typed.has(_OWN_APPLICATION) or applies_in_person(clues):
        return None
    if (found := circular_evidence(clues)) and not hiring_evidence(clues):
        return PutAway(kind=Kind.OTHER, evidence=found)
    if clues.colleague and not notice_evidence(clues):
        return None
    for kind, judge in _JUDGES:
        if found := judge(clues):
            return PutAway(kind=kind, evidence=found)
    return None


_JUDGES: tuple[tuple[Kind, Callable[[Clues], tuple[Evidence, ...]]], ...] = (
    (Kind.OTHER, notice_evidence),
    (Kind.OTHER, paperwork_evidence),
    (Kind.BULK, newsletter_evidence),
    (Kind.BULK, selling_evidence),
)
