"""Alarms: said once when something goes wrong, and once when it is over."""

import contextlib
from datetime import datetime, timedelta

from inbox_bot import log
from inbox_bot.edges.ledger import Alarm, LedgerError
from inbox_bot.pipeline.installation import House

STANDS_FOR = timedelta(days=3)  # a notice that nothing ends by itself: a weekend, so that a digest has told it


def say(house: House, alarm: str, sentence: str | None) -> None:
    """The alarm stands as long as there is a sentence. Raises LedgerError."""
    if sentence is not None:
        if house.ledger.notices.raise_alarm(alarm, sentence, house.now()):
            log.alarm_raised(alarm=alarm)
    elif raised(house, alarm) is not None and house.ledger.notices.clear_alarm(alarm, house.now()):
        log.alarm_cleared(alarm=alarm)


def say_if_possible(house: House, alarm: str, sentence: str) -> None:
    """`say`, where the ledger may be broken too: then the log has it alone, from whoever meets the ledger's error."""
    with contextlib.suppress(LedgerError):
        say(house, alarm, sentence)


def raised(house: House, alarm: str) -> Alarm | None:
    """The alarm, where it stands. Raises LedgerError."""
    return next((each for each in house.ledger.notices.alarms() if each.name == alarm), None)


def expire(house: House, alarms: str, at: datetime) -> None:
    """End the notices whose name begins with this that have stood for three days. Raises LedgerError."""
    for each in house.ledger.notices.alarms():
        if each.name.startswith(alarms) and at - each.since >= STANDS_FOR:
            say(house, each.name, None)
