"""Which number is the applicant's: assigned ones anywhere, others where somebody says what they are."""

import pytest

from inbox_bot.core.judgement.applicant.phone import Whereabouts, phone_in


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("Phone: 07700 900123", "GB", "+447700900123"),
        ("Mobile 07700900222", "GB", "+447700900222"),
        ("M: 07700 900123", "GB", "+447700900123"),
        ("You can call me on 07700 900123 after six.", "GB", "+447700900123"),
        ("Contact: +44 7700 900123", "GB", "+447700900123"),
        ("Reachable at 0044 7700 900777", "GB", "+447700900777"),
        ("ann@example.org | 07700 900111", "GB", "+447700900111"),
        ("Ann Lee\n07700 900111\nLondon", "GB", "+447700900111"),
        ("Handy: 0150 5550123", "DE", "+491505550123"),
        ("Tél : 01 99 00 12 34", "FR", "+33199001234"),
        ("+1 (212) 555-0123", "GB", "+12125550123"),
        ("Tel 07700 900123, or my referee on 020 7946 0001", "GB", "+447700900123"),
        ("I sold 07700 900123 apples.", "GB", None),
        ("Born: 12.03.1990", "DE", None),
        ("Tel\n2010 - 2026 and 12.2010 - 03.2026", "DE", None),
        ("Handy, 01.2010 - 12.2020 Verkäufer", "DE", None),
        ("Invoice number 10000000000000000", "GB", None),
        ("Registered under number 07700 900123", "GB", None),
        ("Passport no. 1234", "GB", None),
        ("Tel: 12345", "GB", None),
        ("", "GB", None),
    ],
)
def test_a_number_that_is_only_possible_counts_where_its_writer_says_what_it_is(text, region, phone):
    assert phone_in([text], Whereabouts(home=region)) == phone


def test_the_first_of_the_texts_that_has_one_decides():
    assert phone_in(["nothing", "Tel 07700 900123", "020 7946 0001"], Whereabouts(home="GB")) == "+447700900123"
