"""A real clamd for the tests: own configuration, own signatures, a socket of its own; nothing of the system's.

The signatures are two: of the text that EICAR publishes to try scanners with, and of a word that a test writes into one
document of many. `Clamd.misbehaving` is a server in its place that does what a clamd must not.
"""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

EICAR = "".join(("X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!", "$H+H*")).encode()
MARKED = b"papers of the marked applicant"
STREAM_LIMIT = 400_000  # bytes
_START_S = 20
_SIGNATURES = {"Test.Eicar": EICAR, "Test.Marked": MARKED}


class ClamdMissing(Exception):
    """There is no clamd on this machine: `apt-get install clamav-daemon` brings it."""


class Clamd:
    """Runs until `stop`; `start` again takes the same socket."""

    def __init__(self) -> None:
        binary = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
        if binary is None:
            raise ClamdMissing("no clamd on this machine: apt-get install clamav-daemon")
        self._binary = binary
        self._folder = Path(tempfile.mkdtemp(prefix="clamd-"))
        self.socket = self._folder / "clamd.ctl"
        signatures = self._folder / "signatures"
        signatures.mkdir()
        lines = [f"{name}:0:*:{content.hex()}\n" for name, content in _SIGNATURES.items()]
        (signatures / "tests.ndb").write_text("".join(lines))
        (self._folder / "clamd.conf").write_text(
            f"Foreground yes\nLocalSocket {self.socket}\nDatabaseDirectory {signatures}\n"
            f"TemporaryDirectory {self._folder}\nStreamMaxLength {STREAM_LIMIT}\nAlertExceedsMax yes\n"
            "MaxThreads 4\nSelfCheck 86400\n"
        )
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        if self._process is not None:
            return
        self._process = subprocess.Popen(
            [self._binary, "--config-file", str(self._folder / "clamd.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
                line.connect(str(self.socket))
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        said = self._process.stderr.read().decode() if self._process.poll() is not None and self._process.stderr else ""
        raise ClamdMissing(f"clamd does not start: {said[:300]}")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stderr:
                self._process.stderr.close()
            self._process = None

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextlib.contextmanager
    def replaced_by(self, how: str) -> Iterator["Misbehaving"]:
        """Another server on its socket, until it is itself again."""
        self.kill()
        self.socket.unlink(missing_ok=True)
        with Misbehaving(self.socket, how) as server:
            yield server
        self.socket.unlink(missing_ok=True)
        self.start()


class Misbehaving:
    """A server on a Unix socket that answers as `how` says: to a stream, and to a question whether it lives.

    "hangs", "closes" and "nonsense" are said to both. "hangs at mail", "closes at mail" and "no memory" are said to a
    stream that has `MARKED` in it, and else it is a scanner that finds nothing. "drips" never ends its answer.
    """

    def __init__(self, path: Path, how: str) -> None:
        self._how = how
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen(50)
        self._ended = threading.Event()
        self.streams = 0

    def __enter__(self) -> "Misbehaving":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._ended.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            file = line.makefile("rb")
            command = b""
            while not command.endswith(b"\0"):
                command += file.read(1)
            stream = b""
            if command == b"zINSTREAM\0":
                self.streams += 1
                while length := int.from_bytes(file.read(4), "big"):
                    stream += file.read(length)
            how, _, at_mail = self._how.partition(" at ")
            if (at_mail or how == "no memory") and MARKED not in stream:
                line.sendall(b"PONG\0" if command == b"zPING\0" else b"stream: OK\0")
                return
            match how:
                case "hangs":
                    self._ended.wait()
                case "nonsense":
                    line.sendall(b"421 go away\r\n")
                case "no memory":
                    line.sendall(b"stream: Can't allocate memory ERROR\0")
                case "drips":
                    while not self._ended.wait(0.02):
                        line.sendall(b"s")
