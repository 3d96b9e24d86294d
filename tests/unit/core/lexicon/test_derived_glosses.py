"""Forms without a gloss of their own: what their parts or their stem mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.lexicon.glosses.derived import LONGEST_FORM, MOST_WORDS, derived
from inbox_bot.core.lexicon.glosses.gloss import glosses_of
from inbox_bot.core.lexicon.phrases import LANGUAGES


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("de", "kandidatenhonorar", ("candidate", "fee")),
        ("de", "honorarkandidat", ("fee", "candidate")),
        ("nl", "kandidatenprofiel", ("candidate", "profile")),
    ],
)
def test_a_compound_means_its_parts(language, form, words):
    assert form not in glosses_of(language)
    found = derived(form, language, perhaps_a_name=False)
    assert found is not None
    assert (found.words, found.persons) == (words, ())


def test_languages_that_write_words_apart_have_no_compounds():
    assert derived("candidatefee", "en", perhaps_a_name=True) is None


@pytest.mark.parametrize(
    ("language", "form", "word"),
    [
        ("pl", "wyceniamy", "quote"),
        ("es", "seleccionaremos", "select"),
        ("fr", "recruterais", "recruit"),
        ("it", "collocheremmo", "place"),
    ],
)
def test_a_form_of_a_known_stem_means_what_its_other_forms_do(language, form, word):
    assert form not in glosses_of(language)
    found = derived(form, language, perhaps_a_name=False)
    assert found is not None
    assert found.words[0] == word


def test_whose_a_form_is_is_never_derived():
    found = derived("wyceniamy", "pl", perhaps_a_name=False)
    assert found is not None
    assert found.persons == ()


@pytest.mark.parametrize("surname", ["bergmann", "neumann", "kowalczyk", "schmidtke", "hofmeister", "timmermans"])
def test_a_surname_means_nothing(surname):
    assert all(derived(surname, language, perhaps_a_name=True) is None for language in LANGUAGES)


@settings(max_examples=200)
@given(st.text(max_size=60), st.sampled_from(LANGUAGES), st.booleans())
def test_any_form_means_little_or_nothing(form, language, perhaps_a_name):
    found = derived(form, language, perhaps_a_name=perhaps_a_name)
    assert found is None or 1 <= len(found.words) <= MOST_WORDS
    assert found is None or len(form) <= LONGEST_FORM
