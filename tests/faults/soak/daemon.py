"""The daemon under test: `inbox-bot run` with a clock that is moved on by another process, and faults that it orders.

`Daemon` is the other process's side. `main` runs within a process of its own, with `calls.c` preloaded. What is to
happen to a call comes as a line of standard input; with the end of that, the process ends.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from functools import partial
from pathlib import Path

from bench.measure import family, resident_bytes
from tests.faults.shim import Call, Death, Failing, Page, arm, built
from tests.faults.soak.clock import Clock

PATIENCE_S = 1.0  #: for a server that says nothing, by the real clock
#: how often the daemon looks at what is due, by the real clock: its own clock goes much faster than that
TICKS_S = {"POLL_S": 1.0, "CARRY_OUT_S": 0.5, "DIGEST_S": 2.0, "ALARMS_S": 2.0, "SCANS_S": 5.0, "PROVE_S": 60.0}
LOOK_S = 0.5
END_S = 30.0  #: it says itself that it ends within ten


class Daemon:
    """One life of it."""

    def __init__(self, folder: Path, speed: float) -> None:
        """Start it on this folder's rules.yaml; its clock goes so many times as fast as ours. Raises NoCompiler."""
        self.page = Page(folder / "page")
        with (folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.soak.daemon", str(folder), str(speed)],
                env={**os.environ, "LD_PRELOAD": str(built()), "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    @property
    def ended_with(self) -> int | None:
        """Its exit code; None: it lives."""
        return self._process.poll()

    def meets(self, fault: Death | Failing) -> None:
        """A call from now on, unless it has just ended."""
        assert self._process.stdin is not None
        line = {"kind": type(fault).__name__, **asdict(fault)}
        with contextlib.suppress(BrokenPipeError):
            os.write(self._process.stdin.fileno(), json.dumps(line).encode() + b"\n")

    def kill(self) -> None:
        """At once."""
        self._process.kill()
        self._process.wait()

    def end(self) -> int:
        """As a service manager ends it; its exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(END_S)
        finally:
            self.close()

    def close(self) -> None:
        """Nothing of it is left."""
        if self._process.poll() is None:
            self.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def resident_bytes(self) -> int:
        """Its memory and its readers'."""
        return sum(resident_bytes(pid) for pid in family(self._process.pid))

    def children(self) -> int:
        """How many processes it has."""
        return len(family(self._process.pid)) - 1

    def descriptors(self) -> int:
        """How many files, sockets and pipes it has open; 0: it has just ended."""
        try:
            return len(os.listdir(f"/proc/{self._process.pid}/fd"))
        except OSError:
            return 0


def main(arguments: list[str]) -> int:
    """The command, in this process."""
    from inbox_bot.cli.app import code_of_run
    from inbox_bot.cli.running import run
    from inbox_bot.daemon import daemon, jobs
    from inbox_bot.pipeline.outgoing import answered_by_hand, traces
    from tests.faults.deeds import be_impatient

    folder, speed = Path(arguments[0]), float(arguments[1])
    clock = Clock(folder / "clock")
    for name, seconds in TICKS_S.items():
        setattr(jobs, name, seconds)
    daemon.LOOK_S = LOOK_S
    # A second and a minute of people's: by a clock so fast each answer would wait for a look at Sent and at its mail.
    traces.LOOKED_FOR *= speed
    answered_by_hand.SEEN_FOR *= speed
    be_impatient(PATIENCE_S)
    run.open_installation = partial(run.open_installation, now=clock.now)
    run.Daemon = partial(run.Daemon, monotonic=clock.monotonic)  # type: ignore[assignment, misc]
    threading.Thread(target=_hear, args=(Page(folder / "page"),), daemon=True).start()
    sys.argv = ["inbox-bot", "run", "--rules", str(folder / "rules.yaml")]
    return code_of_run()


def _hear(page: Page) -> None:
    """Arm what the other process orders. Standard input is read as it is: a reader would hold its lock at the end."""
    said = b""
    while piece := os.read(0, 65_536):
        *lines, said = (said + piece).split(b"\n")
        for line in lines:
            told = json.loads(line)
            kind = told.pop("kind")
            page.clear()
            arm(Death(**told) if kind == "Death" else Failing(**{**told, "call": Call(told["call"])}), page)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
