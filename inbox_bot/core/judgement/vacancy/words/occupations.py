"""The same work in eight languages: "Fahrer" is a driver, "ingeniero de datos" a data engineer.

Words are compared without what languages decline: plurals, the vowels of gender and case at the end, German and Dutch
compounds by their last part ("Vrachtwagenchauffeur") and what is before it. What is alike here is a candidate that a
person is shown, and never enough to file anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from inbox_bot.core.judgement.text.spelling import stem
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.occupations import Sort, fields_of_trades, meanings
from inbox_bot.core.lexicon.phrases import LANGUAGES

WHOLE = 0.45  #: what a position in other words is worth that is the same work in the same field
PARTLY = 0.25  #: and one whose field is another's, or not said
_BESIDE = 2  # words beside a rank in which its field is looked for
Said = tuple[Sort, str]  #: a sort of meaning, and the meaning's first English word

_SHORTEST_ENDING = 4  # letters of a compound's last part
_CASES = ("owi", "ego", "iej", "ami", "em", "ej", "ie", "om")  # of Polish nouns


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What some words say of work: meanings by their first English word."""

    trades: frozenset[str]  #: that a noun alone tells
    ranks: frozenset[str]  #: that need a field beside them
    fields: frozenset[str]
    implied: frozenset[str]  #: the fields of the trades
    said: Mapping[str, frozenset[str]]  #: each word, as it is compared, with its meanings

    @property
    def meanings(self) -> frozenset[str]:
        """All of them."""
        return self.trades | self.ranks | self.fields | self.implied

    @property
    def written(self) -> frozenset[str]:
        """The words, as they are compared."""
        return frozenset(self.said)


def work_of(words: Iterable[str]) -> Work:
    """What folded words say of work; words that say nothing of it are left out."""
    found: dict[Sort, set[str]] = {sort: set() for sort in Sort}
    said: dict[str, frozenset[str]] = {}
    for word in words:
        meant = frozenset(meaning for _, meaning in _meanings(word))
        said[_key(word)] = meant.union(*(fields_of_trades().get(meaning, frozenset()) for meaning in meant))
        for sort, meaning in _meanings(word):
            found[sort].add(meaning)
    return Work(
        trades=frozenset(found[Sort.TRADE]),
        ranks=frozenset(found[Sort.RANK]),
        fields=frozenset(found[Sort.FIELD]),
        implied=frozenset().union(*(fields_of_trades().get(trade, frozenset()) for trade in found[Sort.TRADE])),
        said=said,
    )


@lru_cache(maxsize=20_000)
def is_a_noun_of_work(word: str) -> bool:
    """Whether a folded word says what somebody is, in a language we know: "engineer", "Köchin", not "pipeline"."""
    return any(sort is not Sort.FIELD for sort, _ in _meanings(word)) or word.endswith(_ENDINGS)


#: How nouns of work end, where no table has them: "engineering" is the engineer's.
_ENDINGS = ("eer", "eering", "ist", "ician", "manager", "mann", "frau", "kraft", "ologe", "ologist", "medewerker")


def likeness_of_work(written: Work, offered: Work) -> float:
    """How alike two works are: WHOLE, PARTLY, or 0.0 where they are others, or are said in the same words."""
    shared = written.meanings & offered.meanings
    if all(key in offered.written for key, meanings in written.said.items() if not shared.isdisjoint(meanings)):
        return 0.0
    fields = written.fields & offered.fields
    if written.trades & offered.trades:
        return WHOLE if fields or not written.fields else PARTLY
    if written.ranks & offered.ranks and fields:
        return WHOLE
    if (written.ranks and written.fields & offered.implied) or (offered.ranks and offered.fields & written.implied):
        return PARTLY  # a "Verkäuferin" sells, as a sales assistant does
    if not (written.trades or written.ranks) and 2 * len(fields) >= len(written.fields) > 0:
        return PARTLY * len(fields) / len(written.fields)  # "Vertrieb", and somebody looks for a sales assistant
    return 0.0


@dataclass(frozen=True, slots=True)
class Works:
    """What the vacancies' names say of work, ready to be compared."""

    offered: tuple[tuple[str, Work], ...]  #: the vacancies, each as often as it has names
    by_meaning: Mapping[str, tuple[int, ...]]  #: where a meaning occurs among them

    def alike(self, words: Iterable[str]) -> dict[str, float]:
        """The vacancies that are the same work in other words, each with how alike it is."""
        written = work_of(words)
        found: dict[str, float] = {}
        for at in sorted({at for meaning in written.meanings for at in self.by_meaning.get(meaning, ())}):
            vacancy, work = self.offered[at]
            likeness = likeness_of_work(written, work)
            if likeness > found.get(vacancy, 0.0):
                found[vacancy] = likeness
        return found

    def on_top_of(self, words: Sequence[str]) -> dict[str, str]:
        """The vacancies whose work is said in a CV's first words, in whatever language, each with the word.

        A rank counts with its field beside it: the data engineer's, not any engineer's.
        """
        found: dict[str, str] = {}
        for at, word in enumerate(words):
            if not is_a_noun_of_work(word):
                continue
            said = work_of((word,))
            fields = work_of(words[max(0, at - _BESIDE) : at + _BESIDE + 1]).fields
            for place in sorted({place for meaning in said.meanings for place in self.by_meaning.get(meaning, ())}):
                vacancy, work = self.offered[place]
                if said.trades & work.trades or (said.ranks & work.ranks and fields & work.fields):
                    found.setdefault(vacancy, word)
        return found


def works_of(names: Iterable[tuple[str, tuple[str, ...]]]) -> Works:
    """Prepare the names of the vacancies: each a vacancy's id and folded words."""
    offered = tuple((vacancy, work_of(words)) for vacancy, words in names)
    by_meaning: dict[str, list[int]] = {}
    for at, (_, work) in enumerate(offered):
        for meaning in work.meanings:
            by_meaning.setdefault(meaning, []).append(at)
    return Works(offered, {meaning: tuple(places) for meaning, places in by_meaning.items()})


_NOTHING: frozenset[Said] = frozenset()  # one for all words: each empty set is an object of its own


@lru_cache(maxsize=20_000)
def _meanings(word: str) -> frozenset[Said]:
    found = _INDEX.get(_key(word))
    if found is not None or len(word) < 2 * _SHORTEST_ENDING:
        return found or _NOTHING
    plain = _plain(word)
    for start in range(3, len(plain) - _SHORTEST_ENDING + 1):
        ending = _COMPOUNDING.get(_undeclined(plain[start:]))
        if ending is not None:
            return ending | _of_a_first_part(plain[:start])
    return _NOTHING


def _of_a_first_part(part: str) -> frozenset[Said]:
    """The field that a compound's first part says: "infrastruktur", "vertriebs"."""
    for cut in (part, part.removesuffix("s"), part.removesuffix("n"), part.removesuffix("en")):
        found = _COMPOUNDING.get(_key(cut), frozenset())
        fields = frozenset(meaning for meaning in found if meaning[0] is Sort.FIELD)
        if fields:
            return fields
    return frozenset()


@lru_cache(maxsize=2_000)  # what is asked of a mail's words is kept above; this is for the mail in hand
def _key(word: str) -> str:
    """A word without number, gender and case.

    >>> [_key(word) for word in ("camareras", "infirmière", "pielęgniarki", "kierowcy", "cook")]
    ['camarer', 'infirmier', 'pielegniark', 'kierowc', 'cook']
    """
    return _undeclined(_plain(word))


def _plain(word: str) -> str:
    return fold(word).replace("ł", "l").replace("ß", "ss")


def _undeclined(plain: str) -> str:
    stemmed = stem(plain)
    if stemmed.endswith(_CASES):
        for ending in _CASES:
            if stemmed.endswith(ending) and len(stemmed) - len(ending) >= 5:
                return stemmed[: -len(ending)]
    kept = stemmed.rstrip("aeiouy")
    return kept if len(kept) >= 3 else stemmed


def _index(languages: Iterable[str]) -> dict[str, frozenset[Said]]:
    found: dict[str, set[Said]] = {}
    for meaning in meanings():
        for language in languages:
            for word in meaning.words[language]:
                found.setdefault(_key(word), set()).add((meaning.sort, meaning.name))
    return {key: frozenset(said) for key, said in found.items()}


_INDEX = _index(LANGUAGES)
_COMPOUNDING = _index(("de", "nl"))
