"""Mails that are signed around their content (S/MIME, "opaque"): the content, taken out of the signature.

It is a MIME entity (RFC 8551 §3.5.2) within a CMS SignedData (RFC 5652 §5), in BER: lengths may be left open, and
text may come in pieces (X.690 §8.1.3, §8.7.3). Who signed is not asked here, and so nothing is believed of it.
"""

from collections.abc import Iterator

_SIGNED = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"  # 1.2.840.113549.1.7.2
_OID_WITHIN = 30  # bytes: a sequence and its length come before
_SEQUENCE, _OID, _EXPLICIT, _TEXT, _TEXT_IN_PIECES, _END = 0x30, 0x06, 0xA0, 0x04, 0x24, 0x00
_DEPTH = 10
_VALUES_LIMIT = 200_000  # in one value; programs write pieces of a kilobyte or more
_OPEN = -1  # a length that is not said: the end is marked


def content_in(message: bytes) -> bytes | None:
    """What was signed; None where it is something else, broken, or a signature beside its content. Never raises."""
    if message[:1] != bytes([_SEQUENCE]) or _SIGNED not in message[:_OID_WITHIN]:
        return None
    try:
        at = _into(message, _into(message, 0, _SEQUENCE) + len(_SIGNED) + 2, _EXPLICIT)
        at = _into(message, at, _SEQUENCE)
        at = _behind(message, _behind(message, at, 0), 0)  # the version, and how it was digested
        at = _into(message, at, _SEQUENCE)
        at = _behind(message, at, 0)  # what kind of content
        return b"".join(_pieces(message, _into(message, at, _EXPLICIT), 0)) or None
    except (IndexError, ValueError):
        return None


def _header(message: bytes, at: int) -> tuple[int, int, int]:
    """A value's tag, its length, and where it begins. Raises IndexError, ValueError."""
    tag, length = message[at], message[at + 1]
    begin = at + 2
    if length == 0x80:
        return tag, _OPEN, begin
    if length > 0x80:
        more = length & 0x7F
        length = int.from_bytes(message[begin : begin + more], "big")
        begin += more
    if begin + length > len(message):
        raise ValueError("longer than what is there")
    return tag, length, begin


def _into(message: bytes, at: int, tag: int) -> int:
    """Where the content of the value begins, which has to have this tag."""
    found, _, begin = _header(message, at)
    if found != tag:
        raise ValueError("another value")
    return begin


def _behind(message: bytes, at: int, depth: int) -> int:
    """Where the value ends."""
    _, length, begin = _header(message, at)
    if length != _OPEN:
        return begin + length
    if depth > _DEPTH:
        raise ValueError("nested too deep")
    for _ in range(_VALUES_LIMIT):
        if message[begin] == _END:
            return begin + 2
        begin = _behind(message, begin, depth + 1)
    raise ValueError("too many values")


def _pieces(message: bytes, at: int, depth: int) -> Iterator[bytes]:
    """The text at a place, piece by piece."""
    tag, length, begin = _header(message, at)
    if tag == _TEXT and length != _OPEN:
        yield message[begin : begin + length]
        return
    if tag != _TEXT_IN_PIECES or depth > _DEPTH:
        raise ValueError("another value")
    end = _behind(message, at, depth) if length == _OPEN else begin + length
    for _ in range(_VALUES_LIMIT):
        if begin >= end or message[begin] == _END:
            return
        yield from _pieces(message, begin, depth + 1)
        begin = _behind(message, begin, depth + 1)
    raise ValueError("too many values")
