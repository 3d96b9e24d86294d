"""Mails that are alike go to their folder by one command; whatever the server makes of it, each is where it says."""

from datetime import timedelta

import pytest

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import an_application
from tests.support.builders.counting import everything_in
from tests.support.servers.imap_proxy import changes, cuts_after, loses, says
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot

FILED = "Filed.Infrastructure engineer"
_TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def company(behind_proxy):
    behind_proxy.account.client().create_folder(FILED)
    return behind_proxy


def deliver(company, count=3):
    mails = [an_application(number).bytes() for number in range(count)]
    for mail in mails:
        company.account.append(mail)
    return mails


def moves(proxy):
    return [command.split()[2] for command in proxy.commands if "UID MOVE" in command]


def take_in_and_lose_the_server(company):
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        assert carry_out(installation)


def check_all_filed_and_answered(company, mails):
    filed = company.account.messages(FILED).values()
    assert sorted(content for content, _ in filed) == sorted(mails)
    assert all(rb"\Answered" in flags for _, flags in filed)
    invariant.check(company, mails)


def test_mails_for_one_folder_go_there_by_one_command(company, proxy):
    mails = deliver(company)
    company.poll()
    assert moves(proxy) == ["1,2,3"]
    check_all_filed_and_answered(company, mails)


@pytest.mark.parametrize("count", [1, 3])
def test_the_line_is_lost_between_a_move_and_its_answer_and_each_mail_is_found_again(company, proxy, count):
    r"""The server moved them and we never heard of it: \Answered still finds each, by its Message-ID."""
    mails = deliver(company, count)
    proxy.when("UID MOVE", cuts_after(0))
    take_in_and_lose_the_server(company)
    later = company.now() + _TEN_MINUTES
    company.now = lambda: later
    company.poll()
    check_all_filed_and_answered(company, mails)


@pytest.mark.parametrize("count", [1, 3])
def test_where_the_server_once_does_not_say_where_mails_went_each_is_found_there(company, proxy, count):
    mails = deliver(company, count)
    proxy.when("UID MOVE", loses("COPYUID"))
    company.poll()
    check_all_filed_and_answered(company, mails)


def test_a_no_to_several_after_all_were_moved_leaves_none_unknown(company, proxy):
    """RFC 6851 §3.3: MOVE need not be atomic; a server may have moved some before it says NO, and not tell which."""
    mails = deliver(company)
    said_no = changes(lambda response: b"" if response.startswith(b"*") else response.replace(b" OK ", b" NO ", 1))
    proxy.when("UID MOVE", said_no)
    company.poll()
    check_all_filed_and_answered(company, mails)


@pytest.mark.parametrize("code", ["LIMIT", "CANNOT", "OVERQUOTA"])
def test_where_the_server_moves_no_several_each_is_moved_alone(company, proxy, code):
    mails = deliver(company)
    proxy.when(r"UID MOVE \S*[:,]", says(f"{{tag}} NO [{code}] one at a time"), times=9)
    company.poll()
    later = company.now() + _TEN_MINUTES
    company.now = lambda: later
    company.poll()
    assert moves(proxy) == ["1,2,3", "1", "2", "3"]
    check_all_filed_and_answered(company, mails)


def test_one_that_a_person_took_away_keeps_the_others_from_nothing(company, proxy):
    mails = deliver(company)
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        person = company.account.client()
        person.create_folder("Mine")
        person.select_folder("INBOX")
        person.move([2], "Mine")
        assert carry_out(installation) == ()
        done = everything_in(installation.ledger).actions
        assert done[(ActionKind.MOVE, ActionState.DONE)] == 3
    filed = [content for content, _ in company.account.messages(FILED).values()]
    assert sorted(filed) == sorted([mails[0], mails[2]])
