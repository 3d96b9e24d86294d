"""The daemon's side of recognition: one mail's scans, page by page, in a caged process that serves no other mail.

A page that hangs, or kills its process, costs that page; the next one has a process of its own. What all pages of a
mail may take is bounded, and so is each: a hostile layout holds the recogniser for a minute. It is the processor's time
that counts: the process yields to all others, and what can be read must not depend on how busy the machine is.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inbox_bot.core.documents.scans import PAGES_RECOGNISED, RecognisedPage, RecognisedScan, in_turn, scans_in
from inbox_bot.core.message.values import Document
from inbox_bot.edges.reading.frames import FrameBroken, FrameLate
from inbox_bot.edges.reading.process import CPU_MARGIN_S, START_S, Worker, WorkerNotStarted
from inbox_bot.edges.reading.requests import Ask, Tell

PROGRAM = "inbox_bot.edges.reading.scans.worker"
MEMORY_BYTES = 512 * 1024 * 1024  # beyond its libraries and the data of its languages
PAGE_S = 15.0  # of the processor's time, for one page
MAIL_S = 60.0  # of the processor's time, for all pages of a mail
PATIENCE = 8  # times as long by the clock
TAKE_S = 30.0  # by the clock, to begin with a page: a process that waits has nothing else to do
PAGE_TEXT_LIMIT = 100_000  # characters of a page; the densest has 20,000
FRAME_LIMIT = PAGE_TEXT_LIMIT * 4 + 1_000  # bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """The page that is asked for."""

    ask: Ask
    path: Path
    section: str
    number: int
    only_pictured: bool


class _PageLost(Exception):
    """Its process hung, died, or said what it may not."""


class _Allowance:
    """What is left of the processor's time for a mail's pages, in seconds."""

    def __init__(self, mail_s: float, page_s: float) -> None:
        self._left_s, self._page_s = mail_s, page_s

    @property
    def next_page_s(self) -> float:
        return min(self._left_s, self._page_s)

    def spend(self, seconds: float) -> None:
        self._left_s -= seconds


class ScanReader:
    """Recognises the text of scans. `recognise` is for one thread at a time, `close` for any."""

    def __init__(self, data: Sequence[Path], *, page_s: float = PAGE_S, mail_s: float = MAIL_S) -> None:
        """`data`: files of languages, as `languages_found` gives them. Nothing is started before it is needed."""
        self._data = [str(file) for file in data]
        self._page_s, self._mail_s = page_s, mail_s
        self._worker: Worker | None = None
        self._changing = threading.Lock()  # which worker there is
        self._is_closed = False

    @property
    def languages(self) -> tuple[str, ...]:
        """What is recognised, as Tesseract names languages."""
        return tuple(Path(file).stem for file in self._data)

    def recognise(
        self,
        path: Path,
        documents: Sequence[Document],
        *,
        ask: Ask = Ask.MAIL,
        stop: Callable[[], bool] = lambda: False,
    ) -> dict[str, RecognisedScan]:
        """What is on those of a mail's documents that are scans, by section.

        `path` is the file that the documents were read from. Raises OSError where it can't be opened, WorkerNotStarted
        where no process can be started, `close` was called, or `stop` says so between two pages.
        """
        allowance = _Allowance(self._mail_s, self._page_s)
        try:
            return {each.section: self._scan(path, each, ask, allowance, stop) for each in in_turn(scans_in(documents))}
        finally:
            self._end_worker()

    def close(self) -> None:
        """End the process, whatever it is doing; what is being recognised raises WorkerNotStarted."""
        self._is_closed = True
        with self._changing:
            if self._worker is not None:
                self._worker.signal_end()

    def _scan(
        self, path: Path, document: Document, ask: Ask, allowance: _Allowance, stop: Callable[[], bool]
    ) -> RecognisedScan:
        answers = list(self._pages(path, document, ask, allowance, stop))
        return RecognisedScan(
            pages=tuple(page for page, _ in answers), all_pages=max((of for _, of in answers), default=0)
        )

    def _pages(
        self, path: Path, document: Document, ask: Ask, allowance: _Allowance, stop: Callable[[], bool]
    ) -> Iterator[tuple[RecognisedPage, int]]:
        """The document's first pages, each with how many it has; those that are lost are left out."""
        last = PAGES_RECOGNISED
        number = 0
        while number < last and allowance.next_page_s > 0:
            number += 1
            if stop():
                raise WorkerNotStarted("recognition was stopped")
            asked = _Asked(
                ask=ask,
                path=path,
                section=document.section,
                number=number,
                only_pictured=bool(document.text),
            )
            try:
                answer = self._page(asked, allowance)
            except _PageLost:
                self._end_worker()
                allowance.spend(allowance.next_page_s)
                continue
            if answer is None:
                return
            last = min(last, answer[1])
            yield answer

    def _page(self, asked: _Asked, allowance: _Allowance) -> tuple[RecognisedPage, int] | None:
        """One page, with how many the document has; None where there is no such page. Raises _PageLost."""
        worker = self._ready()
        spent_before, begun = worker.spent_s(), time.monotonic()  # loading is not the page's doing
        frame = [asked.ask.value, asked.path.name, asked.section, asked.number, asked.only_pictured]
        allowed_s = allowance.next_page_s
        try:
            with open(asked.path, "rb") as file:
                worker.ask(frame, file.fileno(), max(allowed_s - CPU_MARGIN_S, 1.0))
            if worker.listen(begun + TAKE_S, FRAME_LIMIT) != [Tell.TAKEN.value]:
                raise _PageLost
            answer = worker.listen(begun + TAKE_S + allowed_s * PATIENCE, FRAME_LIMIT)
            spent = worker.spent_s()
            by_the_clock = time.monotonic() - begun
            allowance.spend(by_the_clock if spent is None or spent_before is None else spent - spent_before)
            match answer:
                case [Tell.PAGE.value, str(text), float(confidence), int(pages)]:
                    return RecognisedPage(text=text[:PAGE_TEXT_LIMIT], confidence=confidence), pages
                case [Tell.NO_PAGE.value]:
                    return None
        except (FrameBroken, FrameLate) as error:
            if self._is_closed:
                raise WorkerNotStarted("the reader of scans is closed") from error
            raise _PageLost from error
        raise _PageLost

    def _ready(self) -> Worker:
        with self._changing:
            if self._is_closed:
                raise WorkerNotStarted("the reader of scans is closed")
            if self._worker is None:
                try:
                    self._worker = Worker(MEMORY_BYTES, PROGRAM, data=self._data)
                except OSError as error:
                    raise WorkerNotStarted(str(error)) from error
            worker = self._worker
        try:
            worker.await_ready(START_S * PATIENCE)
        except WorkerNotStarted:
            self._end_worker()
            raise
        return worker

    def _end_worker(self) -> None:
        with self._changing:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
