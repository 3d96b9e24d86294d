"""Mails with scans on their way in: held, recognised one after the other, and read with it (`pipeline/scans`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from inbox_bot import log
from inbox_bot.core.message.values import RawMail, Reading
from inbox_bot.edges.ledger import ScanStanding
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.scans import recognise_first, with_scans_read


def with_recognised(
    readings: Iterable[Reading], mails: Iterable[RawMail], installation: Installation
) -> Iterator[Reading]:
    """The readings of these mails, with what was made out on the scans of those that waited for that."""
    paths = {mail.raw_hash: mail.spool for mail in mails}
    for reading in readings:
        yield with_scans_read(reading, paths[reading.raw_hash], installation.reading, installation.filing)


def held_before(installation: Installation, mails: Mapping[str, RawMail]) -> dict[str, ScanStanding]:
    """How far the recognition of these mails is, by raw hash; of those alone that were held. Raises LedgerError."""
    if installation.reading.scan_reader is None:
        return {}
    mailboxes = {mail.location.mailbox for mail in mails.values()}
    found = (installation.ledger.scans.standing(name, list(mails)) for name in sorted(mailboxes))
    return dict(chain.from_iterable(each.items() for each in found))


def hold(held: Sequence[tuple[RawMail, Reading]], installation: Installation, at: datetime) -> None:
    """They wait until their scans are recognised, and nobody waits for them. Raises LedgerError, SpoolFailed."""
    if not held:
        return
    installation.ledger.scans.hold(held[0][0].location.mailbox, [mail.raw_hash for mail, _ in held], at)
    for mail, reading in held:
        log.message_scanned(message=mail.raw_hash)
        if not installation.scan_queue.is_full:
            installation.scan_queue.add(mail, reading)


def recognise_next(installation: Installation) -> bool:
    """The mail that waits longest; False where none does, or none can be recognised now.

    Raises LedgerError, FilingFailed.
    """
    return recognise_first(
        installation.scan_queue,
        installation.reading,
        installation.ledger,
        installation.filing,
        installation.now(),
        installation.stopping,
    )


def recognise_all(installation: Installation) -> bool:
    """All that wait, until it is told to stop; whether there was one. Raises LedgerError, FilingFailed."""
    was_one = False
    while not installation.stopping() and recognise_next(installation):
        was_one = True
    return was_one
