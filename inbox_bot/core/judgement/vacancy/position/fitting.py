"""Which vacancies fit a position's name of which only a part was written, in another gender, or as one compound less.

The algorithm. A title (or an alias) is its words without level, gender and what is in brackets; a position's name
fits where each of its words is one of them: as it is, a typo apart, in another form of gender ("Lageristin",
"professeure"), or in German and Dutch as the end or the beginning of a compound ("Kraftfahrer" of "Berufskraftfahrer").
How much of the title's letters that covers says how sure it is. A name with a word that no title has fits nothing. One
that leaves out what a title is about ("sales job") fits as well whatever has the word among its keywords.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from inbox_bot.core.judgement.text.spelling import likeness_of, stem
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.judgement.vacancy.position.positions import Naming, Position
from inbox_bot.core.judgement.vacancy.words.occupations import is_a_noun_of_work
from inbox_bot.core.judgement.vacancy.words.position_words import BOUNDARIES, INNER, Level, level_of
from inbox_bot.core.judgement.vacancy.words.titles import GENDER, variants
from inbox_bot.core.lexicon.phrases import one_of
from inbox_bot.core.rules.model import Vacancy

SAME = 0.97  # how alike two words are that are the same but for a typo
SHORTEST_COMPOUND = 5  # letters of a compound's part that may stand for the whole
SHORTEST_REST = 3  # letters that it leaves out
OTHER_LEVEL = 0.3  # of a share where a level is written that the title doesn't have
BARE_SHARE = 0.5  # of a title: what a subject must have of it that says nothing else
_ALIASES_LOOKED_AT = 30
_KEYWORDS_LOOKED_AT = 100
_WORD = re.compile(r"[^\W_]+(?:[+#]{1,2})?")
_BRACKETS = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]")
_QUALIFIERS = re.compile(rf"\s[-–—|]\s|,|/|\b{one_of('vacancy.qualifies')}\b")
_ROMANCE = re.compile(rf"\b{one_of('vacancy.romance_of')}\b")


@dataclass(frozen=True, slots=True)
class Name:
    """A title or an alias, taken apart."""

    words: tuple[str, ...]  #: what makes it, folded
    beside: tuple[str, ...]  #: what is in brackets: may be said, need not
    levels: frozenset[Level]
    all_words: tuple[str, ...]  #: words and levels, in their order
    edges: frozenset[str]  #: the first letters and the last two of the words and of those beside them
    is_rest: bool  #: an alias of which the learner alone says what the work is: "open source internship"
    head: str  #: what it is about: the nurse of "Staff nurse", the professeur of "Professeur d'anglais"


@dataclass(frozen=True, slots=True)
class Offer:
    """A vacancy's names and the words of its keywords, ready to be compared."""

    vacancy: str
    names: tuple[Name, ...]
    keywords: frozenset[str]


def offer_of(vacancy: Vacancy) -> Offer:
    """Take a vacancy's names apart."""
    places = frozenset(_WORD.findall(fold(vacancy.location[:200])))
    names = (
        _name(variant, places, by_alias=at > 0)
        for at, name in enumerate((vacancy.title, *vacancy.aliases[:_ALIASES_LOOKED_AT]))
        for variant in variants(name[:200])
    )
    keywords = frozenset(
        word for keyword in vacancy.keywords[:_KEYWORDS_LOOKED_AT] for word in _WORD.findall(fold(keyword[:200]))
    )
    return Offer(vacancy.id, tuple(name for name in names if name.words), keywords)


def _name(written: str, places: frozenset[str], *, by_alias: bool) -> Name:
    folded = fold(written)
    beside = tuple(word for bracket in _BRACKETS.findall(folded) for word in _content(bracket))
    folded = _BRACKETS.sub(" ", folded)
    kept = _content(folded)
    all_words = tuple(word for word in kept if word not in places and not word.isdigit())
    words = tuple(word for word in all_words if level_of(word) is None)
    levels = frozenset(level for word in kept if (level := level_of(word)) is not None)
    head = _head_of(folded, words)
    edges = frozenset(edge for word in (*words, *beside) for edge in _edges(word))
    is_rest = by_alias and Level.LEARNING in levels and not any(is_a_noun_of_work(word) for word in words)
    return Name(words, beside, levels, all_words, edges, is_rest, head)


def _head_of(folded: str, words: tuple[str, ...]) -> str:
    """The noun that the others describe: the last word before a qualifier, in Romance languages the first."""
    main = [word for word in _content(_QUALIFIERS.split(folded, maxsplit=1)[0]) if word in words] or list(words)
    if not main:
        return ""
    return main[0] if _ROMANCE.search(folded) else main[-1]


def _edges(word: str) -> tuple[str, str]:
    """What two words that fit have in common at one end at least: a quick no for most of many vacancies."""
    neutral = _neutral(word)
    return neutral[:1], neutral[-2:]


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word not in BOUNDARIES and word not in INNER and word not in GENDER]


def fitting(position: Position, offers: tuple[Offer, ...], *, compounds: bool) -> dict[str, float]:
    """The vacancies that a position's name fits, each with the share of the title that was written (0.0-1.0).

    `compounds`: the language puts words together, and a part may stand for the whole.
    """
    found: dict[str, float] = {}
    about = False
    for offer, name in _possible(position, offers):
        share = _share(position, name, compounds=compounds)
        if share is not None and position.levels - name.levels:
            share *= OTHER_LEVEL
        if share is not None and share >= found.get(offer.vacancy, 0.0):
            found[offer.vacancy] = share
            about = about or any(_fits(word, name.head, compounds=False) for word in position.words)
    if found and not about:
        words = set(position.words)
        found |= {each.vacancy: 0.0 for each in offers if each.vacancy not in found and words <= each.keywords}
    if position.naming is Naming.BARE and max(found.values(), default=0.0) < BARE_SHARE:
        return {}
    return found


def _possible(position: Position, offers: tuple[Offer, ...]) -> Iterator[tuple[Offer, Name]]:
    """The names that may fit: each word has an end of one of theirs. "Application: open source" is of a hobby."""
    edges = [_edges(word) for word in position.words]
    may_be_a_rest = position.naming is Naming.PLAIN or says_work(position)
    for offer in offers:
        for name in offer.names:
            fits_at_an_end = all(first in name.edges or last in name.edges for first, last in edges)
            if fits_at_an_end and (may_be_a_rest or not name.is_rest):
                yield offer, name


def says_work(position: Position) -> bool:
    """Whether it says what somebody is, a learner at least, and not only what it is about."""
    return Level.LEARNING in position.levels or any(is_a_noun_of_work(word) for word in position.words)


def near(position: Position, offers: tuple[Offer, ...]) -> tuple[str, ...]:
    """The vacancies that have a word of a name that fits none, or one that begins like it."""
    return tuple(
        offer.vacancy
        for offer in offers
        if any(
            _fits(word, wanted, compounds=True) or word[:SHORTEST_COMPOUND] == wanted[:SHORTEST_COMPOUND]
            for name in offer.names
            for wanted in name.words
            for word in position.words
            if len(word) >= SHORTEST_COMPOUND
        )
    )


def _share(position: Position, name: Name, *, compounds: bool) -> float | None:
    """How much of a name's letters a position's words have; None where one of them isn't in it."""
    if not levels_agree(position.levels, name.levels):
        return None
    missing = [*name.words, *name.beside]
    covered = 0.0
    words = list(position.words)
    while words:
        for count in range(min(2, len(words)), 0, -1):  # "back end" is "backend"
            written = "".join(words[:count])
            parts = compounds and count == 1
            best = max(missing, key=lambda wanted: _fits(written, wanted, compounds=parts), default="")
            fits = _fits(written, best, compounds=parts) if best else 0.0
            if fits:
                break
        else:
            return None
        missing.remove(best)
        covered += fits * len(best) if best in name.words else 0.0
        del words[:count]
    return min(1.0, covered / sum(map(len, name.words)))


def is_same_word(written: str, wanted: str) -> bool:
    """Whether a word is a title's, in whatever gender, or a typo away."""
    return _fits(written, wanted, compounds=False) > 0.0


def levels_agree(written: frozenset[Level], wanted: frozenset[Level]) -> bool:
    """An internship isn't the work itself, and a junior none of the seniors. Who says no level may mean any."""
    if Level.LEARNING in written or Level.HIGH in written:
        return (Level.LEARNING in written) == (Level.LEARNING in wanted)
    return not (Level.FIRST in written and Level.HIGH in wanted)


def _fits(written: str, wanted: str, *, compounds: bool) -> float:
    """How much of a title's word is written (0.0: another word)."""
    one, other = _neutral(written), _neutral(wanted)
    if one == other or likeness_of(stem(wanted), stem(written)) >= SAME:
        return 1.0
    if compounds and len(one) >= SHORTEST_COMPOUND and other == f"{one}er":
        return len(one) / len(other)  # the Verkauf is where the Verkäufer works
    if not compounds or len(one) < SHORTEST_COMPOUND or len(other) - len(one) < SHORTEST_REST:
        return 0.0
    return len(one) / len(other) if other.endswith(one) or other.startswith(one) else 0.0


def _neutral(word: str) -> str:
    """A word in one form for all genders: never shown, only compared with another such form.

    >>> [_neutral(word) for word in ("lageristin", "professeure", "serveuse", "cocinera", "kauffrau", "verkoopster")]
    ['lagerist', 'professeur', 'serveur', 'cocinero', 'kaufmann', 'verkooper']
    """
    return _without_gender(stem(word))


@lru_cache(maxsize=20_000)
def _without_gender(word: str) -> str:
    for ending, instead in _GENDERS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


_GENDERS = (
    ("frau", "mann"), ("woman", "man"), ("person", "man"), ("euse", "eur"), ("trice", "teur"), ("eure", "eur"),
    ("iere", "ier"), ("ienne", "ien"), ("ante", "ant"), ("ale", "al"), ("ate", "at"), ("ee", "e"), ("ster", "er"),
    ("ora", "or"), ("rung", "rer"), ("tung", "ter"), ("nung", "ner"), ("gung", "ger"), ("in", ""), ("a", "o"),
)  # fmt: skip
