"""Earlier mail, which was left alone at first contact, is taken in from a day on: once, and whole in the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.health.starts import starts_without_effect
from inbox_bot.pipeline.intake.earlier import TakenEarlier, take_in_since
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import ADDRESS, Company, an_application, poll_once
from tests.support.builders.mails import a_mail
from tests.support.servers.imap_proxy import ImapProxy, cuts_after, loses
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot

DAY = timedelta(days=1)
TODAY = datetime.now(UTC).replace(microsecond=0)
AGES = (40, 30, 20, 10, 1)  # of the mails that are there at first contact, in days


def day(age: int) -> date:
    return (TODAY - age * DAY).date()


def lying_there(company: Company) -> list[bytes]:
    mails = [an_application(age).bytes() for age in AGES]
    for mail, age in zip(mails, AGES, strict=True):
        company.account.append(mail, internaldate=TODAY - age * DAY)
    return mails


@pytest.fixture
def left_alone(company_at: Callable[..., Company]) -> tuple[Company, list[bytes]]:
    """A company that began with what comes from now on."""
    company = company_at(start="now")
    mails = lying_there(company)
    company.poll()
    return company, mails


def taking_in(company: Company, age: int, **how: Any) -> TakenEarlier:
    with company.installation() as installation:
        [taken] = take_in_since(installation, installation.rules.mailboxes[0], day(age), **how)
        carry_out(installation)
        carry_out(installation)
    return taken


def with_start(company: Company, start: Any) -> None:
    """Somebody writes another `start` into rules.yaml."""
    mailbox = company.rules.mailboxes[0].model_copy(update={"start": start})
    company.rules = replace(company.rules, mailboxes=(mailbox,))


def sentences(company: Company) -> list[str]:
    with company.ledger() as ledger:
        return [str(each.sentence) for each in starts_without_effect(ledger, company.rules)]


def state(company: Company):
    with company.ledger() as ledger:
        return ledger.intake.folder_state("recruitment", "INBOX")


def test_what_arrived_since_that_day_is_taken_in_and_older_mail_stays_alone(left_alone):
    company, mails = left_alone
    assert taking_in(company, 20).left_alone == 2
    rows = invariant.check(company, mails[2:])
    assert [row.outcome for row in rows] == [Outcome.FILED] * 3
    assert sorted(content for content, _ in company.account.messages().values()) == sorted(mails[:2])
    assert (state(company).start_uid, state(company).left_alone) == (3, 2)


def test_answers_to_mail_older_than_three_days_are_held_as_ever(left_alone):
    company, _ = left_alone
    taking_in(company, 20)
    with company.ledger() as ledger:
        answers = [(row.state, row.why) for row in ledger.actions.answers()]
    assert answers == [(ActionState.HELD, "too_old"), (ActionState.HELD, "too_old"), (ActionState.DONE, None)]
    assert len(company.smtp.kept) == 1


def test_called_again_it_takes_nothing_in_twice_and_with_an_earlier_day_the_rest(left_alone):
    company, mails = left_alone
    for age in (20, 20, 1, 60, 60):
        taking_in(company, age)
    assert len(invariant.check(company, mails)) == 5
    assert (state(company).start_uid, state(company).left_alone) == (1, 0)
    assert company.smtp.deliveries() == dict.fromkeys(company.smtp.deliveries(), 1)


def test_what_comes_in_meanwhile_and_later_is_taken_in_as_ever(left_alone):
    company, mails = left_alone
    new = an_application(100).bytes()
    company.account.append(new)
    taking_in(company, 20)
    newer = an_application(101).bytes()
    company.account.append(newer)
    company.poll(2)
    assert len(invariant.check(company, [*mails[2:], new, newer])) == 5


def test_stopped_amid_it_the_next_call_goes_on(left_alone):
    company, mails = left_alone
    taken = taking_in(company, 60, stop=lambda: True)
    assert taken.left.not_asked
    assert state(company).start_uid == 6
    assert not taking_in(company, 60).left.uids
    assert len(invariant.check(company, mails)) == 5


def test_where_the_line_breaks_amid_it_the_next_call_goes_on(company_at, proxy: ImapProxy):
    company = company_at(start="now", imap_port=proxy.port)
    mails = lying_there(company)
    company.poll()
    proxy.when(r"UID FETCH.*BODY", cuts_after(3_000), times=1)
    with pytest.raises(MailboxDown):
        taking_in(company, 60)
    taking_in(company, 60)
    assert len(invariant.check(company, mails)) == 5


def test_what_the_server_does_not_give_keeps_the_beginning_where_it_was(company_at, proxy: ImapProxy):
    company = company_at(start="now", imap_port=proxy.port)
    mails = lying_there(company)
    company.poll()
    proxy.when(r"UID FETCH.*BODY", loses(r"\* 2 FETCH"), times=100)
    assert taking_in(company, 60).left.refused == {2}
    assert state(company).start_uid == 6
    proxy.heals()
    assert not taking_in(company, 60).left.uids
    assert len(invariant.check(company, mails)) == 5


def test_after_it_a_new_uidvalidity_shows_the_same_mails_and_no_new_ones(company_at):
    company = company_at(start="now", mode=Mode.OBSERVE)
    mails = lying_there(company)
    company.poll()
    taking_in(company, 20)
    company.renumber()
    company.poll(2)
    assert len(invariant.check(company, mails[2:])) == 3
    assert state(company).left_alone == 2
    taking_in(company, 30)
    assert len(invariant.check(company, mails[1:])) == 4


def test_who_was_answered_by_hand_before_first_contact_gets_no_answer(company_at):
    company = company_at(start="now")
    lying_there(company)
    by_hand = a_mail().from_(f"Hiring <{ADDRESS}>").to("ann@applicant1.example").id("<hand@snowplowanalytics.com>")
    answered = by_hand.replying_to("<application.1@applicant1.example>").text("Dear Ann")
    company.account.append(answered.bytes(), "Sent", TODAY - DAY / 2)
    company.poll()
    taking_in(company, 2)
    with company.ledger() as ledger:
        assert [(row.state, row.why) for row in ledger.actions.answers()] == [(ActionState.HELD, "answered_by_hand")]
    assert not company.smtp.kept


LEFT = "`inbox-bot take-in --since DATE` takes earlier mail in (left alone: {number})"
NONE = "all that lay there then is taken in"


@pytest.mark.parametrize(
    ("first", "then", "remedy"),
    [
        ("now", "now", None),
        ("now", "all", f"; {LEFT.format(number=5)}"),
        ("now", day(20), f"; {LEFT.format(number=5)}"),
        (day(20), "now", f"; {LEFT.format(number=2)}"),
        ("all", "now", f": {NONE}"),
    ],
)
def test_a_start_that_is_changed_after_first_contact_has_no_effect_and_says_so(company_at, first, then, remedy, caplog):
    company = company_at(start=first)
    lying_there(company)
    company.poll()
    taken_in = len(company.smtp.kept)
    with_start(company, then)
    with company.installation() as installation, caplog.at_level("WARNING", logger="inbox_bot"):
        for _ in range(3):
            poll_once(installation)
    assert len(company.smtp.kept) == taken_in
    said = f"INBOX: start: {then} has no effect, since it was {first} at first contact{remedy}"
    assert sentences(company) == ([] if remedy is None else [said])
    logged = [record.fields for record in caplog.records if record.message == "mailbox.start_without_effect"]
    assert logged == ([] if remedy is None else [{"mailbox": "recruitment", "start": str(then), "was": str(first)}])


@pytest.mark.parametrize(
    ("start", "age", "is_so"), [("all", 60, True), ("all", 20, False), (day(20), 30, True), (day(30), 20, False)]
)
def test_taking_in_what_start_asks_for_is_its_effect(left_alone, start, age, is_so):
    company, _ = left_alone
    with_start(company, start)
    company.poll()
    taking_in(company, age)
    assert (sentences(company) == []) is is_so


def test_with_the_start_unchanged_taking_in_changes_nothing_about_it(left_alone):
    company, _ = left_alone
    taking_in(company, 20)
    assert sentences(company) == []


def test_a_ledger_of_a_version_that_noted_no_start_goes_by_what_the_next_poll_finds(left_alone):
    company, _ = left_alone
    with company.installation() as installation, installation.ledger._store.writing() as connection:
        connection.exec_driver_sql("UPDATE folders SET start = NULL")
    company.poll()
    assert state(company).start == "now"
    with_start(company, "all")
    assert len(sentences(company)) == 1
