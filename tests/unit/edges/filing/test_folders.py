"""Applications end up in folders a person can browse, whole or not at all, and never outside the root."""

import errno
import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.judgement.verdict import Applicant, Verdict
from inbox_bot.core.message.values import Document, Location, Message, Part, RawMail, Reading
from inbox_bot.core.plan.filed.layout import file_names
from inbox_bot.core.plan.values import FiledMail, Plan, Planned, PlannedApplication, PlannedMail, Silent
from inbox_bot.core.reply.why import Silence
from inbox_bot.core.words import Kind, Outcome, Problem, Role
from inbox_bot.edges.filing import FilingFailed, LocalFolders
from inbox_bot.pipeline.intake import filed

WHEN = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
ANN = Applicant(name="Ann Lee", email="ann@example.org")


def a_document(filename: str, section: str = "1", problem: Problem | None = None) -> Document:
    return Document(
        section=section, filename=filename, type="application/pdf", role=Role.CV, text="text", problem=problem
    )


def a_planned_mail(
    *documents: Document,
    content: bytes = b"%PDF-1.4",
    outcome: Outcome = Outcome.FILED,
    applicants: tuple[Applicant, ...] = (ANN,),
    vacancy: str | None = "data-scientist-intern",
) -> PlannedMail:
    parts = tuple(
        Part(
            section=document.section,
            filename=document.filename,
            type=document.type,
            declared_type=document.type,
            disposition="attachment",
            content_id="",
            content=content,
        )
        for document in documents
    )
    reading = Reading(
        raw_hash=hashlib.sha256(content).hexdigest(),
        mailbox="recruitment",
        received_at=WHEN,
        message=Message(parts=parts, subject="My application"),
        documents=documents,
        content_hash="c0ffee" * 10,
    )
    applications = tuple(
        PlannedApplication(
            applicant=applicant,
            person="ann@example.org",
            vacancy=vacancy,
            number=number,
            documents=tuple(range(len(documents))),
        )
        for number, applicant in enumerate(applicants)
    )
    plan = Plan(
        outcome=outcome,
        applications=applications,
        reply=Silent(silence=Silence.NOT_ANSWERED),
    )
    return PlannedMail(reading=reading, verdict=Verdict(kind=Kind.APPLICATION), fingerprint="f", plan=plan)


@pytest.fixture
def spooled(tmp_path: Path):
    def mail_for(planned: PlannedMail) -> dict[str, RawMail]:
        spool = tmp_path / "spool"
        spool.write_bytes(b"the whole mail")
        raw = RawMail(
            location=Location(mailbox="recruitment", folder="INBOX", uidvalidity=1, uid=1),
            raw_hash=planned.reading.raw_hash,
            size_bytes=14,
            received_at=WHEN,
            flags=frozenset(),
            spool=spool,
        )
        return {raw.raw_hash: raw}

    return mail_for


def file_mails(planned: Planned, mails: dict[str, RawMail], filing: LocalFolders) -> dict[str, FiledMail]:
    """As a batch does it, over a ledger that notes nothing."""
    intake = SimpleNamespace(file_ahead=lambda mailbox, paths: None)
    installation = SimpleNamespace(filing=filing, ledger=SimpleNamespace(intake=intake))
    return filed.file_mails(planned, mails, installation)  # type: ignore[arg-type]


def all_files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_an_application_lies_under_its_vacancy_year_and_applicant(tmp_path, spooled):
    mail = a_planned_mail(a_document("cv.pdf"))
    filed_mails = file_mails(Planned(mails=[mail]), spooled(mail), LocalFolders(tmp_path / "filed"))
    folder = "data-scientist-intern/2027/Ann Lee-c0ffeec0"
    assert all_files(tmp_path / "filed") == [f"{folder}/{n}" for n in ("application.json", "cv.pdf", "message.eml")]
    assert filed_mails[mail.reading.raw_hash].raw == f"{folder}/message.eml"
    assert filed_mails[mail.reading.raw_hash].applications[0].documents == (f"{folder}/cv.pdf",)
    assert (tmp_path / "filed" / folder / "message.eml").read_bytes() == b"the whole mail"


@pytest.mark.parametrize(
    ("outcome", "vacancy", "top"),
    [
        (Outcome.FILED, "data-scientist-intern", "data-scientist-intern"),
        (Outcome.SPECULATIVE, None, "speculative"),
        (Outcome.REVIEW, "data-scientist-intern", "review"),
    ],
)
def test_the_outcome_decides_the_top_folder(tmp_path, spooled, outcome, vacancy, top):
    mail = a_planned_mail(a_document("cv.pdf"), outcome=outcome, vacancy=vacancy)
    file_mails(Planned(mails=[mail]), spooled(mail), LocalFolders(tmp_path / "filed"))
    assert {name.split("/")[0] for name in all_files(tmp_path / "filed")} == {top}


def test_putting_twice_changes_nothing(tmp_path, spooled):
    mail = a_planned_mail(a_document("cv.pdf"))
    filing = LocalFolders(tmp_path / "filed")
    first = file_mails(Planned(mails=[mail]), spooled(mail), filing)
    before = {name: (tmp_path / "filed" / name).stat().st_mtime_ns for name in all_files(tmp_path / "filed")}
    assert file_mails(Planned(mails=[mail]), spooled(mail), filing) == first
    assert {n: (tmp_path / "filed" / n).stat().st_mtime_ns for n in all_files(tmp_path / "filed")} == before


def test_a_colleagues_three_applicants_get_a_folder_each_and_the_mail_is_kept_once(tmp_path, spooled):
    people = tuple(Applicant(name=name) for name in ("Ann Lee", "Bo Poe", "Cy Roe"))
    mail = a_planned_mail(a_document("cv.pdf"), applicants=people)
    file_mails(Planned(mails=[mail]), spooled(mail), LocalFolders(tmp_path / "filed"))
    files = all_files(tmp_path / "filed")
    assert [name for name in files if name.endswith("message.eml")] == [
        "data-scientist-intern/2027/Ann Lee-c0ffeec0/message.eml"
    ]
    assert {name.split("/")[2] for name in files} == {"Ann Lee-c0ffeec0", "Bo Poe-c0ffeec0-2", "Cy Roe-c0ffeec0-3"}


def test_a_mail_without_application_is_kept_by_its_hash(tmp_path, spooled):
    mail = a_planned_mail(applicants=(), outcome=Outcome.NOT_AN_APPLICATION)
    filed_mails = file_mails(Planned(mails=[mail]), spooled(mail), LocalFolders(tmp_path / "filed"))
    digest = mail.reading.raw_hash
    assert all_files(tmp_path / "filed") == [f".raw/{digest[:2]}/{digest}.eml"] == [filed_mails[digest].raw]


def test_an_unsafe_document_is_named_but_gets_no_file(tmp_path, spooled):
    mail = a_planned_mail(a_document("cv.pdf.exe", problem=Problem.UNSAFE))
    filed_mails = file_mails(Planned(mails=[mail]), spooled(mail), LocalFolders(tmp_path / "filed"))
    assert filed_mails[mail.reading.raw_hash].applications[0].documents == (None,)
    folder = tmp_path / "filed/data-scientist-intern/2027/Ann Lee-c0ffeec0"
    assert json.loads((folder / "application.json").read_text())["documents"][0]["original_name"] == "cv.pdf.exe"
    assert not [name for name in all_files(tmp_path / "filed") if "exe" in name]


def test_documents_of_one_name_are_told_apart_whatever_their_case():
    names = file_names([a_document(name) for name in ("CV.pdf", "cv.PDF", "message.eml", "cv-2.pdf")])
    assert len({str(name).casefold() for name in names}) == 4
    assert "message.eml" not in names


@given(name=st.text(max_size=300), filename=st.text(max_size=5000), vacancy=st.text(max_size=50))
@settings(max_examples=60, deadline=None)
def test_whatever_a_sender_calls_things_everything_lands_below_the_root(tmp_path_factory, name, filename, vacancy):
    root = tmp_path_factory.mktemp("filing")
    spool = root / "spool"
    spool.write_bytes(b"mail")
    mail = a_planned_mail(a_document(filename), applicants=(Applicant(name=name),), vacancy=vacancy)
    raw = RawMail(
        location=Location(mailbox="m", folder="INBOX", uidvalidity=1, uid=1),
        raw_hash=mail.reading.raw_hash,
        size_bytes=4,
        received_at=WHEN,
        flags=frozenset(),
        spool=spool,
    )
    file_mails(Planned(mails=[mail]), {raw.raw_hash: raw}, LocalFolders(root / "filed"))
    assert sorted(path.name for path in root.iterdir()) == ["filed", "spool"]
    assert all(
        len(path.relative_to(root / "filed").parts) == 4 for path in (root / "filed").rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_no_half_document(tmp_path, spooled, monkeypatch, call):
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    mail = a_planned_mail(a_document("cv.pdf"))
    mails = spooled(mail)
    if call == "fsync":
        monkeypatch.setattr(os, "fsync", fails)
    else:
        monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(FilingFailed, match="No space left"):
        file_mails(Planned(mails=[mail]), mails, LocalFolders(tmp_path / "filed"))
    monkeypatch.undo()
    assert all_files(tmp_path / "filed") == []
