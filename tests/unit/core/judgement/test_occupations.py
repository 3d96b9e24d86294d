"""The same work in other words: what is alike in eight languages, and what only looks it."""

import pytest

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.judgement.vacancy.words.occupations import is_a_noun_of_work, works_of


def alike(written: str, title: str) -> float:
    works = works_of([("x", tuple(fold(title).split()))])
    return works.alike(tuple(fold(written).split())).get("x", 0.0)


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("driver", "Fahrerin chauffeur conductora autista bestuurder motorista kierowcy Berufskraftfahrer"),
        ("nurse", "Krankenpflegerin infirmière enfermero infermiera verpleegkundige enfermeira pielęgniarki"),
        ("accountant", "Finanzbuchhalter comptable contable ragioniera boekhouder contabilista księgowej"),
        ("cook", "Köchin cuisinière cocinera cuoco kok cozinheiro kucharz"),
        ("kelner", "waitress Kellnerin serveuse camarera cameriera"),
    ],
)
def test_a_trade_is_one_in_every_language(title, others):
    assert all(alike(word, title) > 0 for word in others.split()), [w for w in others.split() if not alike(w, title)]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("infrastructure engineer", "ingénieur infrastructure"),
        ("infrastructure engineer", "Infrastrukturingenieurin"),
        ("data engineer", "ingeniera de datos"),
        ("sales manager", "kierownik sprzedaży"),
        ("sales assistant", "Verkäuferin"),
        ("sprzedawca", "shop assistant"),
    ],
)
def test_a_rank_is_the_same_in_the_same_field(title, written):
    assert alike(written, title) > 0


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("infrastructure engineer", "Maschinenbauingenieur"),
        ("data engineer", "ingeniero"),
        ("sales manager", "Projektleiter"),
        ("nurse", "Gärtner"),
        ("nurse", "surgical nurse"),  # the same words are compared elsewhere
        ("driver", "wizard"),
    ],
)
def test_another_field_and_another_trade_are_other_works(title, written):
    assert alike(written, title) == 0.0


@pytest.mark.parametrize("word", ["engineer", "engineering", "kochin", "lagerarbeiter"])
def test_a_noun_of_work_says_what_somebody_is(word):
    assert is_a_noun_of_work(word)


@pytest.mark.parametrize("word", ["source", "pipeline", "science", "elektronik"])
def test_a_field_says_only_what_it_is_about(word):
    assert not is_a_noun_of_work(word)
