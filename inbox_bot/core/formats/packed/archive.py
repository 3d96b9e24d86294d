"""Files that are an archive and a document at once: shown as the one, filed as the other.

A PDF may begin after a kilobyte of anything, and a zip archive counts from its end, so one file can be both. An archive
that merely holds a PDF is not: there the PDF's first bytes are those of a member.
"""

import re

from inbox_bot.core.formats.packed.package import Package, PackageDamaged, PackageUnsafe

_END, _END_BYTES, _ENTRY = b"PK\x05\x06", 22, b"PK\x01\x02"
_COMMENT_BYTES = 65_535
_PDF_BEGINS_WITHIN = 1_024  # bytes (PDF 1.7, implementation note 13)


def ends_as_zip(content: bytes) -> bool:
    """Whether the file's very end is a zip archive's directory (APPNOTE §4.3.16); one inside a PDF's stream is not."""
    at = content.rfind(_END, max(0, len(content) - _END_BYTES - _COMMENT_BYTES))
    if at < 0 or len(content) - at < _END_BYTES:
        return False
    directory_bytes = int.from_bytes(content[at + 12 : at + 16], "little")
    comment_bytes = int.from_bytes(content[at + 20 : at + 22], "little")
    directory = at - directory_bytes
    return (
        at + _END_BYTES + comment_bytes == len(content)
        and 0 <= directory < at
        and content[directory : directory + 4] == _ENTRY
    )


def begins_as_pdf(content: bytes) -> bool:
    """Whether an archive is a PDF too: its first kilobyte has a PDF's header outside of every member's own bytes."""
    headers = [found.start() for found in re.finditer(rb"%PDF-", content[: _PDF_BEGINS_WITHIN + 5])]
    if not headers:
        return False
    try:
        package = Package(content)
    except (PackageUnsafe, PackageDamaged):
        return False  # the reader of archives says which
    return not all(package.has_as_content(header) for header in headers)
