"""How far an agency is approved: for some vacancies, until a day; beyond that it is refused like any other."""

from dataclasses import replace
from datetime import date

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, Evidence
from inbox_bot.core.message.values import Address
from inbox_bot.core.rules.model import AgenciesSettings, ApprovedAgency, Policy
from inbox_bot.core.words import Kind, Outcome, Reason, Template
from tests.unit.core.plan.test_outcomes import answer_of, plan
from tests.unit.core.reply.circumstances import NOW, a_message, a_reading, a_verdict, rules_with

FROM_TALENT = a_reading(a_message(senders=(Address(name="Tom", address="tom@talent.example"),)))
ON_THE_LIST = Evidence(rule="is_approved", quote="agencies.approved: talent.example", weight=1.0)
APPROVED = AgencyFinding(approved=True, score=1.0, signals=1, evidence=(ON_THE_LIST,), listed="talent.example")
TODAY = NOW.date()
DAY_BEFORE = date.fromordinal(TODAY.toordinal() - 1)


def planned(agency=APPROVED, *, policy=Policy.REJECT, vacancy="engineer", **entry):
    approved = ApprovedAgency(agency="talent.example", **entry)
    rules = replace(rules_with(), agencies=AgenciesSettings(policy=policy, approved=(approved,)))
    return plan(a_verdict(Kind.AGENCY, agency=agency, vacancy=vacancy), reading=FROM_TALENT, rules=rules)


@pytest.mark.parametrize("entry", [{}, {"vacancies": ("engineer",)}, {"until": TODAY}])
def test_an_agency_that_is_approved_for_the_vacancy_on_this_day_is_filed_as_its_source(entry):
    made = planned(**entry)
    assert made.outcome is Outcome.FILED
    assert [application.source for application in made.applications] == ["tom@talent.example"]


@pytest.mark.parametrize("entry", [{"vacancies": ("designer",)}, {"until": DAY_BEFORE}])
def test_an_agency_that_is_approved_for_another_vacancy_or_no_longer_is_refused(entry):
    made = planned(**entry)
    assert made.outcome is Outcome.AGENCY
    assert made.applications == ()
    assert answer_of(made).effect.template == Template.AGENCY_REJECTION.value
    assert answer_of(made).why is None


@pytest.mark.parametrize("entry", [{"vacancies": ("designer",)}, {"until": DAY_BEFORE}])
def test_its_refusal_waits_for_a_person_where_the_policy_is_to_flag(entry):
    assert answer_of(planned(policy=Policy.FLAG, **entry)).why == "agency_policy"


@pytest.mark.parametrize("entry", [{"vacancies": ("designer",)}, {"until": DAY_BEFORE}])
def test_who_works_at_the_agency_and_applies_is_refused_by_no_list(entry):
    applies = Evidence(rule="applies_themselves", quote="I am applying", weight=-0.5)
    made = planned(replace(APPROVED, evidence=(ON_THE_LIST, applies)), **entry)
    assert (made.outcome, made.reason) == (Outcome.REVIEW, Reason.UNSURE_AGENCY)


def test_where_no_vacancy_is_named_and_the_agency_is_approved_for_some_a_person_looks():
    made = planned(vacancy=None, vacancies=("engineer",))
    assert (made.outcome, made.reason) == (Outcome.REVIEW, Reason.UNSURE_VACANCY)
