"""The counters of many folders by one command (LIST-STATUS, RFC 5819), and what is said of those that are missing."""

import pytest

from inbox_bot.edges.mailbox import MailboxDown
from tests.support.servers.imap_proxy import changes, loses, says

pytestmark = pytest.mark.dovecot

MAIL = b"Subject: Hello\r\n\r\nHello.\r\n"
FOLDERS = ("INBOX", "Filed.Köln & Bonn", 'Filed.Sr "C" Engineer', "Filed.2026", "Sent")


@pytest.fixture
def filled(account):
    for folder in FOLDERS:
        account.append(MAIL, folder)
    account.append(MAIL, "Sent")
    return account


def test_one_command_tells_what_a_status_of_each_folder_would(filled, odd_mailbox, proxy):
    one_by_one = {folder: odd_mailbox.status(folder) for folder in FOLDERS}
    before = len(proxy.commands)
    glance = odd_mailbox.glance(FOLDERS)
    assert glance.told == one_by_one
    assert glance.missing == frozenset()
    assert [command.split()[0] for command in proxy.commands[before:]] == ["LIST"]


def test_a_folder_that_is_not_there_is_missing_and_one_that_holds_folders_only_as_well(filled, mailbox):
    glance = mailbox.glance(["INBOX", "Filed", "Nowhere"])
    assert set(glance.told) == {"INBOX"}
    assert glance.missing == {"Filed", "Nowhere"}


def test_inbox_is_one_folder_however_it_is_spelt(filled, mailbox):
    assert mailbox.glance(["Inbox"]).told["Inbox"].messages == 1


def test_a_name_with_a_wildcard_is_nobody_elses_name(filled, mailbox):
    glance = mailbox.glance(["INBOX", "Filed.*", "Fil%"])
    assert set(glance.told) == {"INBOX"}
    assert glance.missing == frozenset()


def test_a_folder_that_is_selected_is_left_first(filled, odd_mailbox, proxy):
    odd_mailbox.uids("Sent", odd_mailbox.status("Sent").uidvalidity, 1, 9)
    odd_mailbox.glance(FOLDERS)
    assert [command.split()[0] for command in proxy.commands[-2:]] == ["UNSELECT", "LIST"]


def test_a_server_without_list_status_can_not_tell(filled, odd_mailbox, proxy):
    proxy.hides("LIST-STATUS")
    assert odd_mailbox.glance(FOLDERS) is None
    assert "LIST" not in {command.split()[0] for command in proxy.commands}


def test_a_server_that_offers_it_and_refuses_it_can_not_tell(filled, odd_mailbox, proxy):
    proxy.when("LIST.*STATUS", says("{tag} BAD what is that"))
    assert odd_mailbox.glance(FOLDERS) is None
    assert odd_mailbox.status("INBOX").messages == 1


def test_what_the_server_leaves_out_is_not_made_up(filled, odd_mailbox, proxy):
    proxy.when("LIST.*STATUS", loses("STATUS Sent"))
    glance = odd_mailbox.glance(FOLDERS)
    assert set(FOLDERS) - set(glance.told) == {"Sent"}
    assert glance.missing == frozenset()


@pytest.mark.parametrize("nonsense", [b"* STATUS Sent\r\n", b"* STATUS (MESSAGES\r\n", b"\x00\xff\r\n"])
def test_an_answer_that_makes_no_sense_is_down_for_now(filled, odd_mailbox, proxy, nonsense):
    odd_mailbox.status("INBOX")
    proxy.when("LIST.*STATUS", changes(lambda told: nonsense if told.startswith(b"* STATUS Sent") else told))
    with pytest.raises(MailboxDown):
        odd_mailbox.glance(FOLDERS)


def test_a_counter_that_is_no_number_is_left_out_never_an_empty_folder(filled, odd_mailbox, proxy):
    many = b"* STATUS Sent (MESSAGES many UIDNEXT 3 UIDVALIDITY 1)\r\n"
    proxy.when("LIST.*STATUS", changes(lambda told: many if told.startswith(b"* STATUS Sent") else told))
    assert "Sent" not in odd_mailbox.glance(FOLDERS).told


def test_a_folder_is_made_and_shown_and_a_second_time_nothing_happens(account, mailbox):
    for _ in range(2):
        assert mailbox.create(("Filed", "C/C++ Engineer")) is None
    assert "Filed.C-C++ Engineer" in account.folders()
    assert "Filed.C-C++ Engineer" in {name for _, _, name in account.client().list_sub_folders()}


def test_a_folder_that_the_server_will_not_make_is_said(odd_mailbox, proxy):
    proxy.when("CREATE", says("{tag} NO [NOPERM] not yours"))
    assert odd_mailbox.create(("Filed",)) == "not yours"
