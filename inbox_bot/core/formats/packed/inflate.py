"""What deflate packed (RFC 1950, 1951, 1952), unfolded in pieces that are counted as they come."""

import zlib

from inbox_bot.core.formats.packed.package import RATIO_GRACE, RATIO_LIMIT
from inbox_bot.core.words import Problem

_PIECE = 65_536


class NotUnfolded(Exception):
    """Why not: `unsafe` (built to exhaust whoever unfolds it), `too_large`, `damaged`, `unsupported`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def unfolded(content: bytes, limit: int, window: int) -> bytes:
    """The whole of it, at most `limit` bytes; `window` are zlib's bits, which say the header. Raises NotUnfolded."""
    unfolding = zlib.decompressobj(window)
    kept = bytearray()
    left = content
    try:
        while left and not unfolding.eof:
            kept += unfolding.decompress(left, _PIECE)
            left = unfolding.unconsumed_tail
            if len(kept) > RATIO_GRACE and len(kept) > RATIO_LIMIT * len(content):
                raise NotUnfolded(Problem.UNSAFE)
            if len(kept) > limit:
                raise NotUnfolded(Problem.TOO_LARGE)
    except zlib.error:
        raise NotUnfolded(Problem.DAMAGED) from None
    if not unfolding.eof:
        raise NotUnfolded(Problem.DAMAGED)
    return bytes(kept)
