"""When an answer goes out, over weekends, holidays and changes of the clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.plan import Go, may_still
from inbox_bot.core.reply import office_hours
from inbox_bot.core.reply.office_hours import first_due, goes_at
from inbox_bot.core.review.decision import Decided, Wish
from inbox_bot.core.rules.model import OfficeHours, Rules
from inbox_bot.core.words import Outcome, Template
from tests.unit.core.plan.test_outcomes import answer_of, plan
from tests.unit.core.reply.circumstances import NOW, a_history, a_reading, a_verdict, rules_with

BERLIN = ZoneInfo("Europe/Berlin")
EASTER = frozenset({date(2027, 3, 26), date(2027, 3, 29)})  # the clocks go forward on the Sunday between
HOLIDAYS = EASTER | {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2026, 6, 4), date(2026, 10, 26)}


@pytest.fixture(autouse=True)
def _bavaria(monkeypatch):
    monkeypatch.setattr(office_hours, "days_in", lambda region, year: HOLIDAYS)


def open_at(zone: str = "Europe/Berlin", holidays: str | None = "DE-BY", **hours: object) -> Rules:
    rules = rules_with()
    company = rules.company.model_copy(update={"timezone": zone, "holidays": holidays})
    return replace(
        rules, company=company, answers=rules.answers.model_copy(update={"office_hours": OfficeHours(**hours)})
    )


def local(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-06-01T10:00", "2026-06-01T10:00"),
        ("2026-06-01T03:00", "2026-06-01T09:00"),
        ("2026-06-01T16:59", "2026-06-01T16:59"),
        ("2026-06-01T17:00", "2026-06-02T09:00"),
        ("2026-06-05T18:00", "2026-06-08T09:00"),  # a Friday
        ("2026-06-03T20:00", "2026-06-05T09:00"),  # Corpus Christi
        ("2026-12-24T18:00", "2026-12-28T09:00"),  # Christmas, and a weekend behind it
        ("2026-12-31T17:30", "2027-01-04T09:00"),  # into the next year
        ("2026-03-27T18:00", "2026-03-30T09:00"),  # clocks go forward on the Sunday: an hour less
        ("2026-10-23T18:00", "2026-10-27T09:00"),  # and back: an hour more, and Austria's day behind it
        ("2026-10-24T01:00", "2026-10-27T09:00"),
        ("2027-03-25T18:00", "2027-03-30T09:00"),  # Easter: a holiday, a weekend with a change, a holiday
        ("2027-03-28T02:59", "2027-03-30T09:00"),  # a time that there is not on that day
    ],
)
def test_a_letter_waits_for_the_office(at, goes):
    assert goes_at(Template.ACKNOWLEDGEMENT, open_at(), local(at)) == local(goes)


def test_a_refusal_to_an_agency_and_what_a_person_sends_wait_for_nothing():
    night = local("2026-06-06T03:00")
    assert goes_at(Template.AGENCY_REJECTION, open_at(), night) == night
    never_open = open_at()
    assert answer_of(plan(rules=never_open, decided=Decided(answer=Wish.SENT))).due_at == NOW
    assert goes_at(Template.ACKNOWLEDGEMENT, rules_with(), night) == night


def test_the_delay_comes_first_and_the_office_after_it():
    rules = open_at()
    slow = replace(rules, answers=rules.answers.model_copy(update={"delay": timedelta(hours=8)}))
    assert first_due(Template.ACKNOWLEDGEMENT, slow, local("2026-06-01T11:00")) == local("2026-06-02T09:00")


@pytest.mark.parametrize(
    ("at", "delay", "goes"),
    [
        ("2027-03-25T16:30", 20, "2027-03-25T16:50"),
        ("2027-03-25T16:30", 30, "2027-03-30T09:00"),  # closed by then; Good Friday, Easter, and an hour less between
        ("2027-03-25T16:30", 4 * 24 * 60, "2027-03-30T09:00"),  # due on Easter Monday, an hour later by the clock
        ("2027-03-25T16:30", 5 * 24 * 60, "2027-03-31T09:00"),  # 16:30 it would be, but the clocks went on: 17:30
        ("2026-10-23T16:30", 30, "2026-10-27T09:00"),
        ("2026-10-22T16:30", 5 * 24 * 60, "2026-10-27T15:30"),  # the clocks went back
        ("2026-12-23T16:30", 60, "2026-12-24T09:00"),
        ("2026-12-24T16:30", 60, "2026-12-28T09:00"),  # two holidays, of which one is a Saturday, and a Sunday
    ],
)
def test_a_delay_a_holiday_a_weekend_and_a_change_of_clocks_go_together(at, delay, goes):
    """The delay is so much time, whatever clocks do; the office is open by the clock on its wall."""
    rules = open_at()
    late = replace(rules, answers=rules.answers.model_copy(update={"delay": timedelta(minutes=delay)}))
    assert first_due(Template.ACKNOWLEDGEMENT, late, local(at)) == local(goes)


@pytest.mark.parametrize(
    ("zone", "day", "opens_utc"),
    [
        ("Europe/Berlin", "2026-03-29", "01:30"),  # 02:30 is left out: it opens at 03:30 there
        ("Europe/Berlin", "2026-10-25", "00:30"),  # 02:30 comes twice: at the first
        ("America/New_York", "2026-03-08", "07:30"),
        ("America/New_York", "2026-11-01", "07:30"),  # the hour before it comes twice
        ("Australia/Lord_Howe", "2026-10-04", "15:30"),  # from half an hour that is left out; the day before by UTC
    ],
)
def test_an_office_that_opens_in_the_hour_that_is_left_out_or_comes_twice(zone, day, opens_utc):
    rules = open_at(zone, None, from_=time(2, 30), until=time(4, 30), on={6})
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    goes = goes_at(Template.ACKNOWLEDGEMENT, rules, midnight)
    assert f"{goes:%H:%M}" == opens_utc
    assert goes.astimezone(ZoneInfo(zone)).date() == date.fromisoformat(day)


def test_the_plan_and_the_claim_keep_to_it_and_the_mail_is_filed_at_once():
    sunday = open_at(on={6})
    made = plan(a_verdict(), reading=a_reading(), rules=sunday)
    answer = answer_of(made)
    assert made.outcome is Outcome.FILED
    assert answer.due_at == local("2026-06-07T09:00")
    late = may_still(answer, sunday, a_history(), local("2026-06-07T17:30"))  # its server was down all day
    assert (late.go, late.until) == (Go.LATER, local("2026-06-14T09:00"))
    assert may_still(answer, sunday, a_history(), local("2026-06-07T10:00")).go is Go.GO


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
times = st.times(max_value=time(23, 58)).map(lambda each: each.replace(second=0, microsecond=0))
offices = st.builds(
    lambda zone, first, minutes, on: open_at(
        zone,
        from_=first,
        until=(datetime.combine(date(2026, 1, 1), first) + timedelta(minutes=minutes)).time()
        if first.hour * 60 + first.minute + minutes < 1440
        else time(23, 59),
        on=on,
    ),
    st.sampled_from(ZONES),
    times,
    st.integers(1, 900),
    st.frozensets(st.integers(0, 6), min_size=1),
)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda each: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=each))


@given(offices, moments, st.integers(0, 10_000))
def test_whenever_it_arrives_it_goes_while_the_office_is_open_and_no_later_than_needed(rules, at, minutes):
    hours, zone = rules.answers.office_hours, ZoneInfo(rules.company.timezone)
    goes = goes_at(Template.ACKNOWLEDGEMENT, rules, at)
    assert goes >= at
    shown = goes.astimezone(zone)
    assert shown.date() not in HOLIDAYS
    assert shown.weekday() in hours.on
    # Where clocks go forward over its beginning, the office opens as much later.
    assert hours.from_ <= shown.time()
    assert (
        shown.time() < hours.until
        or shown.time() < (datetime.combine(shown.date(), hours.until) + timedelta(hours=1)).time()
    )
    assert goes_at(Template.ACKNOWLEDGEMENT, rules, goes) == goes, "then it is open"
    earlier = at - timedelta(minutes=minutes)
    assert goes_at(Template.ACKNOWLEDGEMENT, rules, earlier) <= goes, "who writes first is not answered later"
