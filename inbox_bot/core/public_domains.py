"""Domains where the public has mailboxes: many senders there are many people, and no limit per domain counts them.

The list is public_domains.txt beside this module, which says where it comes from and what belongs in it. How a domain
is asked for is here.
"""

from functools import cache
from importlib.resources import files

from inbox_bot.core.domains import comparable

_FILE = "public_domains.txt"
_ENDINGS = frozenset({"", "com", "co", "ne", "net", "org"})


def is_public(domain: str) -> bool:
    """Whether anybody can have a mailbox at the domain."""
    name = comparable(domain)
    first, _, ending = name.partition(".")
    kind, _, country = ending.rpartition(".")
    of_a_country = len(country) == 2 and kind in _ENDINGS
    return name in listed("domains") or (first in listed("families") and of_a_country)


@cache
def listed(section: str) -> frozenset[str]:
    """The names of a section of the file. Raises KeyError where it has none of that name."""
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    sections = (each.splitlines() for each in text.split("\n=== ")[1:])
    found = {name: [line for line in lines if not line.startswith("#")] for name, *lines in sections}
    return frozenset(" ".join(found[section]).split())
