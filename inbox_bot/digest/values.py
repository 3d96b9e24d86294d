"""What a digest says, before it is written."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.words import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One mail, as a reviewer reads of it. Every text of the sender's is one inert line."""

    received: str  #: local time, as "Tue 24 Nov, 08:12"
    mailbox: str = ""  #: where it came in, if the reviewer looks after several
    who: str
    subject: str
    what: str  #: what became of it, in words: "Filed under Data scientist intern"
    why: str  #: why a person is needed, or the reason's sentence; "" where the outcome says it all
    documents: str  #: "cv.pdf (CV)" or "cv.pdf: It is encrypted, or needs a password."
    place: str  #: where it is filed, relative to the filing root; "" where it isn't
    answer: str  #: what became of the answer, in words; "" where nobody expects one
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
class Change:
    """How many of the period's mails have another outcome by now than they had first."""

    was: Outcome
    became: Outcome
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerSums:
    """What became of the answers to the mails of the period: each is in one of these."""

    sent: int = 0  #: those that came back included
    held: int = 0
    observed: int = 0  #: held as well, and for that alone that inbox_bot only observed when the mail came
    on_the_way: int = 0
    uncertain: int = 0
    refused: int = 0
    came_back: int = 0  #: of those sent: the address does not work


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """A day of one mailbox's life, or of several."""

    company: str
    mode: str
    begins: datetime
    ends: datetime
    timezone: str
    language: str = "en"  #: what its sentences are in
    alarms: tuple[str, ...]
    needs_person: tuple[Item, ...]
    of_earlier_days: int  #: so many of `needs_person` came in before this period
    applications: tuple[Group, ...]
    agencies: tuple[Item, ...]
    others: tuple[Item, ...]
    counts: tuple[Count, ...]
    waiting: int
    received: int  #: the sum of the counts, and the mails still waiting
    changes: tuple[Change, ...]  #: since the first outcomes: what the lists below say of these mails
    answers: AnswerSums
    held_in_all: int  #: answers that wait for a person, of whatever day
    observed_in_all: int  #: so many of them were kept back because inbox_bot only observed
    notes: tuple[str, ...]  #: what a reviewer should know of the daemon itself

    @property
    def answered(self) -> int:
        """How many of the period's mails were answered."""
        return self.answers.sent

    @property
    def held(self) -> int:
        """How many answers to the period's mails wait for a person."""
        return self.answers.held + self.answers.observed
