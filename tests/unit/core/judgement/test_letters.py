"""Letters as people write them, in eight languages (the folder letters): what kind of mail, for which vacancy."""

import pytest

from tests.unit.core.judgement.building import verdict_of
from tests.unit.core.judgement.lettering import Letter, letters_in

LETTERS = [letter for name in ("english", "german", "french", "spanish", "others") for letter in letters_in(name)]


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.about)
def test_a_letter_is_understood(letter: Letter):
    verdict = verdict_of(letter.mail, *letter.documents)
    assert (verdict.kind, verdict.vacancy.id or "no vacancy", *verdict.doubts) == letter.found
    assert not verdict.agency.flagged


NAMING = [letter for letter in LETTERS if letter.found[1] != "no vacancy"]


@pytest.mark.parametrize("letter", NAMING, ids=lambda letter: letter.about)
def test_what_is_named_is_found_with_confidence_and_quoted(letter: Letter):
    found = verdict_of(letter.mail, *letter.documents).vacancy
    assert found.confidence >= 0.8
    assert found.evidence[0].quote
    assert all(len(evidence.quote) <= 120 and "\n" not in evidence.quote for evidence in found.evidence)
