"""What our own mail server found out about the sender: Authentication-Results (RFC 8601).

Anybody can write such a field into a mail. Believed are only fields with the authserv-id that rules.yaml names, and
only where our border put them: above its Received field, or between that and the next one below (Gmail and Postfix's
milters add them there). What stands further down came with the mail (RFC 8601 §5). A border that lets forged fields
with its own id pass (§5 says it MUST remove them) could be made to show one directly below its Received: so a failure
in any believed field counts, and whoever needs a pass has to take the first one only.

A list of ours breaks signatures and writes its own address into From. That it was our list says the first field: mail
from an address of the list passed SPF, or the rewritten From, which is ours, passed DMARC.
"""

import re
from dataclasses import dataclass

from inbox_bot.core.domains import comparable
from inbox_bot.core.judgement.verdict import Way
from inbox_bot.core.message.lists import is_an_office_of
from inbox_bot.core.message.mime.parameters import segments
from inbox_bot.core.message.values import Message
from inbox_bot.core.reply.checks.fields import without_comments
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.reply.why import Hold

FIELDS_READ = 20
_PROPERTY = re.compile(r"(?:^|\s)(?P<type>[a-z]{1,20})\.(?P<name>[a-z0-9-]{1,40})\s*=\s*(?P<value>[^\s;]{1,320})", re.I)
_METHOD = re.compile(r"^\s*(?P<method>[a-z0-9][a-z0-9_-]*)(?:\s*/\s*\d+)?\s*=\s*(?P<result>[a-z0-9_-]+)(?=\s|$)", re.I)
_BY = re.compile(r"(?:^|\s)by\s+(?P<host>[^\s;()]+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthenticationResults:
    """One Authentication-Results field."""

    authserv_id: str  #: who says so, in lower case
    statements: tuple["Statement", ...]  #: in order

    @property
    def results(self) -> tuple[tuple[str, str], ...]:
        """(method, result) of each statement."""
        return tuple((statement.method, statement.result) for statement in self.statements)

    def result_of(self, method: str) -> tuple[str, ...]:
        """Every result of a method."""
        return tuple(result for name, result in self.results if name == method)

    def passed_with(self, method: str, wanted: str) -> tuple[str, ...]:
        """What a method passed for, as one of its properties says: the addresses of `spf`'s `smtp.mailfrom`.

        Nothing where it did anything else but pass.
        """
        return self.each_passed_with(method, wanted) if set(self.result_of(method)) == {"pass"} else ()

    def each_passed_with(self, method: str, wanted: str) -> tuple[str, ...]:
        """The same of a method that is asked several times, each for itself: a mail may have many signatures."""
        return tuple(
            value
            for statement in self.statements
            if statement.method == method and statement.result == "pass"
            for name, value in statement.properties
            if name == wanted
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What a method found, and for what (RFC 8601 §2.2, `resinfo`); all in lower case."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()  #: (`smtp.mailfrom`, value), in order


def sender_not_authentic(proposal: Proposal) -> Hold | None:
    """Our server says that DMARC failed (RFC 7489 §6.6, RFC 8601 §2.7): the address in From is likely forged.

    Not where a list of ours broke the signature, and the list's server had found the mail to be authentic before.
    """
    trusted = trusted_results(proposal.message, proposal.matter.mailbox.authserv_id)
    failed = any("fail" in results.result_of("dmarc") for results in trusted)
    if failed and not _failed_by_our_list(proposal):
        return Hold.SENDER_NOT_AUTHENTIC
    return None


def sender_unproven(proposal: Proposal) -> Hold | None:
    """A list of ours is said to have rewritten From, and our border doesn't show that our list sent it.

    Anybody can write `'Ann Lee' via Jobs <jobs@ours>` with another Reply-To, and make us write to a third person.
    """
    return Hold.SENDER_UNPROVEN if proposal.sending.rewritten and not _sent_by_our_list(proposal) else None


def _sent_by_our_list(proposal: Proposal) -> bool:
    trusted = trusted_results(proposal.message, proposal.matter.mailbox.authserv_id)
    if not trusted:
        return False
    first, own = trusted[0], proposal.matter.rules.own_addresses()
    if any(is_an_office_of(address, own) for address in first.passed_with("spf", "smtp.mailfrom")):
        return True
    sender = proposal.message.sender
    if not proposal.sending.rewritten or sender is None or canonical(sender.address) not in proposal.matter.own():
        return False
    return sender.domain in map(comparable, first.passed_with("dmarc", "header.from"))


def _failed_by_our_list(proposal: Proposal) -> bool:
    """Whether our list sent it, and its server's own first look, kept by the list, found no forgery."""
    if proposal.sending.way is not Way.OUR_LIST or not _sent_by_our_list(proposal):
        return False
    wanted = comparable(proposal.matter.mailbox.authserv_id or "")
    before = [parsed(value) for value in proposal.message.header("x-original-authentication-results")[:FIELDS_READ]]
    results = [set(field.result_of("dmarc")) for field in before if field and comparable(field.authserv_id) == wanted]
    return bool(results) and all(result == {"pass"} for result in results)


def trusted_results(message: Message, authserv_id: str | None) -> tuple[AuthenticationResults, ...]:
    """The fields that our border wrote, topmost first; none where rules.yaml names no authserv-id."""
    if not authserv_id:
        return ()
    wanted = comparable(authserv_id)
    fields = [parsed(value) for name, value in _above_the_border(message, wanted) if name == "authentication-results"]
    return tuple(
        field for field in fields[:FIELDS_READ] if field is not None and comparable(field.authserv_id) == wanted
    )


def parsed(value: str) -> AuthenticationResults | None:
    """One field's value (RFC 8601 §2.2): comments, quoted strings and versions set aside; None where it has no id.

    >>> parsed("mx.example.org 1; notdkim=pass; dmarc=fail (p=none) header.from=a.example").results
    (('notdkim', 'pass'), ('dmarc', 'fail'))
    """
    plain = without_comments(value)
    first, *resinfo = segments(plain, limit=len(plain))
    words = first.split()
    if not words:
        return None
    statements = tuple(
        Statement(
            method=found["method"].lower(),
            result=found["result"].lower(),
            properties=tuple(
                (f"{each['type']}.{each['name']}".lower(), each["value"].strip('"<>').lower())
                for each in _PROPERTY.finditer(part)
            ),
        )
        for part in resinfo
        if (found := _METHOD.match(part)) is not None
    )
    return AuthenticationResults(authserv_id=words[0].strip('"').lower(), statements=statements)


def border_of(message: Message, authserv_id: str) -> int | None:
    """Where the Received field of our border is: the topmost `by` our authserv-id, else the topmost of all."""
    places = [place for place, (name, _) in enumerate(message.headers) if name == "received"]
    ours = (place for place in places if _received_by(message.headers[place][1]) == authserv_id)
    return next(ours, places[0] if places else None)


def _above_the_border(message: Message, authserv_id: str) -> tuple[tuple[str, str], ...]:
    """The fields above the first Received that isn't our border's or above it."""
    border = border_of(message, authserv_id)
    if border is None:
        return message.headers
    later = (place for place, (name, _) in enumerate(message.headers) if name == "received" and place > border)
    return message.headers[: next(later, len(message.headers))]


def _received_by(value: str) -> str | None:
    found = _BY.search(without_comments(value))
    return comparable(found["host"]) if found else None
