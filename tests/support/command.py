"""`inbox-bot` as a process of its own, without the second of the processor that Python takes to load it.

A process in which everything is loaded forks for each command. What it forks is this process's child, as any that it
started (man 2 prctl, PR_SET_CHILD_SUBREAPER): it is waited for, signalled and ended as one, and ends as Python does.
A test of how a program begins starts `COMMAND` itself.
"""

import atexit
import contextlib
import ctypes
import fcntl
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

COMMAND = Path(sys.executable).with_name("inbox-bot")
LONG_S = 300  # a command takes a second; what reads scans yields to all else on the machine
_PR_SET_CHILD_SUBREAPER = 36
_ADOPTING = threading.Lock()


class Started(subprocess.Popen[Any]):
    """The command with these arguments; `options` are `Popen`'s. With a `preexec_fn` it is executed after all.

    `code` is run in the command's place, as by `python -c`.
    """

    def __init__(self, *arguments: object, code: str | None = None, **options: Any) -> None:
        self._code = code
        program = [str(COMMAND)] if code is None else [sys.executable, "-c", code]
        super().__init__([*program, *map(str, arguments)], **options)

    def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, *more):  # type: ignore[no-untyped-def]
        if preexec_fn is not None or pass_fds:
            super()._execute_child(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, *more)  # type: ignore[misc]
            return
        _, _, _, read_in, write_in, read_out, write_out, read_error, write_error, _, _, _, _, _, session, *_ = more
        streams = ((0, read_in), (1, write_out), (2, write_error))
        asked = {
            "code": self._code,
            "arguments": args[1:] if self._code is None else args[2:],
            "folder": os.fspath(cwd or os.getcwd()),
            "environment": dict(env if env is not None else os.environ),
            "session": session,
        }
        self.pid = _loaded().fork(asked, [theirs if theirs >= 0 else number for number, theirs in streams])
        self._child_created = True
        self._close_pipe_fds(read_in, write_in, read_out, write_out, read_error, write_error)  # type: ignore[attr-defined]


def run(
    *arguments: object, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end; what it says is text. As `subprocess.run`."""
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with Started(*arguments, env=env, cwd=cwd, stdin=subprocess.DEVNULL, **piped) as process:
        try:
            out, error = process.communicate(timeout=LONG_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, error)


class _Loaded:
    """The process that forks. It ends with this one: the line to it closes."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (self._line, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.command", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                cwd=Path(__file__).parents[2],
            )

    def fork(self, asked: dict[str, Any], descriptors: Sequence[int]) -> int:
        with _ADOPTING, _adopting():
            socket.send_fds(self._line, [json.dumps(asked).encode()], descriptors)
            answer = self._line.recv(64)
        if not answer:
            raise RuntimeError("the process that forks has ended")
        return int(answer)


@cache
def _loaded() -> _Loaded:
    return _Loaded()


@contextlib.contextmanager
def _adopting() -> Iterator[None]:
    """Whoever loses its parent, below this process, is its child: at this moment that is what was forked twice."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


# In the process that forks


def _serve(line: socket.socket) -> dict[str, Any] | None:
    """Fork for each request. In a fork: what it is to do; in the process itself None, at the end."""
    while True:
        request, descriptors, _, _ = socket.recv_fds(line, 1 << 20, 3)
        if not request:
            return None
        asked: dict[str, Any] = json.loads(request)
        told_from, told_to = os.pipe()
        between = os.fork()
        if between != 0:
            for descriptor in (told_to, *descriptors):
                os.close(descriptor)
            os.waitpid(between, 0)
            with os.fdopen(told_from, "rb") as told:
                line.send(told.read())
            continue
        if (pid := os.fork()) != 0:
            os.write(told_to, str(pid).encode())
            os._exit(0)
        for descriptor in (told_from, told_to):
            os.close(descriptor)
        line.close()
        _become(asked, descriptors)
        return asked


def _become(asked: dict[str, Any], descriptors: Sequence[int]) -> None:
    """All that an executed program would find: its place, its environment, its standard streams."""
    if asked["session"]:
        os.setsid()
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    for descriptor in descriptors:
        if descriptor > 2:
            os.close(descriptor)
    if asked["session"] and os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # a session's own terminal
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115


def _do(asked: dict[str, Any]) -> NoReturn:
    """Run it, and end as Python ends, but for what it takes apart in memory, which is most of the time."""
    from inbox_bot.cli import main

    code: object = 0
    try:
        if asked["code"] is None:
            sys.argv = [str(COMMAND), *asked["arguments"]]
            main()
        sys.argv = asked["arguments"]
        exec(asked["code"], {"__name__": "__main__"})
    except SystemExit as error:
        code = error.code
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 0)


def _load_everything() -> None:
    import inbox_bot

    left_out = ("inbox_bot.edges.reading.scans", "inbox_bot.edges.ledger.migrations")
    for module in pkgutil.walk_packages(inbox_bot.__path__, "inbox_bot."):
        if not module.name.startswith(left_out) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


if __name__ == "__main__":
    _load_everything()
    import gc

    gc.collect()
    gc.freeze()
    asked = _serve(socket.socket(fileno=int(sys.argv[1])))
    if asked is not None:
        _do(asked)
