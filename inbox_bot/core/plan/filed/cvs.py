"""Whether a CV came that somebody can read, or its sender has to be asked for it once more.

A file that nobody can open is no CV that came: its sender is asked as one who forgot it, and what comes next completes
the application. Of others (a scan, one that is too large for us) a person can tell.
"""

from collections.abc import Iterable

from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.words import Problem, Remark, Role, Template

_ASKED_FOR_AGAIN = frozenset({Problem.DAMAGED, Problem.UNSUPPORTED})
_NO_FORMAT = frozenset({"", "application/octet-stream"})


def request_for(document: Document) -> Template | None:
    """The letter that asks for the CV once more; None where a person can read what we can't, or has to look first."""
    if document.problem is Problem.ENCRYPTED:
        return Template.ENCRYPTED_CV
    is_lost = document.role is Role.CV and document.problem in _ASKED_FOR_AGAIN and _is_of_a_format(document)
    return Template.UNREADABLE_CV if is_lost or is_closed_archive(document) else None


def brings_a_cv(reading: Reading, indices: Iterable[int]) -> bool:
    """Whether one of these documents of the mail is a CV that is not asked for once more."""
    documents = (reading.documents[index] for index in indices)
    return any(document.role is Role.CV and request_for(document) is None for document in documents)


def is_closed_archive(document: Document) -> bool:
    """Whether it is an archive that nothing here opens: whatever it is called, the CV may be in it."""
    return any(finding.remark is Remark.ARCHIVE for finding in document.findings)


def _is_of_a_format(document: Document) -> bool:
    """Whether its bytes are a document's: a gateway's note in its place, or no bytes, may be our own side's doing."""
    taken_away = any(finding.remark is Remark.TAKEN_AWAY for finding in document.findings)
    return not taken_away and not document.type.startswith("text/") and document.type not in _NO_FORMAT
