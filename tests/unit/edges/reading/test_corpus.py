"""Real mails and documents in the cage: what is read there is what is read outside."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.words import Problem
from inbox_bot.edges.reading.pool import ReadingPool
from tests.support.builders.mails import read_mail

CORPORA = Path(__file__).parents[5] / "shared" / "corpora"
AT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the checkout"),
]


def test_the_cage_takes_nothing_from_what_is_read():
    mails = [file for file in sorted(CORPORA.rglob("*")) if file.suffix in (".eml", ".msg", ".txt")][::3]
    with ReadingPool(workers=2) as pool:
        for file, reading in zip(mails, pool.read_files(mails, mailbox="m", received_at=AT), strict=True):
            try:
                message = read_mail(file.read_bytes())
            except TooComplex:
                assert reading.problem is Problem.TOO_COMPLEX, file
                continue
            assert reading.problem is None, file
            assert reading.message == message, file
            assert reading.content_hash == content_hash(message), file
            assert reading.documents == documents_of(message), file


def test_the_cage_reads_every_document_as_it_is_read_outside(pool):
    files = [*sorted(CORPORA.glob("documents/*")), *sorted(CORPORA.glob("cvs/*/*"))[::8]]
    for file in files:
        for read in pool.read_documents(file):
            assert read.document.problem is not Problem.TIMEOUT, file
            assert (read.document.problem is None) == (read.document.characters > 0), file
