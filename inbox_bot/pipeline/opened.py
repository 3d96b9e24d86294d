"""A locked document whose password comes with a later mail of its thread: that mail brings the document, then.

The later mail is taken as one that has the document with it, opened, as if its sender had attached it again without the
lock: so it joins the application that waits for it, as an open copy would. The file itself stays as it came. Only the
one who applied opens what they sent; nobody else's words are tried on it. The password goes to the caged readers and
nowhere else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.plan.values import Planned
from inbox_bot.core.words import Problem, Remark, Role
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.kept import kept_mail

MAILS_TRIED = 2  # earlier mails of the thread, the newest first
NONE_SPOOLED: Mapping[str, Path] = MappingProxyType({})


def with_opened(
    reading: Reading,
    installation: Installation,
    before: Planned | None = None,
    spooled: Mapping[str, Path] = NONE_SPOOLED,
) -> Reading:
    """The reading with the documents that its passwords open, of earlier mails of the thread; or as it is.

    `before`: the batch so far, whose mails are in `spooled` by their raw hashes. Raises LedgerError, OSError, and what
    the readers raise.
    """
    if not reading.message.passwords or any(each.role is Role.CV and each.text for each in reading.documents):
        return reading
    known = installation.ledger.history.known_of(reading, before)
    waiting = [
        application.raw_hash
        for mail in known.earlier
        if mail.same_thread
        for application in mail.applications
        if application.is_senders and not application.had_cv
    ]
    for number, raw_hash in enumerate(list(dict.fromkeys(waiting))[:MAILS_TRIED], start=1):
        with _locked_mail(raw_hash, reading.mailbox, installation, before, spooled) as path:
            if path is not None:
                reading = _with_those_of(reading, path, installation, number)
    return reading


def _with_those_of(reading: Reading, path: Path, installation: Installation, number: int) -> Reading:
    """The reading, and the documents of another mail that its passwords open."""
    earlier = installation.reading.read_file(
        path, mailbox=reading.mailbox, received_at=reading.received_at, passwords=reading.message.passwords
    )
    opened = [document for document in earlier.documents if _was_opened(document)]
    sections = {document.section: f"0.{number}!{document.section}" for document in opened}  # IMAP counts from 1
    parts = [
        replace(each, section=sections[each.section]) for each in earlier.message.parts if each.section in sections
    ]
    documents = [replace(document, section=sections[document.section]) for document in opened]
    return replace(
        reading,
        message=replace(reading.message, parts=(*reading.message.parts, *parts)),
        documents=(*reading.documents, *documents),
    )


def _was_opened(document: Document) -> bool:
    return document.problem is None and any(finding.remark is Remark.OPENED for finding in document.findings)


@contextmanager
def _locked_mail(
    raw_hash: str, mailbox: str, installation: Installation, before: Planned | None, spooled: Mapping[str, Path]
) -> Iterator[Path | None]:
    """The file of a mail that a locked document came with; None where none is locked, or its bytes are gone."""
    for mail in before.mails if before is not None else ():
        if mail.reading.raw_hash == raw_hash:
            locked = any(document.problem is Problem.ENCRYPTED for document in mail.reading.documents)
            yield spooled.get(raw_hash) if locked else None
            return
    row = installation.ledger.reports.mail(mailbox, raw_hash)
    filed = [] if row is None else [each for application in row.applications for each in application.documents]
    if row is None or not any(document.problem is Problem.ENCRYPTED for document in (*filed, *row.documents)):
        yield None
        return
    with kept_mail(installation.filing, row.raw_path, installation.spool) as path:
        yield path
