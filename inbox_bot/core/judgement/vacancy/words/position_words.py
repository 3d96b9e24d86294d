"""The words around a position's name, in eight languages, folded: what leads to it, ends it, and is no part of it."""

from enum import Enum

from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.lexicon.phrases import words


class Level(Enum):
    """How far along a career."""

    LEARNING = "learning"  #: an intern, an apprentice, a working student: another position than the work itself
    FIRST = "first"  #: junior
    HIGH = "high"  #: senior, lead, head


_LEVELS = {
    Level.LEARNING: words("vacancy.learners"),
    Level.FIRST: words("vacancy.beginners"),
    Level.HIGH: words("vacancy.seniors"),
}
_LEVEL_OF = {word: level for level, said in _LEVELS.items() for word in said}


def level_of(word: str) -> Level | None:
    """The level that a word says and nothing else; None where it is a name's own word, as "director" is."""
    return _LEVEL_OF.get(word)


LEADS_TO_A_POSITION = pattern_of("vacancy.leads_to_a_position")
MAY_LEAD_TO_A_POSITION = pattern_of("vacancy.may_lead_to_a_position")
LEADS_TO_AN_INTEREST = pattern_of("vacancy.leads_to_an_interest")
LEADS_TO_A_FIELD = pattern_of("vacancy.leads_to_a_field")
TRAILS_A_POSITION = pattern_of("vacancy.trails_a_position")
#: A sentence that applies.
APPLIES = pattern_of("vacancy.sentence_that_applies")
#: A sentence that looks for work, or answers an advertisement.
SEEKS = pattern_of("vacancy.sentence_that_seeks")
#: Words that end a name, and may begin before it.
BOUNDARIES = words("vacancy.boundaries")
#: Words between two names: "the React and QA positions".
CONJUNCTIONS = words("vacancy.conjunctions")
#: Small words within a name.
INNER = words("vacancy.within_a_name")
#: Determiners of a position that the reader offers.
OURS = words("vacancy.ours")
#: Determiners of a position that somebody holds, or of any.
NOT_OURS = words("vacancy.not_ours")
#: What goes on after "as", "als" or "comme" and begins no name: "as soon as possible", "comme convenu".
GOES_ON = words("vacancy.goes_on")
#: What is no name by itself, though a part of some.
NOT_ALONE = words("vacancy.not_alone")
#: What stands beside a name and is none.
SAYS_NOTHING = words("vacancy.says_nothing")
