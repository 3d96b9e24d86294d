"""How a child process serves: it loads what it needs, closes the cage around itself, then answers file after file.

Everything after `cage.close` meets hostile bytes. Nothing after it may import a module or open a file, so what a child
loads has to make its libraries load what they load late.
"""

import encodings
import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
from collections.abc import Callable
from typing import Any

from inbox_bot.edges.reading.cage import cage
from inbox_bot.edges.reading.cage.allocator import give_back_large_blocks
from inbox_bot.edges.reading.frames import LENGTH_BYTES, packed, unpacked
from inbox_bot.edges.reading.requests import Tell

Answer = Callable[[socket.socket, list[Any], bytes], None]


def serve(
    load: Callable[[dict[str, Any]], None],
    answer: Answer,
    *,
    shortened: Callable[[list[Any]], int | None] = lambda frame: None,
) -> None:
    """Serve on the descriptor that the command line names, until the other end closes.

    `load` is given the settings of the command line, before the cage closes; what it raises is told to the daemon.
    `answer` is given each request with the file's bytes; `shortened` says of how many a request needs the first alone.
    """
    settings = json.loads(sys.argv[2])
    cage.die_with_parent(settings["parent"])
    line = socket.socket(fileno=settings["descriptor"])
    line.setblocking(True)
    give_back_large_blocks()
    try:
        load(settings)
        gc.freeze()  # what is loaded stays: no search for garbage need look at it, while it loads (`process`) or later
        gc.enable()
        report = cage.close(settings["memory_bytes"])
    except Exception as error:
        line.sendall(packed([Tell.FAILED.value, f"{type(error).__name__}: {error}"[:500]]))
        return
    line.sendall(packed([Tell.READY.value, report.limits, report.landlock, report.seccomp]))
    while (request := _request(line)) is not None:
        frame, descriptor = request
        line.sendall(packed([Tell.TAKEN.value]))
        try:
            content = _content(descriptor, shortened(frame))
        finally:
            os.close(descriptor)
        answer(line, frame, content)


def _request(line: socket.socket) -> tuple[list[Any], int] | None:
    """The next request and the descriptor that came with it; None when the daemon closed the line."""
    begin, descriptors, _, _ = socket.recv_fds(line, LENGTH_BYTES, 1)
    if not begin:
        return None
    while len(begin) < LENGTH_BYTES:
        begin += line.recv(LENGTH_BYTES - len(begin))
    body = bytearray()
    length = int.from_bytes(begin, "big")
    while len(body) < length:
        piece = line.recv(min(length - len(body), 1 << 20))
        if not piece:
            return None
        body += piece
    return unpacked(body), descriptors[0]


def _content(descriptor: int, limit: int | None) -> bytes:
    """The file's bytes, in one copy."""
    size = os.lseek(descriptor, 0, os.SEEK_END)  # a call that every libc makes by this name, other than fstat
    wanted = size if limit is None else min(size, limit)
    pieces: list[bytes] = []
    offset = 0
    while piece := os.pread(descriptor, wanted - offset, offset):
        pieces.append(piece)
        offset += len(piece)
    return b"".join(pieces)


def load_charsets() -> None:
    """Load all. Charsets are modules that Python imports when a mail names one; then it is too late."""
    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in ("mbcs", "oem"):  # Windows' own
            importlib.import_module(f"encodings.{module.name}")
