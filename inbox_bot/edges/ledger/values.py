"""What the ledger hands out: frozen, and read in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inbox_bot.core.alarms import Alarm
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message.values import Finding, Location, RawMail
from inbox_bot.core.person.values import KeyKind, Says
from inbox_bot.core.plan.values import Action
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Problem, Reason, Role, Template

ANSWERS_WINDOW = timedelta(days=8)  # looked back at: the longest limit is 7 days, and a day for clocks and time zones


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """A mail at hand that is known: it is not read again."""

    raw_hash: str  #: of the bytes by which it is known
    at: Location  #: where it lies here
    outcome: Outcome | None  #: None: the first of these bytes is being read just now
    elsewhere: bool  #: another place is known where it still lies: a further copy, not a move or a rescan


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What is to be done with the mails of a batch, each in one of the four, in the batch's order."""

    fresh: tuple[RawMail, ...] = ()  #: to be read now: their attempt is counted
    copies: tuple[Copy, ...] = ()  #: known already: their place is noted
    waiting_alone: tuple[RawMail, ...] = ()  #: to be handed in again, each in a batch of its own; not counted yet
    spent: tuple[RawMail, ...] = ()  #: attempts used up without an outcome: to be planned as unreadable, not read


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderState:
    """The cursor of a watched folder."""

    uidvalidity: int
    start_uid: int
    next_uid: int
    highestmodseq: int | None
    messages: int
    left_alone: int
    first_contact_at: datetime
    last_arrival_at: datetime | None
    start: str | None = None  #: what `mailbox.start` said at first contact; None: a folder that it is not about
    anew: bool = False  #: it is listed anew, or was away: what is met in it was not put there before our eyes


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A message that was seen and has no outcome: to be fetched again."""

    raw_hash: str
    attempts: int
    alone: bool
    locations: tuple[Location, ...]  #: none: it lies nowhere that we know of


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOver:
    """What was filed for a plan of a mail that came out otherwise."""

    message: int
    paths: tuple[str, ...]  #: below the filing root


@dataclass(frozen=True, kw_only=True, slots=True)
class SpotCheck:
    """What a known UID must look like if the server still means the same mail by it."""

    uid: int
    raw_hash: str
    size_bytes: int
    received_at: datetime
    message_id: str | None
    as_it_came: bool = True  #: else another server stores it otherwise: of another size, perhaps with another date


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """An action that is ours to carry out: its state is `doing` until it is settled."""

    id: int
    action: Action
    mailbox: str | None
    raw_hash: str | None  #: of the mail it is about; None: of a mail to a reviewer
    locations: tuple[Location, ...]  #: where that mail lies; the certain copy only, where one is meant
    attempts: int  #: this one included
    planned_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """What became of a claimed action."""

    id: int
    state: ActionState  #: PENDING: a try failed, another is due at `next_try_at`
    note: str = ""  #: what the server said, as one safe line
    why: str | None = None  #: where it ends held, refused or cancelled: the word
    next_try_at: datetime | None = None
    tried: bool = True  #: False: it was only put off, and the try does not count


@dataclass(frozen=True, kw_only=True, slots=True)
class TriedAnswer:
    """An answer that a server was asked to take, and how that ended."""

    id: int
    state: ActionState
    domain: str  #: of whom it went to
    note: str  #: what the server said, with its code
    tried_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerRow:
    """An answer, as a person looks at it."""

    id: int
    state: ActionState
    template: Template
    to: str
    message_id: str
    in_reply_to: str | None  #: the Message-ID of the mail that is answered
    why: str | None
    note: str | None
    vacancy: str | None
    planned_at: datetime
    due_at: datetime
    done_at: datetime | None
    bounced_at: datetime | None
    mailbox: str
    raw_hash: str
    answer_of: str | None  #: the fingerprint of the mail that is answered
    once_keys: tuple[str, ...]  #: that this answer holds


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRow:
    """A document of a mail."""

    filename: str
    type: str
    role: Role
    problem: Problem | None
    characters: int
    path: str | None
    number: int = 0  #: which of the mail's, from 0
    findings: tuple[Finding, ...] = ()  #: what was remarked on it


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplicationRow:
    """An application of a mail."""

    number: int = 0  #: which of the mail's, from 0
    name: str | None
    email: str | None
    phone: str | None
    language: str
    vacancy: str | None
    source: str | None
    folder: str | None
    had_cv: bool
    is_update: bool = False  #: the person had applied for the same before
    because: Evidence | None = None  #: the finding that decided for the vacancy
    documents: tuple[DocumentRow, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkRow:
    """What was said of a mail's applicant: an earlier one, or perhaps."""

    other: int  #: the number of a mail of theirs
    says: Says
    because: tuple[KeyKind, ...]  #: what the two have in common; none: a person said so


@dataclass(frozen=True, kw_only=True, slots=True)
class MailRow:
    """A mail with what became of it."""

    id: int
    mailbox: str
    raw_hash: str
    size_bytes: int
    received_at: datetime
    seen_at: datetime
    attempts: int
    message_id: str | None
    sender: str
    subject: str
    kind: Kind | None
    outcome: Outcome | None  #: None: it waits
    first_outcome: Outcome | None
    reason: Reason | None
    rule: str | None
    reply_why: str | None
    raw_path: str | None
    applications: tuple[ApplicationRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()  #: those of no application
    answers: tuple[AnswerRow, ...] = ()
    about: ApplicationRow | None = None  #: the application that it belongs to, where it is correspondence of one
    quote: str = ""  #: what is behind the reason: where something is, which vacancies are meant
    because: Evidence | None = None  #: the finding that decided, of a mail that may be an agency's
    put_right: bool = False  #: what a person decided about it is in force
    folder: str = ""  #: the mail folder that it is in now, as the server names it; "": it is nowhere we know of
    link: LinkRow | None = None  #: whether its applicant applied before; None: nothing says so

    @property
    def of_whom(self) -> tuple[ApplicationRow, ...]:
        """Its applications, or the one that it belongs to."""
        return self.applications if self.about is None else (self.about,)

    @property
    def sender_address(self) -> str:
        """The address alone of `Name <address>`."""
        return self.sender.rpartition("<")[2].rstrip(">")


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """The sum of a period: received = the first outcomes + waiting."""

    received: int
    outcomes: Mapping[Outcome, int]  #: first outcomes of what was received in the period
    waiting: int
    changes: Mapping[tuple[Outcome, Outcome], int] = field(default_factory=dict)  #: (was, became), made in the period


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenItems:
    """What needs a person, whatever day it came in."""

    mails: tuple[MailRow, ...] = ()  #: in review or failed, still where they were left
    answered: tuple[MailRow, ...] = ()  #: with an answer that is held, uncertain, refused or bounced


@dataclass(frozen=True, kw_only=True, slots=True)
class EnclosedRow:
    """A document that goes with a mail to a reviewer, with what decides whether it still may."""

    message: int
    document: int
    filename: str
    type: str
    problem: Problem | None
    path: str | None
    vacancy: str | None
    applicant: str
    outcome: Outcome | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingRow:
    """So many answers wait for one thing."""

    mailbox: str
    state: ActionState  #: HELD: for a person; PENDING: until a limit lets them go
    why: str | None
    vacancy: str | None
    domain: str  #: whose limit it is; "" where it is none's
    number: int
    until: datetime | None  #: when the last of them is due


@dataclass(frozen=True, kw_only=True, slots=True)
class UnansweredRow:
    """So many applicants for one vacancy had no answer of a person's."""

    mailbox: str
    vacancy: str | None
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CameBy:
    """How many applied by one way."""

    kind: Kind | None  #: of the mail that brought them
    source: str  #: the job board's domain, or the agency's address; "" where nobody stood between, or a colleague
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthRow:
    """The applications of a month for one vacancy, or for none."""

    mailbox: str
    vacancy: str | None
    came_by: tuple[CameBy, ...]
    acknowledged_in: tuple[timedelta, ...]  #: from the mail's arrival to our answer, of each that has one
    answered_in: tuple[timedelta, ...]  #: and to the first reply of a person's


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """A month of the ledger."""

    rows: tuple[MonthRow, ...]
    agencies: Mapping[str, int]  #: mails of agencies, by mailbox
    refused: Mapping[str, int]  #: how many of them were refused by mail


@dataclass(frozen=True, kw_only=True, slots=True)
class PollState:
    """How polling a mailbox goes."""

    mailbox: str
    tried_at: datetime | None
    polled_at: datetime | None  #: the last poll that went well
    problem: str | None
    problem_since: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RaisedAlarm:
    """An alarm that is raised."""

    alarm: Alarm
    since: datetime
    notified_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Breaker:
    """Whether all answers are held because the rate was insane."""

    open: bool
    since: datetime | None
    why: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SentMail:
    """The header of a mail in a Sent folder."""

    mailbox: str
    message_id: str
    refers_to: tuple[str, ...]  #: In-Reply-To and References
    to: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class NewestAnswers:
    """The newest answers of a list, oldest first, and what there is beside them."""

    rows: tuple[AnswerRow, ...]
    more: int  #: older ones that are not among them
    and_beyond: bool  #: there are more than `more`: they were counted so far only


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusCounts:
    """How much there is of what, now."""

    waiting: int
    scans: int  #: of those that wait: until their scans are recognised
    left_alone: int
    review: int  #: mails that need a person to decide, and are still somewhere
    failed: int  #: wherever they are now
    actions: Mapping[tuple[ActionKind, ActionState], int]  #: letters alone: held, uncertain or refused
    bounced: int  #: answers that went out and came back


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovered:
    """What a dead daemon had left, and how it was settled at start."""

    mails: int  #: were in hand: they wait, to be read one at a time
    uncertain: int  #: answers and mails to reviewers that may have gone out
    again: int  #: other actions, to be done again
