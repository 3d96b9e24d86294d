"""Real documents: every file has an outcome, and a CV reads as one."""

from pathlib import Path

import pytest
from made import a_message, a_part

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.words import Role

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


def test_every_document_has_text_or_a_named_problem():
    for file in sorted(CORPORA.glob("documents/*")):
        for document in documents_of(a_message(a_part(file.read_bytes(), file.name))):
            assert (document.problem is None) == (document.characters > 0), file
            document.text.encode()
