"""How alike two words are: their stems, typos, words of one family."""

from functools import lru_cache

KIN = 0.9  # the likeness of two words of one family: "scientist", "science"


def stem(word: str) -> str:
    """A folded word without plural and German feminine endings.

    >>> [stem(word) for word in ("engineers", "ingenieurinnen", "vacancies", "business", "sales")]
    ['engineer', 'ingenieur', 'vacancy', 'business', 'sale']
    """
    return _stem(word[:40])


@lru_cache(maxsize=8_000)
def _stem(word: str) -> str:
    for ending in ("innen", "in"):
        if len(word) > len(ending) + 5 and word.endswith(ending) and word[-len(ending) - 1] in "rt":
            return word[: -len(ending)]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=2_000)  # of a mail's words with those of titles, it is kept by word (`words.titles`)
def likeness_of(wanted: str, written: str) -> float:
    """How alike two stems are: 1.0 equal, 0.97 a typo apart, 0.9 kin ("scientist", "science"), else 0.0."""
    if wanted == written:
        return 1.0
    shorter, longer = sorted((len(wanted), len(written)))
    allowed = 2 if shorter >= 8 else 1 if shorter >= 5 else 0
    if allowed and abs(len(wanted) - len(written)) <= allowed and distance(wanted, written, allowed) <= allowed:
        return 0.97
    shared = 0
    for one, other in zip(wanted, written, strict=False):
        if one != other:
            break
        shared += 1
    return KIN if shared >= 5 and longer - shared <= 5 else 0.0


def distance(one: str, other: str, limit: int) -> int:
    """The edit distance of two words with swaps of neighbours (Damerau), given up above `limit`.

    >>> distance("scientist", "sceintist", 2), distance("engineer", "enginer", 2), distance("sales", "chefs", 1)
    (1, 1, 2)
    """
    before_previous: list[int] = []
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row] + [0] * len(other)
        for column, against in enumerate(other, start=1):
            cost = 0 if letter == against else 1
            current[column] = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + cost)
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                current[column] = min(current[column], before_previous[column - 2] + 1)
        if min(current) > limit:
            return limit + 1
        before_previous, previous = previous, current
    return min(previous[-1], limit + 1)
