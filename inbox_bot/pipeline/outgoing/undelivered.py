"""Mail to a reviewer that did not arrive. Nobody else would tell of it: it is a notice for three days.

It is in `status`, and first in the digests that do arrive, another reviewer's or tomorrow's.
"""

from inbox_bot.core.alarms import undelivered
from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence
from inbox_bot.pipeline.installation import Installation


def say_undelivered(installation: Installation, reviewer: str, why: str) -> None:
    """A mail to this reviewer was refused, or may be lost. Raises LedgerError."""
    problem = why if isinstance(why, Sentence) else safe.line(why, 200)
    installation.ledger.alarms.raise_(undelivered(safe.line(reviewer, 80), problem), installation.now())
