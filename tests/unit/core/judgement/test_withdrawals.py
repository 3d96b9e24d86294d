"""Which vacancy a withdrawal is about: by its words, its thread, what the person applied for."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Known
from inbox_bot.core.words import Kind
from tests.unit.core.judgement.building import earlier, letter, verdict_of


def of_the_same_person(*known: Known) -> Known:
    """The earlier mails of the same person, outside the thread."""
    mails = tuple(replace(mail, same_thread=False) for one in known for mail in one.earlier)
    return Known(earlier=mails)


@pytest.mark.parametrize(
    ("subject", "text", "vacancy"),
    [
        ("Hello", "I withdraw my application for the infrastructure engineer position.", "infra"),
        ("Hello", "I withdraw my application for the infra engineer post. Thank you.", "infra"),
        ("Infrastructure engineer", "I withdraw my application.", "infra"),
        ("Hello", "I have accepted another offer, so I withdraw my application, reference INF-2026-07.", "infra"),
        ("Hello", "Leider muss ich meine Bewerbung als Infrastructure Engineer zurückziehen.", "infra"),
        ("Hello", "Leider muss ich meine Bewerbung als Köchin zurückziehen.", "chef"),
        (
            "Hello",
            "I work as a data scientist intern elsewhere.\n\nI withdraw my application for infra engineer.",
            "infra",
        ),
        ("Hello", "I withdraw my application for the pipeline internship.", "pipeline-intern"),
        ("Hello", "I withdraw my application.", None),
        ("Hello", "I withdraw my application for infrastructure engineer and for data scientist intern.", None),
    ],
)
def test_a_withdrawal_names_its_vacancy(subject, text, vacancy):
    verdict = verdict_of(letter(subject, text))
    assert (verdict.kind, verdict.vacancy.id, verdict.applications) == (Kind.WITHDRAWAL, vacancy, ())


@pytest.mark.parametrize(
    ("known", "vacancy"),
    [
        (NOTHING_KNOWN, None),
        (earlier(Kind.APPLICATION, "infra"), "infra"),
        (of_the_same_person(earlier(Kind.APPLICATION, "infra")), "infra"),
        (of_the_same_person(earlier(Kind.APPLICATION, "infra"), earlier(Kind.APPLICATION, "chef")), None),
        (of_the_same_person(earlier(Kind.ENQUIRY, "infra")), None),
        (of_the_same_person(earlier(Kind.APPLICATION, "gone")), None),
    ],
)
def test_where_it_names_none_the_thread_tells_it_or_the_one_application_of_the_person(known, vacancy):
    assert verdict_of(letter("Hello", "I withdraw my application."), known=known).vacancy.id == vacancy
