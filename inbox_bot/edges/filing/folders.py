"""Applications on local folders: `<root>/<vacancy>|speculative|review/<year>/<applicant>-<id>[-n]/`.

The id is the start of the content hash, so that one sending always goes to one place; `-n` counts from a mail's second
application on. A mail's bytes are kept once: as `message.eml` of its first application, else under `.raw/` by hash.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document, RawMail
from inbox_bot.core.plan.values import FiledApplication, FiledMail, Planned, PlannedApplication, PlannedMail
from inbox_bot.core.words import Outcome, Problem
from inbox_bot.edges.filing import durable

ID_LENGTH = 8  # hexadecimal digits of the content hash in a folder's name
NEVER_UNDER_A_NAME = (Problem.UNSAFE, Problem.INFECTED)  # their bytes stay inside message.eml


class FilingFailed(Exception):
    """The documents could not be made durable (disk full, read-only, no permission, a failed fsync)."""


class Filing:
    """Puts what is filed below one folder."""

    def __init__(self, root: Path) -> None:
        """`root` is created at the first put; its parent has to exist."""
        self.root = root

    def put(self, planned: Planned, mails: Mapping[str, RawMail]) -> dict[str, FiledMail]:
        """Keep each planned mail's bytes and its applications' documents; `mails` by raw hash. Raises FilingFailed.

        When it returns, everything it names is on the disk; nothing refers to it yet.
        """
        files: dict[Path, bytes] = {}
        try:
            filed = {
                mail.reading.raw_hash: self._place_mail(mail, mails[mail.reading.raw_hash], files)
                for mail in planned.mails
            }
            durable.write_all(files, self.root.parent)
        except OSError as error:
            raise FilingFailed(f"documents can't be filed below {self.root}: {error.strerror or error}") from error
        return filed

    def bytes_of(self, path: str) -> Path:
        """The file behind a path that `put` gave. Raises FilingFailed where it would lie outside the root."""
        resolved = (self.root / path).resolve()
        if not resolved.is_relative_to(self.root.resolve()):
            raise FilingFailed(f"{safe.line(path)} lies outside {self.root}")
        return resolved

    def _place_mail(self, mail: PlannedMail, raw: RawMail, files: dict[Path, bytes]) -> FiledMail:
        """Say where a mail goes, and add what is to be written there to `files`."""
        filed = tuple(
            self._place_application(mail, application, number, files)
            for number, application in enumerate(mail.plan.applications, start=1)
        )
        place = f"{filed[0].folder}/message.eml" if filed else f".raw/{raw.raw_hash[:2]}/{raw.raw_hash}.eml"
        files[self.root / place] = raw.spool.read_bytes()
        return FiledMail(raw=place, applications=filed)

    def _place_application(
        self, mail: PlannedMail, application: PlannedApplication, number: int, files: dict[Path, bytes]
    ) -> FiledApplication:
        parts = place_of(mail, application, number)
        folder = self.root.joinpath(*parts)
        if not folder.resolve().is_relative_to(self.root.resolve()):
            raise OSError(f"{folder.name} would lie outside the filing folder")
        documents = [mail.reading.documents[index] for index in application.documents]
        names = file_names(documents)
        for document, name in zip(documents, names, strict=True):
            if name is not None:
                files[folder / name] = mail.reading.part(document).content
        files[folder / "application.json"] = _as_json(mail, application, documents, names)
        place = "/".join(parts)
        return FiledApplication(folder=place, documents=tuple(name and f"{place}/{name}" for name in names))


def place_of(mail: PlannedMail, application: PlannedApplication, number: int) -> tuple[str, str, str]:
    """The parts of an application's folder: top, year, applicant."""
    if mail.plan.outcome is Outcome.REVIEW:
        top = "review"
    else:
        top = safe.filename(application.vacancy, "vacancy") if application.vacancy else "speculative"
    applicant = application.applicant
    who = safe.filename(applicant.name or (applicant.email or "").partition("@")[0], "applicant")
    suffix = f"-{number}" if number > 1 else ""
    identity = (mail.reading.content_hash or mail.reading.raw_hash)[:ID_LENGTH]
    return top, str(mail.reading.received_at.year), f"{who}-{identity}{suffix}"


def file_names(documents: list[Document]) -> list[str | None]:
    """A safe name for each document, no two equal but for case; None for one whose bytes get no name."""
    taken = {"message.eml", "application.json"}
    names: list[str | None] = []
    for document in documents:
        if document.problem in NEVER_UNDER_A_NAME:
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
        "confidence": round(application.confidence, 3),
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
                "findings": list(document.findings),
            }
            for document, name in zip(documents, names, strict=True)
        ],
    }
    # ASCII: an original name may hold lone surrogates, which UTF-8 can't write.
    return json.dumps(content, indent=2, ensure_ascii=True).encode() + b"\n"
