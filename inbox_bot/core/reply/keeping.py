"""The question whether an applicant may be kept longer, and what came of it: what a plan for a mail goes by.

Somebody is asked over one of their mails, once. Whoever answers with a plain yes agrees by that very mail; a person
may decide of any letter of theirs what it says to the question.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Word


class QuestionState(Word):
    """Where the question to somebody stands."""

    WAITING = "waiting", "It is to be asked."
    ASKED = "asked", "It was asked, and is not answered."
    SPARED = "spared", "Nobody is asked; `why` says what speaks against it."


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepQuestion:
    """That somebody was asked, as far as it bears on one of their mails."""

    mail: int  #: the number of the mail over which they were asked
    correspondent: str  #: the canonical address that was asked
    languages: frozenset[str]  #: in which they applied (ISO 639-1)
    is_answered: bool  #: by the mail at hand: it names the letter in In-Reply-To or References
    said: bool | None  #: what another of their mails said to it, the last one: a yes or a no; None: none has said so


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """What a mail says to the question."""

    question: int  #: the number of the mail over which it was asked
    agrees: bool
    until: datetime | None = None  #: how long its writer is kept; None where they don't agree


def kept_until(said_at: datetime, rules: Rules) -> datetime:
    """How long whoever said yes at a moment is kept: to the end of that day so long after, where the company is."""
    zone = ZoneInfo(rules.company.timezone)
    said_on: date = said_at.astimezone(zone).date()
    last = (rules.keep or KeepSettings()).agreed_for.after(said_on)
    return datetime.combine(last + timedelta(days=1), time(), zone)
