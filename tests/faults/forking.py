"""A process in which everything is loaded, and which forks: a fresh daemon costs a hundredth of a start.

What a process works out once (statements, patterns, the vacancies' words) is worked out before anything is forked:
`warm` has each deed done in the process itself. It has no state that the deeds could hand on but that.

`Forks` is the client's side; `main` runs in the process behind it, with `calls.c` preloaded. What a fork does is a
function of `tests.faults.deeds`, named by its name. It ends by itself, or where its fault has it end.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.shim import Call, Death, Failing, Fault, Page, Stop, arm, built, disarm

FAILED = 70  #: the exit code of a deed that raised what nobody foresaw
REFUSED = 69  #: and of one that ended with a sentence, as the command would
NOT_FORESEEN = "this should not have happened"  # how the command calls a bug


@dataclass(frozen=True)
class Ended:
    """How a fork ended."""

    killed: bool
    code: int
    calls: int  #: counted, of all kinds
    by_kind: dict[str, int] = field(default_factory=dict)
    failed: int = 0  #: calls that were made to fail
    moments: int = 0  #: calls and locks
    overtaken: bool = False  #: another process went by while it stood still
    said: str = ""  #: a traceback, or the error's sentence


class Forks:
    """The client's side. A context manager; the process ends with it."""

    def __init__(self, plant: str = "") -> None:
        """`plant`: a bug of `plants` that is in place in all that it does."""
        environment = {**os.environ, "LD_PRELOAD": str(built()), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forking", *([plant] if plant else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def run(self, deed: str, given: dict[str, Any], fault: Fault | None = None, journal: Path | None = None) -> Ended:
        """Do a deed in a fork, and wait for its end."""
        return self._ask(
            {
                "deed": deed,
                "given": given,
                "fault": None if fault is None else {"kind": type(fault).__name__, **asdict(fault)},
                "journal": str(journal) if journal is not None else None,
            }
        )

    def warm(self, deed: str, given: dict[str, Any]) -> Ended:
        """Do a deed in the process itself: later forks find worked out what it worked out."""
        return self._ask({"deed": deed, "given": given, "fault": None, "journal": None, "itself": True})

    def _ask(self, asked: dict[str, Any]) -> Ended:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process that forks has ended")
        return Ended(**json.loads(line))


def main() -> int:
    """Fork for each line of standard input, and say how the fork ended."""
    from tests.faults import deeds, plants

    for name in sys.argv[1:]:
        plants.PLANTS[name].put()
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for standard in (1, 2):
        os.dup2(nowhere, standard)
    page = Page()
    for line in sys.stdin:
        asked = json.loads(line)
        page.clear()
        if asked.get("itself"):
            deeds.DEEDS[asked["deed"]](lambda: None, **asked["given"])
            gc.collect()
            gc.freeze()  # a fork copies no page only because its collector looked at it
            answers.write(json.dumps(asdict(Ended(killed=False, code=0, calls=0))) + "\n")
            answers.flush()
            continue
        said_from, said_to = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(said_from)
            _do(deeds.DEEDS[asked["deed"]], asked, page, said_to)
        os.close(said_to)
        _, status = os.waitpid(child, os.WUNTRACED)
        overtaken = os.WIFSTOPPED(status)
        if overtaken:
            _overtake(asked)
            os.kill(child, signal.SIGCONT)
            _, status = os.waitpid(child, 0)
        with os.fdopen(said_from, "rb") as pipe:
            said = pipe.read().decode(errors="replace")
        ended = Ended(
            killed=os.WIFSIGNALED(status),
            code=os.waitstatus_to_exitcode(status),
            calls=page.all,
            by_kind={call.name: page.of(call) for call in Call},
            failed=page.failed,
            moments=page.moments,
            overtaken=overtaken,
            said=said[-4000:],
        )
        answers.write(json.dumps(asdict(ended)) + "\n")
        answers.flush()
    return 0


def _overtake(asked: dict[str, Any]) -> None:
    """Another process sends what is due."""
    from tests.faults import deeds

    child = os.fork()
    if child == 0:
        try:
            deeds.overtake(asked["given"])
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _do(deed: Any, asked: dict[str, Any], page: Page, said_to: int) -> None:
    """What the fork does; it never returns."""
    from inbox_bot.cli.failing import sentences_of
    from inbox_bot.pipeline.decisions.refused import NotDecided

    code = 0
    try:
        journal = os.open(asked["journal"], os.O_CREAT | os.O_WRONLY | os.O_APPEND) if asked["journal"] else None
        fault = _fault_of(asked["fault"]) if asked["fault"] is not None else None
        deed(lambda: arm(fault, page, journal) if fault is not None else None, **asked["given"])
    except NotDecided as error:
        disarm()
        code = REFUSED
        os.write(said_to, str(error).encode())
    except Exception as error:
        disarm()
        said = " ".join(sentences_of(error))
        code = FAILED if NOT_FORESEEN in said else REFUSED
        os.write(said_to, (said if code == REFUSED else traceback.format_exc()).encode())
    finally:
        os._exit(code)


def _fault_of(told: dict[str, Any]) -> Fault:
    kind = told.pop("kind")
    if kind == "Death":
        return Death(**told)
    if kind == "Stop":
        return Stop(**told)
    return Failing(**{**told, "call": Call(told["call"])})


if __name__ == "__main__":
    raise SystemExit(main())
