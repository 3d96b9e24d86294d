"""What name servers say of a domain's mail: who takes it (MX), and where its mailboxes are (SRV, RFC 6186).

What is not said, and what nobody could be asked about, are told apart. Nothing that is said here is trusted: which
servers a password goes to is a person's to see.
"""

from collections.abc import Callable, Iterator
from typing import Any

import dns.exception
import dns.rdatatype
import dns.resolver

from inbox_bot.core.rules.model import Security
from inbox_bot.core.rules.written.names import a_label_domain
from inbox_bot.core.setting_up.values import MailRoutes, ServerAt

WAIT_S = 4.0  # for one question, whichever of the system's name servers answers
MOST = 20  # hosts of one domain
#: services by which mailboxes are read and mail is handed in, the better protected one first
_IMAP = (("_imaps._tcp", Security.TLS), ("_imap._tcp", Security.STARTTLS))
_SMTP = (("_submissions._tcp", Security.TLS), ("_submission._tcp", Security.STARTTLS))
Ask = Callable[[str, dns.rdatatype.RdataType], list[Any]]


class _NobodyAnswers(Exception):
    """No name server could be asked."""


def routes_of(domain: str, resolver: dns.resolver.Resolver | None = None) -> MailRoutes:
    """What is said of a domain; `resolver` stands for the system's."""
    try:
        ask = _asking(resolver or dns.resolver.Resolver())
        mx = sorted((int(each.preference), str(each.exchange)) for each in ask(domain, dns.rdatatype.MX))
        return MailRoutes(
            mx=tuple(host for _, name in mx[:MOST] for host in _host(name)),
            imap=_first(_services(ask, domain, _IMAP)),
            smtp=_first(_services(ask, domain, _SMTP)),
        )
    except (_NobodyAnswers, dns.resolver.NoResolverConfiguration):
        return MailRoutes(is_known=False)


def _asking(resolver: dns.resolver.Resolver) -> Ask:
    def ask(name: str, kind: dns.rdatatype.RdataType) -> list[Any]:
        try:
            return list(resolver.resolve(name, kind, search=False, lifetime=WAIT_S))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return []
        except (dns.resolver.NoNameservers, dns.exception.Timeout, OSError):
            raise _NobodyAnswers from None
        except dns.exception.DNSException:  # a name that can't be asked about; an answer that makes no sense
            return []

    return ask


def _first(services: Iterator[ServerAt]) -> ServerAt | None:
    """What is said first; a name server that answered about mail, and not about this, has nothing to say of it."""
    try:
        return next(services, None)
    except _NobodyAnswers:
        return None


def _services(ask: Ask, domain: str, services: tuple[tuple[str, Security], ...]) -> Iterator[ServerAt]:
    """Where a service is; a target of "." says that it is nowhere (RFC 6186 §3.4)."""
    for service, security in services:
        found = sorted(
            ((int(each.priority), -int(each.weight), each) for each in ask(f"{service}.{domain}", dns.rdatatype.SRV)),
            key=lambda one: one[:2],
        )
        for _, _, each in found:
            for host in _host(str(each.target)):
                yield ServerAt(host=host, port=int(each.port), security=security)


def _host(name: str) -> Iterator[str]:
    """A host's name as rules.yaml takes it; nothing for "." (RFC 7505) and for what is none."""
    host = a_label_domain(name.rstrip("."))
    if host:
        yield host
