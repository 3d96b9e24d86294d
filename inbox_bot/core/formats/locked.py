"""A locked document opened by a password that its sender told, in memory alone: the file stays as it came.

PDF (ISO 32000-1 §7.6), by pypdf (what pdfium writes it hands to a callback, for which libffi wants memory that can be
executed, and the cage has none); Word and PowerPoint documents of Office Open XML (MS-OFFCRYPTO §2.3.4), by
msoffcrypto. Each try costs what its file asks for: the deadline is the caller's, and a file that asks for more than any
Office writes is left closed.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import msoffcrypto
import olefile
import pypdf
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.values import Part

LOCKED_OFFICE = "application/x-ole-encrypted"
SPINS_LIMIT = 200_000  # rounds of hashing for one try, which are made twice; Office writes 100,000
INFO_LIMIT = 100_000  # bytes of what a package says of its lock
_SPINS = re.compile(rb'spinCount="(\d{1,12})"')
_OPENED_OFFICE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.",
    "application/vnd.openxmlformats-officedocument.presentationml.",
)


def unlocked(part: Part, passwords: Sequence[str]) -> Part | None:
    """The part as it is without its lock; None where none of the passwords opens it. May raise whatever it likes."""
    if part.type == "application/pdf":
        content = _opened_pdf(part.content, passwords)
    elif part.type == LOCKED_OFFICE:
        content = _opened_office(part.content, passwords)
    else:
        return None
    if content is None:
        return None
    kind = type_of(content)
    opens = kind == part.type or kind.startswith(_OPENED_OFFICE)
    return replace(part, content=content, type=kind, closed=None) if opens else None


def _opened_pdf(content: bytes, passwords: Sequence[str]) -> bytes | None:
    for password in passwords:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and reader.decrypt(password):
            written = io.BytesIO()
            pypdf.PdfWriter(clone_from=reader).write(written)
            return written.getvalue()
    return None


def _opened_office(content: bytes, passwords: Sequence[str]) -> bytes | None:
    if not _is_of_an_office(content):
        return None
    for password in passwords:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not isinstance(file, OOXMLFile):
            return None
        written = io.BytesIO()
        try:
            file.load_key(password=password, verify_password=True)
        except InvalidKeyError:
            continue
        file.decrypt(written)
        return written.getvalue()
    return None


def _is_of_an_office(content: bytes) -> bool:
    """Whether its lock is one that an Office writes: no markup that unfolds, and no more rounds than are bearable."""
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        if not file.exists("EncryptionInfo"):
            return False
        info = file.openstream("EncryptionInfo").read(INFO_LIMIT + 1)
    spins = [int(each) for each in _SPINS.findall(info)]
    return len(info) <= INFO_LIMIT and b"<!" not in info and max(spins, default=0) <= SPINS_LIMIT
