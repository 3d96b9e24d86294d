"""Whether an address is on one of the user's lists of agencies."""

from collections.abc import Iterable

from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.message.values import Address


def is_listed(address: Address, entries: Iterable[str]) -> str | None:
    """The entry (an address, a domain, or `@domain`) that names this address; None where none does."""
    whole, domain = address.address.lower(), address.domain.lower()
    for entry in entries:
        wanted = entry.lower().strip()
        if ("@" in wanted[1:] and wanted == whole) or is_in_domains(domain, (wanted.lstrip("@"),)):
            return entry
    return None
