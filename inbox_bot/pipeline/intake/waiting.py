"""Mails that were seen and have no outcome yet: read again, each in a batch of its own.

Where a mail lies is asked of the server again. One that is gone there is read from its kept bytes, where it failed
before and is retried; else it is `expunged`.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Waiting
from inbox_bot.edges.mailbox import Absence, Missing, SpoolFailed, UidValidityChanged
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.batches import WatchedFolder, hand_in
from inbox_bot.pipeline.intake.fetching import BATCH_BYTES, spooled
from inbox_bot.pipeline.kept import kept_mail
from inbox_bot.pipeline.presence import is_present
from inbox_bot.pipeline.scans import awaits


def take_in_waiting(folder: WatchedFolder, waiting: Collection[Waiting]) -> None:
    """Those of `waiting` that lie in this folder and were not tried meanwhile, read once more.

    Raises MailboxDown, SpoolFailed, ScannerDown, FilingFailed, LedgerError.
    """
    if not waiting:
        return
    tries = {mail.raw_hash: mail.attempts for mail in waiting}
    state = folder.installation.ledger.intake.folder_state(folder.rules.name, folder.name)
    unread = _with_scans_unread(folder.installation, folder.rules.name, tries)
    for mail in folder.installation.ledger.intake.waiting(folder.rules.name):
        if folder.stop() or state is None:
            return
        if mail.raw_hash not in tries or mail.attempts > tries[mail.raw_hash] or mail.raw_hash in unread:
            continue
        here = [location for location in mail.locations if location.folder == folder.name]
        with _bytes_kept_once(folder.installation, folder.rules.name, mail.raw_hash):
            for location in (each for each in here if each.uidvalidity == state.uidvalidity):
                if _take_in(folder, mail, location):
                    break


def _with_scans_unread(installation: Installation, mailbox: str, hashes: Collection[str]) -> frozenset[str]:
    """Those whose scans are still to be recognised: they are at hand, or wait until there is room for them."""
    reading, queue = installation.reading, installation.scan_queue
    standing = installation.ledger.scans.standing(mailbox, hashes) if reading.scan_reader is not None else {}
    return frozenset(
        raw_hash
        for raw_hash, each in standing.items()
        if awaits(each, reading) and (queue.is_full or queue.has(mailbox, raw_hash))
    )


def settle_homeless(folder: WatchedFolder) -> None:
    """What waits and is in no watched folder, after each was listed to its end.

    Read from where a copy was put aside, else from kept bytes; else it is `expunged`. `folder` is any of the mailbox's.
    Raises MailboxDown, FilingFailed, SpoolFailed, ScannerDown, LedgerError.
    """
    installation = folder.installation
    waiting = installation.ledger.intake.waiting(folder.rules.name)
    unread = _with_scans_unread(installation, folder.rules.name, [mail.raw_hash for mail in waiting])
    for mail in waiting:
        if folder.stop():
            return
        if mail.raw_hash in unread or any(location.folder in folder.rules.folders for location in mail.locations):
            continue
        with _bytes_kept_once(installation, folder.rules.name, mail.raw_hash):
            if not (_take_in_elsewhere(folder, mail) or _take_in_kept(folder, replace(mail, locations=()))):
                installation.ledger.intake.lost(folder.rules.name, mail.raw_hash, installation.now())


def _take_in_elsewhere(folder: WatchedFolder, mail: Waiting) -> bool:
    """One mail from a folder that nobody watches; False where it is in none, which is noted."""
    for location in mail.locations:
        if not is_present(folder.box, location):
            folder.installation.ledger.intake.moved(location, None, folder.installation.now())
            continue
        fetched = folder.box.fetch(location.folder, location.uidvalidity, [location.uid], max_bytes=BATCH_BYTES)
        with suppress(UidValidityChanged), spooled(fetched) as (mails, _):  # the next poll finds it out
            hand_in(folder, mails, 0)
        return True
    return False


def _take_in(folder: WatchedFolder, mail: Waiting, location: Location) -> bool:
    """One mail from where it lies; False where it does not."""
    fetched = folder.box.fetch(folder.name, location.uidvalidity, [location.uid], max_bytes=BATCH_BYTES)
    with spooled(fetched) as (mails, missing):
        if any(absent.why is Absence.EXPUNGED for absent in missing):
            _leave(folder, mail, missing)
            return False
        hand_in(folder, mails, 0)
    return True


def _leave(folder: WatchedFolder, mail: Waiting, missing: Collection[Missing]) -> None:
    """It is gone from there. Its kept bytes are read first: with no place left it would be `expunged`."""
    if len(mail.locations) > 1 or not _take_in_kept(folder, mail):
        for absent in missing:
            folder.installation.ledger.intake.expunged(absent.location, folder.installation.now())


def _take_in_kept(folder: WatchedFolder, mail: Waiting) -> bool:
    """Read a mail from the bytes that were kept of it; False where none were."""
    installation = folder.installation
    row = installation.ledger.reports.mail(folder.rules.name, mail.raw_hash)
    if row is None or row.raw_path is None:
        return False
    nowhere = Location(mailbox=row.mailbox, folder="", uidvalidity=0, uid=row.id)
    location = mail.locations[0] if mail.locations else nowhere
    try:
        with kept_mail(installation.filing, row.raw_path, installation.spool) as copy:
            if copy is None:
                return False
            raw = RawMail(
                location=location,
                raw_hash=row.raw_hash,
                size_bytes=row.size_bytes,
                received_at=row.received_at,
                flags=frozenset(),
                spool=copy,
                is_only_copy=True,
            )
            hand_in(folder, [raw], 0)
    except OSError as error:
        raise SpoolFailed(Sentence("kept mail can't be copied: {why}", why=str(error.strerror))) from error
    installation.ledger.intake.moved(location, None, installation.now())  # it does not lie there
    return True


@contextmanager
def _bytes_kept_once(installation: Installation, mailbox: str, raw_hash: str) -> Iterator[None]:
    """A mail that failed, and is an application after all, is kept beside its documents: no longer by its hash."""
    before = _raw_path(installation, mailbox, raw_hash)
    yield
    after = _raw_path(installation, mailbox, raw_hash)
    if before is not None and before != after and before.startswith(".raw/"):
        installation.filing.delete(before)


def _raw_path(installation: Installation, mailbox: str, raw_hash: str) -> str | None:
    mail = installation.ledger.reports.mail(mailbox, raw_hash)
    return None if mail is None else mail.raw_path
