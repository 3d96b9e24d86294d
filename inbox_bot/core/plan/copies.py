"""Which documents of applications a reviewer gets a copy of: theirs alone, and nothing that could do harm.

Pure. Asked when a copy is planned, and once more when its mail goes out: the world may have moved on.
"""

from inbox_bot.core.rules.model import Documents, Reviewer, Rules
from inbox_bot.core.words import Outcome, Problem

#: What applications are; an agency's mail that nobody approved, or one that a person is to look at, is neither.
PASSED_ON = frozenset({Outcome.FILED, Outcome.SPECULATIVE})
#: A mail that may be an agency's is a person's to look at, too; but its documents are filed nowhere.
GIVEN_WHEN_ASKED = PASSED_ON | {Outcome.REVIEW, Outcome.CORRESPONDENCE}
MAIL_LIMIT_BYTES = 10_000_000  # of a mail with copies, as it goes out
_ENCODED = 78 / 57  # base64, 57 bytes a line of 76 characters and its end (RFC 2045 §6.8)


def may_have(
    reviewer: Reviewer,
    outcome: Outcome | None,
    vacancy: str | None,
    problem: Problem | None,
    *,
    asked: bool = False,
) -> bool:
    """Whether a reviewer may have a document of an application for this vacancy (None: for none in particular).

    `asked`: for this one mail's documents, by an order; then `documents: none` says nothing, and a mail that a person
    is to look at is looked at so.
    """
    if reviewer.documents is Documents.NONE and not asked:
        return False
    if problem is not None or outcome not in (GIVEN_WHEN_ASKED if asked else PASSED_ON):
        return False
    return not reviewer.vacancies or vacancy in reviewer.vacancies


def reviewer_at(rules: Rules, address: str) -> Reviewer | None:
    """The reviewer with this address; None where rules.yaml has none (any more)."""
    return next((each for each in rules.reviewers if each.email.lower() == address.lower()), None)


def encoded_bytes(size: int) -> int:
    """How many bytes a file takes in a mail."""
    return round(size * _ENCODED) + 500
