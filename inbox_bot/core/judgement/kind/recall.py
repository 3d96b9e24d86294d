"""Does somebody take a mail back? Outlook writes a mail of its own for it, in its user's language.

Such a notice is no application, whatever title its subject repeats, and nobody is asked for a CV by it.
"""

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.verdict import Evidence

LONGEST = 400  # characters: the notice is one sentence

_FIELDS = ("x-ms-exchange-recall-report-id", "x-ms-exchange-recallreportid", "x-ms-exchange-recall")
_RECALLS = pattern_of("kind.takes_a_mail_back")


def recall_evidence(clues: Clues) -> Evidence | None:
    """The evidence that a mail program takes a mail back."""
    for name in _FIELDS:
        for value in clues.message.header(name)[:1]:
            return evidence("takes_a_mail_back", 0.9, f"{name}: {value}")
    if clues.documents or len(clues.typed.folded) > LONGEST:
        return None
    return evidence_in("takes_a_mail_back", 0.8, _RECALLS, clues.typed)
