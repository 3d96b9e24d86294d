"""The server fails in the middle of a poll, at every verb: bounded, nothing lost, nothing twice, and it goes on."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.words import ActionState
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import an_application, poll_once
from tests.support.builders.counting import everything_in
from tests.support.servers.imap_proxy import HangUp, cuts_after, hangs_up, says, stalls
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot

TO_DO = (ActionState.PENDING, ActionState.DOING)
_TEN_MINUTES = timedelta(minutes=10)
VERBS = (
    "CONNECT",
    "LOGIN|AUTHENTICATE",
    "LIST.*STATUS",
    'STATUS "?Sent',
    'STATUS "?INBOX',
    "EXAMINE",
    "UID SEARCH",
    r"UID FETCH.*RFC822.SIZE",
    r"UID FETCH.*BODY",
    "UID MOVE",
    "APPEND",
    "UID STORE",
    "CREATE",
    "LIST",
)
FAULTS = {
    "says BYE": hangs_up("* BYE shutting down\r\n"),
    "is unavailable": says("{tag} NO [UNAVAILABLE] later"),
    "answers nonsense": says("* 1 FETCH (UID", "{tag} OK done"),
}


def deliver(company, count=3):
    mails = [an_application(number).bytes() for number in range(count)]
    for mail in mails:
        company.account.append(mail)
    return mails


def without_list_status(proxy, verb):
    """Where a plain STATUS is to be met, the server can't tell of several folders by one command."""
    if verb.startswith("STATUS"):
        proxy.hides("LIST-STATUS")


def test_a_search_that_finds_nothing_although_mails_are_there_is_asked_again(company_at, proxy):
    """OK, and no word of what the STATUS has counted: the UIDs are listed again for an hour."""
    company = company_at(imap_port=proxy.port)
    mails = deliver(company)
    proxy.when("UID SEARCH", says("{tag} OK done"))
    company.poll(2)
    invariant.check(company, mails)


@pytest.mark.parametrize("verb", VERBS)
def test_whatever_happens_at_a_verb_the_next_polls_finish(company_at, proxy, verb):
    """Each fault in turn at this verb, a poll each; then it heals."""
    company = company_at(imap_port=proxy.port)
    without_list_status(proxy, verb)
    mails = deliver(company)
    for fault in FAULTS.values():
        proxy.when(verb, fault)
        company.poll()
        proxy.heals()
    later = company.now() + _TEN_MINUTES  # what failed for now is due again
    company.now = lambda: later
    company.poll(2)
    invariant.check(company, mails)
    assert len(company.smtp.kept) == len(mails)


@pytest.mark.parametrize(
    "verb",
    ["CONNECT", "LOGIN|AUTHENTICATE", "LIST.*STATUS", 'STATUS "?INBOX', "EXAMINE", "UID SEARCH", "UID FETCH.*BODY"],
)
def test_a_server_that_falls_silent_is_given_up_in_bounded_time_and_the_cursor_stays(company_at, proxy, verb):
    company = company_at(imap_port=proxy.port)
    without_list_status(proxy, verb)
    company.settings = {"connect_s": 0.3, "read_s": 0.3}
    mails = deliver(company)
    proxy.when(verb, stalls())
    with company.installation() as installation:
        with pytest.raises(MailboxDown):
            poll(installation, installation.rules.mailboxes[0])
        state = installation.ledger.intake.folder_state("recruitment", "INBOX")
        assert state is None or state.next_uid == 1
        proxy.heals()
        poll_once(installation)
    invariant.check(company, mails)


@pytest.mark.parametrize("bytes_given", [10, 200, 1_500, 2_500])
def test_a_mail_that_is_cut_off_inside_its_literal_is_never_read(company_at, proxy, bytes_given):
    company = company_at(imap_port=proxy.port)
    mails = deliver(company)
    proxy.when(r"UID FETCH.*BODY", cuts_after(bytes_given))
    with company.installation() as installation, pytest.raises(MailboxDown):
        poll(installation, installation.rules.mailboxes[0])
    assert len(company.reader.read_hashes) == 0
    company.poll()
    invariant.check(company, mails)
    assert not list((company.folder / "spool").glob("*"))


def test_what_can_not_be_reached_is_told_and_the_other_mailbox_is_polled(company_at, proxy):
    company = company_at(imap_port=proxy.port)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    first = company.rules.mailboxes[0]
    dead = first.model_copy(update={"name": "dead", "imap": first.imap.model_copy(update={"port": port})})
    company.rules = company.rules.__class__(**{**vars(company.rules), "mailboxes": (dead, first)})
    mails = deliver(company, 1)
    down = company.poll()
    assert len(down) >= 1
    assert len(company.smtp.kept) == 1
    with company.ledger() as ledger:
        problems = {each.mailbox: each.problem for each in ledger.notices.poll_states()}
        assert problems["recruitment"] is None
        assert problems["dead"]
        assert len(ledger.reports.received_between(*invariant.EVER)) == len(mails)


def left_to_do(installation):
    """How many actions wait for their turn or for another try."""
    return sum(number for (_, state), number in everything_in(installation.ledger).actions.items() if state in TO_DO)


def test_what_a_daemon_left_to_do_in_the_mailbox_waits_for_the_next_ones_first_look_and_no_longer(company):
    """Before it, UIDs may mean other mails; the clock stands still, so that whatever is put off is not done."""
    at = company.now()
    company.now = lambda: at
    mails = deliver(company)
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
    with company.installation() as installation:
        carry_out(installation)
        assert len(company.account.messages()) == len(mails)
        poll_once(installation)
        assert left_to_do(installation) == 0
    invariant.check(company, mails)
    assert company.account.messages() == {}


def test_what_was_cut_off_because_the_daemon_ends_is_due_for_whoever_comes_next(company_at, proxy):
    """Not a minute later, or five: nothing is wrong with the server."""
    company = company_at(imap_port=proxy.port)
    at = company.now()
    company.now = lambda: at
    mails = deliver(company)
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])

        def ends(_exchange):
            installation.stopping = lambda: True
            raise HangUp

        proxy.when("UID MOVE", ends)
        carry_out(installation)
        assert left_to_do(installation) > 0
    proxy.heals()
    with company.installation() as installation:
        poll_once(installation)
        assert left_to_do(installation) == 0
    invariant.check(company, mails)


def test_a_letter_that_no_server_took_because_the_daemon_ends_is_due_for_whoever_comes_next(company):
    at = company.now()
    company.now = lambda: at
    mails = deliver(company, 1)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    [mailbox], rules = company.rules.mailboxes, company.rules
    gone = mailbox.model_copy(update={"smtp": mailbox.smtp.model_copy(update={"port": port})})
    company.rules = replace(rules, mailboxes=(gone,))
    with company.installation() as installation:
        poll(installation, gone)
        asked = iter([False])
        installation.stopping = lambda: next(asked, True)
        carry_out(installation)
        assert installation.ledger.alarms.raised() == ()
    assert not company.smtp.kept
    company.rules = rules
    company.poll()
    assert len(company.smtp.kept) == 1
    invariant.check(company, mails)
