"""A university's students apply all at once: everybody is answered by itself, an hour's share an hour."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from inbox_bot.core.words import ActionState
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from tests.support.builders.at_work import HOUR, MINUTE, Company, an_application, at_work
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot
STUDENTS = 120


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


def a_student(number: int):
    name = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
    return an_application(f"{name.title()} Lee", f"{name}@students.example", cv=f"Thesis number {name} on {name * 3}")


def until_nothing_waits(company: Company, within: timedelta) -> None:
    until = company.clock() + within
    while company.clock() < until and company.answers(ActionState.PENDING):
        company.clock.forward(10 * MINUTE)
        company.poll()


def test_120_applicants_of_one_university_are_all_answered_within_the_hours_that_takes_and_none_by_hand(
    account, smtp, tmp_path
):
    with at_work(tmp_path, account, smtp, more="\nanswers: {limits: {per_minute: 1000}}\n") as company:
        began = company.clock()
        for number in range(STUDENTS):
            company.receives(a_student(number))
        company.poll()
        assert {state for state, _ in company.whys()} == {ActionState.PENDING, ActionState.DONE}
        until_nothing_waits(company, 12 * HOUR)
        assert company.clock() - began < 8 * HOUR
        assert [state for state, _ in company.whys()] == [ActionState.DONE] * STUDENTS
        assert set(smtp.deliveries().values()) == {1}
        assert len(smtp.kept) == STUDENTS


def test_where_the_domain_is_exempt_they_are_answered_as_fast_as_letters_go(account, smtp, tmp_path):
    more = "\nanswers: {limits: {per_minute: 1000, exempt: [students.example]}}\n"
    with at_work(tmp_path, account, smtp, more=more) as company:
        for number in range(30):
            company.receives(a_student(number))
        company.poll()
        until_nothing_waits(company, HOUR)
        assert [state for state, _ in company.whys()] == [ActionState.DONE] * 30


def test_one_without_a_cv_beyond_the_limit_waits_for_a_person_who_reads_which_domain_it_is(account, smtp, tmp_path):
    with at_work(tmp_path, account, smtp, more="\nanswers: {limits: {per_minute: 1000, per_domain: 3}}\n") as company:
        for number in range(3):
            company.receives(a_student(number))
        company.poll()
        company.receives(an_application("Zoe Lee", "zoe@students.example", cv=None))
        company.poll()
        assert (ActionState.HELD, "domain_rate") in company.whys()
        now = company.clock()
        period = Period(day=now.date(), begins=now - HOUR, ends=now + HOUR)
        digest = gather(
            company.installation.ledger, company.installation.rules, company.installation.rules.reviewers[0], period
        )
        assert any("students.example was answered often enough" in item.why for item in digest.needs_person)
