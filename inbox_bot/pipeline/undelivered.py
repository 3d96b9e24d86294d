"""Mail to a reviewer that did not arrive. Nobody else would tell of it: it is a notice for three days.

It stands in `status`, and first in the digests that do arrive, another reviewer's or tomorrow's.
"""

import hashlib
import re

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Reading
from inbox_bot.pipeline.alarms import say
from inbox_bot.pipeline.bounces import is_failure, named_in
from inbox_bot.pipeline.house import House

UNDELIVERED = "undelivered:"  # with a hash behind it: alarms are logged by name, and addresses are not
_TOLD_ID = re.compile(r"<(?:digest|alarm)\.[0-9a-f]{32}@[^@<>\s]+>")  # as digest/compose and breaker write them


def say_undelivered(house: House, reviewer: str, why: str) -> None:
    """A mail to this reviewer was refused, or may be lost. Raises LedgerError."""
    name = UNDELIVERED + hashlib.sha256(reviewer.lower().encode()).hexdigest()[:8]
    sentence = (
        f"A mail to {safe.line(reviewer, 80)}, one of the reviewers, did not arrive, as far as is known: "
        f"{safe.line(why, 200)}. Look at the address in rules.yaml, and at `inbox-bot digest` for what it said."
    )
    say(house, name, sentence)


def note_returned(reading: Reading, house: House) -> None:
    """Of a mail system's report: whether it is on a mail to a reviewer. Raises LedgerError."""
    if is_failure(reading):
        for reviewer in house.ledger.told_by(named_in(reading, _TOLD_ID)):
            say_undelivered(house, reviewer, "it came back")
