"""A mail that needs a person is listed until the person has dealt with it: moved it away, or deleted it."""

import re

import pytest

from inbox_bot.core.words import Outcome
from tests.support.builders.company import an_application
from tests.support.servers.imap_proxy import changes, says

pytestmark = pytest.mark.dovecot


def deliver_for_review(company, count=1):
    mails = [
        an_application(number)
        .subject("Application: Infrastructure engineer or Data science intern")
        .text("I apply for either: Infrastructure engineer or Data science intern.")
        .bytes()
        for number in range(count)
    ]
    for mail in mails:
        company.account.append(mail)
    return mails


def needs_a_person(company):
    with company.ledger() as ledger:
        mails = ledger.reports.open_items().mails
    assert {mail.outcome for mail in mails} <= {Outcome.REVIEW}
    return len(mails)


@pytest.fixture
def person(company_at, account):
    client = account.client()
    client.create_folder("Mine")
    client.select_folder("INBOX")
    return client


def test_what_a_person_moved_away_needs_nobody_any_more(company, person):
    deliver_for_review(company, 2)
    company.poll()
    assert needs_a_person(company) == 2
    person.move([1], "Mine")
    company.poll()
    assert needs_a_person(company) == 1


def test_what_a_person_deleted_needs_nobody_any_more(company, person):
    deliver_for_review(company)
    company.poll()
    person.delete_messages([1])
    person.uid_expunge([1])
    company.poll()
    assert needs_a_person(company) == 0


def test_what_is_put_back_needs_a_person_again(company, person):
    deliver_for_review(company)
    company.poll()
    person.move([1], "Mine")
    company.poll()
    person.select_folder("Mine")
    person.move([1], "INBOX")
    company.poll()
    assert needs_a_person(company) == 1


def test_a_listing_that_leaves_mails_out_is_not_believed(behind_proxy, proxy):
    deliver_for_review(behind_proxy, 3)
    behind_proxy.poll()
    behind_proxy.account.append(an_application(9).bytes())
    proxy.when("UID SEARCH", says("* SEARCH", "{tag} OK done"))
    behind_proxy.poll()
    assert needs_a_person(behind_proxy) == 3


def test_a_folder_that_is_suddenly_empty_has_dealt_with_nothing(behind_proxy, proxy):
    deliver_for_review(behind_proxy, 12)
    behind_proxy.poll()
    proxy.when("STATUS", changes(lambda said: re.sub(rb"MESSAGES 12", b"MESSAGES 0", said)), times=9)
    proxy.when("UID SEARCH", says("* SEARCH", "{tag} OK done"), times=99)
    behind_proxy.poll(2)
    assert needs_a_person(behind_proxy) == 12
