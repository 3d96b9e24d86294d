"""Authentication-Results (RFC 8601): whose word counts, and how it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.reply.authentication import parsed, trusted_results
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.why import Hold
from tests.unit.core.reply.circumstances import a_message, a_proposal, rules_with

BORDER = ("received", "from evil.example (evil.example [192.0.2.7]) by mx.example.com with ESMTPS id 1; date")
BEFORE = ("received", "from laptop by evil.example with ESMTP; date")
INSIDE = ("received", "from mx.example.com by store.example.com with LMTP; date")
FAILED = (
    "authentication-results",
    "mx.example.com; dkim=pass header.d=evil.example; dmarc=fail header.from=corp.example",
)
PASSED = ("authentication-results", "mx.example.com; dmarc=pass header.from=corp.example")


def held(*headers: tuple[str, str]) -> bool:
    return may_answer(a_proposal(a_message(headers=headers))) is Hold.SENDER_NOT_AUTHENTIC


def test_our_borders_dmarc_failure_holds():
    assert held(FAILED, BORDER, BEFORE)
    assert held(BORDER, FAILED, BEFORE)  # where Gmail and Postfix's milters write it
    assert held(INSIDE, FAILED, BORDER, BEFORE)
    assert held(INSIDE, BORDER, FAILED, BEFORE)
    assert held(FAILED)


def test_a_pass_or_nothing_at_all_does_not_hold():
    assert not held(PASSED, BORDER, BEFORE)
    assert not held(BORDER, BEFORE)
    assert not held()


def test_below_the_border_everything_is_somebody_elses_word():
    assert not held(BORDER, BEFORE, FAILED)
    assert not held(PASSED, BORDER, BEFORE, FAILED)
    assert not held(("received", "from a by elsewhere.example; date"), BEFORE, FAILED)


def test_a_forged_pass_does_not_hide_our_failure():
    assert held(FAILED, BORDER, PASSED, BEFORE)
    assert held(BORDER, FAILED, PASSED, BEFORE)


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ("mx.example.com; dmarc=fail", True),
        ("MX.Example.COM; DMARC=FAIL", True),
        ("mx.example.com 1; dmarc=fail (p=reject dis=none) header.from=a.example", True),
        ("(ours) mx.example.com (v1); (checked) dmarc = fail", True),
        ('"mx.example.com"; dmarc=fail', True),
        ("mx.example.com; spf=pass smtp.mailfrom=a.example; dkim=none; dmarc=fail", True),
        ("mx.example.com; dmarc/1=fail", True),
        ("mx.example.com; dmarc=pass", False),
        ("mx.example.com; dmarc=none", False),
        ("mx.example.com; dmarc=temperror", False),
        ("mx.example.com; dkim=fail; spf=softfail", False),
        ("mx.example.com; notdmarc=fail; dmarc=pass", False),
        ('mx.example.com; dmarc=pass reason="x; dmarc=fail"', False),
        ("mx.example.com; dmarc=pass (dmarc=fail)", False),
        ("mx.example.com; x-dmarc=fail", False),
        ("mx.example.com; dmarc=failure", False),
        ("mx.example.com; header.dmarc=fail", False),
        ("mx.example.com; none", False),
        ("mx.example.com dmarc=fail", False),
        ("mx.example.com.evil.example; dmarc=fail", False),
        ("evil.example; dmarc=fail", False),
        ("", False),
        ("; dmarc=fail", False),
    ],
)
def test_the_grammar_of_the_field(value, holds):
    assert held(("authentication-results", value), BORDER) is holds


def test_a_method_that_ends_like_another_is_another():
    field = parsed("mx.example.com; notdkim=pass; dkim=fail (bad; dkim=pass) header.d=a.example")
    assert field is not None
    assert field.result_of("dkim") == ("fail",)
    assert field.result_of("notdkim") == ("pass",)


def test_without_a_configured_authserv_id_nobody_is_believed():
    assert trusted_results(a_message(headers=(FAILED, BORDER)), None) == ()


def test_a_field_of_another_servers_is_not_believed_above_the_border_either():
    assert (
        trusted_results(a_message(headers=(("authentication-results", "b.example; dmarc=fail"), BORDER)), "a.example")
        == ()
    )


def test_an_authserv_id_that_no_received_names_makes_the_topmost_one_the_border():
    rules = rules_with()
    mail = a_message(headers=(("received", "from x by other.example; date"), FAILED, BEFORE, PASSED))
    assert len(trusted_results(mail, rules.mailbox("recruitment").authserv_id)) == 1


@given(st.text(alphabet='();="\\ abdmrcfil.,/1\x00é', max_size=200))
def test_no_value_raises(value):
    parsed(value)
