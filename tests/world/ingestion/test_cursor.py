"""Which mails are new: by UID and nothing else, at the price of one STATUS while nothing happens."""

import re

import pytest

from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import Outcome
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.company import an_application, poll_once, soon
from tests.support.builders.counting import everything_in
from tests.support.servers.imap_proxy import changes, loses, says
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


@pytest.fixture
def observing(company_at, proxy):
    return company_at(imap_port=proxy.port, mode=Mode.OBSERVE)


def deliver(company, *numbers):
    mails = [an_application(number).bytes() for number in numbers]
    for mail in mails:
        company.account.append(mail)
    return mails


def alarms(company):
    with company.ledger() as ledger:
        return {each.alarm.name: each.alarm.sentence for each in ledger.alarms.raised()}


def asked(proxy):
    return [re.sub(r" \([A-Z].*", "", command) for command in proxy.commands if "CAPABILITY" not in command]


OURS = ("Agencies", "Agencies.Refuse", "Filed.Data pipeline engineering intern", "Filed.Data science intern")
OURS = (*OURS, "Filed.Infrastructure engineer", "Filed.Speculative", "Other")
BY_ONE_COMMAND = (
    f'LIST "" ({" ".join(f"{chr(34)}{name}{chr(34)}" for name in sorted(["INBOX", "Sent", *OURS]))}) RETURN'
)
ONE_BY_ONE = ['STATUS "Sent"', 'STATUS "INBOX"', f'STATUS "{OURS[2]}"']  # ours in turn, within five polls


@pytest.mark.parametrize(
    ("lacking", "commands"), [((), [BY_ONE_COMMAND]), (("LIST-STATUS",), ONE_BY_ONE)], ids=["LIST-STATUS", "STATUS"]
)
@pytest.mark.parametrize("size", [2, 60])
def test_an_idle_poll_asks_for_counters_and_nothing_else_whatever_lies_there(observing, proxy, size, lacking, commands):
    proxy.hides(*lacking)
    for name in OURS:
        observing.account.client().create_folder(name)
    deliver(observing, *range(size))
    observing.account.append(b"Message-ID: <by-hand@example.com>\r\n\r\nDear Ann\r\n", "Sent")
    with observing.installation() as installation:
        poll_once(installation)
        observing.now = soon
        poll_once(installation)
        proxy.commands.clear()
        poll_once(installation)
        assert asked(proxy) == commands


def test_an_arrival_within_the_hour_lists_the_last_200_again(observing, proxy):
    deliver(observing, 1)
    with observing.installation() as installation:
        poll_once(installation)
        proxy.commands.clear()
        poll_once(installation)
        assert [command for command in proxy.commands if command.startswith("UID SEARCH")]
        observing.now = soon
        proxy.commands.clear()
        poll_once(installation)
        assert not [command for command in proxy.commands if command.startswith("UID SEARCH")]


def test_a_mail_that_turns_up_below_the_cursor_is_taken_in(behind_proxy, proxy):
    """A replicated server that commits late: UID 2 is listed before UID 1."""
    mails = deliver(behind_proxy, 1, 2)
    proxy.when(r"UID SEARCH", changes(lambda said: said.replace(b"SEARCH 1 2", b"SEARCH 2")), times=1)
    behind_proxy.poll()
    with behind_proxy.ledger() as ledger:
        assert everything_in(ledger).received == 1
    behind_proxy.poll()
    invariant.check(behind_proxy, mails)


def test_a_server_that_tells_no_uidnext_is_not_taken_for_another_when_its_last_mail_is_moved(behind_proxy, proxy):
    proxy.when("STATUS", changes(lambda said: re.sub(rb"UIDNEXT \d+ ?", b"", said)), times=1_000)
    mails = deliver(behind_proxy, 1, 2)
    behind_proxy.poll()
    mails += deliver(behind_proxy, 3)
    behind_proxy.poll(2)
    assert "uids:recruitment/INBOX" not in alarms(behind_proxy)
    assert len(behind_proxy.smtp.kept) == 3
    invariant.check(behind_proxy, mails)


def test_a_gap_of_uids_is_proven_empty_once_and_passed(behind_proxy, proxy):
    deliver(behind_proxy, 1, 2, 3)
    client = behind_proxy.account.client()
    client.select_folder("INBOX")
    client.delete_messages([2, 3])
    client.expunge([2, 3])
    behind_proxy.poll()
    with behind_proxy.ledger() as ledger:
        assert ledger.intake.folder_state("recruitment", "INBOX").next_uid == 4
        assert everything_in(ledger).received == 1
    mails = deliver(behind_proxy, 4)
    behind_proxy.poll()
    invariant.check(behind_proxy, mails)


def test_a_server_that_gives_nothing_is_asked_again_and_the_cursor_stays(behind_proxy, proxy):
    """OK without data (Dovecot of what others expunged; dropped lines of others): never "nothing there"."""
    mails = deliver(behind_proxy, 1, 2, 3)
    proxy.when(r"UID FETCH.*BODY", loses(r"\* 2 FETCH"), times=100)
    behind_proxy.poll()
    with behind_proxy.ledger() as ledger:
        assert ledger.intake.folder_state("recruitment", "INBOX").next_uid == 2
        assert everything_in(ledger).received == 2
    assert "refused:recruitment/INBOX" in alarms(behind_proxy)
    proxy.heals()
    behind_proxy.poll()
    invariant.check(behind_proxy, mails)
    assert not alarms(behind_proxy)


def test_a_mail_that_is_gone_before_it_was_read_is_expunged_and_counted(behind_proxy, proxy):
    mails = deliver(behind_proxy, 1, 2)
    proxy.when(r"UID SEARCH", changes(lambda said: said.replace(b"SEARCH 1 2", b"SEARCH 1 2 3")), times=1)
    proxy.when(r"STATUS", changes(lambda said: said.replace(b"UIDNEXT 3", b"UIDNEXT 4")), times=2)
    behind_proxy.poll()
    rows = invariant.check(behind_proxy, mails)
    assert [row.outcome for row in rows].count(Outcome.EXPUNGED) == 1


def test_many_mails_come_in_batches_and_a_stop_between_two_leaves_the_rest_for_the_next_poll(company):
    mails = deliver(company, *range(60))
    batches = []
    with company.installation() as installation:
        poll(
            installation,
            installation.rules.mailboxes[0],
            on_batch=lambda taken, left: batches.append((len(taken.finished), left)),
            stop=lambda: bool(batches),
        )
        assert batches == [(50, 10)]
        poll_once(installation)
    invariant.check(company, mails)


def test_flags_decide_nothing_neither_seen_nor_unseen(company):
    mails = [an_application(number).bytes() for number in range(4)]
    company.account.append(mails[0], flags=(r"\Seen",))
    company.account.append(mails[1], flags=(r"\Seen", r"\Flagged"))
    company.account.append(mails[2])
    company.account.append(mails[3], flags=(r"\Draft",))
    company.poll()
    rows = invariant.check(company, mails)
    assert {row.outcome for row in rows} == {Outcome.FILED}
    assert len(company.smtp.kept) == 4


def test_a_folder_that_is_suddenly_empty_is_reported_and_not_believed_to_be_done(observing, proxy):
    mails = deliver(observing, *range(12))
    observing.poll()
    proxy.when(r"STATUS", changes(lambda said: re.sub(rb"MESSAGES 12", b"MESSAGES 0", said)), times=2)
    proxy.when(r"EXAMINE|SELECT", changes(lambda said: said.replace(b"12 EXISTS", b"0 EXISTS")), times=1)
    proxy.when(r"UID SEARCH", says("* SEARCH", "{tag} OK done"), times=1)
    observing.poll()
    assert "12" not in alarms(observing)["emptied:recruitment/INBOX"]
    proxy.heals()
    observing.poll()
    assert not alarms(observing)
    assert {row.outcome for row in invariant.check(observing, mails)} == {Outcome.FILED}


def test_start_now_leaves_alone_what_lies_there_and_takes_in_what_comes(company_at):
    company = company_at(start="now")
    old = deliver(company, 1, 2)
    company.poll()
    new = deliver(company, 3)
    company.poll(2)
    rows = invariant.check(company, new)
    assert len(rows) == 1
    with company.ledger() as ledger:
        assert ledger.reports.status_counts().left_alone == 2
    assert all(company.lies_in()[mail] == ["INBOX"] for mail in old)


def test_a_lost_connection_leaves_the_cursor_where_it_was(behind_proxy, proxy):
    mails = deliver(behind_proxy, 1, 2, 3)
    proxy.when(r"UID FETCH.*BODY", says(), times=0)
    proxy.when(r"UID FETCH.*BODY", lambda exchange: (_ for _ in ()).throw(ConnectionResetError), times=1)
    with behind_proxy.installation() as installation, pytest.raises(MailboxDown):
        poll(installation, installation.rules.mailboxes[0])
    with behind_proxy.ledger() as ledger:
        assert ledger.intake.folder_state("recruitment", "INBOX").next_uid == 1
    behind_proxy.poll()
    invariant.check(behind_proxy, mails)
