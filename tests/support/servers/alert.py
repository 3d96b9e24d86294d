"""What a company's monitoring has: a server over TLS that takes webhooks and pings, and misbehaves when told to."""

import http.server
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.servers.https import HttpsServer


class AlertServer(HttpsServer):
    """A context manager. What came is in `posted` (JSON) and `pings`."""

    def __init__(self, certificates: Path) -> None:
        self.posted: list[dict[str, Any]] = []
        self.pings = 0
        self.tries = 0
        self.status = 200
        self.content = b"ok"
        self.before: Callable[[], object] = lambda: None
        super().__init__(certificates, _Handler)
        self.url = self.root


class _Handler(http.server.BaseHTTPRequestHandler):
    ours: AlertServer
    timeout = 20

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(lambda: self.ours.posted.append(json.loads(content)))

    def do_GET(self) -> None:
        def count() -> None:
            self.ours.pings += 1

        self._answer(count)

    def _answer(self, keep: Callable[[], None]) -> None:
        alerts = self.ours
        alerts.tries += 1
        alerts.before()
        if alerts.status == 200:
            keep()
        self.send_response_only(alerts.status)
        self.send_header("Content-Length", str(len(alerts.content)))
        self.end_headers()
        self.wfile.write(alerts.content)

    def log_message(self, format: str, *args: object) -> None:
        pass
