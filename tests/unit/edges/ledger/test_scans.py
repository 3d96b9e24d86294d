"""Mails that wait until their scans are recognised, on both databases."""

from inbox_bot.core.erasure.values import Why
from inbox_bot.edges.ledger import Ledger, ScanStanding
from tests.unit.edges.ledger.building import AT, HOUR, MAILBOX, a_mail, hash_of, take_in


def held(ledger: Ledger, *names: str) -> None:
    ledger.intake.note_seen([a_mail(name, uid) for uid, name in enumerate(names, start=1)], AT)
    ledger.scans.hold(MAILBOX, [hash_of(name) for name in names], AT)


def test_a_mail_that_is_held_waits_and_no_attempt_to_read_it_is_counted(ledger: Ledger):
    held(ledger, "ann", "bob")
    waiting = ledger.intake.waiting(MAILBOX)
    assert [(each.raw_hash, each.attempts, each.alone) for each in waiting] == [
        (hash_of("ann"), 0, False),
        (hash_of("bob"), 0, False),
    ]
    assert ledger.reports.status_counts().scans == 2


def test_how_often_it_was_begun_is_counted_unless_somebody_else_ended_it(ledger: Ledger):
    held(ledger, "ann")
    for _ in range(3):
        ledger.scans.begin(MAILBOX, hash_of("ann"))
    ledger.scans.broke_off(MAILBOX, hash_of("ann"))
    held(ledger, "ann")  # after a restart: what was counted stays
    standing = ledger.scans.standing(MAILBOX, [hash_of("ann"), hash_of("bob")])
    assert standing == {hash_of("ann"): ScanStanding(attempts=2, is_done=False)}
    assert ledger.scans.standing(MAILBOX, []) == ledger.scans.standing("another", [hash_of("ann")]) == {}


def test_what_was_erased_is_not_recognised_and_the_file_of_what_was_made_out_goes_too(ledger: Ledger):
    held(ledger, "ann")
    ledger.scans.done(MAILBOX, hash_of("ann"), AT)
    take_in(ledger, "ann", uid=1)
    [whom] = ledger.erasures.candidates(address="ann@example.org")
    kept = ledger.erasures.kept_of(whom, ())
    assert f".scans/{hash_of('ann')[:2]}/{hash_of('ann')}.json" in kept.trail.files
    ledger.erasures.begin("e1", kept, AT, why=Why.ASKED, by="me", mailboxes=(MAILBOX,))
    assert ledger.scans.standing(MAILBOX, [hash_of("ann")]) == {}
    assert not ledger.scans.begin(MAILBOX, hash_of("ann"))
    assert not ledger.scans.done(MAILBOX, hash_of("ann"), AT)


def test_what_is_recognised_or_has_its_outcome_is_in_the_queue_no_longer(ledger: Ledger):
    held(ledger, "ann", "bob")
    ledger.scans.done(MAILBOX, hash_of("ann"), AT + HOUR)
    assert ledger.scans.standing(MAILBOX, [hash_of("ann")])[hash_of("ann")].is_done
    assert ledger.reports.status_counts().scans == 1
    take_in(ledger, "bob", uid=2)
    assert ledger.reports.status_counts().scans == 0
