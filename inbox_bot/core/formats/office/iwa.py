"""The archives of Pages, Numbers and Keynote since 2013 (.iwa): chunks packed by Snappy, with messages in them.

Messages of protocol buffers follow one another, each behind a header that says its type and length. Apple publishes no
format; this much was found by others and holds for all files that were looked at. Snappy: format_description.txt of
google/snappy; protocol buffers: their encoding guide.
"""

from collections.abc import Iterator

from inbox_bot.core.formats.packed.package import PackageUnsafe

_MESSAGE_INFO, _TYPE, _LENGTH = 2, 1, 3  # fields of a header, and of what it says of each message
_FIXED_64 = 1  # a wire type; 0 is a number, 2 has its length before it, 5 is fixed too


class IwaBroken(Exception):
    """What follows is no archive."""


def unpacked(content: bytes, limit: int) -> bytes:
    """The chunks of an archive: each a byte, three of length, and Snappy without its frames. Raises PackageUnsafe."""
    kept = bytearray()
    at = 0
    while at + 4 <= len(content):
        length = int.from_bytes(content[at + 1 : at + 4], "little")
        kept += snappy(content[at + 4 : at + 4 + length], limit - len(kept))
        at += 4 + length
    return bytes(kept)


def snappy(content: bytes, limit: int) -> bytes:
    """One block, unpacked. Raises PackageUnsafe above `limit` bytes, IwaBroken, IndexError."""
    claimed, at = _varint(content, 0)
    if claimed > limit:
        raise PackageUnsafe
    kept = bytearray()
    while at < len(content):
        tag = content[at]
        at += 1
        if tag & 3 == 0:
            length, at = _literal_length(content, tag, at)
            kept += content[at : at + length]
            at += length
        else:
            length, offset, at = _copy(content, tag, at)
            _repeat(kept, offset, length)
        if len(kept) > claimed:
            raise IwaBroken
    if len(kept) < claimed:
        raise IwaBroken
    return bytes(kept)


def _literal_length(content: bytes, tag: int, at: int) -> tuple[int, int]:
    short = tag >> 2
    if short < 60:
        return short + 1, at
    width = short - 59
    return int.from_bytes(content[at : at + width], "little") + 1, at + width


def _copy(content: bytes, tag: int, at: int) -> tuple[int, int, int]:
    """How much is repeated, from how far back, and where the next tag is."""
    if tag & 3 == 1:
        return (tag >> 2 & 7) + 4, tag >> 5 << 8 | content[at], at + 1
    width = 2 if tag & 3 == 2 else 4
    return (tag >> 2) + 1, int.from_bytes(content[at : at + width], "little"), at + width


def _repeat(kept: bytearray, offset: int, length: int) -> None:
    if not 0 < offset <= len(kept):
        raise IwaBroken
    piece = bytes(kept[len(kept) - offset :])
    kept += (piece * (length // offset + 1))[:length]


def messages(content: bytes, kind: int) -> Iterator[bytes]:
    """The messages of this kind. Raises IwaBroken, IndexError."""
    at = 0
    while at < len(content):
        length, at = _varint(content, at)
        header = content[at : at + length]
        at += length
        for number, value in fields(header):
            if number == _MESSAGE_INFO and isinstance(value, bytes):
                info = dict(fields(value))
                size = info.get(_LENGTH, 0)
                if not isinstance(size, int):
                    raise IwaBroken
                if info.get(_TYPE) == kind:
                    yield content[at : at + size]
                at += size


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Each field's number and value. Raises IwaBroken, IndexError."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        match key & 7:
            case 0:
                value, at = _varint(message, at)
                yield key >> 3, value
            case 2:
                length, at = _varint(message, at)
                yield key >> 3, message[at : at + length]
                at += length
            case 1 | 5 as kind:
                width = 8 if kind == _FIXED_64 else 4
                yield key >> 3, message[at : at + width]
                at += width
            case _:
                raise IwaBroken


def _varint(content: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = content[at]
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number, at
        if shift > 63:
            raise IwaBroken
