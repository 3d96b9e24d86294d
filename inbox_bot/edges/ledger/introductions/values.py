"""What the shelf of introductions hands out."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.introduction.meetings import Sameness
from inbox_bot.core.introduction.values import Terms
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.words import ActionState, Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusalRow:
    """A refusal, and what became of it."""

    action: int
    state: ActionState
    why: str | None
    to: str
    message_id: str
    letter: str  #: as it went to the server, header and all; "": it never went, or a version that kept none sent it
    reply: str  #: what the server said, as one line
    planned_at: datetime
    tried_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class IntroductionRow:
    """An agency presenting a candidate."""

    message: int  #: the number of its mail
    number: int  #: which of the mail's candidates, from 0
    mailbox: str
    agency: str
    domain: str
    firm: str
    consultant: str
    vacancy: str | None
    received_at: datetime
    listed: str  #: the entry of `agencies.approved` that named it then; "": none did
    known_by: tuple[KeyKind, ...]  #: what is known of the candidate; none: nobody could be told
    terms: Terms
    outcome: Outcome | None
    refusals: tuple[RefusalRow, ...] = ()

    @property
    def shown(self) -> str:
        """The firm, as it signs, else its domain."""
        return self.firm or self.domain

    @property
    def refused(self) -> RefusalRow | None:
        """The refusal that a server took, or may have taken; the last one where several did."""
        sent = [each for each in self.refusals if each.state in (ActionState.DONE, ActionState.UNCERTAIN)]
        return sent[-1] if sent else None


@dataclass(frozen=True, kw_only=True, slots=True)
class PapersRow:
    """A document of an agency's mail."""

    filename: str
    type: str
    sha256: str
    path: str | None  #: where it is filed; None: nowhere


@dataclass(frozen=True, kw_only=True, slots=True)
class MailOnRecord:
    """All that is on record of an agency's mail, whether or not the mail is anywhere still."""

    message: int
    mailbox: str
    raw_hash: str
    size_bytes: int
    message_id: str | None
    received_line: str
    header: tuple[str, ...]
    introductions: tuple[IntroductionRow, ...]
    papers: tuple[PapersRow, ...]
    filed: int  #: applications that were made of it
    enclosed: int  #: of its documents, how often one went to a reviewer


@dataclass(frozen=True, kw_only=True, slots=True)
class AppliedRow:
    """Somebody who applied directly."""

    message: int
    mailbox: str
    name: str | None
    vacancy: str | None
    received_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A candidate whom an agency presented is known otherwise, too: by an application, or by another agency."""

    introduced: IntroductionRow
    met: AppliedRow | IntroductionRow
    sameness: Sameness
