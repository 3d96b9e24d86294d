"""Killed at each step of asking whether applicants may be kept: nobody is asked twice, or left out."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.core.words import ActionState, Template
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.keep_questions import ask_applicants, note_whom_to_ask
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.privacy.retaining import look
from tests.support.builders.company import an_application
from tests.support.builders.fuse import Fuse, folder_in_memory
from tests.world.decisions.killed import World

KEEP = KeepSettings.model_validate({"filed": "1 month after closing", "ask": "7 days before"})
DAY = timedelta(days=1)


def looks(installation: Installation, at: datetime) -> None:
    """The daily look, confirmed by a person the first time."""
    ledger, rules = installation.ledger, installation.rules
    outlook = look(ledger, rules, at)
    assert outlook is not None
    if outlook.standing.confirmed_at is None:
        ledger.expiring.confirm(fingerprint_of(rules), at, by="me")
    else:
        note_whom_to_ask(ledger, rules, outlook.standing.confirmed_at, at)


def asks(installation: Installation, at: datetime) -> None:
    """What a poll's end asks for."""
    ask_applicants(installation, installation.rules.mailboxes[0])


def letters(world: World) -> tuple[list[ActionState], int]:
    """How each letter that asks stands, and how many went out."""
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        states = [row.state for row in ledger.actions.answers() if row.template is Template.KEEP_QUESTION]
    return states, sum(b"May we keep it" in letter for letter in world.outbox.sent)


def test_killed_at_any_step_an_applicant_is_asked_once():
    with folder_in_memory() as folder:
        before = World(Path(folder, "before"))
        closes = before.at.date() + DAY
        vacancies = tuple(each.model_copy(update={"closes": closes}) for each in before.rules.vacancies)
        before.rules = replace(before.rules, keep=KEEP, vacancies=vacancies)
        before.begin()
        before.receives(an_application(1).bytes())
        assert before.polls()
        assert before.polls()
        for _ in range(4):
            before.at += 8 * DAY
            assert before.person(looks)
        before.at += DAY
        whole = Fuse()
        world = before.copy(Path(folder, "whole"))
        assert world.person(asks, whole)
        assert whole.burnt > 5
        for step in range(whole.burnt + 1):
            world = before.copy(Path(folder, str(step)))
            assert world.person(asks, Fuse(step)) is (step == whole.burnt)
            assert world.polls()
            assert world.polls()
            assert letters(world) == ([ActionState.DONE], 1), f"killed at step {step} of {whole.burnt}"
