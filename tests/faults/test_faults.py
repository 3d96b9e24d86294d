"""A sample of the matrices: broken off anywhere, the end is that of the unbroken run (all: `make test-crash`)."""

from collections.abc import Iterator

import pytest

from tests.faults.matrix import Run, unbroken, warm
from tests.faults.run import go_through, scenarios
from tests.faults.shim import NoCompiler, built
from tests.faults.world import Place, place

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def here() -> Iterator[Place]:
    try:
        built()
    except NoCompiler as error:
        pytest.skip(str(error))
    with place() as found:
        yield found


@pytest.fixture(scope="module")
def runs(here: Place) -> list[Run]:
    warm(scenarios(), here)
    return [unbroken(each, here) for each in scenarios()]


@pytest.mark.parametrize(
    ("kind", "cases"), [("deaths", 14), ("power", 5), ("calls", 6), ("lines", 6), ("lies", 6), ("overtaken", 3)]
)
def test_broken_off_anywhere_the_end_is_that_of_the_unbroken_run(here, runs, kind, cases):
    report = go_through(kind, here, runs, cases=cases, seed=11)
    assert report.wrong == []
    assert report.cases == cases
    assert report.met >= cases // 2, "the faults are met"


@pytest.mark.parametrize(
    ("plant", "scenario", "cases"), [("commit-before-put", "mixed", 12), ("attempt-counted-after", "deadly", 1)]
)
def test_a_planted_bug_is_found(runs, plant, scenario, cases):
    with place(plant) as planted:
        found = go_through("deaths", planted, [run for run in runs if run.scenario.name == scenario], cases=cases)
    assert found.wrong
