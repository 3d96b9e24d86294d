"""How well a CV's own words fit each vacancy: TF-IDF cosine over words and pairs of words.

The algorithm is Salton's vector space model: a text is the vector of its words and word pairs, each weighing
(1 + log of how often it occurs) x (log of how rare it is among CVs); two texts are as alike as their vectors' cosine.
How rare a word is comes from a background of CVs (background.py), so that "managed" counts little and "kubernetes"
much, without anything being trained on the vacancies. Words in a CV's first lines count more: it says there what its
writer is. A vacancy's text is its title (counted three times), aliases and keywords (twice), and description.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inbox_bot.core.judgement.text.background import CVS, PAIRS, WORDS
from inbox_bot.core.judgement.text.language import small_words
from inbox_bot.core.judgement.text.tokens import stems_of
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.rules.model import Vacancy

WORDS_LOOKED_AT = 3_000  # of a CV
TOP_WORDS = 30  # of a CV, which count more: a headline and a summary's first sentence
TOP_WEIGHT = 4.0
DESCRIPTION_WORDS = 400

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well one vacancy fits a CV."""

    vacancy: str
    cosine: float  #: 0.0-1.0
    words: tuple[str, ...]  #: what they share, what counts most first


def profile_of(vacancy: Vacancy) -> Vector:
    """The vector of a vacancy's own text, of length 1."""
    counts: Counter[str] = Counter()
    for text, weight in (
        (vacancy.title, 3.0),
        *((alias, 2.0) for alias in vacancy.aliases[:30]),
        *((keyword, 2.0) for keyword in vacancy.keywords[:100]),
        (vacancy.description, 1.0),
    ):
        for term in _terms(stems_of(FoldedText.of(text, 10_000), DESCRIPTION_WORDS)):
            counts[term] += weight  # type: ignore[assignment]
    return _vector(counts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Profiles:
    """The vectors of many vacancies by their words: a CV is compared with those that share one with it."""

    vacancies: tuple[str, ...]
    by_term: dict[str, tuple[tuple[int, int, float], ...]]  #: which vacancy, the term's place in its vector, its weight


def profiles_of(vacancies: Iterable[Vacancy]) -> Profiles:
    """The vacancies' vectors, made once for many CVs."""
    ids: list[str] = []
    by_term: dict[str, list[tuple[int, int, float]]] = {}
    for number, vacancy in enumerate(vacancies):
        ids.append(vacancy.id)
        for place, (term, weight) in enumerate(profile_of(vacancy).items()):
            by_term.setdefault(term, []).append((number, place, weight))
    return Profiles(vacancies=tuple(ids), by_term={term: tuple(having) for term, having in by_term.items()})


def likenesses(cv: FoldedText, profiles: Profiles) -> tuple[Likeness, ...]:
    """Each vacancy's likeness to a CV, best first."""
    stems = stems_of(cv, WORDS_LOOKED_AT)
    counts: Counter[str] = Counter(_terms(stems))
    for term in _terms(stems[:TOP_WORDS]):
        counts[term] += TOP_WEIGHT - 1.0  # type: ignore[assignment]
    weights = _weights(counts)
    length = _length(weights)
    shared: list[list[tuple[int, str, float]]] = [[] for _ in profiles.vacancies]
    for term in weights.keys() & profiles.by_term.keys():
        for number, place, weight in profiles.by_term[term]:
            shared[number].append((place, term, weight * weights[term] / length))
    found = []
    for vacancy, terms in zip(profiles.vacancies, shared, strict=True):
        cosine = sum(worth for _, _, worth in sorted(terms))
        best = sorted(terms, key=lambda each: (-each[2], each[1]))[:6]
        found.append(Likeness(vacancy, min(1.0, cosine), tuple(term for _, term, _ in best)))
    return tuple(sorted(found, key=lambda likeness: -likeness.cosine))


def _terms(stems: Iterable[str]) -> Iterable[str]:
    small = small_words()
    before = ""
    for word in stems:
        if word in small or len(word) < 2:
            before = ""
            continue
        if not word.isdigit():
            yield word
            if before:
                yield f"{before} {word}"
        before = word


def _vector(counts: Counter[str]) -> Vector:
    weights = _weights(counts)
    length = _length(weights)
    return {term: weight / length for term, weight in weights.items()}


def _weights(counts: Counter[str]) -> dict[str, float]:
    return {
        term: rarity(term) if count == 1 else (1.0 + math.log(count)) * rarity(term)
        for term, count in counts.items()
        if count > 0
    }


def _length(weights: dict[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))


def rarity(term: str) -> float:
    """How rare a word or pair of words is among CVs: 1.0 where every CV has it (smoothed inverse frequency)."""
    table = PAIRS if " " in term else WORDS
    return _RARITY[table.get(term, 0)]


_RARITY = tuple(1.0 + math.log((CVS + 1) / (count + 1)) for count in range(CVS + 1))
