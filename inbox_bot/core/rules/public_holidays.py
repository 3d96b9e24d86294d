"""The days on which offices of a country or state are closed, by the package `holidays` (an extra, MIT).

It is imported only where `company.holidays` is written: it has the calendars of two hundred countries, and takes a
while to load. Same region and year, same days.
"""

from datetime import date
from functools import lru_cache
from importlib import import_module

PACKAGE = "holidays"
_ANY_YEAR = 2026


class NoSuchRegion(LookupError):
    """The package has no calendar of this country or state."""


def is_installed() -> bool:
    """Whether the package is there, with what it needs; it is loaded for that."""
    try:
        import_module(PACKAGE)
    except ImportError:
        return False
    return True


def is_known(region: str) -> bool:
    """Whether there is a calendar of a region such as "DE" or "DE-BY" (ISO 3166)."""
    try:
        days_in(region, _ANY_YEAR)
    except NoSuchRegion:
        return False
    return True


@lru_cache(maxsize=64)
def days_in(region: str, year: int) -> frozenset[date]:
    """The public holidays of a year. Raises NoSuchRegion, and ImportError where the package is missing."""
    country, _, state = region.partition("-")
    try:
        days = import_module(PACKAGE).country_holidays(country, subdiv=state or None, years=year)
    except (NotImplementedError, KeyError) as error:
        raise NoSuchRegion(region) from error
    return frozenset(days)
