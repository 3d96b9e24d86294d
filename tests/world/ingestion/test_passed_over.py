"""Before a digest says that all is accounted for, the mailbox itself is asked whether it has more."""

from datetime import timedelta

import pytest

from inbox_bot.pipeline.upkeep.passed_over import passed_over
from tests.support.builders.company import an_application
from tests.support.ledgers.places import connected

pytestmark = pytest.mark.dovecot


@pytest.fixture
def mails(company):
    mails = [an_application(number).bytes() for number in range(3)]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    return mails


def compared(company, ago=timedelta(days=1)):
    with company.installation() as installation:
        return passed_over(installation, ["recruitment"], installation.now() - ago)


def passes_over(company):
    """The cursor goes past a mail that has no row."""
    company.account.append(an_application(9).bytes())
    with connected(company.folder / "ledger.db") as connection:
        connection.exec_driver_sql("UPDATE folders SET next_uid = next_uid + 1 WHERE folder = 'INBOX'")


def test_where_each_mail_has_its_row_nothing_is_said(company, mails):
    company.account.append(an_application(9).bytes())  # not polled yet: beyond the cursor
    assert compared(company) == ((), ())


def test_a_mail_that_the_cursor_passed_is_told_with_its_folder(company, mails):
    passes_over(company)
    [doubt], unasked = compared(company)
    assert doubt.startswith("1 mails in the mail folder INBOX are in no list")
    assert unasked == ()


def test_a_mailbox_that_can_not_be_asked_is_said_so(company_at, company, mails):
    doubts, [unasked] = compared(company_at(imap_port=1))
    assert doubts == ()
    assert "recruitment could not be asked" in unasked
