"""The place that decides between vacancies of one name: "Sales Assistant" in Leeds, not in York.

A place counts where the writer wants to work. Where they live says nothing for certain, and a place with a "not" before
it speaks for the others. Names of cities are compared as people write them: "Muenchen", "Munich", "w Krakowie".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from inbox_bot.core.judgement.clues import evidence
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of
from inbox_bot.core.judgement.vacancy.advertised import Request, Spot, VacancyClaim
from inbox_bot.core.judgement.vacancy.preference import put_first
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.lexicon.phrases import one_of, words
from inbox_bot.core.rules.model import Vacancy

WEIGHT = 0.85  #: of a place that only one of the vacancies has
_SHORTEST = 3  # letters of a place's name
_SHORTEST_STEM = 4  # letters that two cases of a name share
_LONGEST_CASE = 3  # letters that a case adds or changes
_LOOKED_AT = 6_000  # characters of a letter
_BEFORE = 60
_WORD = re.compile(r"[^\W\d_]+")

_LIVES = pattern_of("vacancy.lives_there")
_WANTS = pattern_of("vacancy.works_there")
_NOT = pattern_of("vacancy.not_there")

#: Cities under the names that their neighbours give them, folded.
_NAMES = """
aachen aix aken aquisgran | antwerpen antwerp anvers amberes anversa | athens athen athenes atenas atene
barcelona barcelone barcellona | basel basle bale basilea | bern berne berna | bologna bologne bolonia
bruxelles brussels brussel brussel bruselas bruxelas brussels bruksela | bucharest bukarest bucarest bukareszt
budapest | copenhagen kopenhagen copenhague copenaghen kopenhaga | cordoba cordova | dublin dublino
edinburgh edimbourg edimburgo edynburg | firenze florence florenz florencia florenca florencja
frankfurt francfort francoforte | geneve geneva genf ginebra ginevra genewa | genova genoa genua genes
gent ghent gand gante | gdansk danzig | hague haag haya aia | hamburg hambourg hamburgo amburgo
krakow cracow krakau cracovie cracovia | koln cologne keulen colonia kolonia | leipzig lipsk lipsia
lille rijsel | lisboa lisbon lissabon lisbonne lisbona lizbona | london londres londra londen londyn
lyon lione | luik liege luttich | luzern lucerne lucerna | lviv lemberg lwow | madrid madryt
mainz mayence | marseille marsiglia marsella | milano milan mailand mediolan | moscow moskau moscou mosca moskwa
munchen munich monaco monachium | napoli naples neapel napoles neapol | nice nizza niza
nurnberg nuremberg norimberga | oporto porto | padova padua padoue | paris parigi paryz parijs
poznan posen | prague prag praha praga | regensburg ratisbonne | roma rome rom rzym
salzburg salzbourg | sevilla seville siviglia | strasbourg strassburg straatsburg estrasburgo | szczecin stettin
torino turin | trento trient | trieste triest | valencia valence | venezia venice venedig venise venecia
vienna wien vienne viena wenen wieden | warszawa warsaw warschau varsovie varsovia | wroclaw breslau
zaragoza saragossa saragosse | zurich zuerich zurigo
"""


_ENDS_IN_A_PLACE = re.compile(r"\s[-–—|]\s|,\s|\s(?:in|at|à|en|a|w|im)\s|\(")


_CLAUSE = re.compile(rf"[.,!?;\n]|\b{one_of('vacancy.next_clause')}\b")


_LEADS = words("vacancy.before_a_place")


class Said(Enum):
    """What is said of a place."""

    WANTED = "wanted"
    UNWANTED = "unwanted"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A place that is named."""

    claim: VacancyClaim  #: of the vacancy that is there
    said: Said


def settled_by_place(
    request: Request, tied: Sequence[VacancyClaim], vacancies: Iterable[Vacancy]
) -> tuple[VacancyClaim, Evidence] | None:
    """The one of the tied whose place is named, and the words; None where none is, or several are in no order."""
    if len({(id(claim.spot.text), claim.spot.start) for claim in tied if claim.spot is not None}) != 1:
        return None  # two names, and a place says nothing about which of them is meant
    claims = {claim.vacancy: claim for claim in tied}
    places = _distinct({vacancy.id: vacancy for vacancy in vacancies if vacancy.id in claims})
    if not places:
        return None
    for texts in (request.subjects, request.letters):
        spoken = [one for text in texts for one in _spoken_of(text, places)]
        wanted = _first_of_each(spoken, Said.WANTED)
        unwanted = _first_of_each(spoken, Said.UNWANTED)
        left = [vacancy for vacancy in claims if vacancy not in unwanted]
        if len(wanted) > 1:
            put = put_first([one.claim for one in spoken if one.said is Said.WANTED], list(wanted.values()))
            return None if put is None else (claims[put[0].vacancy], put[1])
        if wanted:
            ((vacancy, claim),) = wanted.items()
            return claims[vacancy], claim.evidence
        if len(left) == 1 and unwanted:
            return claims[left[0]], next(iter(unwanted.values())).evidence
    return None


def _first_of_each(spoken: Iterable[_Spoken], said: Said) -> dict[str, VacancyClaim]:
    found: dict[str, VacancyClaim] = {}
    for one in spoken:
        if one.said is said:
            found.setdefault(one.claim.vacancy, one.claim)
    return found


def _distinct(vacancies: dict[str, Vacancy]) -> dict[str, frozenset[str]]:
    """The names of each vacancy's places that no other of them has: in `location`, else at its title's end."""
    words = {key: frozenset(_names_in(one.location) or _named_last(one.title)) for key, one in vacancies.items()}
    return {
        key: frozenset(name for name in names if all(name not in words[other] for other in words if other != key))
        for key, names in words.items()
    }


def _named_last(title: str) -> list[str]:
    parts = _ENDS_IN_A_PLACE.split(title[:200])
    return _names_in(parts[-1]) if len(parts) > 1 else []


def _names_in(text: str) -> list[str]:
    return [_one_name(word) for word in _WORD.findall(fold(text[:200])) if len(word) >= _SHORTEST]


def _spoken_of(text: FoldedText, places: dict[str, frozenset[str]]) -> Iterator[_Spoken]:
    folded = text.folded[:_LOOKED_AT]
    before = ""
    for match in _WORD.finditer(folded):
        led, before = before in _LEADS, match.group()
        if not led and not text.original[match.start()].isupper():
            continue  # a city has a capital or an "in" before it, and "reading" is a hobby
        name = _one_name(match.group())
        for vacancy, names in places.items():
            if any(_is_same(name, place) for place in names):
                found = evidence("names_its_place", WEIGHT, text.quote(match.start(), match.end()))
                claim = VacancyClaim(vacancy, found, Spot(text, match.start(), match.end()))
                yield _Spoken(claim, _said(folded, match.start()))


def _said(folded: str, start: int) -> Said:
    before = _CLAUSE.split(folded[max(0, start - _BEFORE) : start])[-1]
    close = before[-20:]
    if any(len(close) - match.end() <= 1 for match in _NOT.finditer(close)):
        return Said.UNWANTED
    lives = [match.end() for match in _LIVES.finditer(before)]
    wants = [match.end() for match in _WANTS.finditer(before)]
    return Said.HOME if lives and max(lives) > max(wants, default=0) else Said.WANTED


def _one_name(word: str) -> str:
    """A city's name in one form: its first in our table, without the e of an umlaut written out."""
    plain = word.replace("ł", "l")
    for written in (plain, plain.replace("ue", "u").replace("oe", "o").replace("ae", "a")):
        if written in _CITY_OF:
            return _CITY_OF[written]
    return plain


def _is_same(written: str, place: str) -> bool:
    """Whether two names are one, or one in another case: "Krakowie", "Warszawie"."""
    if written == place:
        return True
    shared = 0
    for one, other in zip(written, place, strict=False):
        if one != other:
            break
        shared += 1
    longest = max(len(written), len(place))
    return shared >= max(_SHORTEST_STEM, len(place) - 1) and longest - shared <= _LONGEST_CASE


_CITY_OF = {
    name: names[0]
    for line in _NAMES.splitlines()
    for city in line.split("|")
    if (names := city.split())
    for name in names
}
