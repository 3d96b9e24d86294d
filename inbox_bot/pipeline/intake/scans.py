"""The mails that wait for it are recognised, one after the other (`pipeline/scans`)."""

from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.scans import recognise_first


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
