"""Scans on their way: mails that wait for recognition, and what was made out on them, kept beside the applications.

A mail with scans is judged without them first (`core/plan/scans`). Then it waits, without an outcome, and its bytes
stay in the spool: the daemon recognises one mail after the other in a thread of its own, and the poll after that reads
the mail again with what was made out. Nothing else waits for it: the poll goes on with the mails behind.

What was made out is a file of its own, `.scans/<raw hash>.json`, written before the ledger says that it is done. So a
kill costs a recognition at most, and whoever reads the mail again, years later, reads the same. The list of what is at
hand is this process's: after a restart the poll reads what waits once more, and it is at hand again.
"""

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inbox_bot.core.documents.scans import RecognisedPage, RecognisedScan, scans_in
from inbox_bot.core.message.values import Document, RawMail, Reading
from inbox_bot.core.plan.filed.layout import recognised_path
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import READING_ATTEMPTS
from inbox_bot.edges.filing import Filing, NotFiled
from inbox_bot.edges.ledger import Ledger, ScanStanding
from inbox_bot.edges.mailbox import SpoolFailed
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.process import WorkerNotStarted

AT_HAND_MAILS, AT_HAND_BYTES = 50, 200_000_000  # in the spool at once; what waits beyond that waits in the mailbox


@dataclass(frozen=True, kw_only=True, slots=True)
class ScannedMail:
    """A mail whose scans are to be recognised."""

    mailbox: str
    raw_hash: str
    size_bytes: int
    documents: tuple[Document, ...]  #: its scans
    spool: Path  #: a file of its own


class ScanQueue:
    """The mails at hand, the oldest first. For any thread."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._mails: OrderedDict[tuple[str, str], ScannedMail] = OrderedDict()

    def add(self, mail: RawMail, reading: Reading) -> None:
        """Its file in the spool stays, under another name. Raises SpoolFailed."""
        kept = mail.spool.with_name(f"scans-{mail.raw_hash}.eml")
        try:
            kept.unlink(missing_ok=True)
            os.link(mail.spool, kept)
        except OSError as error:
            raise SpoolFailed(
                Sentence("can't write to {folder}: {why}", folder=str(kept.parent), why=error.strerror)
            ) from error
        mailbox = mail.location.mailbox
        with self._changing:
            self._mails[mailbox, mail.raw_hash] = ScannedMail(
                mailbox=mailbox,
                raw_hash=mail.raw_hash,
                size_bytes=mail.size_bytes,
                documents=scans_in(reading.documents),
                spool=kept,
            )

    def has(self, mailbox: str, raw_hash: str) -> bool:
        """Whether it is at hand: to read it again now would not help."""
        with self._changing:
            return (mailbox, raw_hash) in self._mails

    @property
    def is_full(self) -> bool:
        """Whether no further mail's bytes should be held."""
        with self._changing:
            together = sum(each.size_bytes for each in self._mails.values())
            return len(self._mails) >= AT_HAND_MAILS or together >= AT_HAND_BYTES

    def first(self) -> ScannedMail | None:
        """The mail that waits longest; None where none does."""
        with self._changing:
            return next(iter(self._mails.values()), None)

    def drop_all_of(self, mailbox: str) -> None:
        """Somebody else looks after the mailbox: they read what waits in it once more."""
        with self._changing:
            mails = [each for each in self._mails.values() if each.mailbox == mailbox]
        for mail in mails:
            self.drop(mail)

    def drop(self, mail: ScannedMail) -> None:
        """It waits no longer, and its file goes."""
        with self._changing:
            self._mails.pop((mail.mailbox, mail.raw_hash), None)
        with suppress(OSError):
            mail.spool.unlink(missing_ok=True)


def recognise_first(
    queue: ScanQueue,
    reading: ReadingPool,
    ledger: Ledger,
    filing: Filing,
    at: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Recognise the scans of the mail that waits longest, and keep what was made out.

    False where none waits, where no process can be started, and where `stop`, asked between two pages, ended it.
    Raises LedgerError, FilingFailed: the mail stays at hand.
    """
    mail = queue.first()
    if mail is None or reading.scan_reader is None:
        return False
    if not ledger.scans.begin(mail.mailbox, mail.raw_hash):
        queue.drop(mail)  # it was erased meanwhile
        return True
    try:
        found = reading.scan_reader.recognise(mail.spool, mail.documents, stop=stop)
    except WorkerNotStarted:
        ledger.scans.broke_off(mail.mailbox, mail.raw_hash)
        return False
    except OSError:
        queue.drop(mail)  # its file was taken away: the next poll reads it once more
        return True
    filing.put({recognised_path(mail.raw_hash): _written(found)})
    if not ledger.scans.done(mail.mailbox, mail.raw_hash, at):
        filing.delete(recognised_path(mail.raw_hash))
    queue.drop(mail)
    return True


def awaits(standing: ScanStanding | None, reading: ReadingPool) -> bool:
    """Whether a mail with scans waits for them first: they are read here, and trying it has not failed each time."""
    if reading.scan_reader is None:
        return False
    return standing is None or (not standing.is_done and standing.attempts < READING_ATTEMPTS)


def with_scans_read(reading: Reading, path: Path, pool: ReadingPool, filing: Filing) -> Reading:
    """A mail's reading, with what was made out on its scans before; `path` is the file that was read.

    Raises FilingFailed, OSError, WorkerNotStarted.
    """
    if not scans_in(reading.documents):
        return reading
    try:
        with filing.open(recognised_path(reading.raw_hash)) as kept:
            found = _read(kept.read())
    except NotFiled:
        return reading
    return pool.read_again(path, reading, found)


def _written(found: Mapping[str, RecognisedScan]) -> bytes:
    as_lists = {
        section: [scan.all_pages, [[page.text, page.confidence] for page in scan.pages]]
        for section, scan in found.items()
    }
    return json.dumps(as_lists).encode()


def _read(content: bytes) -> dict[str, RecognisedScan]:
    return {
        section: RecognisedScan(
            pages=tuple(RecognisedPage(text=text, confidence=confidence) for text, confidence in pages),
            all_pages=all_pages,
        )
        for section, (all_pages, pages) in json.loads(content).items()
    }
