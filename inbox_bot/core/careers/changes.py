"""What a careers page says otherwise than rules.yaml: what is new, what differs, what is no longer there."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inbox_bot.core.careers.titles import same_title
from inbox_bot.core.careers.values import Advertised, CareersPage
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.rules.written.names import RESERVED_IDS

LONGEST_ID = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class New:
    """A vacancy that rules.yaml does not have."""

    id: str
    advertised: Advertised


@dataclass(frozen=True, kw_only=True, slots=True)
class Differs:
    """What a person has written otherwise than the page says: it stays as it is."""

    id: str
    key: str
    here: str
    page: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """All of it."""

    new: tuple[New, ...] = ()
    differs: tuple[Differs, ...] = ()
    reopened: tuple[str, ...] = ()  #: ids that are closed in rules.yaml, and advertised
    gone: tuple[str, ...] = ()  #: ids that are open in rules.yaml, and not on the page
    agencies: str = ""  #: the page's sentence about them


def changes_of(page: CareersPage, vacancies: Sequence[Vacancy]) -> Changes:
    """Compare. A vacancy is known by its title, an alias or its id, whatever their case and number, and by its place
    where several have one title.
    """
    new: list[New] = []
    differs: list[Differs] = []
    met: set[str] = set()
    taken = {vacancy.id for vacancy in vacancies} | RESERVED_IDS
    for advertised in page.vacancies:
        known = _known(advertised, [vacancy for vacancy in vacancies if vacancy.id not in met])
        if known is None:
            id = _id_for(advertised, taken)
            taken.add(id)
            new.append(New(id=id, advertised=advertised))
        else:
            met.add(known.id)
            differs += _differing(known, advertised)
    return Changes(
        new=tuple(new),
        differs=tuple(differs),
        reopened=tuple(vacancy.id for vacancy in vacancies if vacancy.id in met and not vacancy.open),
        gone=tuple(vacancy.id for vacancy in vacancies if vacancy.id not in met and vacancy.open),
        agencies=page.agencies,
    )


def _known(advertised: Advertised, vacancies: Sequence[Vacancy]) -> Vacancy | None:
    if advertised.reference:
        for vacancy in vacancies:
            if vacancy.reference == advertised.reference:
                return vacancy
    named = [vacancy for vacancy in vacancies if _is_called(advertised.title, vacancy)]
    there = [vacancy for vacancy in named if vacancy.location.casefold() == advertised.location.casefold()]
    first = next(iter(there or named), None)
    if first is not None and not there and _slug(f"{advertised.title} {advertised.location}") != first.id:
        is_another = len(named) > 1 or (first.location and advertised.location and first.id == _slug(first.title))
        return None if is_another and city(first.location) != city(advertised.location) else first
    return first


def city(place: str) -> str:
    """The part of a place that is compared."""
    return place.partition(",")[0].strip().casefold()


def _is_called(title: str, vacancy: Vacancy) -> bool:
    names: Iterable[str] = (vacancy.title, *vacancy.aliases, vacancy.id.replace("-", " "))
    return any(same_title(title, name) for name in names)


def _differing(known: Vacancy, advertised: Advertised) -> list[Differs]:
    pairs = (
        ("title", known.title, "" if _is_called(advertised.title, known) else advertised.title),
        ("location", known.location, advertised.location),
        ("positions", str(known.positions), str(advertised.positions)),
    )
    return [
        Differs(id=known.id, key=key, here=here, page=said)
        for key, here, said in pairs
        if said and here.casefold() != said.casefold()
    ]


def _id_for(advertised: Advertised, taken: set[str]) -> str:
    """An id of the title's words, with the place, then a number, where another has it."""
    base = _slug(advertised.title) or "vacancy"
    placed = _slug(f"{advertised.title} {advertised.location}")
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(id for id in (base, placed, *numbered) if id and id not in taken)


def _slug(text: str) -> str:
    spelt = text.replace("ß", "ss").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ł", "l")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_ID].strip("-")
