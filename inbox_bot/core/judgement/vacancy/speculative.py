"""Does the writer apply for no vacancy in particular?"""

from collections.abc import Iterable

from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

_SPECULATIVE = pattern_of("vacancy.speculative")


def speaks_speculatively(subjects: Iterable[FoldedText], letters: Iterable[FoldedText]) -> Evidence | None:
    """'Speculative application', 'Initiativbewerbung', 'any suitable position', in subject or letter."""
    for wording in (*subjects, *letters):
        quote = wording.first(_SPECULATIVE)
        if quote is not None:
            return Evidence(rule="speaks_speculatively", quote=quote, weight=0.9)
    return None
