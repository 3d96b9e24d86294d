"""A thousand mails with something wrong in them, from reading to plan: each has an outcome."""

import pytest

from bench.mutated import outcomes
from inbox_bot.core.words import Outcome
from inbox_bot.edges.reading import supervisor
from inbox_bot.edges.reading.pool import ReadingPool
from tests.support.builders.company import example_rules
from tests.support.mutations import mutated

AT_ONCE = 250


@pytest.mark.parametrize("first", range(0, 1_000, AT_ONCE))
def test_every_mutated_mail_has_an_outcome(pool: ReadingPool, monkeypatch: pytest.MonkeyPatch, first: int):
    monkeypatch.setattr(supervisor, "_SUSPECT", frozenset())  # a fresh worker after each would take an hour
    found = dict(outcomes(range(first, first + AT_ONCE), pool, example_rules()))
    assert [each for each in found.items() if not isinstance(each[1], Outcome)] == []
    assert len(found) == AT_ONCE
    assert Outcome.FILED in found.values()


def test_a_number_is_the_same_mail_each_time_and_another_is_another():
    assert mutated(7) == mutated(7)
    assert len({mutated(number) for number in range(50)}) == 50
