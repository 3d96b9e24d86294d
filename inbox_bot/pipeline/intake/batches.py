"""Mails of a folder, by UID, taken in batch by batch.

While one batch is judged, the next is fetched (`fetching`); while it is filed and committed, the first of the next are
read. So two batches may be in hand at a kill, never more.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

from inbox_bot.core.message.values import RawMail
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.edges.ledger import LedgerError
from inbox_bot.edges.mailbox import Absence, Mailbox
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.fetching import Fetching
from inbox_bot.pipeline.intake.take_in import Begun, TakenIn, begin, finish, leave, may_begin_beside, take_in

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
    with Fetching(folder.box, folder.name, uidvalidity, uids) as fetching, _Beside(folder.installation) as beside:
        while fetching.left and not folder.stop():
            with fetching.batch() as (mails, missing):
                for absent in missing:
                    if absent.why is Absence.EXPUNGED:
                        folder.installation.ledger.intake.expunged(absent.location, folder.installation.now())
                    else:
                        refused.add(absent.location.uid)
                if mails:
                    begun = beside.begun(mails)
                    _finish(folder, begun, len(fetching.left), partial(beside.begin, begun, fetching))
            if not mails and not missing:
                break
    return NotTaken(refused=frozenset(refused), not_asked=frozenset(fetching.left))


def hand_in(folder: WatchedFolder, mails: Sequence[RawMail], left: int) -> None:
    """Take a batch in; what has to be read alone follows, mail by mail."""
    if mails:
        installation = folder.installation
        _finish(folder, begin(mails, installation, installation.now()), left)


def _finish(folder: WatchedFolder, begun: Begun, left: int, meanwhile: Callable[[], None] = lambda: None) -> None:
    installation = folder.installation
    taken = finish(begun, installation, installation.now(), meanwhile)
    folder.on_batch(taken, left)
    for alone in taken.alone:
        folder.on_batch(take_in([alone], installation, installation.now()), left)


class _Beside:
    """The batch that is read while the one before it is filed and committed. Left, it lets go of what nobody took."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._begun: Begun | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._begun is not None:
            with suppress(LedgerError):  # `poll` lets go of it as soon as the ledger can
                leave(self._begun, self._installation)

    def begin(self, begun: Begun, fetching: Fetching) -> None:
        """Begin what was fetched behind `begun`, where it is there and may be. Raises LedgerError."""
        mails = fetching.fetched_ahead()
        if mails and may_begin_beside(begun, mails):
            self._begun = begin(mails, self._installation, self._installation.now(), beside=True)

    def begun(self, mails: Sequence[RawMail]) -> Begun:
        """These mails in hand: they are the next, and have perhaps been begun. Raises LedgerError."""
        begun, self._begun = self._begun, None
        return begun or begin(mails, self._installation, self._installation.now())
