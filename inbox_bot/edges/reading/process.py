"""A worker process as the daemon sees it: started, asked, listened to, killed."""

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from enum import Enum
from typing import Any

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.reading.cage.cage import CageReport
from inbox_bot.edges.reading.frames import FrameBroken, FrameLate, packed, receive
from inbox_bot.edges.reading.requests import Ask, Tell

START_S = 30.0  # loading the readers takes 0.3 s on an idle machine
CPU_MARGIN_S = 5
_RUN = (
    "import gc, json, sys; gc.disable(); sys.path[:] = json.loads(sys.argv[1]); from importlib import import_module; "
    "import_module(json.loads(sys.argv[2])['program']).main()"
)
READERS = "inbox_bot.edges.reading.worker"  # the program that reads mails
#: How a process ends whose allocator finds no more memory: abort(), a trap instruction, the kernel's OOM killer.
_OUT_OF_MEMORY = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL})
_ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "OMP_THREAD_LIMIT": "1"}


class End(Enum):
    """What ended a worker."""

    TIME = "time"  #: the limit of processor time
    MEMORY = "memory"  #: the limit of memory
    OTHER = "other"  #: a fault in a library, or an answer it may not give


class WorkerNotStarted(Exception):
    """No worker could be started: nothing can be read, whatever the mail."""


class Worker:
    """One child process and the line to it."""

    def __init__(self, memory_bytes: int, program: str = READERS, **more: object) -> None:
        """Start it. It loads its readers meanwhile; `await_ready` before the first request.

        `program` is the module whose `main` serves; `more` are settings that it alone knows, as JSON can say them.
        """
        self.report: CageReport | None = None
        self.mails = 0  # read so far
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        known = {"parent": os.getpid(), "descriptor": theirs.fileno(), "memory_bytes": memory_bytes}
        settings = {**more, **known, "program": program}
        # -I -S: neither the environment, the working directory nor site's hooks decide what the worker imports.
        command = [sys.executable, "-I", "-S", "-B", "-c", _RUN, json.dumps(_module_path()), json.dumps(settings)]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_ENVIRONMENT,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # a Ctrl-C at the terminal is for the daemon
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def await_ready(self, within_s: float = START_S) -> CageReport:
        """Wait until its cage is closed. Raises WorkerNotStarted."""
        if self.report is not None:
            return self.report
        try:
            frame = receive(self._line, time.monotonic() + within_s)
        except (FrameBroken, FrameLate) as error:
            self.kill()
            ended = Sentence("a worker ended before it was ready ({code})", code=self._process.returncode)
            raise WorkerNotStarted(ended) from error
        match frame:
            case [Tell.READY.value, bool(limits), int(abi), bool(filtered)]:
                self.report = CageReport(limits=limits, landlock=abi, seccomp=filtered)
                return self.report
            case [Tell.FAILED.value, str(why)]:
                self.kill()
                raise WorkerNotStarted(why)
        self.kill()
        raise WorkerNotStarted(Sentence("a worker that talks nonsense"))

    def ask(self, frame: list[Any], descriptor: int, cpu_s: float) -> None:
        """Send a request with the descriptor of the file; allow `cpu_s` of processor time. Raises FrameBroken."""
        self._allow_cpu(cpu_s)
        message = packed(frame)
        self._line.settimeout(START_S)
        try:
            sent = socket.send_fds(self._line, [message], [descriptor])
            if sent < len(message):  # nothing to send is an error, too, once the other end has answered and closed
                self._line.sendall(message[sent:])
        except OSError as error:
            raise FrameBroken("the line broke") from error

    def listen(self, deadline: float, limit: int) -> list[Any]:
        """The next frame it sends. Raises FrameBroken, FrameLate."""
        return receive(self._line, deadline, limit)

    def end(self) -> "End":
        """What ended it, where it ended by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            ended = -self._process.wait(0.3)
            if ended == signal.SIGXCPU:
                return End.TIME
            if ended in _OUT_OF_MEMORY:
                return End.MEMORY
        return End.OTHER

    def memory_bytes(self) -> int:
        """What it holds of memory now; 0 where the system does not say."""
        try:
            with open(f"/proc/{self.pid}/statm", encoding="ascii") as statm:
                return int(statm.read().split()[1]) * resource.getpagesize()
        except (OSError, IndexError):
            return 0

    def spent_s(self) -> float | None:
        """Its processor time since it was started; None where the system does not say, or it is gone."""
        try:
            with open(f"/proc/{self.pid}/stat", encoding="ascii") as stat:
                fields = stat.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError):
            return None

    def signal_end(self) -> None:
        """Tell the kernel to end it, without waiting for that: safe from any thread."""
        self._process.kill()

    def kill(self) -> None:
        """End it, now."""
        self._line.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def _allow_cpu(self, cpu_s: float) -> None:
        """The limit counts a process's whole life, so it is moved on with every mail."""
        used = self.spent_s()
        if used is None or not hasattr(resource, "prlimit"):
            return
        with contextlib.suppress(OSError, ValueError):  # it is gone, and asking it will show that
            _, hard = resource.prlimit(self.pid, resource.RLIMIT_CPU)
            resource.prlimit(self.pid, resource.RLIMIT_CPU, (int(used + cpu_s) + CPU_MARGIN_S, hard))


def request(
    ask: Ask,
    *,
    name: str,
    given: list[Any],
    limit: int,
    finish_only: bool,
    closed: str = "",
    passwords: Sequence[str] = (),
) -> list[Any]:
    """A request's frame: `given` are [index, document] known already, `limit` the bytes of the longest frame wanted.

    `closed` is a problem's word: what holds documents is then left closed, for that reason. Locked documents are tried
    with `passwords` first.
    """
    return [ask.value, name, given, limit, finish_only, closed, [*passwords]]


def _module_path() -> list[str]:
    """Where modules are looked for, as this process does it, without the working directory's shifting meaning."""
    return [os.path.abspath(entry) for entry in sys.path]
