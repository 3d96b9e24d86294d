"""What a company's monitoring has: a server over TLS that takes webhooks and pings, and misbehaves when told to."""

import http.server
import json
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self


class AlertServer:
    """A context manager. What came is in `posted` (JSON) and `pings`."""

    def __init__(self, certificates: Path) -> None:
        self.posted: list[dict[str, Any]] = []
        self.pings = 0
        self.tries = 0
        self.status = 200
        self.content = b"ok"
        self.before: Callable[[], object] = lambda: None
        self._http = _Quiet(("127.0.0.1", 0), type("Handler", (_Handler,), {"alerts": self}))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True, name="alerts").start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what we are here for."""


class _Handler(http.server.BaseHTTPRequestHandler):
    alerts: AlertServer
    timeout = 20

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(lambda: self.alerts.posted.append(json.loads(content)))

    def do_GET(self) -> None:
        def count() -> None:
            self.alerts.pings += 1

        self._answer(count)

    def _answer(self, keep: Callable[[], None]) -> None:
        alerts = self.alerts
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
