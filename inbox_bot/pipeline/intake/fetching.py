"""A folder's mails come in batches, bounded by count and bytes: the next is fetched while one is taken in.

One batch ahead, by a thread of its own, into spool files. A mailbox answers one question at a time, so that what is to
be changed in it meanwhile has its turn between two groups of mails. Nothing is noted of a batch before it is asked for:
a kill leaves of it what it leaves of any fetch, files in the spool.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from inbox_bot.core.message.values import RawMail
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.mailbox import Mailbox, Missing, SpoolFailed

BATCH_MAILS = 50
BATCH_BYTES = 24_000_000  # of a batch's mails together; a larger mail comes alone

Fetched = tuple[list[RawMail], list[Missing]]


class Fetching:
    """A context manager. Left, it waits for what is under way, and deletes what nobody asked for."""

    def __init__(self, box: Mailbox, folder: str, uidvalidity: int, uids: Sequence[int]) -> None:
        """Of these mails of a folder, as long as its UIDs mean what they do."""
        self.left = list(uids)  #: those that are in no batch yet that was asked for
        self._box, self._folder, self._uidvalidity = box, folder, uidvalidity
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetch")
        self._coming: Future[Fetched] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and not issubclass(kind, Exception):
            self._box.hang_up()  # whoever ends the program at once waits for no server
        coming, self._coming = self._coming, None
        if coming is not None and not coming.cancel():
            with suppress(Exception), deleted_at_the_end(coming.result()):
                pass  # nobody asked for it; what was wrong with it, the next poll meets
        self._thread.shutdown()

    @contextmanager
    def batch(self) -> Iterator[Fetched]:
        """The next batch, empty where the server gives none; its spool files are deleted at the end, whatever happens.

        The first is fetched here and now: most of the time there is no other. Raises MailboxDown, UidValidityChanged,
        SpoolFailed.
        """
        coming, self._coming = self._coming, None
        fetched = self._fetch(self.left) if coming is None else coming.result()
        with deleted_at_the_end(fetched):
            came = len(fetched[0]) + len(fetched[1])
            self.left = self.left[came:]
            if came and self.left:
                self._coming = self._thread.submit(self._fetch, self.left)
            yield fetched

    def fetched_ahead(self) -> Sequence[RawMail]:
        """The mails of the next batch, where they are there already."""
        if self._coming is None or not self._coming.done() or self._coming.exception() is not None:
            return ()
        return self._coming.result()[0]

    def _fetch(self, left: Sequence[int]) -> Fetched:
        fetched = self._box.fetch(self._folder, self._uidvalidity, left[:BATCH_MAILS], max_bytes=BATCH_BYTES)
        return gathered(fetched)


@contextmanager
def spooled(fetched: Iterable[RawMail | Missing]) -> Iterator[Fetched]:
    """What was fetched; its spool files are deleted at the end, as those of a batch are."""
    came = gathered(fetched)
    with deleted_at_the_end(came):
        yield came


def gathered(fetched: Iterable[RawMail | Missing]) -> Fetched:
    """The mails that came, and those that didn't. Where fetching breaks off, the spool files are deleted."""
    mails: list[RawMail] = []
    missing: list[Missing] = []
    try:
        for each in fetched:
            if isinstance(each, RawMail):
                mails.append(each)
            else:
                missing.append(each)
    except BaseException:
        with suppress(SpoolFailed):
            _delete(mails)
        raise
    return mails, missing


@contextmanager
def deleted_at_the_end(fetched: Fetched) -> Iterator[None]:
    """A batch's spool files go when it is done with. Raises SpoolFailed where one stays, and nothing else was wrong."""
    try:
        yield
    except BaseException:
        with suppress(SpoolFailed):
            _delete(fetched[0])
        raise
    _delete(fetched[0])


def _delete(mails: Iterable[RawMail]) -> None:
    """One that the disk won't let go of keeps no other there; the next start tries again. Raises SpoolFailed then."""
    refused: OSError | None = None
    for mail in mails:
        try:
            mail.spool.unlink(missing_ok=True)
        except OSError as error:
            refused, folder = error, mail.spool.parent
    if refused is not None:
        why = Sentence("a fetched mail stays in {folder}: {why}", folder=str(folder), why=str(refused.strerror))
        raise SpoolFailed(why) from refused
