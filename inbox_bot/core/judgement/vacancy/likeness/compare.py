"""How well a CV fits each vacancy, by words alone: cosines of TF-IDF vectors, corrected by what fits every CV.

The algorithm is Salton's vector space model: a text is the vector of its words and word pairs, each weighing
(1 + log of how often it occurs) x (log of how rare it is among CVs); two texts are as alike as their vectors' cosine.
A vacancy has vectors of its title; of what it says beside it (aliases and keywords, counted twice, and description);
and of all, its title counted three times, which tells what is worth a person's look.
A CV has four: all of it, its first lines counting eight times; all of it; its first lines; the job titles in it (a noun
of work and the words before it). What is like the title is a sum of cosines with each of them, some by the first five
letters of the words, by which "accounting" is like "accountant"; what is like the rest is one cosine, of all of it.

Some vacancies are like every CV: half the world manages something, and a list of keywords may be anybody's. So both are
measured by what the twenty likest CVs of the background have, and are comparable from one vacancy to another: the title
is divided by its square root; what is said beside it is c / (c + 3 x theirs), so that no heap of keywords counts more
than 1.0. Then they are added. What is said beside a title counts less the better any title fits: it is there for titles
that CVs don't have, and does not overrule one that a CV has. `bench/matching` has the figures, on CVs and vacancies of
24 fields.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import repeat

from inbox_bot.core.judgement.text.language import language_of
from inbox_bot.core.judgement.text.tokens import stems_of
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.likeness.background import LANGUAGE, Background, Rarities, background
from inbox_bot.core.judgement.vacancy.likeness.terms import (
    Counts,
    beginnings_of,
    counts_of,
    terms_of,
)
from inbox_bot.core.rules.model import Vacancy

TITLE, ALIAS, KEYWORD, DESCRIPTION = 3, 2, 2, 1  # how often each word of a vacancy counts
HALF_OF_BESIDE = 3.0  # times the likest other CVs' likeness to it, at which it is half of what it can be
FITS = 0.3  # the best title's likeness, at which it counts half
TOP = 8  # how often each of a CV's first words counts
WORDS_OF_A_VACANCY = 400  # that are looked at, of each of its texts
LIKEST = 20  # CVs of the background
OFFSET = 0.03  # added to their likeness: of words that none of them has, nobody knows how common they are
SHOWN = 6  # words
BRIEF = 100  # different words and pairs of a CV that is a few lines
KNOWN = 0.5  # of a text's words are the background's, where its small words don't tell its language

#: What each part of a CV counts against the title, beside 1.0 for all of it with its first lines lifted.
_FIRST_LINES, _WHOLE, _TITLES, _TITLES_BEGIN, _WHOLE_BEGINS = 0.5, 0.3, 0.2, 0.2, 0.3

Vector = dict[str, float]
Parts = tuple[float, float, float]  #: of a title, of what is said beside it, of all

_NOTHING: Mapping[str, Parts] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """How well one vacancy fits a CV."""

    vacancy: str
    cosine: float  #: of all words: 0.0-1.0
    score: float  #: of the title and of what is said beside it, each corrected by what the likest other CVs have
    is_brief: bool  #: the CV is a few lines, in which one word says little
    in_another_language: bool  #: than the background's, which says nothing of its words
    parts: tuple[float, float] = field(repr=False)  #: of the score: the title, and what is said beside it
    shared: Mapping[str, Parts] = field(repr=False)  #: see `_shared`
    terms: Set[str] = field(repr=False)  #: those of `shared` that are whole words and pairs

    @property
    def words(self) -> tuple[str, ...]:
        """What they share, what counts most first. Put together when asked for: of many vacancies, few are shown."""
        whole = _sums(self.shared)
        title, beside = (part / (of or 1.0) for part, of in zip(self.parts, whole[:2], strict=True))
        adds = {term: title * one + beside * two for term, (one, two, _) in self.shared.items() if term in self.terms}
        return _shown(adds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Profiles:
    """Many vacancies by their words: a CV is compared with those that share one with it."""

    vacancies: tuple[str, ...]
    background: Background
    by_term: Mapping[str, tuple[tuple[int, float, float, float], ...]]  #: which vacancy, the term in its `Parts`
    by_beginning: Mapping[str, tuple[tuple[int, float], ...]]  #: which vacancy, the beginning in its title
    usual: tuple[tuple[float, float], ...]  #: what the likest other CVs have: like the title, and what is beside it


def profiles_of(vacancies: Iterable[Vacancy], among: Background | None = None) -> Profiles:
    """The vacancies' vectors, made once for many CVs; `among`: other CVs than those that come with inbox_bot."""
    known = background() if among is None else among
    ids: list[str] = []
    by_term: dict[str, list[tuple[int, float, float, float]]] = {}
    by_beginning: dict[str, list[tuple[int, float]]] = {}
    for number, vacancy in enumerate(vacancies):
        ids.append(vacancy.id)
        title, beside = Counter(_terms(vacancy.title)), _beside(vacancy)
        everything = beside + Counter({term: TITLE * count for term, count in title.items()})
        in_title, in_beside, in_all = (
            _vector(each, known.rarities, each.keys()) for each in (title, beside, everything)
        )
        for term, weight in in_all.items():
            by_term.setdefault(term, []).append((number, in_title.get(term, 0.0), in_beside.get(term, 0.0), weight))
        begins = beginnings_of(title)
        for beginning, weight in _vector(begins, known.rarities_of_beginnings, begins.keys()).items():
            by_beginning.setdefault(beginning, []).append((number, weight))
    likest: list[list[tuple[float, float]]] = [[] for _ in ids]
    for counts in known.cvs:
        shared = _shared(*_weighed(counts, known, by_term.keys(), by_beginning.keys()), by_term, by_beginning)
        for number, found in shared.items():
            title_has, beside_has, _ = _sums(found)
            likest[number].append((title_has, beside_has))
    return Profiles(
        vacancies=tuple(ids),
        background=known,
        by_term={term: tuple(having) for term, having in by_term.items()},
        by_beginning={beginning: tuple(having) for beginning, having in by_beginning.items()},
        usual=tuple((_likest(title for title, _ in each), _likest(beside for _, beside in each)) for each in likest),
    )


def _likest(found: Iterable[float]) -> float:
    return sum(nlargest(LIKEST, found)) / LIKEST + OFFSET


def likenesses(cv: FoldedText, profiles: Profiles) -> tuple[Likeness, ...]:
    """Each vacancy's likeness to a CV, best first."""
    counts = counts_of(cv)
    terms, beginnings = _weighed(counts, profiles.background, profiles.by_term.keys(), profiles.by_beginning.keys())
    shared = _shared(terms, beginnings, profiles.by_term, profiles.by_beginning)
    sums = {number: _sums(adds) for number, adds in shared.items()}
    corrected = {number: _corrected(found, profiles.usual[number]) for number, found in sums.items()}
    best_title = max((title for title, _ in corrected.values()), default=0.0)
    beside_counts = 1.0 / (1.0 + (best_title / FITS) ** 2)
    is_brief = len(counts.whole) < BRIEF
    in_another_language = _is_in_another_language(cv, counts, profiles.background, is_brief=is_brief)
    found = []
    for number, vacancy in enumerate(profiles.vacancies):
        title, beside = corrected.get(number, (0.0, 0.0))
        found.append(
            Likeness(
                vacancy=vacancy,
                cosine=sums[number][2] if number in sums else 0.0,
                score=title + beside_counts * beside,
                parts=(title, beside_counts * beside),
                is_brief=is_brief,
                in_another_language=in_another_language,
                shared=shared.get(number, _NOTHING),
                terms=terms.keys(),
            )
        )
    return tuple(sorted(found, key=lambda likeness: -likeness.score))


def _corrected(sums: Parts, usual: tuple[float, float]) -> tuple[float, float]:
    """What a CV has of a title and of what is said beside it, by what the likest other CVs have."""
    (title, beside, _), (of_title, of_beside) = sums, usual
    return title / math.sqrt(of_title), beside / (beside + HALF_OF_BESIDE * of_beside)


def _is_in_another_language(cv: FoldedText, counts: Counts, among: Background, *, is_brief: bool) -> bool:
    """Whether a text is in another language than the background's CVs.

    A few lines without small words are mostly names of tools, which are the same in all languages and rare in each.
    """
    language = language_of(cv.original)
    if language is not None:
        return language != LANGUAGE
    if is_brief:
        return False
    words = [term for term in counts.whole if " " not in term]
    return sum(word in among.having for word in words) < KNOWN * len(words)


def _sums(adds: Mapping[str, Parts]) -> Parts:
    """The sums of cosines: the same to the last digit in whatever order the terms are met."""
    titles, besides, alls = zip(*adds.values(), strict=True) if adds else ((), (), ())
    return math.fsum(titles), math.fsum(besides), math.fsum(alls)


def _shown(adds: Mapping[str, float]) -> tuple[str, ...]:
    """What counts most; a word that is shown in a pair is not shown once more."""
    heaviest = sorted(adds, key=lambda term: (-adds[term], term))[: 2 * SHOWN]
    in_pairs = {word for term in heaviest if " " in term for word in term.split()}
    return tuple(term for term in heaviest if term not in in_pairs)[:SHOWN]


def _shared(
    terms: Mapping[str, tuple[float, float]],
    beginnings: Mapping[str, float],
    by_term: Mapping[str, Iterable[tuple[int, float, float, float]]],
    by_beginning: Mapping[str, Iterable[tuple[int, float]]],
) -> dict[int, dict[str, Parts]]:
    """What each vacancy shares with a CV: terms, and beginnings (`accou…`).

    Each with what it adds to the likeness to the title, to that of what is said beside it, and to the cosine of all.
    """
    found: dict[int, dict[str, Parts]] = {}
    for term, (against_title, weight) in terms.items():
        for number, in_title, beside, in_all in by_term[term]:
            found.setdefault(number, {})[term] = (against_title * in_title, weight * beside, weight * in_all)
    for beginning, weight in beginnings.items():
        for number, in_title in by_beginning[beginning]:
            found.setdefault(number, {})[f"{beginning}…"] = (weight * in_title, 0.0, 0.0)
    return found


def _weighed(
    counts: Counts, among: Background, by_term: Set[str], by_beginning: Set[str]
) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """What a CV's terms weigh against a title and against all else of a vacancy; and what their beginnings do.

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
        term: (
            weight + _FIRST_LINES * top.get(term, 0.0) + _WHOLE * whole[term] + _TITLES * titles.get(term, 0.0),
            weight,
        )
        for term, weight in all_of_it.items()
    }
    titles_begin = _vector(beginnings_of(counts.titles), of_beginnings, by_beginning)
    beginnings = {
        beginning: _WHOLE_BEGINS * weight + _TITLES_BEGIN * titles_begin.get(beginning, 0.0)
        for beginning, weight in _vector(beginnings_of(counts.whole), of_beginnings, by_beginning).items()
    }
    return terms, beginnings


def _beside(vacancy: Vacancy) -> Counter[str]:
    """The terms that a vacancy says beside its title."""
    counts: Counter[str] = Counter()
    for text, times in (
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
