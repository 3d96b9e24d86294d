"""Who writes, whatever way the address took: one canonical form for one mailbox's many spellings.

Mail services ignore dots and plus-tags; limits count canonical addresses, so that a robot that varies its address meets
them all the same (simta canonicalises likewise). Forwarders and bulk senders write one address into another's local
part (SRS, VERP). What stands there is anybody's word: it may say that a mail is our own, but it makes nobody the person
it names, or a stranger could use up that person's limits, and have a bounce of his held against them.
A canonical address is for comparing; answers go to the address as written.
"""

import re
from functools import lru_cache

from inbox_bot.core.domains import comparable, split_address

_DOTS_IGNORED = frozenset({"gmail.com", "googlemail.com"})
_SRS0 = re.compile(r"^srs0[=+-][^=]+=[^=]+=(?P<domain>[^=]+)=(?P<local>.+)$", re.IGNORECASE)
_SRS1 = re.compile(r"^srs1[=+-][^=]+=[^=]+=(?P<rest>[=+-].+)$", re.IGNORECASE)
_BATV = re.compile(
    r"^(?:prvs=(?P<tag>[0-9a-z]+)=(?P<local>.+)|prvs=(?P<local_first>.+)/(?P<tag_last>[0-9a-z]{10}))$", re.I
)
_BATV_BARRACUDA = re.compile(r"^btv1==[^=]+==(?P<local>.+)$", re.IGNORECASE)
_VERP = re.compile(r"^(?P<list>[^+=]+)[+-](?P<local>[^=]+)=(?P<domain>[^=@]+\.[^=@]+)$")
_UNWRAPPINGS = 4  # SRS1 around SRS0 around BATV is three


@lru_cache(maxsize=1_000)  # of one mail's few addresses, and of ours, it is asked some eighty times
def canonical(address: str) -> str:
    """One spelling for one mailbox, in lower case; "" where the text is no address at all.

    IDNA domains become A-labels (RFC 5891), BATV's signatures are taken off, plus-tags cut, and the dots of Gmail's
    local parts left out. Never raises.
    """
    local, domain = split_address(address.strip().strip("<>"))
    if not (local and domain):
        return ""
    domain = comparable(domain)
    local = _unsigned(local).strip('"').casefold()
    local = local.partition("+")[0] or local
    if domain in _DOTS_IGNORED:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def stands_for(address: str) -> frozenset[str]:
    """Every canonical address that it may stand for: its own, and those that SRS0, SRS1 and VERP wrapped into it.

    For finding our own addresses and those of systems, in whatever they are wrapped; never for telling who wrote.
    """
    found = {canonical(address)}
    local, domain = split_address(address.strip().strip("<>"))
    for _ in range(_UNWRAPPINGS):
        unwrapped = _unwrapped(local, domain)
        if unwrapped == (local, domain):
            break
        local, domain = unwrapped
        found.add(canonical(f"{local}@{domain}"))
    return frozenset(found - {""})


def _unwrapped(local: str, domain: str) -> tuple[str, str]:
    """One wrapping opened: the address that was rewritten, or the same one."""
    if found := _SRS1.match(local):
        return "SRS0" + found["rest"], domain
    if found := _SRS0.match(local):
        return found["local"], found["domain"]
    if (unsigned := _unsigned(local)) != local:
        return unsigned, domain
    if found := _VERP.match(local):
        return found["local"], found["domain"]
    return local, domain


def _unsigned(local: str) -> str:
    """The local part without BATV's signature: another one every day, before the same mailbox."""
    if found := _BATV.match(local):
        return found["local"] or found["local_first"]
    if found := _BATV_BARRACUDA.match(local):
        return found["local"]
    return local
