"""A letter that stands in one file with the CV: before it as a rule, sometimes behind.

Such a file is the CV; but what its writer wrote for us to read, the vacancy first of all, is in the letter.
"""

from inbox_bot.core.documents.cv_signs import SCANNED, cv_signs, plain_letters
from inbox_bot.core.documents.roles import LETTER_LENGTH, READS_AS_CV, letter_phrases_in

PHRASES = 3  # different ones: a CV has a "kind regards" of its own, and no letter's beginning, middle and end


def letter_within(text: str) -> str:
    """From the first line that a letter has to the last; "" where there is no letter, or it can't be told from a CV."""
    lines = text[:SCANNED].split("\n")
    found = {at: phrases for at, line in enumerate(lines) if (phrases := letter_phrases_in(plain_letters(line)))}
    if not found:
        return ""
    first = min(found)
    ends = [at for at in found if sum(len(line) + 1 for line in lines[first : at + 1]) <= LETTER_LENGTH]
    if not ends or len(set().union(*(found[at] for at in ends))) < PHRASES:
        return ""
    letter = "\n".join(lines[first : max(ends) + 1])
    return letter if cv_signs(letter).score < READS_AS_CV else ""
