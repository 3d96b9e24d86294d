"""Applications in the folder for junk, found by its special use (RFC 6154): shown, not moved, and not answered."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import ActionState, Outcome, Reason
from inbox_bot.digest.send import plan_digests
from inbox_bot.pipeline.decisions.release import plan_release, release
from tests.support.builders.company import an_application, poll_once
from tests.support.builders.mails import a_mail
from tests.support.digests import morning_after
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


def is_digest(kept):
    return b"Message-ID: <digest." in kept.wire


JUNK = "Spamverdacht"  # what the server marks as \Junk


def spam(number):
    return (
        a_mail()
        .from_(f"Lottery <winner{number}@prizes.example>")
        .to("recruitment@snowplowanalytics.com")
        .subject("You have won")
        .text("Dear friend,\n\nsend us your bank details to get your prize of 1,000,000 pounds.")
        .id(f"<prize.{number}@prizes.example>")
        .bytes()
    )


@pytest.fixture
def company(company_at, account):
    account.client().create_folder(JUNK)
    return company_at(folders=("INBOX", r"\Junk"))


def test_an_application_is_shown_and_stays_and_its_letter_waits_for_a_person(company):
    mail = an_application(1).bytes()
    company.account.append(mail, JUNK)
    company.account.append(an_application(2).bytes())
    company.poll(2)
    rows = invariant.check(company, [mail])
    assert [row.outcome for row in rows] == [Outcome.FILED] * 2
    [found] = [row for row in rows if row.folder == JUNK]
    assert [(answer.state, answer.why) for answer in found.answers] == [(ActionState.HELD, "found_in_junk")]
    assert company.lies_in()[mail] == [JUNK]
    [(_, flags)] = company.account.messages(JUNK).values()
    assert not flags
    assert len(company.smtp.kept) == 1
    morning = morning_after(datetime.now(UTC))
    company.now = lambda: morning
    with company.installation() as installation:
        assert plan_digests(installation.ledger, installation.rules, morning, set())
        poll_once(installation)
    [digest] = [message_from_bytes(kept.content, policy=default) for kept in company.smtp.kept if is_digest(kept)]
    page = " ".join(digest.get_body(("plain",)).get_content().split())
    assert "Our mail server put it into the folder for junk" in page


def test_an_application_that_a_filter_called_spam_is_judged_as_an_application_there(company):
    company.account.append(an_application(1).header("X-Spam-Flag", "YES").bytes(), JUNK)
    company.poll(2)
    with company.ledger() as ledger:
        [row] = ledger.reports.received_between(*invariant.EVER)
    assert (row.outcome, row.answers) == (Outcome.FILED, ())
    assert not company.smtp.kept


def test_spam_is_put_away_where_it_is_and_asks_nobody(company):
    mails = [spam(number) for number in range(3)]
    for mail in mails:
        company.account.append(mail, JUNK)
    company.poll()
    rows = invariant.check(company, mails)
    assert {(row.outcome, row.reason) for row in rows} == {(Outcome.NOT_AN_APPLICATION, Reason.SPAM)}
    assert all(company.lies_in()[mail] == [JUNK] for mail in mails)
    client = company.account.client()
    client.select_folder(JUNK)
    client.delete_messages(client.search("ALL"))
    client.expunge()
    company.poll()
    with company.ledger() as ledger:
        assert not ledger.alarms.raised()


def test_only_a_rule_moves_what_lies_there(company):
    there = UserRule.model_validate({"name": "Rescue", "when": {"has": "cv"}, "then": {"folder": ["Rescued"]}})
    company.rules = replace(company.rules, rules=(there,))
    mail = an_application(1).bytes()
    company.account.append(mail, JUNK)
    company.poll(2)
    assert company.lies_in()[mail] == ["Rescued"]
    assert not company.smtp.kept


def test_a_person_who_takes_it_out_of_junk_and_releases_the_letter_has_it_sent(company):
    mail = an_application(1).bytes()
    uid = company.account.append(mail, JUNK)
    company.poll()
    client = company.account.client()
    client.select_folder(JUNK)
    client.move([uid], "INBOX")
    company.poll(2)
    assert company.lies_in()[mail] == ["INBOX"]
    assert not company.smtp.kept, "who only moves it has said nothing about its letter"
    [row] = invariant.check(company, [mail])
    assert row.outcome is Outcome.FILED
    [held] = row.answers
    with company.installation() as installation:
        release(plan_release(held.id, installation, company.now()), installation, company.now())
    company.poll()
    assert len(company.smtp.kept) == 1


def test_a_mail_that_the_server_moves_there_afterwards_keeps_its_outcome_and_a_copy_there_stays(company):
    mail = an_application(1).bytes()
    company.account.append(mail)
    company.poll(2)
    company.account.append(mail, JUNK)
    company.poll(2)
    [row] = invariant.check(company, [mail], elsewhere=[mail])
    assert row.outcome is Outcome.FILED
    assert sorted(company.lies_in()[mail]) == ["Filed.Infrastructure engineer", JUNK]
    assert len(company.smtp.kept) == 1


def test_a_server_that_marks_no_folder_so_is_said_and_holds_up_no_inbox(company_at):
    company = company_at(folders=("INBOX", r"\Junk"))
    mail = an_application(1).bytes()
    company.account.append(mail)
    [down] = company.poll()
    assert r"marks no folder as \Junk" in down
    assert len(invariant.check(company, [mail])) == 1
