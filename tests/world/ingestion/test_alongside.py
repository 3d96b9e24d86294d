"""`inbox-bot poll` sends and moves while it takes in: nobody waits for the other, and nothing is hidden."""

import pytest

from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import LedgerUnavailable
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing import alongside
from inbox_bot.pipeline.outgoing.alongside import Alongside
from tests.support.builders.company import an_application
from tests.support.servers.misbehaviour import At, Hang
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot
COUNT = 4


def deliver(company):
    mails = [an_application(number).bytes() for number in range(COUNT)]
    for mail in mails:
        company.account.append(mail)
    return mails


def test_letters_go_out_before_the_last_batch_is_taken_in(company):
    mails = deliver(company)
    with company.installation() as installation, Alongside(installation) as carrying:
        [rules] = installation.rules.mailboxes
        poll(installation, rules, lambda taken, left: carrying.wake())
        company.smtp.wait_for(COUNT)  # nobody asked for a last turn
        assert carrying.finish() == ()
    invariant.check(company, mails)


def test_what_a_turn_meets_is_not_hidden_by_the_turns_behind_it(company, monkeypatch):
    turns = iter([LedgerUnavailable("the disk is full"), ()])

    def turn(_):
        result = next(turns)
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(alongside, "carry_out", turn)
    with company.installation() as installation, Alongside(installation) as carrying:
        carrying.wake()
        while not carrying._turns[0].done():
            pass
        with pytest.raises(LedgerUnavailable):
            carrying.finish()


def test_a_server_that_was_down_for_a_turn_and_is_up_again_is_no_problem(company, monkeypatch):
    turns = iter([("the SMTP server is down",), ()])
    monkeypatch.setattr(alongside, "carry_out", lambda _: next(turns))
    with company.installation() as installation, Alongside(installation) as carrying:
        carrying.wake()
        while not carrying._turns[0].done():
            pass
        assert carrying.finish() == ()


def break_off(company) -> None:
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        with Alongside(installation) as carrying:
            carrying.wake()
            company.smtp.wait_until_hanging()
            raise KeyboardInterrupt


def test_a_poll_that_is_broken_off_does_not_wait_for_a_server_that_hangs(company):
    deliver(company)
    company.smtp.at(At.DOT, Hang(), times=1)
    with pytest.raises(KeyboardInterrupt):
        break_off(company)
    company.smtp.release()
    company.poll(2)
    with company.ledger() as ledger:
        states = [row.state for row in ledger.actions.answers()]
    assert sorted(states) == sorted([ActionState.UNCERTAIN, *[ActionState.DONE] * (COUNT - 1)])
