"""Tokens: known again, good for what they were made for, and never an exception."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.tokens import (
    TOKENS_READ,
    Token,
    confirmation_token,
    is_same,
    link_token,
    reply_token,
    tokens_in,
)
from tests.unit.core.review.answering import BOB, DAY, JANE, keyed

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)


def test_a_token_is_found_in_a_text_whatever_is_around_it():
    token = reply_token(keyed, JANE, DAY)
    for text in (token, f"[{token}]", f"Re: x [{token.upper()}]", f"x {token}, y", f"“{token}”"):
        assert tokens_in(text) == (Token(day=DAY, written=token),)
    for text in (f"x{token}", f"{token}x", f"-{token}", token[:-1], token.replace("ib-", "ib_"), ""):
        assert tokens_in(text) == ()


def test_each_stands_for_one_thing_alone():
    made = [
        reply_token(keyed, JANE, DAY),
        reply_token(keyed, BOB, DAY),
        reply_token(keyed, JANE, DAY + timedelta(days=1)),
        link_token(keyed, JANE, DAY, 12, "refuse"),
        link_token(keyed, JANE, DAY, 1, "2\nrefuse"),
        link_token(keyed, JANE, DAY, 13, "refuse"),
        link_token(keyed, JANE, DAY, 12, "agency"),
        link_token(keyed, BOB, DAY, 12, "refuse"),
        confirmation_token(keyed, JANE, DAY, "12"),
        confirmation_token(keyed, JANE, DAY, "12\nrefuse"),
    ]
    assert len(set(made)) == len(made)


def test_the_case_of_an_address_does_not_matter():
    assert reply_token(keyed, "Jane@Example.com", DAY) == reply_token(keyed, JANE, DAY)


def test_it_says_nothing_of_what_it_stands_for():
    assert "jane" not in reply_token(keyed, JANE, DAY)
    assert "refuse" not in link_token(keyed, JANE, DAY, 12, "refuse")


@pytest.mark.parametrize(
    ("days", "good"), [(0, True), (14, True), (15, False), (-1, True), (-2, True), (-3, False), (400, False)]
)
def test_it_is_good_for_two_weeks(days, good):
    [token] = tokens_in(reply_token(keyed, JANE, DAY))
    assert token.is_good(AT + timedelta(days=days)) is good


def test_only_so_many_are_read():
    many = " ".join(f"ib-261127-{'a' * 20}{chr(97 + n // 26)}{chr(97 + n % 26)}aaaa" for n in range(600))
    assert len(tokens_in(many)) == TOKENS_READ


def test_a_day_that_is_none_is_no_token():
    assert tokens_in(f"ib-261399-{'a' * 26} ib-000000-{'a' * 26}") == ()


@given(st.text(max_size=300))
def test_no_text_raises(text):
    tokens_in(text)


@given(st.emails(), st.dates(date(2001, 1, 1), date(2099, 1, 1)), st.text(max_size=50))
def test_what_was_made_is_known_again(reviewer, day, asked):
    for made in (
        reply_token(keyed, reviewer, day),
        confirmation_token(keyed, reviewer, day, asked),
        link_token(keyed, reviewer, day, 1, asked),
    ):
        [token] = tokens_in(f"x {made} y")
        assert is_same(token, made)
