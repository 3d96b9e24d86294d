"""The matrices from the command line: `python -m tests.faults.run deaths|power|calls|lines [cases=…] [seed=…]`.

Two runners, each on servers of its own. Says how far it is, prints the counts and every case that came out otherwise,
and ends with 1 where there is one. `only=mixed:1:57` repeats one case; `scenario=mixed` takes one scenario alone.
"""

import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from os import devnull

from tests.faults.matrix import (
    Breaking,
    Case,
    Report,
    Run,
    broken,
    broken_lines,
    deaths,
    failing_calls,
    power_cuts,
    sample,
    unbroken,
)
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.world import Place, place

KINDS: dict[str, Callable[[Run], Iterator[tuple[Case, Breaking]]]] = {
    "deaths": deaths,
    "power": power_cuts,
    "calls": failing_calls,
    "lines": broken_lines,
}
RUNNERS = 2
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
    done: Callable[[int], object] = lambda count: None,
) -> Report:
    """This runner's share of the cases of these runs: all, so many spread evenly, or `only` one."""
    chance, report = random.Random(seed), Report()
    all_cases = [(run, *case) for run in runs for case in KINDS[kind](run)]
    if only:
        chosen = [each for each in all_cases if str(each[1]) == only]
    else:
        chosen = sample(all_cases, cases or len(all_cases), chance)
    for run, case, fault in chosen[runner::runners]:
        broken(run, case, fault, here, random.Random(f"{seed} {case}"), report)
        done(len(chosen))
    return report


def scenarios(name: str = "") -> list[Scenario]:
    """The one of this name, or all."""
    return [each for each in SCENARIOS if each.name == (name or each.name)]


def main(arguments: list[str]) -> int:
    """The command; gives the exit code."""
    kind, *options = arguments
    given = dict(option.split("=", 1) for option in options)
    seed, cases = int(given.get("seed", 1)), int(given["cases"]) if "cases" in given else None
    runners = 1 if "only" in given else RUNNERS
    context = multiprocessing.get_context("spawn")
    said: multiprocessing.Queue[int | Report | str] = context.Queue()
    processes = [
        context.Process(
            target=_runner,
            args=(said, kind, cases, seed, given.get("only", ""), given.get("scenario", ""), number, runners),
        )
        for number in range(runners)
    ]
    began, report, done, ended = time.monotonic(), Report(), 0, 0
    for process in processes:
        process.start()
    while ended < runners:
        told = said.get()
        if isinstance(told, Report):
            report.add(told)
            ended += 1
        elif isinstance(told, str):
            print(told, file=sys.stderr)
            return 2
        else:
            done += 1
            if done % 25 == 0 or done == told:
                print(f"{done} of {told} cases, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    for process in processes:
        process.join()
    _print(kind, report, seed, time.monotonic() - began)
    return 1 if report.wrong else 0


def _runner(
    said: "multiprocessing.Queue[int | Report | str]",
    kind: str,
    cases: int | None,
    seed: int,
    only: str,
    scenario: str,
    runner: int,
    runners: int,
) -> None:
    try:
        with open(devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere), place() as here:
            runs = [unbroken(each, here) for each in scenarios(scenario or only.partition(":")[0])]
            report = go_through(
                kind,
                here,
                runs,
                cases=cases,
                seed=seed,
                only=only,
                runner=runner,
                runners=runners,
                done=said.put,
            )
        said.put(report)
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
    print(f"seconds={seconds:.0f}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
