"""The pool: every mail has a reading, in order, whatever becomes of the workers."""

import io
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from papers import CV_LINES, a_cv, double_flate_pdf, doubling_pdf

from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.values import RawMail
from inbox_bot.core.unpack.budget import UNFOLDED_BYTES
from inbox_bot.core.words import Problem, Role
from inbox_bot.edges.reading import supervisor
from inbox_bot.edges.reading.pool import AHEAD, ReadingPool
from inbox_bot.edges.reading.process import Worker, WorkerNotStarted
from inbox_bot.edges.reading.requests import Tell
from tests.support.builders import documents as made
from tests.support.builders.mails import a_mail, read_mail
from tests.support.processes import children, runs

LOOPS_ON_SLOW_PDF = """
import inbox_bot.edges.reading.worker as worker
real = worker.read_part
def read_part(part, *told):
    while part.filename == "slow.pdf":
        pass
    return real(part, *told)
worker.read_part = read_part
worker.main()
"""
LOST_ON_AN_ARCHIVE = """
import os
import inbox_bot.core.unpack.stage as stage
import inbox_bot.edges.reading.worker as worker
real = stage.ALL["application/zip"]
def open_zip(part, budget):
    while part.filename == "deadly.zip":
        %s
    return real(part, budget)
stage.ALL["application/zip"] = open_zip
worker.main()
"""
LOOPS_ON_THE_MESSAGE = """
import inbox_bot.edges.reading.worker as worker
def parse(raw):
    while True:
        pass
worker.parse = parse
worker.main()
"""


def test_a_mail_with_a_cv_is_read(pool, spooled):
    mail = spooled(a_mail().text("My CV is attached.").attach("cv.pdf", a_cv()).bytes())
    (reading,) = pool.read([mail])
    (document,) = reading.documents
    assert reading.problem is None
    assert (reading.raw_hash, reading.mailbox, reading.received_at) == (mail.raw_hash, "recruitment", mail.received_at)
    assert reading.message == read_mail(mail.spool.read_bytes())
    assert reading.content_hash == content_hash(reading.message)
    assert reading.part(document).content == a_cv()
    assert (document.role, document.problem) == (Role.CV, None)
    assert document.text.split() == " ".join(CV_LINES).split()
    assert reading.seconds > 0


HOLDING = {
    "120,000 attributes": b"<p %s>x" % b" ".join(b"a%d" % number for number in range(120_000)),
    "comments in comments": b"<!-- -- " * 120_000,
    "tags that don't end": b"<a href=" * 120_000,
    "quotes that don't end": b'<a "' * 240_000,
    "instructions": b"<?" * 490_000,
    "a wide cell above many": b"<table><tr><td>" + b"a" * 300_000 + b"</td></tr>" + b"<tr><td>x" * 70_000,
}


@pytest.mark.parametrize("markup", HOLDING.values(), ids=HOLDING)
def test_html_of_a_megabyte_is_read_however_it_is_written(pool, spooled, markup):
    (reading,) = pool.read([spooled(b"From: ann@example.org\nContent-Type: text/html\n\n" + markup)])
    assert reading.problem is None
    assert len(reading.message.parts) == 1


def test_readings_come_in_the_order_of_the_mails(spooled):
    mails = [spooled(a_mail().subject(f"number {n}").attach("cv.pdf", a_cv()).bytes()) for n in range(20)]
    with ReadingPool(workers=2) as pool:
        assert [reading.message.subject for reading in pool.read(mails)] == [f"number {n}" for n in range(20)]


def test_mails_are_taken_only_a_few_ahead_of_what_is_asked_for(pool, spooled):
    taken = []

    def mails():
        for number in range(50):
            taken.append(number)
            yield spooled(a_mail().subject(str(number)).bytes())

    readings = pool.read(mails())
    assert next(readings).message.subject == "0"
    assert len(taken) <= AHEAD + 1
    readings.close()


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"no header and no body", b"\r\n\r\n", b"From nobody\n" * 3])
def test_any_bytes_have_a_reading(pool, spooled, content):
    (reading,) = pool.read([spooled(content)])
    assert reading.problem is None


def test_a_mail_above_the_limit_has_its_headers_only(pool, spooled):
    (reading,) = pool.read([spooled(a_mail().subject("huge").bytes(), headers_only=True)])
    assert reading.problem is Problem.TOO_LARGE
    assert reading.message.subject == "huge"
    assert reading.documents == ()


def test_a_mail_that_is_too_complex_keeps_its_headers(pool, spooled):
    parameters = "".join(f"; a*{number}=x" for number in range(50_000))
    (reading,) = pool.read([spooled(a_mail().header("Content-Type", "text/plain" + parameters).bytes())])
    assert reading.problem is Problem.TOO_COMPLEX
    assert reading.message.subject == "Application"


@pytest.mark.parametrize("bomb", [doubling_pdf(), double_flate_pdf()], ids=["doubling", "double Flate"])
def test_a_deadly_document_costs_that_document(hasty_pool, spooled, bomb):
    mail = a_mail().attach("bomb.pdf", bomb).attach("cv.pdf", a_cv())
    (reading,) = hasty_pool.read([spooled(mail.bytes())])
    assert reading.problem is None
    first, second = reading.documents
    assert first.problem in (Problem.TOO_LARGE, Problem.TIMEOUT, Problem.DAMAGED)
    assert (second.role, second.problem) == (Role.CV, None)
    assert reading.part(first).content == bomb


def test_a_document_that_never_ends_costs_that_document(other_worker, spooled):
    other_worker(LOOPS_ON_SLOW_PDF)
    mail = a_mail().attach("cv.pdf", a_cv()).attach("slow.pdf", a_cv()).attach("letter.pdf", a_cv())
    with ReadingPool(workers=1, deadline_s=3.0) as pool:
        (reading,) = pool.read([spooled(mail.bytes())])
    assert [document.problem for document in reading.documents] == [None, Problem.TIMEOUT, None]
    assert reading.documents[0].role is Role.CV


@pytest.mark.parametrize(("dies", "problem"), [("pass", Problem.TIMEOUT), ("os._exit(1)", Problem.DAMAGED)])
def test_an_archive_that_holds_or_kills_its_reader_costs_that_archive(other_worker, spooled, dies, problem):
    other_worker(LOST_ON_AN_ARCHIVE % dies)
    mail = a_mail().text("My CV is attached.").attach("cv.pdf", a_cv()).attach("deadly.zip", made.a_zip())
    with ReadingPool(workers=1, deadline_s=3.0) as pool:
        (reading,) = pool.read([spooled(mail.bytes())])
    assert reading.message.typed == "My CV is attached."
    assert [document.problem for document in reading.documents] == [None, problem]


def test_at_the_deadline_what_was_read_is_kept(other_worker, spooled):
    other_worker(LOOPS_ON_SLOW_PDF)
    mail = a_mail().attach("cv.pdf", a_cv())
    for _ in range(4):
        mail = mail.attach("slow.pdf", a_cv())
    with ReadingPool(workers=1, deadline_s=1.0) as pool:
        (reading,) = pool.read([spooled(mail.bytes())])
    assert [document.problem for document in reading.documents] == [None] + [Problem.TIMEOUT] * 4
    assert reading.documents[0].role is Role.CV


def test_a_message_that_never_ends_is_a_timeout_with_its_headers(other_worker, spooled):
    other_worker(LOOPS_ON_THE_MESSAGE)
    with ReadingPool(workers=1, deadline_s=0.9) as pool:
        (reading,) = pool.read([spooled(a_mail().subject("slow").bytes())])
    assert reading.problem is Problem.TIMEOUT
    assert reading.message.subject == "slow"


def test_a_worker_killed_within_a_mail_is_a_reading_that_says_so(other_worker, spooled, monkeypatch):
    other_worker(LOOPS_ON_THE_MESSAGE)
    listen, killed_ones = Worker.listen, []

    def listen_and_kill(worker, deadline, limit):
        frame = listen(worker, deadline, limit)
        if frame == [Tell.TAKEN]:
            killed_ones.append(worker.pid)
            if len(killed_ones) == 2:
                monkeypatch.undo()  # the next worker, which reads the header alone, is a real one
            os.kill(worker.pid, signal.SIGKILL)
        return frame

    monkeypatch.setattr(Worker, "listen", listen_and_kill)
    with ReadingPool(workers=1) as pool:
        (killed,) = pool.read([spooled(a_mail().subject("unlucky").bytes())])
        (after,) = pool.read([spooled(a_mail().subject("lucky").bytes())])
    assert (killed.problem, killed.message.subject) == (Problem.READER_DIED, "unlucky")
    assert (after.problem, after.message.subject) == (None, "lucky")


def test_a_worker_killed_between_mails_costs_nothing(spooled):
    before = children()
    with ReadingPool(workers=1) as pool:
        list(pool.read([spooled(a_mail().bytes())]))
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)
        (reading,) = pool.read([spooled(a_mail().subject("still read").bytes())])
    assert (reading.problem, reading.message.subject) == (None, "still read")


def test_a_worker_is_replaced_after_its_share_of_mails(spooled, monkeypatch):
    monkeypatch.setattr(supervisor, "MAILS_A_WORKER", 2)
    before, pids = children(), set()
    with ReadingPool(workers=1) as pool:
        for number in range(4):
            list(pool.read([spooled(a_mail().subject(str(number)).bytes())]))
            pids |= children() - before
    assert len(pids) == 2


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("cv.pdf", b"MZ" + bytes(200), Problem.UNSAFE),
        ("cv.docx", b"PK\3\4" + b"no archive at all " * 20, Problem.DAMAGED),
        ("cv.pdf", b"%PDF-1.4\n" + b"nothing that a PDF has " * 20, Problem.DAMAGED),
    ],
)
def test_a_worker_that_met_such_a_document_reads_no_further_mail(spooled, name, content, problem):
    before = children()
    with ReadingPool(workers=1) as pool:
        (clean,) = pool.read([spooled(a_mail().subject("clean").attach("cv.pdf", a_cv()).bytes())])
        met = children() - before
        (hostile,) = pool.read([spooled(a_mail().subject("hostile").attach(name, content).bytes())])
        (after,) = pool.read([spooled(a_mail().subject("after").bytes())])
        assert met.isdisjoint(children())
    assert [document.problem for document in hostile.documents] == [problem]
    assert (clean.problem, after.problem, after.message.subject) == (None, None, "after")


def test_a_worker_that_met_a_mail_made_to_take_too_long_reads_no_further_one(spooled):
    parameters = "".join(f"; a*{number}=x" for number in range(50_000))
    before = children()
    with ReadingPool(workers=1) as pool:
        list(pool.read([spooled(a_mail().bytes())]))
        met = children() - before
        list(pool.read([spooled(a_mail().header("Content-Type", "text/plain" + parameters).bytes())]))
        assert met.isdisjoint(children())


def test_a_worker_that_met_nothing_of_the_kind_goes_on(spooled):
    before, workers = children(), list[set[int]]()
    with ReadingPool(workers=1) as pool:
        for number in range(3):
            list(pool.read([spooled(a_mail().subject(str(number)).attach("cv.pdf", a_cv()).bytes())]))
            workers.append(children() - before)
    assert workers[0] == workers[1] == workers[2]


def test_large_mails_leave_no_memory_held_behind_them(spooled):
    def mail(portfolio_bytes: int) -> RawMail:
        return spooled(a_mail().attach("cv.pdf", a_cv()).attach("p.png", bytes(portfolio_bytes)).bytes())

    small, others = mail(10_000), [mail(7_000_000 + number) for number in range(4)]
    before = children()
    with ReadingPool(workers=1) as pool:
        list(pool.read([small]))
        (worker,) = children() - before
        resting = _resident_bytes(worker)
        for other in others:
            list(pool.read([other]))
        list(pool.read([small]))
        assert children() - before == {worker}
        assert _resident_bytes(worker) - resting < 10_000_000


def test_a_second_worker_starts_when_a_second_mail_waits_and_close_ends_both(spooled):
    before = children()
    with ReadingPool(workers=2) as pool:
        for number in range(5):
            list(pool.read([spooled(a_mail().subject(str(number)).bytes())]))
        assert len(children() - before) == 1
        list(pool.read([spooled(a_mail().subject(str(number)).bytes()) for number in range(4)]))
        assert len(children() - before) == 2
    assert children() == before


def test_close_does_not_wait_for_a_mail_that_hangs(other_worker, spooled, monkeypatch):
    other_worker(LOOPS_ON_THE_MESSAGE)
    listen = Worker.listen

    def listen_and_close(worker, deadline, limit):
        frame = listen(worker, deadline, limit)
        if frame == [Tell.TAKEN]:
            threading.Thread(target=pool.close).start()
        return frame

    monkeypatch.setattr(Worker, "listen", listen_and_close)
    pool = ReadingPool(workers=1, deadline_s=600)
    with pytest.raises(WorkerNotStarted):
        list(pool.read([spooled(a_mail().bytes())]))


def test_workers_die_with_the_daemon_whatever_they_are_doing():
    # A stopped worker does not notice that its line has ended: only the kernel can end it.
    code = (
        "import os, signal; from inbox_bot.edges.reading.pool import ReadingPool; pool = ReadingPool(workers=2)\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "list(ThreadPoolExecutor(4).map(lambda _: pool.cage_report(), range(4)))\n"
        "from tests.support.processes import children; pids = children()\n"
        "for pid in pids: os.kill(pid, signal.SIGSTOP)\n"
        "print(*pids, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pids = [int(pid) for pid in said.stdout.split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 10
    while any(runs(pid) for pid in pids):
        assert time.monotonic() < deadline


def test_processor_time_is_limited_anew_with_each_mail(spooled):
    before = children()
    with ReadingPool(workers=1, deadline_s=7) as pool:
        list(pool.read([spooled(a_mail().bytes())]))
        (pid,) = children() - before
        soft, _ = resource.prlimit(pid, resource.RLIMIT_CPU)
    assert 7 <= soft <= 20


def test_where_no_worker_starts_the_reason_is_told(other_worker, spooled):
    other_worker("raise SystemExit(3)")
    with ReadingPool(workers=1) as pool, pytest.raises(WorkerNotStarted):
        list(pool.read([spooled(a_mail().bytes())]))


def test_documents_of_a_file_that_is_one(pool, tmp_path):
    (tmp_path / "ada.bin").write_bytes(a_cv())
    (read,) = pool.read_documents(tmp_path / "ada.bin")
    assert (read.document.filename, read.document.type, read.document.role) == ("ada.bin", "application/pdf", Role.CV)
    assert read.seconds > 0


def test_documents_of_a_file_that_is_a_mail(pool, tmp_path):
    mail = a_mail().text("see attached").attach("cv.pdf", a_cv()).attach("notes.txt", b"some notes")
    (tmp_path / "mail.eml").write_bytes(mail.bytes())
    assert [read.document.filename for read in pool.read_documents(tmp_path / "mail.eml")] == ["cv.pdf", "notes.txt"]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("cv.pdf", b"", Problem.DAMAGED),
        ("mail.eml", b"", Problem.DAMAGED),
        ("cv.txt", b" \n", Problem.DAMAGED),
        ("voice.mp3", b"ID3 a song", Problem.UNSUPPORTED),
    ],
)
def test_a_file_that_holds_nothing_to_read_is_told_as_such(pool, tmp_path, name, content, problem):
    (tmp_path / name).write_bytes(content)
    (read,) = pool.read_documents(tmp_path / name)
    assert (read.document.filename, read.document.problem) == (name, problem)


def test_a_mail_without_documents_has_none(pool, tmp_path):
    (tmp_path / "mail.eml").write_bytes(a_mail().text("nothing attached").bytes())
    assert pool.read_documents(tmp_path / "mail.eml") == []


def test_a_file_is_read_as_a_mail_for_explain(pool, spooled):
    mail = spooled(a_mail().subject("from disk").bytes())
    reading = pool.read_file(mail.spool, mailbox="recruitment", received_at=mail.received_at)
    assert (reading.raw_hash, reading.message.subject) == (mail.raw_hash, "from disk")


def test_a_file_that_is_not_there_is_the_callers_error(pool, tmp_path):
    with pytest.raises(FileNotFoundError):
        pool.read_documents(tmp_path / "missing.pdf")


def _resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (made.a_doc(made.CV), "application/msword"),
        (made.an_odt(f"<text:p>{made.CV}</text:p>"), "application/vnd.oasis.opendocument.text"),
        (b"{\\rtf1 " + made.CV.replace("\n", "\\par ").encode() + b"}", "application/rtf"),
    ],
    ids=["doc", "odt", "rtf"],
)
@pytest.mark.parametrize("archived", [False, True], ids=["alone", "in an archive"])
def test_every_format_is_read_behind_the_cage(pool, spooled, content, media_type, archived):
    name, attached = "cv", content
    if archived:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            archive.writestr("cv", content)
        name, attached = "papers.zip", written.getvalue()
    (reading,) = pool.read([spooled(a_mail().text("My CV is attached.").attach(name, attached).bytes())])
    (document,) = reading.documents
    assert (document.type, document.role, document.problem) == (media_type, Role.CV, None)
    assert document.text.split() == made.CV.split()
    assert reading.part(document).content == content


def test_a_mail_saved_by_outlook_without_a_document_holds_none(pool, tmp_path):
    (tmp_path / "a.msg").write_bytes(
        made.a_compound_file(**{"__properties_version1.0": b"x", "__substg1.0_1000001F": "Hello".encode("utf-16-le")})
    )
    assert pool.read_documents(tmp_path / "a.msg") == []


@pytest.mark.parametrize("unfolded", [UNFOLDED_BYTES - 1_000_000, UNFOLDED_BYTES + 1_000_000])
def test_an_archive_that_unfolds_to_as_much_as_it_may_costs_no_other_document(pool, spooled, unfolded):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("drawing.bin", (os.urandom(30_000) + bytes(970_000)) * (unfolded // 1_000_000))
    mail = a_mail().text("My CV").attach("papers.zip", written.getvalue()).attach("cv.pdf", a_cv())
    (reading,) = pool.read([spooled(mail.bytes())])
    other, cv = reading.documents
    assert (cv.role, cv.problem) == (Role.CV, None)
    assert other.problem is (Problem.UNSUPPORTED if unfolded < UNFOLDED_BYTES else Problem.TOO_LARGE)
