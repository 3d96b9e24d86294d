"""Glosses: forms of eight languages that mean the same have the same English words, and say whose they are."""

import re

import pytest

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.glosses import gloss
from inbox_bot.core.lexicon.glosses.gloss import PERSONS, Gloss, glosses_of
from inbox_bot.core.lexicon.phrases import LANGUAGES
from tests.support.builders.company import ROOT

FILES = ROOT / "inbox_bot" / "core" / "lexicon" / "glosses"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_stands_once_folded_and_each_gloss_once_in_order(language):
    lines = [line for line in (FILES / f"{language}.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    told = [line.partition(": ")[0] for line in lines]
    assert told == sorted(set(told))
    forms = [form for line in lines for form in line.partition(": ")[2].split()]
    assert len(forms) == len(set(forms)) > 2_000
    assert [form for form in forms if form != fold(form) or not re.fullmatch(r"[^\W\d_]+", form)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gloss_is_at_most_three_english_words_and_whose_the_form_is(language):
    for each in set(glosses_of(language).values()):
        assert len(each.words) <= 3
        assert each.words or each.persons
        assert all(re.fullmatch(r"[a-z]+", word) for word in each.words)
        assert set(each.persons) <= set(PERSONS)


@pytest.mark.parametrize(
    ("forms", "means"),
    [
        ("candidate kandidat candidat candidato candidato kandidaat kandydat candidato", "candidate"),
        ("fee honorar honoraires honorarios onorario honorarium honorarium honorarios", "fee"),
        ("application bewerbung candidature solicitud candidatura sollicitatie aplikacja candidatura", "application"),
    ],
)
def test_what_means_the_same_has_the_same_gloss(forms, means):
    found = zip(("en", "de", "fr", "es", "it", "nl", "pl", "pt"), forms.split(), strict=True)
    alike = [language for language, form in found if means in glosses_of(language)[form].words]
    assert len(alike) >= 6


def test_a_form_says_whose_it_is():
    assert glosses_of("de")["unser"].persons == ("@we",)
    assert glosses_of("es")["busco"] == Gloss(words=("seek",), persons=("@i",))
    assert glosses_of("pl")["szukamy"].persons == ("@we",)


def test_a_language_without_a_file_is_said():
    with pytest.raises(FileNotFoundError):
        gloss.glosses_of("xx")
