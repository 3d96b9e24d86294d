"""What is on record of applicants whom a person turns down."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.review.declining import ApplicantState, DecliningState
from inbox_bot.core.words import ActionState


@dataclass(frozen=True, kw_only=True, slots=True)
class DecliningRow:
    """Applicants whom a person turns down: a vacancy's, or one mail's."""

    id: int
    vacancy: str | None
    message: int | None  #: the number of the one mail; None: it is about a vacancy
    by: str
    state: DecliningState
    why: str | None
    asked_at: datetime
    confirmed_at: datetime | None
    begins_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclinedRow:
    """One of them."""

    declining: int
    person: str
    vacancy: str | None
    mailbox: str
    message: int  #: the number of the mail that they wrote last when they were listed
    state: ApplicantState
    why: str | None
    letter: ActionState | None  #: what became of their letter; None: none was planned
    letter_why: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Somebody who was listed, to be kept on record."""

    person: str
    vacancy: str | None
    mailbox: str
    message: int
    kept: bool = False
