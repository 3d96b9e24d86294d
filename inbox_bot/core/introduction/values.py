"""What is kept of an agency's mail: enough for a dispute about its fee, and nobody's CV."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.person.values import Keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What an agency asks for."""

    sentences: tuple[str, ...] = ()  #: those that speak of it, as inert lines
    percentages: tuple[str, ...] = ()  #: "20 %", as written
    sums: tuple[str, ...] = ()  #: "€ 5,000", as written


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """When a mail reached us."""

    at: datetime  #: in UTC, to the second
    line: str = ""  #: our mail server's Received field that says so; "": none does, and it is the mailbox's own date


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencysMail:
    """One mail in which an agency presents somebody."""

    agency: str  #: its canonical address
    domain: str
    firm: str  #: as it signs; "" where it doesn't
    consultant: str  #: who wrote; "" where no name stands there
    listed: str  #: the entry of `agencies.approved` that names it; "": none does
    terms: Terms
    arrival: Arrival
    header: tuple[str, ...]  #: the header's fields, each as an inert line


@dataclass(frozen=True, kw_only=True, slots=True)
class Introduction:
    """An agency presents a candidate."""

    agency: str  #: its canonical address
    keys: Keys  #: what tells who it is; perhaps nothing
    vacancy: str | None
