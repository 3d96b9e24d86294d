"""How well a CV's words fit a vacancy: what raises it, what does not, and what the background says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.likeness.background import IN_AT_LEAST, Background, background, read, written
from inbox_bot.core.judgement.vacancy.likeness.compare import Likeness, likenesses, profiles_of
from inbox_bot.core.judgement.vacancy.likeness.terms import beginnings_of, counts_of
from inbox_bot.core.rules.model import Vacancy
from tests.unit.core.judgement.building import letter, verdict_of, with_vacancies

NURSE = Vacancy(id="nurse", title="Registered Nurse", keywords=("patients", "medication", "ward"))
BAKER = Vacancy(id="baker", title="Baker", keywords=("bread", "pastry", "ovens"))
PROFILES = profiles_of((NURSE, BAKER))
FILLER = " ".join(f"Worked on matter{number} with colleague{number}." for number in range(60))


def best(cv: str) -> Likeness:
    return likenesses(FoldedText.of(cv), PROFILES)[0]


def test_a_job_title_counts_more_than_the_same_words_apart():
    titled = best(f"{FILLER} Registered nurse at a clinic. {FILLER}")
    apart = best(f"{FILLER} Registered as a voter. {FILLER} My sister is a nurse. {FILLER}")
    assert titled.vacancy == apart.vacancy == "nurse"
    assert titled.score > apart.score > 0


def test_a_word_is_like_another_by_its_first_letters():
    assert best(f"{FILLER} Bakery. {FILLER}").score > 0
    assert beginnings_of({"accounting manager": 2, "accountant managing": 1}) == {"accou manag": 3}


def test_words_above_count_more_than_words_below():
    assert best(f"Baker of bread. {FILLER}").score > best(f"{FILLER} Baker of bread.").score


def test_keywords_do_not_overrule_a_title_that_a_cv_has():
    cv = FoldedText.of(f"{FILLER} Nurse. {FILLER}" + "Bread, pastry, ovens. " * 8)
    assert likenesses(cv, PROFILES)[0].vacancy == "nurse"


def test_keywords_tell_where_no_title_fits():
    cv = FoldedText.of(f"Shop assistant. {FILLER} Sold bread and pastry. {FILLER}")
    assert likenesses(cv, PROFILES)[0].vacancy == "baker"


@given(st.integers(1, 400))
def test_no_heap_of_keywords_counts_more_than_one(times):
    assert best("bread pastry ovens " * times).score < 1.0


def test_keywords_that_many_cvs_have_are_worth_less():
    rare, common = profiles_of(
        NURSE.model_copy(update={"keywords": words}) for words in (("triage",), ("communication skills", "team"))
    ).usual
    assert rare[1] < common[1]


@pytest.mark.parametrize(
    ("cv", "another"),
    [
        (f"Registered nurse with ten years on a ward, and two at a clinic. {FILLER}", False),
        ("Examinierte Krankenschwester mit zehn Jahren auf der Station und zwei in der Praxis", True),
        ("Registered Nurse Patient care Medication Hospital", False),
        (" ".join(f"Sykepleier{number} Sykehus{number} Oslo Avdeling{number}" for number in range(40)), True),
        ("Ansible Terraform Docker Kubernetes", False),
    ],
    ids=["small words", "another's small words", "most words are known", "few words are known", "a line of tools"],
)
def test_a_cv_s_language_is_told_by_its_small_words_else_by_how_many_are_known(cv, another):
    assert best(cv).in_another_language is another


def test_a_title_that_fits_every_cv_is_worth_less():
    plain, everywhere = profiles_of((BAKER, Vacancy(id="any", title="Management experience"))).usual
    assert plain[0] < everywhere[0]


@given(st.text(max_size=300))
def test_any_text_is_compared_with_a_finite_score(text):
    for likeness in likenesses(FoldedText.of(text), PROFILES):
        assert 0.0 <= likeness.cosine <= 1.0 + 1e-9
        assert math.isfinite(likeness.score)
        assert likeness.score >= 0.0


def test_no_vacancy_and_a_vacancy_without_words_are_like_nothing():
    assert likenesses(FoldedText.of("Nurse"), profiles_of(())) == ()
    [found] = likenesses(FoldedText.of("Nurse"), profiles_of((Vacancy(id="x", title="…"),)))
    assert (found.score, found.words) == (0.0, ())


def test_a_cv_of_three_words_is_asked_about_at_most():
    cv = letter("CV", "Please find my CV attached.\n\nKind regards\nAnn Lee")
    mail = cv.attach("cv.txt", b"Ann Lee\nRegistered Nurse\n", "text/plain")
    assert verdict_of(mail, rules=with_vacancies(NURSE, BAKER)).vacancy.id is None


def test_the_background_holds_nothing_that_fewer_than_three_cvs_say():
    found = background()
    assert len(found.cvs) == 144
    assert min(found.having.values()) >= IN_AT_LEAST
    assert not [term for term in found.having if term.isdigit() or "@" in term]


def test_a_background_that_is_written_is_read_again():
    cvs = [counts_of(FoldedText.of(text)) for text in ("Nurse. Ward nurse.", "A nurse in a ward", "Nurse, ward, rare")]
    made = Background.of(cvs)
    assert set(made.having) == {"nurse", "ward", "nurse ward"}
    assert read(written(made)).cvs == made.cvs
    assert read(written(background())).cvs == background().cvs
