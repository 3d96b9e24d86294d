"""When this ledger took another's place: an alarm that is raised once, and says since when."""

from datetime import datetime

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.pipeline.installation import Installation


def ledger_restored_at(installation: Installation, mailbox: str) -> datetime | None:
    """What is older than this may have been settled by a ledger that is gone; None: nothing. Raises LedgerError."""
    raised = installation.ledger.alarms.find(AlarmKind.RESTORED, mailbox)
    return None if raised is None else raised.since
