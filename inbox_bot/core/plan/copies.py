"""Which documents of applications a reviewer gets a copy of: theirs alone, and nothing that could do harm.

Pure. Asked when a copy is planned, and once more when its mail goes out: the world may have moved on.
"""

from inbox_bot.core.rules.model import Documents, Reviewer, Rules
from inbox_bot.core.words import Outcome, Problem

#: What applications are; an agency's mail that nobody approved, or one that a person is to look at, is neither.
PASSED_ON = frozenset({Outcome.FILED, Outcome.SPECULATIVE})
MAIL_LIMIT_BYTES = 10_000_000  # of a mail with copies, as it goes out
_ENCODED = 78 / 57  # base64, 57 bytes a line of 76 characters and its end (RFC 2045 §6.8)


def may_have(reviewer: Reviewer, outcome: Outcome | None, vacancy: str | None, problem: Problem | None) -> bool:
    """Whether a reviewer may have a document of an application for this vacancy (None: for none in particular)."""
    if reviewer.documents is Documents.NONE or outcome not in PASSED_ON or problem is not None:
        return False
    return not reviewer.vacancies or vacancy in reviewer.vacancies


def reviewer_at(rules: Rules, address: str) -> Reviewer | None:
    """The reviewer with this address; None where rules.yaml has none (any more)."""
    return next((each for each in rules.reviewers if each.email.lower() == address.lower()), None)


def encoded_bytes(size: int) -> int:
    """How many bytes a file takes in a mail."""
    return round(size * _ENCODED) + 500
