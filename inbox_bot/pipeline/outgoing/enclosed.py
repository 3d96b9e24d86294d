"""The documents that go with a mail to a reviewer, read from where they are filed in the moment in which it goes out.

Whether each still may is asked once more: a mail that was set apart since, a document of another's vacancy, or one that
is no longer filed stays behind.
"""

from collections.abc import Iterator

from inbox_bot.core.message import safe
from inbox_bot.core.message_ids import Form, form_of
from inbox_bot.core.plan.copies import MAIL_LIMIT_BYTES, encoded_bytes, may_have, reviewer_at
from inbox_bot.core.reply.values import Attachment, Letter
from inbox_bot.core.rules.model import Reviewer
from inbox_bot.edges.filing import NotFiled
from inbox_bot.edges.ledger import EnclosedRow
from inbox_bot.pipeline.installation import Installation


def attachments_of(action: int, letter: Letter, installation: Installation) -> tuple[Attachment, ...]:
    """The files of a letter's enclosures, as many as a mail may have. Raises LedgerError, FilingFailed."""
    reviewer = reviewer_at(installation.rules, letter.to.address) if letter.enclosures else None
    if reviewer is None:
        return ()
    found: list[Attachment] = []
    room = MAIL_LIMIT_BYTES
    asked = form_of(letter.message_id) is Form.REVIEW
    for row in _allowed(installation.ledger.copies.of_letter(action), reviewer, asked=asked):
        content = _content(installation, row.path or "")
        if content is not None and (room := room - encoded_bytes(len(content))) >= 0:
            found.append(Attachment(name=_name(row), type=row.type, content=content))
    return tuple(found)


def _allowed(rows: tuple[EnclosedRow, ...], reviewer: Reviewer, *, asked: bool) -> Iterator[EnclosedRow]:
    """Each document once: of two applications of a mail, one may be theirs."""
    taken: set[tuple[int, int]] = set()
    for row in rows:
        key = (row.message, row.document)
        if row.path and key not in taken and may_have(reviewer, row.outcome, row.vacancy, row.problem, asked=asked):
            taken.add(key)
            yield row


def _content(installation: Installation, path: str) -> bytes | None:
    try:
        with installation.filing.open(path) as file:
            return file.read(MAIL_LIMIT_BYTES)
    except NotFiled:
        return None


def _name(row: EnclosedRow) -> str:
    """With the applicant's name, for every second CV is called cv.pdf."""
    return safe.filename(f"{row.applicant} - {row.filename}" if row.applicant else row.filename)
