"""Microsoft Graph's sendMail for the tests, over TLS: it keeps what it takes, and answers as its pages say it may."""

import base64
import http.server
import json
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.servers.https import HttpsServer


@dataclass
class Says:
    """An answer in place of 202, once."""

    status: int = 202
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    takes: bool = False  #: the letter is kept all the same
    breaks: str = ""  #: "before", "half": no answer, or half a status line; "reset"


class GraphServer(HttpsServer):
    """A context manager. `opens` says which mailboxes a token opens."""

    def __init__(self, certificates: Path, opens: Callable[[str], set[str]]) -> None:
        self.opens = opens
        self.next: list[Says] = []
        self.kept: list[tuple[str, bytes]] = []  #: mailbox, letter
        self.asked = 0
        super().__init__(certificates, _Handler)
        self.url = self.root


class _Handler(http.server.BaseHTTPRequestHandler):
    ours: GraphServer
    timeout = 20
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.ours.asked += 1
        mailbox = self.path.removeprefix("/v1.0/users/").removesuffix("/sendMail")
        assert self.headers["Content-Type"] == "text/plain"
        letter = base64.b64decode(content, validate=True)
        token = self.headers["Authorization"].removeprefix("Bearer ")
        answer = self.ours.next.pop(0) if self.ours.next else Says()
        if answer.status == 202 and not answer.breaks and mailbox not in self.ours.opens(token):
            answer = Says(401, "InvalidAuthenticationToken")
        if answer.takes or (answer.status == 202 and not answer.breaks):
            self.ours.kept.append((mailbox, letter))
        if answer.breaks:
            self._break(answer.breaks)
            return
        said = json.dumps({"error": {"code": answer.code, "message": "as documented"}}).encode() if answer.code else b""
        self.send_response_only(answer.status)
        for name, value in ({"Content-Length": str(len(said)), "Connection": "close"} | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def _break(self, how: str) -> None:
        self.close_connection = True
        if how == "half":
            self.wfile.write(b"HTTP/1.1 20")
        if how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def log_message(self, format: str, *args: object) -> None:
        pass
