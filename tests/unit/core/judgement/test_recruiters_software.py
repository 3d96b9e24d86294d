"""What was sent by software that recruitment firms alone use: told by the hosts that it sends by."""

import pytest

from inbox_bot.core.judgement.agency.software import sent_by_recruiters_software
from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from tests.unit.core.judgement.building import RULES, letter, reading_of, verdict_of

SENDER = "Joan Harper <joan@harper.example>"


def found_in(name, value):
    mail = letter("Welder", "Hello, is it still open?").from_(SENDER).header(name, value)
    return sent_by_recruiters_software(clues_of(reading_of(mail), RULES, NOTHING_KNOWN))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Return-Path", "<bounce-17@bullhornmail.com>"),
        ("Return-Path", "<bounce-17@mta3.BullhornMail.com>"),
        ("Message-ID", "<17.abc@mta3.bullhornmail.com>"),
        ("DKIM-Signature", "v=1; a=rsa-sha256; c=relaxed/relaxed; d=bullhornmail.com; s=s1; bh=x; b=y"),
    ],
)
def test_the_hosts_it_sends_by_tell_the_software(name, value):
    found = found_in(name, value)
    assert found is not None
    assert found.quote.lower() == "bullhornmail.com"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Return-Path", "<joan@bullhornmail.com.example>"),
        ("Return-Path", "<joan@notbullhornmail.com>"),
        ("Return-Path", "<bullhornmail.com@example.org>"),
        ("Message-ID", "<17.abc@mail.example>"),
        ("DKIM-Signature", "v=1; a=rsa-sha256; d=example.org; s=bullhornmail.com; bh=x; b=y"),
        ("Subject", "Administrator for bullhornmail.com"),
    ],
)
def test_a_neighbour_of_the_hosts_is_none(name, value):
    assert found_in(name, value) is None


def test_the_software_alone_never_flags_and_whoever_applies_is_not_doubted():
    mail = letter("Welder", "I am applying for the position. My CV follows.").from_(SENDER)
    verdict = verdict_of(mail.header("Return-Path", "<b@bullhornmail.com>"))
    assert not verdict.agency.flagged
    assert verdict.doubts == ()
