"""Vacancies' titles in a text, as people write them: in other case, number or order, misspelt, a word left out.

The algorithm. A title becomes its words, reduced to stems ("engineer" and "engineering" stay apart, but count as
kin). From each word of the text that is like one of the title's, a window is looked through that may hold all of
them, in any order, at most two other words between. What covers more of the text takes its words first, then what is
written more exactly, so that "Senior Data Engineer" is not also found as "Data Engineer". Titles are also known
without their words of level ("intern", "senior"), and where two vacancies share such a name, both are mentioned.
Where the word left out was all that said what the work is ("open source internship"), the rest is a hint and no name.
A window that goes across an "or" or a slash has its words in the title's order: "Engineer / Data Intern" is no "Data
engineer intern". What two titles have in common may be written once: "sales assistant in York or Leeds" names both.
Every step is bounded by the text's and the title's length.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inbox_bot.core.judgement.text.spelling import KIN, likeness_of, stem
from inbox_bot.core.judgement.text.tokens import SMALL_WORDS, TOKENS_LOOKED_AT, WORD, Token, tokens_of
from inbox_bot.core.judgement.text.wording import FoldedText, fold
from inbox_bot.core.judgement.vacancy.words.occupations import is_a_noun_of_work
from inbox_bot.core.judgement.vacancy.words.position_words import Level, level_of
from inbox_bot.core.lexicon.phrases import one_of, words
from inbox_bot.core.rules.model import Vacancy

LOOSE_WORDS = 2  # other words that may stand between a title's
WORDS_LEARNT = 20_000  # of mails, with what of the titles each is like: two megabytes

GENDER = words("vacancy.genders")
_LEVEL = words("vacancy.levels")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A vacancy's title found in a text."""

    vacancy: str
    start: int  #: the place of its first letter
    end: int
    words: int  #: how many words the title has, as it was looked for
    closeness: float  #: 1.0: as in rules.yaml; less where words were left out or misspelt
    by_alias: bool
    is_name: bool = True  #: False: only words of a name, as "open source" is of "open source internship"


@dataclass(frozen=True, slots=True)
class Title:
    """One name that may be looked for, and whose it is. Several vacancies share one where only their level differs."""

    words: tuple[str, ...]  #: stems
    vacancies: tuple[tuple[str, bool], ...]  #: ids, each with whether it is by an alias
    whole: bool  #: as in rules.yaml, no words of level left out
    is_name: bool  #: it says what the work is


class _AlikeWords(dict[str, tuple[tuple[str, float], ...]]):
    """A table that learns a text's word when it first meets it: mails have most words in common."""

    def __init__(self, by_edge: Mapping[str, tuple[str, ...]]) -> None:
        """`by_edge`: the titles' words by first letter and by last two."""
        super().__init__()
        self._by_edge = by_edge

    def __missing__(self, word: str) -> tuple[tuple[str, float], ...]:
        found = []
        for wanted in {*self._by_edge.get(word[:1], ()), *self._by_edge.get(word[-2:], ())}:
            likeness = likeness_of(wanted, word)
            if likeness == KIN and level_of(wanted) is not level_of(word):
                continue  # whoever is interested is no intern
            if likeness:
                found.append((wanted, likeness))
        if len(self) < WORDS_LEARNT:
            self[word] = tuple(found)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Titles:
    """All names of all vacancies, ready to be looked for."""

    titles: tuple[Title, ...]  #: whole ones first, longer ones first
    alike: "_AlikeWords"  #: the titles' words by a text's word that is like them
    by_word: dict[str, tuple[int, ...]]  #: places in `titles`, by a title's first word, and by all of it as one word
    beginning: dict[tuple[str, ...], tuple[Title, ...]]  #: whole titles by each of their beginnings that several have
    ending: dict[tuple[str, ...], tuple[Title, ...]]  #: and by their endings


def titles_of(vacancies: Sequence[Vacancy]) -> Titles:
    """Prepare the names: titles and aliases as they are, then without their words of level and form."""
    whole: dict[tuple[str, ...], dict[str, bool]] = {}
    for vacancy in vacancies:
        for at, name in enumerate((vacancy.title, *vacancy.aliases[:30])):
            for variant in variants(name[:200]):
                if stems := _stems(variant):
                    whole.setdefault(stems, {}).setdefault(vacancy.id, at > 0)
    cores: dict[tuple[str, ...], dict[str, bool]] = {}
    named: set[tuple[str, ...]] = set()  # cores that are names by themselves
    for stems, owners in whole.items():
        core = _core(stems)
        if core != stems and len(core) >= 2 and core not in whole:
            for owner, by_alias in owners.items():
                cores.setdefault(core, {}).setdefault(owner, by_alias)
            if not _is_without_its_noun(stems, core):
                named.add(core)
    titles = tuple(
        Title(words, tuple(owners.items()), is_whole, is_whole or words in named)
        for names, is_whole in ((whole, True), (cores, False))
        for words, owners in sorted(names.items(), key=lambda item: -len(item[0]))
    )
    by_edge: dict[str, dict[str, None]] = {}
    by_word: dict[str, list[int]] = {}
    for number, title in enumerate(titles):
        for word in {title.words[0], "".join(title.words)}:
            by_word.setdefault(word, []).append(number)
        for word in title.words:
            by_edge.setdefault(word[:1], {})[word] = None
            by_edge.setdefault(word[-2:], {})[word] = None
    return Titles(
        titles,
        _AlikeWords({edge: tuple(words) for edge, words in by_edge.items()}),
        {word: tuple(numbers) for word, numbers in by_word.items()},
        _shared(titles, lambda words, at: words[:at]),
        _shared(titles, lambda words, at: words[-at:]),
    )


def _shared(
    titles: tuple[Title, ...], part: Callable[[tuple[str, ...], int], tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[Title, ...]]:
    """Whole titles by a part that several of them have."""
    found: dict[tuple[str, ...], list[Title]] = {}
    for title in titles:
        for length in range(1, len(title.words) + 1) if title.whole else ():
            found.setdefault(part(title.words, length), []).append(title)
    return {words: tuple(owners) for words, owners in found.items() if len(owners) > 1}


def variants(name: str) -> tuple[str, ...]:
    """A name without its second gender: `Koch / Köchin` is both, `Ingenieur*in (m/w/d)` is `Ingenieur`."""
    name = _SECOND_GENDER.sub("", _FORMS.sub(" ", name))
    halves = [half.strip() for half in name.split("/")]
    if len(halves) == 2 and all(halves) and len(halves[0].split()) == len(halves[1].split()):
        return (halves[0], halves[1])
    return (name,)


_FORMS = re.compile(r"\((?:[mwdfxhv]|div|gn|all genders)(?:[/|*, ]{1,3}(?:[mwdfxhvi]|div|gn)){0,3}\)", re.IGNORECASE)
_SECOND_GENDER = re.compile(rf"(?<=\w)(?:[/*:_]-?|\(){one_of('vacancy.second_gender')}\b\)?", re.IGNORECASE)


def _stems(name: str) -> tuple[str, ...]:
    words = WORD.findall(fold(name[:200]))
    kept = [stem(word) for word in words if word not in SMALL_WORDS and word not in GENDER]
    return tuple(kept[:10])


def _core(stems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in stems if word not in _LEVEL)


def _is_without_its_noun(stems: tuple[str, ...], core: tuple[str, ...]) -> bool:
    """Whether the learner was the only noun of work, and the core leaves it out: "data pipeline" of its intern."""
    learning = any(level_of(word) is Level.LEARNING for word in stems if word not in core)
    return learning and not any(is_a_noun_of_work(word) for word in core)


def mentions_in(wording: FoldedText, titles: Titles, limit: int = TOKENS_LOOKED_AT) -> tuple[Mention, ...]:
    """Every mention of a title, in order of place; a word belongs to one title only, longer ones first."""
    tokens = tokens_of(wording, limit)
    alike: dict[str, dict[int, float]] = {}  # a title's word -> the places of words like it, and how alike
    joined: dict[str, list[tuple[int, int]]] = {}  # "frontend", "dataengineer" -> first and last place
    for at, token in enumerate(tokens):
        for wanted, likeness in titles.alike[token.stem]:
            alike.setdefault(wanted, {})[at] = likeness
        together = ""
        for last in range(at, min(at + 3, len(tokens))):
            together += tokens[last].stem
            joined.setdefault(together, []).append((at, last))
    breaks = _breaks(wording, tokens)
    used: set[int] = set()
    found: list[Mention] = []
    placed: list[_Place] = []
    again: list[Title] = []  # those whose place a better one took: they may stand elsewhere
    for place in sorted(
        (
            place
            for title in _perhaps_there(titles, alike, joined)
            for place in _places(title, tokens, alike, joined, used, breaks)
        ),
        key=lambda place: place.rank,
    ):
        if used.isdisjoint(range(place.first, place.last + 1)):
            used.update(range(place.first, place.last + 1))
            found.extend(_mentions(place, tokens))
            placed.append(place)
        elif not again or again[-1] is not place.title:
            again.append(place.title)
    for title in again:
        for place in _places(title, tokens, alike, joined, used, breaks):
            used.update(range(place.first, place.last + 1))
            found.extend(_mentions(place, tokens))
            placed.append(place)
    for place in placed if breaks else ():
        for sharing in _sharing(place, titles, tokens, alike, breaks, used):
            used.update(range(sharing.first, sharing.last + 1))
            found.extend(_mentions(sharing, tokens))
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.vacancy)))


def _perhaps_there(titles: Titles, *words: Mapping[str, object]) -> list[Title]:
    """Those whose first word is there, or all of it as one word, in their order: of many vacancies, few."""
    numbers = {
        number for some in words for word in titles.by_word.keys() & some.keys() for number in titles.by_word[word]
    }
    return [titles.titles[number] for number in sorted(numbers)]


_BREAK = re.compile(rf"[/|]|\b{one_of('vacancy.breaks')}\b")
_BREAKS_ALONE = words("vacancy.breaks_alone")


def _breaks(wording: FoldedText, tokens: tuple[Token, ...]) -> frozenset[int]:
    """The places of words with a slash, an "or" or an "and" before them."""
    return frozenset(
        at
        for at in range(1, len(tokens))
        if tokens[at - 1].stem in _BREAKS_ALONE
        or _BREAK.search(wording.folded[tokens[at - 1].end : tokens[at].start]) is not None
    )


def _sharing(
    place: "_Place",
    titles: Titles,
    tokens: tuple[Token, ...],
    alike: dict[str, dict[int, float]],
    breaks: frozenset[int],
    used: set[int],
) -> "list[_Place]":
    """The titles that share their beginning or ending with the one at a place, and have the rest of it beside."""
    found: list[_Place] = []
    words = place.title.words
    after = next((at for at in (place.last + 1, place.last + 2) if at in breaks and at < len(tokens)), None)
    for length in range(len(words), 0, -1):
        for title in titles.beginning.get(words[:length], ()):
            if after is not None:  # "sales assistant York or Leeds"
                found.extend(_rest_at(title, title.words[length:], after, alike, used))
        for title in titles.ending.get(words[-length:], ()):
            rest = title.words[:-length]
            if after is not None:  # "store manager / assistant"
                found.extend(_rest_at(title, rest, after, alike, used))
            if place.first in breaks:  # "React or QA engineer"
                start = place.first - len(rest) - (tokens[place.first - 1].stem in _BREAKS_ALONE)
                found.extend(_rest_at(title, rest, start, alike, used))
        if found:
            return found[:3]
    return found


def _rest_at(
    title: Title, rest: tuple[str, ...], start: int, alike: dict[str, dict[int, float]], used: set[int]
) -> "list[_Place]":
    """The title at the place where its rest stands; empty where that is another text, or there is no rest."""
    likeness = min((alike.get(word, {}).get(start + at, 0.0) for at, word in enumerate(rest)), default=0.0)
    last = start + len(rest) - 1
    if start < 0 or likeness <= KIN or not used.isdisjoint(range(start, last + 1)):
        return []
    return [_Place(title, start, last, likeness, (False, 0, 0.0, 0))]


@dataclass(frozen=True, slots=True)
class _Place:
    """A window of a text that holds all words of a title."""

    title: Title
    first: int  #: tokens
    last: int
    likeness: float
    rank: tuple[bool, int, float, int]  #: what takes its words first: no "or" and other words, more letters, more exact


def _mentions(place: _Place, tokens: tuple[Token, ...]) -> list[Mention]:
    title = place.title
    return [
        Mention(
            vacancy=owner,
            start=tokens[place.first].start,
            end=tokens[place.last].end,
            words=len(title.words),
            closeness=place.likeness if title.whole else place.likeness * 0.96,
            by_alias=by_alias,
            is_name=title.is_name,
        )
        for owner, by_alias in title.vacancies
    ]


def _places(
    title: Title,
    tokens: tuple[Token, ...],
    alike: dict[str, dict[int, float]],
    joined: dict[str, list[tuple[int, int]]],
    used: set[int],
    breaks: frozenset[int],
) -> list[_Place]:
    """Each window that holds all words of a title, none of its places used before, nor shared by two windows."""
    in_title = sum(map(len, title.words))
    found = []
    for first, last, likeness in _windows(title.words, alike, joined, used, breaks):
        covered = min(in_title, sum(len(token.stem) for token in tokens[first : last + 1]))
        exact = likeness if title.whole else likeness * 0.96
        others = last - first >= len(title.words) and not breaks.isdisjoint(range(first + 1, last + 1))
        found.append(_Place(title, first, last, likeness, (others, -covered, -exact, last - first)))
    return found


def _windows(
    words: tuple[str, ...],
    alike: dict[str, dict[int, float]],
    joined: dict[str, list[tuple[int, int]]],
    used: set[int],
    breaks: frozenset[int],
) -> list[tuple[int, int, float]]:
    """First place, last place and likeness of each window that holds all words, none of its places used before."""
    found: list[tuple[int, int, float]] = []
    taken = set(used)
    for first, last in joined.get("".join(words), ()):
        if not taken & set(range(first, last + 1)):
            taken.update(range(first, last + 1))
            found.append((first, last, 1.0))
    if any(word not in alike for word in words):
        return found
    for first in sorted({at for word in words for at in alike[word]}):
        window = _window(words, alike, first, taken, breaks)
        if window is not None:
            taken.update(range(first, window[0] + 1))
            found.append((first, *window))
    return found


def _window(
    words: tuple[str, ...],
    alike: dict[str, dict[int, float]],
    first: int,
    taken: set[int],
    breaks: frozenset[int],
) -> tuple[int, float] | None:
    missing = list(words)
    found: list[str] = []
    broken = False
    least = 1.0
    kin = 0
    for at in range(first, first + len(words) + LOOSE_WORDS):
        if at in taken:
            return None
        broken = broken or (at > first and at in breaks)
        best = max(missing, key=lambda word: alike[word].get(at, 0.0))
        likeness = alike[best].get(at, 0.0)
        if likeness == 0.0:
            if at == first:
                return None
            continue
        kin += likeness <= KIN
        least = min(least, likeness)
        missing.remove(best)
        found.append(best)
        if broken and found != list(words[: len(found)]):
            return None
        if not missing:
            # One word of several may be kin ("data science" for "data scientist"), never the only one.
            return (at, least) if kin == 0 or (kin == 1 and len(words) > 1) else None
    return None
