"""Plain applications of 24 fields, each naming its vacancy, with CVs nobody here wrote: nearly none needs a person.

The CVs are anonymised; a name and an address are put on each, as every CV has them.
"""

from dataclasses import replace

import pytest

from bench.fields import ADVERTISED
from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.plan import plan_for
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.words import Outcome, Role
from tests.unit.core.judgement.building import NOON, letter, reading_of, with_vacancies
from tests.unit.core.judgement.test_cv_alone import CVS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CVS.is_dir(), reason="the corpora are not beside this checkout"),
]

LETTERS = (
    ("Application: {title}", "Dear team,\n\nplease find attached my CV for the position.\n\nKind regards\nAnn Lee"),
    ("{title}", "Hello, my CV is attached.\n\nAnn Lee"),
    ("My application", "Dear Sir or Madam,\n\nI would like to apply for the position of {title}.\n\nAnn Lee"),
)
REVIEWED = 0.05


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    rules = with_vacancies(
        *(Vacancy(id=field, title=title, keywords=words) for field, (title, words) in ADVERTISED.items())
    )
    found = []
    for number, file in enumerate(sorted(CVS.rglob("*.pdf"))):
        title, _ = ADVERTISED[file.parent.name]
        subject, text = LETTERS[number % len(LETTERS)]
        mail = letter(subject.format(title=title), text.format(title=title))
        message = mail.attach("cv.pdf", file.read_bytes(), "application/pdf").message()
        documents = (
            replace(one, text=f"Ann Lee\nann.lee@example.org\n\n{one.text}") if one.role is Role.CV else one
            for one in documents_of(message)
        )
        reading = reading_of(message, *documents)
        verdict = judge(reading, rules, NOTHING_KNOWN)
        history = History(fingerprint=file.name, first_seen_at=NOON)
        found.append(plan_for(reading, verdict, rules, history, NOON).outcome)
    return found


def test_nearly_none_is_for_a_person(outcomes):
    assert len(outcomes) >= 100
    assert outcomes.count(Outcome.REVIEW) < REVIEWED * len(outcomes)


def test_none_is_put_away(outcomes):
    assert set(outcomes) <= {Outcome.FILED, Outcome.CORRESPONDENCE, Outcome.REVIEW}
