"""What our own mail server found out about the sender: Authentication-Results (RFC 8601).

Anybody can write such a field into a mail. Believed are only fields with the authserv-id that rules.yaml names, and
only where our border put them: above its Received field, or between that and the next one below (Gmail and Postfix's
milters add them there). What stands further down came with the mail (RFC 8601 §5). A border that lets forged fields
with its own id pass (§5 says it MUST remove them) could be made to show one directly below its Received: so a failure
in any believed field counts, and whoever needs a pass has to take the first one only.
"""

import re
from dataclasses import dataclass

from inbox_bot.core.message.values import Message
from inbox_bot.core.reply.correspondent import domain_of
from inbox_bot.core.reply.fields import without_comments
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.reply.why import Hold

FIELDS_READ = 20
_METHOD = re.compile(r"^\s*(?P<method>[a-z0-9][a-z0-9_-]*)(?:\s*/\s*\d+)?\s*=\s*(?P<result>[a-z0-9_-]+)(?=\s|$)", re.I)
_BY = re.compile(r"(?:^|\s)by\s+(?P<host>[^\s;()]+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthenticationResults:
    """One Authentication-Results field."""

    authserv_id: str  #: who says so, in lower case
    results: tuple[tuple[str, str], ...]  #: (method, result) in lower case, in order

    def result_of(self, method: str) -> tuple[str, ...]:
        """Every result of a method."""
        return tuple(result for name, result in self.results if name == method)


def sender_not_authentic(proposal: Proposal) -> Hold | None:
    """Our server says that DMARC failed (RFC 7489 §6.6, RFC 8601 §2.7): the address in From is likely forged."""
    trusted = trusted_results(proposal.message, proposal.matter.mailbox.authserv_id)
    failed = any("fail" in results.result_of("dmarc") for results in trusted)
    return Hold.SENDER_NOT_AUTHENTIC if failed else None


def trusted_results(message: Message, authserv_id: str | None) -> tuple[AuthenticationResults, ...]:
    """The fields that our border wrote, topmost first; none where rules.yaml names no authserv-id."""
    if not authserv_id:
        return ()
    wanted = domain_of(authserv_id)
    fields = [parsed(value) for name, value in _above_the_border(message, wanted) if name == "authentication-results"]
    return tuple(
        field for field in fields[:FIELDS_READ] if field is not None and domain_of(field.authserv_id) == wanted
    )


def parsed(value: str) -> AuthenticationResults | None:
    """One field's value (RFC 8601 §2.2): comments, quoted strings and versions set aside; None where it has no id.

    >>> parsed("mx.example.org 1; notdkim=pass; dmarc=fail (p=none) header.from=a.example").results
    (('notdkim', 'pass'), ('dmarc', 'fail'))
    """
    first, *resinfo = _split(without_comments(value))
    words = first.split()
    if not words:
        return None
    methods = (_METHOD.match(part) for part in resinfo)
    results = tuple((found["method"].lower(), found["result"].lower()) for found in methods if found is not None)
    return AuthenticationResults(authserv_id=words[0].strip('"').lower(), results=results)


def _split(value: str) -> list[str]:
    """Cut at semicolons that don't stand in a quoted string; the strings keep their quotes."""
    parts, quoted, escaped = [""], False, False
    for character in value:
        if character == ";" and not quoted:
            parts.append("")
            continue
        if escaped:
            escaped = False
        elif character == "\\" and quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
        parts[-1] += character
    return parts


def _above_the_border(message: Message, authserv_id: str) -> tuple[tuple[str, str], ...]:
    """The fields above the first Received that isn't our border's or above it.

    The border's is the topmost Received that says `by` our authserv-id; where none does, the topmost of all.
    """
    places = [place for place, (name, _) in enumerate(message.headers) if name == "received"]
    if not places:
        return message.headers
    border = next((place for place in places if _received_by(message.headers[place][1]) == authserv_id), places[0])
    below = next((place for place in places if place > border), len(message.headers))
    return message.headers[:below]


def _received_by(value: str) -> str | None:
    found = _BY.search(without_comments(value))
    return domain_of(found["host"]) if found else None
