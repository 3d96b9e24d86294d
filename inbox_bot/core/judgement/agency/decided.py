"""What people decided about earlier mails of a sender: that it is an agency, or none.

A decision about this very address counts for as much as a plain wording. What was decided of others at its domain is a
hint: who works there may apply for themselves.
"""

from inbox_bot.core.domains import domain_of
from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.taught import (
    DOMAIN_WAS_AGENCY,
    DOMAIN_WAS_NO_AGENCY,
    WAS_AGENCY,
    WAS_NO_AGENCY,
    OfASender,
    of_a_sender,
)
from inbox_bot.core.judgement.verdict import Evidence

_WEIGHTS = {WAS_AGENCY: 0.8, DOMAIN_WAS_AGENCY: 0.6}


def was_decided_an_agency(clues: Clues) -> Evidence | None:
    """A person put an earlier mail of this address with the agencies, or two of its domain."""
    known = _known(clues)
    if known is None or not known.is_agency:
        return None
    rule = DOMAIN_WAS_AGENCY if known.of_domain else WAS_AGENCY
    return evidence(rule, _WEIGHTS[rule], known.newest.quote)


def was_decided_no_agency(clues: Clues) -> Evidence | None:
    """A person said of an earlier mail of this address that no agency wrote it, or of two of its domain."""
    known = _known(clues)
    if known is None or known.is_agency:
        return None
    rule = DOMAIN_WAS_NO_AGENCY if known.of_domain else WAS_NO_AGENCY
    return evidence(rule, -1.0, known.newest.quote)


def _known(clues: Clues) -> OfASender | None:
    writer = clues.known.writer
    return of_a_sender(clues.known.facts, writer, domain_of(writer)) if writer and not clues.colleague else None
