"""Dates and spans of time in letters: as the letter's language says them."""

from datetime import date

import pytest

from inbox_bot.core.reply.letter.compose import first_name_of
from inbox_bot.core.reply.letter.spoken import date_in, span_in


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 March 2026"),
        ("de", "1. März 2026"),
        ("fr", "1er mars 2026"),
        ("es", "1 de marzo de 2026"),
        ("it", "1 marzo 2026"),
        ("nl", "1 maart 2026"),
        ("pl", "1 marca 2026"),
        ("pt", "1 de março de 2026"),
        ("tr", "2026-03-01"),
    ],
)
def test_a_date_is_in_words(language, said):
    assert date_in(date(2026, 3, 1), language) == said


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("two weeks", "en", "2 weeks"),
        ("2 weeks", "de", "2 Wochen"),
        ("10 days", "de", "10 Tagen"),
        ("One Month", "de", "1 Monat"),
        ("three weeks", "fr", "3 semaines"),
        ("10 days", "es", "10 días"),
        ("1 week", "it", "1 settimana"),
        ("two months", "nl", "2 maanden"),
        ("1 day", "pl", "1 dnia"),
        ("5 days", "pl", "5 dni"),
        ("two weeks", "pt", "2 semanas"),
        ("two weeks", "tr", "two weeks"),
        ("drei Wochen nach Bewerbungsschluss", "de", "drei Wochen nach Bewerbungsschluss"),
    ],
)
def test_a_span_is_in_the_letters_language_where_it_is_understood(written, language, said):
    assert span_in(written, language) == said


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ada Example", "Ada"),
        ("Ada Maria Example", "Ada"),
        ("Ada", ""),
        ("", ""),
        ("Dr. Ada Example", ""),
        ("A. Example", ""),
        ("Example, Ada", ""),
    ],
)
def test_a_first_name_is_the_first_of_several_and_no_title(name, first):
    assert first_name_of(name) == first
