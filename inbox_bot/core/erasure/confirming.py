"""Which `keep` a person confirms: what it says, as it was shown to them, by a short code. Pure."""

import hashlib
from datetime import datetime

CODE_DIGITS = 8


def code_of(fingerprint: str, since: datetime) -> str:
    """The code of a `keep` that says so since then.

    Where rules.yaml says something else, or a person has to look once more since the clock jumped, it is another one:
    a yes that was given before says nothing of that.
    """
    return hashlib.sha256(f"{fingerprint} {since.isoformat()}".encode()).hexdigest()[:CODE_DIGITS]
