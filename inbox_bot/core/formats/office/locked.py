"""Whether an office document needs a password of its own, in the formats that keep it inside: DOC, XLS, ODF.

A DOC says so in its file information block (MS-DOC §2.5.1: fEncrypted), an XLS in a record near its start (MS-XLS
§2.4.117: FilePass), an OpenDocument in its manifest (ODF 1.2, part 3, §4.5). Rights management wraps a whole document
(MS-OFFCRYPTO §2.2). Nothing is decrypted.
"""

from inbox_bot.core.formats.packed.package import Package, PackageDamaged, PackageUnsafe
from inbox_bot.core.message.mime.sniff import IWORK

_SECTOR = 512  # bytes: a stream of a compound file begins at a multiple of it (MS-CFB §2.2)
_LOOKED_AT = 4_000_000  # bytes of a compound file in which its streams begin
_DOC_MAGIC, _DOC_FLAGS, _DOC_ENCRYPTED = b"\xec\xa5", 10, 0x01  # of the second byte of the flags
_XLS_BEGINS, _XLS_FILE_PASS = b"\x09\x08\x10\x00", b"\x2f\x00"
_XLS_LOOKED_AT = 200  # bytes of the workbook: FilePass comes right behind its first record
_DRM = "DRMContent".encode("utf-16-le")
_MANIFEST, _MANIFEST_BYTES = "META-INF/manifest.xml", 1_000_000
COMPOUND_TYPES = frozenset({"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"})
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def needs_a_password(content: bytes, media_type: str) -> bool:
    """Whether the document is encrypted, by what it says of itself. Never raises."""
    if media_type in COMPOUND_TYPES or media_type == "application/x-ole-storage":
        return _is_locked_compound(content)
    if media_type.startswith(OPEN_DOCUMENT) or media_type == IWORK:
        return _is_locked_package(content)
    return False


def _is_locked_compound(content: bytes) -> bool:
    if _DRM in content[:_LOOKED_AT]:
        return True
    for at in range(_SECTOR, min(len(content), _LOOKED_AT), _SECTOR):
        if content.startswith(_DOC_MAGIC, at) and _is_document(content, at):
            return bool(content[at + _DOC_FLAGS + 1] & _DOC_ENCRYPTED)
        if content.startswith(_XLS_BEGINS, at):
            return _has_file_pass(content, at)
    return False


def _is_document(content: bytes, at: int) -> bool:
    version = int.from_bytes(content[at + 2 : at + 4], "little")
    return len(content) > at + 12 and 0x65 <= version <= 0x120


def _has_file_pass(content: bytes, at: int) -> bool:
    end = min(len(content) - 4, at + _XLS_LOOKED_AT)
    while at < end:  # record by record: type, length, data
        if content.startswith(_XLS_FILE_PASS, at):
            return True
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    return False


def _is_locked_package(content: bytes) -> bool:
    try:
        package = Package(content)
        if _MANIFEST.lower() not in package.names:
            return ".iwph" in package.names
        return b"encryption-data" in package.content(_MANIFEST, _MANIFEST_BYTES)
    except (PackageUnsafe, PackageDamaged, KeyError):
        return False
