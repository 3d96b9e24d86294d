"""`check` says where nobody would report an answer that did not arrive."""

from dataclasses import replace

import pytest

from inbox_bot.core.rules.model import SignInSettings
from inbox_bot.health.check import check_reports
from tests.unit.core.review.answering import the_rules

SIGN_IN = {"provider": "microsoft", "flow": "app", "tenant": "t", "client_id": "c", "client_secret": "env:SECRET"}


def said(*, envelope: str | None = None, send: str = "smtp") -> list[str]:
    rules = the_rules("imap.example.com", None)
    answers = rules.answers.model_copy(update={"envelope": envelope})
    mailbox = rules.mailboxes[0].model_copy(update={"signin": SignInSettings.model_validate(SIGN_IN | {"send": send})})
    found = list(check_reports(replace(rules, answers=answers), mailbox))
    assert all(each.ok for each in found)
    return [str(each.sentence) for each in found]


def test_without_an_envelope_sender_no_report_comes_and_it_says_what_would_bring_them():
    (sentence,) = said()
    assert "no report comes back" in sentence
    assert "answers.envelope: jobs@example.com" in sentence


def test_reports_that_go_to_another_address_are_told_of_only_where_its_mail_comes_in():
    (sentence,) = said(envelope="bounces@example.com")
    assert sentence.startswith("reports of answers that do not arrive go to bounces@example.com (answers.envelope)")


@pytest.mark.parametrize("settings", [{"envelope": "jobs@example.com"}, {"send": "graph"}])
def test_where_the_envelope_has_a_sender_nothing_is_said(settings):
    assert said(**settings) == []
