"""An HTTP server over TLS on a port of 127.0.0.1, for as long as a test: what the servers beside this one speak by."""

import http.server
import ssl
import threading
from pathlib import Path
from typing import Any, Self

HOST = "127.0.0.1"


class HttpsServer:
    """A context manager. `handler` is a class of handlers, each of which has this server as its `ours`."""

    def __init__(self, certificates: Path, handler: type[http.server.BaseHTTPRequestHandler]) -> None:
        """`certificates` has server.pem and server.key."""
        self._http = _Quiet((HOST, 0), type("Handler", (handler,), {"ours": self}))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._http.server_address[1]
        self.root = f"https://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        name = type(self).__name__
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True, name=name).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that don't trust us, tear their lines or hang up are what we are here for."""
