"""The lexicon: its files can be read, what they say is asked for, and the page that counts them is theirs."""

import re
from collections import Counter
from pathlib import Path

import pytest

from inbox_bot.core.judgement.text.wording import fold, pattern
from inbox_bot.core.lexicon import phrases as lexicon
from inbox_bot.core.rules.hooks import HookEvent
from tests.unit.core.lexicon.matrix import PAGE, page
from tests.unit.core.lexicon.ordering import FILES as FILES_OF_IT
from tests.unit.core.lexicon.ordering import ordered

FILES = (*lexicon.LANGUAGES, lexicon.ANY)
CODE = Path(lexicon.__file__).parents[1]
SECTIONS = sorted({name for language in FILES for name in lexicon.sections_of(language)})
#: Looked for in text that keeps its accents and its capitals, or folded when they are asked for: other scripts.
AS_WRITTEN = (
    "text.small_words", "documents.", "message.", "agency.asked_after_", "kind.note_prefixes_other_scripts",
    "kind.newsletters_leaves_other_scripts", "kind.newsletters_worded_so_other_scripts",
)  # fmt: skip
EMPTY = dict.fromkeys(FILES, "")


def reading(monkeypatch, **texts: str):
    """The lexicon with these files' texts in place of its own."""
    monkeypatch.setattr(lexicon, "_text", (EMPTY | texts).__getitem__)
    monkeypatch.setattr(lexicon, "_all_sections", lexicon._all_sections.__wrapped__)
    return lexicon


def test_a_signal_has_the_phrases_of_all_languages_each_once_and_english_first(monkeypatch):
    read = reading(
        monkeypatch,
        pl="\n=== kind.leaves\nodchodze\n",
        en="# English\n\n=== kind.leaves\n# plainly\ni leave\n\nadieu\n\n=== kind.stays\ni stay\n",
        fr="\n=== kind.leaves\nadieu\nje pars\n",
    )
    assert read.phrases("kind.leaves") == ("i leave", "adieu", "je pars", "odchodze")
    assert read.words("kind.stays") == {"i stay"}


def test_what_phrases_share_is_put_in_from_their_own_file_and_from_any(monkeypatch):
    read = reading(
        monkeypatch,
        any="{cv} = (?:cv|resume)\n{it} = [0-9]{1,2}\n",
        en="{my} = (?:my|our)\n\n=== kind.encloses\n{my} {cv}, {it} pages\n",
        de="\n=== kind.encloses\nmein {cv}, {my}\n",
    )
    assert read.phrases("kind.encloses") == ("(?:my|our) (?:cv|resume), [0-9]{1,2} pages", "mein (?:cv|resume), {my}")


def test_a_section_that_no_file_has_is_a_mistake_and_never_an_empty_pattern():
    with pytest.raises(KeyError, match=r"kind\.no_such_signal"):
        lexicon.phrases("kind.no_such_signal")


@pytest.mark.parametrize("language", FILES)
def test_a_file_has_each_section_once_with_a_phrase_a_line_each_once(language):
    names = re.findall(r"^=== (.*)$", lexicon._text(language), re.MULTILINE)
    assert not [name for name, times in Counter(names).items() if times > 1]
    assert not [name for name in names if not re.fullmatch(r"[a-z]+\.[a-z_]+", name)]
    for name, lines in lexicon.sections_of(language).items():
        assert lines, f"{name} is empty"
        assert not [line for line, times in Counter(lines).items() if times > 1], name
        assert not [line for line in lines if line != line.strip() or re.search(r"\{[a-z]", line)], name


@pytest.mark.parametrize("path", FILES_OF_IT, ids=lambda path: path.name)
def test_sections_are_in_the_order_of_their_names(path):
    text = path.read_text(encoding="utf-8")
    assert text == ordered(text), "run `make languages`"


def test_what_two_people_added_to_one_section_is_joined_there():
    text = "# Head\n\n=== b.two\nx\n\n=== a.one\ny\n\n=== b.two\nz\nx\n"
    assert ordered(text) == "# Head\n\n=== a.one\ny\n\n=== b.two\nx\nz\n"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_phrase_is_a_pattern(section):
    for phrase in lexicon.phrases(section):
        pattern(phrase)


@pytest.mark.parametrize("section", [name for name in SECTIONS if not name.startswith(AS_WRITTEN)])
def test_what_judgement_looks_for_in_folded_text_is_written_in_folded_letters(section):
    for phrase in lexicon.phrases(section):
        letters = re.sub(r"\\.", "", phrase)
        assert fold(letters) == letters, phrase


def test_every_section_is_asked_for_by_name_and_every_name_has_its_section():
    code = "\n".join(path.read_text() for path in CODE.rglob("*.py") if path.name != "phrases.py")
    rooms = "|".join({name.partition(".")[0] for name in SECTIONS})
    asked = set(re.findall(rf"""['"]((?:{rooms})\.[a-z_]+)['"]""", code))
    assert asked - {"message.eml", HookEvent.REFUSED.value} == set(
        SECTIONS
    )  # names of a file, and of an event of hooks


def test_the_page_of_languages_counts_what_the_files_have():
    assert PAGE.read_text() == page(), "run `make languages`"
