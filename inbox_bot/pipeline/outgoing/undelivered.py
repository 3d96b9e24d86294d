"""Mail to a reviewer that did not arrive. Nobody else would tell of it: it is a notice for three days.

It stands in `status`, and first in the digests that do arrive, another reviewer's or tomorrow's.
"""

import hashlib

from inbox_bot.core.message import safe
from inbox_bot.pipeline.alarms import say
from inbox_bot.pipeline.installation import House

UNDELIVERED = "undelivered:"  # with a hash behind it: alarms are logged by name, and addresses are not


def say_undelivered(house: House, reviewer: str, why: str) -> None:
    """A mail to this reviewer was refused, or may be lost. Raises LedgerError."""
    name = UNDELIVERED + hashlib.sha256(reviewer.lower().encode()).hexdigest()[:8]
    sentence = (
        f"A mail to {safe.line(reviewer, 80)}, one of the reviewers, did not arrive, as far as is known: "
        f"{safe.line(why, 200)}. Look at the address in rules.yaml, and at `inbox-bot digest` for what it said."
    )
    say(house, name, sentence)
