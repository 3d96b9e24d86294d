"""What a letter says, told alike in eight languages."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.judgement.agency import meaning
from inbox_bot.core.judgement.agency.learned import reads_like_an_agency
from inbox_bot.core.judgement.agency.meaning import CONSTANT, LETTERS_READ, features_of, meaning_of
from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.lexicon.glosses.gloss import PERSONS, glosses_of
from inbox_bot.core.lexicon.glosses.of_no_account import OF_NO_ACCOUNT
from inbox_bot.core.lexicon.phrases import LANGUAGES
from tests.support.builders.company import ROOT
from tests.unit.core.judgement.building import RULES, letter, reading_of

SENDER = "Joan Harper <joan@post.example.net>"


def clues_for(text, subject="Hello", sender=SENDER, papers=()):
    mail = letter(subject, text).from_(sender)
    return clues_of(reading_of(mail, *papers), RULES, NOTHING_KNOWN)


def test_the_same_said_in_two_languages_is_the_same_feature():
    english = features_of(clues_for("We have a candidate for you. She can start on Monday with our contract."))
    german = features_of(
        clues_for("Wir haben für Sie eine Kandidatin. Sie kann am Montag mit unserem Vertrag beginnen.")
    )
    assert {"candidate", "contract", "start", "monday", "@we", "@we have"} <= english.keys() & german.keys()


def test_names_addresses_and_figures_are_masked():
    one = "Call Robert on 0151 5550123 or rob@firm.example: he asks for 52,000 and can start at 7."
    other = "Call Peter on 0171 5559876 or pete@company.example: he asks for 61,500 and can start at 8."
    assert features_of(clues_for(one)).keys() == features_of(clues_for(other)).keys()


def test_of_whom_a_letter_speaks_is_counted():
    of_another = features_of(clues_for("She has led a team. Her notice is short. He and she want her to come."))
    of_oneself = features_of(clues_for("I have led my team. My notice is short, and I want to come as I am."))
    assert "others>=@i" in of_another
    assert "@i>others" in of_oneself


def test_subject_paper_and_sender_are_told_apart_from_the_letter():
    found = features_of(clues_for("Good morning.", subject="Welder", sender="Fee Contracts <a@nurse.example>"))
    assert {"welder", "subject:welder", "sender:contract", "sender:fee"} <= found.keys()
    assert "fee" not in found


def test_what_a_letter_opens_and_closes_with_is_told_apart():
    middle = "The weather was fine and the road was long, and so it went on and on until the evening came. " * 3
    found = features_of(clues_for(f"I apply as a welder. {middle} Our contract is enclosed."))
    assert {"opens:apply", "closes:contract"} <= found.keys()
    assert {"opens:contract", "closes:apply"}.isdisjoint(found)


def test_words_that_are_near_are_a_pair_whichever_comes_first():
    one = features_of(clues_for("Our fee is due when your candidate starts."))
    other = features_of(clues_for("When the candidate starts, the fee of ours is due."))
    assert "candidate&fee" in one.keys() & other.keys()


def test_a_word_without_a_gloss_means_what_its_parts_do_and_a_surname_nothing():
    found = features_of(
        clues_for("Wir berechnen für Sie ein Kandidatenhonorar. Ihr Bergmann und Hofmeister, bis Montag.")
    )
    assert {"candidate", "fee"} <= found.keys()
    assert {"mountain", "yard", "court", "miner"}.isdisjoint(found)


def test_after_a_name_that_is_also_a_word_nothing_is_a_surname():
    assert "candidate" in features_of(clues_for("Nur Kandidaten mit Erfahrung stellen wir Ihnen vor."))
    assert "grey" not in features_of(clues_for("I am sending this for Tim Grey, who would like to work for you."))


def test_all_that_was_learned_is_read():
    text = (ROOT / "inbox_bot/core/judgement/agency/meaning.txt").read_text("utf-8")
    lines = text.partition("\n\n")[2].splitlines()
    assert len(meaning.learned()) == len(lines) > 5_000
    assert any(feature.startswith("#") for feature in meaning.learned())


@pytest.mark.parametrize("names", [("Priya Nair", "Haruto Sato"), ("Anna Berg", "Chinonso Eze")])
def test_what_somebody_is_called_changes_nothing(names):
    one, other = (
        meaning_of(
            clues_for(f"I am a nurse and would like to work for you.\n\n{name}", sender=f"{name} <a@post.example>")
        )
        for name in names
    )
    assert one.total == pytest.approx(other.total)


def test_where_somebody_is_from_and_of_which_sex_is_no_feature():
    said = {part for feature in meaning.learned() for part in re.findall("[a-z]+", feature)}
    assert said & OF_NO_ACCOUNT == set()


@pytest.mark.parametrize(
    "text",
    [
        "您好，我想申请贵公司的工程师职位。附上我的简历，期待您的回复。",
        "Здравствуйте, хочу у вас работать. Моё резюме в приложении.",
    ],
)
def test_a_letter_in_a_language_without_glosses_reads_like_nothing(text):
    mail = letter("Engineer", text).from_(SENDER).header("Reply-To", "other@post.example.org, third@post.example.org")
    assert reads_like_an_agency(clues_of(reading_of(mail), RULES, NOTHING_KNOWN)) is None


def test_an_address_to_answer_to_makes_nobody_an_agency():
    mail = letter("Engineer", "Is the post of engineer still open? I would like to apply.").from_(SENDER)
    mail = mail.header("Reply-To", "other@post.example.org, third@post.example.org")
    assert reads_like_an_agency(clues_of(reading_of(mail), RULES, NOTHING_KNOWN)) is None


def test_only_the_head_of_a_long_letter_is_read():
    far = "I would like to know when the office opens. " * (LETTERS_READ // 40)
    assert "commission" not in features_of(clues_for(f"{far} Our commission is due."))


def test_what_speaks_for_an_agency_is_quoted_as_it_was_written():
    text = (
        "We would like to introduce one of our candidates, a Welder with ten years. Her day rate is 310 and she could "
        "start on Monday. Our fee is due once you hire her. Shall I send you her profile?"
    )
    clues = clues_for(text)
    found = reads_like_an_agency(clues)
    assert found is not None
    words = [words for _, words in meaning_of(clues).heaviest]
    assert words
    assert all(part in f"Hello {text}" for each in words for part in each.split())
    assert any(each in found.quote for each in words)


def test_the_weights_are_of_words_that_glosses_have():
    told = {word for language in LANGUAGES for each in glosses_of(language).values() for word in each.words}
    places = ("subject", "paper", "sender", "opens", "closes")
    ours = {CONSTANT[1:], *places, "others", *(person[1:] for person in PERSONS)}
    assert {word for feature in meaning.learned() for word in re.findall("[a-z]+", feature)} <= told | ours


@settings(max_examples=200)
@given(st.text(max_size=400), st.text(max_size=80))
def test_any_text_comes_to_a_figure(text, subject):
    found = meaning_of(clues_for(text.replace("\x00", ""), subject=subject.replace("\x00", "").replace("\n", " ")))
    assert math.isfinite(found.total)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_glosses(language):
    assert glosses_of(language)
