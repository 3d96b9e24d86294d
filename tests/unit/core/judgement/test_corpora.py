"""Mails and CVs that nobody here wrote: no crash, no bounce an application, no applicant an agency."""

from pathlib import Path

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.words import Kind
from tests.support.builders.mails import read_mail
from tests.unit.core.judgement.building import letter, verdict_of

CORPORA = Path(__file__).parents[5] / "shared" / "corpora"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside this checkout"),
]


def mails_in(folder: str) -> list[Path]:
    found = [file for file in (CORPORA / folder).rglob("*") if file.suffix in (".eml", ".msg", ".txt")]
    return sorted(file for file in found if "_decoded_" not in file.name)


def test_no_bounce_is_an_application():
    for file in mails_in("bounces"):
        message = read_mail(file.read_bytes())
        verdict = verdict_of(message, *documents_of(message))
        assert verdict.kind in (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK, Kind.OTHER), file.name
        assert verdict.applications == ()


def test_nearly_every_bounce_is_recognised():
    kinds = [verdict_of(read_mail(file.read_bytes())).kind for file in mails_in("bounces")]
    machines = [kind for kind in kinds if kind in (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK)]
    assert len(machines) >= 0.97 * len(kinds)


def test_what_looks_like_a_bounce_and_is_none_is_none():
    for file in mails_in("mail/not-bounces"):
        assert verdict_of(read_mail(file.read_bytes())).kind is not Kind.BOUNCE, file.name


def test_hard_mails_are_judged():
    for file in mails_in("mail"):
        message = read_mail(file.read_bytes())
        assert verdict_of(message, *documents_of(message)).kind in Kind, file.name


def test_every_real_cv_with_two_lines_is_an_application_and_its_sender_no_agency():
    files = sorted((CORPORA / "cvs").rglob("*.pdf"))
    for file in files:
        mail = letter("CV", "Please find my CV.\n\nAnn Lee").attach("cv.pdf", file.read_bytes(), "application/pdf")
        message = mail.message()
        verdict = verdict_of(message, *documents_of(message))
        assert verdict.kind is Kind.APPLICATION, file.name
        assert not verdict.agency.flagged, file.name
        assert verdict.applications[0].documents == (0,), file.name
