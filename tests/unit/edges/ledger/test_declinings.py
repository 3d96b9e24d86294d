"""The shelf of applicants whom a person turns down, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.plan.decided.still_open import candidates_of
from inbox_bot.core.reply.why import Spared
from inbox_bot.core.review.declining import ApplicantState, DecliningState
from inbox_bot.core.words import ActionState, Template
from inbox_bot.edges.ledger import Ledger, Listed, OnceConflict
from tests.unit.edges.ledger.building import AT, DAY, HOUR, an_action, an_answer
from tests.unit.edges.ledger.test_people import ANN, BOB, mail_of, takes_in

VACANCY, BOX = "infra", "recruitment"
LETTER = an_action(replace(an_answer("ann.lee@example.org", vacancy=VACANCY), template=Template.DECLINE), "decline:ann")


@pytest.fixture
def number(ledger: Ledger) -> int:
    """Ann and Bob are listed, and it is confirmed."""
    takes_in(ledger, mail_of(ledger, ANN), mail_of(ledger, BOB, number=1))
    listed = [
        Listed(person=each.person, vacancy=VACANCY, mailbox=BOX, message=each.mail)
        for each in candidates_of(ledger.declinings.applied_for(VACANCY), AT)
        if each.spared is None
    ]
    assert [each.person for each in listed] == ["ann.lee@example.org", "bob@example.net"]
    number = ledger.declinings.shown(listed, AT, by="boss", vacancy=VACANCY)
    assert ledger.declinings.confirm(number, AT, begins_at=AT + HOUR)
    assert not ledger.declinings.confirm(number, AT, begins_at=AT + HOUR)
    return number


def test_nobody_is_next_before_the_hour_and_each_leaves_the_list_with_their_letter(ledger: Ledger, number: int):
    shelf, after = ledger.declinings, AT + HOUR
    assert shelf.next_open(BOX, after - timedelta(seconds=1), 5) == ()
    ann, bob = shelf.next_open(BOX, after, 5)
    assert shelf.write(ann, ann.message, "f" * 64, [LETTER], after)
    assert shelf.next_open(BOX, after, 5) == (bob,)
    assert (shelf.turns(ann.person, VACANCY), shelf.letters_since(AT)) == (1, 1)
    with pytest.raises(OnceConflict):
        shelf.write(bob, bob.message, "f" * 64, [LETTER], after)
    shelf.spare(bob, Spared.ANSWERED.value)
    shelf.finish(after)
    assert [row.id for row in shelf.confirmed()] == [number]  # Ann's letter has not gone
    assert {each.person: (each.state, each.letter) for each in shelf.listed(number)} == {
        ann.person: (ApplicantState.WRITTEN, ActionState.PENDING),
        bob.person: (ApplicantState.SPARED, None),
    }
    assert candidates_of(shelf.applied_by(ann.person, VACANCY), after)[0].spared is Spared.DECLINED


def test_what_is_stopped_goes_to_nobody_and_frees_their_keys(ledger: Ledger, number: int):
    shelf, after = ledger.declinings, AT + HOUR
    ann, _ = shelf.next_open(BOX, after, 5)
    shelf.write(ann, ann.message, "f" * 64, [LETTER], after)
    stopped = shelf.stop(number, after, by="boss")
    assert stopped is not None
    assert (stopped.stopped, stopped.gone) == (2, 0)
    assert shelf.stop(number, after, by="boss") is None
    assert shelf.next_open(BOX, after, 5) == ()
    assert [row.state for row in shelf.ended_between(AT, AT + DAY)] == [DecliningState.UNDONE]
    assert not shelf.write(ann, ann.message, "f" * 64, [LETTER], after)  # it was stopped
    assert candidates_of(shelf.applied_with(ann.message), after)[0].spared is None
