"""Real documents: every file has an outcome, and a CV reads as one."""

from pathlib import Path

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.words import Role
from tests.support.builders.documents import a_message, a_part
from tests.unit.core.documents.outcomes import FOLDERS, WRITTEN, lines

CORPORA = Path(__file__).parents[5] / "shared" / "corpora"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the checkout"),
]


def test_every_cv_is_read_as_one_whatever_its_name():
    files = sorted(CORPORA.glob("cvs/*/*.pdf"))[::2]
    assert files
    for file in files:
        (document,) = documents_of(a_message(a_part(file.read_bytes(), "document.pdf")))
        assert (document.role, document.problem) == (Role.CV, None), file
        assert document.characters > 300, file


@pytest.mark.parametrize("name", FOLDERS)
def test_every_document_becomes_what_a_person_has_looked_at(name: str):
    if not FOLDERS[name].is_dir():
        pytest.skip("these documents are not beside the checkout")
    reviewed = [line for line in WRITTEN.read_text(encoding="utf-8").splitlines() if line.startswith(f"{name}/")]
    assert list(lines(name)) == reviewed
