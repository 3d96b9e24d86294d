"""A CV and no word about what for: who gets a person's look, and who the letter for no vacancy in particular."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bench.fields import ADVERTISED
from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Document
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules, Vacancy
from inbox_bot.core.words import Reason
from tests.unit.core.judgement.building import letter, verdict_of, with_vacancies
from tests.unit.core.reply.circumstances import ROOT, templates

CVS = Path(__file__).parents[5] / "shared" / "corpora" / "cvs"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CVS.is_dir(), reason="the corpora are not beside this checkout"),
]


@cache
def documents() -> tuple[tuple[str, tuple[Document, ...]], ...]:
    """Each CV with its field."""
    found = []
    for file in sorted(CVS.rglob("*.pdf")):
        message = a_bare_mail().attach("cv.pdf", file.read_bytes(), "application/pdf").message()
        found.append((file.parent.name, tuple(documents_of(message))))
    return tuple(found)


def a_bare_mail():
    return letter("CV", "Please find my CV attached.\n\nKind regards\nAnn Lee")


def share_of(rules: Rules, wanted) -> float:
    """The share of the CVs, each sent alone, whose verdict is wanted."""
    judged = [wanted(verdict_of(a_bare_mail(), *cv, rules=rules)) for _, cv in documents()]
    return Counter(judged)[True] / len(judged)


def is_reviewed(verdict: Verdict) -> bool:
    return Reason.UNSURE_VACANCY in verdict.doubts


def is_for_none(verdict: Verdict) -> bool:
    return verdict.vacancy.id is None and not verdict.doubts


def test_where_a_vacancy_of_their_field_is_open_few_get_the_letter_for_none():
    vacancies = [Vacancy(id=field, title=title, keywords=words) for field, (title, words) in ADVERTISED.items()]
    assert share_of(with_vacancies(*vacancies), is_for_none) <= 0.12


def test_where_none_of_their_field_is_open_few_need_a_person():
    assert share_of(load((ROOT / "rules.yaml").read_text("utf-8"), templates()), is_reviewed) <= 0.05
