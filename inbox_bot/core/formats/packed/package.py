"""Zip packages (OOXML), opened with budgets: a few kilobytes can hold petabytes, and an entry may claim any size.

Nothing is believed of the directory's sizes: entries are inflated in pieces and counted as they come.
"""

import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Iterator

from inbox_bot.core.message.mime.charsets import decode
from inbox_bot.core.words import Problem

ENTRIES_LIMIT = 1_000
TOTAL_LIMIT = 100_000_000  # bytes, inflated, of all entries that are read
RATIO_LIMIT = 100  # inflated to packed; text packs about 10 to 1
RATIO_GRACE = 1_000_000  # bytes an entry may have before its ratio counts: a blank page packs 1,000 to 1
_PIECE = 65_536
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800  # APPNOTE §4.4.4
_LOCAL_BYTES = 30  # of an entry's own header, before its name and extra field (APPNOTE §4.3.7)


class PackageClosed(Exception):
    """Nothing can be read from the package; `problem` says why."""

    problem: Problem


class PackageUnsafe(PackageClosed):
    """The package is built to exhaust whoever unpacks it."""

    problem = Problem.UNSAFE


class PackageEncrypted(PackageClosed):
    """An entry that is needed is encrypted."""

    problem = Problem.ENCRYPTED


class PackageDamaged(PackageClosed):
    """It is no zip file, or a part that is needed can't be unpacked."""

    problem = Problem.DAMAGED


class Package:
    """A zip file whose entries can be read as pieces, within budgets over all of them."""

    def __init__(self, content: bytes) -> None:
        """Raises PackageUnsafe, PackageDamaged."""
        declared = _declared_entries(content)
        if declared > ENTRIES_LIMIT:
            raise PackageUnsafe
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise PackageDamaged from error
        entries = self._zip.infolist()
        if len(entries) > ENTRIES_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT * 10:
            raise PackageUnsafe
        _refuse_overlaps(entries)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = entry.filename.lstrip("/").lower()
            if name in self._entries:  # readers differ on which of the two they show
                raise PackageUnsafe
            self._entries[name] = entry
        self._content = content
        self._total = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The entries' names, in lower case, without a leading slash (case says nothing, ECMA-376-2 §6.2.2)."""
        return tuple(self._entries)

    @property
    def names_as_written(self) -> tuple[str, ...]:
        """The entries' names, for a person to read. Untrusted.

        One that doesn't say that it is UTF-8 is in the packer's own charset, whatever APPNOTE §D.1 asks for.
        """
        return tuple(map(_name_as_written, self._entries.values()))

    @property
    def is_encrypted(self) -> bool:
        """Whether a password is needed for any entry."""
        return any(entry.flag_bits & _ENCRYPTED_FLAG for entry in self._entries.values())

    def has_as_content(self, offset: int) -> bool:
        """Whether the byte at an offset of the file belongs to what an entry holds, not to what describes it."""
        for entry in self._entries.values():
            lengths = self._content[entry.header_offset + 26 : entry.header_offset + _LOCAL_BYTES]
            described = _LOCAL_BYTES + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
            begin = entry.header_offset + described
            if begin <= offset < begin + entry.compress_size:
                return True
        return False

    def pieces(self, name: str) -> Iterator[bytes]:
        """An entry's bytes. Raises KeyError, PackageUnsafe past a budget, PackageEncrypted, PackageDamaged."""
        entry = self._entries[name.lstrip("/").lower()]
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise PackageEncrypted
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    self._total += len(piece)
                    if self._total > TOTAL_LIMIT:
                        raise PackageUnsafe
                    if size > RATIO_GRACE and size > RATIO_LIMIT * max(entry.compress_size, 1):
                        raise PackageUnsafe
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise PackageDamaged from error

    def content(self, name: str, limit: int) -> bytes:
        """An entry's bytes at once. Raises as `pieces`, and PackageUnsafe above `limit` bytes."""
        kept = bytearray()
        for piece in self.pieces(name):
            kept += piece
            if len(kept) > limit:
                raise PackageUnsafe
        return bytes(kept)


def _name_as_written(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8_FLAG or entry.filename.isascii():
        return entry.filename
    return decode(entry.filename.encode("cp437", "replace"))  # as zipfile had read the bytes


def _declared_entries(content: bytes) -> int:
    """How many entries the end of central directory claims, before anything builds a list of them (APPNOTE §4.3.16)."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(content):
        raise PackageDamaged
    (count,) = struct.unpack_from("<H", content, at + 10)
    if count == 0xFFFF:  # zip64, or as many as fit
        return ENTRIES_LIMIT + 1
    return int(count)


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Entries that share their packed bytes make a bomb that no ratio of a single entry shows (Fifield, WOOT 2019)."""
    spans = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            raise PackageUnsafe
