"""Who of a vacancy's applicants is still to hear from us: each spared for the first reason that applies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.core.plan.decided.keeping import kept_by_name
from inbox_bot.core.plan.decided.still_open import Applied, candidates_of
from inbox_bot.core.reply.why import Spared
from inbox_bot.core.words import Kind, Outcome, Reason

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ANN = Applied(
    person="ann@example.org",
    vacancy="engineer",
    mail=3,
    mailbox="recruitment",
    raw_hash="a" * 64,
    name="Ann Lee",
    address="ann@example.org",
    at=AT - 10 * DAY,
    kind=Kind.APPLICATION,
    outcome=Outcome.FILED,
    reason=None,
)


def spared(*applied: Applied, kept: tuple[str, ...] = ()) -> Spared | None:
    [candidate] = candidates_of(applied, AT, kept)
    return candidate.spared


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"outcome": Outcome.SPECULATIVE, "vacancy": None}, None),
        ({"outcome": Outcome.CORRESPONDENCE, "reason": Reason.MISSING_CV}, None),
        ({"withdrawn": True, "answered_by_hand": True}, Spared.WITHDRAWN),
        ({"declined_at": AT - DAY}, Spared.DECLINED),
        ({"kind": Kind.AGENCY}, Spared.AGENCY),
        ({"outcome": Outcome.AGENCY}, Spared.AGENCY),
        ({"kind": Kind.REFERRAL}, Spared.REFERRED),
        ({"kind": Kind.OTHER}, Spared.REFERRED),
        ({"answered_by_hand": True}, Spared.ANSWERED),
        ({"presses": True}, Spared.IN_REVIEW),
        ({"outcome": Outcome.REVIEW}, Spared.IN_REVIEW),
        ({"in_doubt": True}, Spared.IN_DOUBT),
        ({"held": True}, Spared.HELD),
        ({"bounced_at": AT - DAY}, Spared.BOUNCED),
        ({"bounced_at": AT - 61 * DAY}, None),
    ],
)
def test_why_somebody_is_spared(changes, why):
    assert spared(replace(ANN, **changes)) is why


def test_who_is_kept_is_spared_for_that_alone():
    assert spared(ANN, kept=("ann@example.org",)) is Spared.KEPT
    assert spared(replace(ANN, withdrawn=True), kept=("ann@example.org",)) is Spared.WITHDRAWN


def test_one_person_is_one_candidate_by_their_last_mail():
    later = replace(ANN, mail=9, raw_hash="b" * 64, name=None, address="ann@work.example", at=AT - DAY)
    [candidate] = candidates_of([ANN, later], AT)
    assert (candidate.mail, candidate.address, candidate.name) == (9, "ann@work.example", "Ann Lee")
    assert candidate.mails == {3, 9}


def test_what_happened_to_any_of_their_mails_spares_them():
    later = replace(ANN, mail=9, at=AT - DAY)
    assert spared(replace(ANN, answered_by_hand=True), later) is Spared.ANSWERED
    assert spared(ANN, replace(later, outcome=Outcome.REVIEW)) is Spared.IN_REVIEW


def test_who_withdrew_and_applied_anew_is_open_again():
    assert spared(replace(ANN, withdrawn=True), replace(ANN, mail=9, at=AT - DAY)) is None


def test_who_was_turned_down_and_applied_anew_is_open_again():
    before = replace(ANN, declined_at=AT - 5 * DAY)
    assert spared(before, replace(ANN, mail=9, at=AT - DAY, declined_at=AT - 5 * DAY)) is None
    assert spared(before, replace(ANN, mail=9, at=AT - 6 * DAY)) is Spared.DECLINED


BOB = replace(ANN, person="bob@example.org", mail=4, name="Ánn Moss", address="bob@example.org")


@pytest.mark.parametrize(
    ("names", "persons", "unknown", "ambiguous"),
    [
        (["ann lee"], {"ann@example.org"}, (), ()),
        (["Moss"], {"bob@example.org"}, (), ()),
        (["#4", "3"], {"ann@example.org", "bob@example.org"}, (), ()),
        (["bob@example.org"], {"bob@example.org"}, (), ()),
        (["ann"], set(), (), (("ann", (3, 4)),)),
        (["zoe", "#99", "#"], set(), ("zoe", "#99", "#"), ()),
    ],
)
def test_a_name_keeps_the_one_who_bears_it(names, persons, unknown, ambiguous):
    kept = kept_by_name(names, candidates_of([ANN, BOB], AT))
    assert (kept.persons, kept.unknown, kept.ambiguous) == (persons, unknown, ambiguous)
