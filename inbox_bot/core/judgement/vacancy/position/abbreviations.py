"""A title cut short: "Sr. Data Eng.", "Infra Engineer", "Bus. Dev. Mgr", "SWE", "BDM".

A position's name abbreviates a title where each word of the title is written, in its order, whole or cut short, or
where its letters are the initials of the title's words. A word is cut short where a dot follows it, where it is known
to be, where it has lost its vowels, or where it ends in the middle of a longer word and is no word of its own. A
compound may give two letters: SoftWare Engineer.
"""

from inbox_bot.core.judgement.text.spelling import stem
from inbox_bot.core.judgement.vacancy.likeness.background import is_a_common_word
from inbox_bot.core.judgement.vacancy.position.fitting import Name, Offer, is_same_word, levels_agree
from inbox_bot.core.judgement.vacancy.position.positions import Position
from inbox_bot.core.judgement.vacancy.words.occupations import work_of

SHARE = 0.9  #: of a title: what an abbreviation of all its words is worth
_LONGEST_INITIALS = 5
_COMPOUND = 7  # letters of a word that may give two initials
_VOWELS = frozenset("aeiouy")
_KNOWN = frozenset(
    """
    eng engr dev infra admin mgr mngr asst assist rep exec tech coord acct acc dir spec sec ops prod mech elec mktg bus
    sci arch sw hw prof ing inz sachb mitarb buchh verk vertr compt resp comm maint constr info soft sys net auto math
    """.split()  # noqa: SIM905 (a list of words is read as one)
)
_SPELT = {"biz": "bus"}  # words that are cut short and spelt otherwise
_OTHERWISE = frozenset({"it", "hr", "cv", "uk", "us", "eu", "id"})  # two letters that mean something by themselves


def abbreviated(position: Position, offers: tuple[Offer, ...]) -> dict[str, float]:
    """The vacancies whose title a position's name abbreviates, each with the share of the title that was written."""
    return {
        offer.vacancy: SHARE
        for offer in offers
        if any(_abbreviates(position, name) and levels_agree(position.levels, name.levels) for name in offer.names)
    }


def _abbreviates(position: Position, name: Name) -> bool:
    first = position.words[0][0]
    return any(
        len(position.words) <= len(words) + len(name.beside)
        and first == words[0][0]
        and _aligns(position, position.words, words, name.beside)
        for words in {name.words, name.all_words}
    )


def _aligns(
    position: Position, written: tuple[str, ...], wanted: tuple[str, ...], beside: tuple[str, ...], *, cut: bool = False
) -> bool:
    """Whether words stand for a title's, in their order, at least one of them cut short (`cut`: one was already).

    What the title has in brackets may follow.
    """
    if not wanted:
        return cut and all(any(is_same_word(word, other) for other in beside) for word in written)
    if not written:
        return False
    word, rest = written[0], written[1:]
    if is_same_word(word, wanted[0]) and _aligns(position, rest, wanted[1:], beside, cut=cut):
        return True
    alone = len(wanted) == len(written) == 1 and not cut
    if _stands_for(word, wanted[0], position.dotted, alone=alone) and _aligns(
        position, rest, wanted[1:], beside, cut=True
    ):
        return True
    return any(
        _spells(position, word, wanted[:count]) and _aligns(position, rest, wanted[count:], beside, cut=True)
        for count in range(2, min(len(word), len(wanted)) + 1)
    )


def _stands_for(written: str, wanted: str, dotted: frozenset[str], *, alone: bool) -> bool:
    """Whether one word is another cut short. `alone`: it would stand for the whole title."""
    written = _SPELT.get(written, written)
    short = written if written in dotted or written in _KNOWN else stem(written)
    left = len(wanted) - len(short)
    if len(short) < 2 or left < 2 or short[0] != wanted[0]:
        return False
    if wanted.startswith(short):
        if written in dotted or short in _KNOWN:
            return True
        return not alone and len(short) >= 4 and left >= 3 and not is_a_common_word(short)
    return _has_lost_its_vowels(short, wanted) and (short in _KNOWN or written in dotted or not alone or len(short) > 3)


def _has_lost_its_vowels(short: str, wanted: str) -> bool:
    """'mgr' of manager: its letters in order, no vowel after the first, and the last one is the word's."""
    if not _VOWELS.isdisjoint(short[1:]) or short[-1] != stem(wanted)[-1]:
        return False
    letters = iter(wanted)
    return all(letter in letters for letter in short)


def _spells(position: Position, initials: str, words: tuple[str, ...]) -> bool:
    """Whether a word is the initials of others: written in capitals, or of three letters at least and no word."""
    if initials in _OTHERWISE or not 2 <= len(initials) <= _LONGEST_INITIALS:
        return False
    is_a_word = is_a_common_word(initials) or bool(work_of((initials,)).meanings)
    if initials not in position.capitals and (len(initials) < 3 or is_a_word):
        return False
    return _are_initials(initials, words)


def _are_initials(letters: str, words: tuple[str, ...], spare: int = 1) -> bool:
    """Whether letters are the words' first ones, in order; one long word may give a second."""
    if not words or not letters:
        return not words and not letters
    first, *rest = words
    if letters[0] != first[0]:
        return False
    if _are_initials(letters[1:], tuple(rest), spare):
        return True
    second = letters[1:2]
    gives_two = spare > 0 and second and len(first) >= _COMPOUND and second in first[2:] and second not in _VOWELS
    return bool(gives_two) and _are_initials(letters[2:], tuple(rest), spare - 1)
