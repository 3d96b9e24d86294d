"""One person's many spellings are one correspondent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.reply.correspondents.correspondent import canonical, stands_for


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ann.Lee@Example.ORG", "ann.lee@example.org"),
        (" <ann@example.org> ", "ann@example.org"),
        ("ann@example.org.", "ann@example.org"),
        ("ann+jobs@example.org", "ann@example.org"),
        ("a.n.n.lee@gmail.com", "annlee@gmail.com"),
        ("Ann.Lee+x@googlemail.com", "annlee@gmail.com"),
        ("ann@Bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"),
        ("prvs=2345678901=ann@example.org", "ann@example.org"),
        ("prvs=ann/2345678901@example.org", "ann@example.org"),
        ("btv1==234abc==ann@example.org", "ann@example.org"),
        ("+@example.org", "+@example.org"),
        ("nobody", ""),
        ("@example.org", ""),
        ("ann@", ""),
        ("", ""),
    ],
)
def test_canonical_addresses(written, meant):
    assert canonical(written) == meant


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("SRS0=HHH=TT=example.org=ann@forwarder.example", "ann@example.org"),
        ("srs0+HHH=TT=example.org=ann@forwarder.example", "ann@example.org"),
        ("SRS1=HHH=first.example==HHH=TT=example.org=ann@second.example", "ann@example.org"),
        ("prvs=2345678901=ann@example.org", "ann@example.org"),
        ("bounces+ann=example.org@lists.example", "ann@example.org"),
        ("talk-bounces-ann=example.org@lists.example", "ann@example.org"),
        ("SRS0=HHH=TT=example.org=prvs=2345678901=ann@forwarder.example", "ann@example.org"),
        ("Ann+jobs@example.org", "ann@example.org"),
    ],
)
def test_what_an_address_may_stand_for(written, names):
    assert names in stands_for(written)
    assert canonical(written) in stands_for(written)


def test_what_is_no_address_stands_for_none():
    assert stands_for("nobody") == stands_for("") == frozenset()


@pytest.mark.parametrize(
    "stranger",
    [
        "SRS0=HHH=TT=example.org=ann@stranger.example",
        "SRS1=HHH=first.example==HHH=TT=example.org=ann@stranger.example",
        "bounces+ann=example.org@stranger.example",
        "bounces-ann=example.org@stranger.example",
    ],
)
def test_a_stranger_whose_address_names_another_is_not_that_other(stranger):
    """Else whoever has a domain could use up her limits, and have his bounce held against her."""
    assert canonical(stranger).endswith("@stranger.example")


def test_dots_count_where_they_count():
    assert canonical("ann.lee@example.org") != canonical("annlee@example.org")


@given(st.text(max_size=80))
def test_any_text_has_a_canonical_form_which_is_its_own(text):
    once = canonical(text)
    assert once == "" or "@" in once


@given(st.emails())
def test_case_and_tags_make_no_difference(address):
    local, _, domain = address.rpartition("@")
    if "+" not in local and "=" not in local:
        assert canonical(f"{local.upper()}+tag@{domain.upper()}") == canonical(address)
