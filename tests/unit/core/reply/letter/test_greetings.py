"""Whom a letter greets: by a name of any script, without one where there is none, and in one language throughout."""

import re
from email import message_from_bytes, policy

import pytest

from inbox_bot.core.judgement.text.language import language_of
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.rules.load import load
from inbox_bot.core.words import Template
from tests.unit.core.reply.circumstances import NOW, SMALLEST, a_message, a_verdict, templates
from tests.unit.core.reply.letter.test_compose import answer
from tests.unit.core.reply.letter.test_conversations import LANGUAGES

WITHOUT = {
    "en": "Hello,",
    "de": "Guten Tag,",
    "es": "Buenos días:",
    "fr": "Bonjour,",
    "it": "Buongiorno,",
    "nl": "Goedendag,",
    "pl": "Dzień dobry,",
    "pt": "Bom dia,",
}
BY_NAME = {
    "en": "Dear {},",
    "de": "Guten Tag {},",
    "es": "Buenos días, {}:",
    "fr": "Bonjour {},",
    "it": "Buongiorno {},",
    "nl": "Beste {},",
    "pl": "Dzień dobry, {},",
    "pt": "Bom dia, {},",
}
TO_APPLICANTS = [
    template
    for template in Template
    if template not in (Template.AGENCY_REJECTION, Template.AGENCY_ACKNOWLEDGEMENT, Template.REFERRAL_THANKS)
]
ARABIC = "محمد بن علي"
BIDI = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def letters(name: str | None, language: str, mail=None):
    for template in TO_APPLICANTS:
        yield answer(mail, template, verdict=a_verdict(name=name, language=language)).letter


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [None, "", " ", "\u200f\u202e", "x" * 300, "Ann Maria " * 30, f"{ARABIC} " * 30],
    ids=["none", "empty", "blank", "marks alone", "300 letters", "300 characters", "300 Arabic characters"],
)
def test_nobodys_name_and_one_without_an_end_are_greeted_without(language, name):
    for letter in letters(name, language):
        assert letter.text.partition("\n\n")[0] == WITHOUT[language]
        assert "…" not in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [ARABIC, "דוד כהן", "李安", "Zoë O'Neil-Łukasz", "Nguyễn Thị Minh Khai"])
def test_a_name_of_any_script_is_greeted_as_it_is_written(language, name):
    for letter in letters(name, language):
        assert letter.text.partition("\n\n")[0] == BY_NAME[language].format(name)


@pytest.mark.parametrize("name", [f"\u202e{ARABIC}", f"\u2067{ARABIC}", f"{ARABIC}\u200f\u202b", f"Ann \u202e{ARABIC}"])
def test_a_name_that_would_turn_the_line_around_turns_nothing(name):
    """Not in the text, not in the header, not on the page, where each paragraph finds its own direction (UAX 9)."""
    mail = a_message(senders=(Address(name=name, address="m@example.org"),), subject=f"\u202e{ARABIC}")
    for letter in letters(name, "en", mail):
        assert ARABIC in letter.text
        sent = message_from_bytes(to_wire(letter, NOW), policy=policy.SMTP)
        plain, page = (part.get_content() for part in sent.iter_parts())
        for shown in (plain, page, str(sent["Subject"]), str(sent["To"])):
            assert re.search(BIDI, shown) is None
        assert page.count("<p ") == page.count('<p dir="auto"') == letter.text.strip().count("\n\n") + 1


@pytest.mark.parametrize(
    ("typed", "quoted_cv", "language"),
    [
        (
            (
                "Sehr geehrte Damen und Herren, ich bewerbe mich auf die Stelle und freue mich auf Ihre Antwort.\n\n"
                "Dear all, I would like to apply."
            ),
            "I have worked for the state and with the people of the town.",
            "de",
        ),
        (
            "Dear all, I would like to apply for the job, and I look forward to hearing from you.\n\nViele Grüße",
            "Ich habe bei der Stadt und mit den Leuten gearbeitet.",
            "en",
        ),
        ("CV", "Ich habe bei der Stadt und mit den Leuten gearbeitet, und das ist nicht alles.", "de"),
    ],
    ids=["more German", "more English", "the CV alone says it"],
)
def test_who_writes_in_two_languages_is_answered_in_the_one_that_prevails(typed, quoted_cv, language):
    assert language_of(typed, quoted_cv) == language
    letter = answer(a_message(typed=typed, text=typed), verdict=a_verdict(language=language)).letter
    assert letter.text.startswith(BY_NAME[language].format("Ann Lee"))
    assert language_of(letter.text) == language


@pytest.mark.parametrize(("company", "served"), [("en", "en"), ("pt", "pt"), ("ro", "en")])
@pytest.mark.parametrize("language", ["ar", "zh", "xx", "", "../de"])
def test_who_writes_in_a_language_that_nobody_ships_is_answered_in_the_companys_else_in_english(
    company, served, language
):
    rules = load(SMALLEST.format(mode="live").replace("language: en", f"language: {company}"), templates())
    answered = answer(rules=rules, verdict=a_verdict(language=language))
    assert answered.language == served
    assert answered.letter.text.startswith(BY_NAME[served].format("Ann Lee"))
