"""No number stands beside a person anywhere that a program sorts by: what a list prints as JSON has none."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.builders.at_work import an_application
from tests.world.decisions.desk import Desk, Run

pytestmark = pytest.mark.dovecot
SORTED_BY = {"confidence", "score", "weight", "rank", "probability", "likelihood", "rating", "signals"}


def met(value: Any, under: str = "") -> Iterator[tuple[str, Any]]:
    """Everything in a JSON value, with the key that it is under."""
    yield under, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from met(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from met(inner, under)


@pytest.mark.parametrize(
    "command",
    [
        "answers --json",
        "answers held --json",
        "show 1 2 --json",
        "observed --json",
        "correct #2 --speculative --json",
        "status --json",
    ],
)
def test_no_list_for_programs_says_how_good_somebody_is(desk: Desk, run: Run, command: str):
    desk.company.receives(an_application())
    desk.company.receives(an_application("Bob Stone", "bob@stone.example", title="hello"))
    desk.polls(2)
    said = run(command)
    assert said.code in (0, 1), said.err
    for line in said.out.splitlines():
        for key, value in met(json.loads(line)):
            assert key not in SORTED_BY, line
            assert not isinstance(value, float), line
