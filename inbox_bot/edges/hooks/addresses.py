"""Where a name leads, and whether a webhook may go there.

A name in rules.yaml may lead into our own network, by a mistake or because its owner says so: then whoever has the name
asks our inner servers for something, with our rights (SSRF; OWASP, "Server Side Request Forgery Prevention"). So the
name is looked up once, every address it has is looked at, and one of these is connected to: a second look-up could say
something else.
"""

import ipaddress
import socket

from inbox_bot.core.rules.written.names import is_loopback
from inbox_bot.core.wording import Sentence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052


class NotAllowed(Exception):
    """The name leads where a webhook may not go; the text says where."""


def addresses_of(host: str, port: int, *, private: bool) -> tuple[str, ...]:
    """The addresses of a host, as they may be connected to. Raises NotAllowed, OSError where the name has none.

    A host that is this machine by its name leads to this machine only; any other leads out of our networks, or with
    `private` into them, but never to this machine nor to a link-local address, where clouds keep their secrets.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = tuple(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
    ours = is_loopback(host)
    for written in addresses:
        address = _meant(ipaddress.ip_address(written))
        allowed = address.is_loopback if ours else _is_allowed(address, private=private)
        if not allowed:
            raise NotAllowed(Sentence("its name leads to {address}, which is not allowed", address=written))
    return addresses


def _is_allowed(address: Address, *, private: bool) -> bool:
    if address.is_multicast or address.is_unspecified or address.is_loopback or address.is_link_local:
        return False
    return address.is_global or (private and address.is_private)


def _meant(address: Address) -> Address:
    """The IPv4 address within an IPv6 one, where there is one: it is where the connection ends."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address
