"""The shape of rules.yaml: what a user may write, with the defaults that are right for most.

A field's `alias` is the key the user writes where it differs from ours, its `examples` are what a problem about a
missing key shows, and its description goes into the JSON Schema. What spans several sections (unknown ids, addresses
used twice) is `checks`'.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from inbox_bot.core.rules import names, quantities
from inbox_bot.core.rules.section import Listed, Section
from inbox_bot.core.rules.templates import Templates
from inbox_bot.core.rules.user_rules import UserRule

_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_LIST: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}

Text = Annotated[str, BeforeValidator(names.text)]
Email = Annotated[str, BeforeValidator(names.address), WithJsonSchema(_TEXT | {"format": "email"})]
Domain = Annotated[str, BeforeValidator(names.domain)]
AddressOrDomain = Annotated[str, BeforeValidator(names.address_or_domain)]
Language = Annotated[str, BeforeValidator(names.language), WithJsonSchema(_TEXT | {"pattern": "^[A-Za-z]{2}$"})]
TimeZone = Annotated[str, BeforeValidator(names.time_zone)]
Host = Annotated[str, BeforeValidator(names.host)]
VacancyId = Annotated[str, BeforeValidator(names.vacancy_id)]
Duration = Annotated[timedelta, BeforeValidator(quantities.duration), WithJsonSchema(_TEXT | {"examples": ["2 hours"]})]
Size = Annotated[int, BeforeValidator(quantities.size), WithJsonSchema(_TEXT | {"examples": ["40 MB"]})]
Day = Annotated[date, BeforeValidator(quantities.day), WithJsonSchema(_TEXT | {"format": "date"})]
Texts = Listed[Text]
Emails = Listed[Email]
VacancyIds = Listed[Text]
Folder = Annotated[tuple[str, ...] | None, BeforeValidator(names.folder), WithJsonSchema(_TEXT_OR_LIST)]


class Mode(StrEnum):
    """Whether actions on the world are carried out."""

    OBSERVE = "observe"
    LIVE = "live"


class Policy(StrEnum):
    """What becomes of an agency's mail."""

    FLAG = "flag"
    REJECT = "reject"


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # only on loopback


class Secret(Section):
    """Where a secret is found; never the secret itself. Written `env:NAME` or `file:PATH`."""

    source: Literal["env", "file"]
    name: str


def _secret(value: object) -> object:
    reference = names.secret(value)
    return Secret.model_validate(reference) if isinstance(reference, dict) else reference


SecretReference = Annotated[
    Secret, BeforeValidator(_secret), WithJsonSchema(_TEXT | {"pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$"})
]


class Server(Section):
    """One server of a mailbox."""

    usual_ports: ClassVar[dict[Security, int]] = {}

    host: Host = Field(examples=["mail.example.com"])
    port: int = Field(
        0, ge=1, le=65_535, description="left out: the usual one for the security", validate_default=False
    )
    security: Security = Security.TLS
    ca: Text | None = Field(None, description="a PEM file, relative to rules.yaml's folder")
    user: Text | None = None
    password: SecretReference | None = Field(None, description="env:NAME or file:PATH")

    @model_validator(mode="after")
    def _with_its_usual_port(self) -> "Server":
        if not self.port:
            object.__setattr__(self, "port", self.usual_ports.get(self.security, 0))
        return self


class ImapServer(Server):
    """The server that the mailbox is read on. Ports: RFC 8314 §7.1, RFC 9051 §2.1."""

    usual_ports: ClassVar[dict[Security, int]] = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


class SmtpServer(Server):
    """The server that answers are sent by. Ports: RFC 8314 §7.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2."""

    usual_ports: ClassVar[dict[Security, int]] = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


class Company(Section):
    """Who we are."""

    name: Text = Field(examples=["Example Ltd"])
    domains: Listed[Domain] = ()
    timezone: TimeZone = "UTC"
    language: Language = "en"


class Folders(Section):
    """Where mail goes by its outcome: `Filed/{vacancy}` (`{vacancy}` is the vacancy's title) or `stay`."""

    filed: Folder = ("Filed", "{vacancy}")  #: None: stays where it is
    speculative: Folder = ("Filed", "Speculative")
    agency: Folder = ("Agencies",)
    correspondence: Folder = ("Other",)
    duplicate: Folder = ("Other",)
    not_an_application: Folder = ("Other",)
    command: Folder = ("Other",)
    review: Folder = None
    failed: Folder = None


class Mailbox(Section):
    """A mailbox that is looked after."""

    name: Text = "recruitment"
    address: Email = Field(examples=["jobs@example.com"])
    aliases: Emails = ()
    authserv_id: Text | None = Field(None, description="the name our mail server signs Authentication-Results with")
    folders: Texts = ("INBOX",)
    start: Annotated[Literal["now", "all"] | date, BeforeValidator(quantities.start), WithJsonSchema(_TEXT)] = "now"
    largest_bytes: Size = Field(40_000_000, alias="largest", ge=10_000, le=1_000_000_000)
    move_to: Folders = Folders()
    imap: ImapServer = Field(examples=["{host: imap.example.com, user: jobs, password: env:INBOX_BOT_PASSWORD}"])
    smtp: SmtpServer = Field(examples=["{host: smtp.example.com, user: jobs, password: env:INBOX_BOT_PASSWORD}"])
    vacancies: VacancyIds = Field((), description="ids; empty: all")
    reviewers: Emails = Field((), description="addresses; empty: all")


class Vacancy(Section):
    """A position that is advertised."""

    id: VacancyId = Field(examples=["data-engineer"])
    title: Text = Field(examples=["Data engineer"])
    aliases: Texts = ()
    keywords: Texts = ()
    description: str = ""
    location: str = ""
    positions: int = Field(1, ge=1, le=10_000)
    open: bool = True
    closes: Day | None = Field(None, description="the last day of applications")
    address: Email | None = None
    reference: Text | None = None

    def is_open(self, on: date) -> bool:
        """Whether applications are taken on this day (in the company's time zone)."""
        return self.open and (self.closes is None or on <= self.closes)


class Agencies(Section):
    """How recruitment agencies are treated. Entries are addresses or domains."""

    policy: Policy = Policy.FLAG
    approved: Listed[AddressOrDomain] = ()
    blocked: Listed[AddressOrDomain] = ()
    never: Listed[AddressOrDomain] = ()


class Limits(Section):
    """How many answers may go out."""

    per_minute: int = Field(30, ge=1, le=10_000)
    per_hour: int = Field(500, ge=1, le=100_000)


class Answers(Section):
    """How applicants are answered."""

    from_: Annotated[str, BeforeValidator(names.name_and_address)] = Field(
        "", alias="from", description="a name, or Name <address>; empty: the company's name"
    )
    bounce_address: Email | None = Field(None, description="envelope sender; empty: the null sender (RFC 5230 §5.1)")
    delay: Duration = timedelta(0)
    languages: Listed[Language] = Field(
        (), description="languages that are answered in; empty: all that have templates"
    )
    templates: Text = Field("./templates", description="the folder, relative to rules.yaml's")
    limits: Limits = Limits()

    @property
    def from_name(self) -> str:
        """The display name of our answers; "" stands for the company's name."""
        return self.from_.partition("<")[0].strip() if self.from_.endswith(">") else self.from_

    @property
    def from_address(self) -> str | None:
        """The address that our answers are sent from; None stands for the mailbox's."""
        return self.from_.rpartition("<")[2][:-1] if self.from_.endswith(">") else None


class ReadingSettings(Section):
    """How documents are read."""

    cage: Literal["as_offered", "required"] = "as_offered"


class Filing(Section):
    """Where applications are filed."""

    to: Text = Field("./applications", description="a folder, relative to rules.yaml's")


class DigestTime(Section):
    """When a reviewer gets the digest."""

    at: Annotated[time, BeforeValidator(quantities.time_of_day), WithJsonSchema(_TEXT)] = time(8, 0)
    on: Annotated[frozenset[int], BeforeValidator(quantities.weekdays), WithJsonSchema(_TEXT_OR_LIST)] = frozenset(
        {0, 1, 2, 3, 4}
    )  #: weekdays, Monday is 0; written "mon-fri"


class Reviewer(Section):
    """Who gets the digest."""

    email: Email = Field(examples=["jane@example.com"])
    vacancies: VacancyIds = Field((), description="ids; empty: all")
    language: Language = "en"
    digest: DigestTime = DigestTime()


class Keep(Section):
    """How long things are kept."""

    filed: Annotated[str, BeforeValidator(quantities.kept_after)] = "12 months after closing"
    agency: Duration = timedelta(days=30)
    raw: Duration = timedelta(days=30)


class Alarm(Section):
    """When silence is an alarm."""

    after: Duration = timedelta(hours=2)


class RulesFile(Section):
    """rules.yaml as a whole."""

    mode: Mode = Mode.OBSERVE
    company: Company = Field(examples=["{name: Example Ltd}"])
    mailbox: Mailbox | None = None
    mailboxes: tuple[Mailbox, ...] = ()
    vacancies: tuple[Vacancy, ...] = Field(examples=["[{id: data-engineer, title: Data engineer}]"])
    agencies: Agencies = Agencies()
    rules: tuple[UserRule, ...] = ()
    answers: Answers = Answers()
    reading: ReadingSettings = ReadingSettings()
    filing: Filing = Filing()
    ledger: Text = Field("./ledger.db", description="a file, or a PostgreSQL URL")
    reviewers: tuple[Reviewer, ...] = Field(examples=["[{email: jane@example.com}]"])
    keep: Keep = Keep()
    alarm: Alarm = Alarm()


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What rules.yaml says, proven and compiled: what every other room is given."""

    mode: Mode
    company: Company
    mailboxes: tuple[Mailbox, ...]
    vacancies: tuple[Vacancy, ...]
    agencies: Agencies
    rules: tuple[UserRule, ...]
    answers: Answers
    reading: ReadingSettings
    filing: Filing
    ledger: str
    reviewers: tuple[Reviewer, ...]
    keep: Keep
    alarm: Alarm
    templates: Templates = field(repr=False)

    def mailbox(self, name: str) -> Mailbox:
        """The mailbox of this name. Raises KeyError where there is none."""
        for mailbox in self.mailboxes:
            if mailbox.name == name:
                return mailbox
        raise KeyError(name)

    def vacancy(self, id: str) -> Vacancy | None:
        """The vacancy with this id; None where there is none."""
        return next((vacancy for vacancy in self.vacancies if vacancy.id == id), None)

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
        ours |= {self.answers.from_address, self.answers.bounce_address}
        return frozenset(address.lower() for address in ours if address)
