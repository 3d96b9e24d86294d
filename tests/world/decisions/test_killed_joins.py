"""A second mail joins an application, and a person takes it apart: killed on the way, the end is the same."""

from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.review.decision import AsJudged, Decision, Means, NotTheSame
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.decide import carry, plan_decision
from inbox_bot.pipeline.decisions.refused import NotDecided
from tests.support.builders.at_work import ADDRESS, a_cv
from tests.support.builders.fuse import folder_in_memory
from tests.support.builders.mails import a_mail
from tests.support.ledgers.on_postgresql import some_of
from tests.world.decisions.killed import Fuse, World
from tests.world.ingestion.invariant import EVER, check_files

APPLIES = "I hereby apply for the position of infrastructure engineer.\n\nAnn Lee\nTel. +44 20 7946 0123\n"


def from_ann(address: str, more: str) -> bytes:
    mail = a_mail().from_(f"Ann Lee <{address}>").to(ADDRESS).return_path(address).id(f"<1.{address}>")
    mail = mail.subject("Application: Infrastructure engineer").text(APPLIES)
    return mail.attach("cv.txt", a_cv("Ann Lee", "ann@example.org", more), "text/plain").bytes()


def takes_apart(installation: Any, at: Any) -> None:
    decision = Decision(wanted=AsJudged(), whose=NotTheSame(), by="boss", means=Means.COMMAND, at=at)
    carry(plan_decision(2, decision, installation, at), installation, at)


def joined(world: World, fuse: Fuse) -> dict[str, object]:
    world.polls(fuse)
    for _ in range(3):
        assert world.polls()
    return end(world)


def parted(world: World, fuse: Fuse) -> dict[str, object]:
    try:
        lived = world.person(takes_apart, fuse)
    except NotDecided:
        assert world.polls()
        lived = world.person(takes_apart, fuse)
    if not lived and not _decided(world):
        assert world.person(takes_apart)
    for _ in range(3):
        assert world.polls()
    return end(world)


def end(world: World) -> dict[str, object]:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        rows = list(ledger.reports.received_between(*EVER))
        answers = ledger.actions.newest_answers(None, EVER[0], 100).rows
    check_files(world.folder / "applications", rows)
    sent = world.outbox.fields("Message-ID")
    assert all(count == 1 for count in sent.values())
    perhaps = {row.message_id for row in answers if row.state is ActionState.UNCERTAIN}
    return {
        "applications": [[(each.vacancy, each.folder, each.documents) for each in row.applications] for row in rows],
        "links": [row.link for row in rows],
        "files": world.files(),
        "letters": set(sent) | perhaps,
    }


def _decided(world: World) -> bool:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        return bool(ledger.decisions.between(*EVER))


@pytest.mark.parametrize("story", [joined, parted])
def test_killed_on_the_way_the_end_is_that_of_an_unbroken_run(story):
    with folder_in_memory() as folder:
        before = World(Path(folder, "before"))
        Ledger.open(before.folder / "ledger.db").close()
        before.receives(from_ann("ann@example.org", ""))
        assert before.polls()
        assert before.polls()
        before.receives(from_ann("ann@home.example", "2026 - today   Head of platform"))
        if story is parted:
            assert before.polls()
            assert before.polls()
        unbroken = before.copy(Path(folder, "whole"))
        whole = Fuse(stands=unbroken.stands)
        expected = story(unbroken, whole)
        first, second = expected["applications"]  # type: ignore[misc]
        assert (first[0][1] == second[0][1]) is (story is joined)
        for step in some_of(whole.moments):
            found = story(before.copy(Path(folder, str(step))), Fuse(step))
            assert found == expected, f"killed at step {step} of {whole.burnt}"
