"""What was settled about a mail: its outcome, and the answer that goes with it."""

from dataclasses import dataclass

from inbox_bot.core.judgement.verdict import ApplicationFinding, EarlierApplication
from inbox_bot.core.reply.keeping import Consent
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import Outcome, Reason, Template


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """The outcome, and the answer that goes with it."""

    outcome: Outcome
    reason: Reason | None = None
    template: Template | None = None  #: None: such mail is not answered
    hold: Hold | None = None  #: what holds the answer back, whatever the mail's headers say
    vacancy: str | None = None  #: that the answer speaks of
    applications: tuple[ApplicationFinding, ...] = ()  #: to be filed
    left_out: frozenset[int] = frozenset()  #: those of them that a person took out, by their index
    source: str | None = None  #: an approved agency, or the colleague who forwarded it
    about: EarlierApplication | None = None  #: the application whose correspondence it is
    consent: Consent | None = None  #: what it says to the question whether its writer may be kept longer


def has_applications(settled: Settled) -> bool:
    """Whether an application is filed, by which an applicant's letter stands."""
    return len(settled.applications) > len(settled.left_out)
