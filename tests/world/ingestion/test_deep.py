"""`check --deep`: mailbox, ledger and files are compared, and what can be is repaired."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from inbox_bot.edges.ledger.schema import messages
from inbox_bot.pipeline.upkeep.reconcile import deep
from tests.support.builders.company import an_application
from tests.support.ledgers.places import connected
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


@pytest.fixture
def mails(company):
    mails = [an_application(number).bytes() for number in range(3)]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    return mails


def findings(company):
    with company.installation() as installation:
        return [(finding.ok, finding.sentence) for finding in deep(installation)]


def wrong(company):
    return [sentence for ok, sentence in findings(company) if not ok]


def first_folder(company):
    return next(path.parent for path in sorted((company.folder / "applications").rglob("message.eml")))


def test_where_all_is_well_nothing_is_wrong_and_nothing_changes(company, mails):
    before = company.lies_in()
    assert wrong(company) == []
    assert wrong(company) == []
    assert company.lies_in() == before
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 3


def test_a_missing_mail_is_fetched_again_from_where_it_lies(company, mails):
    (first_folder(company) / "message.eml").unlink()
    assert any(ok and "was missing: fetched again" in sentence for ok, sentence in findings(company))
    invariant.check(company, mails)


def test_missing_documents_are_taken_out_of_the_mail_again(company, mails):
    [document] = first_folder(company).glob("cv-*.txt")
    content = document.read_bytes()
    document.unlink()
    assert any(ok and "taken out of it again" in sentence for ok, sentence in findings(company))
    assert document.read_bytes() == content
    invariant.check(company, mails)


def test_a_whole_folder_that_is_missing_comes_back_but_for_its_description(company, mails):
    folder = first_folder(company)
    shutil.rmtree(folder)
    findings(company)
    assert {path.suffix for path in folder.iterdir()} == {".eml", ".txt"}


def test_bytes_that_changed_are_told_and_left(company, mails):
    path = first_folder(company) / "message.eml"
    path.write_bytes(b"somebody else's")
    [sentence] = wrong(company)
    assert "has other bytes than were filed" in sentence
    assert path.read_bytes() == b"somebody else's"


def test_a_mail_that_nobody_has_any_more_is_told(company, mails):
    (first_folder(company) / "message.eml").unlink()
    client = company.account.client()
    client.select_folder("Filed.Infrastructure engineer")
    client.delete_messages([1, 2, 3])
    client.expunge()
    [sentence] = wrong(company)
    assert "put back a backup" in sentence


def test_a_place_where_the_mail_lies_no_more_is_forgotten(company, mails):
    client = company.account.client()
    client.select_folder("Filed.Infrastructure engineer")
    client.delete_messages([1])
    client.expunge([1])
    assert any("1 of them lie there no more" in sentence for _, sentence in findings(company))
    with company.ledger() as ledger:
        rows = ledger.reports.received_between(*invariant.EVER)
        assert sorted(len(ledger.intake.locations_of(row.mailbox, row.raw_hash)) for row in rows) == [0, 1, 1]


def test_a_mail_that_was_seen_while_the_clock_was_years_ahead_is_looked_at_like_any(company, mails):
    in_three_years = datetime.now(UTC) + timedelta(days=3 * 365)
    with connected(company.folder / "ledger.db") as connection:
        connection.execute(update(messages).where(messages.c.id == 2).values(seen_at=in_three_years))
    assert wrong(company) == []


def test_a_mail_below_the_cursor_without_a_row_is_taken_in(company, mails):
    late = an_application(9).bytes()
    company.account.append(late)
    with connected(company.folder / "ledger.db") as connection:
        connection.exec_driver_sql(
            "UPDATE folders SET next_uid = next_uid + 1, last_arrival_at = NULL WHERE folder = 'INBOX'"
        )
    assert any("1 mails had no row; 1 of them are taken in now" in sentence for _, sentence in findings(company))
    company.poll()
    invariant.check(company, [*mails, late])


def test_files_without_a_row_are_told_and_stay_and_half_done_ones_are_removed(company, mails):
    root = company.folder / "applications"
    stray = root / "speculative" / "2026" / "Nobody-12345678"
    stray.mkdir(parents=True)
    (stray / "message.eml").write_bytes(b"x")
    half = stray / ".cv.pdf.part"
    half.write_bytes(b"x")
    [sentence] = wrong(company)
    assert "1 files belong to nothing in the ledger" in sentence
    assert (stray / "message.eml").exists()
    assert not half.exists()
