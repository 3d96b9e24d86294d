"""What bench/people holds: the heads and ends of letters that were written for it come out as they should."""

import pytest

from bench.people import measure, written

TEXTS = list(written())


@pytest.fixture(scope="module")
def measured():
    return measure(TEXTS)


def test_there_are_two_hundred_of_more_than_twelve_countries_with_and_without_a_name():
    assert len(TEXTS) == 200
    assert len({text.country for text in TEXTS}) >= 12
    assert sum(text.name is None for text in TEXTS) >= 20
    assert sum(text.signature for text in TEXTS) >= 50


def test_names_are_exact_and_no_heading_is_one(measured):
    assert measured.names >= 0.97, measured.wrong
    assert measured.headings == 0, measured.wrong


def test_addresses_are_all_right_and_numbers_nearly_all_and_none_is_said_to_be_another_countrys(measured):
    assert measured.emails == 1.0, measured.wrong
    assert measured.phones >= 0.95, measured.wrong
    assert measured.wrong_countries == 0, measured.wrong
