"""All documents of one mail: each part read, roles told, and the mail itself where it is the CV."""

from collections.abc import Sequence

from inbox_bot.core.documents.announced import announces_a_cv
from inbox_bot.core.documents.body import body_document
from inbox_bot.core.documents.pictures import is_picture
from inbox_bot.core.documents.roles import with_roles
from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.message.links import URI_LIST
from inbox_bot.core.message.text.passwords import passwords_of
from inbox_bot.core.message.values import Document, Message, Part
from inbox_bot.core.words import Remark, Role


def documents_of(message: Message) -> tuple[Document, ...]:
    """The documents of a mail in the order of its parts.

    Runs the readers, which hostile bytes can hold or kill: call it where a deadline and a memory limit hold. Raises
    MemoryError, else nothing.
    """
    passwords = passwords_of(message)
    return collected(message, [read_part(part, passwords) for part in document_parts(message)])


def collected(message: Message, read: Sequence[Document]) -> tuple[Document, ...]:
    """The same, of documents that were read before: tells roles, adds the mail itself where nothing reads as a CV."""
    papers = _without_covers(read)
    documents = with_roles(papers)
    if not any(document.role is Role.CV for document in documents) and announces_a_cv(message):
        documents = with_roles(papers, is_cv_announced=True)
    if any(document.role is Role.CV and document.text for document in documents):
        return _beside_a_cv(message, documents)
    body = body_document(message)
    if body is None:
        return documents
    documents = _beside_a_cv(message, documents)
    order = {part.section: index for index, part in enumerate(message.parts)}
    return tuple(sorted((*documents, body), key=lambda document: order.get(document.section, len(order))))


def _without_covers(documents: Sequence[Document]) -> Sequence[Document]:
    """The documents without the page around a PDF portfolio, where what is in the portfolio can be read."""
    readable = [document.section for document in documents if document.text]
    return [document for document in documents if not _is_cover(document, readable)]


def _is_cover(document: Document, readable: Sequence[str]) -> bool:
    holds_files = any(finding.remark is Remark.EMBEDDED_FILES for finding in document.findings)
    if not holds_files or document.text:
        return False
    return any(section.startswith(f"{document.section}!") for section in readable)


def _beside_a_cv(message: Message, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents without those that only matter where there is no CV: links, and pictures that the letter shows."""
    parts = {part.section: part for part in message.parts}
    return tuple(document for document in documents if not _is_shown_in_letter(parts.get(document.section)))


def _is_shown_in_letter(part: Part | None) -> bool:
    if part is None:
        return False
    is_link = part.type == URI_LIST and "!" in part.section
    return is_link or (is_picture(part) and bool(part.content_id))
