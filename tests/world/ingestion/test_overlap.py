"""While a batch is filed and committed, the next is fetched and in hand: whatever ends the one, the other is whole.

Batches of three mails here, and each waits until the next was fetched.
"""

import errno
import os
from concurrent.futures import wait

import pytest

from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.intake import fetching
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.company import an_application
from tests.support.ledgers.places import connected
from tests.support.servers.imap_proxy import hangs_up
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


@pytest.fixture(autouse=True)
def of_three_mails(monkeypatch):
    real = fetching.Fetching.fetched_ahead

    def fetched_ahead(self):
        wait([] if self._coming is None else [self._coming])
        return real(self)

    monkeypatch.setattr(fetching, "BATCH_MAILS", 3)
    monkeypatch.setattr(fetching.Fetching, "fetched_ahead", fetched_ahead)


def deliver(company, count):
    mails = [an_application(number).bytes() for number in range(count)]
    for mail in mails:
        company.account.append(mail)
    return mails


def in_hand(company):
    with connected(company.folder / "ledger.db") as ledger:
        return ledger.exec_driver_sql("SELECT count(*) FROM messages WHERE in_hand").scalar()


def attempts(company):
    with connected(company.folder / "ledger.db") as ledger:
        return list(ledger.exec_driver_sql("SELECT attempts FROM messages ORDER BY id").scalars())


def at_each_filing(installation, monkeypatch, does):
    real = installation.filing.put

    def put(files):
        does()
        return real(files)

    monkeypatch.setattr(installation.filing, "put", put)


def test_at_most_two_batches_are_in_hand_and_the_last_is_alone(company, monkeypatch):
    mails, found = deliver(company, 8), []
    with company.installation() as installation:
        at_each_filing(installation, monkeypatch, lambda: found.append(in_hand(company)))
        poll(installation, installation.rules.mailboxes[0])
    assert found == [6, 5, 2]
    company.poll()
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 8


def test_the_first_mails_of_the_next_batch_are_read_while_one_is_filed(company, monkeypatch):
    mails, handed_in = deliver(company, 6), []
    with company.installation() as installation, ReadingPool() as pool:
        installation.reading = pool
        real = pool._submit
        monkeypatch.setattr(pool, "_submit", lambda work, mail: handed_in.append(mail) or real(work, mail))
        before_filing = []
        at_each_filing(installation, monkeypatch, lambda: before_filing.append(len(handed_in)))
        poll(installation, installation.rules.mailboxes[0])
    assert before_filing == [6, 6]
    company.poll()
    invariant.check(company, mails)


def test_what_can_not_be_filed_leaves_no_mail_of_either_batch_in_hand_and_no_attempt_counts(company, monkeypatch):
    mails = deliver(company, 7)

    def full():
        raise FilingFailed(os.strerror(errno.ENOSPC))

    with company.installation() as installation:
        with monkeypatch.context() as patch:
            at_each_filing(installation, patch, full)
            for _ in range(4):  # more often than a mail is tried that kills its reader
                with pytest.raises(FilingFailed):
                    poll(installation, installation.rules.mailboxes[0])
        assert (in_hand(company), attempts(company)) == (0, [0] * 7)
        assert list(installation.spool.iterdir()) == []
    company.poll()
    invariant.check(company, mails)


def test_a_stop_between_two_batches_lets_the_second_go(company):
    mails, batches = deliver(company, 6), []
    with company.installation() as installation:
        poll(
            installation,
            installation.rules.mailboxes[0],
            on_batch=lambda taken, left: batches.append((len(taken.finished), left)),
            stop=lambda: bool(batches),
        )
        assert (batches, in_hand(company), attempts(company)) == ([(3, 3)], 0, [1, 1, 1, 0, 0, 0])
        assert list(installation.spool.iterdir()) == []
    company.poll()
    invariant.check(company, mails)


def test_a_kill_blames_no_mail_of_either_batch_and_each_is_read_alone_behind_what_is_new(company, monkeypatch):
    mails = deliver(company, 6)

    class Killed(BaseException):
        """Nothing of ours runs after it."""

    def die():
        monkeypatch.setattr(installation.ledger.intake, "requeue", lambda *_, **__: None)
        raise Killed

    with company.installation() as installation, monkeypatch.context() as patch:
        at_each_filing(installation, patch, die)
        with pytest.raises(Killed):
            poll(installation, installation.rules.mailboxes[0])
    assert in_hand(company) == 6
    company.reader.read_hashes.clear()
    found = []
    with company.installation() as installation:
        assert attempts(company) == [0] * 6
        at_each_filing(installation, monkeypatch, lambda: found.append(in_hand(company)))
        poll(installation, installation.rules.mailboxes[0])
    assert found == [1] * 6
    company.poll()
    invariant.check(company, mails)


def test_the_same_bytes_in_two_batches_are_read_once(company, monkeypatch):
    mails = deliver(company, 4)
    company.account.append(mails[1])
    found = []
    with company.installation() as installation:
        at_each_filing(installation, monkeypatch, lambda: found.append(in_hand(company)))
        poll(installation, installation.rules.mailboxes[0])
    assert found == [3, 1]
    assert len(company.reader.read_hashes) == 4
    company.poll()
    assert len(company.smtp.kept) == 4


def test_a_server_that_is_lost_while_the_next_is_fetched_costs_the_batch_before_it_nothing(behind_proxy, proxy):
    mails, finished = deliver(behind_proxy, 6), []
    proxy.when(r"UID FETCH 4.*BODY", hangs_up("* BYE shutting down\r\n"))
    with behind_proxy.installation() as installation, pytest.raises(MailboxDown):
        poll(installation, installation.rules.mailboxes[0], lambda taken, left: finished.append(len(taken.finished)))
    assert (finished, in_hand(behind_proxy)) == ([3], 0)
    behind_proxy.poll(2)
    invariant.check(behind_proxy, mails)
