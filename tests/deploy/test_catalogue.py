"""The catalogues are whole, lose nothing, and say what the code says: `make catalogue` brings them up to date."""

import ast
import gettext
from string import Formatter

import pytest
from babel.messages.catalog import Message

from inbox_bot.core.wording import Wording
from inbox_bot.edges.catalogues import FOLDER, whole, wordings
from tests.support import catalogue

LANGUAGES = catalogue.languages()


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def forms(message: Message) -> list[tuple[str, str]]:
    """Each form of the English with the translation that stands in for it."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[1], string) for string in message.string]


def unseen_in(source: str) -> list[str]:
    """Calls that say something within an f-string, where Babel sees no call before Python 3.12."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
    named = ((getattr(call.func, "attr", getattr(call.func, "id", "")), ast.unparse(call)) for call in calls)
    return [written for name, written in named if name in catalogue.KEYWORDS]


def test_nothing_is_said_where_it_is_not_found():
    assert unseen_in("""f"{wording.say('Nothing.')}" """) == ["wording.say('Nothing.')"]
    for path in catalogue.HOUSE.rglob("*.py"):
        assert unseen_in(path.read_text(encoding="utf-8")) == [], path


def messages(language: str) -> list[Message]:
    return [message for message in catalogue.read(language) if message.id]


def test_there_is_a_german_one_and_each_has_both_files():
    assert "de" in LANGUAGES
    assert sorted(path.stem for path in FOLDER.rglob("*.mo")) == LANGUAGES
    assert set(wordings().others) == set(LANGUAGES)


def test_reviewers_are_written_to_in_five_languages_and_commands_answer_in_those_that_can_say_everything():
    assert set(wordings().others) >= {"de", "es", "fr", "nl"}
    assert set(whole().others) == {"de"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_what_the_code_says_and_nothing_else(language: str):
    there = {message.id for message in messages(language)}
    asked = {message.id for message in catalogue.template(language) if message.id}
    assert (asked - there, there - asked) == (set(), set()), "make catalogue"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language: str):
    assert [message.id for message in messages(language) if not catalogue.is_whole(message.string)] == []
    assert [message.id for message in messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_lost_and_none_is_added(language: str):
    for message in messages(language):
        for english, translated in forms(message):
            assert fields(english) == fields(translated), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_end_alike_and_are_one_line(language: str):
    """A sentence stays a sentence: digests put several beside each other."""
    for message in messages(language):
        for english, translated in forms(message):
            assert english.endswith(".") == translated.endswith(".") or english == "the mail server said no.", english
            assert "\n" not in translated
            assert translated == translated.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_of_this_catalogue(language: str):
    with (catalogue.folder_of(language) / f"{language}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages(language):
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string, "make catalogue"
        else:
            one, several = message.id
            assert [compiled.ngettext(one, several, number) for number in (1, 2)] == list(message.string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language: str):
    wording: Wording = wordings().of(language)
    for message in messages(language):
        if isinstance(message.id, str):
            formats = {name: spec for _, name, spec, _ in Formatter().parse(message.id) if name is not None}
            values = {name: 7 if spec else f"<{name}>" for name, spec in formats.items()}
            said = wording.say(message.id, **values)
            assert all(str(value) in said for value in values.values())
