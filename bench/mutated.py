"""Mutated mails from reading to plan, behind the cage: `python -m bench.mutated 100000 [--from NUMBER]`.

Prints how many came to which outcome. Ends with 1 where one came to none; its number makes it again
(`tests.support.mutations.mutated`).
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Outcome
from inbox_bot.edges import rules_file
from inbox_bot.edges.reading import supervisor
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.pipeline.explain import explain
from tests.support.mutations import mutated

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 100  # mails on disk
STARTS = 5  # of a worker, on a machine that has none to spare
AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def outcomes(numbers: Iterable[int], pool: ReadingPool, rules: Rules) -> Iterator[tuple[int, Outcome | str]]:
    """Each mail's number with what became of it; a text where it came to no outcome."""
    waiting = iter(numbers)
    with tempfile.TemporaryDirectory() as folder:
        while some := list(islice(waiting, AT_ONCE)):
            paths = {Path(folder, f"{number}.eml"): number for number in some}
            for path, number in paths.items():
                path.write_bytes(mutated(number))
            yield from _together(paths, pool, rules)
            for path in paths:
                path.unlink()


def _together(paths: dict[Path, int], pool: ReadingPool, rules: Rules) -> Iterator[tuple[int, Outcome | str]]:
    """All at once; where that breaks off, one by one, so that each has its own."""
    try:
        found = [(paths[each.file], each.plan.outcome) for each in explain(paths, rules, pool, AT)]
    except Exception:
        found = None
    if found is not None:
        yield from found
        return
    for path, number in paths.items():
        yield number, _alone(path, pool, rules)


def _alone(path: Path, pool: ReadingPool, rules: Rules, tries: int = STARTS) -> Outcome | str:
    try:
        (explained,) = explain([path], rules, pool, AT)
    except WorkerNotStarted as error:  # the machine's doing: then mail waits, and is read again
        return str(error) if tries == 1 else _alone(path, pool, rules, tries - 1)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return explained.plan.outcome


def spare_workers() -> None:
    """Let workers read on after a damaged file: to start another takes longer than to read fifty mails."""
    supervisor._SUSPECT = frozenset()


def main() -> int:
    """The exit code."""
    spare_workers()
    options = argparse.ArgumentParser(prog="python -m bench.mutated")
    options.add_argument("mails", type=int, nargs="?", default=100_000)
    options.add_argument("--from", type=int, default=0, dest="first")
    chosen = options.parse_args()
    sums: Counter[str] = Counter()
    lost = 0
    with ReadingPool() as pool:
        rules = rules_file.read(ROOT / "rules.yaml")
        for number, outcome in outcomes(range(chosen.first, chosen.first + chosen.mails), pool, rules):
            sums[str(outcome) if isinstance(outcome, Outcome) else "none"] += 1
            if not isinstance(outcome, Outcome):
                lost += 1
                print(f"{number}: {outcome}", flush=True)
            if sum(sums.values()) % 1_000 == 0:
                print(dict(sums.most_common()), flush=True)
    print(dict(sums.most_common()))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
