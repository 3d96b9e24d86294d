"""`application.json`: what lies in an application's folder, for a person and for other programs.

The first mail writes it; what a later one adds is put beside that, under the mail's raw hash, so that it can be taken
out again. Of several CVs the newest is marked: by the dates that they name, else by when they came.
"""

import json
from datetime import date
from typing import Any

from inbox_bot.core.message.values import Document
from inbox_bot.core.plan.filed.dated import dated
from inbox_bot.core.plan.values import PlannedApplication, PlannedMail
from inbox_bot.core.words import Role


def record_of(
    mail: PlannedMail, application: PlannedApplication, documents: list[Document], names: list[str | None]
) -> bytes:
    """The record of an application as its first mail makes it."""
    reading, message = mail.reading, mail.reading.message
    content: dict[str, Any] = {
        "applicant": _applicant(application),
        "vacancy": application.vacancy,
        "outcome": mail.plan.outcome.value,
        "reason": mail.plan.reason.value if mail.plan.reason else None,
        "source": application.source,
        "received_at": reading.received_at.isoformat(),
        "message_id": message.message_id,
        "subject": message.subject,
        "raw_hash": reading.raw_hash,
        "documents": _documents(mail, documents, names),
    }
    return _bytes(content)


def with_added(
    record: bytes | None,
    mail: PlannedMail,
    application: PlannedApplication,
    documents: list[Document],
    names: list[str | None],
) -> bytes:
    """The record with what this mail adds; one of its own where there is none that can be read."""
    content = _read(record)
    if content is None:
        return record_of(mail, application, documents, names)
    _take_out(content, mail.reading.raw_hash)
    content.setdefault("added", []).append(
        {
            "raw_hash": mail.reading.raw_hash,
            "received_at": mail.reading.received_at.isoformat(),
            "message_id": mail.reading.message.message_id,
            "subject": mail.reading.message.subject,
            "applicant": _applicant(application),
            "documents": _documents(mail, documents, names),
        }
    )
    content["added"].sort(key=lambda each: (str(each.get("received_at")), str(each.get("raw_hash"))))
    _mark_the_newest(content)
    return _bytes(content)


def without(record: bytes | None, raw_hash: str) -> bytes | None:
    """The record without what the mail with this hash added; None where it has nothing of it."""
    content = _read(record)
    if content is None or not _take_out(content, raw_hash):
        return None
    _mark_the_newest(content)
    return _bytes(content)


def _applicant(application: PlannedApplication) -> dict[str, str | None]:
    applicant = application.applicant
    return {
        "name": applicant.name,
        "email": applicant.email,
        "phone": applicant.phone,
        "language": applicant.language,
    }


def _documents(mail: PlannedMail, documents: list[Document], names: list[str | None]) -> list[dict[str, Any]]:
    by = mail.reading.received_at.date()
    return [
        {
            "file": name,
            "original_name": document.filename,
            "type": document.type,
            "role": document.role.value,
            "characters": document.characters,
            "problem": document.problem.value if document.problem else None,
            "findings": [finding.words for finding in document.findings],
            **_dates(document, by),
        }
        for document, name in zip(documents, names, strict=True)
    ]


def _dates(document: Document, by: date) -> dict[str, str]:
    """Of a CV the latest month or year that it names: "2026-03", "2025"."""
    found = dated(document.text, by) if document.role is Role.CV else None
    if found is None:
        return {}
    year, month = found
    return {"dated": f"{year}-{month:02}" if month else f"{year}"}


def _read(record: bytes | None) -> dict[str, Any] | None:
    """The record as it lies there: a person may have changed it, or put something else in its place."""
    try:
        content = json.loads(record or b"")
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    added = content.get("added", [])
    lists = [content, *added] if isinstance(added, list) and all(isinstance(each, dict) for each in added) else []
    documents = [each.get("documents") for each in lists]
    whole = bool(documents) and all(
        isinstance(some, list) and all(isinstance(each, dict) for each in some) for some in documents
    )
    return content if whole else None


def _take_out(content: dict[str, Any], raw_hash: str) -> bool:
    added = content.get("added", [])
    staying = [each for each in added if each.get("raw_hash") != raw_hash]
    if staying:
        content["added"] = staying
    else:
        content.pop("added", None)
    return len(staying) != len(added)


def _mark_the_newest(content: dict[str, Any]) -> None:
    """The CV that knows of the latest date, and of several such the one that came last."""
    documents = [*content["documents"], *(one for each in content.get("added", []) for one in each["documents"])]
    for document in documents:
        document.pop("newest", None)
    cvs = [document for document in documents if document.get("role") == Role.CV.value and document.get("file")]
    if content.get("added") and cvs:
        newest = max(enumerate(cvs), key=lambda each: (str(each[1].get("dated") or ""), each[0]))[1]
        newest["newest"] = True


def _bytes(content: dict[str, Any]) -> bytes:
    # ASCII: an original name may hold lone surrogates, which UTF-8 can't write.
    return json.dumps(content, indent=2, ensure_ascii=True).encode() + b"\n"
