"""What becomes of letters when the mail server refuses us, or breaks off each time: nothing is lost, all goes on."""

import itertools
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionState
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.health.status import Status, status_of
from tests.support.builders.at_work import ADDRESS, DAY, HOUR, MINUTE, Company, an_application, at_work, open_again
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SHUT_DOWN, At, Drop, Say, SmtpServer

pytestmark = pytest.mark.dovecot

ACCOUNT = {
    "a limit a day, after the letter": (At.DOT, "550 5.4.5 Daily user sending limit exceeded"),
    "not allowed to send as": (At.DOT, "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
    "denied after the letter": (At.DOT, "554 5.2.252 SendAsDenied; not allowed to send as"),
    "a banned sender": (At.RCPT, "550 5.1.8 Access denied, bad outbound sender"),
    "syntax of the sender": (At.MAIL, "501 5.1.7 bad sender address"),
    "a code of its own at MAIL": (At.MAIL, "550 no"),
    "for now, at MAIL": (At.MAIL, "451 4.7.0 too much mail from you"),
    "a sender that is another's": (At.RCPT, "553 5.7.1 <x>: Sender address rejected: not owned by user y"),
    "a code that nobody knows, for everybody": (At.DOT, "550 5.7.1 administrative prohibition"),
    "a code that nobody knows, at RCPT": (At.RCPT, "554 denied"),
}


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def company(account, smtp, tmp_path) -> Iterator[Company]:
    with at_work(tmp_path, account, smtp) as company:
        yield company


def applications(company: Company, *names: str) -> None:
    for name in names:
        company.receives(an_application(name.title(), f"{name}@{name}.example", cv=name))


def states(company: Company) -> dict[str, ActionState]:
    return {row.to.partition("@")[0]: row.state for row in company.answers()}


def status(company: Company) -> Status:
    ledger = company.installation.ledger
    ledger.notices.note_poll("recruitment", company.clock(), None)
    return status_of(ledger, company.installation.rules, company.clock())


def recipients(smtp: SmtpServer) -> list[str]:
    return sorted(each.partition("@")[0] for kept in smtp.kept for each in kept.recipients)


def until_all_is_sent(company: Company, within: timedelta) -> None:
    until = company.clock() + within
    while company.clock() < until and any(state is not ActionState.DONE for state in states(company).values()):
        company.clock.forward(MINUTE)
        company.poll()


@pytest.mark.parametrize(("at", "says"), ACCOUNT.values(), ids=ACCOUNT.keys())
def test_a_server_that_refuses_the_account_refuses_no_letter_and_all_go_out_when_it_is_over(company, smtp, at, says):
    smtp.at(at, Say(says))
    applications(company, "ann", "bob", "cid", "dee", "eve")
    for _ in range(3):
        company.poll()
        company.clock.forward(2 * MINUTE)
    assert set(states(company).values()) == {ActionState.PENDING}
    found = status(company)
    assert [each.alarm.name for each in found.alarms] == ["account:recruitment"]
    assert says[4:20] in found.alarms[0].alarm.sentence
    assert not found.health.ok
    assert says[4:20] in found.health.sentence
    assert found.refused == 0
    assert not smtp.kept
    smtp.behave()
    until_all_is_sent(company, HOUR)
    assert recipients(smtp) == ["ann", "bob", "cid", "dee", "eve"]
    assert set(smtp.deliveries().values()) == {1}
    assert status(company).health.ok
    assert status(company).alarms == ()
    company.poll()
    assert len(company.installed.account.messages("Sent")) == 5, "each copy, also of those that were refused first"


def test_while_it_lasts_it_is_tried_ever_later_and_a_restart_does_not_make_it_hasty(company, smtp):
    smtp.at(At.MAIL, Say("550 5.7.60 not as this sender"))
    applications(company, "ann", "bob", "cid")
    tries = []
    for _ in range(6 * 60):
        before = sum(verb.startswith("MAIL") for verb in smtp.verbs)
        company.installation.sessions["recruitment"].rests_until = None  # as after a restart
        company.poll()
        if sum(verb.startswith("MAIL") for verb in smtp.verbs) > before:
            tries.append(company.clock())
        company.clock.forward(MINUTE)
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 15 * MINUTE
    assert set(states(company).values()) == {ActionState.PENDING}


def test_a_quota_that_ends_at_midnight_costs_nobody_an_answer(company, smtp):
    applications(company, "ann", "bob")
    company.poll()
    smtp.at(At.DOT, Say("550 5.4.5 Daily user sending limit exceeded"))
    applications(company, "cid", "dee", "eve")
    for _ in range(10):
        company.poll()
        company.clock.forward(HOUR)
    assert sorted(states(company).values()) == [*[ActionState.DONE] * 2, *[ActionState.PENDING] * 3]
    smtp.behave()
    until_all_is_sent(company, HOUR)
    assert recipients(smtp) == ["ann", "bob", "cid", "dee", "eve"]


def test_one_letter_that_a_policy_refuses_among_twenty_holds_up_nobody(company, smtp):
    smtp.at(At.DOT, Say("550 5.7.1 This message violates our policy"), argument="mallory@")
    names = [f"a{chr(97 + number)}" for number in range(20)]
    applications(company, *names[:10], "mallory", *names[10:])
    company.poll()
    assert recipients(smtp) == sorted(names)
    assert states(company)["mallory"] is ActionState.REFUSED
    assert status(company).health.ok
    assert status(company).alarms == ()
    company.clock.forward(DAY)
    company.poll()
    assert sum(verb.startswith("RCPT") and "mallory" in verb for verb in smtp.verbs) == 1


def test_three_of_one_domain_are_refused_by_that_domain_and_not_by_the_account(company, smtp):
    smtp.at(At.DOT, Say("550 5.7.1 we take no mail from you"), argument="@one.example")
    for name in ("ann", "bob", "cid"):
        company.receives(an_application(name.title(), f"{name}@one.example", cv=name))
    applications(company, "dee")
    company.poll()
    assert states(company) == {
        "ann": ActionState.REFUSED,
        "bob": ActionState.REFUSED,
        "cid": ActionState.REFUSED,
        "dee": ActionState.DONE,
    }


def test_refusals_hours_apart_are_in_a_row_as_well_and_the_first_ones_come_back(company, smtp):
    smtp.at(At.DOT, Say("550 5.7.1 administrative prohibition"))
    for name in ("ann", "bob", "cid"):
        applications(company, name)
        company.poll()
        company.clock.forward(2 * HOUR)
    assert set(states(company).values()) == {ActionState.PENDING}
    smtp.behave()
    until_all_is_sent(company, HOUR)
    assert recipients(smtp) == ["ann", "bob", "cid"]


def test_a_letter_that_is_refused_for_its_words_does_not_keep_a_healed_account_stopped(company, smtp):
    smtp.at(At.DOT, Say("550 5.7.1 administrative prohibition"))
    applications(company, "ann", "bob", "cid")
    company.poll()
    smtp.behave()
    smtp.at(At.DOT, Say("550 5.7.1 words"), argument="cid@")
    for _ in range(60):
        company.clock.forward(MINUTE)
        company.poll()
    assert states(company) == {"ann": ActionState.DONE, "bob": ActionState.DONE, "cid": ActionState.REFUSED}
    assert status(company).health.ok


def test_a_digest_waits_with_the_letters_and_goes_out_with_them(company, smtp):
    from inbox_bot.digest.send import plan_digests

    company.clock.forward(-company.clock().weekday() * DAY)  # a Monday, and no later: no mail arrives from the future
    smtp.at(At.DOT, Say("550 5.4.5 Daily user sending limit exceeded"))
    applications(company, "ann")
    company.poll()
    company.clock.forward(DAY)
    plan_digests(company.installation.ledger, company.installation.rules, company.clock(), set())
    for _ in range(4):
        company.poll()
        company.clock.forward(30 * MINUTE)
    smtp.behave()
    until_all_is_sent(company, HOUR)
    company.clock.forward(2 * MINUTE)
    company.poll()
    subjects = [kept.content for kept in smtp.kept]
    assert len(subjects) == 2
    assert any(b"ALARM" in content for content in subjects), "the digest tells of what stopped it"


def test_an_answer_that_waited_for_more_than_three_days_waits_for_a_person_then_and_is_not_lost(company, smtp):
    smtp.at(At.DOT, Say("550 5.7.60 not as this sender"))
    applications(company, "ann")
    company.poll()
    company.clock.forward(4 * DAY)
    smtp.behave()
    company.poll()
    assert company.whys() == [(ActionState.HELD, "not_in_time")]
    assert not smtp.kept
    company.poll()
    assert status(company).alarms == ()


# Final dots that nobody answers


@pytest.mark.parametrize("how", [Drop(), Drop(takes=True)])
def test_three_broken_dots_in_a_row_put_no_further_letter_in_doubt(company, smtp, how):
    smtp.at(At.DOT, how)
    applications(company, "ann", "bob", "cid", "dee", "eve", "fay")
    for _ in range(12):
        company.poll()
        company.clock.forward(10 * MINUTE)
    found = sorted(states(company).values())
    assert found == sorted([*[ActionState.UNCERTAIN] * 3, *[ActionState.PENDING] * 3])
    after = status(company)
    assert [each.alarm.name for each in after.alarms] == ["doubt:recruitment"]
    assert not after.health.ok
    smtp.behave()
    for _ in range(5 * 60):
        company.clock.forward(MINUTE)
        company.poll()
    assert sorted(states(company).values()) == sorted([*[ActionState.UNCERTAIN] * 3, *[ActionState.DONE] * 3])
    assert max(smtp.deliveries().values()) == 1
    assert status(company).health.ok
    assert all(row.to != ADDRESS for row in company.answers()), "the mail to itself is not answered"


def test_a_daemon_that_is_killed_three_times_has_no_server_that_breaks_off(account, smtp, tmp_path):
    with at_work(tmp_path, account, smtp) as company:
        applications(company, "ann", "bob", "cid", "dee")
        from inbox_bot.pipeline.intake.poll import poll

        poll(company.installation, company.installation.rules.mailboxes[0])
    for _ in range(3):
        with open_again(company.installed, company.clock) as company:
            from inbox_bot.pipeline.outgoing.stops import LETTERS

            company.installation.ledger.actions.claim_many(LETTERS, company.clock(), mailbox="recruitment", count=1)
    with open_again(company.installed, company.clock) as company:
        company.poll()
        assert sorted(states(company).values()) == sorted([*[ActionState.UNCERTAIN] * 3, ActionState.DONE])
        assert status(company).alarms == ()


# Recipients that nobody knows


def test_recipients_that_the_server_does_not_know_are_refused_one_by_one_and_ten_in_a_row_are_told(company, smtp):
    smtp.at(At.RCPT, Say("550 5.1.1 no such user"))
    names = [f"a{chr(97 + number)}" for number in range(9)]
    applications(company, *names)
    company.poll()
    assert set(states(company).values()) == {ActionState.REFUSED}
    assert status(company).alarms == ()
    applications(company, "zoe")
    company.poll()
    assert [each.alarm.name for each in status(company).alarms] == ["recipients:recruitment"]
    assert status(company).health.ok
    smtp.behave()
    applications(company, "yve")
    company.poll()
    company.clock.forward(MINUTE)
    company.poll()
    assert status(company).alarms == ()


def test_a_server_that_greylists_everybody_for_a_day_is_no_server_that_refuses_us(company, smtp):
    smtp.at(At.RCPT, Say("450 4.7.1 Greylisting in action, please come back later"))
    applications(company, "ann", "bob", "cid", "dee")
    for _ in range(24):
        company.poll()
        company.clock.forward(HOUR)
    assert status(company).alarms == ()
    smtp.behave()
    until_all_is_sent(company, 5 * HOUR)
    assert recipients(smtp) == ["ann", "bob", "cid", "dee"]


def test_a_server_that_shuts_down_amid_the_letters_is_tried_again_and_none_is_lost(company, smtp):
    smtp.at(At.RCPT, SHUT_DOWN, times=2)
    applications(company, "ann", "bob", "cid")
    company.poll()
    until_all_is_sent(company, HOUR)
    assert recipients(smtp) == ["ann", "bob", "cid"]
    assert status(company).alarms == ()


def test_the_digest_says_what_is_the_matter_and_lists_nothing_as_refused(company, smtp):
    smtp.at(At.DOT, Say("554 5.2.252 SendAsDenied"))
    applications(company, "ann", "bob")
    company.poll()
    now = company.clock()
    period = Period(day=now.date(), begins=now - DAY, ends=now + DAY)
    digest = gather(
        company.installation.ledger, company.installation.rules, company.installation.rules.reviewers[0], period
    )
    assert "SendAsDenied" in digest.alarms[0]
    assert digest.answers.refused == 0
    assert digest.answers.on_the_way == 2
    assert Hold.RATE.value not in str(digest)


def test_check_sends_a_mail_to_the_mailbox_itself_where_it_is_asked_to(installation_of, smtp, account):
    def deliver():
        (kept,) = smtp.wait_for(1)
        account.deliver(kept.wire)

    assert "came back as it was written" not in installation_of("check")
    assert not smtp.kept
    threading.Thread(target=deliver, daemon=True).start()
    lines = installation_of("check", "--send").splitlines()
    assert any(line.startswith("ok   ") and "came back as it was written" in line for line in lines)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Say("554 5.2.252 SendAsDenied"), "refused: 554 5.2.252 SendAsDenied"),
        (Drop(), "not known"),
    ],
)
def test_check_says_what_became_of_a_mail_that_did_not_go(installation_of, smtp, how, words):
    smtp.at(At.DOT, how)
    lines = installation_of("check", "--send").splitlines()
    assert any(line.startswith("to do") and words in line for line in lines)


@pytest.fixture
def installation_of(account, smtp, tmp_path):
    """Runs a command on an installation and gives back what it says."""
    installed = Installed(tmp_path, account, smtp)
    installed.write()
    return lambda *arguments: installed.ask(*arguments).stdout
