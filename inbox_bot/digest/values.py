"""What a digest says, before it is written."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.words import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One mail, as a reviewer reads of it. Every text of the sender's is one inert line."""

    received: str  #: local time, as "Tue 24 Nov, 08:12"
    who: str
    subject: str
    what: str  #: what became of it, in words: "Filed under Data scientist intern"
    why: str  #: the reason's sentence; "" where the outcome says it all
    documents: str  #: "CV, cover letter" or "cv.pdf: It is protected by a password."
    place: str  #: where it is filed, relative to the filing root; "" where it isn't
    answer: str  #: what became of the answer: "answered", "answer held: …", ""
    commands: tuple[str, ...]  #: to type, for what a person may do about it


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Applications for one vacancy, or for none."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many mails had an outcome first."""

    outcome: Outcome
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """A day of one mailbox's life, or of several."""

    company: str
    mode: str
    begins: datetime
    ends: datetime
    timezone: str
    alarms: tuple[str, ...]
    needs_person: tuple[Item, ...]
    applications: tuple[Group, ...]
    agencies: tuple[Item, ...]
    others: tuple[Item, ...]
    counts: tuple[Count, ...]
    waiting: int
    received: int  #: the sum of the counts, and the mails still waiting
    answered: int
    held: int
    notes: tuple[str, ...]  #: what a reviewer should know of the daemon itself
