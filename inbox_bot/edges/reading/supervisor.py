"""The supervisor of one worker: has it read a file, and sees to it that there is an answer, whatever becomes of it.

A worker that hangs or dies within document k is replaced; the next one is told what was read and that k is not to be
tried, and goes on behind it. One that hangs or dies within the message is replaced: the message is read once more with
what holds documents left closed, and where that fails too, the header alone.

No worker reads another mail after one that may have been made to take it over: it would have other people's mails in
its hands.
"""

import contextlib
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.formats.extract import TEXT_LIMIT
from inbox_bot.core.message.values import Document, Message, Part
from inbox_bot.core.unpack.budget import UNFOLDED_BYTES
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Problem
from inbox_bot.edges.reading.frames import FRAME_LIMIT, FrameBroken, FrameLate
from inbox_bot.edges.reading.process import End, Worker, WorkerNotStarted, request
from inbox_bot.edges.reading.requests import Ask, Tell
from inbox_bot.edges.reading.shapes import ShapeWrong, as_lists, as_value

MAILS_A_WORKER = 1_000  # then it is replaced, whatever it has gathered
MEMORY_SHARE = 0.6  # of its limit: a worker that holds more between two mails is replaced
PHASE_SHARE = 1 / 3  # of the deadline: what the message, or one document, may take
FINISH_S = 10.0  # beyond the deadline, to tell the roles of what was read
HEADERS_S = 5.0  # beyond the deadline, to read the header alone
TAKE_S = 10.0  # to begin with a file: a worker that waits has nothing else to do
STARTS = 3  # tries to get a worker that lives long enough to be asked
FRAME_BASE = 32_000_000  # bytes: texts of a mail, whatever its size
FRAME_FACTOR = 6  # contents of parts to the mail's size: each of 5 enclosed mails is a part, and so are its own
_DOCUMENT_PROBLEMS = {End.TIME: Problem.TIMEOUT, End.MEMORY: Problem.TOO_LARGE, End.OTHER: Problem.DAMAGED}
#: What a mail has that was made to break its reader, and an accident of transport too: the worker reads no further one.
_SUSPECT = frozenset(
    {Problem.UNSAFE, Problem.INFECTED, Problem.DAMAGED, Problem.TOO_COMPLEX, Problem.TIMEOUT, Problem.READER_DIED}
)
_MAIL_PROBLEMS = {End.TIME: Problem.TIMEOUT, End.MEMORY: Problem.READER_DIED, End.OTHER: Problem.READER_DIED}


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerLimits:
    """What a worker may use."""

    deadline_s: float  #: of one mail
    memory_bytes: int

    @property
    def phase_s(self) -> float:
        """Seconds for the message, or for one document."""
        return self.deadline_s * PHASE_SHARE


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerResult:
    """What came of one file."""

    message: Message = field(default_factory=Message)
    content_hash: str = ""
    documents: tuple[Document, ...] = ()
    problem: Problem | None = None
    document_seconds: tuple[float, ...] = ()  #: of each of `documents`; 0.0 where it was not read by itself
    seconds: float = 0.0


@dataclass(slots=True)
class _Progress:
    """What is known of the file in hand."""

    deadline: float  #: on the monotonic clock
    passwords: Sequence[str] = ()  #: that were told elsewhere
    message: Message | None = None
    content_hash: str = ""
    read: dict[int, Document] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  #: by place
    at: tuple[int, Part] | None = None  #: the document that is being read
    closed: str = ""  #: why what holds documents is left closed; "" where it is opened


class _WorkerLost(Exception):
    """It hung, died, or said what it may not."""

    def __init__(self, end: End) -> None:
        super().__init__(end)
        self.end = end


class Supervisor:
    """Keeps one worker. Used by one thread at a time."""

    def __init__(self, limits: WorkerLimits) -> None:
        self._limits = limits
        self._worker: Worker | None = None
        self._is_stopped = False

    def start(self) -> None:
        """Start the worker ahead of the first file; where that fails, the first file will show it."""
        with contextlib.suppress(OSError):
            self._worker = Worker(self._limits.memory_bytes)

    def ready(self) -> Worker:
        """A worker that waits for a request: the one there is, or a fresh one. Raises WorkerNotStarted."""
        if self._is_stopped:
            raise WorkerNotStarted("the pool is closed")
        if self._worker is not None and (not self._worker.is_alive or self._is_worn(self._worker)):
            self._lose()
        if self._worker is None:
            try:
                self._worker = Worker(self._limits.memory_bytes)
            except OSError as error:
                raise WorkerNotStarted(str(error)) from error
        try:
            self._worker.await_ready()
        except WorkerNotStarted:
            self._worker = None
            raise
        if self._is_stopped:  # meanwhile
            raise WorkerNotStarted("the pool is closed")
        return self._worker

    def read(
        self,
        descriptor: int,
        ask: Ask,
        name: str,
        passwords: Sequence[str] = (),
        known: Mapping[int, Document] = MappingProxyType({}),
    ) -> WorkerResult:
        """Read the file behind the descriptor, what is locked in it by passwords that were told elsewhere, too.

        `known`: documents that are not read again, by their place among `document_parts`. Raises WorkerNotStarted, and
        nothing else whatever the file.
        """
        started = time.monotonic()
        if ask is Ask.HEADERS:
            answer = self._headers(descriptor, name)
        else:
            deadline = started + self._limits.deadline_s
            progress = _Progress(deadline=deadline, passwords=passwords, read=dict(known))
            answer = self._read(descriptor, ask, name, progress)
        if not _SUSPECT.isdisjoint({answer.problem, *(document.problem for document in answer.documents)}):
            self._lose()
        return replace(answer, seconds=time.monotonic() - started)

    def stop(self) -> None:
        """From another thread: end the worker, whatever it is doing. What is being read raises WorkerNotStarted."""
        self._is_stopped = True
        worker = self._worker
        if worker is not None:
            worker.signal_end()

    def close(self) -> None:
        """End the worker, and give back what it held."""
        self._lose()

    def _read(self, descriptor: int, ask: Ask, name: str, progress: _Progress) -> WorkerResult:
        while True:
            finish_only = progress.message is not None and time.monotonic() >= progress.deadline
            try:
                return self._attempt(descriptor, ask, name, progress, finish_only)
            except _WorkerLost as lost:
                self._lose()
                if progress.message is None and not progress.closed:
                    progress.closed = _DOCUMENT_PROBLEMS[lost.end].value
                    progress.read.clear()  # what was known is at other places then
                    continue  # what holds documents may have done it
                if progress.message is None:
                    return replace(self._headers(descriptor, name), problem=_MAIL_PROBLEMS[lost.end])
                if progress.at is None:
                    if finish_only or lost.end is not End.TIME:
                        return _as_far_as_read(progress)
                    continue  # the deadline came before the next document did
                guilty, part = progress.at
                progress.read[guilty] = Document(
                    section=part.section, filename=part.filename, type=part.type, problem=_DOCUMENT_PROBLEMS[lost.end]
                )

    def _attempt(self, descriptor: int, ask: Ask, name: str, progress: _Progress, finish_only: bool) -> WorkerResult:
        given = [[index, as_lists(document)] for index, document in sorted(progress.read.items())]
        limit = min(FRAME_BASE + UNFOLDED_BYTES + FRAME_FACTOR * os.fstat(descriptor).st_size, FRAME_LIMIT)
        frame = request(
            ask,
            name=name,
            given=given,
            limit=limit,
            finish_only=finish_only,
            closed=progress.closed,
            passwords=progress.passwords,
        )
        progress.at = None
        asked = time.monotonic()
        worker = self._asked(frame, descriptor, self._limits.deadline_s)
        progress.deadline += time.monotonic() - asked  # waiting for a fresh worker is not the mail's doing
        until = time.monotonic() + FINISH_S if finish_only else progress.deadline
        phase_s = FINISH_S if finish_only else self._limits.phase_s
        while True:
            match self._heard(worker, min(until, time.monotonic() + phase_s), limit):
                case [Tell.MESSAGE.value, message, str(content_hash)]:
                    progress.message = _value(Message, message)
                    progress.content_hash = content_hash
                case [Tell.PROBLEM.value, str(problem), message] if progress.message is None:
                    return WorkerResult(message=_value(Message, message), problem=_problem(problem))
                case [Tell.DOCUMENT_BEGUN.value, int(index), str(section)] if progress.message is not None:
                    progress.at = (index, _document_part(progress.message, index, section))
                case [Tell.DOCUMENT_READ.value, document, float(seconds)] if progress.at is not None:
                    index, part = progress.at
                    progress.read[index], progress.at = _read_document(document, part), None
                    progress.seconds[part.section] = seconds
                case [Tell.DONE.value, list(documents), bool(stop)] if progress.message is not None:
                    answer = _complete(progress, documents)
                    if stop:
                        self._lose()
                    return answer
                case _:
                    raise _WorkerLost(End.OTHER)

    def _headers(self, descriptor: int, name: str) -> WorkerResult:
        """The header alone, in a try of its own; an empty message where that fails too."""
        allowed_s = min(HEADERS_S, self._limits.phase_s)
        frame = request(Ask.HEADERS, name=name, given=[], limit=FRAME_BASE, finish_only=False)
        try:
            worker = self._asked(frame, descriptor, allowed_s)
            match self._heard(worker, time.monotonic() + allowed_s, FRAME_BASE):
                case [Tell.PROBLEM.value, str(problem), message]:
                    return WorkerResult(message=_value(Message, message), problem=_problem(problem))
        except _WorkerLost:
            pass
        self._lose()
        return WorkerResult(problem=Problem.TOO_LARGE)

    def _asked(self, frame: list[Any], descriptor: int, cpu_s: float) -> Worker:
        """A worker that has taken the request. One that died before it did has nothing to do with this file."""
        for _ in range(STARTS):
            worker = self.ready()
            with contextlib.suppress(FrameBroken, FrameLate):
                worker.ask(frame, descriptor, cpu_s)
                if worker.listen(time.monotonic() + TAKE_S, FRAME_BASE) == [Tell.TAKEN.value]:
                    worker.mails += 1
                    return worker
            self._lose()
        raise WorkerNotStarted(Sentence("workers end before they can be asked"))

    def _heard(self, worker: Worker, until: float, limit: int) -> list[Any]:
        try:
            return worker.listen(until, limit)
        except FrameLate as error:
            raise _WorkerLost(End.TIME) from error
        except FrameBroken as error:
            raise _WorkerLost(worker.end()) from error

    def _is_worn(self, worker: Worker) -> bool:
        if worker.mails == 0:
            return False
        return worker.mails >= MAILS_A_WORKER or worker.memory_bytes() > MEMORY_SHARE * self._limits.memory_bytes

    def _lose(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


def _as_far_as_read(progress: _Progress) -> WorkerResult:
    """What is known without a worker: the documents that were read, and which ones were not. Roles are not told."""
    message = progress.message or Message()
    read = {document.section: document for document in progress.read.values()}
    documents = tuple(
        read.get(part.section)
        or Document(section=part.section, filename=part.filename, type=part.type, problem=Problem.TIMEOUT)
        for part in document_parts(message)
    )
    return WorkerResult(
        message=message,
        content_hash=progress.content_hash,
        documents=documents,
        document_seconds=tuple(progress.seconds.get(document.section, 0.0) for document in documents),
    )


def _complete(progress: _Progress, lists: list[Any]) -> WorkerResult:
    """The answer that DONE makes complete: each document has a part of its own in the message."""
    documents = _value(tuple[Document, ...], lists)
    sections = [document.section for document in documents]
    known = {part.section for part in progress.message.parts} if progress.message else set()
    too_long = any(document.characters > TEXT_LIMIT for document in documents)
    if too_long or len(set(sections)) != len(sections) or not known.issuperset(sections):
        raise _WorkerLost(End.OTHER)
    return WorkerResult(
        message=progress.message or Message(),
        content_hash=progress.content_hash,
        documents=documents,
        document_seconds=tuple(progress.seconds.get(section, 0.0) for section in sections),
    )


def _document_part(message: Message, index: int, section: str) -> Part:
    """The part that a worker is about to read: it names the one that stands there in the message it gave."""
    parts = document_parts(message)
    if not 0 <= index < len(parts) or parts[index].section != section:
        raise _WorkerLost(End.OTHER)
    return parts[index]


def _read_document(lists: Any, part: Part) -> Document:
    document: Document = _value(Document, lists)
    if document.section != part.section or document.characters > TEXT_LIMIT:
        raise _WorkerLost(End.OTHER)
    return document


def _value(shape: Any, lists: Any) -> Any:
    try:
        return as_value(shape, lists)
    except ShapeWrong as error:
        raise _WorkerLost(End.OTHER) from error


def _problem(word: str) -> Problem:
    return _value(Problem, word)  # type: ignore[no-any-return]
