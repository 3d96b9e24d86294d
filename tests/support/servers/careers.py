"""A careers page's server, over TLS on this machine: what it says to each path, and how often it was asked."""

import http.server
import threading
from pathlib import Path

from tests.support.servers.dovecot import certificate_in
from tests.support.servers.https import HttpsServer

PAGES = Path(__file__).parents[2] / "unit" / "core" / "careers" / "pages"


class Careers(HttpsServer):
    """A context manager. `page` is what `/jobs` says; the other paths are a page's worst days."""

    def __init__(self, folder: Path) -> None:
        certificate_in(folder)
        super().__init__(folder, _Says)
        self.ca = folder / "ca.pem"
        self.page = (PAGES / "anchors.md").read_bytes()
        self.asked: list[str] = []
        self.slowly = threading.Event()  #: a slow page has begun
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        """The page's address."""
        return f"{self.root}/jobs"

    def __exit__(self, *raised: object) -> None:
        self.hung_up.set()
        super().__exit__(*raised)


class _Says(http.server.BaseHTTPRequestHandler):
    ours: Careers

    def do_GET(self) -> None:
        self.ours.asked.append(self.path)
        match self.path:
            case "/jobs":
                self._say(200, self.ours.page)
            case "/moved":
                self._say(301, b"", to="/jobs")
            case "/elsewhere":
                self._say(302, b"", to="https://other.example/jobs")
            case "/unsafe":
                self._say(302, b"", to=self.ours.root.replace("https", "http") + "/jobs")
            case "/round":
                self._say(302, b"", to="/round")
            case "/login":
                self._say(401, b"")
            case "/slow":
                self.send_response(200)
                self.end_headers()
                self.ours.slowly.set()
                while not self.ours.hung_up.wait(0.02):
                    self.wfile.write(b"<")
            case "/half":
                self._say(200, self.ours.page[: len(self.ours.page) // 2], announced=len(self.ours.page))
            case "/large":
                self._say(200, b"x" * 5_000_000)
            case _:
                self._say(500, b"")

    def _say(self, status: int, content: bytes, to: str = "", announced: int | None = None) -> None:
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", str(len(content) if announced is None else announced))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def a_page(*items: str) -> bytes:
    """A page in Markdown with these vacancies, each as `Data engineer - Cork, Ireland [2 positions]`."""
    parts = [item.partition(" - ") for item in items]
    listed = "\n".join(f"{at}. [{title}](#v{at}) - {rest}" for at, (title, _, rest) in enumerate(parts, 1))
    return f"# Work with us\n\n## Vacancies\n\n{listed}\n\n## About us\n\nWe count things.\n".encode()
