"""Sent is followed: answered by hand, our own copies, and a ledger that was put back from a copy."""

from datetime import timedelta

import pytest

from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.pipeline import rival
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from inbox_bot.pipeline.sent import follow_sent, look_again
from tests.support.builders.company import ADDRESS, an_application, poll_once
from tests.support.builders.mails import a_mail
from tests.support.servers.imap_proxy import says
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


def by_hand(number):
    """What a colleague's mail program puts into Sent."""
    answered = f"<application.{number}@applicant{number}.example>"
    return (
        a_mail()
        .from_(f"Jane <{ADDRESS}>")
        .to(f"ann@applicant{number}.example")
        .subject("Re: Application")
        .id(f"<by-hand.{number}@snowplowanalytics.com>")
        .replying_to(answered)
        .text("Dear Ann, thank you, come and see us on Monday.")
        .bytes()
    )


def delayed(company, count):
    """Applications whose answers wait for half an hour; gives back when that is over."""
    slow = company.rules.answers.model_copy(update={"delay": timedelta(minutes=30)})
    company.rules = company.rules.__class__(**{**vars(company.rules), "answers": slow})
    for number in range(1, count + 1):
        company.account.append(an_application(number).bytes())
    company.poll()
    return company.now() + timedelta(hours=1)


def answers(company):
    with company.ledger() as ledger:
        return {
            row.message_id: [(a.state, a.why) for a in row.answers]
            for row in ledger.reports.received_between(*invariant.EVER)
        }


def alarms(company):
    with company.ledger() as ledger:
        return {each.alarm.name for each in ledger.alarms.raised()}


def test_what_was_answered_by_hand_is_held_and_the_others_are_answered(company):
    mails = [an_application(number).bytes() for number in (1, 2)]
    for mail in mails:
        company.account.append(mail)
    company.account.append(by_hand(1), "Sent")
    company.poll()
    assert answers(company) == {
        "<application.1@applicant1.example>": [(ActionState.HELD, "answered_by_hand")],
        "<application.2@applicant2.example>": [(ActionState.DONE, None)],
    }
    invariant.check(company, mails)


def test_an_answer_that_waits_is_cancelled_when_somebody_answers_by_hand_meanwhile(company_at):
    company = company_at()
    later = delayed(company, count=1)
    company.account.append(by_hand(1), "Sent")
    company.now = lambda: later
    company.poll()
    with company.ledger() as ledger:
        assert [(row.state, row.why) for row in ledger.actions.answers()] == [
            (ActionState.CANCELLED, "answered_by_hand")
        ]
    assert not company.smtp.kept


def test_an_answer_that_waits_is_cancelled_when_its_mail_is_marked_as_answered_meanwhile(company_at):
    """A mail program that sets \\Answered and keeps what it sends somewhere else."""
    company = company_at()
    later = delayed(company, count=2)
    client = company.account.client()
    client.select_folder("Filed.Infrastructure engineer")
    client.add_flags([1], [rb"\Answered"])
    company.now = lambda: later
    company.poll()
    with company.ledger() as ledger:
        assert [(row.state, row.why) for row in ledger.actions.answers()] == [
            (ActionState.CANCELLED, "answered_by_hand"),
            (ActionState.DONE, None),
        ]


def test_the_flags_of_many_mails_whose_answers_waited_are_asked_for_at_once(behind_proxy, proxy):
    later = delayed(behind_proxy, count=8)
    asked_before = len([each for each in proxy.commands if "FETCH" in each])
    behind_proxy.now = lambda: later
    behind_proxy.poll()
    assert len(behind_proxy.smtp.kept) == 8
    assert len([each for each in proxy.commands if "FETCH" in each]) - asked_before < 8


def test_a_mail_marked_as_answered_while_others_of_a_long_queue_are_answered_gets_no_second_answer(company_at):
    company = company_at()
    later = delayed(company, count=2)

    def now():
        if not company.smtp.kept:
            return later
        client = company.account.client()
        client.select_folder("Filed.Infrastructure engineer")
        client.add_flags([2], [rb"\Answered"])
        return later + timedelta(minutes=2)

    company.now = now
    company.poll()
    with company.ledger() as ledger:
        assert [(row.state, row.why) for row in ledger.actions.answers()] == [
            (ActionState.DONE, None),
            (ActionState.CANCELLED, "answered_by_hand"),
        ]


def test_a_mail_that_is_gone_when_ours_are_marked_costs_the_others_nothing(behind_proxy, proxy, monkeypatch):
    """Its own copy follows its letter at once, since no keyword tells of it; theirs come together."""
    behind_proxy.account.client().create_folder("Sent")
    later = delayed(behind_proxy, count=6)
    mark = rival.mark

    def with_one_gone(installation, box, locations):
        client = behind_proxy.account.client()
        client.select_folder("Filed.Infrastructure engineer")
        client.delete_messages([3])
        client.expunge()
        return mark(installation, box, locations)

    monkeypatch.setattr(rival, "mark", with_one_gone)
    behind_proxy.now = lambda: later
    before = len(proxy.commands)
    behind_proxy.poll()
    assert len(behind_proxy.account.messages("Sent")) == len(behind_proxy.smtp.kept) == 6
    assert sum("APPEND" in each for each in proxy.commands[before:]) == 2


def test_our_own_copies_in_sent_are_not_answers_by_hand(company):
    for number in range(3):
        company.account.append(an_application(number).bytes())
    company.poll(3)
    assert {state for each in answers(company).values() for state in each} == {(ActionState.DONE, None)}
    assert len(company.account.messages("Sent")) == 3
    assert not alarms(company)


def test_only_headers_are_asked_for_and_each_mail_in_sent_once(behind_proxy, proxy):
    for number in range(5):
        behind_proxy.account.append(by_hand(number), "Sent")
    behind_proxy.poll()
    fetches = [each for each in proxy.commands if "FETCH" in each]
    assert len(fetches) == 1
    assert "HEADER.FIELDS" in fetches[0]
    assert "REFERENCES" in fetches[0]


def test_a_look_at_sent_that_a_letter_takes_while_a_poll_is_at_it_hinders_neither(company, monkeypatch):
    with company.installation() as installation:
        rules = installation.rules.mailboxes[0]
        box = installation.sessions[rules.name].mailbox
        company.account.append(by_hand(1), "Sent")
        follow_sent(installation, rules, box)
        company.account.append(by_hand(2), "Sent")
        asked = box.headers

        def asked_by_a_letter_meanwhile(*which):
            monkeypatch.setattr(box, "headers", asked)
            company.account.append(by_hand(3), "Sent")
            look_again(installation, rules, box)
            return asked(*which)

        monkeypatch.setattr(box, "headers", asked_by_a_letter_meanwhile)
        follow_sent(installation, rules, box)
        assert installation.ledger.intake.folder_state(rules.name, "Sent").next_uid == 4
        for number in (1, 2, 3):
            company.account.append(an_application(number).bytes())
        poll_once(installation)
    assert {state for each in answers(company).values() for state in each} == {(ActionState.HELD, "answered_by_hand")}


def test_start_now_follows_sent_from_now_on(company_at):
    company = company_at(start="now")
    company.account.append(by_hand(1), "Sent")
    company.poll()
    company.account.append(by_hand(2), "Sent")
    for number in (1, 2):
        company.account.append(an_application(number).bytes())
    company.poll()
    assert answers(company) == {
        "<application.1@applicant1.example>": [(ActionState.DONE, None)],
        "<application.2@applicant2.example>": [(ActionState.HELD, "answered_by_hand")],
    }


def test_a_sent_folder_that_can_not_be_read_stops_nothing(behind_proxy, proxy):
    behind_proxy.account.append(by_hand(9), "Sent")
    mail = an_application(1).bytes()
    behind_proxy.account.append(mail)
    proxy.when(r'STATUS "?Sent', says("{tag} NO [NOPERM] not yours"), times=100)
    behind_proxy.poll()
    assert len(behind_proxy.smtp.kept) == 1
    invariant.check(behind_proxy, [mail])


def test_a_sent_folder_that_a_person_deleted_stops_nothing(behind_proxy, proxy):
    """Many a server says so without [NONEXISTENT] (RFC 5530)."""
    behind_proxy.account.append(by_hand(9), "Sent")
    mails = [an_application(number).bytes() for number in (1, 2)]
    with behind_proxy.installation() as installation:
        behind_proxy.account.append(mails[0])
        poll_once(installation)
        behind_proxy.account.client().delete_folder("Sent")
        behind_proxy.account.append(mails[1])
        proxy.when(r'STATUS "?Sent', says("{tag} NO Mailbox does not exist"), times=100)
        assert not poll_once(installation)
    invariant.check(behind_proxy, mails)
    assert len(behind_proxy.smtp.kept) == 2


def test_no_answer_goes_out_before_sent_was_looked_at_since_the_start(behind_proxy, proxy):
    behind_proxy.account.append(an_application(1).bytes())
    with behind_proxy.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
    with behind_proxy.installation() as installation:
        carry_out(installation)
        assert not behind_proxy.smtp.kept
        poll_once(installation)
        assert len(behind_proxy.smtp.kept) == 1


def test_a_ledger_put_back_from_yesterday_sends_nothing_that_sent_shows(company):
    """Answers that were due yesterday, went out since, and are due again in the copy."""
    mails = [an_application(number).bytes() for number in range(4)]
    for mail in mails:
        company.account.append(mail)
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
    company.keep("yesterday")
    company.poll()
    assert len(company.smtp.kept) == 4
    company.restore_ledger("yesterday")
    company.poll(2)
    assert len(company.smtp.kept) == 4
    assert {state for each in answers(company).values() for state in each} == {(ActionState.DONE, None)}
    invariant.check(company, mails)


def test_a_ledger_put_back_from_yesterday_answers_no_mail_that_it_has_forgotten(company):
    """Mail that came since, was answered, and that a person moved back to the inbox without its flags."""
    company.poll()
    company.keep("yesterday")
    mails = [an_application(number).bytes() for number in range(3)]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    client = company.account.client()
    client.select_folder("Filed.Infrastructure engineer")
    client.remove_flags([1, 2, 3], [rb"\Answered"])
    client.move([1, 2, 3], "INBOX")
    company.restore_ledger("yesterday")
    company.poll(2)
    assert len(company.smtp.kept) == 3
    assert {state for each in answers(company).values() for state in each} == {(ActionState.DONE, None)}
    assert alarms(company) == {"ledger_put_back:recruitment"}


def test_where_nothing_proves_an_answer_a_ledger_put_back_holds_it(company):
    """One answer is seen in Sent, so the ledger knows that it has forgotten things: the other, unproven, is held."""
    company.poll()
    company.keep("yesterday")
    mails = [an_application(number).bytes() for number in (1, 2)]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    client = company.account.client()
    client.select_folder("Filed.Infrastructure engineer")
    client.remove_flags([1, 2], [rb"\Answered"])
    client.move([1, 2], "INBOX")
    client.select_folder("Sent")
    client.delete_messages([2])
    client.expunge([2])
    company.restore_ledger("yesterday")
    company.poll(2)
    assert len(company.smtp.kept) == 2
    assert {state for each in answers(company).values() for state in each} == {
        (ActionState.DONE, None),  # its copy is in Sent
        (ActionState.HELD, "seen_before"),
    }


def test_mail_that_comes_after_the_ledger_was_restored_is_answered(company):
    company.poll()
    company.keep("yesterday")
    company.account.append(an_application(1).bytes())
    company.poll()
    company.restore_ledger("yesterday")
    company.poll()
    later = company.now() + timedelta(minutes=5)
    company.now = lambda: later
    company.account.append(an_application(2).bytes(), internaldate=later.replace(microsecond=0))
    company.poll()
    assert answers(company)["<application.2@applicant2.example>"] == [(ActionState.DONE, None)]


@pytest.mark.sqlite("the file is removed")
def test_a_new_ledger_over_an_old_mailbox_knows_that_it_is_new(company_at):
    company = company_at()
    mails = [an_application(number).bytes() for number in range(2)]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    for file in company.folder.glob("ledger.db*"):
        file.unlink()
    company.account.append(an_application(5).bytes())
    company.poll()
    assert "ledger_put_back:recruitment" in alarms(company)
    assert answers(company) == {"<application.5@applicant5.example>": [(ActionState.HELD, "seen_before")]}


def test_observing_follows_sent_too(company_at):
    company = company_at(mode=Mode.OBSERVE)
    company.account.append(by_hand(1), "Sent")
    company.account.append(an_application(1).bytes())
    company.poll()
    with company.ledger() as ledger:
        [row] = ledger.reports.received_between(*invariant.EVER)
    assert row.outcome is Outcome.FILED
    assert row.reply_why == "answered_by_hand"


def test_a_sent_folder_that_was_not_there_at_the_first_look_is_ours_from_its_first_mail(company_at):
    """The first mail that a person sends makes it."""
    company = company_at(start="now")
    company.poll()
    assert "Sent" not in company.account.folders()
    mail = an_application(1).bytes()
    company.account.append(by_hand(1), "Sent")
    company.account.append(mail)
    company.poll()
    assert answers(company) == {"<application.1@applicant1.example>": [(ActionState.HELD, "answered_by_hand")]}
    assert not company.smtp.kept


def test_a_missing_sent_folder_is_looked_for_once_while_nothing_waits_and_nothing_comes(behind_proxy, proxy):
    with behind_proxy.installation() as installation:
        for _ in range(5):
            poll_once(installation)
    assert proxy.commands.count('LIST "" "*"') == 1


def test_an_answer_by_hand_that_makes_sent_is_seen_by_a_daemon_that_has_just_looked_for_it(company_at):
    company = company_at(start="now")
    with company.installation() as installation:
        poll_once(installation)
        company.account.append(by_hand(1), "Sent")
        company.account.append(an_application(1).bytes())
        poll_once(installation)
    assert answers(company) == {"<application.1@applicant1.example>": [(ActionState.HELD, "answered_by_hand")]}
    assert not company.smtp.kept


def test_a_sent_folder_that_was_there_is_not_ours_from_before(company_at):
    company = company_at(start="now")
    company.account.append(by_hand(1), "Sent")
    company.poll()
    company.account.append(an_application(1).bytes())
    company.poll()
    [found] = answers(company).values()
    assert found == [(ActionState.DONE, None)]
