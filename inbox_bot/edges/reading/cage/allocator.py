"""Large blocks of memory go back to the kernel when they are freed, in the daemon and in its workers.

glibc gives a large block pages of its own, but what counts as large grows to the largest such block that was ever freed
(mallopt(3), M_MMAP_THRESHOLD), up to 32 MB: after one mail of 10 MB the next ones leave holes in the heap that stay.
Once it is told a size, it also gives back what is free at the heap's end from 128 kB on (M_TRIM_THRESHOLD), and takes
it again for the next mail, page by page; so it is told how much may stay. All threads share one heap (M_ARENA_MAX), or
as much would stay in one a thread.
"""

import contextlib
import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h
LARGE_BYTES = 512 * 1024  # above what a common mail needs at a time, far below what a large one leaves behind
KEPT_BYTES = 4 * 1024 * 1024  # free at the heap's end: what a common mail needs in all


def give_back_large_blocks() -> None:
    """Keep the size of a large block where it is, for this whole process; where the C library has no say, nothing."""
    with contextlib.suppress(AttributeError, OSError):  # musl and macOS have no mallopt
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
        library.mallopt(_M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(_M_ARENA_MAX, 1)
