"""Which vacancy a letter is for, as people write it: what is right of each letter in tests/unit/core/judgement/wanted.

A letter's head says who advertises and what is right of it.

Offers     the vacancies: a file in wanted (its name has the language), or `example`, the repository's rules.yaml
Right      the outcome, with its vacancy or its reason
Never      the vacancy that it must not be filed under
Among      the vacancies that have to be named as others, in that order
By         the finding that decides, and words of what it quotes
Applicant  who applies, where that is not the sender
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.plan import plan_for
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules
from tests.unit.core.judgement.building import NOON, reading_of
from tests.unit.core.judgement.lettering import Letter, letters_of
from tests.unit.core.reply.circumstances import ROOT, a_history, templates

WANTED = Path(__file__).parent / "wanted"
COMPANY = """
company: {{name: Example Ltd, domains: [example.com], timezone: Europe/London, language: {language}}}
mailbox: {{address: recruitment@example.com, imap: {{host: imap.example.com}}, smtp: {{host: smtp.example.com}}}}
reviewers: [{{email: jane@example.com}}]
"""
LETTERS = [(file.stem, letter) for file in sorted(WANTED.glob("*.txt")) for letter in letters_of(file)]


@cache
def rules_of(offers: str) -> Rules:
    """The rules of whoever advertises."""
    if offers == "example":
        return load((ROOT / "rules.yaml").read_text("utf-8"), templates())
    (file,) = WANTED.glob(f"{offers}.*.yaml")
    return load(COMPANY.format(language=file.suffixes[0][1:]) + file.read_text("utf-8"), templates())


@dataclass(frozen=True)
class Judged:
    """What became of a letter."""

    outcome: str  #: "filed driver", "review two_vacancies", "speculative"
    vacancy: str | None
    others: list[str]
    evidence: list[tuple[str, str]]  #: rule and quotation, the deciding one first
    applicant: str


def judged(letter: Letter) -> Judged:
    """The letter's way from judgement to the plan."""
    rules = rules_of(letter.fields["Offers"])
    reading = reading_of(letter.mail, *letter.documents)
    verdict = judge(reading, rules, NOTHING_KNOWN)
    plan = plan_for(reading, verdict, rules, a_history(), NOON)
    (application,) = plan.applications
    said = application.vacancy if plan.outcome == "filed" else plan.reason
    return Judged(
        outcome=" ".join(word for word in (plan.outcome, said) if word),
        vacancy=application.vacancy,
        others=[match.id for match in verdict.vacancy.alternatives],
        evidence=[(finding.rule, finding.quote) for finding in verdict.vacancy.evidence],
        applicant=f"{application.applicant.name} <{application.applicant.email}>",
    )


def in_order(wanted: list[str], found: list[str]) -> bool:
    return [one for one in found if one in wanted] == wanted


@pytest.mark.parametrize("letter", [pytest.param(letter, id=f"{topic}: {letter.about}") for topic, letter in LETTERS])
def test_the_vacancy_that_a_letter_is_for(letter: Letter):
    found, right = judged(letter), letter.fields
    assert found.applicant == right.get("Applicant", right["From"])
    if "Right" in right:
        assert found.outcome == right["Right"], found
    if "Never" in right:
        assert found.vacancy != right["Never"], found
    assert in_order(right.get("Among", "").split(), found.others), found
    if "By" in right:
        rule, _, words = right["By"].partition(" ")
        assert any(rule == name and words.lower() in quote.lower() for name, quote in found.evidence), found


def test_there_are_many_letters_and_every_one_says_what_is_right():
    assert len(LETTERS) >= 90
    assert all({"Right", "Never"} & letter.fields.keys() for _, letter in LETTERS)
