"""The child process: loads the readers, closes the cage around itself, then reads one file after the other.

Run by `process` as a child, and by nothing else. How it is asked, and when its cage closes, is `serving`'s.
"""

import socket
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
from inbox_bot.edges.reading.cage.warm_up import warm_up
from inbox_bot.edges.reading.frames import FRAME_LIMIT, FrameBroken, packed
from inbox_bot.edges.reading.requests import Ask, Tell
from inbox_bot.edges.reading.serving import load_charsets, serve
from inbox_bot.edges.reading.shapes import as_lists, as_value

HEADER_BYTES = 1_000_000  # what is read of a file whose header alone is wanted
_MAIL_NAMES = (".eml", ".mbox", ".mail")


def main() -> None:
    """Serve on the descriptor that the command line names, until the other end closes."""
    serve(_load, _answer, shortened=lambda frame: HEADER_BYTES if frame[0] == Ask.HEADERS else None)


def _load(_settings: dict[str, Any]) -> None:
    load_charsets()
    warm_up()


def _answer(line: socket.socket, frame: list[Any], content: bytes) -> None:
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
            message = unpack(message_of(Ask(ask), name, content), unpackers)
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


def message_of(ask: Ask, name: str, content: bytes) -> Message:
    """The mail that the bytes are, or a message with one part, where the file is itself a document."""
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


if __name__ == "__main__":
    main()
