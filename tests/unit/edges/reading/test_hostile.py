"""Hostile files by the hundred, behind the cage: each has its name, and costs no other document of its mail.

They come many to a mail: a worker that met a dangerous file reads no further mail, and to start another takes longer
than to read fifty. `python -m bench.hostile` reads them one by one, and those that need room or time.
"""

from collections.abc import Iterator

import pytest
from papers import a_cv, doubling_pdf

from inbox_bot.core.words import Problem, Role
from inbox_bot.edges.reading.pool import ReadingPool
from tests.support.builders.mails import a_mail
from tests.support.hostile import matrix
from tests.support.hostile.archives import archives, zipped
from tests.support.hostile.values import Hostile
from tests.support.hostile.xml_files import W, word

A_MAIL = 60  # files


@pytest.fixture(scope="module")
def patient_pool() -> Iterator[ReadingPool]:
    """Nothing here takes long; a machine that is busy with other tests may."""
    with ReadingPool(workers=1, deadline_s=120.0) as pool:
        yield pool


def read_together(
    pool: ReadingPool, spooled, files: list[Hostile]
) -> Iterator[tuple[Hostile, Problem | None, bool | None]]:
    """Each file, its problem, and whether it has text (None: it is no document), sixty to a mail, a CV behind them."""
    for at in range(0, len(files), A_MAIL):
        mail = a_mail().text("My papers are attached.")
        for number, file in enumerate(files[at : at + A_MAIL]):
            mail = mail.attach(f"{number:02} {file.name}", file.content)
        (reading,) = pool.read([spooled(mail.attach("last.pdf", a_cv()).bytes())])
        assert reading.problem is None
        documents = {document.filename: document for document in reading.documents}
        closed = {part.filename: part.closed for part in reading.message.parts}
        assert (documents["last.pdf"].role, documents["last.pdf"].problem) == (Role.CV, None)
        for number, file in enumerate(files[at : at + A_MAIL]):
            name = f"{number:02} {file.name}"
            document = documents.get(name)
            yield file, document.problem if document else closed[name], bool(document.text) if document else None


def test_each_hostile_file_has_its_name_and_costs_no_other(patient_pool, spooled):
    found = list(read_together(patient_pool, spooled, list(matrix())))
    assert len(found) > 250
    documents = [each for each in found if each[2] is not None]
    assert len(documents) > 0.95 * len(found)  # a picture of no page is none, nor what is an archive once it is changed
    wrong = [(file.name, problem) for file, problem, _ in documents if problem not in file.ends]
    unnamed = [file.name for file, problem, has_text in documents if (problem is None) != has_text]
    assert (wrong, unnamed) == ([], [])


def test_each_hostile_archive_is_opened_or_has_its_name_and_costs_no_other(patient_pool, spooled):
    found = list(read_together(patient_pool, spooled, list(archives())))
    assert len(found) > 50
    assert [(file.name, problem) for file, problem, _ in found if problem not in file.ends] == []


def test_of_ten_documents_three_that_are_deadly_cost_themselves_alone(hasty_pool, spooled):
    large = word(f"<w:document {W}>{' ' * 100_000_000}</w:document>")
    mail = a_mail().text("My papers are attached.")
    for number in range(7):
        mail = mail.attach(f"{number}.pdf", a_cv())
    mail = mail.attach("bomb.zip", zipped(("a", bytes(20_000_000)))).attach("large.docx", large)
    (reading,) = hasty_pool.read([spooled(mail.attach("endless.pdf", doubling_pdf()).bytes())])
    problems = [document.problem for document in reading.documents]
    assert problems[:9] == [None] * 7 + [Problem.UNSAFE] * 2
    assert problems[9] in (Problem.TIMEOUT, Problem.TOO_LARGE, Problem.DAMAGED)
    assert reading.documents[0].role is Role.CV
