"""Until when a request is to be answered: a calendar month (GDPR, article 12 §3)."""

from datetime import UTC, date, datetime

import pytest

from inbox_bot.core.erasure.requests import due_by, due_of


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 3, 5), date(2026, 4, 5)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 1, 29), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 2, 28), date(2026, 3, 28)),
    ],
)
def test_it_is_the_day_of_the_same_number_a_month_later_or_that_months_last(asked: date, due: date):
    assert due_by(asked) == due


def test_the_day_is_the_companys_and_not_the_servers():
    late_in_the_evening = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    assert due_of(late_in_the_evening, "Europe/Berlin") == date(2026, 4, 6)
    assert due_of(late_in_the_evening, "America/New_York") == date(2026, 4, 5)
