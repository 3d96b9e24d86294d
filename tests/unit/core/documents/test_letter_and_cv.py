"""A letter and a CV in one file: the file is the CV, and its letter is told from it."""

import pytest

from inbox_bot.core.documents.letter_within import letter_within
from inbox_bot.core.documents.roles import with_roles
from inbox_bot.core.words import Role
from tests.support.builders.documents import CV, a_document

WRITTEN = """Dear Ms Reader,

I am writing to apply for the position of data engineer. In my present work I have built the pipelines that my company
lives on, and I would be glad to do the same for yours. I look forward to hearing from you.

Yours sincerely,"""
LETTER = f"{WRITTEN}\nAda Example\n"


@pytest.mark.parametrize("text", [f"{LETTER}\n\n{CV}", f"{CV}\n\n{LETTER}"], ids=["letter first", "CV first"])
@pytest.mark.parametrize("filename", ["cover letter.pdf", "Anschreiben.pdf", "application.pdf", "document.pdf"])
def test_letter_and_cv_in_one_file_are_the_cv_where_no_other_one_is(filename, text):
    both, invoice = a_document(text, filename), a_document("An invoice", "invoice.pdf")
    assert [with_roles(documents)[0].role for documents in ([both], [both, invoice])] == [Role.CV, Role.CV]
    assert (
        with_roles([a_document(f"{LETTER}\n\n{CV}", "cover letter.pdf"), a_document(CV, "cv.pdf")])[1].role is Role.CV
    )


def test_the_letter_of_such_a_file_is_told_from_the_cv():
    assert letter_within(f"Ada Example\n{LETTER}\n\n{CV}").split() == WRITTEN.split()
    assert letter_within(f"{CV}\n\n{LETTER}").split() == WRITTEN.split()
    assert letter_within(CV) == letter_within(f"{CV}\nKind regards\nAda Example") == letter_within("") == ""
