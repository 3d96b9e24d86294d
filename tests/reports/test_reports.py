"""Mails that go wrong easily, a folder a kind: each comes out as it says (README.md here tells how to add one)."""

from collections.abc import Iterator

import pytest

from tests.reports.inputs import Input, inputs_of, kinds
from tests.reports.judged import facts_of, wrong_with

#: Not each of these comes out right, and need not: what counts is how many do.
COUNTED = ("machines", "ordinary")
MACHINES_REVIEWED = 15 / 200
APPLICATIONS_REVIEWED = 0.05


def one_by_one() -> Iterator[Input]:
    for kind in kinds():
        if kind not in COUNTED:
            yield from inputs_of(kind)


@pytest.mark.parametrize("one", list(one_by_one()), ids=str)
def test_a_mail_comes_out_right(one: Input):
    assert wrong_with(one) == ""


def test_nearly_nothing_of_machines_and_sellers_is_for_a_person_and_nothing_of_it_is_answered():
    machines = inputs_of("machines")
    assert len(machines) >= 200
    outcomes = [facts_of(one)["outcome"][0] for one in machines]
    assert set(outcomes) <= {"not_an_application", "agency", "review"}
    assert outcomes.count("review") <= MACHINES_REVIEWED * len(machines)
    assert [str(one) for one in machines if facts_of(one)["send"] == ("yes",)] == []


def test_nearly_no_application_that_names_its_vacancy_is_for_a_person_and_none_is_put_away():
    ordinary = inputs_of("ordinary")
    assert len(ordinary) >= 200
    outcomes = [facts_of(one)["outcome"][0] for one in ordinary]
    assert set(outcomes) <= {"filed", "correspondence", "review"}
    assert outcomes.count("review") < APPLICATIONS_REVIEWED * len(ordinary)
