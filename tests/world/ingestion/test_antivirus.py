"""A virus scanner before all reading: what it finds is never filed, and without it no mail is read."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from inbox_bot.core.review.decision import Decision, FileUnder, Means
from inbox_bot.core.rules.model import ReadingSettings
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.antivirus import ScannerDown
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.decisions.decide import carry, plan_decision
from inbox_bot.pipeline.installation import Installation, open_installation
from tests.support.builders.company import Company, an_application, poll_once
from tests.support.builders.mails import a_mail
from tests.support.servers.clamd import EICAR, MARKED, STREAM_LIMIT, Clamd
from tests.world.ingestion.invariant import EVER

pytestmark = pytest.mark.dovecot


@contextmanager
def scanning(company: Company, clamd: Clamd) -> Iterator[Installation]:
    """The company's installation, with real readers behind that scanner."""
    rules = replace(company.rules, reading=ReadingSettings(antivirus=f"unix:{clamd.socket}"))
    with open_installation(rules, company.folder) as installation:
        yield installation


def with_eicar_in_a_zip_in_a_mail() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cv.com", EICAR)
    inner = a_mail().text("My papers, as I sent them before.").attach("more papers.zip", file.getvalue())
    return an_application(1).forwarding(inner, "sent before.eml").bytes()


def with_one_of_ten_marked() -> bytes:
    mail = an_application(2)
    for number in range(9):
        content = MARKED if number == 6 else b"Certificate of attendance, %d" % number
        mail = mail.attach(f"certificate-{number}.txt", content * 3, "text/plain")
    return mail.bytes()


def rows(installation: Installation) -> dict[str, MailRow]:
    return {row.sender or "": row for row in installation.ledger.reports.received_between(*EVER)}


def on_disk(folder: Path, content: bytes) -> list[str]:
    return [
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and content in path.read_bytes()
    ]


def test_what_the_scanner_finds_is_named_and_never_filed(company: Company, clamd: Clamd):
    mails = [with_eicar_in_a_zip_in_a_mail(), with_one_of_ten_marked(), an_application(3).bytes()]
    for mail in mails:
        company.account.append(mail)
    with scanning(company, clamd) as installation:
        assert poll_once(installation) == ()
        eicar, marked, innocent = installation.ledger.reports.received_between(*EVER)
        assert [(each.outcome, each.reason) for each in (eicar, marked)] == [(Outcome.REVIEW, Reason.INFECTED)] * 2
        assert eicar.quote == "Test.Eicar.UNOFFICIAL (sent before.eml)"
        assert marked.quote == "Test.Marked.UNOFFICIAL (certificate-6.txt)"
        assert (innocent.outcome, len(company.smtp.kept)) == (Outcome.FILED, 1)

        now = installation.now()
        period = Period(day=now.date(), begins=now.replace(year=now.year - 1), ends=now.replace(year=now.year + 1))
        digest = gather(installation.ledger, installation.rules, installation.rules.reviewers[0], period)
        assert {line.who.partition(" <")[0] for line in digest.needs_person} == {"Annb Lee", "Annc Lee"}
        assert any(
            "found something. “Test.Eicar.UNOFFICIAL (sent before.eml)”" in each.why for each in digest.needs_person
        )

        # A person who files it all the same gets its place, and nothing of it but the mail as it came.
        wanted = FileUnder(vacancy="infrastructure-engineer")
        decision = Decision(wanted=wanted, by=None, means=Means.COMMAND, at=now)
        carry(plan_decision(marked.id, decision, installation, now), installation, now)
        [filed] = installation.ledger.reports.mail_by_number(marked.id).applications  # type: ignore[union-attr]
        assert sorted(path.name for path in (company.folder / "applications" / filed.folder).iterdir()) == [
            "application.json",
            "message.eml",
        ]
    kept = company.folder / "applications"
    assert len(list(kept.rglob("*.txt"))) == 1  # the innocent one's CV
    assert on_disk(company.folder, MARKED) == on_disk(company.folder, EICAR) == []  # in the mails they are in base64


def test_without_the_scanner_mail_waits_uncounted_and_afterwards_nothing_is_lost(company: Company, clamd: Clamd):
    mails = [with_eicar_in_a_zip_in_a_mail(), an_application(3).bytes(), an_application(4).bytes()]
    for mail in mails:
        company.account.append(mail)
    with scanning(company, clamd) as installation:
        for how in ("closes", "nonsense"):
            with clamd.replaced_by(how), pytest.raises(ScannerDown):
                poll_once(installation)
        clamd.kill()
        with pytest.raises(ScannerDown):
            poll_once(installation)
        waiting = installation.ledger.intake.waiting("recruitment")
        assert [mail.attempts for mail in waiting] == [0, 0, 0]
        assert company.lies_in() == {mail: ["INBOX"] for mail in mails}
        assert not list((company.folder / "applications").rglob("*.eml"))
        [alarm] = installation.ledger.alarms.raised()
        assert "No mail is taken in until this heals: the virus scanner at unix:" in alarm.alarm.sentence
        clamd.start()
        poll_once(installation)
        assert not installation.ledger.alarms.raised()
        outcomes = sorted(str(row.outcome) for row in installation.ledger.reports.received_between(*EVER))
        assert outcomes == ["filed", "filed", "review"]
    assert len(company.smtp.kept) == 2


def test_a_mail_that_the_scanner_can_not_look_at_holds_up_no_other_and_is_a_persons_after_three_tries(
    company: Company, clamd: Clamd
):
    too_large = an_application(1).attach("plan.txt", bytes(range(256)) * (STREAM_LIMIT // 200), "text/plain").bytes()
    company.account.append(too_large)
    company.account.append(an_application(2).bytes())
    with scanning(company, clamd) as installation:
        for _ in range(3):
            poll_once(installation)
        large, small = installation.ledger.reports.received_between(*EVER)
        assert (large.outcome, large.reason) == (Outcome.FAILED, Reason.NOT_CHECKED)
        assert large.quote == "INSTREAM size limit exceeded"
        assert "ann@applicant1.example" in str(large)
        assert small.outcome is Outcome.FILED
    assert company.lies_in()[too_large] == ["INBOX"]
