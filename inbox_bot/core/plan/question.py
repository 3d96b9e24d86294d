"""What the outcome of a mail is decided on, and how the decision looks."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from inbox_bot.core.judgement.verdict import ApplicationFinding, Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.values import History
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Rules, Vacancy
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
    source: str | None = None  #: an approved agency, or the colleague who forwarded it


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What the outcome is decided on. The verdict is as the user's rule left it."""

    reading: Reading
    verdict: Verdict
    rules: Rules
    history: History

    @property
    def vacancy(self) -> Vacancy | None:
        """The vacancy of the first application."""
        return self.rules.vacancy(self.verdict.vacancy.id) if self.verdict.vacancy.id else None

    @property
    def sender(self) -> str:
        """The sender's canonical address; "" where there is none."""
        sender = self.reading.message.sender
        return canonical(sender.address) if sender else ""

    def offers(self, template: Template) -> bool:
        """Whether such a template is there, in a language that may be used."""
        return is_offered(self.rules, template, self.verdict.applicant.language, self.verdict.vacancy.id)

    def is_open(self, vacancy: Vacancy) -> bool:
        """Whether the vacancy took applications on the day the mail arrived, in the company's time zone."""
        arrived = self.reading.received_at.astimezone(ZoneInfo(self.rules.company.timezone))
        return vacancy.is_open(arrived.date())


def is_offered(rules: Rules, template: Template, language: str, vacancy: str | None) -> bool:
    """Whether the template is there in the language, in the company's, or in English."""
    asked = (language,) if language in rules.answers.languages else ()
    languages = (*asked, rules.company.language, "en")
    return any(rules.templates.has(template, candidate, vacancy) for candidate in languages)
