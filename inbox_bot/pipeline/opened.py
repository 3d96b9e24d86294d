"""A locked document whose password comes with another mail of its sender: after it, in its thread, or before it.

The later mail is taken as one that has the document with it, opened, as if its sender had attached it again without the
lock: so it joins the application that waits for it, as an open copy would. Told before the document came, the password
opens it when it comes. The file itself stays as it came. Only the one who applied opens what they sent; nobody else's
words are tried on it. The password goes to the caged readers and nowhere else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from inbox_bot.core.judgement.verdict import Known
from inbox_bot.core.message.text.passwords import TRIES, passwords_of
from inbox_bot.core.message.values import Document, Message, Reading
from inbox_bot.core.plan.values import Planned
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.words import Problem, Remark, Role
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.kept import kept_mail

MAILS_TRIED = 2  # earlier mails, the newest first
NONE_SPOOLED: Mapping[str, Path] = MappingProxyType({})


def with_opened(
    reading: Reading,
    installation: Installation,
    before: Planned | None = None,
    spooled: Mapping[str, Path] = NONE_SPOOLED,
) -> Reading:
    """The reading with what its passwords open of earlier mails, and what theirs open of it; or as it is.

    `before`: the batch so far, whose mails are in `spooled` by their raw hashes. Raises LedgerError, OSError, and what
    the readers raise.
    """
    is_locked = _has_locked(reading.documents)
    if not (reading.message.passwords or is_locked) or _has_cv(reading):
        return reading
    around = _Around(installation, before, spooled)
    known = installation.ledger.history.known_of(reading, before)
    if is_locked:
        reading = _opened_by_earlier_words(reading, known, around)
    if reading.message.passwords and not _has_cv(reading):
        reading = _with_earlier_documents(reading, known, around)
    return reading


@dataclass(frozen=True, slots=True)
class _Around:
    """Where other mails are found."""

    installation: Installation
    before: Planned | None  #: the batch so far
    spooled: Mapping[str, Path]  #: its mails' files, and that of the mail at hand, by their raw hashes

    def in_batch(self, raw_hash: str) -> Reading | None:
        """A mail that was planned before in the same batch."""
        mails = self.before.mails if self.before is not None else ()
        return next((mail.reading for mail in mails if mail.reading.raw_hash == raw_hash), None)

    def row(self, mailbox: str, raw_hash: str) -> MailRow | None:
        return self.installation.ledger.reports.mail(mailbox, raw_hash)

    @contextmanager
    def file(self, mailbox: str, raw_hash: str) -> Iterator[Path | None]:
        """A mail's bytes; None where they are kept no longer."""
        if raw_hash in self.spooled:
            yield self.spooled[raw_hash]
            return
        row = self.row(mailbox, raw_hash)
        with kept_mail(
            self.installation.filing, None if row is None else row.raw_path, self.installation.spool
        ) as path:
            yield path


def _opened_by_earlier_words(reading: Reading, known: Known, around: _Around) -> Reading:
    """The reading, with those of its locked documents opened that its sender told a password for before."""
    theirs = [mail.raw_hash for mail in known.earlier if mail.same_person and mail.raw_hash]
    told = (word for each in theirs[:MAILS_TRIED] for word in _told_in(each, reading, around))
    passwords = tuple(word for word in dict.fromkeys(told) if word not in passwords_of(reading.message))[:TRIES]
    if not passwords:
        return reading
    with around.file(reading.mailbox, reading.raw_hash) as path:
        if path is None:
            return reading
        again = _read(path, reading, passwords, around)
    opened = any(_was_opened(document) for document in again.documents)
    return replace(reading, documents=again.documents) if opened else reading


def _told_in(raw_hash: str, reading: Reading, around: _Around) -> tuple[str, ...]:
    """The passwords that a mail of the same sender tells."""
    mail = around.in_batch(raw_hash)
    if mail is None:
        with around.file(reading.mailbox, raw_hash) as path:
            mail = None if path is None else _read(path, reading, (), around)
    return passwords_of(mail.message) if mail is not None and _writer(mail.message) == _writer(reading.message) else ()


def _with_earlier_documents(reading: Reading, known: Known, around: _Around) -> Reading:
    """The reading, with the documents that its passwords open of earlier mails of its thread."""
    waiting = [
        application.raw_hash
        for mail in known.earlier
        if mail.same_thread
        for application in mail.applications
        if application.is_senders and not application.had_cv
    ]
    for number, raw_hash in enumerate(list(dict.fromkeys(waiting))[:MAILS_TRIED], start=1):
        if _is_locked(reading.mailbox, raw_hash, around):
            with around.file(reading.mailbox, raw_hash) as path:
                if path is not None:
                    reading = _with_those_of(reading, _read(path, reading, reading.message.passwords, around), number)
    return reading


def _with_those_of(reading: Reading, earlier: Reading, number: int) -> Reading:
    """The reading, and the documents of another mail that were opened."""
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


def _is_locked(mailbox: str, raw_hash: str, around: _Around) -> bool:
    """Whether a locked document came with a mail, as far as is known without reading it."""
    mail = around.in_batch(raw_hash)
    if mail is not None:
        return _has_locked(mail.documents)
    row = around.row(mailbox, raw_hash)
    filed = () if row is None else (each for application in row.applications for each in application.documents)
    return row is not None and any(each.problem is Problem.ENCRYPTED for each in (*filed, *row.documents))


def _read(path: Path, reading: Reading, passwords: tuple[str, ...], around: _Around) -> Reading:
    """A mail's file as one that came with the mail at hand."""
    return around.installation.reading.read_file(
        path, mailbox=reading.mailbox, received_at=reading.received_at, passwords=passwords
    )


def _writer(message: Message) -> str | None:
    return canonical(message.sender.address) if message.sender is not None else None


def _has_cv(reading: Reading) -> bool:
    return any(each.role is Role.CV and each.text for each in reading.documents)


def _has_locked(documents: tuple[Document, ...]) -> bool:
    return any(document.problem is Problem.ENCRYPTED for document in documents)


def _was_opened(document: Document) -> bool:
    return document.problem is None and any(finding.remark is Remark.OPENED for finding in document.findings)
