"""Which time a digest tells of: days without holes or overlaps, whatever clocks and calendars do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.digest.period import DAYS_BACK, due_periods, once_key, today_so_far
from tests.unit.digest.days import a_reviewer

WORKDAYS = a_reviewer(at=time(8), on=frozenset(range(5)))
DAILY = a_reviewer(at=time(8), on=frozenset(range(7)))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_before_the_hour_yesterdays_is_the_last_one_and_at_the_hour_todays():
    before = due_periods(DAILY, "UTC", utc(2026, 11, 24, 7, 59))[-1]
    then = due_periods(DAILY, "UTC", utc(2026, 11, 24, 8, 0))[-1]
    assert (before.day, then.day) == (date(2026, 11, 23), date(2026, 11, 24))
    assert (then.begins, then.ends) == (utc(2026, 11, 23, 8), utc(2026, 11, 24, 8))


def test_mondays_tells_of_the_time_since_fridays():
    monday = due_periods(WORKDAYS, "UTC", utc(2026, 11, 23, 9))[-1]
    assert (monday.begins, monday.ends) == (utc(2026, 11, 20, 8), utc(2026, 11, 23, 8))


def test_nothing_is_due_on_a_day_off():
    assert due_periods(WORKDAYS, "UTC", utc(2026, 11, 22, 9))[-1].day == date(2026, 11, 20)


def test_who_gets_it_once_a_week_is_told_of_the_week():
    weekly = a_reviewer(at=time(8), on=frozenset({0}))
    assert due_periods(weekly, "UTC", utc(2026, 11, 23, 9))[-1].begins == utc(2026, 11, 16, 8)


def test_when_clocks_go_forward_the_day_has_23_hours_and_when_they_go_back_25():
    spring = due_periods(DAILY, "Europe/London", utc(2026, 3, 29, 12))[-1]
    autumn = due_periods(DAILY, "Europe/London", utc(2026, 10, 25, 12))[-1]
    assert spring.ends - spring.begins == timedelta(hours=23)
    assert autumn.ends - autumn.begins == timedelta(hours=25)
    assert spring.ends == utc(2026, 3, 29, 7)


def test_an_hour_that_is_skipped_or_comes_twice_names_one_moment():
    reviewer = a_reviewer(at=time(1, 30), on=frozenset(range(7)))
    spring = due_periods(reviewer, "Europe/London", utc(2026, 3, 29, 12))
    autumn = due_periods(reviewer, "Europe/London", utc(2026, 10, 25, 12))
    assert spring[-1].ends == utc(2026, 3, 29, 1, 30)
    assert autumn[-1].ends == utc(2026, 10, 25, 0, 30)
    assert len({once_key(reviewer, each) for each in autumn}) == len(autumn)


def test_a_clock_that_jumps_a_year_forward_brings_a_weeks_digests_and_no_more():
    assert len(due_periods(DAILY, "UTC", utc(2027, 11, 24, 9))) == DAYS_BACK + 1


def test_today_so_far_goes_on_where_the_last_one_ended():
    at = utc(2026, 11, 24, 15)
    so_far = today_so_far(DAILY, "UTC", at)
    assert (so_far.begins, so_far.ends) == (utc(2026, 11, 24, 8), at)


@settings(max_examples=60, deadline=None)
@given(
    days=st.integers(0, 5_000),
    minutes=st.integers(0, 1_439),
    zone=st.sampled_from(["UTC", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"]),
    hour=st.times(),
    on=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_periods_follow_each_other_without_a_hole_or_an_overlap(days, minutes, zone, hour, on):
    moment = utc(2020, 1, 1) + timedelta(days=days, minutes=minutes)
    reviewer = a_reviewer(at=hour.replace(second=0, microsecond=0, fold=0, tzinfo=None), on=on)
    periods = due_periods(reviewer, zone, moment)
    assert periods
    assert periods[-1].ends <= moment
    for period in periods:
        assert period.begins < period.ends
        assert period.day.weekday() in on
        assert period.ends.astimezone(ZoneInfo(zone)).date() - period.day <= timedelta(days=1)
    for earlier, later in pairwise(periods):
        assert earlier.ends == later.begins
    assert today_so_far(reviewer, zone, moment).begins == periods[-1].ends
