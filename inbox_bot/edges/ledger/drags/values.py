"""What the shelf of moves hands out."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.message.values import Location
from inbox_bot.core.review.moves import DragState, Question
from inbox_bot.core.words import Kind, Outcome, Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownMail:
    """A mail of the ledger's that one in the mailbox may be."""

    id: int
    raw_hash: str
    message_id: str | None
    fingerprint: str | None
    outcome: Outcome | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Drag:
    """A mail that was met in another folder than before, with what the ledger knows of it."""

    id: int
    message: int
    mailbox: str
    raw_hash: str
    message_id: str | None
    location: Location  #: where it was met
    was: str | None  #: the folder that the ledger last had it in
    elsewhere: tuple[Location, ...]  #: where else it is, as far as we know
    received_at: datetime
    seen_at: datetime
    state: DragState
    question: Question | None
    kind: Kind | None
    outcome: Outcome | None  #: None: it waits to be read
    reason: Reason | None
    vacancy: str | None  #: of its first application
    has_cv: bool
    belongs: bool  #: to an application, without being one
    had_letter: bool  #: its sender had a letter of ours
    agency_sign: bool  #: it is an agency's by what was judged of it or of its sender
    undoes: int | None  #: the drag that this one takes back: it is where it was before that
    undoes_of: datetime | None  #: when that one was noticed
    decided_lately: int  #: drags of it that decided something within the last hour


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingLetter:
    """An answer that waits until its mail was looked at once more."""

    action: int
    mailbox: str
    raw_hash: str
    planned_at: datetime
    location: Location | None  #: where its mail is; None: nowhere that we know of
    asked_first: bool  #: it is held for a person instead
