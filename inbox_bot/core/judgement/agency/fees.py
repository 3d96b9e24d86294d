"""Does somebody ask for a fee, or say that there is none?

Career services, job centres and applicants write that nothing is to be paid; the same words with a negation before
them are no terms. "No placement, no fee" and "no fee unless you hire" are an agency's terms all the same.
"""

from collections.abc import Iterator
from itertools import islice

from inbox_bot.core.judgement.agency.words import ASKS_FOR_TERMS
from inbox_bot.core.judgement.text.wording import FoldedText, Match, pattern_of
from inbox_bot.core.lexicon.phrases import words

REACH = 60  # characters before and after the words that are looked at for a negation
LOOKED_AT = 50  # places in one text
WORDS_BETWEEN = 3  # between the negation and what it negates: "no additional agency fee"
_NEGATION = pattern_of("agency.negation")
_NONE_OF_IT = pattern_of("agency.none_of_it")
_UNDOES = words("agency.undoes_a_negation")


def fees_in(wording: FoldedText) -> str | None:
    """The words that ask for a fee or name terms, quoted; None where there are none, or only negated ones."""
    return next((wording.quote(start, end) for start, end in places_of_fees(wording)), None)


def places_of_fees(wording: FoldedText) -> Iterator[tuple[int, int]]:
    """Where a fee is asked for or terms are named, and not negated: from and up to which character."""
    for match in islice(ASKS_FOR_TERMS.finditer(wording.folded), LOOKED_AT):
        if not _is_negated(wording.folded, match):
            yield match.start(), match.end()


def _is_negated(folded: str, match: Match) -> bool:
    before = folded[max(0, match.start() - REACH) : match.start()]
    for negation in _NEGATION.finditer(before):
        between = before[negation.end() :]
        said = between.split()
        if len(said) <= WORDS_BETWEEN and not any(mark in between for mark in ".,;:!?()") and not _UNDOES & set(said):
            return True
    after = _NONE_OF_IT.search(folded[match.end() : match.end() + REACH])
    return after is not None and not folded[match.end() : match.end() + after.start()].strip(" :")
