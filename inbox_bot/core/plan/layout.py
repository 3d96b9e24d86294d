"""Where a mail and its documents are filed: `<vacancy>|speculative|review/<year>/<applicant>-<id>[-n]/`.

Pure: which paths, which safe names, and `application.json`. The id is the start of the content hash, so that one
sending always goes to one place; `-n` counts from a mail's second application on. A mail's bytes are kept once: as
`message.eml` of its first application, else under `.raw/` by hash.
"""

import json
from typing import Any

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document
from inbox_bot.core.plan.values import FiledApplication, FiledMail, PlannedApplication, PlannedMail
from inbox_bot.core.words import DANGEROUS, Outcome

APPLICATION_JSON, MESSAGE = "application.json", "message.eml"
ID_LENGTH = 8  # hexadecimal digits of the content hash in a folder's name


def layout_of(mail: PlannedMail) -> tuple[FiledMail, dict[str, bytes]]:
    """Where a mail goes, and what is to be put there by path; its own bytes go to `FiledMail.raw`, and aren't here."""
    files: dict[str, bytes] = {}
    filed = tuple(_application(mail, application, files) for application in mail.plan.applications)
    raw_hash = mail.reading.raw_hash
    raw = f"{filed[0].folder}/{MESSAGE}" if filed else f".raw/{raw_hash[:2]}/{raw_hash}.eml"
    return FiledMail(raw=raw, applications=filed), files


def _application(mail: PlannedMail, application: PlannedApplication, files: dict[str, bytes]) -> FiledApplication:
    folder = "/".join(folder_parts(mail, application))
    documents = [mail.reading.documents[index] for index in application.documents]
    names = file_names(documents)
    for document, name in zip(documents, names, strict=True):
        if name is not None:
            files[f"{folder}/{name}"] = mail.reading.part(document).content
    files[f"{folder}/{APPLICATION_JSON}"] = _as_json(mail, application, documents, names)
    return FiledApplication(folder=folder, documents=tuple(name and f"{folder}/{name}" for name in names))


def folder_parts(mail: PlannedMail, application: PlannedApplication) -> tuple[str, str, str]:
    """The parts of an application's folder: top, year, applicant."""
    if mail.plan.outcome is Outcome.REVIEW:
        top = "review"
    else:
        top = safe.filename(application.vacancy, "vacancy") if application.vacancy else "speculative"
    applicant = application.applicant
    who = safe.filename(applicant.name or (applicant.email or "").partition("@")[0], "applicant")
    suffix = f"-{application.number + 1}" if application.number else ""
    identity = (mail.reading.content_hash or mail.reading.raw_hash)[:ID_LENGTH]
    return top, str(mail.reading.received_at.year), f"{who}-{identity}{suffix}"


def file_names(documents: list[Document]) -> list[str | None]:
    """A safe name for each document, no two equal but for case; None for one whose bytes get no name."""
    taken = {MESSAGE, APPLICATION_JSON}
    names: list[str | None] = []
    for document in documents:
        if document.problem in DANGEROUS:
            names.append(None)
            continue
        name = safe.filename(document.filename)
        stem, dot, suffix = name.rpartition(".")
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}.{suffix}" if dot else f"{suffix}-{count}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _as_json(
    mail: PlannedMail, application: PlannedApplication, documents: list[Document], names: list[str | None]
) -> bytes:
    reading, message = mail.reading, mail.reading.message
    content: dict[str, Any] = {
        "applicant": {
            "name": application.applicant.name,
            "email": application.applicant.email,
            "phone": application.applicant.phone,
            "language": application.applicant.language,
        },
        "vacancy": application.vacancy,
        "outcome": mail.plan.outcome.value,
        "reason": mail.plan.reason.value if mail.plan.reason else None,
        "source": application.source,
        "received_at": reading.received_at.isoformat(),
        "message_id": message.message_id,
        "subject": message.subject,
        "raw_hash": reading.raw_hash,
        "documents": [
            {
                "file": name,
                "original_name": document.filename,
                "type": document.type,
                "role": document.role.value,
                "characters": document.characters,
                "problem": document.problem.value if document.problem else None,
                "findings": [finding.words for finding in document.findings],
            }
            for document, name in zip(documents, names, strict=True)
        ],
    }
    # ASCII: an original name may hold lone surrogates, which UTF-8 can't write.
    return json.dumps(content, indent=2, ensure_ascii=True).encode() + b"\n"
