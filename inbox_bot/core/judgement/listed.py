"""Whether one of the user's lists of agencies names a sender: by their address, their domain, or their firm's name."""

from collections.abc import Iterable
from functools import lru_cache

from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.message.values import Address
from inbox_bot.core.rules.agencies.names import is_a_firms_name, own_words_of

LAST_LINES, LINE = 6, 60  # of a letter, and characters of each, in which a signature stands that nothing set apart


def is_listed(address: Address, entries: Iterable[str]) -> str | None:
    """The entry (an address, a domain, or `@domain`) that names this address; None where none does."""
    whole, domain = address.address.lower(), address.domain.lower()
    for entry in entries:
        wanted = entry.lower().strip()
        if ("@" in wanted[1:] and wanted == whole) or is_in_domains(domain, (wanted.lstrip("@"),)):
            return entry
    return None


def listed_sender(clues: Clues, entries: Iterable[str], *others: Address) -> str | None:
    """The entry that names who wrote; None where none does. `others`: further addresses that count as theirs.

    A firm's name counts where it stands in the sender's name, as a part of their domain, or in the signature.
    """
    entries = tuple(entries)
    if not entries:
        return None
    for address in (clues.sender, *others):
        if address is not None and (entry := is_listed(address, entries)) is not None:
            return entry
    names = [entry for entry in entries if is_a_firms_name(entry)]
    return _named(clues, names) if names else None


def _named(clues: Clues, names: Iterable[str]) -> str | None:
    last = clues.typed.original.rstrip().split("\n")[-LAST_LINES:]
    said = [clues.sender.name if clues.sender else "", clues.signature.original]
    said += [line for line in last if len(line) <= LINE]
    lines = [f" {' '.join(own_words_of(fold(line)))} " for text in said for line in text.split("\n")]
    labels = clues.sender.domain.lower().split(".")[:-1] if clues.sender else []
    parts = {label.replace("-", "") for label in labels}
    for name in names:
        words = _words_of(name)
        if "".join(words) in parts or any(f" {' '.join(words)} " in line for line in lines):
            return name
    return None


@lru_cache(maxsize=10_000)
def _words_of(name: str) -> tuple[str, ...]:
    return own_words_of(fold(name))
