"""The shape of rules.yaml: what a user may write, with the defaults that are right for most."""

from datetime import date, time, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A mapping in rules.yaml: frozen, and unknown keys are problems."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Server(Section):
    """One server of a mailbox."""

    host: str
    port: int
    security: Security = Security.TLS
    ca: str | None = None  #: a PEM file, relative to rules.yaml's folder
    user: str | None = None
    password: Secret | None = None


class Company(Section):
    """Who we are."""

    name: str
    domains: tuple[str, ...] = ()
    timezone: str = "UTC"
    language: str = "en"


class Folders(Section):
    """Where mail goes by its outcome: lists of folder name parts, `{vacancy}` stands for the vacancy's title."""

    filed: tuple[str, ...] | None = ("Filed", "{vacancy}")  #: None: stays where it is
    speculative: tuple[str, ...] | None = ("Filed", "Speculative")
    agency: tuple[str, ...] | None = ("Agencies",)
    correspondence: tuple[str, ...] | None = ("Other",)
    duplicate: tuple[str, ...] | None = ("Other",)
    not_an_application: tuple[str, ...] | None = ("Other",)
    command: tuple[str, ...] | None = ("Other",)
    review: tuple[str, ...] | None = None
    failed: tuple[str, ...] | None = None


class Mailbox(Section):
    """A mailbox that is looked after."""

    name: str = "recruitment"
    address: str
    aliases: tuple[str, ...] = ()
    authserv_id: str | None = None
    folders: tuple[str, ...] = ("INBOX",)
    start: Literal["now", "all"] | date = "now"
    largest_bytes: int = 40_000_000  #: written `largest: 40 MB`
    move_to: Folders = Folders()
    imap: Server
    smtp: Server
    vacancies: tuple[str, ...] = ()  #: ids; empty: all
    reviewers: tuple[str, ...] = ()  #: addresses; empty: all


class Vacancy(Section):
    """A position that is advertised."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    location: str = ""
    positions: int = 1
    open: bool = True
    closes: date | None = None  #: the last day of applications
    address: str | None = None
    reference: str | None = None

    def is_open(self, on: date) -> bool:
        """Whether applications are taken on this day (in the company's time zone)."""
        return self.open and (self.closes is None or on <= self.closes)


class Agencies(Section):
    """How recruitment agencies are treated. Entries are addresses or domains."""

    policy: Policy = Policy.FLAG
    approved: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class Limits(Section):
    """How many answers may go out."""

    per_minute: int = 30
    per_hour: int = 500


class Answers(Section):
    """How applicants are answered."""

    from_name: str = ""  #: written `from:`; the display name; empty: the company's name
    delay: timedelta = timedelta(0)
    languages: tuple[str, ...] = ("en",)
    templates: str = "./templates"  #: the folder, relative to rules.yaml's
    limits: Limits = Limits()


class ReadingSettings(Section):
    """How documents are read."""

    cage: Literal["as_offered", "required"] = "as_offered"


class Filing(Section):
    """Where applications are filed."""

    to: str = "./applications"


class DigestTime(Section):
    """When a reviewer gets the digest."""

    at: time = time(8, 0)
    on: frozenset[int] = frozenset({0, 1, 2, 3, 4})  #: weekdays, Monday is 0; written "mon-fri"


class Reviewer(Section):
    """Who gets the digest."""

    email: str
    vacancies: tuple[str, ...] = ()
    language: str = "en"
    digest: DigestTime = DigestTime()


class Keep(Section):
    """How long things are kept."""

    filed: str = "12 months after closing"
    agency: timedelta = timedelta(days=30)
    raw: timedelta = timedelta(days=30)


class Alarm(Section):
    """When silence is an alarm."""

    after: timedelta = timedelta(hours=2)
