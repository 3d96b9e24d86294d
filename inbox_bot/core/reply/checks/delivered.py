"""For whom our own mail server took a mail: what it wrote above its Received field. Pure.

A shared mailbox is reached by addresses that rules.yaml may not name: aliases of a tenant, groups, an old domain. The
server that delivers writes them down (Delivered-To: RFC 9228; X-Original-To: Postfix; Envelope-To: Exim). What a sender
writes is further down, and counts for nothing.
"""

import re

from inbox_bot.core.domains import comparable, domain_of, is_in_domains
from inbox_bot.core.message.values import Message
from inbox_bot.core.reply.checks.authentication import border_of
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.proposal import Proposal

FIELDS = frozenset({"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"})
READ_AT_MOST = 20
_ADDRESS = re.compile(r"[^\s<>,;:\"@]{1,64}@[^\s<>,;:\"@]{1,253}")


def delivered_for(message: Message, authserv_id: str | None) -> frozenset[str]:
    """The addresses, in canonical form; none where no Received field says where our server's part ends."""
    border = border_of(message, comparable(authserv_id or ""))
    values = [value for name, value in message.headers[: border or 0] if name in FIELDS][:READ_AT_MOST]
    return frozenset(canonical(found[0]) for value in values if (found := _ADDRESS.search(value[:500])) is not None)


def was_written_to_us(proposal: Proposal) -> bool:
    """Whether somebody wrote to an address that our server delivers here, though rules.yaml does not name it.

    It is in To or Cc, as RFC 5230 §4.5 wants: what came by Bcc alone, or to `undisclosed-recipients`, was written to
    many. Either the server names that very address, or it names one of ours and the mail one of our company's.
    """
    delivered = delivered_for(proposal.message, proposal.matter.mailbox.authserv_id)
    recipients = {canonical(address.address) for address in proposal.message.recipients}
    if recipients & delivered:
        return True
    company = proposal.matter.rules.company.domains
    return bool(delivered & proposal.matter.own()) and any(
        is_in_domains(domain_of(each), company) for each in recipients
    )
