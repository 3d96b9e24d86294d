"""What the world says of an address, before there is a rules.yaml: its mail servers, and what is in its mailbox.

Name servers are asked first, then mail servers for their greeting, to which nobody logs in; at last the mailbox itself,
with what its owner gave. Each look is bounded, and what could not be asked is said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from inbox_bot.core.domains import domain_of
from inbox_bot.core.rules.model import Security
from inbox_bot.core.rules.servers import ImapServer, SmtpServer
from inbox_bot.core.rules.written.names import is_loopback
from inbox_bot.core.setting_up.providers import host_of, signed_in_by
from inbox_bot.core.setting_up.values import Greeting, MailHost, MailRoutes, Seen, ServerAt
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.access import Access, Answers, Cause, Credentials, answers_of
from inbox_bot.edges.mail_routes import routes_of
from inbox_bot.edges.mailbox import Mailbox, MailboxDown, greeting_of
from inbox_bot.edges.outbox import OutboxDown, SmtpOutbox
from inbox_bot.edges.secrets import SecretMissing

LOOK_S = 5.0  # to be greeted by a server that is perhaps none
_PORTS = {"imap": ImapServer.usual_ports, "smtp": SmtpServer.usual_ports}
_PROTECTED = (Security.TLS, Security.STARTTLS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What was found out about a domain's mail servers."""

    host: MailHost | None = None  #: None: a person has to say
    unasked: tuple[Sentence, ...] = ()  #: what could not be asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Servers that a person named."""

    host: MailHost
    unasked: tuple[Sentence, ...] = ()


def look_up(address: str, *, ask: Callable[[str], MailRoutes] = routes_of) -> Looked:
    """Whose servers an address is on: by the table of domains, by MX, by SRV, by usual names that greet."""
    domain = domain_of(address)
    if (known := host_of(domain, ())) is not None:
        return Looked(host=known)
    routes = ask(domain)
    if not routes.is_known:
        nobody = Sentence("no name server could be asked who has the mailboxes of {domain}", domain=domain)
        return Looked(unasked=(nobody,))
    if (known := host_of(domain, routes.mx)) is not None:
        return Looked(host=known)
    if routes.imap is not None:
        smtp = routes.smtp or ServerAt(host=routes.imap.host)
        return Looked(host=_greeted(MailHost(name=domain, imap=_usual("imap", routes.imap), smtp=_usual("smtp", smtp))))
    for name in dict.fromkeys((f"imap.{domain}", f"mail.{domain}", *routes.mx[:1])):
        greeting = _greeting(ServerAt(host=name))
        if greeting is not None:
            smtp = next(_sending(f"smtp.{domain}", name), ServerAt(host=name))
            host = MailHost(name=name, imap=ServerAt(host=name), smtp=smtp, sign_in=signed_in_by(greeting))
            return Looked(host=host)
    return Looked()


def look_at(imap: tuple[str, int], smtp: tuple[str, int] | None, domain: str) -> Named:
    """The servers that a person named: how the line to them is protected, and whose they are."""
    unasked: list[Sentence] = []
    read_on = _server("imap", *imap, unasked)
    guess = ServerAt(host=imap[0] if is_loopback(imap[0]) or not imap[0].startswith("imap.") else f"smtp.{domain}")
    sent_by = next(_sending(guess.host, imap[0]), guess) if smtp is None else _server("smtp", *smtp, unasked)
    host = MailHost(name=imap[0], imap=read_on, smtp=sent_by)
    return Named(host=_greeted(host) if not unasked else host, unasked=tuple(unasked))


def look_inside(host: MailHost, user: str, secret: str) -> Seen:
    """Log in, and see how folders are spelled, which there are, and how many mails. Raises MailboxDown."""
    access = _access("imap", host.imap, Credentials(user=user, secret=lambda: secret))
    with Mailbox(name="recruitment", access=access, spool=Path(), largest_bytes=0) as box:
        return Seen(
            spelled=box.folder_name(("Filed", "Cook")),
            sent=box.sent_folder(),
            junk=box.junk_folder(),
            messages=box.status("INBOX").messages,
        )


def logs_in_to_send(host: MailHost, user: str, secret: str) -> tuple[bool, Sentence | None]:
    """Whether user and password are for the server that sends as well; and what is wrong with it."""
    access = _access("smtp", host.smtp, Credentials(user=user, secret=lambda: secret))
    try:
        with SmtpOutbox(access) as outbox:
            outbox.open()
    except OutboxDown as down:
        if down.cause is Cause.NO_LOGIN:
            return False, None
        return True, Sentence("{problem}", problem=down.sentence)
    except SecretMissing as missing:
        return True, Sentence("{problem}", problem=said_by(missing))
    return True, None


def _greeted(host: MailHost) -> MailHost:
    greeting = _greeting(host.imap)
    return host if greeting is None else replace(host, sign_in=signed_in_by(greeting))


def _greeting(at: ServerAt) -> Greeting | None:
    try:
        return greeting_of(_access("imap", at))
    except MailboxDown:
        return None


def _server(kind: str, host: str, port: int, unasked: list[Sentence]) -> ServerAt:
    """How a server answers; and it is said where it does not."""
    for each in [port] if port else [_PORTS[kind][security] for security in _PROTECTED]:
        security = _security(kind, host, each)
        if security is not None:
            return _usual(kind, ServerAt(host=host, port=each, security=security))
    unasked.append(
        Sentence("{host} did not answer, so its port and its protection are the usual ones, unproven", host=host)
    )
    security = next((each for each in _PROTECTED if _PORTS[kind][each] == port), Security.TLS)
    return _usual(kind, ServerAt(host=host, port=port, security=security))


def _sending(*hosts: str) -> Iterator[ServerAt]:
    """Those of these hosts that take mail to be sent."""
    for host in hosts:
        for wanted in _PROTECTED:
            if _security("smtp", host, _PORTS["smtp"][wanted]) is wanted:
                yield ServerAt(host=host, security=wanted)


def _security(kind: str, host: str, port: int) -> Security | None:
    """How the line to a server is protected; None where nobody answers. On this machine it need not be."""
    match answers_of(host, port, tls_first=port == _PORTS[kind][Security.TLS]):
        case Answers.IN_TLS:
            return Security.TLS
        case Answers.IN_THE_CLEAR:
            return Security.NONE if is_loopback(host) else Security.STARTTLS
    return None


def _usual(kind: str, at: ServerAt) -> ServerAt:
    """Without a port that is the usual one for the protection."""
    return replace(at, port=0) if _PORTS[kind][at.security] == at.port else at


def _access(kind: str, at: ServerAt, credentials: Credentials | None = None) -> Access:
    port = at.port or _PORTS[kind][at.security]
    return Access(host=at.host, port=port, security=at.security, credentials=credentials, connect_s=LOOK_S, read_s=20.0)
