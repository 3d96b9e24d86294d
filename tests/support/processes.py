"""The processes of this machine, as /proc tells them."""

import os
from pathlib import Path


def children(parent: int | None = None) -> set[int]:
    """The living children of a process, by default of this one; those that ended and were not waited for are none.

    Asked of every process who its parent is: /proc/PID/task/*/children misses those of a thread that ends meanwhile.
    """
    wanted = str(os.getpid() if parent is None else parent)
    return {
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit()
        for fields in [_fields(int(process.name))]
        if fields[1:2] == [wanted] and fields[0] != "Z"
    }


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    return _fields(pid)[:1] not in ([], ["Z"])


def _fields(pid: int) -> list[str]:
    """The state, the parent and what follows (man 5 proc_pid_stat); nothing where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
