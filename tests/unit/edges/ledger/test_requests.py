"""What people ask for about their data is open until a person settles it, on both databases."""

from dataclasses import replace

from inbox_bot.core.erasure.values import Why
from inbox_bot.core.judgement.verdict import Evidence, Request
from inbox_bot.core.words import Outcome, Reason, Right
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    batch_of,
    filed_of,
    hash_of,
    planned,
)


def ask(ledger: Ledger, name: str, *rights: Right, uid: int = 1, outcome: Outcome = Outcome.REVIEW) -> int:
    """A mail that asks for this came in; its number."""
    ledger.intake.note_seen([a_mail(name, uid)], AT)
    evidence = Evidence(rule="asks", quote=f"{name}: delete my data", weight=0.8)
    verdict = replace(a_verdict(), requests=tuple(Request(right=right, evidence=evidence) for right in rights))
    plan = a_plan(outcome=outcome, reason=Reason.ERASURE_REQUEST if outcome is Outcome.REVIEW else None)
    mail = planned(ledger, a_reading(name, sender=f"{name}@example.org"), plan, verdict)
    ledger.intake.commit(batch_of(mail), filed_of(mail), AT)
    return next(row.id for row in ledger.reports.received_between(AT, AT + HOUR) if row.raw_hash == hash_of(name))


def test_what_a_mail_asks_for_is_open_from_its_outcome_on_whatever_that_is(ledger: Ledger):
    ann = ask(ledger, "ann", Right.ERASURE, Right.ACCESS)
    bob = ask(ledger, "bob", Right.OBJECTION, uid=2, outcome=Outcome.FILED)
    assert [(row.message, row.right, row.quote) for row in ledger.requests.open()] == [
        (ann, Right.ERASURE, "ann: delete my data"),
        (ann, Right.ACCESS, "ann: delete my data"),
        (bob, Right.OBJECTION, "bob: delete my data"),
    ]
    assert ledger.requests.standing() == (3, AT)


def test_a_further_delivery_asks_for_nothing_anew(ledger: Ledger):
    ask(ledger, "ann", Right.ERASURE, outcome=Outcome.DUPLICATE)
    assert ledger.requests.open() == ()
    assert ledger.requests.standing() == (0, None)


def test_it_is_settled_by_a_person_told_of_in_its_time_and_opened_again(ledger: Ledger):
    ann = ask(ledger, "ann", Right.ERASURE, Right.ACCESS)
    assert ledger.requests.settle(ann, AT + HOUR, by="jane@example.com")
    assert not ledger.requests.settle(ann, AT + DAY, by="bob@example.com")
    assert ledger.requests.open() == ()
    [erasure, access] = ledger.requests.settled_between(AT, AT + DAY)
    assert (erasure.settled_by, access.settled_at) == ("jane@example.com", AT + HOUR)
    assert ledger.requests.settled_between(AT, AT + HOUR) == ()
    assert ledger.requests.reopen(ann, AT + DAY)
    assert not ledger.requests.reopen(ann, AT + DAY)
    assert [(row.right, row.reopened_at) for row in ledger.requests.open()] == [
        (Right.ERASURE, AT + DAY),
        (Right.ACCESS, AT + DAY),
    ]


def test_the_row_goes_with_whom_it_is_of_and_the_receipt_counts_it(ledger: Ledger):
    ask(ledger, "ann", Right.ERASURE, Right.ACCESS)
    bob = ask(ledger, "bob", Right.ACCESS, uid=2)
    [whom] = ledger.erasures.candidates(address="ann@example.org")
    kept = ledger.erasures.kept_of(whom, ())
    told = {row["asks_for"] for row in ledger.erasures.rows_of(whom, kept.trail)["requests"]}
    assert told == {Right.ERASURE, Right.ACCESS}
    erasure = ledger.erasures.begin("e1", kept, AT, why=Why.ASKED, by="me", mailboxes=("recruitment",))
    assert erasure is not None
    assert [row.message for row in ledger.requests.open()] == [bob]
    [known] = ledger.erasures.unfinished()
    assert known.receipt.requests == erasure.receipt.requests == 2
