"""A hiring manager gets the documents of their vacancies, byte by byte as they came: with the digest, or at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from inbox_bot.core.rules.model import DigestTime, Documents, Reviewer
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import Outcome
from inbox_bot.daemon.reviewers import Told, tell_reviewers
from tests.support.builders.at_work import ADDRESS, Company, a_cv, an_application, at_work
from tests.support.builders.mails import a_mail
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot
INFRA, SCIENCE = "infrastructure-engineer", "data-scientist-intern"
MANAGER, OTHER, EVERYBODY = "manager@example.com", "science@example.com", "hiring@snowplowanalytics.com"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def company(account, smtp, tmp_path) -> Iterator[Company]:
    with at_work(tmp_path, account, smtp) as company:
        yield company


def with_managers(company: Company, documents: Documents) -> None:
    every_day = DigestTime(on=frozenset(range(7)))
    reviewers = (
        Reviewer(email=EVERYBODY, digest=every_day),
        Reviewer(email=MANAGER, vacancies=(INFRA,), documents=documents, digest=every_day),
        Reviewer(email=OTHER, vacancies=(SCIENCE,), documents=documents, digest=every_day),
    )
    rules = replace(company.installation.rules, reviewers=reviewers)
    company.installation = replace(company.installation, rules=rules)


def attached(smtp: SmtpServer) -> dict[str, list[tuple[str, bytes]]]:
    """What came to whom: each file's name and bytes."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for kept in smtp.kept:
        mail = message_from_bytes(kept.content, policy=policy.default)
        files = [(part.get_filename(), part.get_payload(decode=True)) for part in mail.iter_attachments()]
        found.setdefault(str(mail["To"]), []).extend(files)
    return found


def a_day(company: Company, told: Told) -> None:
    """An application for each vacancy, an agency's candidate, and a program that is called a CV."""
    company.receives(an_application().attach("certificate \u202e fdp.pdf", PDF, "application/pdf"))
    company.receives(an_application("Sam Roe", "sam@example.org", title="Data science intern"))
    company.receives(
        a_mail()
        .from_("Kim Carr <kim@brightwater-talent.example>")
        .to(ADDRESS)
        .return_path("kim@brightwater-talent.example")
        .subject("Infrastructure engineer: an outstanding candidate")
        .id("<kim@brightwater-talent.example>")
        .text("My candidate is available now. Her CV is attached. Our fee is 20 % of the first salary.\n\nKim Carr")
        .attach("candidate.txt", a_cv("Ivy Moor", "ivy@example.org", ""), "text/plain")
    )
    tell_reviewers(company.installation, told)
    company.poll()


@pytest.mark.parametrize("documents", [Documents.ATTACHED, Documents.AT_ONCE])
def test_each_manager_gets_the_documents_of_their_vacancy_as_they_came_and_once(company, smtp, documents):
    with_managers(company, documents)
    told = Told()
    a_day(company, told)
    for _ in range(3):
        company.clock.forward(MINUTE if documents is Documents.AT_ONCE else DAY)
        tell_reviewers(company.installation, told)
        company.poll()
    found = attached(smtp)
    mails = company.installation.ledger.reports.received_between(company.clock() - 9 * DAY, company.clock())
    assert Outcome.AGENCY in {mail.outcome for mail in mails}
    assert [content for _, content in found[MANAGER]] == [a_cv("Ann Lee", "ann.lee@example.org", "")]
    assert [name for name, _ in found[MANAGER]] == ["Ann Lee - cv.txt"]
    assert found[OTHER] == [("Sam Roe - cv.txt", a_cv("Sam Roe", "sam@example.org", ""))]
    assert found.get(EVERYBODY, []) == []


def test_at_once_is_within_a_minute(company, smtp):
    with_managers(company, Documents.AT_ONCE)
    told = Told()
    a_day(company, told)
    company.clock.forward(MINUTE)
    tell_reviewers(company.installation, told)
    company.poll()
    assert len(attached(smtp)[MANAGER]) == 1


def test_what_was_set_apart_before_the_mail_went_out_stays_behind(company, smtp):
    with_managers(company, Documents.AT_ONCE)
    told = Told()
    a_day(company, told)
    tell_reviewers(company.installation, told)
    reviewers = tuple(each for each in company.installation.rules.reviewers if each.email != MANAGER)
    gone = Reviewer(email=MANAGER, vacancies=(SCIENCE,), documents=Documents.AT_ONCE)
    rules = replace(company.installation.rules, reviewers=(*reviewers, gone))
    company.installation = replace(company.installation, rules=rules)
    company.poll()
    assert attached(smtp)[MANAGER] == [], "the vacancy is no longer theirs"


def test_whom_a_rule_tells_gets_the_documents_as_they_came_and_of_an_agency_the_news_alone(account, smtp, tmp_path):
    tells = {"name": "Whoever brings a CV", "when": {"has": "cv"}, "then": {"tell": EVERYBODY}}
    with at_work(tmp_path, account, smtp) as company:
        reviewer = Reviewer(email=EVERYBODY, documents=Documents.ATTACHED)
        rule = UserRule.model_validate(tells)
        rules = replace(company.installation.rules, reviewers=(reviewer,), rules=(rule,))
        company.installation = replace(company.installation, rules=rules)
        a_day(company, Told())
        company.poll()
    told = [message_from_bytes(kept.content, policy=policy.default) for kept in smtp.kept]
    subjects = [str(mail["Subject"]) for mail in told if str(mail["To"]) == EVERYBODY]
    assert len(subjects) == 3
    assert "Whoever brings a CV: Infrastructure engineer: an outstanding candidate" in subjects
    assert sorted(attached(smtp)[EVERYBODY]) == [
        ("Ann Lee - cv.txt", a_cv("Ann Lee", "ann.lee@example.org", "")),
        ("Sam Roe - cv.txt", a_cv("Sam Roe", "sam@example.org", "")),
    ]
