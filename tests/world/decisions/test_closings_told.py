"""What the digest says of a vacancy's applicants who are turned down, and of those who might be."""

from dataclasses import replace
from datetime import timedelta

from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger
from tests.support.builders.at_work import DAY, HOUR
from tests.world.decisions.killed import World
from tests.world.decisions.test_closing import ENGINEER, asks, confirms, passes, stops, three_apply

TITLE = "Infrastructure engineer"


def digest(world: World) -> Digest:
    """What somebody who looks after everything is told of the last two days."""
    period = Period(day=world.at.date(), begins=world.at - 2 * DAY, ends=world.at + timedelta(minutes=1))
    [reviewer] = world.rules.reviewers[:1]
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        return gather(ledger, world.rules, reviewer, period)


def closed(world: World) -> None:
    vacancies = (
        each.model_copy(update={"open": False}) if each.id == ENGINEER else each for each in world.rules.vacancies
    )
    world.rules = replace(world.rules, vacancies=tuple(vacancies))


def proposed(world: World) -> list[str]:
    return [bunch.sentence for bunch in digest(world).bunches if "still to hear" in bunch.sentence]


def decided(world: World) -> list[str]:
    return [line.sentence for line in digest(world).decided]


def test_a_vacancy_that_rules_yaml_closes_is_proposed_after_a_day_and_never_carried_out(world: World):
    three_apply(world)
    passes(world, DAY)
    assert proposed(world) == []
    closed(world)
    said = f"“{TITLE}” is closed, and 3 applicants are still to hear from you."
    assert proposed(world) == [said]
    [bunch] = [each for each in digest(world).bunches if each.sentence == said]
    assert [choice.reply for choice in bunch.choices] == [f"close {ENGINEER}"]
    passes(world, DAY)
    assert proposed(world) == [said]
    assert decided(world) == []


def test_what_is_confirmed_is_told_with_what_stops_it_and_is_proposed_no_more(world: World):
    three_apply(world)
    passes(world, DAY)
    closed(world)
    asks(world)
    confirms(world, 3)
    [line] = digest(world).decided
    assert line.sentence.startswith(f"“{TITLE}”: 3 letters that turn applicants down go out from ")
    assert [choice.reply for choice in line.choices] == [f"close {ENGINEER} undo"]
    assert proposed(world) == []


def test_what_became_of_it_is_told_in_numbers(world: World):
    three_apply(world)
    asks(world, "Bob Quill")
    confirms(world, 2)
    passes(world, HOUR, polls=3)
    assert decided(world) == [f"“{TITLE}”: 2 letters that turn applicants down went out; 0 applicants were left out."]


def test_what_was_stopped_is_told_as_such(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    stops(world)
    assert decided(world) == [f"“{TITLE}”: boss stopped the letters; 3 applicants are not written to."]
    closed(world)
    passes(world, DAY)
    assert len(proposed(world)) == 1
