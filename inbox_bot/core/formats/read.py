"""One part, read by the reader of its format."""

from collections.abc import Callable, Mapping

from inbox_bot.core.formats.archive import begins_as_pdf, ends_as_zip, read_zip
from inbox_bot.core.formats.docx import read_docx
from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.html import read_html
from inbox_bot.core.formats.pdf import read_pdf
from inbox_bot.core.formats.plain import read_plain
from inbox_bot.core.message.values import Document, Part
from inbox_bot.core.words import Problem

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
READERS: Mapping[str, Callable[[bytes], Extract]] = {
    "application/pdf": read_pdf,
    f"{_WORD}document": read_docx,
    f"{_WORD}template": read_docx,
    "text/plain": read_plain,
    "text/html": read_html,
    "application/zip": read_zip,
}
#: What needs no reader to be known.
PROBLEMS: Mapping[str, Problem] = {
    "application/x-ole-encrypted": Problem.ENCRYPTED,
    "application/vnd.microsoft.portable-executable": Problem.UNSAFE,
    "application/x-elf": Problem.UNSAFE,
    "application/x-mach-binary": Problem.UNSAFE,
    "application/x-ms-shortcut": Problem.UNSAFE,
    "application/vnd.ms-cab-compressed": Problem.UNSAFE,
}


def read_part(part: Part) -> Document:
    """A part as a document, its role still open. Raises MemoryError, else nothing."""
    extract = _extract(part)
    return Document(
        section=part.section,
        filename=part.filename,
        type=part.type,
        text=extract.text,
        problem=extract.problem,
        findings=extract.findings,
    )


def _extract(part: Part) -> Extract:
    if part.type in PROBLEMS:
        return Extract(problem=PROBLEMS[part.type])
    if part.type.startswith("image/"):
        return Extract(problem=Problem.SCANNED)
    if part.type == "application/pdf" and ends_as_zip(part.content):
        return Extract(problem=Problem.UNSAFE)
    if part.content.startswith(b"PK") and begins_as_pdf(part.content):
        return Extract(problem=Problem.UNSAFE)
    reader = READERS.get(part.type)
    if reader is None:
        return Extract(problem=Problem.UNSUPPORTED)
    try:
        return reader(part.content)
    except MemoryError:
        raise
    except Exception:
        # A reader that stumbles over hostile bytes costs its document, not the mail and not the process.
        return Extract(problem=Problem.DAMAGED)
