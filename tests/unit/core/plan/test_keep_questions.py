"""Who is asked whether they may be kept longer, whether the letter may still go, and what an answer is taken for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, EarlierApplication
from inbox_bot.core.message.values import Address
from inbox_bot.core.plan import Go, StillDue, may_still
from inbox_bot.core.plan.decided.still_open import Applied
from inbox_bot.core.plan.keep_question import keep_question, whom_to_ask
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.keeping import Consent, KeepQuestion, kept_until
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.why import Ending, Hold, Spared, Stop
from inbox_bot.core.review.decision import Decided, KeepLonger, LetGo
from inbox_bot.core.words import Kind, Outcome, Reason, Template
from tests.unit.core.plan.test_outcomes import plan
from tests.unit.core.reply.circumstances import (
    NOW,
    a_history,
    a_message,
    a_past_answer,
    a_reading,
    a_verdict,
    others,
    rules_with,
    with_header,
)

RULES = rules_with("keep: {speculative: 6 months, ask: 14 days before, agreed: 18 months}\n")
ANN = "ann.lee@example.org"


def applied(**changes: object) -> Applied:
    fields: dict[str, object] = {
        "person": ANN,
        "vacancy": "engineer",
        "mail": 7,
        "mailbox": "recruitment",
        "raw_hash": "a" * 64,
        "name": "Ann Lee",
        "address": ANN,
        "at": NOW - timedelta(days=170),
        "kind": Kind.APPLICATION,
        "outcome": Outcome.FILED,
        "reason": None,
    }
    return Applied(**{**fields, **changes})  # type: ignore[arg-type]


def asking(*, applied_=None, message=None, **changes: object):
    """What is planned to ask Ann Lee, or why she is not asked."""
    matter = Matter(
        reading=a_reading(message), verdict=a_verdict(), rules=RULES, history=a_history(written_to=True), at=NOW
    )
    candidate = whom_to_ask([applied_ or applied()], NOW)
    assert candidate is not None
    return keep_question(replace(matter, **changes), candidate)


def letter_of(planned) -> Action:
    assert isinstance(planned, tuple)
    return planned[0]


def test_the_letter_says_by_when_and_for_how_long_and_takes_the_key_that_makes_it_the_only_one():
    letter = letter_of(asking())
    assert letter.effect.template is Template.KEEP_QUESTION
    assert "after 15 June 2026" in letter.effect.letter.text
    assert "for 18 months" in letter.effect.letter.text
    assert letter.once_keys[1] == f"keep_question:recruitment:{'a' * 64}"
    assert letter.effect.letter.to.address == ANN


def test_that_she_was_answered_by_hand_turned_down_or_thanked_long_ago_is_no_hindrance():
    thanked = a_past_answer(answer_of="f" * 64, at=NOW - timedelta(days=170))
    history = a_history(answers=(thanked,), answered_by_hand=True, seen_before_rescan=True)
    before = applied(answered_by_hand=True, declined_at=NOW - timedelta(days=90))
    assert letter_of(asking(applied_=before, history=history))


@pytest.mark.parametrize(
    ("applied_", "why"),
    [
        (applied(withdrawn=True), Spared.WITHDRAWN),
        (applied(kind=Kind.AGENCY), Spared.AGENCY),
        (applied(kind=Kind.REFERRAL), Spared.REFERRED),
        (applied(presses=True), Spared.IN_REVIEW),
        (applied(in_doubt=True), Spared.IN_DOUBT),
        (applied(held=True), Spared.HELD),
        (applied(bounced_at=NOW - timedelta(days=1)), Spared.BOUNCED),
        (applied(bounced_at=NOW - timedelta(days=160)), Spared.BOUNCED),
    ],
    ids=str,
)
def test_who_is_not_asked(applied_, why):
    assert asking(applied_=applied_) is why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"message": with_header(("List-Id", "<jobs.elsewhere.example>"))}, Stop.MAILING_LIST),
        ({"message": with_header(("Auto-Submitted", "auto-generated"))}, Stop.AUTO_SUBMITTED),
        ({"message": a_message(senders=(Address(name="", address="noreply@example.org"),))}, Stop.NOT_A_PERSON),
        ({"history": a_history(bounced_at=NOW - timedelta(days=2))}, Hold.RECENTLY_BOUNCED),
        ({"history": a_history(found_in_junk=True)}, Hold.FOUND_IN_JUNK),
        ({"verdict": a_verdict(agency=AgencyFinding(flagged=True))}, Spared.AGENCY),
    ],
    ids=str,
)
def test_what_keeps_the_letter_from_being_planned(changes, why):
    assert asking(**changes) is why


@pytest.mark.parametrize(
    ("history", "mode", "due"),
    [
        ({}, "live", StillDue(go=Go.GO)),
        ({"answered_by_hand": True}, "live", StillDue(go=Go.GO)),
        ({"spared": Spared.WITHDRAWN}, "live", StillDue(go=Go.CANCEL, why=Ending.WITHDRAWN)),
        ({"spared": Spared.OBJECTED}, "live", StillDue(go=Go.CANCEL, why=Ending.NOT_ASKED)),
        ({"corrected": True}, "live", StillDue(go=Go.CANCEL, why=Ending.CORRECTED)),
        ({"bounced_at": NOW}, "live", StillDue(go=Go.CANCEL, why=Hold.RECENTLY_BOUNCED)),
        (
            {"breaker_open": True},
            "live",
            StillDue(go=Go.LATER, why=Hold.BREAKER, until=NOW + timedelta(minutes=15)),
        ),
        (
            {"answers": tuple(others(3, correspondent=ANN))},
            "live",
            StillDue(go=Go.LATER, why=Hold.RATE, until=NOW + timedelta(days=1)),
        ),
        ({}, "observe", StillDue(go=Go.LATER, why=Hold.OBSERVE, until=NOW + timedelta(minutes=15))),
    ],
    ids=str,
)
def test_the_letter_at_its_claim_goes_waits_or_ends_and_is_never_a_persons_to_release(history, mode, due):
    assert may_still(letter_of(asking()), rules_with(mode=mode), a_history(**history), NOW) == due


QUESTION = KeepQuestion(mail=7, correspondent=ANN, languages=frozenset({"en"}), is_answered=True, said=None)
HERS = EarlierApplication(raw_hash="b" * 64, number=0, name="Ann Lee", vacancy="engineer", had_cv=True, is_senders=True)


def answered(question: KeepQuestion | None = QUESTION, *, message=None, yes_in=frozenset({"en"}), decided=None, **says):
    """The plan for Ann's answer."""
    verdict = replace(
        a_verdict(Kind.OTHER, applications=0),
        belongs_to=HERS,
        yes_in=yes_in,
        **says,  # type: ignore[arg-type]
    )
    reading = a_reading(message or a_message(typed="Yes", parts=()), documents=())
    return plan(verdict, reading=reading, rules=RULES, history=a_history(question=question), decided=decided)


def test_a_plain_yes_to_our_letter_keeps_its_writer_for_the_time_that_rules_yaml_says():
    made = answered()
    assert (made.outcome, made.reason) == (Outcome.CORRESPONDENCE, Reason.AGREES)
    assert made.consent == Consent(question=7, agrees=True, until=datetime(2027, 12, 1, 23, tzinfo=UTC))
    assert kept_until(NOW, RULES) == made.consent.until


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"yes_in": frozenset()}, Reason.UNSURE_CONSENT),
        ({"yes_in": frozenset({"pl"})}, Reason.UNSURE_CONSENT),
        ({"yes_in": frozenset(), "only_thanks": True}, Reason.UNSURE_CONSENT),
        ({"question": replace(QUESTION, correspondent="ann@elsewhere.example")}, Reason.UNSURE_CONSENT),
        ({"question": replace(QUESTION, is_answered=False)}, Reason.APPLICANT_WRITES),
        ({"question": replace(QUESTION, said=False)}, Reason.APPLICANT_WRITES),
        ({"question": None}, Reason.APPLICANT_WRITES),
        ({"message": with_header(("List-Id", "<l.example>"), message=a_message(parts=()))}, Reason.UNSURE_CONSENT),
        ({"message": with_header(("Auto-Submitted", "auto-replied"))}, Reason.UNSURE_CONSENT),
        (
            {"message": with_header(("Authentication-Results", "mx.example.com; dmarc=fail header.from=example.org"))},
            Reason.UNSURE_CONSENT,
        ),
    ],
    ids=str,
)
def test_whatever_else_answers_it_is_no_yes_and_a_persons_to_read(says, reason):
    made = answered(**says)
    assert made.reason is reason
    assert made.consent is None


def test_a_second_yes_changes_nothing_and_needs_nobody():
    made = answered(replace(QUESTION, said=True))
    assert (made.reason, made.consent) == (Reason.AGREES, None)


def test_a_yes_beside_a_request_to_be_erased_is_the_request():
    made = answered(doubts=(Reason.ERASURE_REQUEST,))
    assert (made.outcome, made.reason, made.consent) == (Outcome.REVIEW, Reason.ERASURE_REQUEST, None)


@pytest.mark.parametrize(("wanted", "agrees"), [(KeepLonger(), True), (LetGo(), False)], ids=str)
@pytest.mark.parametrize("is_answered", [True, False])
def test_a_person_decides_of_any_letter_of_theirs_what_it_says(wanted, agrees, is_answered):
    question = replace(QUESTION, is_answered=is_answered, said=True)
    made = answered(question, yes_in=frozenset(), decided=Decided(wanted=wanted))
    assert (made.outcome, made.reason) == (Outcome.CORRESPONDENCE, Reason.DECIDED)
    assert made.consent is not None
    assert (made.consent.agrees, made.consent.until is not None) == (agrees, agrees)


def test_of_somebody_who_was_not_asked_nothing_is_decided():
    assert answered(None, decided=Decided(wanted=KeepLonger())).consent is None
