"""How well a CV fits each vacancy, by words alone: cosines of TF-IDF vectors, corrected by what fits every CV.

The algorithm is Salton's vector space model: a text is the vector of its words and word pairs, each weighing
(1 + log of how often it occurs) x (log of how rare it is among CVs); two texts are as alike as their vectors' cosine.
A vacancy has two vectors: its title (counted three times), aliases and keywords (twice) and description; and its title
alone. A CV has four: all of it, its first lines counting eight times; all of it; its first lines; the job titles in it
(a noun of work and the words before it). What is alike is a sum of cosines (`_PARTS`), some of them by the first five
letters of the words, by which "accounting" is like "accountant".

Some vacancies are like every CV: half the world manages something. So the sum is divided by what the twenty likest CVs
of the background have (to the power of 0.3), and is comparable from one vacancy to another. `bench/matching` has the
figures, on CVs and vacancies of 24 fields.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain, repeat

from inbox_bot.core.judgement.text.tokens import stems_of
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.likeness.background import Background, Rarities, background
from inbox_bot.core.judgement.vacancy.likeness.terms import (
    Counts,
    beginnings_of,
    counts_of,
    terms_of,
)
from inbox_bot.core.rules.model import Vacancy

TITLE, ALIAS, KEYWORD, DESCRIPTION = 3, 2, 2, 1  # how often each word of a vacancy counts
TOP = 8  # and each of a CV's first words
WORDS_OF_A_VACANCY = 400  # that are looked at, of each of its texts
LIKEST = 20  # CVs of the background
OFFSET, POWER = 0.01, 0.3  # of what divides
SHOWN = 6  # words
BRIEF = 100  # different words and pairs of a CV that is a few lines

#: What each part of a CV counts against the title, beside 1.0 for all of it against all of the vacancy.
_FIRST_LINES, _WHOLE, _TITLES, _TITLES_BEGIN, _WHOLE_BEGINS = 0.5, 0.3, 0.2, 0.2, 0.3

_NOTHING: Mapping[str, tuple[float, float]] = {}

Vector = dict[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """How well one vacancy fits a CV."""

    vacancy: str
    cosine: float  #: of all words: 0.0-1.0
    score: float  #: the sum of cosines, corrected by what the likest CVs of the background have
    is_brief: bool  #: the CV is a few lines, in which one word says little
    shared: Mapping[str, tuple[float, float]] = field(repr=False)  #: see `_shared`
    terms: Set[str] = field(repr=False)  #: those of `shared` that are whole words and pairs

    @property
    def words(self) -> tuple[str, ...]:
        """What they share, what counts most first. Put together when asked for: of many vacancies, few are shown."""
        return _shown({term: sum(added) for term, added in self.shared.items() if term in self.terms})


@dataclass(frozen=True, kw_only=True, slots=True)
class Profiles:
    """Many vacancies by their words: a CV is compared with those that share one with it."""

    vacancies: tuple[str, ...]
    background: Background
    by_term: Mapping[str, tuple[tuple[int, float, float], ...]]  #: which vacancy, the term in all of it, in its title
    by_beginning: Mapping[str, tuple[tuple[int, float], ...]]  #: which vacancy, the beginning in its title
    divisors: tuple[float, ...]


def profiles_of(vacancies: Iterable[Vacancy], among: Background | None = None) -> Profiles:
    """The vacancies' vectors, made once for many CVs; `among`: other CVs than those that come with inbox_bot."""
    known = background() if among is None else among
    ids: list[str] = []
    by_term: dict[str, list[tuple[int, float, float]]] = {}
    by_beginning: dict[str, list[tuple[int, float]]] = {}
    for number, vacancy in enumerate(vacancies):
        ids.append(vacancy.id)
        title, counted = Counter(_terms(vacancy.title)), _counted(vacancy)
        in_title = _vector(title, known.rarities, title.keys())
        for term, weight in _vector(counted, known.rarities, counted.keys()).items():
            by_term.setdefault(term, []).append((number, weight, in_title.get(term, 0.0)))
        begins = beginnings_of(title)
        for beginning, weight in _vector(begins, known.rarities_of_beginnings, begins.keys()).items():
            by_beginning.setdefault(beginning, []).append((number, weight))
    likest: list[list[float]] = [[] for _ in ids]
    for counts in known.cvs:
        shared = _shared(*_weighed(counts, known, by_term.keys(), by_beginning.keys()), by_term, by_beginning)
        for number, found in shared.items():
            likest[number].append(_sum(found))
    return Profiles(
        vacancies=tuple(ids),
        background=known,
        by_term={term: tuple(having) for term, having in by_term.items()},
        by_beginning={beginning: tuple(having) for beginning, having in by_beginning.items()},
        divisors=tuple((sum(nlargest(LIKEST, each)) / LIKEST + OFFSET) ** POWER for each in likest),
    )


def likenesses(cv: FoldedText, profiles: Profiles) -> tuple[Likeness, ...]:
    """Each vacancy's likeness to a CV, best first."""
    counts = counts_of(cv)
    terms, beginnings = _weighed(counts, profiles.background, profiles.by_term.keys(), profiles.by_beginning.keys())
    shared = _shared(terms, beginnings, profiles.by_term, profiles.by_beginning)
    found = []
    is_brief = len(counts.whole) < BRIEF
    for number, vacancy in enumerate(profiles.vacancies):
        adds = shared.get(number, _NOTHING)
        found.append(
            Likeness(
                vacancy=vacancy,
                cosine=math.fsum([against_all for against_all, _ in adds.values()]),
                score=_sum(adds) / profiles.divisors[number],
                is_brief=is_brief,
                shared=adds,
                terms=terms.keys(),
            )
        )
    return tuple(sorted(found, key=lambda likeness: -likeness.score))


def _sum(adds: Mapping[str, tuple[float, float]]) -> float:
    """The sum of cosines: the same to the last digit in whatever order the terms are met."""
    return math.fsum(chain.from_iterable(adds.values()))


def _shown(adds: Mapping[str, float]) -> tuple[str, ...]:
    """What counts most; a word that is shown in a pair is not shown once more."""
    heaviest = sorted(adds, key=lambda term: (-adds[term], term))[: 2 * SHOWN]
    in_pairs = {word for term in heaviest if " " in term for word in term.split()}
    return tuple(term for term in heaviest if term not in in_pairs)[:SHOWN]


def _shared(
    terms: Mapping[str, tuple[float, float]],
    beginnings: Mapping[str, float],
    by_term: Mapping[str, Iterable[tuple[int, float, float]]],
    by_beginning: Mapping[str, Iterable[tuple[int, float]]],
) -> dict[int, dict[str, tuple[float, float]]]:
    """What each vacancy shares with a CV: terms, and beginnings (`accou…`).

    Each with what it adds to the sum: against all of the vacancy, and against its title alone.
    """
    found: dict[int, dict[str, tuple[float, float]]] = {}
    for term, (of_all, of_title) in terms.items():
        for number, in_all, in_title in by_term[term]:
            found.setdefault(number, {})[term] = (of_all * in_all, of_title * in_title)
    for beginning, weight in beginnings.items():
        for number, in_title in by_beginning[beginning]:
            found.setdefault(number, {})[f"{beginning}…"] = (0.0, weight * in_title)
    return found


def _weighed(
    counts: Counts, among: Background, by_term: Set[str], by_beginning: Set[str]
) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """What a CV's terms weigh against all of a vacancy and against its title; and what their beginnings do.

    Of those alone that a vacancy has: a CV's other thousand count for the length of its vectors.
    """
    rarities, of_beginnings = among.rarities, among.rarities_of_beginnings
    square = _squared_length(counts.whole, rarities)
    whole = _vector(counts.whole, rarities, by_term, square)
    lifted = {term: counts.whole[term] + (TOP - 1) * count for term, count in counts.top.items()}
    before = {term: counts.whole[term] for term in lifted}
    square += _squared_length(lifted, rarities) - _squared_length(before, rarities)
    all_of_it = _vector({**{term: counts.whole[term] for term in whole}, **lifted}, rarities, by_term, square)
    top = _vector(counts.top, rarities, by_term)
    titles = _vector(counts.titles, rarities, by_term)
    terms = {
        term: (weight, _FIRST_LINES * top.get(term, 0.0) + _WHOLE * whole[term] + _TITLES * titles.get(term, 0.0))
        for term, weight in all_of_it.items()
    }
    titles_begin = _vector(beginnings_of(counts.titles), of_beginnings, by_beginning)
    beginnings = {
        beginning: _WHOLE_BEGINS * weight + _TITLES_BEGIN * titles_begin.get(beginning, 0.0)
        for beginning, weight in _vector(beginnings_of(counts.whole), of_beginnings, by_beginning).items()
    }
    return terms, beginnings


def _counted(vacancy: Vacancy) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, times in (
        (vacancy.title, TITLE),
        *((alias, ALIAS) for alias in vacancy.aliases[:30]),
        *((keyword, KEYWORD) for keyword in vacancy.keywords[:100]),
        (vacancy.description, DESCRIPTION),
    ):
        for term in _terms(text):
            counts[term] += times
    return counts


def _terms(text: str) -> Iterator[str]:
    return terms_of(stems_of(FoldedText.of(text, 10_000), WORDS_OF_A_VACANCY))


def _vector(counts: Mapping[str, int], rarities: Rarities, wanted: Set[str], square: float | None = None) -> Vector:
    """Weights of length 1, of the wanted terms alone. `square`: of the length of the vector of all terms, if known."""
    length = math.sqrt(_squared_length(counts, rarities) if square is None else square)
    if not length:
        return {}
    of, never = rarities.of, rarities.never
    return {term: _lift(counts[term]) * of.get(term, never) / length for term in counts.keys() & wanted}


def _squared_length(counts: Mapping[str, int], rarities: Rarities) -> float:
    """Of the vector of all terms; most occur once, and weigh what they are rare."""
    squares, never = rarities.squares, rarities.never * rarities.never
    once = sum(map(squares.get, counts, repeat(never)))
    more = [(_lift(count) ** 2 - 1.0) * squares.get(term, never) for term, count in counts.items() if count != 1]
    return once + sum(more)


def _lift(count: int) -> float:
    return 1.0 + math.log(count)
