"""What another system has: a server over TLS that takes webhooks, and misbehaves when told to."""

import http.server
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from tests.support.servers.https import HttpsServer


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server does with one webhook."""

    status: int = 204
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_s: float = 0.0  #: before it answers
    hangs_up: bool = False  #: it takes the webhook, and its answer is lost


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A webhook that came."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    was_taken: bool


class HookServer(HttpsServer):
    """A context manager. What came is in `posted`; `answers` is asked what to do, with how many came before."""

    def __init__(self, certificates: Path, answers: Callable[[int], Answer] = lambda _: Answer()) -> None:
        self.posted: list[Posted] = []
        self.answers = answers
        self.lock = threading.Lock()
        super().__init__(certificates, _Handler)


class _Handler(http.server.BaseHTTPRequestHandler):
    ours: HookServer
    timeout = 20

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.ours.lock:
            answer = self.ours.answers(len(self.ours.posted))
            self.ours.posted.append(
                Posted(
                    path=self.path,
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=body,
                    was_taken=200 <= answer.status < 300,
                )
            )
        if answer.hangs_up:
            self.connection.close()
            return
        sleep(answer.wait_s)
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, format: str, *args: object) -> None:
        pass
