"""An object store for the tests: moto's server, a bucket a test; and a proxy before it that fails as it is told."""

import contextlib
import http.client
import itertools
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from inbox_bot.core.rules.filing import S3Settings
from inbox_bot.edges.filing import Bucket, Reached
from inbox_bot.edges.filing.s3.client import Client

KEY, SECRET = "INBOX_BOT_TEST_S3_KEY", "INBOX_BOT_TEST_S3_SECRET"
SECRETS = {KEY: "AKIA-of-the-tests", SECRET: "the-secret-of-the-tests"}
_names = itertools.count(1)


class S3:
    """Runs until `stop`."""

    def __init__(self) -> None:
        from moto.server import ThreadedMotoServer

        os.environ.update(SECRETS)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it tells of each request
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.address = f"{host}:{port}"
        self._clients: dict[tuple[tuple[str, str], ...], Client] = {}

    def settings(self, **more: str) -> S3Settings:
        """What rules.yaml would say of it."""
        of_it = {"endpoint": f"http://{self.address}", "key": f"env:{KEY}", "secret": f"env:{SECRET}"}
        return S3Settings.model_validate(of_it | more)

    def bucket(self, prefix: str = "", *, versions: bool = False, **settings: str) -> Bucket:
        """A new bucket, as a store."""
        return self.store(self.new_bucket(versions=versions), prefix, **settings)

    def store(self, name: str, prefix: str = "", **settings: str) -> Bucket:
        """A store in a bucket, which may be missing."""
        reached = Reached(bucket=name, prefix=prefix, settings=self.settings(**settings), folder=Path("/"))
        store, known = Bucket(reached), self._clients
        key = tuple(sorted(settings.items()))
        if key not in known:
            known[key] = store._client  # to make one takes longer than a whole test
        store.__dict__["_client"] = replace(known[key])
        return store

    def new_bucket(self, name: str = "", *, versions: bool = False) -> str:
        """A new bucket's name."""
        name = name or f"bucket-{os.getpid()}-{next(_names)}"
        self._asked("PUT", f"/{name}")
        if versions:
            self.keep_versions(name)
        return name

    def keep_versions(self, bucket: str) -> None:
        """From now on it keeps what is replaced or deleted."""
        status = "<Status>Enabled</Status>"
        namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
        asked = f'<VersioningConfiguration xmlns="{namespace}">{status}</VersioningConfiguration>'
        self._asked("PUT", f"/{bucket}?versioning", asked.encode())

    def put_by_hand(self, bucket: str, key: str, content: bytes) -> None:
        """Put an object there as somebody else would."""
        self._asked("PUT", f"/{bucket}/{key}", content)

    def versions(self, bucket: str) -> str:
        """The store's own list of all versions in a bucket."""
        return self._asked("GET", f"/{bucket}?versions")

    def _asked(self, method: str, path: str, body: bytes = b"") -> str:
        with contextlib.closing(http.client.HTTPConnection(self.address, timeout=10)) as line:
            line.request(method, path, body)
            answer = line.getresponse()
            said = answer.read().decode()
            assert answer.status < 300, said
            return said

    @contextlib.contextmanager
    def behind_a_proxy(self) -> Iterator["Proxy"]:
        """The same store by a line that fails as it is told."""
        with Proxy(self.address) as proxy:
            yield proxy

    def stop(self) -> None:
        self._server.stop()


@dataclass(slots=True)
class Exchange:
    """A request, and what the store answers to it."""

    method: str
    path: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    sent: int | None = None  #: bytes of the body that get through; the line breaks behind them
    is_silent: bool = False  #: nothing is ever answered


Fault = Callable[[Exchange], None]


class Proxy:
    """Each request goes through to the store; the answer is what `fault` makes of it."""

    def __init__(self, store: str) -> None:
        self.fault: Fault | None = None
        self.seen: list[tuple[str, str]] = []  #: methods and paths, in their order
        self._over = threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                exchange = Exchange(method=self.command, path=self.path)
                proxy.seen.append((self.command, self.path))
                with contextlib.closing(http.client.HTTPConnection(store, timeout=10)) as line:
                    line.request(self.command, self.path, body, dict(self.headers))
                    answer = line.getresponse()
                    exchange.status, exchange.headers = answer.status, dict(answer.headers)
                    exchange.body = answer.read()
                if proxy.fault is not None:
                    proxy.fault(exchange)
                if exchange.is_silent:
                    proxy._over.wait(20)
                    self.close_connection = True
                    return
                self.send_response_only(exchange.status)
                for name, value in exchange.headers.items():
                    if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                        self.send_header(name, value)
                length = exchange.headers.get("Content-Length", len(exchange.body))
                self.send_header("Content-Length", str(length if self.command == "HEAD" else len(exchange.body)))
                self.end_headers()
                self.wfile.write(b"" if self.command == "HEAD" else exchange.body[: exchange.sent])
                if exchange.sent is not None:
                    self.close_connection = True

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


def answers(status: int, code: str, method: str = "", times: int = 1_000_000) -> Fault:
    """The store refuses; `method`: only these requests, and only so often."""
    left = iter(range(times))

    def fault(exchange: Exchange) -> None:
        if method in ("", exchange.method) and next(left, None) is not None:
            error = f"<Error><Code>{code}</Code><Message>the-secret-of-the-tests</Message></Error>"
            exchange.status, exchange.headers, exchange.body = status, {}, error.encode()

    return fault
