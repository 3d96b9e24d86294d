"""A mail that can't be read: tried three times over restarts, then failed, kept and shown; it delays nobody."""

import contextlib
from dataclasses import replace

import pytest

from inbox_bot.core.words import Outcome, Reason
from inbox_bot.pipeline import judged
from inbox_bot.pipeline.intake import take_in
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.company import an_application, poll_once
from tests.world.decisions.test_commands import of_an_agency
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


def poison(number=66):
    return an_application(number).header("X-Dies", "yes").bytes()


def by_hash(company):
    with company.ledger() as ledger:
        return {row.raw_hash: row for row in ledger.reports.received_between(*invariant.EVER)}


def only(company, outcome):
    return [row for row in by_hash(company).values() if row.outcome is outcome]


def test_a_mail_that_kills_its_reader_is_tried_three_times_and_then_failed(company):
    mails = [an_application(1).bytes(), poison(), an_application(2).bytes()]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    assert len(company.smtp.kept) == 2  # the others were not kept waiting
    [waiting] = only(company, None)
    company.poll(3)
    [failed] = only(company, Outcome.FAILED)
    assert (failed.raw_hash, failed.attempts, failed.reason) == (waiting.raw_hash, 3, Reason.READER_DIED)
    assert company.reader.read_hashes.count(failed.raw_hash) == 3
    assert (company.folder / "applications" / failed.raw_path).read_bytes() == mails[1]
    assert dict(company.account.messages().values()) == {mails[1]: (rb"\Flagged",)}
    invariant.check(company, mails)


def test_new_mail_is_read_before_what_waits_from_before(company):
    company.account.append(poison())
    company.poll()
    company.account.append(an_application(1).bytes())
    company.reader.read_hashes.clear()
    company.poll()
    assert [len(company.reader.read_hashes), by_hash(company)[company.reader.read_hashes[0]].outcome] == [
        2,
        Outcome.FILED,
    ]


@pytest.mark.parametrize("copy_stays", [True, False], ids=["its copy lies in Other", "its copy is gone, too"])
def test_a_mail_that_waits_and_is_deleted_does_not_wait_for_ever_where_a_copy_was_put_aside(company, copy_stays):
    mail = poison()
    company.account.append(mail)
    company.account.append(mail)
    company.poll()
    assert company.lies_in()[mail] == ["INBOX", "Other"]
    client = company.account.client()
    for folder in ("INBOX",) if copy_stays else ("INBOX", "Other"):
        client.select_folder(folder)
        client.delete_messages(client.search("ALL"))
        client.expunge()
    company.reader.heals = True
    company.poll()
    [row] = by_hash(company).values()
    assert row.outcome is (Outcome.FILED if copy_stays else Outcome.EXPUNGED)


def test_a_failed_mail_is_retried_and_its_first_outcome_stays_told(company):
    mail = poison()
    company.account.append(mail)
    company.poll(4)
    [failed] = only(company, Outcome.FAILED)
    company.reader.heals = True
    with company.ledger() as ledger:
        assert ledger.intake.retry("recruitment", [failed.raw_hash]) == 1
    company.poll()
    [row] = invariant.check(company, [mail])
    assert (row.outcome, row.first_outcome) == (Outcome.FILED, Outcome.FAILED)
    assert len(company.smtp.kept) == 1


def test_a_mail_that_fails_again_after_a_retry_is_failed_again_and_stops_nothing(company):
    company.account.append(poison())
    company.poll(4)
    [failed] = only(company, Outcome.FAILED)
    with company.ledger() as ledger:
        ledger.intake.retry("recruitment", [failed.raw_hash])
    company.account.append(an_application(1).bytes())
    company.poll(4)
    assert len(only(company, Outcome.FAILED)) == 1
    assert len(only(company, Outcome.FILED)) == 1


@pytest.mark.parametrize("noticed", [True, False], ids=["and a poll saw it", "unseen"])
def test_a_failed_mail_that_somebody_deleted_is_retried_from_its_kept_bytes(company, noticed):
    mail = poison()
    company.account.append(mail)
    company.poll(4)
    [failed] = only(company, Outcome.FAILED)
    client = company.account.client()
    client.select_folder("INBOX")
    client.delete_messages([1])
    client.expunge([1])
    if noticed:
        with company.installation() as installation:
            [place] = installation.ledger.intake.locations_of("recruitment", failed.raw_hash)
            installation.ledger.intake.expunged(place, installation.now())
    company.reader.heals = True
    with company.ledger() as ledger:
        assert ledger.intake.retry("recruitment", [failed.raw_hash]) == 1
    company.poll(2)
    [row] = by_hash(company).values()
    assert row.outcome is Outcome.FILED
    assert len(company.smtp.kept) == 1


def test_of_an_agency_s_mail_that_somebody_deleted_the_only_copy_is_kept_when_it_is_read_after_all(company):
    mail = of_an_agency().header("X-Dies", "yes").bytes()
    company.account.append(mail)
    company.poll(4)
    [failed] = only(company, Outcome.FAILED)
    client = company.account.client()
    client.select_folder("INBOX")
    client.delete_messages([1])
    client.expunge([1])
    company.reader.heals = True
    with company.ledger() as ledger:
        assert ledger.intake.retry("recruitment", [failed.raw_hash]) == 1
    company.poll(2)
    [row] = by_hash(company).values()
    assert row.outcome is Outcome.AGENCY
    assert row.raw_path is not None
    assert (company.folder / "applications" / row.raw_path).read_bytes() == mail


def test_a_waiting_mail_that_is_gone_is_expunged(company):
    company.account.append(poison())
    company.poll()
    client = company.account.client()
    client.select_folder("INBOX")
    client.delete_messages([1])
    client.expunge([1])
    company.poll()
    [row] = by_hash(company).values()
    assert row.outcome is Outcome.EXPUNGED


def test_a_waiting_mail_of_a_folder_that_was_numbered_anew_is_found_or_expunged(company):
    mails = [poison(1), poison(2)]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    client = company.account.client()
    client.select_folder("INBOX")
    client.delete_messages([1])
    client.expunge([1])
    company.renumber()
    company.reader.heals = True
    company.poll(2)
    outcomes = sorted(row.outcome for row in by_hash(company).values())
    assert outcomes == [Outcome.EXPUNGED, Outcome.FILED]


def test_a_mail_that_brings_out_a_bug_of_ours_waits_alone_and_fails_in_the_end(company, monkeypatch):
    mails = [an_application(1).bytes(), an_application(2).bytes(), an_application(3).bytes()]
    for mail in mails:
        company.account.append(mail)
    judge = judged.judge

    def stumbles(reading, rules, known):
        if reading.message.message_id == "<application.2@applicant2.example>":
            raise ZeroDivisionError
        return judge(reading, rules, known)

    monkeypatch.setattr(judged, "judge", stumbles)
    company.poll()
    assert len(company.smtp.kept) == 2
    company.poll(3)
    assert len(only(company, Outcome.FAILED)) == 1
    invariant.check(company, mails)


def test_killing_the_daemon_three_times_fails_no_innocent_mail(company, monkeypatch):
    mails = [an_application(number).bytes() for number in range(4)]
    for mail in mails:
        company.account.append(mail)
    for _ in range(3):
        with company.installation() as installation, monkeypatch.context() as patch, contextlib.suppress(SystemExit):
            patch.setattr(installation.ledger.intake, "commit", lambda *_: (_ for _ in ()).throw(SystemExit))
            patch.setattr(
                installation.ledger.intake, "requeue", lambda *_, **__: None
            )  # a killed process puts nothing back
            poll(installation, installation.rules.mailboxes[0])
    company.poll(2)
    assert {row.outcome for row in invariant.check(company, mails)} == {Outcome.FILED}
    assert len(company.smtp.kept) == 4


def test_a_mail_that_takes_the_daemon_down_each_time_is_failed_in_the_end(company, monkeypatch):
    deadly, innocent = an_application(1).bytes(), an_application(2).bytes()
    company.account.append(deadly)
    company.account.append(innocent)
    judge = judged.judge

    def kills(reading, rules, known):
        if reading.message.message_id == "<application.1@applicant1.example>":
            raise SystemExit
        return judge(reading, rules, known)

    monkeypatch.setattr(judged, "judge", kills)
    for _ in range(6):
        with company.installation() as installation, monkeypatch.context() as patch, contextlib.suppress(SystemExit):
            patch.setattr(installation.ledger.intake, "requeue", lambda *_, **__: None)
            poll_once(installation)
    company.poll()
    rows = invariant.check(company, [deadly, innocent])
    assert sorted(row.outcome for row in rows) == [Outcome.FAILED, Outcome.FILED]


def test_a_mail_that_asks_for_a_taken_key_at_every_planning_holds_up_no_other(company, monkeypatch):
    company.account.append(an_application(1).bytes())
    company.poll()
    as_it_was, [taken] = take_in.plan_for, company.smtp.kept

    def the_same_key_again(reading, *others, **more):
        plan = as_it_was(reading, *others, **more)
        if "@applicant3." not in str(reading.message.sender):
            return plan
        with company.ledger() as ledger:
            key = ledger.actions.answers()[0].once_keys[0]
        return replace(plan, actions=tuple(replace(action, once_keys=(key,)) for action in plan.actions[:1]))

    monkeypatch.setattr(take_in, "plan_for", the_same_key_again)
    for number in (2, 3, 4):
        company.account.append(an_application(number).bytes())
    company.poll(4)
    assert len(company.smtp.kept) == 3
    assert taken in company.smtp.kept
    [failed] = only(company, Outcome.FAILED)
    assert b"@applicant3." in (company.folder / "applications" / failed.raw_path).read_bytes()
