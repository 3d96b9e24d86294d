"""Frames on the socket between the daemon and a worker: four bytes of length, then msgpack of lists, never of objects.

Both ends write them; only the daemon's end has to distrust what it reads. Whatever is not a bounded list of plain
values is `FrameBroken`: the worker is then dead to its supervisor.
"""

import socket
import time
from typing import Any

import msgpack

LENGTH_BYTES = 4
FRAME_LIMIT = 256_000_000  # bytes; also the most that is ever allocated for an answer
STRING_LIMIT = 8_000_000  # bytes of one text: a million characters of four bytes each, twice
LIST_LIMIT = 500_000  # entries of one list: a header of a megabyte may list 200,000 addresses


class FrameBroken(Exception):
    """What came is no frame: too long, not msgpack, not a list, or the line ended within it."""


class FrameLate(Exception):
    """The deadline passed before the frame was complete."""


def packed(frame: list[Any], limit: int = FRAME_LIMIT) -> bytes:
    """The frame as bytes. Raises FrameBroken where it is longer than `limit`."""
    body: bytes = msgpack.packb(frame, use_bin_type=True, unicode_errors="replace")
    if len(body) > limit:
        raise FrameBroken(f"a frame of {len(body)} bytes")
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def unpacked(body: bytes | bytearray) -> list[Any]:
    """The list that the bytes of a frame's body hold. Raises FrameBroken."""
    try:
        frame = msgpack.unpackb(
            body,
            raw=False,
            strict_map_key=True,
            ext_hook=_no_extensions,
            max_str_len=STRING_LIMIT,
            max_bin_len=FRAME_LIMIT,
            max_array_len=LIST_LIMIT,
            max_map_len=0,
            max_ext_len=0,
        )
    except (ValueError, TypeError, RecursionError, MemoryError, msgpack.UnpackException) as error:
        raise FrameBroken("not msgpack") from error
    if not isinstance(frame, list):
        raise FrameBroken("not a list")
    return frame


def receive(line: socket.socket, deadline: float, limit: int = FRAME_LIMIT) -> list[Any]:
    """The next frame. `deadline` is on the monotonic clock. Raises FrameBroken, FrameLate."""
    length = int.from_bytes(_exactly(line, LENGTH_BYTES, deadline), "big")
    if length > limit:
        raise FrameBroken(f"a frame of {length} bytes")
    return unpacked(_exactly(line, length, deadline))


def _exactly(line: socket.socket, size: int, deadline: float) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    filled = 0
    while filled < size:
        left = deadline - time.monotonic()
        if left <= 0:
            raise FrameLate
        line.settimeout(left)
        try:
            count = line.recv_into(view[filled:])
        except TimeoutError as error:
            raise FrameLate from error
        except OSError as error:
            raise FrameBroken("the line broke") from error
        if count == 0:
            raise FrameBroken("the line ended")
        filled += count
    return buffer


def _no_extensions(code: int, _content: bytes) -> object:
    raise FrameBroken(f"an extension of type {code}")
