"""A command's wall time, and the most memory that it and its children had together."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_S = 0.02


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    seconds: float
    peak_bytes: int  #: the largest sum seen of the resident memory of all its processes
    stdout: str


def run(command: Sequence[str], *, log: Path) -> Measured:
    """Run to the end; what it says goes to `log`. Raises SystemExit where it failed."""
    peak = 0
    began = time.monotonic()
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT) as process:
        while process.poll() is None:
            peak = max(peak, sum(resident_bytes(pid) for pid in family(process.pid)))
            time.sleep(LOOK_EVERY_S)
    seconds = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{command[-1]} ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}")
    return Measured(seconds=seconds, peak_bytes=peak, stdout=log.read_text(errors="replace"))


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
