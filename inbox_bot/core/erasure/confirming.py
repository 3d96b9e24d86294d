"""Which `keep` a person confirms: what it says, as it was shown to them, by a short code. Pure."""

import hashlib
from datetime import datetime

from inbox_bot.core.review.verbs import Verb

CODE_DIGITS = 8


def code_of(fingerprint: str, since: datetime) -> str:
    """The code of a `keep` that says so since then.

    Where rules.yaml says something else, or a person has to look once more since the clock jumped, it is another one:
    a yes that was given before says nothing of that.
    """
    return hashlib.sha256(f"{fingerprint} {since.isoformat()}".encode()).hexdigest()[:CODE_DIGITS]


def order_to_keep(fingerprint: str, since: datetime, *, undo: bool = False) -> str:
    """What a reviewer writes, or a link for them: this `keep` may erase; `undo`: it may not after all."""
    order = f"{Verb.KEEP.value} {code_of(fingerprint, since)}"
    return f"{order} {Verb.UNDO.value}" if undo else order
