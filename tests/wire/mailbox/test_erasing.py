"""Very many mails go at once, whatever the server can: by few commands, and nobody else's mail with them."""

import pytest

from inbox_bot.edges.mailbox import Copies, Mailbox
from tests.support.servers.dovecot import Account
from tests.support.servers.imap_proxy import ImapProxy, says

pytestmark = pytest.mark.dovecot
MAILS, OTHERS = 300, 5
FOLDER = "Filed"


@pytest.fixture
def folder(account: Account) -> Account:
    """The account, its folder full of mails, of which the last few are somebody else's."""
    client = account.client()
    client.create_folder(FOLDER)
    client.create_folder("Trash")
    client.multiappend(FOLDER, [b"Message-ID: <%d@example.com>\r\n\r\nx\r\n" % each for each in range(MAILS + OTHERS)])
    return account


def copies(mailbox: Mailbox) -> tuple[Copies, int, list[int]]:
    found = Copies(mailbox)
    return found, found.uidvalidity(FOLDER), list(range(1, MAILS + 1))


def changing(proxy: ImapProxy) -> list[str]:
    return [each.partition(" ")[0] if each[:3] != "UID" else each[:8] for each in proxy.commands if "LOGIN" not in each]


@pytest.mark.parametrize(
    "hidden", [(), ("MOVE",), ("UIDPLUS",), ("MOVE", "UIDPLUS")], ids=lambda hidden: f"without {' and '.join(hidden)}"
)
def test_mails_are_moved_to_trash_by_few_commands(folder: Account, odd_mailbox: Mailbox, proxy: ImapProxy, hidden):
    proxy.hides(*hidden)
    to, uidvalidity, uids = copies(odd_mailbox)
    ended = to.to_trash(FOLDER, uidvalidity, uids)
    assert (ended.gone, ended.left) == (MAILS, ())
    assert len(proxy.commands) < 20, changing(proxy)
    assert len(folder.messages("Trash")) == MAILS
    left = [uid for uid, (_, flags) in folder.messages(FOLDER).items() if rb"\Deleted" not in flags]
    assert left == list(range(MAILS + 1, MAILS + OTHERS + 1))
    if len(hidden) < 2:  # else the originals are marked, and go when a mail program clears the folder up
        assert len(folder.messages(FOLDER)) == OTHERS
        assert to.to_trash(FOLDER, uidvalidity, uids).gone == MAILS, "given again, they are gone already"
        assert len(folder.messages("Trash")) == MAILS


def test_mails_are_deleted_for_good_by_few_commands(folder: Account, odd_mailbox: Mailbox, proxy: ImapProxy):
    to, uidvalidity, uids = copies(odd_mailbox)
    assert to.expunge(FOLDER, uidvalidity, uids).gone == MAILS
    assert len(proxy.commands) < 20, changing(proxy)
    assert list(folder.messages(FOLDER)) == list(range(MAILS + 1, MAILS + OTHERS + 1))


def test_one_mail_that_can_not_be_moved_stays_alone(folder: Account, odd_mailbox: Mailbox, proxy: ImapProxy):
    proxy.when(r"UID MOVE 1,", says("{tag} NO [CANNOT] one of them"))
    proxy.when(r"UID MOVE 7 ", says("{tag} NO [CANNOT] this one"), times=2)
    to, uidvalidity, uids = copies(odd_mailbox)
    ended = to.to_trash(FOLDER, uidvalidity, uids[:20])
    assert (ended.gone, ended.left, "this one" in ended.sentence) == (19, (7,), True)


def test_a_server_that_moves_no_mail_at_all_is_not_asked_for_each(
    folder: Account, odd_mailbox: Mailbox, proxy: ImapProxy
):
    proxy.when(r"UID MOVE", says("{tag} NO [OVERQUOTA] Trash is full"), times=MAILS)
    to, uidvalidity, uids = copies(odd_mailbox)
    ended = to.to_trash(FOLDER, uidvalidity, uids)
    assert (ended.gone, ended.left, "full" in ended.sentence) == (0, tuple(uids), True)
    assert len(proxy.commands) < 30
    assert len(folder.messages(FOLDER)) == MAILS + OTHERS
