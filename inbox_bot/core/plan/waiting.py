"""Whether a mail that could not be read is tried again, or gets its outcome now."""

from inbox_bot.core.message.values import Reading
from inbox_bot.core.reply.values import History
from inbox_bot.core.words import Problem

ATTEMPTS = 3  # deaths or time-outs of the reader, over restarts, before a mail is `failed`
_TRANSIENT = frozenset({Problem.TIMEOUT, Problem.READER_DIED})


def waits(reading: Reading, history: History) -> bool:
    """True where reading ran out of time or died, and fewer than three attempts were made. Other problems are final."""
    return reading.problem in _TRANSIENT and history.attempts < ATTEMPTS
