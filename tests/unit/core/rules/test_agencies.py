"""`agencies` in rules.yaml: who may stand on a list and how far, how often is refused, and what a doubt takes."""

from datetime import date, timedelta

import pytest

from inbox_bot.core.rules.agencies.settings import AgenciesSettings, Policy
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.written.quantities import Span


def settings(smallest, templates, text):
    return load(f"{smallest}agencies:\n{text}", templates).agencies


def test_what_is_left_out_is_as_it_was_and_the_short_forms_stay(smallest, templates):
    left_out = load(smallest, templates).agencies
    assert left_out == AgenciesSettings()
    assert (left_out.policy, left_out.answer.once_per) == (Policy.FLAG, "introduction")
    assert (left_out.thresholds.doubt, left_out.thresholds.flag, left_out.thresholds.signs) == (0.4, 0.6, 2)
    short = settings(
        smallest, templates, "  approved: talent.example\n  blocked: [Jane@Search.example, '@bad.example']\n"
    )
    assert [(each.agency, each.vacancies, each.until, each.owns) for each in short.approved] == [
        ("talent.example", (), None, None)
    ]
    assert short.blocked == ("jane@search.example", "bad.example")


def test_an_agency_is_approved_for_some_vacancies_until_a_day_and_owns_whom_it_introduced_for_a_time(
    smallest, templates
):
    text = "  approved: [{agency: Example Search Ltd, vacancies: [engineer], until: 2027-06-30, owns: 6 months}]\n"
    (approved,) = settings(smallest, templates, text + "  answer: {once_per: 3 days}\n").approved
    assert (approved.agency, approved.vacancies, approved.until) == (
        "Example Search Ltd",
        ("engineer",),
        date(2027, 6, 30),
    )
    assert approved.owns is not None
    assert approved.owns.after(date(2026, 8, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("span", "day", "ends"),
    [
        (Span(months=6), date(2026, 1, 31), date(2026, 7, 31)),
        (Span(months=1), date(2028, 1, 31), date(2028, 2, 29)),
        (Span(months=12), date(2026, 12, 1), date(2027, 12, 1)),
        (Span(days=90), date(2026, 11, 30), date(2027, 2, 28)),
    ],
)
def test_months_are_counted_in_the_calendar(span, day, ends):
    assert span.after(day) == ends


def test_shares_are_numbers_or_percents(smallest, templates):
    found = settings(smallest, templates, "  thresholds: {doubt: 50 %, flag: 0.7, signs: 3}\n").thresholds
    assert (found.doubt, found.flag, found.signs) == (0.5, 0.7, 3)
    assert settings(smallest, templates, "  answer: {once_per: 7 days}\n").answer.once_per == timedelta(days=7)


#: What is written below `agencies:`, and what is said of it.
PROBLEMS = """
  approved: [{agency: Talent GmbH}]
11:23: agencies.approved[0].agency is "Talent GmbH", which many letters have in them, \
and not only that agency's; write the firm's domain or whole name
  blocked: [hr]
11:13: agencies.blocked[0] is "hr", which many letters have in them, \
and not only that agency's; write the firm's domain or whole name
  never: [talent..example]
11:11: agencies.never[0] is "talent..example", which is neither an e-mail address, a domain \
nor a firm's name; write it like jane@example.com, example.com or Example Search
  approved: [{agency: a.example, owns: half a year}]
11:40: agencies.approved[0].owns is "half a year", which is not a length of time; \
write it like "6 months", "1 year" or "90 days"
  approved: [{agency: a.example, owns: 11 years}]
11:40: agencies.approved[0].owns is "11 years", which is more than ten years; write a shorter time
  approved: [{agency: a.example, expires: 2027-01-01}]
11:34: agencies.approved[0] has no key "expires"; did you mean "until"?
  approved: [{agency: a.example, vacancies: [engineeer]}]
11:46: agencies.approved[0].vacancies[0] is "engineeer", which is not a vacancy's id; did you mean "engineer"?
  blocked: [Example Search, example search]
11:29: agencies.blocked[1] is "example search", which is agencies.blocked[0] already; change one of the two
  answer: {once_per: 30 days}
11:22: agencies.answer.once_per is "30 days", which is neither introduction nor a time of at most 7 days; \
write introduction, or 7 days
  thresholds: {signs: 1}
11:23: agencies.thresholds.signs is "1", which can't be: a refusal needs at least two signs that agree; write 2 to 6
  thresholds: {doubt: 0.1}
11:23: agencies.thresholds.doubt is "0.1", which is too small; write at least 0.2
  thresholds: {flag: nan}
11:22: agencies.thresholds.flag is "nan", which is not a share of the whole; write it like 0.6, or 60 %
  thresholds: {doubt: 0.9}
11:23: agencies.thresholds.doubt is "0.9", which is above flag (0.6): nothing would be left to doubt; write a lower one
"""
_LINES = PROBLEMS.strip("\n").split("\n")


@pytest.mark.parametrize(("written", "said"), list(zip(_LINES[::2], _LINES[1::2], strict=True)))
def test_a_problem_says_where_it_is_and_what_to_write(smallest, problems, written, said):
    (problem,) = problems(f"{smallest}agencies:\n{written}\n")
    assert str(problem) == f"rules.yaml:{said}"
