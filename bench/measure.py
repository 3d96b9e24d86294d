"""A command's wall time, the CPU it took with its children, and the most memory that they had together."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_S = 0.05


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    seconds: float
    cpu_seconds: float  #: of the process and of all descendants that were waited for
    peak_bytes: int  #: the largest sum seen of the resident memory of all its processes
    stdout: str


def run(command: Sequence[str], *, log: Path) -> Measured:
    """Run to the end; what it says goes to `log`. Raises SystemExit where it failed."""
    peak = 0
    began = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            peak = max(peak, sum(resident_bytes(pid) for pid in family(process.pid)))
            time.sleep(LOOK_EVERY_S)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    if process.returncode:
        raise SystemExit(f"{command[-1]} ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}")
    return Measured(
        seconds=seconds,
        cpu_seconds=ended[2].ru_utime + ended[2].ru_stime,
        peak_bytes=peak,
        stdout=log.read_text(errors="replace"),
    )


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for member in found:
        for children in Path(f"/proc/{member}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def resident_bytes(pid: int) -> int:
    """What a process has in memory of its own and shared with others counted once: its proportional set (PSS)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ProcessLookupError):
        pass
    return 0
