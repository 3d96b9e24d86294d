"""Mails with scans: judged without them, held until they are recognised, and holding up nobody."""

from collections import Counter

import pytest

from bench.company import write_rules
from inbox_bot.core.documents.scans import RecognisedPage, RecognisedScan
from inbox_bot.core.words import READING_ATTEMPTS, Outcome, Reason
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.health.status import status_of
from inbox_bot.pipeline.intake.scans import recognise_all, recognise_next
from inbox_bot.pipeline.kept import read_again
from inbox_bot.pipeline.scans import AT_HAND_MAILS
from tests.support import command
from tests.support.builders.company import ADDRESS, CV, an_application, poll_once
from tests.support.builders.documents import page_pdf
from tests.support.builders.mails import a_mail
from tests.support.builders.scans import a_page, packed, photographed
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot
EMPTY_PAGE = page_pdf(b"0 0 m 100 100 l S")  # a page with a line on it, and no text: all that the readers see of a scan


class Recogniser:
    """Makes out the same CV on each scan, as fast as that goes."""

    def __init__(self) -> None:
        self.recognised = 0
        self.ended_by = None

    def recognise(self, path, documents, *, stop):
        if self.ended_by is not None:
            raise self.ended_by
        self.recognised += 1
        page = RecognisedPage(text=f"Annb Lee\nann@applicant.example\n\n{CV.decode()}", confidence=93.0)
        return {each.section: RecognisedScan(pages=(page,), all_pages=1) for each in documents}


@pytest.fixture
def recogniser(company):
    company.reader.scan_reader = Recogniser()
    return company.reader.scan_reader


def scanned(number: int):
    """An application whose CV is a scan."""
    return an_application(number, cv=False).attach("CV.pdf", EMPTY_PAGE, "application/pdf")


def outcomes(company):
    with company.ledger() as ledger:
        return Counter(row.outcome for row in ledger.reports.received_between(*invariant.EVER))


def queue(installation) -> int:
    return status_of(installation.ledger, installation.rules, installation.now()).scans


def test_a_hundred_scans_at_once_hold_up_no_text_mail_and_are_bounded_on_disk(company, recogniser):
    scans = [scanned(number).bytes() for number in range(100)]
    texts = [an_application(number).bytes() for number in range(100, 105)]
    for mail in (*scans, *texts):
        company.account.append(mail)
    with company.installation() as installation:
        poll_once(installation)
        assert outcomes(company) == {Outcome.FILED: 5, None: 100}
        assert len(company.smtp.kept) == 5  # answered by the same poll that met a hundred scans before them
        assert recogniser.recognised == 0
        assert queue(installation) == 100
        assert len(list(installation.spool.iterdir())) == AT_HAND_MAILS
        reads = len(company.reader.read_hashes)
        poll_once(installation)
        assert len(company.reader.read_hashes) == reads  # those that wait are not read again and again
        while recognise_all(installation):
            poll_once(installation)
        poll_once(installation)
        assert (recogniser.recognised, queue(installation)) == (100, 0)
        assert list(installation.spool.iterdir()) == []
    assert outcomes(company)[Outcome.FILED] == 105
    invariant.check(company, [*scans, *texts])


def test_a_daemon_that_dies_while_it_recognises_loses_nothing_and_judges_without_after_three_tries(company, recogniser):
    mail = scanned(1).bytes()
    company.account.append(mail)
    recogniser.ended_by = KeyboardInterrupt()
    for attempt in range(READING_ATTEMPTS):
        with company.installation() as installation:
            poll_once(installation)
            assert (queue(installation), attempt) == (1, attempt)
            with pytest.raises(KeyboardInterrupt):
                recognise_all(installation)
    company.poll()
    [row] = invariant.check(company, [mail])
    assert (row.outcome, row.reason) == (Outcome.REVIEW, Reason.SCANNED)


def test_what_was_recognised_before_a_kill_is_not_recognised_again(company, recogniser):
    mail = scanned(1).bytes()
    company.account.append(mail)
    with company.installation() as installation:
        poll_once(installation)
        assert recognise_next(installation)
    recogniser.ended_by = AssertionError("it was recognised already")
    company.poll()
    [row] = invariant.check(company, [mail])
    assert (row.outcome, row.applications[0].vacancy) == (Outcome.FILED, "infrastructure-engineer")


def test_a_daemon_that_is_told_to_stop_counts_no_attempt_and_goes_on_where_it_was(company, recogniser):
    company.account.append(scanned(1).bytes())
    recogniser.ended_by = WorkerNotStarted("it was closed")
    for _ in range(READING_ATTEMPTS + 1):
        with company.installation() as installation:
            poll_once(installation)
            assert not recognise_all(installation)
            assert queue(installation) == 1
    recogniser.ended_by = None
    with company.installation() as installation:
        poll_once(installation)
        assert recognise_all(installation)
        poll_once(installation)
    assert outcomes(company) == {Outcome.FILED: 1}


def test_a_mail_whose_file_is_taken_away_or_that_leaves_the_mailbox_meanwhile_is_read_once_more(company, recogniser):
    company.account.append(scanned(1).bytes())
    with company.installation() as installation:
        poll_once(installation)
        recogniser.ended_by = FileNotFoundError()
        assert recognise_next(installation)
        recogniser.ended_by = None
        poll_once(installation)
        assert recognise_all(installation)
        client = company.account.client()
        client.select_folder("INBOX")
        client.delete_messages(client.search("ALL"))
        client.expunge()
        poll_once(installation)
    assert outcomes(company) == {Outcome.EXPUNGED: 1}


def test_no_robot_no_list_and_no_agency_is_worth_recognising(company, recogniser):
    list_mail = a_mail().header("List-Id", "<jobs.example>").header("Precedence", "bulk")
    robot = a_mail().header("Auto-Submitted", "auto-replied").id("<robot@example.org>")
    agency = a_mail().from_("Joan Harper <joan@talent-partners.example>").id("<agency@example.org>")
    for mail in (
        list_mail.to(ADDRESS).subject("Vacancies of the week").text("Our newsletter. Unsubscribe here."),
        robot.to(ADDRESS).subject("Out of office").text("I am away until Monday."),
        agency.to(ADDRESS)
        .subject("Candidate for your infrastructure engineer role")
        .text(
            "Dear hiring team,\n\nOur recruitment agency represents an excellent candidate for your role. Our fee is "
            "20 % of the first year's salary; our terms of business are attached.\n\nJoan Harper, Talent Partners"
        ),
    ):
        company.account.append(mail.attach("Offers.pdf", EMPTY_PAGE, "application/pdf").bytes())
    company.account.append(an_application(7).attach("Diploma.pdf", EMPTY_PAGE, "application/pdf").bytes())
    company.poll()
    found = outcomes(company)
    assert (found[None], found[Outcome.FILED], found.total()) == (0, 1, 4)


def test_who_reads_the_mail_again_later_reads_the_same(company, recogniser):
    company.account.append(scanned(1).bytes())
    with company.installation() as installation:
        poll_once(installation)
        recognise_all(installation)
        poll_once(installation)
        [row] = installation.ledger.reports.received_between(*invariant.EVER)
        company.reader.scan_reader = None
        assert "Site reliability engineer" in read_again(row, installation).documents[0].text


def test_without_the_extra_a_scan_is_what_it_was(company):
    company.account.append(scanned(1).bytes())
    company.poll()
    with company.ledger() as ledger:
        [row] = ledger.reports.received_between(*invariant.EVER)
    assert (row.outcome, row.reason) == (Outcome.REVIEW, Reason.SCANNED)


def test_the_command_files_a_photographed_cv_under_its_vacancy(account, smtp, tmp_path):
    rules = write_rules(account, smtp.port, tmp_path)
    photo = packed(photographed(a_page(dpi=150)))
    mail = an_application(1, cv=False).from_("Mara Lindqvist <mara.lindqvist@example.org>")
    account.append(mail.attach("IMG_0001.jpg", photo, "image/jpeg").bytes())
    done = command.run("poll", "--rules", rules)
    assert (done.returncode, done.stderr) == (0, "")
    assert "filed infrastructure-engineer" in done.stdout
    assert "answer acknowledgement" in done.stdout
