"""Words of headings, jobs, firms and addresses in many languages: what no person's name has.

A line with one of them is a name only where two sources agree on it ("Jack Teacher"). Surnames that are jobs and common
at that (Baker, Koch, Ferreira) are left out. Folded: lower case, no accents.
"""

from inbox_bot.core.judgement.names.given_names import GIVEN_NAMES
from inbox_bot.core.judgement.names.spelling import PARTICLES
from inbox_bot.core.judgement.text.language import small_words
from inbox_bot.core.lexicon.phrases import phrases, words

#: Whole headings of scripts that are written without blanks.
ONE_WORD_HEADINGS = words("names.headings_without_blanks")

_ENDINGS = phrases("names.endings_of_headings")
LETTERS_BEFORE_ENDING = 3  # "Clement" and "Hartung" are names

PLACES = words("names.places")
_SMALL_WORDS = {word for word in small_words() if len(word) > 2 and word not in PARTICLES and word not in GIVEN_NAMES}
HEADING_WORDS = frozenset(
    {
        *words("names.words_of_headings"),
        *PLACES,
        *words("names.tools"),
        *words("names.firms"),
        *_SMALL_WORDS,
    }
)


def is_no_names_word(folded: str) -> bool:
    """Whether a folded word is one that no person's name has.

    >>> is_no_names_word("teacher"), is_no_names_word("qualification"), is_no_names_word("lee")
    (True, True, False)
    """
    if folded in HEADING_WORDS:
        return True
    if not folded.endswith(_ENDINGS):  # of most words, at a fiftieth of what asking for each ending takes
        return False
    return any(folded.endswith(ending) and len(folded) >= len(ending) + LETTERS_BEFORE_ENDING for ending in _ENDINGS)
