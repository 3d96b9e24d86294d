"""What is known when rules.yaml is written for the first time: what people answered, and what servers told."""

from dataclasses import dataclass, field

from inbox_bot.core.careers.values import Advertised
from inbox_bot.core.rules.model import Mode, Provider, Security


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerAt:
    """Where a mail server is, and how the line to it is protected."""

    host: str
    port: int = 0  #: 0: the usual one for the protection
    security: Security = Security.TLS


@dataclass(frozen=True, kw_only=True, slots=True)
class MailHost:
    """Who keeps a domain's mailboxes: a provider, or servers of the domain's own."""

    name: str
    imap: ServerAt
    smtp: ServerAt
    sign_in: Provider | None = None  #: whose token is shown in a password's place; None: a password is


@dataclass(frozen=True, kw_only=True, slots=True)
class MailRoutes:
    """What name servers say of a domain."""

    mx: tuple[str, ...] = ()  #: the hosts that take its mail, the preferred ones first (RFC 5321 §5.1)
    imap: ServerAt | None = None  #: where it says that its mailboxes are read (RFC 6186 §3.2)
    smtp: ServerAt | None = None  #: where it says that mail is handed in (RFC 6186 §3.1, RFC 8314 §5.1)
    is_known: bool = True  #: false: no name server could be asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Greeting:
    """What an IMAP server says before anybody logs in."""

    text: str
    capabilities: frozenset[str] = frozenset()  #: in upper case


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What an IMAP server shows to somebody who is logged in."""

    spelled: str  #: how a folder in a folder is called there: `Filed/Cook`, `INBOX.Filed.Cook`
    sent: str | None = None  #: the folder for mail sent
    junk: str | None = None  #: the folder that is marked for junk (RFC 6154 §2)
    messages: int = 0  #: in INBOX


@dataclass(frozen=True, kw_only=True, slots=True)
class Setup:
    """All that rules.yaml is made of."""

    address: str
    company: str
    timezone: str
    language: str
    imap: ServerAt
    smtp: ServerAt
    reviewer: str
    domains: tuple[str, ...] = ()  #: the company's own
    smtp_logs_in: bool = True
    sign_in: Provider | None = None
    client_id: str = ""  #: of the company's app; "": to be written in
    password: str = ""  #: where it is found: `env:NAME`, `file:PATH`
    vacancies: tuple[Advertised, ...] = ()
    page: str = ""  #: the careers page that they were taken from, or were to be; an address, or a file
    agencies: str = ""  #: the page's sentence about agencies
    mode: Mode = Mode.OBSERVE
    filing: str = "./applications"
    seen: Seen | None = None
    unasked: tuple[str, ...] = field(default=())  #: what could not be asked, and was assumed: a sentence each
