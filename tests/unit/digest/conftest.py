"""A ledger for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.digest.days import Days, days_in


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    """An empty ledger that days can pass in."""
    made = days_in(tmp_path)
    yield made
    made.ledger.close()
