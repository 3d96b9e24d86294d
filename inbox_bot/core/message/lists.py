"""Which mailing list passed a mail on, by the fields that lists write (RFC 2369, RFC 2919): a foreign one, or our own?

recruitment@ may be a list itself: a Google Group, a distribution list, a Mailman. It then writes List-* fields and
Precedence on every mail, an applicant's as well. Such a list is ours where what its fields name is an address of ours,
and nothing in them is somebody else's. Anybody can write such fields: that our list sent a mail is proven by our border
alone (see reply's authentication).
"""

import re
from collections.abc import Collection, Iterator
from enum import Enum, auto

from inbox_bot.core.domains import is_in_domains, split_address
from inbox_bot.core.message.values import Message

LIST_FIELDS = (
    "list-id",
    "list-help",
    "list-subscribe",
    "list-unsubscribe",
    "list-post",
    "list-owner",
    "list-archive",
)
VALUES_LOOKED_AT = 20  # of one field's name
_LINK = re.compile(r"<\s*([^<>\s]{1,1000})\s*>")
_ID = re.compile(r"<?\s*([^<>\s]{1,300}?)\s*>?\s*$")
_URL = re.compile(r"https?://(?P<host>[^/?#:]{1,255})(?::\d{1,5})?(?P<path>[^?#]{0,800})", re.IGNORECASE)
_ADDRESS = re.compile(r"(?P<local>[^@\s<>:,;]{1,128})@(?P<domain>[^@\s<>,;?]{1,255})")
#: What lists put behind their name for their own ends: recruitment-request@, recruitment-leave@.
_OFFICES = re.compile(
    r"-(?:request|join|leave|subscribe|unsubscribe|on|off|owner|owners|bounces|admin|help|confirm|managers?|editor)$"
)
#: Where a service that runs lists for everybody has its own pages and its robots.
_GOOGLES_ROBOT = re.compile(r"googlegroups-manage\+\d{1,30}\+(?:un)?subscribe@googlegroups\.com")
_GOOGLES_HELP = ("support.google.com",)
_GOOGLES_GROUPS = ("groups.google.com",)


class _Names(Enum):
    """Whose list a part of a field names."""

    OURS = auto()
    NOBODYS = auto()  #: a service's own page or robot
    SOMEBODY_ELSES = auto()


def has_a_list_field(message: Message) -> bool:
    """Whether a list passed it on, whosever."""
    return any(message.header(name) for name in LIST_FIELDS)


def our_list(message: Message, own: Collection[str]) -> str | None:
    """The field, quoted, by which a list of ours passed this mail on; None where none did, or another list did, too.

    `own` are our addresses, in lower case with A-label domains.
    """
    quote = None
    for name in LIST_FIELDS:
        for value in message.header(name)[:VALUES_LOOKED_AT]:
            named = set(_named(name, value, own))
            if _Names.SOMEBODY_ELSES in named or not named:
                return None
            if quote is None and _Names.OURS in named:
                quote = f"{name}: {value}"
    return quote


def is_an_office_of(address: str, own: Collection[str]) -> bool:
    """Whether an address is a list's of ours: its own, or one for its ends (`-bounces`, `+bnc…`, `owner-`)."""
    local, domain = split_address(address.lower())
    base = local.partition("+")[0]
    stems = {base, _OFFICES.sub("", base), base.removeprefix("owner-")}
    return any(f"{stem}@{domain}" in own for stem in stems)


def _named(name: str, value: str, own: Collection[str]) -> Iterator[_Names]:
    if name == "list-id":
        found = _ID.search(value[:1000])
        yield _of_an_id(found[1], own) if found else _Names.SOMEBODY_ELSES
        return
    for link in _LINK.findall(value[:4000]):
        yield _of_a_link(link, own)


def _of_an_id(identifier: str, own: Collection[str]) -> _Names:
    """`recruitment.example.com` is recruitment@example.com's (RFC 2919 §3: the list's name, then its domain)."""
    wanted = identifier.lower().rstrip(".")
    ours = any(wanted in (address, address.replace("@", ".", 1)) for address in own)
    return _Names.OURS if ours else _Names.SOMEBODY_ELSES


def _of_a_link(link: str, own: Collection[str]) -> _Names:
    lowered = link.lower()
    if lowered.startswith("mailto:"):
        address = lowered.removeprefix("mailto:").partition("?")[0].replace("%40", "@").replace("%2b", "+")
        if _GOOGLES_ROBOT.fullmatch(address):
            return _Names.NOBODYS
        return _Names.OURS if is_an_office_of(address, own) else _Names.SOMEBODY_ELSES
    url = _URL.match(lowered)
    return _of_a_page(url["host"], url["path"], own) if url else _Names.SOMEBODY_ELSES


def _of_a_page(host: str, path: str, own: Collection[str]) -> _Names:
    """A page of our list: on a host in our domain, or where a service shows the list of our name."""
    addresses = [split_address(address) for address in own]
    if is_in_domains(host, (domain for _, domain in addresses)):
        return _Names.NOBODYS  # ours to run, whichever of our lists it is about
    if host in _GOOGLES_HELP:
        return _Names.NOBODYS
    pieces = path.split("/")
    if host in _GOOGLES_GROUPS and any(local in pieces for local, _ in addresses):
        return _Names.NOBODYS
    return _Names.SOMEBODY_ELSES
