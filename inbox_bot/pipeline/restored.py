"""When this ledger took another's place: an alarm that is raised once, and says since when."""

from datetime import datetime

from inbox_bot.pipeline.alarms import raised
from inbox_bot.pipeline.installation import House


def ledger_restored_at(house: House, mailbox: str) -> datetime | None:
    """What is older than this may have been settled by a ledger that is gone; None: nothing. Raises LedgerError."""
    alarm = raised(house, restored_alarm(mailbox))
    return None if alarm is None else alarm.since


def restored_alarm(mailbox: str) -> str:
    """The alarm's name."""
    return f"ledger_put_back:{mailbox}"
