"""One application a person and vacancy: what a later mail of the same applicant adds to.

An applicant's own mail, for the same vacancy or for none in particular, adds to their newest application that is filed
and not withdrawn. Whatever a colleague or an agency sends stands alone, and so does what a person is to look at first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inbox_bot.core.reply.values import History, PastApplication
from inbox_bot.core.words import Outcome, Reason

_FILED = frozenset({Outcome.FILED, Outcome.SPECULATIVE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Joins:
    """The application that another one adds to."""

    mailbox: str  #: of the mail that brought it
    raw_hash: str
    number: int  #: which of that mail's applications it is
    folder: str | None  #: where it is filed; None: its mail is of the batch at hand
    files: frozenset[str]  #: the names that are taken in that folder


def joined_by(
    history: History, person: str, vacancy: str | None, *, outcome: Outcome, reason: Reason | None
) -> Joins | None:
    """What this person's application for this vacancy adds to; None where it is their first, or stands alone."""
    if not is_filed(outcome, reason) or not history.person or person != history.person:
        return None
    found = next((each for each in standing(history.applications, vacancy) if each.is_open), None)
    if found is None:
        return None
    return Joins(
        mailbox=found.mailbox,
        raw_hash=found.raw_hash,
        number=found.number,
        folder=found.folder,
        files=found.files,
    )


def is_filed(outcome: Outcome | None, reason: Reason | None) -> bool:
    """Whether it is filed under its vacancy, or for none: not where a person is to look first."""
    return outcome in _FILED or (outcome is Outcome.CORRESPONDENCE and reason is Reason.MISSING_CV)


def standing(applications: Iterable[PastApplication], vacancy: str | None) -> tuple[PastApplication, ...]:
    """Those for this vacancy that the applicant has not taken back."""
    return tuple(each for each in applications if each.vacancy == vacancy and not each.withdrawn)
