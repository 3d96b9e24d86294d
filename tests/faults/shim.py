"""`calls.c`, compiled and loaded: what a forked process arms before it begins, and what is counted of it."""

import ctypes
import hashlib
import mmap
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("calls.c")


class Call(IntEnum):
    """The kinds of call that change the world, as `calls.c` numbers them."""

    WRITE = 0
    FSYNC = 1
    RENAME = 2
    UNLINK = 3
    MKDIR = 4
    TRUNCATE = 5
    CREATE = 6
    SEND = 7


class NoCompiler(Exception):
    """There is no C compiler on this machine: `apt-get install gcc libc6-dev` brings one."""


def built() -> Path:
    """The shared library, compiled once for its source. Raises NoCompiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler(NoCompiler.__doc__)
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    library = Path(tempfile.gettempdir()) / f"inbox-bot-calls-{os.getuid()}-{digest}.so"
    if not library.exists():
        part = library.with_suffix(f".{os.getpid()}")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-o", str(part), str(SOURCE), "-ldl"], check=True, capture_output=True
        )
        part.replace(library)
    return library


class Page:
    """Counters that a process and the one that it forked share: they outlive the death of either."""

    _COUNTERS = len(Call) + 3

    def __init__(self, file: Path | None = None) -> None:
        """`file`: of a page that processes share which were not forked from one another; made where there is none."""
        if file is None:
            self._memory = mmap.mmap(-1, mmap.PAGESIZE)
        else:
            with file.open("a+b") as opened:
                opened.truncate(mmap.PAGESIZE)
                self._memory = mmap.mmap(opened.fileno(), mmap.PAGESIZE)
        self._counters = (ctypes.c_long * self._COUNTERS).from_buffer(self._memory)

    @property
    def address(self) -> int:
        return ctypes.addressof(self._counters)

    def clear(self) -> None:
        for index in range(self._COUNTERS):
            self._counters[index] = 0

    def of(self, call: Call) -> int:
        """How many calls of this kind were counted."""
        return int(self._counters[call])

    @property
    def all(self) -> int:
        return int(self._counters[len(Call)])

    @property
    def failed(self) -> int:
        """How many calls were made to fail."""
        return int(self._counters[len(Call) + 1])

    @property
    def moments(self) -> int:
        """How many calls and locks there were."""
        return int(self._counters[len(Call) + 2])


@dataclass(frozen=True)
class Death:
    """SIGKILL before the call of this number; 0: only count."""

    number: int = 0


@dataclass(frozen=True)
class Failing:
    """The calls of this kind fail, from that number on, so many times, where they concern a path below the folder."""

    call: Call
    number: int
    error: int  #: an errno
    times: int = 1
    below: str = ""


@dataclass(frozen=True)
class Stop:
    """SIGSTOP at the moment of this number, of calls and locks; another process goes by meanwhile."""

    number: int


Fault = Death | Failing | Stop


def arm(fault: Fault, page: Page, journal: int | None = None) -> None:
    """In the process that is to meet the fault: the library was preloaded, so that its functions are there."""
    library = ctypes.CDLL(None)
    library.faults_page.argtypes = [ctypes.c_void_p]
    library.faults_page(page.address)
    if journal is not None:
        library.faults_journal(journal)
    if isinstance(fault, Death):
        library.faults_die_at(ctypes.c_long(fault.number))
    elif isinstance(fault, Stop):
        library.faults_stop_at(ctypes.c_long(fault.number))
    else:
        library.faults_fail(
            int(fault.call),
            ctypes.c_long(fault.number),
            ctypes.c_long(fault.times),
            fault.error,
            fault.below.encode(),
        )


def disarm() -> None:
    """From now on nothing is counted."""
    ctypes.CDLL(None).faults_disarm()
