"""`company.holidays`: whose public holidays the office is closed on, and what is said where they are not known."""

import sys
from datetime import date
from types import SimpleNamespace

import pytest

from inbox_bot.core.rules import public_holidays
from inbox_bot.core.rules.public_holidays import NoSuchRegion, days_in


@pytest.fixture
def package(monkeypatch):
    """A package `holidays` with one country, for a machine that has none."""

    def country_holidays(country, *, subdiv, years):
        if country != "DE" or subdiv not in (None, "BY"):
            raise NotImplementedError(country)
        return {date(years, 12, 25): "Christmas"} | ({date(years, 1, 6): "Epiphany"} if subdiv else {})

    monkeypatch.setitem(sys.modules, "holidays", SimpleNamespace(country_holidays=country_holidays))
    monkeypatch.setattr(public_holidays, "is_installed", lambda: True)
    days_in.cache_clear()
    yield
    days_in.cache_clear()


@pytest.mark.usefixtures("package")
def test_a_state_has_its_own_beside_its_country_s():
    assert days_in("DE", 2027) == {date(2027, 12, 25)}
    assert days_in("DE-BY", 2027) == {date(2027, 12, 25), date(2027, 1, 6)}
    with pytest.raises(NoSuchRegion):
        days_in("DE-XX", 2027)


def _problem(smallest, problems, written):
    (problem,) = problems(smallest.replace("{name: Example Ltd}", f"{{name: Example Ltd, holidays: {written}}}"))
    return problem.message


@pytest.mark.usefixtures("package")
def test_what_is_no_region_is_told(smallest, problems):
    assert problems(smallest.replace("{name: Example Ltd}", "{name: Example Ltd, holidays: de-by}")) == ()
    assert "no country or state; write it like DE, DE-BY or GB-ENG" in _problem(smallest, problems, "Bavaria")
    assert "of which no public holidays are known" in _problem(smallest, problems, "DE-XX")


def test_without_the_package_it_is_said_how_to_have_it(smallest, problems, monkeypatch):
    monkeypatch.setattr(public_holidays, "is_installed", lambda: False)
    assert _problem(smallest, problems, "DE-BY") == (
        'company.holidays is "DE-BY", which needs the package holidays; install it with '
        "pip install 'inbox-bot[holidays]', or take the line out"
    )


def test_office_hours_that_end_before_they_begin_are_told(smallest, problems):
    (problem,) = problems(smallest + 'answers: {office_hours: {from: "17:00", until: "09:00"}}\n')
    assert problem.message == (
        'answers.office_hours.until is "09:00", which is not after from; write the hour at which the office closes'
    )
