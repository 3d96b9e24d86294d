"""What the shelf of questions whether somebody may be kept gives back."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.reply.keeping import QuestionState


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionRow:
    """Somebody who is asked, or is to be."""

    mail: int  #: the number of the mail over which they are asked
    person: str  #: by whom the ledger knows them
    vacancy: str | None
    mailbox: str
    state: QuestionState
    why: str | None  #: why nobody is asked, by its word
    noted_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptLonger:
    """Somebody who said yes, by a mail of theirs or as a person says."""

    mail: int  #: the number of the mail that says it
    question: int
    at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionSums:
    """How many questions stand where."""

    waiting: int  #: to be asked
    unanswered: int  #: asked, and waited for
    agreed: int  #: kept longer now
