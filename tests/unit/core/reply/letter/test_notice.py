"""What a first letter says of how long an application is kept: what `keep` does with it, once, and to nobody else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding
from inbox_bot.core.reply.letter.notice import Since, notice_in, retention_in
from inbox_bot.core.reply.letter.spoken import lasting
from inbox_bot.core.rules.written.quantities import Span
from inbox_bot.core.words import ActionState, Template
from tests.unit.core.reply.circumstances import (
    a_history,
    a_past_answer,
    a_proposal,
    a_reading,
    a_verdict,
    rules_with,
)
from tests.unit.core.rules.test_letters import LANGUAGES

KEEP = "keep: {filed: 6 months after closing, speculative: 90 days}\n"
AFTER_CLOSING = retention_in(Span(months=6), Since.CLOSING, "en")
AFTER_ARRIVAL = retention_in(Span(months=6), Since.ARRIVAL, "en")


def said(template: Template = Template.ACKNOWLEDGEMENT, keep: str = KEEP, language: str = "en", **about: object) -> str:
    proposal = a_proposal(template=template, rules=rules_with(keep), **about)  # type: ignore[arg-type]
    return notice_in(proposal, template, language).retention


def test_it_says_how_long_an_application_is_kept_after_its_vacancy_closes():
    assert said() == AFTER_CLOSING
    assert "6 months after the vacancy closes" in AFTER_CLOSING
    assert said(Template.MISSING_CV) == said(Template.ENCRYPTED_CV) == AFTER_CLOSING


def test_one_that_came_after_closing_or_for_no_vacancy_is_counted_from_its_arrival():
    late = a_reading(received_at=datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert said(Template.VACANCY_CLOSED, vacancy="past", reading=late) == AFTER_ARRIVAL
    in_time = a_reading(received_at=datetime(2026, 5, 31, 21, 59, tzinfo=UTC))  # a minute before midnight in Berlin
    assert said(Template.VACANCY_CLOSED, vacancy="past", reading=in_time) == AFTER_CLOSING
    assert "90 days after it reached us" in said(Template.SPECULATIVE, vacancy=None)


def test_where_keep_never_lets_it_go_nothing_is_promised():
    assert said(keep="") == ""
    assert said(keep="keep: {agency: 30 days}\n") == ""
    assert said(keep="keep: {filed: 1 year after closing}\n", vacancy=None) == ""
    assert said(vacancy="not in rules.yaml any more") == ""
    assert said(language="sv") == ""
    closed = rules_with(KEEP).vacancies[0].model_copy(update={"open": False})
    rules = replace(rules_with(KEEP), vacancies=(closed,))
    assert notice_in(a_proposal(rules=rules), Template.VACANCY_CLOSED, "en").retention == ""


def test_an_enquiry_an_agency_and_a_colleague_are_told_nothing_of_an_application():
    assert said(Template.ENQUIRY) == ""
    for template in (Template.AGENCY_REJECTION, Template.AGENCY_ACKNOWLEDGEMENT, Template.REFERRAL_THANKS):
        assert said(template) == ""
    assert said(verdict=a_verdict(agency=AgencyFinding(approved=True))) == ""


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.PENDING, ActionState.UNCERTAIN])
def test_a_second_letter_does_not_say_it_again(state):
    before = a_past_answer(state=state)
    assert said(history=a_history(answers=(before,))) == ""
    assert said(history=a_history(written_to=True)) == ""


@pytest.mark.parametrize("state", [ActionState.HELD, ActionState.CANCELLED, ActionState.REFUSED])
def test_a_letter_that_did_not_go_out_has_told_nobody(state):
    assert said(history=a_history(answers=(a_past_answer(state=state),))) == AFTER_CLOSING


def test_what_others_were_told_and_an_agencys_refusal_count_for_nobody():
    another = a_past_answer(correspondent="bob@example.org", person="bob@example.org")
    refusal = a_past_answer(template=Template.AGENCY_REJECTION)
    assert said(history=a_history(answers=(another, refusal))) == AFTER_CLOSING


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_either_with_its_own_words_for_time(language):
    sentences = {retention_in(Span(months=6), counted, language) for counted in Since}
    assert len(sentences) == len(Since)
    assert all(lasting(Span(months=6), language) in sentence and "{" not in sentence for sentence in sentences)
    spans = (
        Span(days=1),
        Span(days=2),
        Span(days=28),
        Span(months=1),
        Span(months=7),
        Span(months=12),
        Span(months=24),
    )
    assert len({lasting(span, language) for span in spans}) == len(spans)


@pytest.mark.parametrize(
    ("span", "polish"),
    [
        (Span(days=90), "90 dni"),
        (Span(days=28), "4 tygodnie"),
        (Span(months=1), "1 miesiąc"),
        (Span(months=3), "3 miesiące"),
        (Span(months=6), "6 miesięcy"),
        (Span(months=13), "13 miesięcy"),
        (Span(months=22), "22 miesiące"),
        (Span(months=60), "5 lat"),
    ],
)
def test_polish_has_a_form_for_few_and_one_for_many(span, polish):
    assert lasting(span, "pl") == polish


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_applicants_are_asked_whether_they_may_be_kept_the_first_letter_says_so(language):
    asks = "keep: {filed: 6 months after closing, ask: 7 days before}\n"
    told, untold = said(keep=asks, language=language), said(language=language)
    assert told.startswith(untold)
    assert len(told) > len(untold) + 20
    assert said(keep=asks, history=a_history(written_to=True)) == ""
