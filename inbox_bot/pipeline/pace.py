"""How many letters a minute, in all and to one domain: counted in the ledger, so over all mailboxes and workers.

This only keeps a burst from looking like spam; the limits that matter are `core/reply/checks/limits`.
"""

from collections.abc import Iterable
from datetime import timedelta

from inbox_bot.core.domains import domain_of
from inbox_bot.core.public_domains import is_public

MINUTE = timedelta(minutes=1)
PER_DOMAIN = 10  # letters a minute to one company's domain; the domains where the public has mailboxes take more


def is_full_for(domain: str, sent_to: Iterable[str]) -> bool:
    """Whether the minute's letters to this domain are spent; `sent_to`: the addresses of all that went out in it."""
    domain = domain.lower()
    return not is_public(domain) and sum(domain_of(address) == domain for address in sent_to) >= PER_DOMAIN
