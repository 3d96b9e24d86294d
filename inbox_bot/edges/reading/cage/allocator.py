"""Large blocks of memory go back to the kernel when they are freed, in the daemon and in its workers.

glibc gives a large block pages of its own, but what counts as large grows to the largest such block that was ever freed
(mallopt(3), M_MMAP_THRESHOLD), up to 32 MB: after one mail of 10 MB the next ones leave holes in the heap that stay.
"""

import contextlib
import ctypes

_M_MMAP_THRESHOLD = -3  # malloc.h
LARGE_BYTES = 256 * 1024  # above what a common mail needs at a time, far below what a large one leaves behind


def give_back_large_blocks() -> None:
    """Keep the size of a large block where it is, for this whole process; where the C library has no say, nothing."""
    with contextlib.suppress(AttributeError, OSError):  # musl and macOS have no mallopt
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
