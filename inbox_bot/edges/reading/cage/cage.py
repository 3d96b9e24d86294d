"""The cage: what a worker gives up before it sees the first byte of a mail.

Resource limits hold everywhere; Landlock and seccomp where the kernel has them. Everything a reader needs must be
loaded before: afterwards not even a module can be imported. Which protections are on is told to the daemon, which says
so at the start and in `check`.
"""

import contextlib
import os
import resource
import signal
from dataclasses import dataclass

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.reading.cage import kernel, landlock, seccomp

DESCRIPTORS = 16  # 0-2, the socket, the mail, and what a receive may need at once


@dataclass(frozen=True, kw_only=True, slots=True)
class CageReport:
    """Which protections are on in the workers."""

    limits: bool  #: memory, processor time, file size, descriptors, processes (setrlimit)
    landlock: int  #: the ABI in force; 0: none
    seccomp: bool

    @property
    def is_closed(self) -> bool:
        """Whether the kernel itself keeps a worker from files and network, by one of the two ways or both."""
        return self.landlock > 0 or self.seccomp

    def __str__(self) -> str:
        on = ["resource limits"] * self.limits + [f"Landlock {self.landlock}"] * (self.landlock > 0)
        return ", ".join([*on, *["seccomp"] * self.seccomp]) or "none"


class CageMissing(Exception):
    """The kernel has neither Landlock nor seccomp, and `reading.cage: required` asks for one of them."""

    def __init__(self) -> None:
        super().__init__(
            Sentence("this kernel has neither Landlock nor seccomp, and `reading.cage: required` asks for one of them")
        )


def offered() -> CageReport:
    """What the kernel of this machine offers; in the workers it is on."""
    return CageReport(limits=True, landlock=landlock.offered(), seccomp=seccomp.offered())


def die_with_parent(parent: int) -> None:
    """Be killed when the daemon's thread that started us ends; end now where the daemon is gone already."""
    if kernel.is_linux():
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def close(memory_bytes: int) -> CageReport:
    """Close the cage around this process: at most `memory_bytes` more of memory, no files, network or processes."""
    _limit(memory_bytes)
    if not kernel.is_linux():
        return CageReport(limits=True, landlock=0, seccomp=False)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    with contextlib.suppress(OSError, KeyError):
        kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # no core, and no debugger of the same user
    abi = landlock.offered() if landlock.close_files() else 0
    return CageReport(limits=True, landlock=abi, seccomp=seccomp.close_calls())


def _limit(memory_bytes: int) -> None:
    limits = {
        resource.RLIMIT_AS: _address_space() + memory_bytes,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: DESCRIPTORS,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in limits.items():
        _, hard = resource.getrlimit(limit)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(limit, (value, value))


def _address_space() -> int:
    """Bytes of address space in use: libraries map far more than they touch."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 512 * 1024 * 1024
