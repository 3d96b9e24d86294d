"""Which mails `keep` lets go: by what they are, on rows of each kind."""

from dataclasses import replace
from datetime import datetime

import pytest

from inbox_bot.core.erasure.retention import Kept, LetGo
from inbox_bot.core.judgement.verdict import EarlierApplication
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    a_mail,
    a_plan,
    a_reading,
    an_application,
    batch_of,
    filed_of,
    place,
    planned,
    take_in,
)

LATER = AT + 30 * DAY


def goes(before: datetime = LATER) -> LetGo:
    return LetGo(
        vacancies=frozenset({"baker"}),
        filed_before=before,
        speculative_before=before,
        agency_before=before,
        others_before=before,
        raw_before=None,
    )


@pytest.mark.parametrize(
    ("vacancy", "kept"), [("baker", Kept.FILED), (None, Kept.SPECULATIVE), ("miller", None)], ids=str
)
def test_an_application_without_a_cv_is_kept_as_any_other(ledger: Ledger, vacancy, kept):
    applied = an_application(vacancy=vacancy)
    take_in(ledger, outcome=Outcome.CORRESPONDENCE, reason=Reason.MISSING_CV, applications=(applied,))
    ledger.expiring.announce(goes(), LATER)
    assert [(each.kept, each.number) for each in ledger.expiring.about_to_go()] == ([(kept, 1)] if kept else [])


@pytest.mark.parametrize(("reason", "is_open"), [(Reason.APPLICANT_WRITES, True), (Reason.THANKS, False)], ids=str)
def test_a_letter_that_needs_somebody_keeps_its_own_application_and_nobody_elses(ledger: Ledger, reason, is_open):
    hers = take_in(ledger, "ann", uid=1, applications=(an_application("ann@example.org"),))
    theirs = take_in(ledger, "bob", uid=2, applications=(an_application("bob@example.org"),))
    about = EarlierApplication(
        raw_hash=theirs.raw_hash, number=0, name="Bob", vacancy="baker", had_cv=True, is_senders=True
    )
    letter = a_reading("letter")
    ledger.intake.note_seen([a_mail("letter", 3, at=place(3))], AT)
    plan = replace(a_plan(outcome=Outcome.CORRESPONDENCE, reason=reason), about=about)
    mail = planned(ledger, letter, plan)
    ledger.intake.commit(batch_of(mail), filed_of(mail), AT)
    ledger.expiring.announce(goes(), LATER)
    ann, bob = (ledger.reports.mail(each.mailbox, each.raw_hash).id for each in (hers, theirs))
    assert set(ledger.expiring.numbers()) == ({ann} if is_open else {ann, bob})


@pytest.mark.parametrize(("days", "is_trusted"), [(1, True), (13, True), (15, False), (366, False), (-2, False)])
def test_where_the_clock_may_have_jumped_a_person_has_to_look_again_and_nothing_is_told(
    ledger: Ledger, days: int, is_trusted: bool
):
    take_in(ledger, applications=(an_application(),))
    ledger.expiring.look("keep", AT, trusted=14 * DAY)
    assert ledger.expiring.confirm("keep", AT, by="me")
    ledger.expiring.announce(goes(), AT)
    assert len(ledger.expiring.numbers()) == 1
    ledger.expiring.look("keep", AT + days * DAY, trusted=14 * DAY)
    standing = ledger.expiring.standing()
    assert standing is not None
    assert (standing.confirmed_at is not None, bool(ledger.expiring.numbers())) == (is_trusted, is_trusted)
