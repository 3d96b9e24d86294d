"""`kill -9` between any two writes: what is left is what docs/ledger.md says, and the next start goes on from it.

A child process runs a mail's whole way and stops at a named point; there it is killed with SIGKILL, as the kernel
would, with whatever it has in hand.
"""

import os
import signal
from dataclasses import dataclass

import pytest

from inbox_bot.core.plan.effects import Move
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import Ledger, LedgerInUse
from inbox_bot.edges.ledger.intake.commit import commit
from tests.support.builders.counting import everything_in
from tests.unit.edges.ledger.building import (
    ANSWERED,
    AT,
    DAY,
    HOUR,
    MAILBOX,
    a_mail,
    a_plan,
    a_reading,
    an_action,
    an_answer,
    an_application,
    batch_of,
    filed_of,
    hash_of,
    planned,
)

LETTERS = [ActionKind.ANSWER]
OTHERS = [ActionKind.MOVE, ActionKind.FLAG]


def the_way(where: str, stop: str, told: int) -> None:
    """A mail's way through the ledger, as the pipeline goes it; halts at the point that is asked for."""

    def here(point: str) -> None:
        if point == stop:
            os.write(told, b".")
            signal.pause()

    ledger = Ledger.open(where)
    ledger.recover()
    here("opened")
    ledger.intake.note_seen([a_mail("ann"), a_mail("bob", 2)], AT)
    here("seen")
    mails = [
        planned(
            ledger,
            a_reading(name),
            a_plan(
                an_action(an_answer(f"{name}@example.org"), f"answer:{name}"),
                ANSWERED,
                an_action(Move(folder=("Filed",)), f"move:{name}"),
                applications=(an_application(f"{name}@example.org"),),
            ),
        )
        for name in ("ann", "bob")
    ]
    if stop == "committing":
        with ledger._store.writing() as connection:
            commit(connection, bytes(32), batch_of(*mails), filed_of(*mails), AT)
            here("committing")
    ledger.intake.commit(batch_of(*mails), filed_of(*mails), AT)
    here("committed")
    answer = ledger.actions.claim(LETTERS, AT)
    move = ledger.actions.claim([ActionKind.MOVE], AT)
    assert answer is not None
    assert move is not None
    here("claimed")
    ledger.actions.settle(answer.id, ActionState.DONE, AT)
    here("settled")


@dataclass(frozen=True)
class Left:
    """What must be there at the next start, after `recover`."""

    waiting: int
    alone: bool
    uncertain: int
    due: int


LEFT = {
    "opened": Left(waiting=0, alone=False, uncertain=0, due=0),
    "seen": Left(waiting=2, alone=True, uncertain=0, due=0),
    "committing": Left(waiting=2, alone=True, uncertain=0, due=0),
    "committed": Left(waiting=0, alone=False, uncertain=0, due=4),
    "claimed": Left(waiting=0, alone=False, uncertain=1, due=3),
    "settled": Left(waiting=0, alone=False, uncertain=0, due=4),
}


def killed_at(where: str, stop: str) -> None:
    """Lets a child go that way to the point, and kills it there."""
    here, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            the_way(where, stop, told)
        finally:
            os._exit(1)
    os.close(told)
    try:
        assert os.read(here, 1) == b"."
        with pytest.raises(LedgerInUse):
            Ledger.open(where)
    finally:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(here)
    assert os.WTERMSIG(status) == signal.SIGKILL


def opened_after(where: str) -> Ledger:
    """A server may need a moment to see that its client has died; the kernel's lock needs none."""
    for _ in range(200 if "://" in where else 0):
        try:
            return Ledger.open(where)
        except LedgerInUse:
            continue
    return Ledger.open(where)


@pytest.mark.parametrize("stop", LEFT)
def test_after_a_kill_the_next_start_finds_and_finishes_the_rest(where: str, stop: str):
    killed_at(where, stop)
    with opened_after(where) as ledger:
        ledger.recover()
        left = LEFT[stop]
        waiting = ledger.intake.waiting(MAILBOX)
        assert len(waiting) == left.waiting
        assert all(one.alone is left.alone and one.attempts == 0 for one in waiting)
        assert len(ledger.actions.answers([ActionState.UNCERTAIN])) == left.uncertain
        due = ledger.actions.claim_many([*LETTERS, *OTHERS], AT + HOUR)
        assert len(due) == left.due
        assert sum(everything_in(ledger).outcomes.values()) + ledger.reports.waiting_count() in (0, 2)


@pytest.mark.parametrize("stop", [stop for stop in LEFT if stop != "opened"])
def test_the_way_after_a_kill_ends_with_one_outcome_and_one_answer_each(where: str, stop: str):
    killed_at(where, stop)
    with opened_after(where) as ledger:
        ledger.recover()
        for waiting in ledger.intake.waiting(MAILBOX):
            name = "ann" if waiting.raw_hash == hash_of("ann") else "bob"
            ledger.intake.note_seen([a_mail(name, waiting.locations[0].uid)], AT + HOUR)
            actions = (an_action(an_answer(f"{name}@example.org"), f"answer:{name}"), ANSWERED)
            mail = planned(ledger, a_reading(name), a_plan(*actions))
            ledger.intake.commit(batch_of(mail), filed_of(mail), AT + HOUR)
        while claimed := ledger.actions.claim([*LETTERS, *OTHERS], AT + HOUR):
            ledger.actions.settle(claimed.id, ActionState.DONE, AT + HOUR)
        assert ledger.reports.counts_between(AT, AT + DAY).outcomes == {Outcome.FILED: 2}
        answers = ledger.actions.answers()
        assert len(answers) == len({answer.raw_hash for answer in answers}) == 2
        sent = [answer for answer in answers if answer.state is ActionState.DONE]
        assert len(sent) == (1 if stop == "claimed" else 2)
        flags = [action for action in everything_in(ledger).actions if action[0] is ActionKind.FLAG]
        assert (ActionKind.FLAG, ActionState.DONE) in flags
