"""How long things are kept: `keep` in rules.yaml. What it doesn't name stays.

A country's preset is what is usual there after an application was refused, and how long an agency may sue for a fee; it
counts for what is not written besides. None of them is advice: a company that has reasons of its own writes its own
times.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.written import fields
from inbox_bot.core.rules.written.quantities import Span, span
from inbox_bot.core.wording import Sentence

AFTER_CLOSING = " after closing"
ANSWERED = Span(months=12)  # where a country is named: longer than a server keeps Trash, and backups of mail are kept
AGREED = Span(months=12)  # where rules.yaml says nothing else; Autoriteit Persoonsgegevens: a year where they agree


class Country(StrEnum):
    """Whose usual times are meant."""

    DE = "de"
    AT = "at"
    UK = "uk"
    FR = "fr"
    NL = "nl"


class GoneFromMailbox(StrEnum):
    """What is done with mails in their mailbox."""

    TRASH = "trash"
    EXPUNGE = "expunge"


@dataclass(frozen=True, kw_only=True, slots=True)
class Usual:
    """What is usual in a country, and where that comes from."""

    filed: Span
    speculative: Span
    why: Sentence  #: what so long is for
    source: str
    introductions: Span  #: a year in which an introduction usually counts, and the time in which a fee may be sued for
    limitation: str  #: where the latter comes from


#: Sources: the laws' time limits for a claim after a refusal, with what reaching a court may take; authorities' pages.
USUAL: Mapping[Country, Usual] = {
    Country.DE: Usual(
        filed=Span(months=6),
        speculative=Span(months=6),
        why=Sentence("for a claim after a refusal: two months to make it, three to sue, and the post"),
        source="AGG § 15 (4), ArbGG § 61b (1)",
        introductions=Span(months=60),  # three years, from the end of the year
        limitation="BGB § 195, § 199 (1)",
    ),
    Country.AT: Usual(
        filed=Span(months=7),
        speculative=Span(months=7),
        why=Sentence("for a claim after a refusal: six months to sue, and one for the court's letter to arrive"),
        source="GlBG § 15 (1), § 29 (1); DSB 27.8.2018, DSB-D123.085/0003-DSB/2018",
        introductions=Span(months=48),
        limitation="ABGB § 1486",
    ),
    Country.UK: Usual(
        filed=Span(months=6),
        speculative=Span(months=6),
        why=Sentence("for a claim after a refusal: three months, longer by conciliation or where a tribunal allows it"),
        source="Equality Act 2010, s. 123 (1), s. 140B",
        introductions=Span(months=84),
        limitation="Limitation Act 1980, s. 5",
    ),
    Country.FR: Usual(
        filed=Span(months=24),
        speculative=Span(months=24),
        why=Sentence("to come back to a candidate who was told so, at most two years after the last contact"),
        source="CNIL, guide du recrutement (2023)",
        introductions=Span(months=72),
        limitation="Code civil, art. 2224; Code de commerce, art. L110-4",
    ),
    Country.NL: Usual(
        filed=Span(days=28),
        speculative=Span(days=28),
        why=Sentence("to end the procedure; a year where the applicant agrees"),
        source="Autoriteit Persoonsgegevens; NVP Sollicitatiecode",
        introductions=Span(months=72),
        limitation="BW art. 3:307",
    ),
}


class KeepSettings(Section):
    """How long things are kept. What has no time here, of its own or by the country's, is never deleted."""

    country: Country | None = Field(None, description="its usual times count for what is not written here")
    filed: fields.KeptAfter | None = Field(None, description="applications, from the day their vacancy closes")
    speculative: fields.Span | None = Field(None, description="applications for no vacancy, from the last mail")
    agency: fields.Span | None = Field(None, description="what agencies sent")
    not_an_application: fields.Span | None = Field(None, description="mails that have to do with no application")
    raw: fields.Span | None = Field(None, description="copies on disk of mails that belong to no application")
    introductions: fields.Span | None = Field(
        None, description="what is on record of an introduction once the agency's mail is erased, from its arrival"
    )
    answered: fields.Span | None = Field(
        None, description="the keyed hash that says that a mail was answered, from the day it was erased"
    )
    disputed: fields.Span = Field(
        Span(months=36),
        description="what is in dispute with an agency stays at most so long after the later of the two mails came",
    )
    ask: fields.AskedBefore | None = Field(
        None, description="so long before it goes an applicant is asked once whether to be kept for other vacancies"
    )
    agreed: fields.AgreedFor | None = Field(None, description="how long whoever says yes is kept from then on")
    mailbox: GoneFromMailbox = Field(GoneFromMailbox.TRASH, description="mails are moved to Trash, or deleted for good")

    @property
    def filed_for(self) -> Span | None:
        """How long after its vacancy has closed an application is kept; None: for ever."""
        if self.filed is not None:
            found = span(self.filed.removesuffix(AFTER_CLOSING))
            return found if isinstance(found, Span) else None
        return USUAL[self.country].filed if self.country is not None else None

    @property
    def speculative_for(self) -> Span | None:
        """How long after the person's last mail one for no vacancy is kept; None: for ever."""
        if self.speculative is not None:
            return self.speculative
        return USUAL[self.country].speculative if self.country is not None else None

    @property
    def introductions_for(self) -> Span | None:
        """How long after an agency's mail came it is on record whom it introduced; None: for ever."""
        if self.introductions is not None:
            return self.introductions
        return USUAL[self.country].introductions if self.country is not None else None

    @property
    def answered_for(self) -> Span | None:
        """How long after a mail was erased it is known that it was answered; None: for ever."""
        if self.answered is not None:
            return self.answered
        return ANSWERED if self.country is not None else None

    @property
    def agreed_for(self) -> Span:
        """How long whoever says yes is kept, from the day of that."""
        return self.agreed or AGREED

    def times(self) -> Mapping[str, Span | None]:
        """The time of each key, written or by the country, in the order of rules.yaml; None: for ever."""
        return {
            "filed": self.filed_for,
            "speculative": self.speculative_for,
            "agency": self.agency,
            "not_an_application": self.not_an_application,
            "raw": self.raw,
            "introductions": self.introductions_for,
            "answered": self.answered_for,
        }

    def named(self) -> tuple[str, ...]:
        """The keys that have a time."""
        return tuple(key for key, kept in self.times().items() if kept is not None)
