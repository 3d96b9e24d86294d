"""Mails of a folder, by UID, in batches that are bounded by count and bytes; each batch is taken in before the next."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from inbox_bot.core.message.values import RawMail
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.edges.mailbox import Absence, Mailbox, Missing
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.take_in import TakenIn, take_in

BATCH_MAILS = 50
BATCH_BYTES = 24_000_000  # of a batch's mails together; a larger mail comes alone

OnBatch = Callable[[TakenIn, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchedFolder:
    """A folder of a mailbox that is being looked at."""

    installation: Installation
    rules: MailboxSettings
    box: Mailbox
    name: str
    on_batch: OnBatch  #: hears of each batch, and how many mails are still to come
    stop: Callable[[], bool]  #: asked between batches


@dataclass(frozen=True, kw_only=True, slots=True)
class NotTaken:
    """What did not come."""

    refused: frozenset[int] = frozenset()  #: the server lists these UIDs and does not give their mails
    not_asked: frozenset[int] = frozenset()  #: we were told to stop before

    @property
    def uids(self) -> frozenset[int]:
        """All of them: the cursor stays below."""
        return self.refused | self.not_asked


def take_in_uids(folder: WatchedFolder, uidvalidity: int, uids: Sequence[int]) -> NotTaken:
    """Fetch these mails and take them in. Raises MailboxDown, SpoolFailed, ScannerDown, FilingFailed, LedgerError."""
    refused: set[int] = set()
    left = list(uids)
    while left and not folder.stop():
        asked = left[:BATCH_MAILS]
        with spooled(folder.box.fetch(folder.name, uidvalidity, asked, max_bytes=BATCH_BYTES)) as (mails, missing):
            left = left[len(mails) + len(missing) :]
            for absent in missing:
                if absent.why is Absence.EXPUNGED:
                    folder.installation.ledger.intake.expunged(absent.location, folder.installation.now())
                else:
                    refused.add(absent.location.uid)
            hand_in(folder, mails, len(left))
        if not mails and not missing:
            break
    return NotTaken(refused=frozenset(refused), not_asked=frozenset(left))


def hand_in(folder: WatchedFolder, mails: Sequence[RawMail], left: int) -> None:
    """Take a batch in; what has to be read alone follows, mail by mail."""
    if not mails:
        return
    installation = folder.installation
    taken = take_in(mails, installation, installation.now())
    folder.on_batch(taken, left)
    for alone in taken.alone:
        folder.on_batch(take_in([alone], installation, installation.now()), left)


@contextmanager
def spooled(fetched: Iterable[RawMail | Missing]) -> Iterator[tuple[list[RawMail], list[Missing]]]:
    """What was fetched; its spool files are deleted at the end, whatever happens."""
    mails: list[RawMail] = []
    missing: list[Missing] = []
    try:
        for each in fetched:
            if isinstance(each, RawMail):
                mails.append(each)
            else:
                missing.append(each)
        yield mails, missing
    finally:
        for mail in mails:
            mail.spool.unlink(missing_ok=True)
