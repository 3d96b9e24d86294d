"""What the same writer sent before in the same words, as the ledger finds it: committed, or earlier in the batch."""

from dataclasses import replace

import pytest

from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.substance import substance_of
from inbox_bot.core.reply.values import History
from inbox_bot.core.words import Kind, Outcome
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import (
    AT,
    HOUR,
    a_cv,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    an_application,
    filed_of,
    hash_of,
)

LETTER = "I should like to bake for you."


def a_letter(name: str, **about: object) -> Reading:
    return a_reading(name, **{"typed": LETTER, "documents": (a_cv(),), **about})  # type: ignore[arg-type]


def mail_of(
    ledger: Ledger,
    reading: Reading,
    before: Planned,
    *,
    kind: Kind = Kind.APPLICATION,
    outcome: Outcome = Outcome.FILED,
) -> PlannedMail:
    history = ledger.history.of(reading, a_verdict(kind), AT, planned=before)
    applied = (an_application(documents=(0,)),) if kind is Kind.APPLICATION else ()
    return PlannedMail(
        reading=reading,
        verdict=a_verdict(kind),
        fingerprint=history.fingerprint,
        substance=history.substance,
        plan=a_plan(outcome=outcome, applications=applied),
    )


class Coming:
    """Mails that come in, each committed at once (`apart`) or all of them in one batch that is still being planned."""

    def __init__(self, ledger: Ledger, *, apart: bool) -> None:
        self.ledger, self.apart, self.batch, self.uid = ledger, apart, Planned(), 0

    def comes(self, reading: Reading, **how: object) -> None:
        self.uid += 1
        raw = replace(a_mail(uid=self.uid), raw_hash=reading.raw_hash, received_at=reading.received_at)
        self.ledger.intake.note_seen([raw], AT)
        mail = mail_of(self.ledger, reading, self.batch, **how)  # type: ignore[arg-type]
        self.batch.add(mail)
        if self.apart:
            self.ledger.intake.commit(self.batch, filed_of(mail), AT)
            self.batch = Planned()

    def seen_by(self, reading: Reading, kind: Kind = Kind.APPLICATION) -> History:
        return self.ledger.history.of(reading, a_verdict(kind), AT + HOUR, planned=self.batch)


@pytest.fixture(params=[True, False], ids=["committed before", "in one batch"])
def coming(request: pytest.FixtureRequest, ledger: Ledger) -> Coming:
    return Coming(ledger, apart=request.param)


def test_the_same_letter_with_the_same_cv_is_found_with_its_applications(coming: Coming):
    coming.comes(a_letter("first"))
    [first] = coming.seen_by(a_letter("again", subject="Re: My application")).sent_before
    assert (first.received_at, first.subject, first.withdrawn) == (AT, "My application", False)
    assert [(one.raw_hash, one.number, one.vacancy, one.had_cv, one.is_senders) for one in first.applications] == [
        (hash_of("first"), 0, "baker", True, True)
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"typed": "Did you get this?"},
        {"documents": (replace(a_cv(), text="Ann Lee, and a diploma"),)},
        {"documents": ()},
        {"sender": "bob@example.org"},
    ],
    ids=["another letter", "another CV", "no CV", "another writer"],
)
def test_another_letter_is_not(coming: Coming, other: dict[str, object]):
    coming.comes(a_letter("first"))
    assert coming.seen_by(a_letter("again", **other)).sent_before == ()


def test_what_was_no_application_or_is_none_any_more_is_not(coming: Coming):
    coming.comes(a_letter("first"), kind=Kind.ENQUIRY, outcome=Outcome.REVIEW)
    assert coming.seen_by(a_letter("again")).sent_before == ()


def test_a_withdrawal_since_then_is_told_and_one_before_it_is_not(coming: Coming):
    coming.comes(a_reading("withdrawal"), kind=Kind.WITHDRAWAL, outcome=Outcome.CORRESPONDENCE)
    coming.comes(a_letter("first"))
    assert [each.withdrawn for each in coming.seen_by(a_letter("again")).sent_before] == [False]
    coming.comes(a_reading("a second withdrawal"), kind=Kind.WITHDRAWAL, outcome=Outcome.CORRESPONDENCE)
    assert [each.withdrawn for each in coming.seen_by(a_letter("again")).sent_before] == [True]


def test_after_a_withdrawal_in_the_batch_what_was_committed_before_is_withdrawn(ledger: Ledger):
    apart = Coming(ledger, apart=True)
    apart.comes(a_letter("first"))
    together = Coming(ledger, apart=False)
    together.uid = apart.uid
    together.comes(a_reading("withdrawal"), kind=Kind.WITHDRAWAL, outcome=Outcome.CORRESPONDENCE)
    assert [each.withdrawn for each in together.seen_by(a_letter("again")).sent_before] == [True]


def test_the_first_one_planned_anew_does_not_know_the_later_ones(ledger: Ledger):
    """A person releases its answer: it is no duplicate of what came after it."""
    coming = Coming(ledger, apart=True)
    coming.comes(a_letter("first"))
    coming.comes(a_letter("second"))
    assert coming.seen_by(a_letter("first")).sent_before == ()
    assert [each.applications[0].raw_hash for each in coming.seen_by(a_letter("second")).sent_before] == [
        hash_of("first")
    ]


def test_the_newest_comes_first(coming: Coming):
    for name in ("first", "second", "third"):
        coming.comes(a_letter(name))
    found = coming.seen_by(a_letter("again")).sent_before
    assert [each.applications[0].raw_hash for each in found] == [hash_of(name) for name in ("third", "second", "first")]


def test_nobody_without_the_ledger_s_key_can_tell_what_was_sent(ledger: Ledger):
    coming = Coming(ledger, apart=True)
    coming.comes(a_letter("first"))
    plain = substance_of(a_letter("first"))
    assert coming.seen_by(a_letter("again")).substance not in ("", plain)
