"""How many pixels a picture has, from its header alone: nothing is decoded, so nothing can be a bomb.

PNG (W3C PNG §11.2.2), JPEG (ITU T.81 §B.2.2), GIF89a §18, WebP (RFC 9649 §2.5-2.7), BMP, TIFF 6.0 §2, and the size
boxes of HEIC and AVIF (ISO 23008-12 §6.5.3).
"""

import struct
from collections.abc import Callable, Mapping

Size = tuple[int, int]  #: width and height, in pixels
UNKNOWN: Size = (0, 0)
_SEGMENTS = 500  # of a JPEG before its frame; a camera writes a dozen
_ENTRIES = 200  # of a TIFF's first directory
_BOXES = 200  # size boxes of an HEIC file: one for each tile
_LOOKED_AT = 1_000_000  # bytes of an HEIC file in which its boxes are


def picture_size(content: bytes, media_type: str) -> Size:
    """Width and height in pixels, as the header says them; (0, 0) where it is cut off, damaged or of another format."""
    reader = _READERS.get(media_type)
    if reader is None:
        return UNKNOWN
    try:
        return reader(content)
    except (struct.error, IndexError):
        return UNKNOWN


def _png(content: bytes) -> Size:
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _gif(content: bytes) -> Size:
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _bmp(content: bytes) -> Size:
    width, height = struct.unpack_from("<ii", content, 18)
    return abs(width), abs(height)


def _jpeg(content: bytes) -> Size:
    at = 2
    for _ in range(_SEGMENTS):
        while content[at] == 0xFF and content[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = content[at + 1]
        if content[at] != 0xFF or marker in (0xD9, 0xDA):
            return UNKNOWN
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame, of whatever coding
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + length
    return UNKNOWN


def _webp(content: bytes) -> Size:
    chunk = content[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", content, 26)
    return width & 0x3FFF, height & 0x3FFF


def _tiff(content: bytes) -> Size:
    order = "<" if content.startswith(b"II") else ">"
    (directory,) = struct.unpack_from(order + "I", content, 4)
    (entries,) = struct.unpack_from(order + "H", content, directory)
    found = {}
    for number in range(min(entries, _ENTRIES)):
        tag, kind = struct.unpack_from(order + "HH", content, directory + 2 + number * 12)
        if tag in (256, 257):
            (found[tag],) = struct.unpack_from(
                order + ("H" if kind == 3 else "I"), content, directory + 10 + number * 12
            )
    return found.get(256, 0), found.get(257, 0)


def _heif(content: bytes) -> Size:
    """The largest of its size boxes: a photo is made of tiles, and has a thumbnail."""
    best, at = UNKNOWN, 0
    for _ in range(_BOXES):
        at = content.find(b"ispe", at, _LOOKED_AT)
        if at < 0:
            break
        width, height = struct.unpack_from(">II", content, at + 8)
        best = max(best, (width, height), key=lambda size: size[0] * size[1])
        at += 4
    return best


_READERS: Mapping[str, Callable[[bytes], Size]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/webp": _webp,
    "image/tiff": _tiff,
    "image/heic": _heif,
    "image/avif": _heif,
}
