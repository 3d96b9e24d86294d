"""What a digest says, before it is laid out: finished sentences, which the HTML page and the text both show.

A number that stands beside a person is the mail's (`#12`), and nothing else: it is what a reviewer writes to mean it.
"""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.words import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One likely answer of the reviewer's."""

    label: str  #: "Data science intern"
    reply: str  #: what is written back: "#12 vacancy data-scientist-intern"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One mail. Every text of the sender's is one inert line."""

    number: int  #: the mail's: `#12`
    who: str
    subject: str
    received: str  #: local time, as "Tue 24 Nov, 08:12"
    why: str  #: why it needs a person, or why it is where it is; "" where nothing is known
    state: str = ""  #: "updated", "refused", "not answered"; "" where that goes without saying
    documents: str = ""  #: by role: "CV, cover letter"
    beside: str = ""  #: what else is good to know: "2 days · Inbox"
    folder: str = ""  #: the mail folder it is in, where the list it is in doesn't say so
    search: str = ""  #: the address of a search that finds it in the reviewer's mail client, where there is one
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Collision:
    """Somebody whom an agency introduced and who is known otherwise, too."""

    sentence: str
    mails: tuple[int, ...]  #: that it names


@dataclass(frozen=True, kw_only=True, slots=True)
class Bunch:
    """Many things that need a person for one and the same reason, in one sentence."""

    number: int
    sentence: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedLine:
    """What a person decided, and how it is taken back."""

    sentence: str
    number: int | None = None  #: the mail's; None: of several mails together
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalLine:
    """What the careers page says otherwise than rules.yaml."""

    number: int  #: behind the V: `#V3`
    sentence: str
    lines: tuple[str, ...] = ()  #: for a person to put into rules.yaml, where we may not
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposals:
    """What waits for a word about the careers page."""

    lines: tuple[ProposalLine, ...] = ()
    left_out: int = 0  #: so many more wait
    are_new: bool = False  #: one of them was never told before

    @property
    def number(self) -> int:
        """How many wait."""
        return len(self.lines) + self.left_out


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Applications for one vacancy, or for none."""

    title: str
    sums: str  #: "4 new, 1 updated"
    closes: str  #: "closes on Fri 4 Dec"; "" where it is not near
    folder: str  #: the mail folder that most of them are in; "" where there is none
    lines: tuple[Line, ...]
    left_out: int = 0  #: so many more are in the table that is attached


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
class MonthLine:
    """A vacancy's month: how many applied by which way, and how soon they were answered; no name."""

    title: str
    directly: str  #: who wrote themselves
    boards: str  #: whom a job board or a delivery service sent
    colleagues: str  #: whom a colleague forwarded
    agencies: str  #: whom an approved agency introduced
    acknowledged: str  #: the median time until we answered: "2 minutes"; "–" where nobody was
    answered: str  #: and until a person did


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthTable:
    """The month in numbers."""

    name: str  #: "November 2026"
    lines: tuple[MonthLine, ...]
    sums: MonthLine
    agencies: str  #: how many agencies wrote and were refused, in a sentence
    sources: str = ""  #: which job boards and agencies they came by: "indeed.example 4, talent.example 1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """A day of one mailbox's life, or of several."""

    company: str
    mode: str
    begins: datetime
    ends: datetime
    timezone: str
    language: str = "en"  #: what its sentences are in
    doubts: tuple[
        str, ...
    ] = ()  #: where the numbers don't add up, and moves that it is not clear what they mean: the first thing said
    alarms: tuple[str, ...] = ()
    collisions: tuple[Collision, ...] = ()  #: whom an agency introduced and who is known otherwise, too
    needs_person: tuple[Line, ...] = ()
    needs_left_out: int = 0  #: so many more are in the table that is attached
    bunches: tuple[Bunch, ...] = ()  #: of what needs a person: many in one line
    of_earlier_days: int = 0  #: so many of `needs_person` came in before this period
    proposals: Proposals = Proposals()
    decided: tuple[DecidedLine, ...] = ()
    applications: tuple[Group, ...] = ()
    agencies: tuple[Line, ...] = ()
    agencies_left_out: int = 0
    rest: tuple[str, ...] = ()  #: what needs nobody, as counts: "2 newsletters"
    closing: tuple[str, ...] = ()  #: vacancies that close soon
    unanswered: Bunch | None = None  #: whom no person has answered for long; needs nobody at once
    counts: tuple[Count, ...] = ()
    waiting: int = 0
    received: int = 0  #: the sum of the counts, and the mails still waiting
    changes: tuple[Change, ...] = ()  #: since the first outcomes: what the lists below say of these mails
    answers: AnswerSums = AnswerSums()
    health: str = ""  #: the last look, and whether all is well
    month: MonthTable | None = None
    notes: tuple[str, ...] = ()  #: what a reviewer should know of the daemon itself
    others: tuple[Line, ...] = ()  #: what `rest` counts, mail by mail: for the table that is attached

    @property
    def needing(self) -> int:
        """How much needs a person: each mail, and each of what is told in one line."""
        return len(self.needs_person) + self.needs_left_out + sum(each.number for each in self.bunches)

    @property
    def answered(self) -> int:
        """How many of the period's mails were answered."""
        return self.answers.sent

    @property
    def held(self) -> int:
        """How many answers to the period's mails wait for a person."""
        return self.answers.held + self.answers.observed
