"""Folding keeps every letter's place, patterns stay small, quotes stay inert."""

import importlib
import pkgutil

from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core import judgement
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern


@given(st.text(alphabet=st.characters(), max_size=200))
@settings(max_examples=100, deadline=None)
def test_folding_keeps_the_length_and_folds_once(text: str):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_accents_case_and_blanks_are_folded():
    assert fold("Käse\tFÜR\u00a0Łódź’s café – ok") == "kase fur łodz's cafe - ok"


def test_a_korean_syllable_is_a_letter_and_no_letter_with_an_accent():
    assert fold("이력서 Résumé") == "이력서 resume"


def test_accents_written_apart_are_put_together_first():
    assert FoldedText.of("Bewerbung fu\u0308r").folded == "bewerbung fur"


def test_a_pattern_is_whole_words_over_any_white_space():
    wanted = pattern("my <2>candidate")
    texts = ("my candidate", "My very\nbest candidate", "my three very best candidate", "my candidates")
    found = [text for text in texts if FoldedText.of(text).has(wanted)]
    assert found == ["my candidate", "My very\nbest candidate"]


def test_a_quote_is_what_was_written_with_whole_words_around():
    wording = FoldedText.of(
        "Dear all, I would like to tell you that\nMEIN Kandidat\u202e is available from today onwards, yes"
    )
    quote = wording.first(pattern("mein kandidat"))
    assert quote is not None
    assert "MEIN Kandidat" in quote
    assert "\u202e" not in quote
    assert quote in wording.original.replace("\n", " ").replace("\u202e", "")


def test_no_pattern_of_ours_grows_large():
    """RE2 unrolls counted repetitions: a Unicode class within two of them once took 450 MB."""
    sizes = {}
    for module in pkgutil.walk_packages(judgement.__path__, judgement.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if hasattr(value, "programsize"):
                sizes[f"{module.name}.{name}"] = value.programsize
    assert len(sizes) > 30
    assert {name: size for name, size in sizes.items() if size > 10_000} == {}
