"""Microsoft Graph's sendMail for the tests, over TLS: it keeps what it takes, and answers as its pages say it may."""

import base64
import http.server
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

HOST = "127.0.0.1"


@dataclass
class Says:
    """An answer in place of 202, once."""

    status: int = 202
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    takes: bool = False  #: the letter is kept all the same
    breaks: str = ""  #: "before", "half": no answer, or half a status line; "reset"


class GraphServer:
    """A context manager. `opens` says which mailboxes a token opens."""

    def __init__(self, certificates: Path, opens: Callable[[str], set[str]]) -> None:
        self.opens = opens
        self.next: list[Says] = []
        self.kept: list[tuple[str, bytes]] = []  #: mailbox, letter
        self.asked = 0
        self._http = _Quiet((HOST, 0), type("Handler", (_Handler,), {"graph": self}))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://{HOST}:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True, name="graph").start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Torn lines are what we are here for."""


class _Handler(http.server.BaseHTTPRequestHandler):
    graph: GraphServer
    timeout = 20
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.graph.asked += 1
        mailbox = self.path.removeprefix("/v1.0/users/").removesuffix("/sendMail")
        assert self.headers["Content-Type"] == "text/plain"
        letter = base64.b64decode(content, validate=True)
        token = self.headers["Authorization"].removeprefix("Bearer ")
        answer = self.graph.next.pop(0) if self.graph.next else Says()
        if answer.status == 202 and not answer.breaks and mailbox not in self.graph.opens(token):
            answer = Says(401, "InvalidAuthenticationToken")
        if answer.takes or (answer.status == 202 and not answer.breaks):
            self.graph.kept.append((mailbox, letter))
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
