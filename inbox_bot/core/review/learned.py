"""What was learned, put together: a line for each address, domain and wording, and what of it belongs into rules.yaml.

Pure. A line of rules.yaml is proposed where people have decided the same at least twice, none of them otherwise, and
rules.yaml does not say it yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from inbox_bot.core.domains import domain_of, is_in_domains
from inbox_bot.core.judgement.taught import Fact, Teaches, of_a_sender
from inbox_bot.core.rules.model import Rules

REPEATED = 2  # mails
_Key = tuple[Teaches, str, str | None]  # what a lesson teaches, about what, and what that means


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """One thing that was learned."""

    teaches: Teaches
    about: str  #: an address, a domain, or a title's words
    means: str | None  #: of a title the vacancy's id, of a person the applicant's address
    is_domain: bool
    mails: int  #: how many were decided so
    contradicted: bool  #: something else was decided as well: of an address the newest counts, else nothing is known
    newest: Fact


class Place(Enum):
    """Where in rules.yaml a line is proposed for."""

    ALIASES = "aliases"
    BLOCKED = "agencies.blocked"
    APPROVED = "agencies.approved"
    NEVER = "agencies.never"


#: What is decided about an agency, and which list says so for good.
_PLACES = {Teaches.AGENCY: Place.BLOCKED, Teaches.NO_AGENCY: Place.NEVER, Teaches.WELCOME: Place.APPROVED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A line for rules.yaml."""

    place: Place
    value: str
    vacancy: str | None  #: whose alias it would be
    mails: int


def learned_from(facts: Iterable[Fact]) -> tuple[Learned, ...]:
    """What the facts come to, each thing once, in the order in which it was first learned."""
    facts = tuple(facts)
    of: dict[_Key, list[Fact]] = {}
    beside: dict[str, set[_Key]] = {}
    for fact in facts:
        key = (fact.lesson.teaches, fact.lesson.about, fact.lesson.means)
        of.setdefault(key, []).append(fact)
        beside.setdefault(key[1], set()).add(key)
    lines = [
        Learned(
            teaches=teaches,
            about=about,
            means=means,
            is_domain=False,
            mails=len({fact.message for fact in some}),
            contradicted=any(_contradicts((teaches, about, means), other) for other in beside[about]),
            newest=max(some, key=lambda fact: (fact.at, fact.message)),
        )
        for (teaches, about, means), some in of.items()
    ]
    return (*lines, *_of_domains(facts))


def _contradicts(one: _Key, other: _Key) -> bool:
    """Whether two lessons about the same thing say different things."""
    return one != other and (one[0] is other[0] or {one[0], other[0]} <= _PLACES.keys())


def _of_domains(facts: tuple[Fact, ...]) -> Iterator[Learned]:
    domains = dict.fromkeys(fact.lesson.domain for fact in facts if fact.lesson.domain is not None)
    for domain in domains:
        known = of_a_sender(facts, "", domain)
        if known is not None:
            yield Learned(
                teaches=known.newest.lesson.teaches,
                about=domain,
                means=None,
                is_domain=True,
                mails=len({fact.message for fact in facts if fact.lesson.domain == domain}),
                contradicted=False,
                newest=known.newest,
            )


def proposals(facts: Iterable[Fact], rules: Rules) -> tuple[Proposal, ...]:
    """The lines for rules.yaml that repeated decisions ask for. Where a domain is proposed, its addresses are not."""
    lines = [one for one in learned_from(facts) if one.mails >= REPEATED and not one.contradicted]
    domains = {one.about for one in lines if one.is_domain}
    found = []
    for one in lines:
        if one.teaches in _PLACES and (one.is_domain or domain_of(one.about) not in domains):
            lists, place = rules.agencies, _PLACES[one.teaches]
            said = (*lists.blocked, *lists.never, *(entry.agency for entry in lists.approved))
            if not _is_said(one.about, said):
                found.append(Proposal(place=place, value=one.about, vacancy=None, mails=one.mails))
        elif one.teaches is Teaches.TITLE and one.means is not None:
            vacancy = rules.vacancy(one.means)
            if vacancy is not None and one.about not in {alias.casefold() for alias in vacancy.aliases}:
                found.append(Proposal(place=Place.ALIASES, value=one.about, vacancy=one.means, mails=one.mails))
    return tuple(found)


def _is_said(about: str, entries: Iterable[str]) -> bool:
    listed = [entry.casefold() for entry in entries]
    domain = domain_of(about)
    return about in listed or is_in_domains(domain, [entry.lstrip("@") for entry in listed if "@" not in entry[1:]])
