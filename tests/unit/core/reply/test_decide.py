"""The table of checks itself."""

import inspect

import pytest

from inbox_bot.core.reply import decide
from inbox_bot.core.reply.checks import authentication, automatic, circumstances, identity, limits, recipient, threads
from inbox_bot.core.reply.decide import HOLDS, STOPS, may_answer
from inbox_bot.core.reply.why import Ending, Hold, Silence, Stop
from tests.unit.core.reply.circumstances import a_history, a_proposal, with_header

ROOMS = (authentication, automatic, circumstances, identity, limits, recipient, threads)


def test_every_check_that_is_written_is_asked():
    written = {
        function
        for room in ROOMS
        for _, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__
        and list(inspect.signature(function).parameters) == ["proposal"]
        and not function.__name__.startswith("_")
        and ("Stop" in str(inspect.signature(function)) or "Hold" in str(inspect.signature(function)))
    }
    assert written == {*STOPS, *HOLDS}
    assert len({*STOPS, *HOLDS}) == len(STOPS) + len(HOLDS)


@pytest.mark.parametrize("check", [*STOPS, *HOLDS], ids=lambda check: check.__name__)
def test_every_check_says_what_it_is_for(check):
    assert check.__doc__


def test_a_stop_stands_above_every_hold():
    mail = with_header(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))
    everything = a_history(breaker_open=True, answered_by_hand=True, seen_before_rescan=True)
    assert may_answer(a_proposal(mail, history=everything)) is Stop.AUTO_SUBMITTED
    assert isinstance(may_answer(a_proposal(history=everything)), Hold)


@pytest.mark.parametrize("word", [*Stop, *Hold, *Ending, *Silence])
def test_every_why_has_a_sentence(word):
    assert word.sentence.endswith(".")
    assert decide is not None
