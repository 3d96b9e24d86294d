"""A clock that jumps a day, a year, and back, between two polls and within one: nothing lost, nothing twice."""

from datetime import timedelta

import pytest

from inbox_bot.core.words import ActionState
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import an_application
from tests.support.servers.misbehaviour import At, Say
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot
JUMPS = {
    "a day ahead": timedelta(days=1),
    "a year ahead": timedelta(days=365),
    "ten years ahead": timedelta(days=3650),
    "an hour back": -timedelta(hours=1),
    "a day back": -timedelta(days=1),
    "a year back": -timedelta(days=365),
}


def jump(company, by):
    before = company.now
    company.now = lambda: before() + by


def deliver(company, *numbers):
    mails = [an_application(number).bytes() for number in numbers]
    for mail in mails:
        company.account.append(mail)
    return mails


@pytest.mark.parametrize("by", JUMPS.values(), ids=JUMPS)
def test_a_jump_between_two_polls_and_back_again(company, by):
    mails = deliver(company, 1, 2)
    company.poll()
    jump(company, by)
    mails += deliver(company, 3)
    company.poll(2)
    jump(company, -by)
    mails += deliver(company, 4)
    company.poll(2)
    rows = invariant.check(company, mails)
    states = {row.message_id: row.answers[0].state for row in rows}
    assert states.pop("<application.3@applicant3.example>") in (ActionState.DONE, ActionState.HELD)  # old, after a year
    assert set(states.values()) == {ActionState.DONE}


@pytest.mark.parametrize("by", [timedelta(days=365), -timedelta(days=365)], ids=["ahead", "back"])
def test_a_jump_between_taking_in_and_carrying_out(company, by):
    mails = deliver(company, 1, 2)
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        jump(company, by)
        carry_out(installation)
        jump(company, -by)
        carry_out(installation)
    company.poll()
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 2


def test_what_failed_for_now_while_the_clock_stood_ahead_is_tried_again_when_it_is_right(company):
    mails = deliver(company, 1)
    jump(company, timedelta(days=2))
    company.smtp.at(At.RCPT, Say("451 4.7.1 later"), times=1)
    company.poll()
    assert not company.smtp.kept
    jump(company, -timedelta(days=2) + timedelta(hours=1))
    company.poll()
    jump(company, timedelta(minutes=2))
    company.poll()
    assert len(company.smtp.kept) == 1
    invariant.check(company, mails)


def test_mail_from_before_a_jump_of_a_year_is_old_and_held(company):
    """Three days between arrival and first sight: a person decides."""
    jump(company, timedelta(days=365))
    mails = deliver(company, 1)
    company.poll()
    [row] = invariant.check(company, mails)
    assert [(answer.state, answer.why) for answer in row.answers] == [(ActionState.HELD, "too_old")]
