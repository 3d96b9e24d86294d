"""Starts of the real command in a process of its own, by exec, with `calls.c` armed from its first call on.

A fork begins where all is loaded and the readers are its own; a start loads everything, starts caged readers and opens
what it needs, and may die anywhere within that. It costs a hundred times what a fork does: a few cases are tried.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Self

from tests.faults.deeds import Servers, Smtp
from tests.faults.forking import FAILED, NOT_FORESEEN, Ended
from tests.faults.shim import Call, Death, Fault, Page, built
from tests.support.builders.fuse import IN_MEMORY
from tests.support.servers.installation import ROOT, Installed

LIMITS = "\nanswers:\n  limits: {per_minute: 1000, per_hour: 1000}\n"
PATIENCE_S = 120.0  #: for a poll
DIES_WITHIN_S = 60.0  #: a daemon that has not met its death by then has nothing left to do, and is told to stop


class Starts:
    """In the place of `Forks`: polls alone, all at the hour that it is. Every other death is the daemon's (`run`)."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(dir=IN_MEMORY, prefix="inbox-bot-starts-")
        self._page = Page(self._page_file)
        return self

    def __exit__(self, *raised: object) -> None:
        self._folder.cleanup()

    @property
    def _page_file(self) -> Path:
        return Path(self._folder.name) / "page"

    def warm(self, deed: str, given: dict[str, Any]) -> None:
        """Nothing: each start does everything anew."""

    def run(self, deed: str, given: dict[str, Any], fault: Fault | None = None, journal: Path | None = None) -> Ended:
        """`inbox-bot poll`, or where it is to die at an odd call `inbox-bot run`; wait for its end."""
        assert deed == "poll", f"{deed} is not started"
        assert fault is None or isinstance(fault, Death)
        assert journal is None
        servers, folder = Servers(**given["servers"]), Path(given["folder"])
        installed = Installed(folder, servers, Smtp(servers.host, servers.smtp_port))  # type: ignore[arg-type]
        installed.write(installed.text(more=LIMITS))
        self._page.clear()
        number = fault.number if fault is not None else 0
        command = "run" if number % 2 else "poll"
        armed = {"FAULTS_PAGE": str(self._page_file), "FAULTS_DIE_AT": str(number)}
        with (folder / "said").open("w+b") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "inbox_bot", command, "--rules", str(installed.rules)],
                env={**os.environ, **armed, "LD_PRELOAD": str(built()), "PYTHONDONTWRITEBYTECODE": "1"},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
            try:
                code = self._end_of(process, command)
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()
            said.seek(0)
            words = said.read().decode(errors="replace")[-4000:]
        return Ended(
            killed=code == -signal.SIGKILL,
            code=FAILED if NOT_FORESEEN in words else code,
            calls=self._page.all,
            by_kind={call.name: self._page.of(call) for call in Call},
            moments=self._page.moments,
            said=words,
        )

    def _end_of(self, process: "subprocess.Popen[bytes]", command: str) -> int:
        if command == "run":
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(DIES_WITHIN_S)
            process.terminate()
        return process.wait(PATIENCE_S)
