"""The child process: loads the readers, closes the cage around itself, then reads one file after the other.

Run by `process` as a child, and by nothing else. Everything after `cage.close` meets hostile bytes. Nothing after it
may import a module or open a file, so `warm_up` makes the readers load what they load late.
"""

import encodings
import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
import time
from collections.abc import Sequence
from typing import Any

from inbox_bot.core.documents.collect import collected
from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.parse import parse, parse_headers
from inbox_bot.core.message.text.passwords import passwords_of
from inbox_bot.core.message.values import Document, Message, Part
from inbox_bot.core.unpack.stage import ALL, left_closed, unpack
from inbox_bot.core.words import Problem
from inbox_bot.edges.reading.cage import cage
from inbox_bot.edges.reading.cage.allocator import give_back_large_blocks
from inbox_bot.edges.reading.cage.warm_up import warm_up
from inbox_bot.edges.reading.frames import FRAME_LIMIT, LENGTH_BYTES, FrameBroken, packed, unpacked
from inbox_bot.edges.reading.requests import Ask, Tell
from inbox_bot.edges.reading.shapes import as_lists, as_value

HEADER_BYTES = 1_000_000  # what is read of a file whose header alone is wanted
_MAIL_NAMES = (".eml", ".mbox", ".mail")


def main() -> None:
    """Serve on the descriptor that the command line names, until the other end closes."""
    settings = json.loads(sys.argv[2])
    cage.die_with_parent(settings["parent"])
    line = socket.socket(fileno=settings["descriptor"])
    line.setblocking(True)
    give_back_large_blocks()
    try:
        _load_charsets()
        warm_up()
        gc.freeze()  # what is loaded stays: no search for garbage need look at it again
        report = cage.close(settings["memory_bytes"])
    except Exception as error:
        line.sendall(packed([Tell.FAILED.value, f"{type(error).__name__}: {error}"[:500]]))
        return
    line.sendall(packed([Tell.READY.value, report.limits, report.landlock, report.seccomp]))
    while (request := _request(line)) is not None:
        frame, descriptor = request
        line.sendall(packed([Tell.TAKEN.value]))
        try:
            content = _content(descriptor, HEADER_BYTES if frame[0] == Ask.HEADERS else None)
        finally:
            os.close(descriptor)
        _Answer(line, int(frame[3])).give(frame, content)


class _Answer:
    """The answer to one request, sent as it comes to be."""

    def __init__(self, line: socket.socket, limit: int) -> None:
        self._line = line
        self._limit = min(limit, FRAME_LIMIT)

    def give(self, frame: list[Any], content: bytes) -> None:
        ask, name, given, _, finish_only, closed, told = frame
        if ask == Ask.HEADERS:
            self._tell(Tell.PROBLEM, Problem.TOO_LARGE.value, as_lists(parse_headers(content)))
            return
        try:
            unpackers = left_closed(as_value(Problem, closed)) if closed else ALL
            message = unpack(_message(Ask(ask), name, content), unpackers)
        except TooComplex:
            self._tell(Tell.PROBLEM, Problem.TOO_COMPLEX.value, as_lists(parse_headers(content)))
            return
        try:
            self._tell(Tell.MESSAGE, as_lists(message), content_hash(message))
        except FrameBroken:
            self._tell(Tell.PROBLEM, Problem.TOO_LARGE.value, as_lists(parse_headers(content)))
            return
        known = {index: as_value(Document, lists) for index, lists in given}
        passwords = passwords_of(message, told)
        documents, short_of_memory = self._documents(message, known, finish_only, passwords)
        self._tell(Tell.DONE, as_lists(collected(message, documents)), short_of_memory)

    def _documents(
        self, message: Message, known: dict[int, Document], finish_only: bool, passwords: Sequence[str]
    ) -> tuple[list[Document], bool]:
        documents = []
        short_of_memory = False
        for index, part in enumerate(document_parts(message)):
            document = known.get(index)
            if document is None and finish_only:
                document = _unread(part, Problem.TIMEOUT)
            elif document is None:
                self._tell(Tell.DOCUMENT_BEGUN, index, part.section)
                started = time.monotonic()
                try:
                    document = read_part(part, passwords)
                except MemoryError:
                    document = _unread(part, Problem.TOO_LARGE)
                    short_of_memory = True
                self._tell(Tell.DOCUMENT_READ, as_lists(document), time.monotonic() - started)
            documents.append(document)
        return documents, short_of_memory

    def _tell(self, tell: Tell, *entries: Any) -> None:
        self._line.sendall(packed([tell.value, *entries], self._limit))


def _message(ask: Ask, name: str, content: bytes) -> Message:
    if ask is Ask.FILE:
        media_type = type_of(content)
        is_mail = media_type == "message/rfc822" or (
            media_type in ("text/plain", "text/html", "application/octet-stream") and name.lower().endswith(_MAIL_NAMES)
        )
        if not is_mail:
            return Message(
                parts=(
                    Part(
                        section="1",
                        filename=name,
                        type=media_type,
                        declared_type=media_type,
                        disposition="attachment",
                        content_id="",
                        content=content,
                    ),
                )
            )
    return parse(content)


def _unread(part: Part, problem: Problem) -> Document:
    return Document(section=part.section, filename=part.filename, type=part.type, problem=problem)


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


def _load_charsets() -> None:
    """Charsets are modules that Python imports when a mail names one; then it is too late."""
    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in ("mbcs", "oem"):  # Windows' own
            importlib.import_module(f"encodings.{module.name}")


if __name__ == "__main__":
    main()
