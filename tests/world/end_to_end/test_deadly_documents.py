"""A mail with three files that hold or kill their readers: the others are filed, and the daemon's memory is as before.

How long it may take is the readers' own limit, which they keep by being ended.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from inbox_bot.core.words import Outcome, Problem, Reason
from inbox_bot.edges.reading.pool import ReadingPool
from tests.support.builders import at_work as building
from tests.support.builders.at_work import Company, an_application, at_work
from tests.support.hostile.archives import zipped
from tests.support.hostile.xml_files import W, word
from tests.support.servers.smtp import SmtpServer
from tests.unit.edges.reading.papers import a_cv, doubling_pdf

pytestmark = pytest.mark.dovecot
MEGABYTE = 1_000_000
OTHERS = tuple(f"{number}.pdf" for number in range(7))
ENDLESS = frozenset({Problem.TIMEOUT, Problem.TOO_LARGE, Problem.DAMAGED})


@pytest.fixture
def company(account, tmp_path) -> Iterator[Company]:
    """Its readers have two seconds for a document, and 150 MB."""
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(ReadingPool(workers=1, deadline_s=6.0, memory_bytes=150 * MEGABYTE))
        stack.enter_context(mock.patch.object(building, "workers", return_value=pool))
        smtp = stack.enter_context(SmtpServer())
        yield stack.enter_context(at_work(tmp_path, account, smtp))


def most_memory(*, since_now: bool = False) -> int:
    """The most bytes that this process has had resident; `since_now` begins anew (proc(5), clear_refs and VmHWM)."""
    if since_now:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


def test_seven_papers_beside_three_deadly_ones_are_filed_and_the_daemon_holds_none_of_it(company):
    company.receives(an_application("Sam Roe", "sam@example.org"))
    company.poll()
    mail = an_application(cv=None)
    for name in OTHERS:
        mail = mail.attach(name, a_cv(), "application/pdf")
    mail = mail.attach("bomb.zip", zipped(("a", bytes(20 * MEGABYTE))))
    mail = mail.attach("large.docx", word(f"<w:document {W}>{' ' * (100 * MEGABYTE)}</w:document>"))
    company.receives(mail.attach("endless.pdf", doubling_pdf(), "application/pdf").bytes())
    company.receives(an_application("Eve Kim", "eve@example.org"))
    before = most_memory(since_now=True)
    company.poll()
    assert most_memory() - before < 40 * MEGABYTE
    mails = (company.installation.ledger.reports.mail_by_number(number) for number in (1, 2, 3))
    first, deadly, last = (mail for mail in mails if mail is not None)
    assert (first.outcome, last.outcome) == (Outcome.FILED, Outcome.FILED)
    assert (deadly.outcome, deadly.reason) == (Outcome.REVIEW, Reason.UNSAFE)
    [application] = deadly.applications
    documents = {document.filename: document for document in (*application.documents, *deadly.documents)}
    assert {name: documents[name].problem for name in OTHERS} == dict.fromkeys(OTHERS)
    assert {documents[name].problem for name in ("bomb.zip", "large.docx")} == {Problem.UNSAFE}
    assert documents["endless.pdf"].problem in ENDLESS
    filing = company.installation.filing
    for name in OTHERS:
        with filing.open(documents[name].path) as file:
            assert file.read() == a_cv()
    assert documents["bomb.zip"].path is None
