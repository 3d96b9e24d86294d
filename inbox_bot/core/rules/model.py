"""The shape of rules.yaml: what a user may write, with the defaults that are right for most.

A field's `alias` is the key the user writes where it differs from ours, its `examples` are what a problem about a
missing key shows, and its description goes into the JSON Schema. What spans several sections (unknown ids, addresses
used twice) is `checks`'.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, model_validator

from inbox_bot.core.rules.agencies.settings import AgenciesSettings as AgenciesSettings
from inbox_bot.core.rules.agencies.settings import ApprovedAgency as ApprovedAgency
from inbox_bot.core.rules.agencies.settings import Policy as Policy
from inbox_bot.core.rules.alarm import AlarmSettings as AlarmSettings
from inbox_bot.core.rules.filing import FilingSettings as FilingSettings
from inbox_bot.core.rules.hooks import HookSettings
from inbox_bot.core.rules.keep import KeepSettings as KeepSettings
from inbox_bot.core.rules.section import Listed, Section
from inbox_bot.core.rules.servers import ImapServer, SmtpServer
from inbox_bot.core.rules.servers import Secret as Secret
from inbox_bot.core.rules.servers import Security as Security
from inbox_bot.core.rules.servers import ServerSettings as ServerSettings
from inbox_bot.core.rules.sign_in.settings import Flow as Flow
from inbox_bot.core.rules.sign_in.settings import Provider as Provider
from inbox_bot.core.rules.sign_in.settings import SignInSettings as SignInSettings
from inbox_bot.core.rules.sign_in.settings import WayOut as WayOut
from inbox_bot.core.rules.templates.compiled import Templates
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.rules.written import fields
from inbox_bot.core.rules.written.names import JUNK
from inbox_bot.core.wording import ENGLISH_ALONE, Wordings


class Mode(StrEnum):
    """Whether actions on the world are carried out."""

    OBSERVE = "observe"
    LIVE = "live"


class Quiet(StrEnum):
    """What a reviewer gets on a day on which nothing came in and nothing waits."""

    SEND = "send"
    SKIP = "skip"


class Follow(StrEnum):
    """How often the careers page is read."""

    DAILY = "daily"
    NEVER = "never"


class Documents(StrEnum):
    """Whether a reviewer gets the original documents of applications."""

    NONE = "none"
    ATTACHED = "attached"
    AT_ONCE = "at_once"


class CompanySettings(Section):
    """Who we are."""

    name: fields.Text = Field(examples=["Example Ltd"])
    domains: Listed[fields.Domain] = ()
    timezone: fields.TimeZone = "UTC"
    language: fields.Language = "en"
    privacy: fields.WebPage | None = Field(
        None,
        description="the page on which applicants read how their data are handled",
        examples=["https://example.com/privacy"],
    )
    holidays: fields.Region | None = Field(
        None, description="whose public holidays the office is closed on, like DE-BY", examples=["DE-BY"]
    )
    colour: fields.Colour | None = Field(
        None, description="a line of it is on top of each letter", examples=['"#1c5a36"']
    )


class FoldersSettings(Section):
    """Where mail goes by its outcome: `Filed/{vacancy}` (`{vacancy}` is the vacancy's title) or `stay`."""

    filed: fields.Folder = ("Filed", "{vacancy}")  #: None: stays where it is
    speculative: fields.Folder = ("Filed", "Speculative")
    agency: fields.Folder = ("Agencies",)
    refuse: fields.Folder = (
        "Agencies",
        "Refuse",
    )  #: a mail that a person puts there is refused; none goes there by itself
    correspondence: fields.Folder = ("Other",)
    duplicate: fields.Folder = ("Other",)
    not_an_application: fields.Folder = ("Other",)
    command: fields.Folder = ("Other",)
    review: fields.Folder = None
    failed: fields.Folder = None


class MailboxSettings(Section):
    """A mailbox that is looked after."""

    name: fields.Text = "recruitment"
    address: fields.Email = Field(examples=["jobs@example.com"])
    aliases: fields.Emails = ()
    authserv_id: fields.Text | None = Field(
        None, description="the name our mail server signs Authentication-Results with"
    )
    folders: fields.Texts = Field(
        ("INBOX",), description="a server's name for a folder, or \\Junk for the one that it marks so (RFC 6154)"
    )
    start: fields.Start = "now"
    largest_bytes: fields.Size = Field(40_000_000, alias="largest", ge=10_000, le=1_000_000_000)
    move_to: FoldersSettings = FoldersSettings()
    imap: ImapServer = Field(examples=["{host: imap.example.com, user: jobs, password: env:INBOX_BOT_PASSWORD}"])
    smtp: SmtpServer = Field(examples=["{host: smtp.example.com, user: jobs, password: env:INBOX_BOT_PASSWORD}"])
    signin: SignInSettings | None = Field(None, description="where tokens come from, instead of passwords")
    vacancies: fields.VacancyIds = Field((), description="ids; empty: all")
    reviewers: fields.Emails = Field((), description="addresses; empty: all")
    templates: fields.Text | None = Field(
        None, description="a folder of texts for this mailbox alone, relative to rules.yaml's; over answers.templates"
    )

    _reads_junk: bool = PrivateAttr(default=False)

    @model_validator(mode="after")
    def _with_junk_apart(self) -> "MailboxSettings":
        if junk := [folder for folder in self.folders if folder.lower() == JUNK]:
            object.__setattr__(self, "folders", tuple(each for each in self.folders if each not in junk))
            self._reads_junk = True
        return self

    @property
    def reads_junk(self) -> bool:
        """Whether applications are looked for in the folder that the server marks for junk; it is none of `folders`."""
        return self._reads_junk

    def user_at(self, server: ServerSettings) -> str | None:
        """Who logs in to one of the two servers; None where nobody does."""
        return server.user or (self.address if self.is_signed_in_to(server) else None)

    def is_signed_in_to(self, server: ServerSettings) -> bool:
        """Whether a token is shown there, and no password."""
        return self.signin is not None and server.password is None


class Vacancy(Section):
    """A position that is advertised."""

    id: fields.VacancyId = Field(examples=["data-engineer"])
    title: fields.Text = Field(examples=["Data engineer"])
    aliases: fields.Texts = ()
    keywords: fields.Texts = ()
    description: str = ""
    location: str = ""
    positions: int = Field(1, ge=1, le=10_000)
    open: bool = True
    closes: fields.Day | None = Field(None, description="the last day of applications")
    address: fields.Email | None = None
    reference: fields.Text | None = None

    def is_open(self, on: date) -> bool:
        """Whether applications are taken on this day (in the company's time zone)."""
        return self.open and (self.closes is None or on <= self.closes)


class CareersSettings(Section):
    """The page that the vacancies are advertised on."""

    page: fields.WebPage = Field(examples=["https://www.example.com/careers"])
    follow: Follow = Field(Follow.DAILY, description="a change on it is shown in the digest, and taken over by a word")
    ca: fields.Text | None = Field(None, description="a PEM file, relative to rules.yaml's folder")


class LimitsSettings(Section):
    """How many answers may go out."""

    per_minute: int = Field(30, ge=1, le=10_000)
    per_hour: int = Field(500, ge=1, le=100_000)
    per_domain: int = Field(20, ge=1, le=50, description="an hour, to one domain that is no public provider's")
    exempt: fields.Domains = Field(
        (), description="domains to which `per_domain` does not apply, and those below them: a university's"
    )


class OfficeHours(Section):
    """When somebody is in the office, in the company's time zone."""

    from_: fields.TimeOfDay = Field(time(9, 0), alias="from")
    until: fields.TimeOfDay = time(17, 0)
    on: fields.Weekdays = frozenset({0, 1, 2, 3, 4})


class AnswersSettings(Section):
    """How applicants are answered."""

    from_: fields.NameAndAddress = Field(
        "", alias="from", description="a name, or Name <address>; empty: the company's name"
    )
    envelope: fields.Email | None = Field(None, description="envelope sender; null: the null sender (RFC 5230 §5.1)")
    delay: fields.Duration = timedelta(0)
    office_hours: OfficeHours | None = Field(None, description="answers go out within them only; left out: at any time")
    languages: Listed[fields.Language] = Field(
        (), description="languages that are answered in; empty: all that have templates"
    )
    templates: fields.Text = Field("./templates", description="the folder, relative to rules.yaml's")
    signature: fields.Lines | None = Field(None, description="below each letter, in place of the company's name")
    reply_within: fields.Text | None = Field(
        None,
        description="when applicants hear from a person; without it no letter speaks of time",
        examples=["two weeks"],
    )
    contact_name: fields.Text | None = Field(None, description="whom applicants may turn to")
    values: dict[fields.ValueName, fields.Text] = Field(
        default_factory=dict, description="of your own, for your own templates: {{ values.office_hours }}"
    )
    limits: LimitsSettings = LimitsSettings()
    remind: fields.Duration | None = Field(
        None, description="how long after we asked for a CV its sender is reminded, once; left out: nobody is"
    )
    unanswered_after: fields.Duration = Field(
        timedelta(days=10), description="how long an applicant waits for a person before the digest says so"
    )

    @property
    def from_name(self) -> str:
        """The display name of our answers; "" stands for the company's name."""
        return self.from_.partition("<")[0].strip() if self.from_.endswith(">") else self.from_

    @property
    def from_address(self) -> str | None:
        """The address that our answers are sent from; None stands for the mailbox's."""
        return self.from_.rpartition("<")[2][:-1] if self.from_.endswith(">") else None


class OcrSettings(Section):
    """How the text of scans and photos is recognised, where the extra `ocr` is installed."""

    enabled: bool = Field(True, description="whether it is; without it a scan is a picture that a person reads")
    data: fields.Text | None = Field(
        None,
        description="a folder with data of further languages (*.traineddata), relative to rules.yaml's",
        examples=["/usr/share/tesseract-ocr/5/tessdata"],
    )


class ReadingSettings(Section):
    """How documents are read."""

    cage: Literal["as_offered", "required"] = "as_offered"
    antivirus: fields.ScannerPlace | None = Field(
        None, description="ClamAV's daemon, asked about each mail before it is read: unix:/path, or tcp:host:port"
    )
    ocr: OcrSettings = OcrSettings()


class DigestTime(Section):
    """When a reviewer gets the digest."""

    at: fields.TimeOfDay = time(8, 0)
    on: fields.Weekdays = frozenset({0, 1, 2, 3, 4})  #: weekdays, Monday is 0; written "mon-fri"
    quiet: Quiet | None = Field(
        None, description="on a quiet day; left out: skip for a reviewer of some vacancies, else send"
    )


class Reviewer(Section):
    """Who gets the digest."""

    email: fields.Email = Field(examples=["jane@example.com"])
    vacancies: fields.VacancyIds = Field((), description="ids; empty: all")
    language: fields.Language = "en"
    documents: Documents = Field(
        Documents.NONE, description="of applications for these vacancies: with the digest, or as soon as they are filed"
    )
    digest: DigestTime = DigestTime()

    @property
    def is_told_of_quiet_days(self) -> bool:
        """Whether a digest comes also where there is nothing to tell, so that one that is missing means something."""
        if self.digest.quiet is None:
            return not self.vacancies
        return self.digest.quiet is not Quiet.SKIP


class PartFile(Section):
    """A part of the rules, beside rules.yaml: mailboxes with their vacancies and reviewers."""

    mailbox: MailboxSettings | None = None
    mailboxes: tuple[MailboxSettings, ...] = ()
    vacancies: tuple[Vacancy, ...] = Field((), description="left out: those of rules.yaml")
    reviewers: tuple[Reviewer, ...] = Field((), description="left out: those of rules.yaml")


class RulesFile(Section):
    """rules.yaml as a whole."""

    mode: Mode = Mode.OBSERVE
    company: CompanySettings = Field(examples=["{name: Example Ltd}"])
    mailbox: MailboxSettings | None = None
    mailboxes: tuple[MailboxSettings, ...] = ()
    vacancies: tuple[Vacancy, ...] = Field(examples=["[{id: data-engineer, title: Data engineer}]"])
    careers: CareersSettings | None = None
    agencies: AgenciesSettings = AgenciesSettings()
    rules: tuple[UserRule, ...] = ()
    answers: AnswersSettings = AnswersSettings()
    reading: ReadingSettings = ReadingSettings()
    filing: FilingSettings = FilingSettings()
    ledger: fields.Text = Field("./ledger.db", description="a file, or a PostgreSQL URL")
    reviewers: tuple[Reviewer, ...] = Field(examples=["[{email: jane@example.com}]"])
    keep: KeepSettings | None = None
    alarm: AlarmSettings = AlarmSettings()
    hooks: tuple[HookSettings, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What rules.yaml says, proven and compiled: what every other room is given."""

    mode: Mode
    company: CompanySettings
    mailboxes: tuple[MailboxSettings, ...]
    vacancies: tuple[Vacancy, ...]
    agencies: AgenciesSettings
    rules: tuple[UserRule, ...]
    answers: AnswersSettings
    reading: ReadingSettings
    filing: FilingSettings
    ledger: str
    reviewers: tuple[Reviewer, ...]
    keep: KeepSettings | None
    alarm: AlarmSettings
    templates: Templates = field(repr=False)
    wordings: Wordings = field(default=ENGLISH_ALONE, repr=False)  #: what people of ours read
    careers: CareersSettings | None = None
    hooks: tuple[HookSettings, ...] = ()
    own_templates: Mapping[str, Templates] = field(default_factory=dict, repr=False)  #: of a mailbox, by its name

    def templates_of(self, mailbox_name: str) -> Templates:
        """What letters of a mailbox are written with: its own templates, with everybody's below."""
        return self.own_templates.get(mailbox_name, self.templates)

    def mailbox(self, name: str) -> MailboxSettings:
        """The mailbox of this name. Raises KeyError where there is none."""
        for mailbox in self.mailboxes:
            if mailbox.name == name:
                return mailbox
        raise KeyError(name)

    @property
    def page_followed(self) -> str | None:
        """The careers page that is read once a day; None where none is."""
        return self.careers.page if self.careers is not None and self.careers.follow is Follow.DAILY else None

    def vacancy(self, id: str) -> Vacancy | None:
        """The vacancy with this id; None where there is none."""
        return next((vacancy for vacancy in self.vacancies if vacancy.id == id), None)

    def titles(self) -> dict[str, str]:
        """The titles of the vacancies, by their ids."""
        return {vacancy.id: vacancy.title for vacancy in self.vacancies}

    def midnight(self, day: date) -> datetime:
        """When a day begins in the company's time zone; in UTC."""
        return datetime.combine(day, time(), ZoneInfo(self.company.timezone)).astimezone(UTC)

    def vacancies_of(self, mailbox_name: str) -> tuple[Vacancy, ...]:
        """The vacancies that a mailbox takes applications for. Raises KeyError where there is no such mailbox."""
        wanted = self.mailbox(mailbox_name).vacancies
        return tuple(vacancy for vacancy in self.vacancies if not wanted or vacancy.id in wanted)

    def reviewers_of(self, mailbox_name: str) -> tuple[Reviewer, ...]:
        """Who gets the digest of a mailbox. Raises KeyError where there is no such mailbox."""
        wanted = {address.lower() for address in self.mailbox(mailbox_name).reviewers}
        return tuple(reviewer for reviewer in self.reviewers if not wanted or reviewer.email.lower() in wanted)

    def own_addresses(self) -> frozenset[str]:
        """Every address that is ours, in lower case with A-label domains: what comes from one is never answered."""
        ours = {vacancy.address for vacancy in self.vacancies}
        ours |= {address for mailbox in self.mailboxes for address in (mailbox.address, *mailbox.aliases)}
        ours |= {self.answers.from_address, self.answers.envelope}
        return frozenset(address.lower() for address in ours if address)
