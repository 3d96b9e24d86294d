"""A name server on a port of 127.0.0.1 (RFC 1035, over UDP) that knows what a test tells it, and nothing else.

with NameServer({("example.org", "MX"): ["10 mx.example.org."]}) as server:
    routes_of("example.org", server.resolver())
"""

import contextlib
import socket
import threading
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from dns.resolver import Resolver

HOST = "127.0.0.1"


class NameServer:
    """A context manager. `silent`: it takes every question and answers none; `broken`: with SERVFAIL; without
    `knows_srv`: that of services alone."""

    def __init__(
        self,
        records: dict[tuple[str, str], list[str]] | None = None,
        *,
        silent: bool = False,
        broken: bool = False,
        knows_srv: bool = True,
    ) -> None:
        self.records = records or {}
        self.asked: list[tuple[str, str]] = []
        self._silent, self._broken, self._knows_srv = silent, broken, knows_srv
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True, name="name server of a test").start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def resolver(self) -> Resolver:
        """One that asks this server, and no other."""
        found = Resolver(configure=False)
        found.nameservers, found.port = [HOST], self.port
        return found

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                wire, client = self._socket.recvfrom(4_096)
                if not self._silent:
                    self._socket.sendto(self._answer(dns.message.from_wire(wire)).to_wire(), client)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        [question] = query.question
        name, kind = question.name.to_text(omit_final_dot=True), question.rdtype.name
        self.asked.append((name, kind))
        found = self.records.get((name, kind))
        if self._broken or (kind == "SRV" and not self._knows_srv):
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif found is not None:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        elif not any(known == name for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer
