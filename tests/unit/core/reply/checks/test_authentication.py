"""Authentication-Results (RFC 8601): whose word counts, and how it is read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.judgement.verdict import Sending, Way
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.checks.authentication import parsed, sender_not_authentic, sender_unproven, trusted_results
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.why import Hold
from tests.unit.core.reply.circumstances import a_message, a_proposal, a_verdict, rules_with

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


LIST_SENT_IT = "spf=pass smtp.mailfrom=jobs+bnc7@example.com"
VIA = Sending(
    way=Way.OUR_LIST,
    person=Address(name="Ann Lee", address="ann.lee@example.org"),
    answer_to=Address(name="Ann Lee", address="ann.lee@example.org"),
)
AS_IT_WAS = Sending(way=Way.OUR_LIST)


def through_our_list(*results: str, sending=VIA, original: str = ""):
    sender = "'Ann Lee' via Jobs <jobs@example.com>" if sending is VIA else "Ann Lee <ann.lee@example.org>"
    name, _, address = sender.strip(">").partition(" <")
    fields = [("authentication-results", f"mx.example.com; {result}") for result in results]
    kept = [("x-original-authentication-results", original)] if original else []
    message = a_message(senders=(Address(name=name, address=address),), headers=(*fields, BORDER, *kept))
    return a_proposal(message, verdict=replace(a_verdict(), sending=sending))


@pytest.mark.parametrize(
    "result",
    [
        LIST_SENT_IT,
        "dmarc=pass header.from=example.com",
        "dkim=pass header.d=x.example; spf=pass smtp.mailfrom=jobs-bounces@example.com; dmarc=none",
        "spf=pass (designated) smtp.mailfrom=JOBS@example.com",
    ],
)
def test_a_rewritten_sender_is_believed_where_our_border_shows_that_our_list_sent_it(result):
    assert sender_unproven(through_our_list(result)) is None


@pytest.mark.parametrize(
    "results",
    [
        (),
        ("spf=pass smtp.mailfrom=jobs@evil.example",),
        ("spf=softfail smtp.mailfrom=jobs@example.com",),
        ("spf=pass smtp.helo=jobs@example.com",),
        ("spf=pass; dkim=pass header.d=evil.example",),
        ("dmarc=pass header.from=evil.example",),
        ("dmarc=none header.from=example.com",),
        ("dkim=pass header.d=evil.example", LIST_SENT_IT),  # the second may be a forger's
        ("spf=pass smtp.mailfrom=jobs@example.com; spf=fail smtp.mailfrom=jobs@example.com",),
    ],
)
def test_else_its_answer_is_held(results):
    assert sender_unproven(through_our_list(*results)) is Hold.SENDER_UNPROVEN


def test_without_an_authserv_id_nothing_is_shown():
    proposal = through_our_list(LIST_SENT_IT)
    mailbox = proposal.matter.mailbox.model_copy(update={"authserv_id": None})
    unknown = replace(
        proposal, matter=replace(proposal.matter, rules=replace(proposal.matter.rules, mailboxes=(mailbox,)))
    )
    assert sender_unproven(unknown) is Hold.SENDER_UNPROVEN


def test_a_sender_that_no_list_rewrote_needs_no_proof():
    assert sender_unproven(through_our_list(sending=AS_IT_WAS)) is None


FAILED_BY_THE_LIST = f"{LIST_SENT_IT}; dmarc=fail header.from=example.org"


@pytest.mark.parametrize(
    ("original", "held"),
    [
        ("mx.example.com; dmarc=pass header.from=example.org", False),
        ("mx.example.com; spf=pass; dmarc=fail header.from=example.org", True),
        ("mx.example.com; spf=pass", True),
        ("mx.evil.example; dmarc=pass header.from=example.org", True),
        ("", True),
    ],
)
def test_what_our_list_broke_is_judged_by_its_servers_first_look(original, held):
    proposal = through_our_list(FAILED_BY_THE_LIST, sending=AS_IT_WAS, original=original)
    assert (sender_not_authentic(proposal) is Hold.SENDER_NOT_AUTHENTIC) is held


def test_a_first_look_excuses_nothing_that_our_list_did_not_send():
    good = "mx.example.com; dmarc=pass header.from=example.org"
    for result in ("dmarc=fail", "spf=pass smtp.mailfrom=x@evil.example; dmarc=fail"):
        proposal = through_our_list(result, sending=AS_IT_WAS, original=good)
        assert sender_not_authentic(proposal) is Hold.SENDER_NOT_AUTHENTIC
    direct = through_our_list(FAILED_BY_THE_LIST, sending=Sending(), original=good)
    assert sender_not_authentic(direct) is Hold.SENDER_NOT_AUTHENTIC
