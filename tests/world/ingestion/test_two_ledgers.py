"""Two inbox_bots on one mailbox, each with a ledger of its own: nobody is answered twice by both for long."""

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState
from inbox_bot.edges.mailbox import Flagged
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.letters import send_letters
from tests.support.builders.company import ADDRESS, Company, an_application, poll_once
from tests.support.builders.mails import a_mail
from tests.support.servers.imap_proxy import ImapProxy

pytestmark = pytest.mark.dovecot

MAILS = 20
OTHERS = "other_inbox_bot:recruitment"


@pytest.fixture
def another(company, tmp_path) -> Company:
    """The same company on another machine: its own folder, its own ledger, the same mailbox and mail server."""
    folder = tmp_path / "laptop"
    folder.mkdir()
    (folder / "password").write_text((company.folder / "password").read_text())
    return Company(account=company.account, smtp=company.smtp, folder=folder, rules=company.rules)


def alarms(company: Company) -> set[str]:
    with company.ledger() as ledger:
        return {each.alarm.name for each in ledger.alarms.raised()}


def whys(company: Company) -> list[tuple[ActionState, str | None]]:
    with company.ledger() as ledger:
        return [(row.state, row.why) for row in ledger.actions.answers()]


def answered_twice(company: Company) -> int:
    recipients = [each for kept in company.smtp.kept for each in kept.recipients]
    return len(recipients) - len(set(recipients))


def both_met(company: Company, another: Company) -> None:
    company.poll()
    another.poll()
    for number in range(MAILS):
        company.account.append(an_application(number).bytes())


def resume(company: Company) -> None:
    with company.ledger() as ledger:
        ledger.alarms.clear(AlarmKind.RIVAL, company.now(), about="recruitment")


def test_two_that_take_turns_at_every_step_answer_nobody_twice_and_both_hold_and_say_so(company, another):
    both_met(company, another)
    with company.installation() as one, another.installation() as two:
        for installation in (one, two):
            poll(installation, installation.rules.mailboxes[0])
        for installation in (one, two, one, two):
            installation.stopping = _after(1)
            send_letters(installation, installation.rules.mailboxes[0])
        for installation in (one, two):
            installation.stopping = lambda: False
            poll_once(installation)
            poll_once(installation)
    assert answered_twice(company) == 0
    assert alarms(company) >= {OTHERS}
    assert alarms(another) >= {OTHERS}
    assert (ActionState.HELD, "another_daemon") in whys(company)
    assert (ActionState.HELD, "another_daemon") in whys(another)
    assert {state for state, _ in [*whys(company), *whys(another)]} <= {ActionState.HELD, ActionState.DONE}
    with company.ledger() as ledger, another.ledger() as others:
        [sentence] = [each.alarm.sentence for each in ledger.alarms.raised() if each.alarm.name == OTHERS]
        assert others.name in sentence
        assert ledger.name in sentence
        assert "inbox-bot answers resume" in sentence


def _after(letters: int):
    left = iter([False] * letters)
    return lambda: next(left, True)


@pytest.mark.parametrize("rounds", [4])
def test_two_polls_by_cron_on_two_machines(company, another, rounds):
    both_met(company, another)
    for _ in range(rounds):
        company.poll()
        another.poll()
    assert answered_twice(company) <= 1
    for number in range(MAILS, MAILS + 3):
        company.account.append(an_application(number).bytes())
    for each in (another, company):
        each.poll()
    assert answered_twice(company) <= 1
    assert OTHERS in alarms(company) & alarms(another)


def test_resumed_by_a_person_one_goes_on(company, another):
    company.poll()
    another.poll()
    company.account.append(an_application(1).bytes())
    with company.installation() as one, another.installation() as two:
        for installation in (one, two):
            poll(installation, installation.rules.mailboxes[0])
        for installation in (one, two):
            send_letters(installation, installation.rules.mailboxes[0])
    assert answered_twice(company) == 0
    company.account.append(an_application(2).bytes())
    another.poll()
    another.poll()
    assert OTHERS in alarms(another)
    resume(another)
    company.account.append(an_application(3).bytes())
    another.poll(2)
    assert alarms(another) == set()
    assert "ann@applicant3.example" in [each for kept in company.smtp.kept for each in kept.recipients]
    assert answered_twice(company) == 0


@pytest.mark.parametrize("says_so", [True, False])
def test_where_the_server_keeps_no_keywords_the_copies_in_sent_tell(company_at, account, dovecot, tmp_path, says_so):
    with ImapProxy(dovecot.host, dovecot.port) as proxy:
        proxy.piece = None
        company = company_at(imap_port=proxy.port)
        folder = tmp_path / "laptop"
        folder.mkdir()
        (folder / "password").write_text((company.folder / "password").read_text())
        another = Company(account=company.account, smtp=company.smtp, folder=folder, rules=company.rules)
        both_met(company, another)
        with company.installation() as one, another.installation() as two:
            for installation in (one, two):
                _keep_no_keywords(installation, says_so=says_so)
                poll(installation, installation.rules.mailboxes[0])
            for installation in (one, two):
                send_letters(installation, installation.rules.mailboxes[0])
        assert answered_twice(company) <= 1
        assert OTHERS in alarms(another)


def _keep_no_keywords(installation, *, says_so: bool) -> None:
    """A server that lists no \\* among its PERMANENTFLAGS, or one whose OK to STORE is all that comes of it."""
    for session in installation.sessions.values():
        session.mailbox.flag_all = lambda places, flags: (
            [Flagged(set=frozenset(() if says_so else flags), left_out=frozenset(flags if says_so else ()))]
            * len(places)
        )


def test_a_ledger_that_is_put_back_is_no_other(company):
    company.poll()
    company.keep("before")
    company.account.append(an_application(1).bytes())
    company.poll(2)
    company.restore_ledger("before")
    company.poll()
    company.account.append(an_application(2).bytes())
    company.poll(2)
    assert alarms(company) == {"ledger_put_back:recruitment"}


def test_a_new_ledger_beside_what_an_old_one_sent_is_no_other(company, another):
    company.account.append(an_application(1).bytes())
    company.poll(2)
    another.poll(2)
    assert OTHERS not in alarms(another)


def test_one_that_only_observes_may_stand_beside_another(company, another):
    another.rules = replace(another.rules, mode=Mode.OBSERVE)
    both_met(company, another)
    for _ in range(2):
        company.poll()
        another.poll()
    assert alarms(company) == set()
    assert alarms(another) == set()
    assert answered_twice(company) == 0
    assert len(company.smtp.kept) > 0


@pytest.mark.parametrize("apart", [timedelta(hours=-20), timedelta(hours=20)], ids=["behind", "ahead"])
def test_a_clock_that_is_hours_wrong_hides_nobody(company, another, apart):
    company.poll()
    right = another.now
    another.now = lambda: right() + apart
    another.poll()
    company.account.append(an_application(1).bytes())
    with company.installation() as one, another.installation() as two:
        for installation in (two, one):
            poll(installation, installation.rules.mailboxes[0])
        for installation in (two, one):
            send_letters(installation, installation.rules.mailboxes[0])
    assert answered_twice(company) == 0
    assert OTHERS in alarms(company)


def test_one_that_only_observes_and_one_that_answers_hold_nothing_until_both_answer(company, another):
    another.rules = replace(another.rules, mode=Mode.OBSERVE)
    both_met(company, another)
    for _ in range(2):
        company.poll()
        another.poll()
    another.rules = replace(another.rules, mode=Mode.LIVE)
    for number in range(MAILS, MAILS + 3):
        company.account.append(an_application(number).bytes())
    for each in (another, company, another, company):
        each.poll()
    assert answered_twice(company) <= 1
    assert OTHERS in alarms(company) & alarms(another)


def an_older_version_s_copy(company: Company) -> bytes:
    """What a version without names of ledgers put into Sent: an answer of our form, and a mark that names nobody."""
    answer = message_id_for(Form.ANSWER, "another ledger's hash", ADDRESS)
    mail = a_mail().from_(ADDRESS).to("ann@applicant1.example").id(answer).header("X-Inbox-Bot", "answer")
    now = format_datetime(company.now())
    return mail.header("Auto-Submitted", "auto-replied").date(now).text("Thank you.").bytes()


def test_an_older_version_that_names_no_ledger_is_another_all_the_same(company):
    company.poll()
    company.account.append(an_older_version_s_copy(company), "Sent")
    company.account.append(an_application(2).bytes())
    company.poll(2)
    assert OTHERS in alarms(company)
    assert whys(company) == [(ActionState.HELD, "another_daemon")]
    assert not company.smtp.kept


def test_another_version_s_keyword_on_the_mail_is_enough_whatever_it_puts_into_sent(company):
    company.poll()
    company.account.append(an_application(1).bytes())
    client = company.account.client()
    client.select_folder("INBOX")
    client.add_flags(client.search("ALL"), [b"InboxBot-0a1b2c3d"])
    company.poll(2)
    assert OTHERS in alarms(company)
    assert not company.smtp.kept
