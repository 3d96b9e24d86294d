"""CVs that a CV is compared with: how rare a term is among them, and how much they say for a vacancy.

What is counted of 144 anonymised English CVs of the public LiveCareer "Resume Dataset" (CC0), six in each of 24 fields
of work, in no order. Terms in fewer than three of them are left out, so that no name, no number and no sentence of
anybody's is here. `python -m bench.background` makes the file.

The file is text. Its first part has the terms, with commas between; each further line is a CV's counts, in three parts
with bars between (`Counts`): how many terms are skipped since the last one that it has, and, behind a star, how often
it has it where that is more than once.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from inbox_bot.core.judgement.vacancy.likeness.terms import Counts, beginnings_of

IN_AT_LEAST = 3  # CVs, for a term to be counted
LANGUAGE = "en"  #: of the CVs that come with inbox_bot, ISO 639-1
_FILE = "background.txt"
_LINE = 118


@dataclass(frozen=True, eq=False)
class Background:
    """The counts of CVs, and in how many of them each term is."""

    cvs: tuple[Counts, ...]

    @classmethod
    def of(cls, cvs: Iterable[Counts]) -> "Background":
        """Of these CVs, without the terms that are in fewer than three of them."""
        found = list(cvs)
        having = Counter(term for each in found for term in each.whole)
        common = {term for term, count in having.items() if count >= IN_AT_LEAST}

        def kept(counts: Mapping[str, int]) -> dict[str, int]:
            return {term: count for term, count in counts.items() if term in common}

        return cls(tuple(Counts(whole=kept(e.whole), top=kept(e.top), titles=kept(e.titles)) for e in found))

    @cached_property
    def having(self) -> Mapping[str, int]:
        """How many CVs have a term; what is in fewer than three is not there."""
        return Counter(term for each in self.cvs for term in each.whole)

    @cached_property
    def having_beginning(self) -> Mapping[str, int]:
        """The same by the first letters of the terms' words."""
        return Counter(beginning for each in self.cvs for beginning in beginnings_of(each.whole))

    def rarity(self, term: str) -> float:
        """How rare a term is: 1.0 where every CV has it (smoothed inverse document frequency)."""
        return self.rarities.of.get(term, self.rarities.never)

    @cached_property
    def rarities(self) -> "Rarities":
        """The same of all terms."""
        return self._rarities_by(self.having)

    @cached_property
    def rarities_of_beginnings(self) -> "Rarities":
        """The same by the first letters of the terms' words."""
        return self._rarities_by(self.having_beginning)

    def _rarities_by(self, having: Mapping[str, int]) -> "Rarities":
        number = len(self.cvs)
        by_count = [1.0 + math.log((number + 1) / (count + 1)) for count in range(number + 1)]
        of = {term: by_count[count] for term, count in having.items()}
        return Rarities(
            of=of,
            squares={term: rarity * rarity for term, rarity in of.items()},
            never=by_count[0],
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Rarities:
    """How rare each term is, as tables: a CV asks for a thousand of them."""

    of: Mapping[str, float]
    squares: Mapping[str, float]
    never: float  #: of a term that no CV has


@cache
def background() -> Background:
    """What comes with inbox_bot, read when it is first needed."""
    return read(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))


def is_a_common_word(word: str) -> bool:
    """Whether several CVs have this stem."""
    return word in background().having


def read(text: str) -> Background:
    """The CVs that a file's text has."""
    listed, _, lines = text.partition("\n\n")
    terms = [term.strip() for term in listed.replace("\n", " ").split(",")]
    return Background(tuple(_read_counts(line, terms) for line in lines.splitlines()))


def written(found: Background) -> str:
    """The file's text: what `read` reads."""
    terms = sorted(found.having)
    places = {term: place for place, term in enumerate(terms)}
    lines: list[str] = [""]
    for term in terms:
        if len(lines[-1]) + len(term) > _LINE:
            lines.append("")
        lines[-1] += f"{term}, "
    listed = "\n".join(line.rstrip() for line in lines).rstrip(",")
    counts = ("|".join(_in_short(each, places) for each in (cv.whole, cv.top, cv.titles)) for cv in found.cvs)
    return f"{listed}\n\n" + "".join(f"{line}\n" for line in counts)


def _in_short(counts: Mapping[str, int], places: Mapping[str, int]) -> str:
    before, said = -1, []
    for place, count in sorted((places[term], count) for term, count in counts.items()):
        said.append(f"{place - before - 1}" if count == 1 else f"{place - before - 1}*{count}")
        before = place
    return " ".join(said)


def _read_counts(line: str, terms: Sequence[str]) -> Counts:
    whole, top, titles = ({} for _ in range(3))  # type: dict[str, int], dict[str, int], dict[str, int]
    for counts, part in zip((whole, top, titles), line.split("|"), strict=True):
        place = -1
        for word in part.split():
            skipped, _, count = word.partition("*")
            place += int(skipped) + 1
            counts[terms[place]] = int(count or 1)
    return Counts(whole=whole, top=top, titles=titles)
