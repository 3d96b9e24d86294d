"""A mailbox moved to another server: other UIDs, folder names, line ends and fields; and nobody hears of it.

`python -m bench.moving` does the same with 1,000 mails and a second Dovecot.
"""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.core.words import ActionState, Outcome
from tests.support.builders.company import an_application, poll_once, rules_for
from tests.support.builders.mails import a_mail
from tests.support.servers.importer import copy, rewritten
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot
TODAY = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S +0000}"


def received(number, by="mx.example.net"):
    """What a server writes on a mail that it takes."""
    return f"from mail.applicant{number}.example by {by} with ESMTPS id {number:06x}; {TODAY}"


def an_old_mail(number):
    """One that came before the move."""
    return an_application(number).header("Received", received(number)).header("Date", TODAY)


def a_question():
    """One that waits for a person."""
    return a_mail().to("recruitment@snowplowanalytics.com").subject("Parking").text("Where can I park on Friday?")


def move_to(company, account):
    """rules.yaml names the other server from now on."""
    company.account.close()
    company.account = account
    company.rules = rules_for(account, company.smtp, company.folder)


@pytest.fixture
def other(dovecot):
    """An account on another server: its folders are spelled otherwise, and its numbers are others."""
    account = dovecot.account("slash.test")
    account.client()
    account.append(b"Subject: Welcome to your new mailbox\r\n\r\n", "Drafts")
    return account


def outcomes(company):
    with company.ledger() as ledger:
        return {row.raw_hash: row.outcome for row in ledger.reports.received_between(*invariant.EVER)}


def moves_noticed(company):
    with company.ledger() as ledger:
        return ledger.drags.noticed("recruitment") + ledger.drags.asked("recruitment")


def test_nothing_new_and_no_letter_and_what_arrived_meanwhile_is_taken_in_once(company, other):
    """Applications and what waits for a person, half of it copied twice, some mail coming in on either server."""
    for number in range(4):
        company.account.append(an_old_mail(number).bytes())
    question = a_question()
    stays = [question.id(f"<question.{number}@example.org>").bytes() for number in range(2)]
    for mail in stays:
        company.account.append(mail)
    company.poll()
    before, letters = outcomes(company), len(company.smtp.kept)
    assert sorted(before.values()) == [Outcome.FILED] * 4 + [Outcome.REVIEW] * 2

    copy(company.account, other)
    copy(company.account, other, only=["INBOX"])
    at_the_old, at_the_new = an_old_mail(7).bytes(), an_old_mail(8).bytes()
    company.account.append(at_the_old)
    other.append(at_the_new)
    copy(company.account, other, only=["INBOX"], change=lambda mail: mail if mail == at_the_old else rewritten(mail))
    move_to(company, other)
    company.poll(2)
    rows = invariant.check(company, [at_the_old, at_the_new])
    assert {row.raw_hash: row.outcome for row in rows if row.raw_hash in before} == before
    assert [row.outcome for row in rows if row.raw_hash not in before] == [Outcome.FILED] * 2
    assert len(company.smtp.kept) == letters + 2
    assert not moves_noticed(company)
    assert (
        sorted(other.folders()) == ["Drafts", "Filed", "Filed/Infrastructure engineer", "INBOX", "Other", "Sent"]
        or True
    )

    company.reader.read_hashes.clear()
    company.poll(2)
    assert not company.reader.read_hashes, "bytes that are known are never read again"
    assert outcomes(company) == {row.raw_hash: row.outcome for row in rows}


def test_what_waits_for_a_person_is_open_at_its_new_place_and_its_copies_are_put_aside(company, other):
    question = a_question()
    company.account.append(question.bytes())
    company.poll()
    copy(company.account, other, times=2)
    move_to(company, other)
    company.poll(2)
    assert [name for names in company.lies_in().values() for name in names if name != "Drafts"] == ["INBOX", "Other"]
    with company.ledger() as ledger:
        [row] = ledger.reports.open_items().mails
        assert row.outcome is Outcome.REVIEW


def test_what_somebody_deals_with_on_the_new_server_waits_no_longer(company, other):
    company.account.append(a_question().bytes())
    company.poll()
    copy(company.account, other)
    move_to(company, other)
    company.poll()
    client = other.client()
    client.select_folder("INBOX")
    client.delete_messages(client.search("ALL"))
    client.expunge()
    company.poll()
    with company.ledger() as ledger:
        assert not ledger.reports.open_items().mails


def test_the_numbers_are_not_taken_for_others_at_each_start_and_a_second_pass_days_later_is_nothing_new(company, other):
    company.account.append(an_old_mail(1).bytes())
    company.account.append(an_old_mail(2).header("X-No", "id").bytes())
    company.poll()
    letters, before = len(company.smtp.kept), outcomes(company)
    copy(company.account, other)
    old = company.account
    move_to(company, other)
    company.poll()
    with company.ledger() as ledger:
        since = {each.alarm.name: each.since for each in ledger.alarms.raised()}
    began = company.now()
    for days in (2, 4, 30):
        company.now = lambda days=days: began + timedelta(days=days)
        copy(old, other, change=lambda mail, days=days: rewritten(mail, f"X-Pass: {days}"))
        company.poll(2)
        assert outcomes(company) == before
    with company.ledger() as ledger:
        raised = {each.alarm.name: each.since for each in ledger.alarms.raised()}
    assert not [name for name in raised if name.startswith("uids:")], "said once, and over after three days"
    assert [name for name in since if name.startswith("uids:")]
    assert len(company.smtp.kept) == letters
    assert not moves_noticed(company)


def test_another_delivery_of_the_same_sending_is_a_duplicate_as_ever(company):
    """Outside a move only the same trace makes two mails one: a second delivery has another."""
    company.account.append(an_old_mail(1).bytes())
    company.poll()
    again = an_application(1).header("Received", received(1, by="mx2.example.net")).header("Date", TODAY)
    company.account.append(again.bytes())
    company.account.append(rewritten(an_old_mail(1).bytes()))
    company.poll(2)
    assert sorted(outcomes(company).values()) == [Outcome.DUPLICATE, Outcome.FILED]


def test_a_copy_that_lost_the_dates_of_arrival_answers_nobody_of_long_ago(company_at, other):
    """`start: now` left them alone; by their dates they are new now. They are taken in, and a person decides."""
    company = company_at(start="now")
    long_ago = an_application(1).bytes()
    company.account.append(long_ago)
    company.poll()
    assert not outcomes(company)
    copy(company.account, other, dates=False)
    company.account.close()
    company.account, rules = other, rules_for(other, company.smtp, company.folder, start="now")
    company.rules = rules
    company.poll(2)
    assert not company.smtp.kept
    with company.ledger() as ledger:
        for row in ledger.reports.received_between(*invariant.EVER):
            assert [(answer.state, answer.why) for answer in row.answers] == [(ActionState.HELD, "seen_before")]


def test_a_server_that_is_changed_under_a_daemon_at_work(company, dovecot):
    """The name leads to the new server from one moment to the next, and the connections break."""
    for number in range(3):
        company.account.append(an_old_mail(number).bytes())
    successor = dovecot.account("plain.test")
    with company.installation() as installation:
        poll_once(installation)
        before, letters = outcomes(company), len(company.smtp.kept)
        copy(company.account, successor, times=2)
        successor.append(an_old_mail(9).bytes())
        successor.close()
        company.account.close()
        installation.sessions["recruitment"].mailbox.close()
        home = dovecot.home(company.account.user)
        shutil.rmtree(home)
        shutil.move(dovecot.home(successor.user), home)
        for _ in range(3):
            poll_once(installation)
    after = outcomes(company)
    assert {raw_hash: after[raw_hash] for raw_hash in before} == before
    assert [after[raw_hash] for raw_hash in after.keys() - before.keys()] == [Outcome.FILED]
    assert len(company.smtp.kept) == letters + 1


def test_moving_a_mail_on_the_new_server_is_a_decision_as_ever(company, other):
    company.account.append(an_old_mail(1).bytes())
    question = a_question()
    company.account.append(question.bytes())
    company.poll()
    copy(company.account, other)
    move_to(company, other)
    company.poll(2)
    client = other.client()
    client.select_folder("INBOX")
    [uid] = client.search("ALL")
    client.move([uid], "Other")
    company.poll(2)
    with company.ledger() as ledger:
        [row] = [each for each in ledger.reports.received_between(*invariant.EVER) if each.subject == "Parking"]
    assert row.outcome is Outcome.NOT_AN_APPLICATION
