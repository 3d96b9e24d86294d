"""Letters that Outlook keeps in RTF alone: unpacked (MS-OXRTFCP), and read as text.

Of a letter that was HTML the RTF has its tags too, marked as such (MS-OXRTFEX); they are left out, and what ends a line
in them ends one.
"""

import re
import struct

from inbox_bot.core.formats.office.rtf import read_rtf

RTF_LIMIT = 2_000_000  # bytes, unpacked; pictures are not in it
_HEADER = struct.Struct("<IIII")  # size, size unpacked, how it is packed, a checksum
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_RING = 4_096
#: What every letter may refer back to (MS-OXRTFCP §2.1.2.1).
_BEGUN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_LINE_TAGS = re.compile(rb"\{\\\*\\htmltag\d{0,3} ?(?=[^{}]{0,2000}?</?(?:br|p|div|tr|li|h[1-6])\b)", re.IGNORECASE)


def letter_in(packed: bytes) -> str:
    """The text of such a letter; "" where there is none, or it is broken."""
    rtf = unpacked(packed)
    return read_rtf(_LINE_TAGS.sub(rb"\\line \g<0>", rtf)).text if rtf else ""


def unpacked(packed: bytes) -> bytes:
    """The RTF, up to where it is broken; b"" where nothing can be told."""
    if len(packed) < _HEADER.size:
        return b""
    _, size, how, _ = _HEADER.unpack_from(packed)
    content = packed[_HEADER.size :]
    if how == _PLAIN:
        return content[: min(size, RTF_LIMIT)]
    return _unrolled(content, min(size, RTF_LIMIT)) if how == _PACKED else b""


def _unrolled(content: bytes, size: int) -> bytes:
    """What refers back to what came before, written out (§2.2)."""
    ring = bytearray(_BEGUN.ljust(_RING, b" "))
    end, at = len(_BEGUN), 0
    kept = bytearray()
    while at < len(content) and len(kept) < size:
        control, at = content[at], at + 1
        for bit in range(8):
            is_reference = control >> bit & 1
            if at + is_reference >= len(content):
                return bytes(kept[:size])
            if is_reference:
                offset, length = divmod(content[at] << 8 | content[at + 1], 16)
                at += 2
                if offset == end:
                    return bytes(kept[:size])
                for step in range(length + 2):
                    byte = ring[(offset + step) % _RING]
                    ring[end] = byte
                    end = (end + 1) % _RING
                    kept.append(byte)
            else:
                ring[end] = content[at]
                end = (end + 1) % _RING
                kept.append(content[at])
                at += 1
    return bytes(kept[:size])
