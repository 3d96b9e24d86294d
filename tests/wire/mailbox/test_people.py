"""Somebody else works in the same mailbox, at the same time: reads, flags, moves, deletes, copies back.

The invariant: every mail comes or is known to be expunged; each still lies where people or we put it, and
nowhere else; what a person marked \\Deleted is expunged by nobody but that person.
"""

import contextlib
import random
from collections import Counter

import pytest
from imapclient.exceptions import IMAPClientError

from inbox_bot.core.message.values import RawMail
from inbox_bot.edges.mailbox import Absence, Gone, Moved
from tests.support.servers.dovecot import Account

pytestmark = pytest.mark.dovecot
MAILS = 40


def mail(number: int) -> bytes:
    return b"Message-ID: <%d@example.com>\r\n\r\n%d\r\n" % (number, number)


class Person:
    """A second client that does one random thing after another to mails nobody told it to leave alone."""

    def __init__(self, account: Account, seed: int) -> None:
        self.client = account.client()
        self.client.create_folder("Mine")
        self.chance = random.Random(seed)
        self.deleted: set[int] = set()
        self.taken: set[int] = set()
        self.copied: Counter[int] = Counter()

    def works(self, times: int) -> None:
        for _ in range(times):
            uid = self.chance.randint(1, MAILS)
            self.client.select_folder("INBOX")
            with contextlib.suppress(IMAPClientError):  # gone under the person's hands too: [EXPUNGEISSUED]
                self.chance.choice([self.read, self.star, self.take, self.delete, self.mark, self.copy])(uid)

    def read(self, uid: int) -> None:
        self.client.fetch([uid], ["BODY[]"])

    def star(self, uid: int) -> None:
        self.client.add_flags([uid], [rb"\Flagged"])

    def take(self, uid: int) -> None:
        self.taken.add(uid)
        self.client.move([uid], "Mine")

    def delete(self, uid: int) -> None:
        if self.client.delete_messages([uid]):
            self.client.uid_expunge([uid])
            if not self.client.search(["UID", uid]):
                self.deleted.add(uid)

    def mark(self, uid: int) -> None:
        self.client.delete_messages([uid])

    def copy(self, uid: int) -> None:
        self.client._imap.untagged_responses.clear()
        self.client.copy([uid], "Mine")
        self.copied[uid] += "COPYUID" in self.client._imap.untagged_responses


def places(account: Account) -> Counter[bytes]:
    """How often each mail lies somewhere."""
    everywhere: Counter[bytes] = Counter()
    for folder in account.folders():
        if folder != "Filed":
            everywhere.update(content for content, _ in account.messages(folder).values())
    return everywhere


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("hidden", [(), ("MOVE",)], ids=["MOVE", "COPY and UID EXPUNGE"])
def test_what_people_do_meanwhile_loses_nothing(account, mailbox_of, proxy, in_thread, seed, hidden):
    for number in range(1, MAILS + 1):
        account.append(mail(number))
    proxy.hides(*hidden)
    mailbox = mailbox_of(account, through=proxy)
    now = mailbox.status("INBOX").uidvalidity
    uids = mailbox.uids("INBOX", now, 1, MAILS)
    person = Person(account, seed)
    working = in_thread(lambda: person.works(80))

    came, expunged = [], set()
    for fetched in mailbox.fetch("INBOX", now, uids, max_bytes=1_000_000):
        if isinstance(fetched, RawMail):
            assert fetched.spool.read_bytes() == mail(fetched.location.uid)
            came.append(fetched.location)
            result = mailbox.move(fetched.location, ("Filed", "Engineer"))
            assert isinstance(result, Moved | Gone)
            assert not isinstance(result, Moved) or not result.original_marked
        else:
            assert fetched.why is Absence.EXPUNGED
            expunged.add(fetched.location.uid)
    working.result(60)

    assert sorted([location.uid for location in came] + list(expunged)) == uids
    found = places(account)
    for uid in uids:
        copies = found[mail(uid)] - person.copied[uid]
        least = uid not in person.deleted  # a mail we moved between the person's mark and expunge is there after all
        # COPY and the mark on the original are two steps; and two MOVEs at one moment make two of it on Dovecot.
        most = 2 if hidden or uid in person.taken else 1
        assert least <= copies <= most, f"mail {uid} lies in {copies} places"


def test_a_mail_copied_back_after_its_move_is_a_new_uid_with_the_same_hash(account, mailbox):
    account.append(mail(1))
    now = mailbox.status("INBOX").uidvalidity
    [first] = mailbox.fetch("INBOX", now, [1], max_bytes=1)
    mailbox.move(first.location, ("Other",))
    client = account.client()
    client.select_folder("Other")
    client.copy([1], "INBOX")
    status = mailbox.status("INBOX")
    assert (status.uidvalidity, status.uidnext) == (now, 3)
    assert mailbox.uids("INBOX", now, 2, status.uidnext - 1) == [2]
    [again] = mailbox.fetch("INBOX", now, [2], max_bytes=1)
    assert again.raw_hash == first.raw_hash
    assert again.location != first.location


def test_what_a_person_marked_deleted_is_left_to_that_person(account, mailbox):
    for number in range(1, 4):
        account.append(mail(number))
    client = account.client()
    client.select_folder("INBOX")
    client.delete_messages([1, 2])
    now = mailbox.status("INBOX").uidvalidity
    for fetched in mailbox.fetch("INBOX", now, [1, 3], max_bytes=1_000):
        mailbox.move(fetched.location, ("Other",))
    mailbox.close()
    assert list(account.messages()) == [2]
    assert [content for content, _ in account.messages("Other").values()] == [mail(1), mail(3)]


def test_reading_along_changes_nothing_for_us(account, mailbox):
    account.append(mail(1))
    client = account.client()
    client.select_folder("INBOX")
    before = mailbox.status("INBOX")
    client.fetch([1], ["BODY[]"])
    client.add_flags([1], [rb"\Flagged"])
    after = mailbox.status("INBOX")
    assert (after.uidvalidity, after.uidnext, after.messages) == (before.uidvalidity, before.uidnext, before.messages)
    assert mailbox.uids("INBOX", after.uidvalidity, 1, 9) == [1]
    [fetched] = mailbox.fetch("INBOX", after.uidvalidity, [1], max_bytes=1)
    assert fetched.flags == {r"\Seen", r"\Flagged"}


def test_several_threads_may_share_one_mailbox(account, mailbox, in_thread):
    for number in range(1, 31):
        account.append(mail(number))
    now = mailbox.status("INBOX").uidvalidity

    def fetch(uids):
        return [fetched.spool.read_bytes() for fetched in mailbox.fetch("INBOX", now, uids, max_bytes=1_000_000)]

    fetching = [in_thread(lambda some=some: fetch(some)) for some in (range(1, 16), range(16, 31))]
    looking = in_thread(lambda: [mailbox.status("INBOX").messages for _ in range(20)])
    appending = in_thread(lambda: [mailbox.append(("Other",), mail(99)).to.uid for _ in range(20)])
    assert [content for each in fetching for content in each.result(60)] == [mail(number) for number in range(1, 31)]
    assert looking.result(60) == [30] * 20
    assert appending.result(60) == list(range(1, 21))
