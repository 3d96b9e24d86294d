"""Whether an answer is a plain yes: what people write in eight languages, and what is no yes for all its yes."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.kind.consent import yes_in
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.lexicon.phrases import LANGUAGES
from inbox_bot.core.words import Role
from tests.support.builders.mails import MailBuilder, a_mail
from tests.unit.core.judgement.building import RULES, a_document, reading_of
from tests.unit.core.review.programs import PROGRAMS, Original

ANSWERS = (Path(__file__).parent / "letters" / "consent.txt").read_text(encoding="utf-8").partition("\n\n")[2]
QUESTION = Original(
    sender="recruitment@example.com",
    name="Example Ltd",
    to="ann.lee@example.org",
    subject="Re: Application",
    message_id="<question@example.com>",
    text="Dear Ann Lee,\n\nMay we keep it? Please answer this mail with the one word “Yes”.\n\nExample Ltd",
    markup="<p>Dear Ann Lee,</p><p>May we keep it? Please answer with the one word “Yes”.</p><p>Example Ltd</p>",
)


def languages_of(mail: MailBuilder) -> frozenset[str]:
    return yes_in(clues_of(reading_of(mail.from_("Ann Lee <ann.lee@example.org>")), RULES, NOTHING_KNOWN))


@cache
def of_text(text: str) -> frozenset[str]:
    return languages_of(a_mail().subject("Re: Application").text(text))


@pytest.mark.parametrize("answer", ANSWERS.split("\n---\n"), ids=lambda answer: " ".join(answer.split())[:40])
def test_an_answer_is_a_plain_yes_in_its_language_or_it_is_none(answer):
    language, _, text = answer.strip().partition("\n")
    found = of_text(text)
    assert (language in found) if language != "no" else not found, found


def test_every_language_has_its_yes_among_these():
    assert {answer.strip().partition("\n")[0] for answer in ANSWERS.split("\n---\n")} == {*LANGUAGES, "no"}


def test_one_languages_yes_is_anothers_thanks_and_so_it_is_told_in_which_it_is_one():
    assert of_text("Tak") == {"pl"}
    assert of_text("Ja") == {"de", "nl"}


#: Their quotes are marked by nothing: a person reads what was answered with them.
UNMARKED = frozenset({"gmx", "notes", "web_de_text", "notes_web"})


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_what_a_program_quotes_of_our_letter_is_no_answer_of_theirs(program):
    assert ("en" in languages_of(program("Yes\n\nAnn Lee", QUESTION))) is (program.__name__ not in UNMARKED)
    assert not languages_of(program("", QUESTION))
    assert not languages_of(program("No, please delete it", QUESTION))


def test_whoever_sends_a_document_with_it_says_more_than_yes():
    reading = reading_of(a_mail().from_("Ann Lee <ann.lee@example.org>").text("Yes"))
    clues = clues_of(replace(reading, documents=(a_document(Role.CV, "Ann Lee"),)), RULES, NOTHING_KNOWN)
    assert not yes_in(clues)


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=12))
@example("but")
@example("delete")
@example("nicht")
def test_no_yes_is_taken_out_of_a_text_with_a_word_that_is_no_courtesy(word):
    if of_text(f"Yes.\n{word}."):
        return  # a courtesy, another yes, or the writer's name
    for text in (
        f"Yes {word}",
        f"{word} yes",
        f"Yes, {word}!",
        f"{word}\nYes\n\nAnn Lee",
        f"Ja {word}",
        f"Oui, {word}",
    ):
        assert not of_text(text), text


@given(st.text(max_size=400))
def test_any_text_is_judged_and_what_is_no_word_is_no_yes(text):
    found = of_text(text)
    assert found <= set(LANGUAGES)
    if not any(character.isalpha() for character in text):
        assert not found
