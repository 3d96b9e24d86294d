"""The month in numbers, on the first digest of the next one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inbox_bot.core.words import ActionState, Kind, Outcome, Template
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import SentMail
from tests.unit.digest.days import DAY, INFRA, PIPELINE, SCIENCE, a_reviewer, with_reviewers
from tests.unit.digest.test_pages import assert_inert_and_the_same
from tests.unit.edges.ledger.building import MAILBOX

TENTH = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
FIRST_OF_DECEMBER = Period(
    day=date(2026, 12, 1),
    begins=datetime(2026, 11, 30, 8, 0, tzinfo=UTC),
    ends=datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
)
HOUR = timedelta(hours=1)


def month(days, reviewer=None, period=FIRST_OF_DECEMBER):
    return gather(days.ledger, days.rules, reviewer or days.rules.reviewers[0], period).month


@pytest.fixture
def november(days):
    """Of one vacancy two wrote themselves, one came by a board, one by an agency; a colleague passed one on of another.

    An agency was refused.
    """
    days.came("ann", at=TENTH, answer=ActionState.DONE)
    days.came("bob", at=TENTH + DAY, answer=ActionState.DONE)
    days.came("ivy", at=TENTH + 2 * DAY, vacancies=(SCIENCE,), kind=Kind.REFERRAL, source="kay@company.example")
    days.came("eva", at=TENTH, source="jobs.example")
    days.came("fay", at=TENTH, kind=Kind.AGENCY, source="tom@welcome.example")
    days.came("kim", Outcome.AGENCY, at=TENTH, answer=ActionState.DONE, template=Template.AGENCY_REJECTION)
    days.came("len", Outcome.AGENCY, at=TENTH)
    days.came("old", at=TENTH - 30 * DAY)
    days.came("new", at=datetime(2026, 12, 1, 1, 0, tzinfo=UTC))
    for name, after in (("ann", 2 * DAY), ("ann", 6 * DAY), ("bob", 4 * DAY)):
        at = TENTH + after + (DAY if name == "bob" else timedelta())
        reply = SentMail(
            mailbox=MAILBOX, message_id=f"<{name}{after.days}>", refers_to=(f"<{name}@example.org>",), to=(), at=at
        )
        days.ledger.notices.note_sent([reply], at)
    return days


def test_it_counts_who_applied_by_which_way_and_how_soon_they_were_answered(november):
    found = month(november)
    assert found.name == "November 2026"
    assert [(line.title, line.directly, line.boards, line.colleagues, line.agencies) for line in found.lines] == [
        ("Infrastructure engineer", "2", "1", "0", "1"),
        ("Data science intern", "0", "0", "1", "0"),
    ]
    assert found.sources == "By way of: jobs.example 1, welcome.example 1."
    assert (found.lines[0].acknowledged, found.lines[0].answered) == ("1 minute", "3 days")
    assert (found.lines[1].acknowledged, found.lines[1].answered) == ("–", "–")
    assert (found.sums.title, found.sums.directly, found.sums.colleagues) == ("All", "2", "1")
    assert found.agencies == "2 mails of agencies; 1 refused by mail."


def test_no_name_is_in_it_and_both_parts_have_it(november):
    digest = gather(november.ledger, november.rules, november.rules.reviewers[0], FIRST_OF_DECEMBER)
    names = {"ann", "bob", "ivy", "kim", "kay", "tom", "eva", "fay"}
    assert not names & set(str(digest.month).lower().replace("'", " ").split())
    assert_inert_and_the_same(digest)


def test_a_reviewer_of_one_vacancy_reads_its_numbers_alone(november):
    reviewer = a_reviewer("science@example.com", SCIENCE)
    november.rules = with_reviewers(reviewer, a_reviewer())
    assert [line.title for line in month(november, reviewer).lines] == ["Data science intern"]


def test_any_other_digest_has_none_and_neither_has_an_empty_month(november, tmp_path_factory):
    second = Period(day=FIRST_OF_DECEMBER.day + DAY, begins=FIRST_OF_DECEMBER.ends, ends=FIRST_OF_DECEMBER.ends + DAY)
    assert month(november, period=second) is None
    january = Period(
        day=FIRST_OF_DECEMBER.day,
        begins=datetime(2027, 2, 26, tzinfo=UTC),
        ends=datetime(2027, 3, 1, 8, 0, tzinfo=UTC),
    )
    assert month(november, period=january) is None


def test_a_vacancy_that_nobody_applied_for_has_no_line(november):
    assert PIPELINE != INFRA
    assert "Data pipeline engineering intern" not in [line.title for line in month(november).lines]
