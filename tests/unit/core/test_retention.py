"""When `keep` lets something go: the calendar's months, from the day a vacancy closed, where the company is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inbox_bot.core.erasure.retention import fingerprint_of, let_go, undated
from inbox_bot.core.rules.keep import ANSWERED, USUAL, Country, KeepSettings
from inbox_bot.core.rules.load import load
from inbox_bot.edges import rules_file
from tests.support.builders.company import ROOT

EXAMPLE = (ROOT / "rules.yaml").read_text()
TITLE = "    title: Infrastructure engineer\n"


def rules(keep: str, vacancy: str = ""):
    text = EXAMPLE.replace(TITLE, f"{TITLE}{vacancy}", 1)
    return load(f"{text}\nkeep: {keep}\n", rules_file.templates(ROOT / "templates"))


@pytest.mark.parametrize(
    ("closes", "day", "goes"),
    [
        ("2026-01-31", date(2026, 7, 31), False),
        ("2026-01-31", date(2026, 8, 1), True),
        ("2025-08-31", date(2026, 2, 28), False),  # a shorter month's last day
        ("2025-08-31", date(2026, 3, 1), True),
        ("2027-01-31", date(2026, 8, 1), False),
    ],
)
def test_an_application_is_counted_from_the_day_its_vacancy_closed(closes, day, goes):
    found = rules("{filed: 6 months after closing}", f"    closes: {closes}\n")
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert ("infrastructure-engineer" in let_go(found, found.keep, at).vacancies) is goes


def test_what_has_no_time_is_kept_for_ever_and_an_arrival_counts_to_the_end_of_its_day():
    found = rules("{agency: 14 days}")
    now = let_go(found, found.keep, datetime(2026, 6, 20, 12, tzinfo=UTC))
    assert now.agency_before == datetime(2026, 6, 5, 23, tzinfo=UTC), "the end of the 5th in London"
    assert (now.filed_before, now.speculative_before, now.others_before, now.raw_before) == (None,) * 4
    assert now.vacancies == frozenset()


@pytest.mark.parametrize("country", Country)
def test_a_countrys_usual_times_count_where_nothing_is_written(country):
    usual = USUAL[country]
    assert KeepSettings(country=country).filed_for == usual.filed
    assert KeepSettings(country=country, filed="1 year after closing").filed_for != usual.filed
    assert usual.source


def test_the_record_of_an_introduction_stays_as_long_as_a_candidate_may_count_as_an_agencys():
    at = datetime(2026, 6, 20, 12, tzinfo=UTC)
    alone = rules("{introductions: 6 months}")
    assert let_go(alone, alone.keep, at).introductions_before == datetime(2025, 12, 20, tzinfo=UTC)
    owned = EXAMPLE.replace("agencies:\n", "agencies:\n  approved: [{agency: a.example, owns: 1 year}]\n", 1)
    found = load(f"{owned}\nkeep: {{introductions: 6 months}}\n", rules_file.templates(ROOT / "templates"))
    assert let_go(found, found.keep, at).introductions_before == datetime(2025, 6, 19, 23, tzinfo=UTC)
    assert let_go(found, found.keep, at).answered_before is None, "it has no time"


@pytest.mark.parametrize("country", Country)
def test_with_a_country_what_is_left_of_erased_mails_has_its_time_too(country):
    keep = KeepSettings(country=country)
    assert (keep.introductions_for, keep.answered_for) == (USUAL[country].introductions, ANSWERED)
    assert USUAL[country].limitation
    assert keep.introductions_for.months > keep.disputed.months, "what may be disputed is on record as long"
    assert {"introductions", "answered"} <= set(keep.named())
    assert KeepSettings(agency="1 month").named() == ("agency",), "and none without a country"


def test_a_vacancy_that_is_closed_without_a_date_is_named_and_another_keep_is_another():
    found = rules("{country: de}", "    open: false\n")
    at = datetime(2026, 6, 20, tzinfo=UTC)
    assert undated(found, at) == ("infrastructure-engineer",)
    assert let_go(found, found.keep, at + timedelta(days=3650)).vacancies == frozenset()
    assert fingerprint_of(found) != fingerprint_of(rules("{country: at}"))
