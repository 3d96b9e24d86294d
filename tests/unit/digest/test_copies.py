"""Original documents for reviewers: theirs alone, once, and never what could do harm."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.plan.copies import MAIL_LIMIT_BYTES
from inbox_bot.core.plan.effects import Notice
from inbox_bot.core.rules.model import Documents
from inbox_bot.core.words import ActionKind, ActionState, Outcome, Problem, Reason, Role
from inbox_bot.digest.copies import PassedOn, plan_copies
from inbox_bot.digest.send import plan_digests
from inbox_bot.edges.filing import FilingFailed
from tests.unit.digest.days import DAY, INFRA, SCIENCE, TUESDAY, a_document, a_reviewer, with_reviewers

HOUR = timedelta(hours=1)
EIGHT = TUESDAY - 2 * HOUR
CV, LETTER = a_document("cv.pdf"), a_document("letter.pdf", Role.COVER_LETTER)
SMALL = 1_000


def a_manager(documents, *vacancies):
    return a_reviewer("manager@example.com", *(vacancies or (INFRA,))).model_copy(update={"documents": documents})


@pytest.fixture
def attached(days):
    days.rules = with_reviewers(a_manager(Documents.ATTACHED), a_reviewer("all@example.com"))
    return days


@pytest.fixture
def at_once(days):
    days.rules = with_reviewers(a_manager(Documents.AT_ONCE), a_reviewer("all@example.com"))
    return days


def letters(days):
    """The mails to reviewers that were asked for, by address."""
    found: dict[str, list] = {}
    while (claimed := days.ledger.actions.claim([ActionKind.TELL], TUESDAY + 900 * DAY)) is not None:
        assert isinstance(claimed.action.effect, Notice)
        letter = claimed.action.effect.letter
        found.setdefault(letter.to.address, []).append(letter)
        days.ledger.actions.settle(claimed.id, ActionState.DONE, TUESDAY)
    return found


def enclosed(letter):
    return [(each.message, each.document) for each in letter.enclosures]


def digests(days, at=EIGHT, size=SMALL):
    plan_digests(days.ledger, days.rules, at, set(), size_of=lambda path: size)
    return letters(days)


def copies(days, passed, at=TUESDAY, size=SMALL):
    plan_copies(days.ledger, days.rules, at, passed, lambda path: size)
    return letters(days).get("manager@example.com", [])


def number_of(days, name):
    return next(
        mail.id
        for mail in days.ledger.reports.received_between(TUESDAY - 99 * DAY, TUESDAY + 99 * DAY)
        if mail.message_id == f"<{name}@example.org>"
    )


# With the digest


def test_a_manager_gets_the_documents_of_their_vacancies_with_the_digest_and_nobody_else_gets_any(attached):
    attached.came("ann", at=EIGHT - HOUR, documents=(CV, LETTER))
    attached.came("sam", at=EIGHT - HOUR, documents=(CV,), vacancies=(SCIENCE,))
    attached.came("eve", Outcome.SPECULATIVE, at=EIGHT - HOUR, documents=(CV,), vacancies=(None,))
    found = digests(attached)
    ann = number_of(attached, "ann")
    assert [enclosed(letter) for letter in found["manager@example.com"]] == [[(ann, 0), (ann, 1)]]
    assert [enclosed(letter) for letter in found["all@example.com"]] == [[]]


@pytest.mark.parametrize("problem", list(Problem))
def test_what_is_unsafe_infected_or_unread_is_never_attached(attached, problem):
    attached.came("ann", at=EIGHT - HOUR, documents=(CV, replace(LETTER, problem=problem)))
    [letter] = digests(attached)["manager@example.com"]
    assert enclosed(letter) == [(number_of(attached, "ann"), 0)]


@pytest.mark.parametrize("outcome", [Outcome.AGENCY, Outcome.REVIEW, Outcome.DUPLICATE, Outcome.CORRESPONDENCE])
def test_nothing_goes_out_of_a_mail_that_is_no_application(attached, outcome):
    attached.came("kim", outcome, at=EIGHT - HOUR, documents=(CV,), reason=Reason.ENCRYPTED)
    assert all(not letter.enclosures for letter in digests(attached).get("manager@example.com", []))


def test_what_was_passed_on_is_not_passed_on_again_unless_its_mail_was_refused(attached):
    attached.came("ann", at=EIGHT - HOUR, documents=(CV,))
    plan_digests(attached.ledger, attached.rules, EIGHT, set(), size_of=lambda path: SMALL)
    while (claimed := attached.ledger.actions.claim([ActionKind.TELL], TUESDAY)) is not None:
        attached.ledger.actions.settle(claimed.id, ActionState.REFUSED, TUESDAY)
    [again] = digests(attached, EIGHT + DAY)["manager@example.com"]
    assert len(again.enclosures) == 1
    assert attached.ledger.copies.passed_on("Manager@example.com", [number_of(attached, "ann")])


def test_documents_that_are_too_large_stay_and_the_digest_says_where_they_are(attached):
    attached.came("ann", at=EIGHT - HOUR, documents=(CV, LETTER))
    [letter] = digests(attached, size=MAIL_LIMIT_BYTES // 2)["manager@example.com"]
    assert letter.enclosures == ()
    number = number_of(attached, "ann")
    assert f"Too large to be attached: the documents of #{number}, which are with the mail in Inbox." in letter.text


def test_what_is_no_longer_filed_is_left_out(attached):
    attached.came("ann", at=EIGHT - HOUR, documents=(CV,))
    [letter] = digests(attached, size=None)["manager@example.com"]
    assert letter.enclosures == ()


# At once


def test_as_soon_as_an_application_is_filed_its_documents_go_to_its_manager_once(at_once):
    passed = PassedOn()
    at_once.came("old", at=TUESDAY - 2 * DAY, documents=(CV,))
    assert copies(at_once, passed) == [], "of what came long before the start nothing is passed on"
    at_once.came("ann", documents=(CV, LETTER), applicant="Ann Lee")
    at_once.came("sam", documents=(CV,), vacancies=(SCIENCE,))
    [letter] = copies(at_once, passed)
    number = number_of(at_once, "ann")
    assert enclosed(letter) == [(number, 0), (number, 1)]
    assert letter.subject == "Ann Lee · Infrastructure engineer"
    assert f"#{number} Ann Lee applies for Infrastructure engineer: CV, cover letter." in letter.text
    assert copies(at_once, passed) == []
    assert copies(at_once, PassedOn()) == [], "nor after a restart"


def test_it_waits_until_the_mails_letter_may_go_out(at_once):
    passed = PassedOn()
    copies(at_once, passed)
    at_once.came("ann", documents=(CV,), answer=ActionState.PENDING)
    assert copies(at_once, passed, at=TUESDAY - HOUR) == []
    assert len(copies(at_once, passed, at=TUESDAY)) == 1


def test_a_reviewer_of_all_vacancies_may_want_them_too_and_of_none_in_particular(days):
    every = a_reviewer("manager@example.com").model_copy(update={"documents": Documents.AT_ONCE})
    days.rules = with_reviewers(every)
    days.came("eve", Outcome.SPECULATIVE, documents=(CV,), vacancies=(None,))
    assert len(copies(days, PassedOn())) == 1


def test_an_idle_tick_asks_one_question(at_once):
    passed = PassedOn()
    at_once.came("ann", documents=(CV,))
    copies(at_once, passed)
    assert passed.mark == at_once.ledger.copies.newest()
    assert passed.waiting == set()


def test_nobody_who_asked_for_no_documents_gets_any(days):
    days.rules = with_reviewers(a_manager(Documents.NONE), a_reviewer("all@example.com"))
    days.came("ann", at=EIGHT - HOUR, documents=(CV,))
    assert copies(days, PassedOn()) == []
    assert all(not letter.enclosures for found in digests(days).values() for letter in found)


def test_while_the_store_does_not_tell_sizes_nothing_is_passed_over(at_once):
    passed = PassedOn()
    assert copies(at_once, passed) == []
    at_once.came("ann", at=TUESDAY, documents=(CV,))

    def fails(path):
        raise FilingFailed("the store does not answer in time")

    with pytest.raises(FilingFailed):
        plan_copies(at_once.ledger, at_once.rules, TUESDAY, passed, fails)
    [letter] = copies(at_once, passed)
    assert enclosed(letter) == [(number_of(at_once, "ann"), 0)]
