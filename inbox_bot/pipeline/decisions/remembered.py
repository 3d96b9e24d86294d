"""A mail whose bytes are kept no longer, as far as the ledger and the filed documents remember it.

Enough to file it elsewhere, to set it apart and to put it away; not to answer it: what it said is gone. Documents whose
files are gone as well are named, and belong to no application any more.
"""

from inbox_bot.core.judgement.verdict import Applicant, ApplicationFinding, VacancyFinding, Verdict
from inbox_bot.core.message.values import Document, Message, Part, Reading
from inbox_bot.core.words import Kind
from inbox_bot.edges.filing import Filing, NotFiled
from inbox_bot.edges.ledger import ApplicationRow, DocumentRow, MailRow

UNKNOWN = VacancyFinding()


def remembered(mail: MailRow, filing: Filing) -> tuple[Reading, Verdict]:
    """What is left of it: a reading without a word of it, and a verdict made of what was decided before.

    Raises FilingFailed.
    """
    documents: list[Document] = []
    parts: list[Part] = []
    applications = []
    for application in mail.applications:
        kept = []
        for row in application.documents:
            content = _content(row, filing)
            if content is not None:
                kept.append(len(documents))
                parts.append(_part(row, str(len(documents)), content))
            documents.append(_document(row, str(len(documents))))
        applications.append(_finding(application, tuple(kept)))
    documents += [_document(row, str(number)) for number, row in enumerate(mail.documents, len(documents))]
    reading = Reading(
        raw_hash=mail.raw_hash,
        mailbox=mail.mailbox,
        received_at=mail.received_at,
        message=Message(subject=mail.subject, parts=tuple(parts)),
        documents=tuple(documents),
    )
    first = applications[0] if applications else None
    return reading, Verdict(
        kind=mail.kind or Kind.OTHER,
        applicant=first.applicant if first else Applicant(),
        vacancy=first.vacancy if first else UNKNOWN,
        applications=tuple(applications),
    )


def _finding(row: ApplicationRow, documents: tuple[int, ...]) -> ApplicationFinding:
    applicant = Applicant(name=row.name, email=row.email, phone=row.phone, language=row.language)
    return ApplicationFinding(
        applicant=applicant, vacancy=VacancyFinding(id=row.vacancy, confidence=1.0), documents=documents
    )


def _document(row: DocumentRow, section: str) -> Document:
    return Document(
        section=section,
        filename=row.filename,
        type=row.type,
        role=row.role,
        problem=row.problem,
        findings=row.findings,
    )


def _part(row: DocumentRow, section: str, content: bytes) -> Part:
    return Part(
        section=section,
        filename=row.filename,
        type=row.type,
        declared_type=row.type,
        disposition="attachment",
        content_id="",
        content=content,
    )


def _content(row: DocumentRow, filing: Filing) -> bytes | None:
    if row.path is None:
        return None
    try:
        with filing.open(row.path) as file:
            return file.read()
    except NotFiled:
        return None
