"""What a letter may name, from rules.yaml and the mail to the text: said where it is set, and nothing where not."""

from datetime import UTC, datetime

import pytest

from inbox_bot.core.message.values import Document
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.templates.compiled import VARIABLES
from inbox_bot.core.words import Problem, Role
from tests.unit.core.reply.circumstances import SMALLEST, a_message, a_reading, a_verdict, templates
from tests.unit.core.reply.letter.test_compose import answer

NAMES = tuple(name for name in VARIABLES if name != "values")
NAMING_ALL = "Subject: Re: {{ subject }}\n\n" + "".join(f"{name}={{{{ {name} }}}}\n" for name in NAMES)
VACANCY = "{id: engineer, title: Engineer, address: jobs+engineer@example.com"
FULL = (
    SMALLEST.format(mode="live")
    .replace("language: en}", "language: en, privacy: https://example.com/privacy}")
    .replace(VACANCY, f"{VACANCY}, reference: E-12, location: Leeds")
    + """\
answers:
  signature: The recruiting team
  contact_name: Kim Keeper
  reply_within: two weeks
  values: {floor: 3, hours: 9 to 5}
keep: {country: de}
"""
)
ARRIVED = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # the first of June in Berlin


def said(rules: str, language: str = "en", **proposal: object) -> dict[str, str]:
    """Each variable as the letter has it."""
    own = {**templates(), f"answers/acknowledgement.{language}.txt": NAMING_ALL}
    made = answer(rules=load(rules, own), **proposal)
    lines = (line.partition("=") for line in made.letter.text.splitlines())
    return {name: value for name, _, value in lines}


def test_each_is_said_as_rules_yaml_and_the_mail_have_it():
    reading = a_reading(a_message(subject="AW: Fwd: My application"), received_at=ARRIVED)
    assert said(FULL, reading=reading) == {
        "applicant_name": "Ann Lee",
        "applicant_first_name": "Ann",
        "vacancy_title": "Engineer",
        "vacancy_reference": "E-12",
        "vacancy_location": "Leeds",
        "company_name": "Example Ltd",
        "contact_name": "Kim Keeper",
        "signature": "The recruiting team",
        "privacy": "https://example.com/privacy",
        "retention": "We will delete your application 6 months after the vacancy closes, unless something about it is "
        "still open by then.",
        "answer_by": "",
        "kept_for": "",
        "reply_within": "2 weeks",
        "received_on": "1 June 2026",
        "subject": "My application",
        "has_cv": "yes",
        "archive": "",
    }


def test_each_is_empty_where_nobody_said_it():
    unread = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, problem=Problem.DAMAGED)
    found = said(
        SMALLEST.format(mode="live"),
        vacancy=None,
        verdict=a_verdict(name=None),
        reading=a_reading(a_message(subject=""), documents=(unread,)),
    )
    assert {name for name, value in found.items() if value} == {"company_name", "received_on"}


@pytest.mark.parametrize(
    ("language", "within", "day"),
    [
        ("de", "2 Wochen", "1. Juni 2026"),
        ("es", "2 semanas", "1 de junio de 2026"),
        ("fr", "2 semaines", "1er juin 2026"),
        ("it", "2 settimane", "1 giugno 2026"),
        ("nl", "2 weken", "1 juni 2026"),
        ("pl", "2 tygodni", "1 czerwca 2026"),
        ("pt", "2 semanas", "1 de junho de 2026"),
    ],
)
def test_spans_and_days_are_said_in_the_letters_language(language, within, day):
    reading = a_reading(received_at=ARRIVED)
    found = said(FULL, language, reading=reading, verdict=a_verdict(language=language))
    assert (found["reply_within"], found["received_on"]) == (within, day)


def test_the_users_own_values_are_theirs_to_name():
    own = {
        **templates(),
        "answers/acknowledgement.en.txt": "Subject: a\n\n{{ values.floor }}, {{ values.hours }}\n",
    }
    assert answer(rules=load(FULL, own)).letter.text == "3, 9 to 5\n"


def test_without_a_span_no_letter_speaks_of_time():
    with_span, without = (
        answer(rules=load(rules, templates())).letter.text for rules in (FULL, SMALLEST.format(mode="live"))
    )
    assert "You will hear from us within 2 weeks." in with_span
    assert "hear from us" not in without
