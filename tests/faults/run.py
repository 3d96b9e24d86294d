"""The matrices from the command line: `python -m tests.faults.run deaths|starts|power|calls|lines|… [cases=…]`.

Two runners (`runners=4`: so many), each on servers of its own. Says how far it is, prints the counts and every case
that came out otherwise, and ends with 1 where there is one. `only=mixed:1:57` repeats one case; `scenario=mixed` takes
one scenario alone. With `into=FILE` each case that is through is a line of that file: asked again with the same file it
goes on where it was interrupted, and counts what is there. The cases' order is the seed's, so that those which are
through at any time are a sample of all.
"""

import hashlib
import json
import multiprocessing
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from operator import itemgetter
from pathlib import Path

from tests.faults.matrix import (
    Breaking,
    Case,
    Report,
    Run,
    broken,
    broken_lines,
    deaths,
    failing_calls,
    lies,
    overtaken,
    power_cuts,
    sample,
    unbroken,
    warm,
)
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.world import Place, place

KINDS: dict[str, Callable[[Run], Iterator[tuple[Case, Breaking]]]] = {
    "deaths": deaths,
    "starts": deaths,
    "power": power_cuts,
    "calls": failing_calls,
    "lines": broken_lines,
    "lies": lies,
    "overtaken": overtaken,
}
RUNNERS = 2
STARTED, STARTS = "mixed", 20  # of starts by exec: the scenario, and how many cases where nobody says so
SHOWN = 20  # of what came out otherwise


def go_through(
    kind: str,
    here: Place,
    runs: Sequence[Run],
    *,
    cases: int | None = None,
    seed: int = 1,
    only: str = "",
    runner: int = 0,
    runners: int = 1,
    through: Callable[[str, int], bool] = lambda name, count: False,
    done: Callable[[str, int, Report], object] = lambda name, count, report: None,
) -> Report:
    """This runner's share of the cases of these runs: all, so many spread evenly, or `only` one.

    `through` says of a case's name whether it is to be left out, `done` is told what came of one; both learn how many
    cases there are for all runners.
    """
    chance, total = random.Random(seed), Report()
    all_cases = [(run, *case) for run in runs for case in KINDS[kind](run)]
    if only:
        chosen = [each for each in all_cases if str(each[1]) == only]
    else:
        chosen = sample(all_cases, cases or len(all_cases), chance)
    named = [(_number(seed, f"{case} {fault}"), f"{case} {fault}", run, case, fault) for run, case, fault in chosen]
    if cases:
        mine = named[runner::runners]
    else:
        mine = sorted((each for each in named if each[0] % runners == runner), key=itemgetter(0))
    for _, name, run, case, fault in mine:
        if through(name, len(chosen)):
            continue
        report = Report()
        broken(run, case, fault, here, random.Random(f"{seed} {case}"), report)
        done(name, len(chosen), report)
        total.add(report)
    return total


def _number(seed: int, name: str) -> int:
    """A case's place in the order, which is any: that of another runner is the same, however its run went."""
    return int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:8])


def scenarios(name: str = "") -> list[Scenario]:
    """The one of this name, or all."""
    return [each for each in SCENARIOS if each.name == (name or each.name)]


def main(arguments: list[str]) -> int:
    """The command; gives the exit code."""
    kind, *options = arguments
    given = dict(option.split("=", 1) for option in options)
    runners = 1 if "only" in given else int(given.get("runners", RUNNERS))
    into = Path(given["into"]) if "into" in given else None
    report, through = _earlier(into)
    context = multiprocessing.get_context("spawn")
    said: multiprocessing.Queue[tuple[str, int, Report] | str | None] = context.Queue()
    processes = [
        context.Process(target=_runner, args=(said, kind, given, number, runners, through)) for number in range(runners)
    ]
    began, done, ended = time.monotonic(), len(through), 0
    for process in processes:
        process.start()
    while ended < runners:
        told = said.get()
        if told is None:
            ended += 1
        elif isinstance(told, str):
            print(told, file=sys.stderr)
            return 2
        else:
            name, count, one = told
            report.add(one)
            done += 1
            if into is not None:
                with into.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"name": name, **vars(one)}) + "\n")
            if done % 25 == 0 or done == count:
                print(f"{done} of {count} cases, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    for process in processes:
        process.join()
    _print(kind, report, int(given.get("seed", 1)), time.monotonic() - began)
    return 1 if report.wrong else 0


def _earlier(into: Path | None) -> tuple[Report, frozenset[str]]:
    """What a file tells of the cases that are through, and which they are."""
    report, through = Report(), set()
    for line in into.read_text(encoding="utf-8").splitlines() if into is not None and into.exists() else ():
        told = json.loads(line)
        through.add(told.pop("name"))
        report.add(Report(**{**told, "ended": Counter(told["ended"])}))
    return report, frozenset(through)


def _runner(
    said: "multiprocessing.Queue[tuple[str, int, Report] | str | None]",
    kind: str,
    given: dict[str, str],
    runner: int,
    runners: int,
    through: frozenset[str],
) -> None:
    only = given.get("only", "")
    if by_starts := kind == "starts":
        given = {"scenario": STARTED, "cases": str(STARTS), **given}
    chosen = scenarios(given.get("scenario", "") or only.partition(":")[0])
    try:
        with (
            open(os.devnull, "w") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
            place(by_starts=by_starts) as here,
        ):
            warm(chosen, here)
            go_through(
                kind,
                here,
                [unbroken(each, here) for each in chosen],
                cases=int(given["cases"]) if "cases" in given else None,
                seed=int(given.get("seed", 1)),
                only=only,
                runner=runner,
                runners=runners,
                through=lambda name, count: name in through,
                done=lambda *told: said.put(told),
            )
        said.put(None)
    except BaseException as error:
        said.put(f"a runner ended: {type(error).__name__}: {error}")
        raise


def _print(kind: str, report: Report, seed: int, seconds: float) -> None:
    for wrong in report.wrong[:SHOWN]:
        print(wrong)
    print(f"kind={kind}")
    print(f"seed={seed}")
    print(f"cases={report.cases}")
    print(f"met={report.met}")
    print(f"recoveries_killed={report.again}")
    print(f"uncertain_letters={report.uncertain}")
    for how, count in sorted(Counter(report.ended).items()):
        print(f"{how.replace(' ', '_')}={count}")
    print(f"otherwise={len(report.wrong)}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"seconds={seconds:.0f}")
    print(f"core_seconds={used.ru_utime + used.ru_stime:.0f}")
    print(f"load={os.getloadavg()[2]:.1f}")  # of the last 15 minutes


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
