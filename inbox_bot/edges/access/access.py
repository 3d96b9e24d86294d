"""Where a server is found, and what protects the line to it. Knows no protocol, and opens no connection."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from inbox_bot.core.rules.model import Security
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access.credentials import Credentials
from inbox_bot.edges.access.refused import AccessRefused

__all__ = ["Access", "AccessRefused"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """One server, and who we are there: the same value for each connection to it, so that they share a pause."""

    host: str
    port: int
    security: Security
    ca: Path | None = None  #: a PEM file; None: the system's authorities
    credentials: Credentials | None = None  #: None: nobody logs in
    connect_s: float = 15.0  #: to connect, shake hands and be greeted
    read_s: float = 60.0  #: to wait for one more byte of an answer

    def tls_context(self) -> ssl.SSLContext:
        """Who is trusted: where an authority is given only that one, for a private one is no addition to the public.

        Raises AccessRefused where its file can't be read.
        """
        try:
            return ssl.create_default_context(cafile=str(self.ca) if self.ca else None)
        except OSError:  # no such file, or no PEM in it
            why = Sentence("the file of trusted authorities, {file}, can't be read", file=str(self.ca))
            raise AccessRefused(why, "CERTIFICATE") from None

    def check_line(self, sock: socket.socket) -> None:
        """Before a word is said on a new connection: raises AccessRefused where `security: none` leaves this machine.

        rules.yaml is checked by name; a name may lead elsewhere, so the socket is asked as well.
        """
        if self.security is Security.NONE and not is_loopback(sock):
            raise AccessRefused(Sentence("an unprotected connection is allowed only on loopback"), "PRIVACYREQUIRED")


def is_loopback(sock: socket.socket) -> bool:
    """Whether the other end is this machine."""
    return ipaddress.ip_address(sock.getpeername()[0].partition("%")[0]).is_loopback
