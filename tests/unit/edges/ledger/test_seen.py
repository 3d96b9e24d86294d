"""Before a mail is read: it has a row, its attempt is counted, and a mail that kills its reader is stopped in the end.

Named here after what dies: the reader (a worker process), or the daemon.
"""

import pytest

from inbox_bot.core.plan.effects import Flag
from inbox_bot.core.words import ActionKind, Outcome, Problem
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    INBOX,
    MAILBOX,
    a_mail,
    a_reading,
    a_verdict,
    an_action,
    hash_of,
    place,
    take_in,
)


def attempts(ledger: Ledger, name: str) -> int:
    row = ledger.reports.mail(MAILBOX, hash_of(name))
    assert row is not None
    return row.attempts


def test_a_new_mail_is_to_be_read_and_its_attempt_is_counted_first(ledger: Ledger):
    mail = a_mail()
    assert ledger.intake.note_seen([mail], AT).fresh == (mail,)
    assert attempts(ledger, "ann") == 1
    [waiting] = ledger.intake.waiting(MAILBOX)
    assert (waiting.raw_hash, waiting.attempts, waiting.locations) == (mail.raw_hash, 1, (mail.location,))


def test_nothing_comes_of_an_empty_batch(ledger: Ledger):
    assert ledger.intake.note_seen([], AT).fresh == ()


def test_the_batch_keeps_its_order(ledger: Ledger):
    mails = [a_mail(name, uid) for uid, name in enumerate(["carol", "ann", "bob"], start=1)]
    assert ledger.intake.note_seen(mails, AT).fresh == tuple(mails)


def test_a_mail_that_is_already_decided_is_a_copy_and_is_not_read_again(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    [copy] = ledger.intake.note_seen([a_mail("ann", 7)], AT).copies
    assert (copy.outcome, copy.elsewhere) == (Outcome.FILED, True)
    assert attempts(ledger, "ann") == 1
    assert set(ledger.intake.locations_of(MAILBOX, hash_of("ann"))) == {place(1), place(7)}


def test_a_mail_that_was_moved_is_no_further_copy(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    ledger.intake.expunged(place(1), AT)
    [copy] = ledger.intake.note_seen([a_mail("ann", 7)], AT).copies
    assert not copy.elsewhere


def test_two_copies_in_one_batch_are_read_once(ledger: Ledger):
    first, second = a_mail("ann", 1), a_mail("ann", 2)
    seen = ledger.intake.note_seen([first, second], AT)
    assert seen.fresh == (first,)
    [copy] = seen.copies
    assert (copy.raw_hash, copy.at, copy.outcome, copy.elsewhere) == (second.raw_hash, second.location, None, True)


def test_the_same_bytes_in_two_mailboxes_are_two_messages(ledger: Ledger):
    take_in(ledger, "ann")
    elsewhere = a_mail("ann", at=place(1, mailbox="sales"))
    assert ledger.intake.note_seen([elsewhere], AT).fresh == (elsewhere,)


def test_a_reader_that_dies_three_times_spends_the_mail(ledger: Ledger):
    mail = a_mail()
    for attempt in (1, 2, 3):
        assert ledger.intake.note_seen([mail], AT).fresh == (mail,)
        assert attempts(ledger, "ann") == attempt
        history = ledger.history.of(a_reading(problem=Problem.READER_DIED), a_verdict(), AT)
        assert history.attempts == attempt
        ledger.intake.requeue(MAILBOX, [mail.raw_hash], counted=True)
    seen = ledger.intake.note_seen([mail], AT)
    assert (seen.fresh, seen.spent) == ((), (mail,))


def test_what_is_read_alone_waits_while_others_are_in_hand(ledger: Ledger):
    mail = a_mail()
    ledger.intake.note_seen([mail], AT)
    ledger.intake.requeue(MAILBOX, [mail.raw_hash], counted=True)
    assert ledger.intake.note_seen([mail], AT, beside=True).waiting_alone == (mail,)
    assert attempts(ledger, "ann") == 1
    assert ledger.intake.note_seen([mail], AT).fresh == (mail,)


def test_a_mail_whose_reader_died_is_read_alone_and_delays_nobody(ledger: Ledger):
    poison, innocent = a_mail("poison", 1), a_mail("ann", 2)
    ledger.intake.note_seen([poison], AT)
    ledger.intake.requeue(MAILBOX, [poison.raw_hash], counted=True)
    seen = ledger.intake.note_seen([poison, innocent], AT)
    assert (seen.fresh, seen.waiting_alone) == ((innocent,), (poison,))
    assert attempts(ledger, "poison") == 1
    assert ledger.intake.note_seen([poison], AT).fresh == (poison,)


def test_a_fault_of_the_disk_counts_against_no_mail(ledger: Ledger):
    mail = a_mail()
    for _ in range(5):
        assert ledger.intake.note_seen([mail], AT).fresh == (mail,)
        ledger.intake.requeue(MAILBOX, [mail.raw_hash], counted=False)
    assert attempts(ledger, "ann") == 0


def test_killing_the_daemon_three_times_fails_no_innocent_mail(where: str):
    mails = [a_mail(name, uid) for uid, name in enumerate(["ann", "bob"], start=1)]
    with Ledger.open(where) as ledger:
        ledger.intake.note_seen(mails, AT)
    with Ledger.open(where) as ledger:  # killed with both in hand
        assert ledger.recover().mails == 2
        assert ledger.intake.note_seen(mails, AT).waiting_alone == tuple(mails)
        ledger.intake.note_seen(mails[:1], AT)
    with Ledger.open(where) as ledger:  # killed with the first in hand, alone
        ledger.recover()
        ledger.intake.note_seen(mails[:1], AT)
    with Ledger.open(where) as ledger:  # and once more
        ledger.recover()
        assert ledger.intake.note_seen(mails[:1], AT).fresh == (mails[0],)
        assert ledger.intake.note_seen(mails[1:], AT).fresh == (mails[1],)


def test_a_mail_that_takes_the_daemon_down_each_time_is_spent_in_the_end(where: str):
    poison = a_mail("poison")
    with Ledger.open(where) as ledger:
        ledger.intake.note_seen([poison], AT)
    for _ in range(3):
        with Ledger.open(where) as ledger:
            ledger.recover()
            assert ledger.intake.note_seen([poison], AT).fresh == (poison,)
    with Ledger.open(where) as ledger:
        ledger.recover()
        assert ledger.intake.note_seen([poison], AT).spent == (poison,)


def test_what_was_left_in_hand_without_a_word_is_let_go_of_at_the_next_sight(ledger: Ledger):
    mails = [a_mail(name, uid) for uid, name in enumerate(["ann", "bob"], start=1)]
    ledger.intake.note_seen(mails, AT)
    assert ledger.intake.note_seen(mails, AT).waiting_alone == tuple(mails)
    assert attempts(ledger, "ann") == attempts(ledger, "bob") == 0


def test_a_failed_mail_can_be_retried_and_keeps_its_first_outcome(ledger: Ledger):
    take_in(ledger, "ann", outcome=Outcome.FAILED)
    assert ledger.intake.retry(MAILBOX, [hash_of("ann")]) == 1
    assert [waiting.raw_hash for waiting in ledger.intake.waiting(MAILBOX)] == [hash_of("ann")]
    take_in(ledger, "ann", outcome=Outcome.FILED)
    row = ledger.reports.mail(MAILBOX, hash_of("ann"))
    assert row is not None
    assert (row.first_outcome, row.outcome) == (Outcome.FAILED, Outcome.FILED)
    counts = ledger.reports.counts_between(AT, AT + DAY)
    assert (counts.received, counts.outcomes, counts.waiting) == (1, {Outcome.FAILED: 1}, 0)
    assert counts.changes == {(Outcome.FAILED, Outcome.FILED): 1}


def test_only_failed_mails_are_retried(ledger: Ledger):
    take_in(ledger, "ann")
    assert ledger.intake.retry(MAILBOX, [hash_of("ann"), hash_of("nobody")]) == 0


def test_a_restored_mailbox_gives_a_known_uid_to_another_mail(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    other = a_mail("bob", 1)
    assert ledger.intake.note_seen([other], AT).fresh == (other,)
    assert ledger.intake.locations_of(MAILBOX, hash_of("ann")) == ()
    assert ledger.intake.locations_of(MAILBOX, hash_of("bob")) == (place(1),)


def test_a_time_without_a_zone_is_refused(ledger: Ledger):
    with pytest.raises(Exception, match="no time zone"):
        ledger.intake.note_seen([a_mail()], AT.replace(tzinfo=None))


def test_a_batch_is_of_one_mailbox(ledger: Ledger):
    with pytest.raises(ValueError, match="unpack"):
        ledger.intake.note_seen([a_mail("ann", 1), a_mail("bob", at=place(1, mailbox="sales", folder=INBOX))], AT)


def test_what_was_asked_for_of_a_failed_mail_can_be_asked_for_again(ledger: Ledger):
    flagged = an_action(Flag(flags=("\\Flagged",)), "flag:ann")
    take_in(ledger, "ann", flagged, outcome=Outcome.FAILED)
    ledger.intake.retry(MAILBOX, [hash_of("ann")])
    take_in(ledger, "ann", flagged, outcome=Outcome.REVIEW)
    assert len(ledger.actions.claim_many([ActionKind.FLAG], AT)) == 2
