"""How a shell asks for a command that is done here: by a program of that name, which hands over all it was given.

A program that starts Python and loads inbox_bot takes a second; one that hands over its arguments, its folder, its
environment and its streams takes a hundredth.
"""

import json
import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

BROKEN = 70
_PROGRAM = """\
#!{python} -IS
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
line.connect({line!r})
asked = dict(word=os.path.basename(sys.argv[0]), arguments=sys.argv[1:], folder=os.getcwd())
asked["environment"] = dict(os.environ)
socket.send_fds(line, [json.dumps(asked).encode()], [0, 1, 2])
sys.exit(int(line.recv(16) or {broken}))
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A command, as the shell gives it."""

    word: str
    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    streams: tuple[int, int, int]  #: its stdin, stdout and stderr

    def say(self, text: str) -> None:
        """On its stdout."""
        os.write(self.streams[1], text.encode())

    def refuse(self, why: str) -> int:
        """Say on its stderr why it is not done; the exit code for that."""
        os.write(self.streams[2], f"{self.word}: {why}\n".encode())
        return 2


Does = Callable[[Asked], int]


class Line:
    """A context manager: programs that `put` makes are answered by `does`, each request in a thread of its own."""

    def __init__(self, folder: Path, does: Does) -> None:
        self._does = does
        self._at = folder / "line"
        self._program = folder / "asks"
        self._program.write_text(_PROGRAM.format(python=sys.executable, line=str(self._at), broken=BROKEN))
        self._program.chmod(0o755)
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listening.bind(str(self._at))
        self._listening.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def put(self, program: Path) -> None:
        """Put a program there that asks for the command of its name."""
        program.parent.mkdir(parents=True, exist_ok=True)
        program.symlink_to(self._program)

    def __enter__(self) -> "Line":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line:
            request, streams, _, _ = socket.recv_fds(line, 1 << 20, 3)
            read = json.loads(request)
            asked = Asked(
                word=read["word"],
                arguments=tuple(read["arguments"]),
                folder=Path(read["folder"]),
                environment=read["environment"],
                streams=(streams[0], streams[1], streams[2]),
            )
            try:
                code = self._does(asked)
            except BaseException:
                os.write(streams[2], traceback.format_exc().encode())
                code = BROKEN
            for each in streams:
                os.close(each)
            line.send(str(code).encode())
