"""What an order means: every verb that decides is a decision like any other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inbox_bot.core.review.decision import (
    AsJudged,
    AskForCv,
    FileUnder,
    Means,
    NotAnAgency,
    NotAnApplication,
    SetApart,
    Wish,
)
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.review.wishes import NoSuchVacancy, decision_of, vacancy_named
from inbox_bot.core.rules.model import Vacancy
from tests.unit.core.review.answering import JANE, order

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)


def a_vacancy(id: str, title: str, *aliases: str, reference: str | None = None) -> Vacancy:
    return Vacancy.model_validate({"id": id, "title": title, "aliases": list(aliases), "reference": reference})


VACANCIES = (
    a_vacancy("data-engineer", "Data engineer", "ETL developer", reference="DE-7"),
    a_vacancy("data-analyst", "Data analyst"),
    a_vacancy("dev-ops", "Développeur Ops"),
)


@pytest.mark.parametrize(
    ("line", "wanted", "answer"),
    [
        ("#12 refuse", SetApart(refuse=True), Wish.AS_USUAL),
        ("#12 agency", SetApart(), Wish.AS_USUAL),
        ("#12 not an agency", NotAnAgency(), Wish.AS_USUAL),
        ("#12 vacancy Data engineer", FileUnder(vacancy="data-engineer"), Wish.AS_USUAL),
        ("#12 speculative", FileUnder(vacancy=None), Wish.AS_USUAL),
        ("#12 not an application", NotAnApplication(), Wish.AS_USUAL),
        ("#12 ask", AskForCv(), Wish.SENT),
        ("#12 answer", AsJudged(), Wish.SENT),
        ("#12 drop", AsJudged(), Wish.NONE),
    ],
)
def test_a_verb_is_a_decision_of_the_reviewer(line, wanted, answer):
    decision = decision_of(order(line), VACANCIES, JANE, AT)
    assert decision is not None
    assert not isinstance(decision, NoSuchVacancy)
    assert (decision.wanted, decision.answer) == (wanted, answer)
    assert (decision.by, decision.means, decision.at) == (JANE, Means.REPLIED, AT)


@pytest.mark.parametrize("verb", [Verb.DOCUMENTS, Verb.LATER, Verb.UNDO, Verb.STATUS, Verb.LIST, Verb.HELP])
def test_what_decides_nothing_about_the_mail_is_no_decision(verb):
    assert decision_of(replace(order("#12 refuse"), verb=verb), VACANCIES, JANE, AT) is None


@pytest.mark.parametrize(
    ("named", "id"),
    [
        ("Data engineer", "data-engineer"),
        ("data-engineer", "data-engineer"),
        ("DATA ENGINEER", "data-engineer"),
        ("“Data engineer”", "data-engineer"),
        ("etl developer", "data-engineer"),
        ("DE-7", "data-engineer"),
        ("analyst", "data-analyst"),
        ("developpeur ops", "dev-ops"),
    ],
)
def test_a_vacancy_is_known_by_what_people_call_it(named, id):
    found = vacancy_named(named, VACANCIES)
    assert isinstance(found, Vacancy)
    assert found.id == id


@pytest.mark.parametrize(
    ("named", "nearest"),
    [
        ("data engneer", "data-engineer"),
        ("data", "data-analyst"),  # two have it: neither is taken
        ("dta analist", "data-analyst"),
        ("plumber", None),
        ("", None),
    ],
)
def test_what_names_none_or_two_is_asked_back_with_the_nearest(named, nearest):
    found = vacancy_named(named, VACANCIES)
    assert isinstance(found, NoSuchVacancy)
    assert (found.nearest.id if found.nearest else None) == nearest


def test_where_there_are_no_vacancies_none_is_named():
    assert isinstance(vacancy_named("x", ()), NoSuchVacancy)
