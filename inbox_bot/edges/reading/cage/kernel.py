"""The calls of the Linux kernel that Python has no name for, by ctypes: prctl, landlock_*, capset."""

import ctypes
import os
import platform
import sys

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def is_linux() -> bool:
    """Whether this is the kernel whose calls are made here."""
    return sys.platform == "linux"


def machine() -> str:
    """The machine's architecture, as the kernel calls it."""
    return platform.machine()


def syscall(number: int, *arguments: object) -> int:
    """Make a system call. Raises OSError."""
    return _checked(_libc.syscall(ctypes.c_long(number), *arguments))


def prctl(option: int, *arguments: object) -> int:
    """Change something about this process (prctl(2)); what is left out is 0. Raises OSError."""
    filled = [*arguments, *[ctypes.c_ulong(0)] * (4 - len(arguments))]
    return _checked(_libc.prctl(ctypes.c_int(option), *filled))


def drop_capabilities() -> None:
    """Give up what root may do and others may not (capset(2)). Raises OSError."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    syscall(_CAPSET[machine()], ctypes.byref(header), ctypes.byref(nothing))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
