"""Whose list passed a mail on, by the fields that lists write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.message.lists import LIST_FIELDS, has_a_list_field, is_an_office_of, our_list
from inbox_bot.core.message.values import Message

OWN = frozenset({"recruitment@example.com", "jobs@lists.example.com"})


def through(*fields: tuple[str, str]) -> Message:
    return Message(headers=fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("list-id", "<recruitment.example.com>"),
        ("list-id", "Recruitment <RECRUITMENT.example.com>"),
        ("list-id", "recruitment.example.com"),
        ("list-id", "<jobs.lists.example.com>"),
        ("list-post", "<mailto:recruitment@example.com>"),
        ("list-post", "<mailto:recruitment%40example.com?subject=x>"),
        ("list-help", "<mailto:recruitment+help@example.com>"),
        ("list-owner", "<mailto:recruitment-owner@example.com>"),
        ("list-unsubscribe", "<mailto:recruitment-leave@example.com>, <https://lists.example.com/recruitment>"),
        ("list-subscribe", "<mailto:jobs-request@lists.example.com?subject=subscribe>"),
    ],
)
def test_a_field_that_names_an_address_of_ours_is_our_lists(name, value):
    assert our_list(through((name, value)), OWN) == f"{name}: {value}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("list-unsubscribe", "<mailto:googlegroups-manage+912345678901+unsubscribe@googlegroups.com>"),
        ("list-archive", "<https://groups.google.com/a/example.com/group/recruitment/>"),
        ("list-help", "<https://support.google.com/a/example.com/bin/topic.py?topic=25838>"),
        ("list-archive", "<https://archive.example.com/whatever>"),
    ],
)
def test_a_page_of_the_service_alone_names_nobody_and_spoils_nothing(name, value):
    ours = ("list-id", "<recruitment.example.com>")
    assert our_list(through((name, value)), OWN) is None
    assert our_list(through(ours, (name, value)), OWN) == "list-id: <recruitment.example.com>"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("list-id", "<devops.lists.example.net>"),
        ("list-id", "<recruitment.example.com.evil.example>"),
        ("list-id", ""),
        ("list-post", "NO"),
        ("list-post", "<mailto:recruitment@example.com.evil.example>"),
        ("list-post", "<mailto:evil@example.net>"),
        ("list-unsubscribe", "<https://shop.example/unsubscribe>"),
        ("list-unsubscribe", "<https://example.com.evil.example/recruitment>"),
        ("list-unsubscribe", "<https://user@evil.example/@example.com/>"),
        ("list-archive", "<https://groups.google.com/g/somebody-elses>"),
        ("list-unsubscribe", "<ftp://example.com/recruitment>"),
        ("list-unsubscribe", "<mailto:recruitments@example.com>"),
    ],
)
def test_what_names_somebody_else_makes_it_no_list_of_ours_whatever_else_is_there(name, value):
    ours = ("list-id", "<recruitment.example.com>")
    for fields in ([(name, value)], [ours, (name, value)], [(name, value), ours]):
        assert our_list(through(*fields), OWN) is None


def test_a_mail_without_list_fields_came_through_no_list():
    assert our_list(through(("precedence", "list")), OWN) is None
    assert not has_a_list_field(through(("listing", "x")))


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("recruitment@example.com", True),
        ("recruitment+bncBCABC3@example.com", True),
        ("recruitment-bounces@example.com", True),
        ("recruitment-bounces+ann=example.org@example.com", True),
        ("owner-recruitment@example.com", True),
        ("recruitment-uk@example.com", False),
        ("recruitment@example.net", False),
        ("", False),
    ],
)
def test_a_list_has_addresses_for_its_own_ends(address, ours):
    assert is_an_office_of(address, OWN) is ours


@given(st.sampled_from(LIST_FIELDS), st.text(max_size=300))
def test_no_value_is_too_odd(name, value):
    our_list(through((name, value)), OWN)
