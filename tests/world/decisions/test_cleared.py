"""Whoever was taken for an agency, and a person says that they are none, is an applicant from then on."""

from dataclasses import replace
from pathlib import Path

import pytest

from inbox_bot.core.review.decision import Decision, Means, NotAnAgency
from inbox_bot.core.words import ActionState, Kind, Outcome
from inbox_bot.edges.ledger import Ledger, MailRow
from inbox_bot.pipeline.decisions.decide import carry, plan_decision, plan_undo
from inbox_bot.pipeline.installation import Installation
from tests.support.builders.at_work import ADDRESS
from tests.support.builders.fuse import folder_in_memory
from tests.support.builders.mails import MailBuilder, a_mail
from tests.world.decisions.killed import World
from tests.world.decisions.test_closing import asks as asks_to_close
from tests.world.decisions.test_closing import names
from tests.world.privacy.test_keep_asked_killed import DAY, KEEP, asks, letters, looks

HOUSE = "staffhouse.example"


@pytest.fixture
def world():
    with folder_in_memory() as folder:
        yield World(Path(folder, "world"))


def dana_applies() -> MailBuilder:
    """Somebody at a recruitment firm applies in few words, and says that the CV follows."""
    return (
        a_mail()
        .from_(f"Dana Reed <dana@{HOUSE}>")
        .to(ADDRESS)
        .subject("Infrastructure engineer")
        .id(f"<1@{HOUSE}>")
        .text("Hello,\n\nthis vacancy is a good fit. The CV follows tomorrow.\n\nDana Reed")
    )


def the_mail(world: World) -> MailRow:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        row = ledger.reports.mail_by_number(1)
    assert row is not None
    return row


def clears(desk: Installation, at) -> None:
    decision = Decision(wanted=NotAnAgency(), by="boss", means=Means.COMMAND, at=at)
    carry(plan_decision(1, decision, desk, at), desk, at)


def undoes(desk: Installation, at) -> None:
    carry(plan_undo(1, desk, at, by="boss", means=Means.COMMAND), desk, at)


def test_they_are_among_those_who_are_turned_down_and_asked_whether_they_may_be_kept(world: World):
    closes = world.at.date() + DAY
    vacancies = tuple(each.model_copy(update={"closes": closes}) for each in world.rules.vacancies)
    agencies = world.rules.agencies.model_copy(update={"blocked": (HOUSE,)})
    world.rules = replace(world.rules, keep=KEEP, vacancies=vacancies, agencies=agencies)
    world.begin()
    world.receives(dana_applies().bytes())
    assert world.polls()
    assert (the_mail(world).kind, the_mail(world).outcome) == (Kind.AGENCY, Outcome.AGENCY)

    assert world.person(clears)
    assert (the_mail(world).kind, the_mail(world).outcome) == (Kind.APPLICATION, Outcome.CORRESPONDENCE)
    assert world.person(undoes)
    assert (the_mail(world).kind, the_mail(world).outcome) == (Kind.AGENCY, Outcome.AGENCY)
    assert world.person(clears)
    assert world.polls()
    assert world.polls()
    assert names(asks_to_close(world).to) == ["Dana Reed"], "shown, and not confirmed: that keeps nobody longer"

    for _ in range(4):
        world.at += 8 * DAY
        assert world.person(looks)
    world.at += DAY
    assert world.person(asks)
    assert world.polls()
    assert letters(world) == ([ActionState.DONE], 1)
