"""What a live daemon would do with the mail of a real mailbox, without doing it.

The mailbox is looked at by EXAMINE and BODY.PEEK alone (RFC 3501 §6.3.2, §6.4.5), so that no flag changes, not even
\\Recent. Mails go the way that `pipeline/intake/take_in` tells of, up to their plan, and no further.

Since a day: as if inbox_bot had been running since then. Each mail is judged at the moment it arrived, over those
before it, which a ledger for trying remembers; that a person has answered it since, nobody knew at that moment.
Without a day: what the next poll would take in. It is judged now, over what the ledger knows, which is only read.

Of a mailbox of any size one batch of mails is held at a time, and of each mail its UID. What is told of a mail is told
at once; what later mails are judged over lies in the ledger for trying, which bounds its memory itself.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from inbox_bot.core.message.values import RawMail, Reading
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.decided.moved_before import as_moved_before
from inbox_bot.core.plan.scans import has_scans_to_read
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.rules.model import MailboxSettings, Mode, Rules
from inbox_bot.core.words import READING_ATTEMPTS
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import FolderState, Ledger, LedgerDamaged, LedgerUnavailable
from inbox_bot.edges.mailbox import FolderStatus, Mailbox
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.intake.fetching import BATCH_BYTES, BATCH_MAILS, spooled
from inbox_bot.pipeline.judged import judged

DESCRIBED_AT_ONCE = 500  # mails: so that progress is seen in a large folder
REMEMBERED = 200  # mails of this very look: over so many the next one is judged, where the ledger can't be written


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """A mail, and what would become of it."""

    raw: RawMail
    mail: PlannedMail | None  #: None: a further copy, or a bug of ours
    is_copy: bool = False  #: of bytes that came before: it would be put aside unread


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far it is."""

    done: int
    total: int | None  #: None: mails are still being counted


@dataclass
class DryRun:
    """One look into a mailbox. `rules` are taken for live."""

    rules: Rules
    settings: MailboxSettings
    box: Mailbox
    reading: ReadingPool
    ledger: Ledger | None  #: as it is, only to be read; None where there is none yet
    since: date | None
    at: datetime  #: now
    newest: int | None = None  #: of each folder only so many, by their UIDs
    not_given: int = 0  #: mails that the server lists, and did not give
    progress: Progress = field(default_factory=lambda: Progress(done=0, total=None))

    def mails(self) -> Iterator[Tried]:
        """Each mail with what would become of it; those of a folder in the order in which they arrived.

        Raises MailboxDown, UidValidityChanged, SpoolFailed, LedgerError.
        """
        listed = [(name, *self._listed(name)) for name in self.settings.folders]
        self.progress = Progress(done=0, total=sum(len(uids) for _, _, uids in listed))
        with ExitStack() as stack:
            past = self._past(stack)
            for folder, status, uids in listed:
                yield from self._in_folder(folder, status.uidvalidity, uids, past)

    def _past(self, stack: ExitStack) -> "_Remembering | _Beside":
        if self.since is None and self.ledger is not None:
            return _Beside(self.ledger)
        return _Remembering(stack.enter_context(Ledger.for_trying(self.at)))

    def _listed(self, folder: str) -> tuple[FolderStatus, list[int]]:
        """The mails that are looked at, in the order in which they arrived."""
        status = self.box.status(folder)
        state = self.ledger.intake.folder_state(self.settings.name, folder) if self.ledger is not None else None
        since = self._since(state)
        first = state.next_uid if self.since is None and state is not None else 1
        if self.since is None and state is None and self.settings.start == "now":
            return status, []
        uids = self.box.uids(folder, status.uidvalidity, first, max(first, status.uidnext - 1))
        uids = uids if self.newest is None else uids[-self.newest :]
        arrived: list[tuple[datetime, int]] = []
        for begin in range(0, len(uids), DESCRIBED_AT_ONCE):
            there = self.box.describe(folder, status.uidvalidity, uids[begin : begin + DESCRIBED_AT_ONCE])
            arrived += [(each.received_at, uid) for uid, each in there.items()]
            self.progress = Progress(done=begin + len(there), total=None)
        return status, [uid for received_at, uid in sorted(arrived) if since is None or received_at >= since]

    def _since(self, state: FolderState | None) -> datetime | None:
        start = self.settings.start
        if self.since is not None:
            return self.rules.midnight(self.since)
        return self.rules.midnight(start) if state is None and isinstance(start, date) else None

    def _in_folder(
        self, folder: str, uidvalidity: int, uids: Sequence[int], past: "_Remembering | _Beside"
    ) -> Iterator[Tried]:
        left = list(uids)
        while left:
            fetched = self.box.fetch(folder, uidvalidity, left[:BATCH_MAILS], max_bytes=BATCH_BYTES)
            with spooled(fetched) as (mails, missing):
                left = left[len(mails) + len(missing) :]
                self.not_given += len(missing)
                for raw, reading in zip(mails, self.reading.read(mails), strict=True):
                    self.progress = replace(self.progress, done=self.progress.done + 1)
                    yield self._judged(raw, reading, past)
                if not mails and not missing:
                    break

    def _judged(self, raw: RawMail, reading: Reading, past: "_Remembering | _Beside") -> Tried:
        at = self.at if self.since is None else raw.received_at
        if self.since is not None:
            raw = replace(raw, flags=frozenset())
        if not past.is_new(raw, at):
            return Tried(raw=raw, mail=None, is_copy=True)
        try:
            live = replace(self.rules, mode=Mode.LIVE)
            mail = past.planned(reading, live, at)
            if has_scans_to_read(reading, mail.verdict, mail.plan):
                found = self.reading.recognise(raw.spool, reading)
                mail = past.planned(self.reading.read_again(raw.spool, reading, found), live, at)
            past.remember(mail, at)
        except (LedgerUnavailable, LedgerDamaged, FilingFailed, OSError):
            raise
        except Exception:  # a bug with this mail: a daemon would let it wait, and take the others in
            return Tried(raw=raw, mail=None)
        return Tried(raw=raw, mail=mail)


class _Remembering:
    """What was before is in a ledger for trying: as much as a daemon would know."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def is_new(self, raw: RawMail, at: datetime) -> bool:
        """Whether these bytes have not been seen before."""
        return not self._ledger.intake.note_seen([raw], at).copies

    def planned(self, reading: Reading, rules: Rules, at: datetime) -> PlannedMail:
        """The mail's plan, over those before it."""
        return _planned(reading, rules, self._ledger, None, at)

    def remember(self, mail: PlannedMail, at: datetime) -> None:
        """It was before those that follow."""
        self._ledger.intake.commit(Planned(mails=[mail]), {}, at)


class _Beside:
    """What was before is in the ledger, which stays as it is; and the last mails of this look in memory."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._mails: deque[PlannedMail] = deque(maxlen=REMEMBERED)

    def is_new(self, raw: RawMail, at: datetime) -> bool:
        """Whether the ledger has not seen these bytes, nor this look."""
        if any(mail.reading.raw_hash == raw.raw_hash for mail in self._mails):
            return False
        known = self._ledger.reports.mail(raw.location.mailbox, raw.raw_hash)
        return known is None or known.outcome is None

    def planned(self, reading: Reading, rules: Rules, at: datetime) -> PlannedMail:
        """The mail's plan, over all of it."""
        return _planned(reading, rules, self._ledger, Planned(mails=list(self._mails)), at)

    def remember(self, mail: PlannedMail, at: datetime) -> None:
        """It was before those that follow."""
        self._mails.append(mail)


def _planned(reading: Reading, rules: Rules, ledger: Ledger, before: Planned | None, at: datetime) -> PlannedMail:
    verdict, linked = judged(reading, rules, ledger, before)
    history = ledger.history.of(reading, verdict, at, planned=before, linked=linked)
    history = replace(history, attempts=READING_ATTEMPTS)
    verdict = as_moved_before(verdict, history, rules)
    return PlannedMail.over(history, reading, verdict, plan_for(reading, verdict, rules, history, at), linked)
