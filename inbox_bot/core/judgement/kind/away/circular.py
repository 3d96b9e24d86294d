"""Does a colleague write to everybody: a fire drill, cake in the kitchen, the new timesheets?

A colleague's letter to the recruiters is a person's, whatever it says. A circular shows itself by whom it greets, or by
whom it went to.
"""

import re

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.kind.away.company_mail import writes_from_a_desk
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

MANY = 15  # recipients: more than a recruiter's mail has
GREETING = 160  # characters of a letter in which everybody is greeted

_TO_ALL = pattern_of("kind.greets_everybody")
_OPENS = re.compile(r"^\s*(?:all|team|everyone|everybody|folks|colleagues|alle|leute)\s*[,:!]")
_EVERYBODYS = re.compile(
    r"(?:all|alle|everyone|everybody|staff|all-?staff|team|company|office-all|mitarbeiter|belegschaft|tous|todos|tutti|"
    r"iedereen|wszyscy|alla|kaikki|employees|all-.{1,30}|.{1,30}-all)"
)


def circular_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a colleague writes to everybody; empty where they don't."""
    if not clues.colleague or clues.has_cv:
        return ()
    found = [_greets_everybody(clues), _went_to_everybody(clues)]
    if "?" not in clues.typed.folded:
        found.append(writes_from_a_desk(clues))
    return tuple(finding for finding in found if finding is not None)


def _greets_everybody(clues: Clues) -> Evidence | None:
    opening = FoldedText.of(clues.typed.original, GREETING)
    if (match := _OPENS.match(opening.folded)) is not None:
        return evidence("greets_everybody", 0.6, opening.quote(match.start(), match.end()))
    return evidence_in("greets_everybody", 0.6, _TO_ALL, opening, clues.subject)


def _went_to_everybody(clues: Clues) -> Evidence | None:
    for recipient in clues.message.recipients[:200]:
        if _EVERYBODYS.fullmatch(recipient.local.lower()):
            return evidence("went_to_everybody", 0.6, recipient.address)
    if len(clues.message.recipients) > MANY:
        return evidence("went_to_everybody", 0.6, f"{len(clues.message.recipients)} recipients")
    return None
