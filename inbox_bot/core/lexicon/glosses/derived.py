"""What a form may mean that has no gloss of its own: by the parts of a compound, or by forms of the same stem.

No table has all that people write: "Lehrstellenvermittlung" is the placement of apprenticeship positions, and
"wyceniamy" is a form of quoting.
"""

from bisect import bisect_left
from collections import Counter
from functools import cache, lru_cache
from itertools import islice

from inbox_bot.core.lexicon.glosses.gloss import Gloss, glosses_of

COMPOUNDING = frozenset({"de", "nl"})  #: languages that write compounds as one word
LINKS = ("", "s", "n", "en", "es", "er", "e")  #: what may stand between the parts of a compound
SHORTEST_PART = 4  # letters of a part of a compound
SHORTEST_PART_OF_A_NAME = 5  # letters of a part where the compound may be a surname: Bergmann, Hofmeister
SHORTEST_STEM, LONGEST_ENDING = 5, 6  # letters that forms of one word share at least, and those they may differ by
MOST_WORDS = 3  # of a gloss
LONGEST_FORM = 40  # letters of a word that is looked at
KEPT = 8_192  # forms whose gloss is kept


@lru_cache(maxsize=KEPT)
def derived(form: str, language: str, *, perhaps_a_name: bool) -> Gloss | None:
    """The gloss of a folded form that `glosses_of` its language does not have; None where nothing tells it.

    Whose the form is, is not told: endings say it, and they are what differs. What is perhaps a name has no stem.
    """
    if len(form) > LONGEST_FORM:
        return None
    words = None
    if language in COMPOUNDING:
        words = _of_parts(form, language, SHORTEST_PART_OF_A_NAME if perhaps_a_name else SHORTEST_PART)
    if words is None and not perhaps_a_name:
        words = _of_stem(form, language)
    return Gloss(words=words, persons=()) if words else None


def _of_parts(form: str, language: str, shortest: int) -> tuple[str, ...] | None:
    """What the two parts of a compound mean; the longest last part is taken."""
    glosses = glosses_of(language)
    for start in range(shortest, len(form) - shortest + 1):
        last = glosses.get(form[start:])
        if last is None or not last.words:
            continue
        for link in LINKS:
            first = glosses.get(form[: start - len(link)]) if form[:start].endswith(link) else None
            if first is not None and first.words and start - len(link) >= shortest:
                return (*first.words, *last.words)[:MOST_WORDS]
    return None


def _of_stem(form: str, language: str) -> tuple[str, ...] | None:
    """What most forms mean that share the longest stem with it."""
    for end in range(len(form), max(SHORTEST_STEM, len(form) - LONGEST_ENDING) - 1, -1):
        meant = _meant_by(form[:end], language)
        if meant:
            return min(meant, key=lambda words: (-meant[words], words))
    return None


def _meant_by(stem: str, language: str) -> Counter[tuple[str, ...]]:
    glosses, forms = glosses_of(language), _in_order(language)
    meant: Counter[tuple[str, ...]] = Counter()
    for each in islice(forms, bisect_left(forms, stem), None):
        if not each.startswith(stem):
            break
        if glosses[each].words and len(each) <= len(stem) + LONGEST_ENDING:
            meant[glosses[each].words] += 1
    return meant


@cache
def _in_order(language: str) -> tuple[str, ...]:
    return tuple(sorted(glosses_of(language)))
