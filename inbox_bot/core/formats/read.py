"""One part, read by the reader of its format; what comes out is looked at once more, whether it is a text at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.hidden import without_tags
from inbox_bot.core.formats.legible import checked
from inbox_bot.core.formats.links import links_in_document
from inbox_bot.core.formats.locked import LOCKED_OFFICE, unlocked
from inbox_bot.core.formats.office.doc import read_doc
from inbox_bot.core.formats.office.docx import read_docx
from inbox_bot.core.formats.office.locked import OPEN_DOCUMENT, needs_a_password
from inbox_bot.core.formats.office.opendocument import read_flat_odt, read_odt
from inbox_bot.core.formats.office.pages import read_iwork
from inbox_bot.core.formats.office.rtf import read_rtf
from inbox_bot.core.formats.office.sheets import read_sheets
from inbox_bot.core.formats.office.slides import read_slides
from inbox_bot.core.formats.office.word_xml import read_flat_opc, read_word_2003
from inbox_bot.core.formats.packed.archive import begins_as_pdf, ends_as_zip
from inbox_bot.core.formats.pdf.reader import read_pdf
from inbox_bot.core.formats.plain import read_plain
from inbox_bot.core.formats.stand_ins import POINTER_TYPES, pointer, stand_in
from inbox_bot.core.formats.web.html import read_html
from inbox_bot.core.formats.web.web_archive import read_web_archive
from inbox_bot.core.message.mime.charsets import decode
from inbox_bot.core.message.mime.sealed import ENCRYPTED
from inbox_bot.core.message.mime.sniff import FLAT_ODT, FLAT_OPC, IWORK, WEB_ARCHIVE, WORD_2003
from inbox_bot.core.message.values import Document, Finding, Part
from inbox_bot.core.words import Problem, Remark

_OOXML = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OOXML}wordprocessingml."
READERS: Mapping[str, Callable[[bytes], Extract]] = {
    "application/pdf": read_pdf,
    f"{_WORD}document": read_docx,
    f"{_WORD}template": read_docx,
    "application/msword": read_doc,
    "application/rtf": read_rtf,
    f"{OPEN_DOCUMENT}text": read_odt,
    f"{OPEN_DOCUMENT}text-template": read_odt,
    FLAT_ODT: read_flat_odt,
    f"{OPEN_DOCUMENT}presentation": read_odt,
    f"{OPEN_DOCUMENT}spreadsheet": read_odt,
    IWORK: read_iwork,
    WORD_2003: read_word_2003,
    FLAT_OPC: read_flat_opc,
    WEB_ARCHIVE: read_web_archive,
    f"{_OOXML}presentationml.presentation": read_slides,
    f"{_OOXML}spreadsheetml.sheet": read_sheets,
}
#: The same of formats whose charset may be the mail's to say.
TEXT_READERS: Mapping[str, Callable[[bytes, str], Extract]] = {"text/plain": read_plain, "text/html": read_html}
#: Archives that nothing here opens: who sent one is asked for the files without it.
CLOSED_ARCHIVES = frozenset(
    {"application/x-7z-compressed", "application/vnd.rar", "application/x-bzip2", "application/x-xz"}
)
#: What needs no reader to be known.
PROBLEMS: Mapping[str, Problem] = {
    LOCKED_OFFICE: Problem.ENCRYPTED,
    "application/vnd.microsoft.portable-executable": Problem.UNSAFE,
    "application/x-elf": Problem.UNSAFE,
    "application/x-mach-binary": Problem.UNSAFE,
    "application/x-ms-shortcut": Problem.UNSAFE,
    "application/vnd.ms-cab-compressed": Problem.UNSAFE,
    **dict.fromkeys(ENCRYPTED, Problem.ENCRYPTED),
}
_POINTER_BYTES = 40_000  # of a file that may only lead elsewhere


def read_part(part: Part, passwords: Sequence[str] = ()) -> Document:
    """A part as a document, its role still open; a locked one by the passwords. Raises MemoryError, else nothing."""
    extract = _extract(part)
    if extract.problem is Problem.ENCRYPTED and passwords:
        extract = _opened(part, passwords) or extract
    return Document(
        section=part.section,
        filename=part.filename,
        type=part.type,
        text=extract.text,
        problem=extract.problem,
        findings=extract.findings,
        pictured=extract.pictured,
        origin=extract.origin,
    )


def _extract(part: Part) -> Extract:
    if part.closed is not None:
        return Extract(problem=part.closed)
    if part.type in PROBLEMS:
        return Extract(problem=PROBLEMS[part.type])
    if not part.content.strip():
        return Extract(problem=Problem.DAMAGED, findings=(Finding(remark=Remark.EMPTY),))
    if part.type.startswith("image/"):
        return Extract(problem=Problem.SCANNED)
    if part.type == "application/pdf" and ends_as_zip(part.content):
        return Extract(problem=Problem.UNSAFE)
    if part.content.startswith(b"PK") and begins_as_pdf(part.content):
        return Extract(problem=Problem.UNSAFE)
    try:
        return _read(part)
    except MemoryError:
        raise
    except Exception:
        # A reader that stumbles over hostile bytes costs its document, not the mail and not the process.
        return Extract(problem=Problem.DAMAGED)


def _opened(part: Part, passwords: Sequence[str]) -> Extract | None:
    """What a locked document says, where one of the passwords opens it."""
    try:
        opened = unlocked(part, passwords)
    except MemoryError:
        raise
    except Exception:
        return None
    if opened is None:
        return None
    extract = _extract(opened)
    if extract.problem is Problem.ENCRYPTED:
        return None
    return replace(extract, findings=(*extract.findings, Finding(remark=Remark.OPENED)))


def _read(part: Part) -> Extract:
    if needs_a_password(part.content, part.type):
        return Extract(problem=Problem.ENCRYPTED)
    is_html = part.type == "text/html"
    if part.type in TEXT_READERS:
        extract = TEXT_READERS[part.type](part.content, part.charset)
    elif part.type in READERS:
        extract = READERS[part.type](part.content)
    else:
        findings = (Finding(remark=Remark.ARCHIVE),) if part.type in CLOSED_ARCHIVES else ()
        extract = Extract(problem=Problem.UNSUPPORTED, findings=findings)
    if part.type in POINTER_TYPES and len(part.content) <= _POINTER_BYTES:
        elsewhere = pointer(decode(part.content, part.charset), part.type, text=extract.text)
        if elsewhere is not None:
            return elsewhere
    looked_at = checked(without_tags(extract))
    return stand_in(looked_at, is_html=is_html) or _with_links(looked_at)


def _with_links(extract: Extract) -> Extract:
    found = links_in_document(extract.text, extract.links)
    return replace(extract, findings=(*extract.findings, *found)) if found else extract
