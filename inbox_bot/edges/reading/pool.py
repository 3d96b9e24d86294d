"""The pool: several workers, each with its supervisor in a thread; mails go in, readings come out in the same order.

The first worker starts with the pool, each further one when a mail waits that no worker has time for: one takes half a
second of the processor to load its readers, and most of the time a mail comes alone.

Threads only wait here: what takes time happens in the workers. A worker dies with the thread that started it
(PR_SET_PDEATHSIG means the thread), so supervisors start their own.
"""

import hashlib
import io
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Literal, Self, TypeVar

from inbox_bot.core.documents.scans import RecognisedScan, with_text
from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.message.mime.sniff import UNKNOWN
from inbox_bot.core.message.scanned import CLEAN, Hit, Scan, Scanned, left_of, named_by, outermost
from inbox_bot.core.message.values import Document, Message, Part, RawMail, Reading
from inbox_bot.core.words import Problem
from inbox_bot.edges.reading.cage.allocator import give_back_large_blocks
from inbox_bot.edges.reading.cage.cage import CageMissing, CageReport
from inbox_bot.edges.reading.requests import Ask
from inbox_bot.edges.reading.scans.reader import ScanReader
from inbox_bot.edges.reading.supervisor import Supervisor, WorkerLimits, WorkerResult

PARTS_SCANNED = 100  # of an infected mail, one by one, to name those that are
AHEAD = 2  # mails a worker that are read before the first of them is wanted
_MEGABYTE = 1024 * 1024

Item = TypeVar("Item")
Result = TypeVar("Result")
_Task = Callable[[Supervisor], None]
Readings = Generator[Reading, None, None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """What a document is in: a mail, an archive, a PDF."""

    section: str  #: "" is the mail that the file is
    name: str  #: untrusted
    type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDocument:
    """A document of a file, and what reading it took."""

    document: Document
    seconds: float
    within: tuple[Holder, ...] = ()  #: what it is in, the outermost first; none where it is the file itself


class ReadingPool:
    """Caged workers that read mails. A context manager; `close` ends the workers."""

    def __init__(
        self,
        *,
        workers: int = 2,
        deadline_s: float = 30.0,
        memory_bytes: int = 512 * _MEGABYTE,
        cage: Literal["as_offered", "required"] = "as_offered",
        scan: Scan | None = None,
        scan_reader: ScanReader | None = None,
    ) -> None:
        """Start the first worker; it loads meanwhile, so this returns at once, but for `required`.

        `deadline_s` is for one mail, and what a worker may take of memory beyond its libraries is `memory_bytes`.
        `scan` is asked about each mail before a worker is given it; what it raises, reading the mail raises.
        `scan_reader` recognises the text of scanned pages, where that is asked for; the pool closes it.
        Raises CageMissing where the cage is `required` and the kernel has neither Landlock nor seccomp.
        """
        give_back_large_blocks()
        self.scan_reader = scan_reader
        limits = WorkerLimits(deadline_s=deadline_s, memory_bytes=memory_bytes)
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._starting = threading.Lock()
        self._unfinished = 0  # tasks that were handed in and are not done; guarded by `_starting`, as is what follows
        self._scan = scan
        self._supervisors = [Supervisor(limits) for _ in range(workers)]
        self._threads: list[threading.Thread] = []
        self._start_one()
        if cage == "required" and not self.cage_report().is_closed:
            self.close()
            raise CageMissing

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, mails: Iterable[RawMail], *, ahead: int = AHEAD, at_once: int = 0) -> Readings:
        """The reading of each mail, in the order given. Taken lazily: `ahead` mails a worker before they are asked for.

        The first `at_once` are begun before any is asked for. Closed, it begins no further one.

        A mail that hangs or kills its worker is a Reading with a problem. Raises WorkerNotStarted where no worker can
        be started, OSError where a spool file can't be opened.
        """
        return self._in_order(self._read_mail, mails, ahead, at_once)

    def read_file(self, path: Path, *, mailbox: str, received_at: datetime, passwords: Sequence[str] = ()) -> Reading:
        """A file as if it were a mail that came in by `mailbox` at `received_at`. Raises OSError, WorkerNotStarted.

        `passwords`: that another mail tells of what is locked in this one.
        """
        return next(self.read_files([path], mailbox=mailbox, received_at=received_at, passwords=passwords))

    def read_files(
        self, paths: Iterable[Path], *, mailbox: str, received_at: datetime, passwords: Sequence[str] = ()
    ) -> Iterator[Reading]:
        """The same of many files, in the order given."""
        return self._in_order(
            lambda supervisor, path: self._reading(
                supervisor,
                path,
                Ask.MAIL,
                raw_hash=_hash_of(path),
                mailbox=mailbox,
                received_at=received_at,
                passwords=passwords,
            ),
            paths,
        )

    def read_documents(self, path: Path) -> list[ReadDocument]:
        """The documents of a file that is one itself (PDF, DOCX, text), or a mail (.eml). Raises as `read_file`.

        The text of scans is recognised, where there is a reader for them. A mail that can't be read is one document
        with the mail's problem; a file that is neither a mail nor a document is one too, `damaged` where it is empty,
        else `unsupported`.
        """
        return next(self._in_order(lambda supervisor, file: _documents(supervisor, file, self.scan_reader), [path]))

    def recognise(self, path: Path, reading: Reading) -> dict[str, RecognisedScan]:
        """What is on a mail's scans, by section, as `read_again` wants it; nothing without a reader of scans.

        `path` is the file that was read. Takes up to a minute, and holds up no other reading. For one thread at a
        time. Raises as `read_file`.
        """
        return {} if self.scan_reader is None else self.scan_reader.recognise(path, reading.documents)

    def read_again(self, path: Path, reading: Reading, found: Mapping[str, RecognisedScan]) -> Reading:
        """The mail of `reading` with what was found on its scans: the roles of its documents are told anew.

        Raises as `read_file`.
        """
        known = _known(reading.message, reading.documents, found)
        if not known:
            return reading
        answer = next(self._in_order(lambda supervisor, file: _answer(supervisor, file, Ask.MAIL, known=known), [path]))
        return reading if answer.problem is not None else replace(reading, documents=answer.documents)

    def cage_report(self) -> CageReport:
        """Which protections are on. Waits until a worker is ready. Raises WorkerNotStarted."""
        return next(self._in_order(lambda supervisor, _: supervisor.ready().await_ready(), [None]))

    def close(self) -> None:
        """End the workers, whatever they are doing. What was not read raises WorkerNotStarted where it is awaited."""
        if self._closing.is_set():
            return
        self._closing.set()
        if self.scan_reader is not None:
            self.scan_reader.close()
        for supervisor in self._supervisors:
            supervisor.stop()
        with self._starting:
            threads = tuple(self._threads)
        for _ in threads:
            self._tasks.put(None)
        for thread in threads:
            thread.join()

    def _read_mail(self, supervisor: Supervisor, mail: RawMail) -> Reading:
        return self._reading(
            supervisor,
            mail.spool,
            Ask.HEADERS if mail.headers_only else Ask.MAIL,
            raw_hash=mail.raw_hash,
            mailbox=mail.location.mailbox,
            received_at=mail.received_at,
        )

    def _reading(
        self,
        supervisor: Supervisor,
        path: Path,
        ask: Ask,
        *,
        raw_hash: str,
        mailbox: str,
        received_at: datetime,
        passwords: Sequence[str] = (),
    ) -> Reading:
        """One mail. Where a virus scanner found something in it, or could not look, no more than who sent it.

        Headers are read without asking it.
        """
        scanned = CLEAN
        if self._scan is not None and ask is Ask.MAIL:
            with open(path, "rb") as file:
                scanned = self._scan(file)
        answer = _answer(supervisor, path, Ask.HEADERS if scanned.problem is Problem.NOT_CHECKED else ask, passwords)
        message, documents, problem = answer.message, answer.documents, answer.problem
        if scanned.problem is not None:
            hits = self._hits(message) if scanned.problem is Problem.INFECTED else ()
            message, documents, problem = left_of(message, hits), named_by(scanned, hits), scanned.problem
        return Reading(
            raw_hash=raw_hash,
            mailbox=mailbox,
            received_at=received_at,
            message=message,
            documents=documents,
            content_hash=answer.content_hash,
            problem=problem,
            seconds=answer.seconds,
        )

    def _hits(self, message: Message) -> tuple[Hit, ...]:
        """Which parts of an infected mail are infected by themselves; of the first ones."""

        def scanned(part: Part) -> Scanned:
            return self._scan(io.BytesIO(part.content)) if self._scan is not None else CLEAN

        return tuple(outermost(message.parts[:PARTS_SCANNED], scanned))

    def _in_order(
        self, work: Callable[[Supervisor, Item], Result], items: Iterable[Item], ahead: int = AHEAD, at_once: int = 0
    ) -> Generator[Result, None, None]:
        results = self._results(work, iter(items), ahead, at_once)
        next(results)
        return results

    def _results(
        self, work: Callable[[Supervisor, Item], Result], items: Iterator[Item], ahead: int, at_once: int
    ) -> Generator[Any, None, None]:
        """Nothing, when the first have been begun; then each result."""
        waiting: deque[Future[Result]] = deque()
        try:
            waiting.extend(self._submit(work, item) for item in islice(items, at_once))
            yield None
            for item in items:
                waiting.append(self._submit(work, item))
                if len(waiting) > ahead * len(self._supervisors):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _submit(self, work: Callable[[Supervisor, Item], Result], item: Item) -> Future[Result]:
        future: Future[Result] = Future()

        def task(supervisor: Supervisor) -> None:
            done: Callable[[], object] = future.cancel
            if future.set_running_or_notify_cancel():
                try:
                    done = partial(future.set_result, work(supervisor, item))
                except BaseException as error:  # it is the consumer's: raised where the result is asked for
                    done = partial(future.set_exception, error)
            with self._starting:
                self._unfinished -= 1
            done()

        with self._starting:
            if self._closing.is_set():
                raise RuntimeError("the pool is closed")
            if len(self._threads) <= self._unfinished and len(self._threads) < len(self._supervisors):
                self._start_one()
            self._unfinished += 1
        self._tasks.put(task)
        return future

    def _start_one(self) -> None:
        number = len(self._threads)
        supervisor = self._supervisors[number]
        thread = threading.Thread(target=self._keep, args=(supervisor,), name=f"reading-{number}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _keep(self, supervisor: Supervisor) -> None:
        supervisor.start()
        while (task := self._tasks.get()) is not None:
            task(supervisor)
        supervisor.close()


def _documents(supervisor: Supervisor, path: Path, scan_reader: ScanReader | None) -> list[ReadDocument]:
    answer = _answer(supervisor, path, Ask.FILE)
    found = {} if scan_reader is None else scan_reader.recognise(path, answer.documents, ask=Ask.FILE)
    known = _known(answer.message, answer.documents, found)
    if known:
        answer = _answer(supervisor, path, Ask.FILE, known=known)
    if answer.problem is not None:
        unread = Document(section="", filename=path.name, type="message/rfc822", problem=answer.problem)
        return [ReadDocument(document=unread, seconds=answer.seconds)]
    is_mail = bool(answer.message.headers or answer.message.enclosed)  # as it is, or as Outlook saved it
    if not answer.documents and not is_mail:
        return [ReadDocument(document=_nothing_in(path, answer), seconds=answer.seconds)]
    mail = Holder(section="", name=path.name, type="message/rfc822")
    outermost = (mail,) if answer.message.headers else ()
    return [
        ReadDocument(document=document, seconds=seconds, within=(*outermost, *_around(document, answer.message)))
        for document, seconds in zip(answer.documents, answer.document_seconds, strict=True)
    ]


def _around(document: Document, message: Message) -> Iterator[Holder]:
    """The parts that a document's part is in; in the tree's order each stands before what it holds."""
    for part in message.parts:
        if document.section.startswith((f"{part.section}!", f"{part.section}.")):
            yield Holder(section=part.section, name=part.filename, type=part.type)


def _nothing_in(path: Path, answer: WorkerResult) -> Document:
    """A file that is no mail and nothing that a mail's documents are read from: an empty one, a calendar, a film."""
    part = next((part for part in answer.message.parts if part.content.strip()), None)
    return Document(
        section="",
        filename=path.name,
        type=part.type if part is not None else UNKNOWN,
        problem=Problem.UNSUPPORTED if part is not None else Problem.DAMAGED,
    )


def _known(message: Message, documents: Sequence[Document], found: Mapping[str, RecognisedScan]) -> dict[int, Document]:
    """The scans whose text was made out, by their place among `document_parts`."""
    read = with_text(documents, found)
    places = (part.section for part in document_parts(message))
    return {index: read[section] for index, section in enumerate(places) if section in read}


def _answer(
    supervisor: Supervisor,
    path: Path,
    ask: Ask,
    passwords: Sequence[str] = (),
    known: Mapping[int, Document] = MappingProxyType({}),
) -> WorkerResult:
    with open(path, "rb") as file:
        return supervisor.read(file.fileno(), ask, path.name, passwords, known)


def _hash_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
