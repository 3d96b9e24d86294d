"""Whether two names may be one person's. That they may be is no evidence: there are many Anna Müllers."""

from functools import lru_cache

from inbox_bot.core.judgement.names.alike import name_words
from inbox_bot.core.judgement.names.spelling import PARTICLES
from inbox_bot.core.judgement.names.titles import without_titles
from inbox_bot.core.judgement.names.transliterated import comparable, in_latin, script_of, sounds
from inbox_bot.core.words import Word

PREFIX = 3  # letters of a given name's short form: Alex, Tom, Ben
SOUNDING = 2  # consonants from which words of two scripts are compared


class Agreement(Word):
    """What two names say of each other."""

    AGREES = "agrees", "Two words of them or more are the same."
    SILENT = "silent", "Neither speaks for one person nor against it: one is missing, or a part of the other."
    DIFFERS = "differs", "They are two people's."


@lru_cache(maxsize=4_096)  # of a few people each with each
def agreement(name: str | None, other: str | None) -> Agreement:
    """How two names compare, whatever their order, their accents, their titles and their script.

    >>> [agreement("Anna Müller", other).value for other in ("MUELLER Anna", "A. Müller", "Ben Müller", "Anna Roth")]
    ['agrees', 'silent', 'differs', 'differs']
    """
    if not name or not other or not comparable(script_of(name), script_of(other)):
        return Agreement.SILENT
    mine, theirs = _words(name), _words(other)
    if script_of(name) != script_of(other):
        theirs = [_as_heard(word, mine) for word in theirs]
    shared = {word for word in mine if len(word) > 1} & {word for word in theirs if len(word) > 1}
    if len(shared) > 1:
        return Agreement.AGREES
    left, right = [word for word in mine if word not in shared], [word for word in theirs if word not in shared]
    if not left or not right:
        return Agreement.SILENT if shared or not (mine and theirs) else Agreement.DIFFERS
    if not shared:
        return Agreement.DIFFERS
    return Agreement.SILENT if _may_be_one(left, right) else Agreement.DIFFERS


def name_key(name: str | None) -> str:
    """The words of a full name in one spelling and order; "" where it is no full name."""
    words = sorted({word for word in _words(name or "") if len(word) > 1})
    return " ".join(words) if len(words) > 1 else ""


def _words(name: str) -> list[str]:
    bare = without_titles(name.replace(",", " ").split()) or name.split()
    words = name_words(in_latin(" ".join(bare)))
    told = [word for word in words if word not in PARTICLES]
    return told if len(told) > 1 else words  # Ben Müller, Do Park


def _as_heard(word: str, others: list[str]) -> str:
    """The word of another script that it sounds like; else itself."""
    heard = sounds(word)
    return next((each for each in others if len(heard) >= SOUNDING and sounds(each) == heard), word)


def _may_be_one(left: list[str], right: list[str]) -> bool:
    """Whether what is left of two names may be one given name: an initial, or its short form."""
    return any(
        one[0] == other[0] and (len(one) == 1 or len(other) == 1 or _is_short_for(one, other))
        for one in left
        for other in right
    )


def _is_short_for(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= PREFIX and long.startswith(short)
