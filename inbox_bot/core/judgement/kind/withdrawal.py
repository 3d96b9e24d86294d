"""Does an applicant take the application back?

Only the writer's own words count, and a negated sentence ("I don't want to withdraw") says the opposite.
"""

from inbox_bot.core.judgement.clues import Clues, evidence_in
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

_WITHDRAWS = pattern_of("kind.withdraws")
_STAYS = pattern_of("kind.stays")


def takes_the_application_back(clues: Clues) -> Evidence | None:
    """'I withdraw my application', in eight languages."""
    if clues.typed.has(_STAYS):
        return None
    return evidence_in("takes_the_application_back", 0.8, _WITHDRAWS, clues.typed, clues.subject)


def places_of_withdrawal(wording: FoldedText, at_most: int = 5) -> tuple[tuple[int, int], ...]:
    """Where a text says that an application is taken back: begin and end of each."""
    found = []
    for match in _WITHDRAWS.finditer(wording.folded):
        found.append((match.start(), match.end()))
        if len(found) >= at_most:
            break
    return tuple(found)
