"""`inbox-bot close` and `inbox-bot decline`: shown, confirmed, stopped, as a person types it."""

import pytest

from inbox_bot.core.words import ActionState, Template
from tests.support.builders.at_work import HOUR, an_application
from tests.world.decisions.desk import Desk, Run

pytestmark = pytest.mark.dovecot
VACANCY = "infrastructure-engineer"


@pytest.fixture
def of_two(desk: Desk) -> Desk:
    for name in ("Ann Lee", "Bob Quill"):
        desk.company.receives(an_application(name, f"{name.split()[0].lower()}@example.org"))
    desk.polls(3)
    return desk


def turned_down(desk: Desk) -> list[str]:
    desk.company.clock.forward(HOUR)
    desk.polls(3)
    return [row.to for row in desk.company.answers(ActionState.DONE) if row.template is Template.DECLINE]


def test_close_shows_who_is_confirmed_by_the_number_and_goes_after_an_hour(of_two: Desk, run: Run):
    shown = run(f"close {VACANCY} --except", "Bob Quill")
    assert shown.code == 0
    assert "1 applicant for “Infrastructure engineer” would be turned down:\n#1 Ann Lee (ann@example.org)" in shown.out
    assert "#2 Bob Quill (bob@example.org): " in shown.out
    assert f"Nobody is written to yet. To confirm: inbox-bot close {VACANCY} 1\n" in shown.out
    wrong = run(f"close {VACANCY} 2")
    assert wrong.code == 1
    assert "The list is not the one that you were shown" in wrong.out
    begun = run(f"close {VACANCY} 1")
    assert begun.code == 0
    assert f"until then this stops it: inbox-bot close {VACANCY} --undo" in begun.out
    assert turned_down(of_two) == ["ann@example.org"]


def test_undo_stops_it_within_the_hour(of_two: Desk, run: Run):
    run(f"close {VACANCY}")
    run(f"close {VACANCY} 2")
    stopped = run(f"close {VACANCY} --undo")
    assert (stopped.code, stopped.out) == (0, "Stopped: 2 are not written to.\n")
    assert run(f"close {VACANCY} --undo").code == 1
    assert turned_down(of_two) == []


def test_a_vacancy_that_there_is_not_is_named_with_the_nearest(of_two: Desk, run: Run):
    said = run("close infrastructure-engineers")
    assert said.code == 2
    assert "did you mean “Infrastructure engineer”?" in " ".join(said.err.split())


def test_decline_asks_first_and_turns_one_down(of_two: Desk, run: Run):
    assert run("decline 2", typed="n\n").code == 0
    assert turned_down(of_two) == []
    said = run("decline 2", typed="y\n")
    assert said.code == 0
    assert "this stops it: inbox-bot decline 2 --undo" in said.out
    assert turned_down(of_two) == ["bob@example.org"]
