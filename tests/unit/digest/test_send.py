"""A digest goes out once a reviewer and day: over restarts, pauses, and clocks that jump."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.plan.effects import Notice
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import Quiet
from inbox_bot.core.rules.templates.compiled import Templates
from inbox_bot.core.words import ActionKind, ActionState, Outcome, Reason
from inbox_bot.digest.send import Compared, plan_digests, send_as_test
from tests.unit.digest.days import DAY, INFRA, Days, a_reviewer, with_mailboxes, with_reviewers
from tests.unit.edges.ledger.building import MAILBOX

EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # a Tuesday; London is on UTC
HOUR = timedelta(hours=1)


@pytest.fixture
def days(days: Days) -> Days:
    days.rules = with_reviewers(a_reviewer(at=time(8), on=frozenset(range(7))))
    return days


def sent(days: Days) -> list[str]:
    """The texts of the digests asked for so far."""
    return [letter.text for letter in letters(days)]


def letters(days: Days) -> list[Letter]:
    """The digests asked for so far, claimed as the outbox would."""
    found = []
    while (claimed := days.ledger.actions.claim([ActionKind.TELL], datetime(2030, 1, 1, tzinfo=UTC))) is not None:
        assert isinstance(claimed.action.effect, Notice)
        found.append(claimed.action.effect.letter)
        days.ledger.actions.settle(claimed.id, ActionState.DONE, EIGHT)
    return found


def tick(days: Days, at: datetime, known: set[str] | None = None) -> int:
    """What the daemon does each minute; without `known`, just after a start."""
    return plan_digests(days.ledger, days.rules, at, set() if known is None else known)


def test_one_a_day_however_often_it_is_asked_and_however_often_the_daemon_starts(days):
    days.came("ann", at=EIGHT - HOUR)
    assert tick(days, EIGHT - timedelta(minutes=1)) == 0
    assert [tick(days, EIGHT + timedelta(minutes=minutes)) for minutes in range(5)] == [1, 0, 0, 0, 0]
    known: set[str] = set()
    assert [tick(days, EIGHT + 2 * HOUR, known) for _ in range(3)] == [0, 0, 0]
    [text] = sent(days)
    assert "Ann" in text


def test_an_hour_that_is_changed_after_a_quiet_one_is_kept_the_same_day(days):
    known: set[str] = set()
    assert tick(days, EIGHT, known) == 0
    days.came("ann", at=EIGHT + HOUR)
    days.rules = with_reviewers(a_reviewer(at=time(10), on=frozenset(range(7))))
    assert tick(days, EIGHT + 2 * HOUR, known) == 1


def test_each_reviewer_gets_their_own(days):
    days.rules = with_reviewers(a_reviewer("one@example.com", at=time(8)), a_reviewer("two@example.com", at=time(9)))
    days.came("ann", at=EIGHT - HOUR)
    assert (tick(days, EIGHT), tick(days, EIGHT + HOUR)) == (1, 1)


def test_of_several_mailboxes_one_digest_tells_all(days):
    days.rules = replace(with_mailboxes(("recruitment", ()), ("interns", ())), reviewers=days.rules.reviewers)
    days.came("ann", at=EIGHT - HOUR, mailbox="recruitment")
    days.came("ivy", at=EIGHT - HOUR, mailbox="interns")
    assert tick(days, EIGHT) == 1
    [text] = sent(days)
    assert "Ann" in text
    assert "Ivy" in text


def looked_into(days: Days, at: datetime = EIGHT - 30 * DAY) -> None:
    """The mailbox was met then."""
    days.ledger.intake.first_contact(MAILBOX, "INBOX", uidvalidity=1, start_uid=1, left_alone=0, at=at)


def test_before_a_mailbox_was_looked_into_nothing_is_told(days):
    assert tick(days, EIGHT) == 0
    looked_into(days, EIGHT + HOUR)
    assert tick(days, EIGHT + 2 * HOUR) == 0, "of a time at whose end nobody had looked"


def test_five_quiet_weekdays_give_five_digests_that_say_so(days):
    days.rules = with_reviewers(a_reviewer(at=time(8)))
    looked_into(days)
    monday = EIGHT - DAY
    known: set[str] = set()
    told = []
    for hour in range(7 * 24):
        if tick(days, monday + hour * HOUR, known):
            told += sent(days)
    assert len(told) == 5
    assert all("Nothing came in from" in text and "Nothing needs you." in text for text in told)
    assert [re.findall(r"from (\w{3}) .* to (\w{3})", text)[0] for text in told] == [
        ("Fri", "Mon"),
        ("Mon", "Tue"),
        ("Tue", "Wed"),
        ("Wed", "Thu"),
        ("Thu", "Fri"),
    ]


@pytest.mark.parametrize(
    ("vacancies", "quiet", "digests"),
    [((), None, 1), ((INFRA,), None, 0), ((), Quiet.SKIP, 0), ((INFRA,), Quiet.SEND, 1)],
)
def test_who_hears_of_a_quiet_day(days, vacancies, quiet, digests):
    days.rules = with_reviewers(a_reviewer("one@example.com", *vacancies, at=time(8), quiet=quiet))
    looked_into(days)
    assert tick(days, EIGHT) == digests


def test_what_the_mailbox_has_beyond_the_ledger_is_told_first_and_in_the_subject(days):
    asked = []

    def compare(mailboxes, since):
        asked.append((set(mailboxes), since))
        return Compared(doubts=("2 mails are in no list.",), notes=("interns could not be asked.",))

    days.came("ann", at=EIGHT - HOUR)
    known: set[str] = set()
    for _ in range(2):
        plan_digests(days.ledger, days.rules, EIGHT, known, compare=compare)
    assert asked == [({MAILBOX}, EIGHT - DAY)], "once a digest, and not at every tick"
    [letter] = letters(days)
    assert letter.text.startswith("ATTENTION: 2 mails are in no list.")
    assert "Note: interns could not be asked." in letter.text
    assert "all accounted for" not in letter.text
    assert letter.subject.startswith("ALARM, ")


def test_a_quiet_day_with_something_open_is_told(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY, at=EIGHT - 3 * DAY)
    assert tick(days, EIGHT - 2 * DAY) == 1
    assert tick(days, EIGHT - 1 * DAY) == 1
    assert all("ann@example.org: My" in text for text in sent(days))


def test_monday_tells_of_the_weekend(days):
    days.rules = with_reviewers(a_reviewer(at=time(8)))
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    days.came("sat", at=monday - 2 * DAY)
    assert tick(days, monday - DAY) == 0
    assert tick(days, monday) == 1
    assert "Sat ·" in sent(days)[0]


def test_at_first_contact_the_past_days_send_nothing(days):
    """Mail that is open now was not open then: a new installation must not begin with a week of digests."""
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY, at=EIGHT + HOUR)
    alarm = Alarm(kind=AlarmKind.POLL, about="recruitment", parameters={"problem": "The mailbox can't be reached."})
    days.ledger.alarms.raise_(alarm, EIGHT + HOUR)
    assert tick(days, EIGHT + 2 * HOUR) == 0
    assert tick(days, EIGHT + DAY) == 1


def test_after_days_without_a_daemon_what_came_is_told_and_what_is_open_only_once(days):
    days.came("ann", at=EIGHT - 5 * DAY - HOUR)
    days.came("bob", Outcome.REVIEW, reason=Reason.ENQUIRY, at=EIGHT - 4 * DAY - HOUR)
    assert tick(days, EIGHT + HOUR) == 3  # the two days on which something came, and the last one
    assert [text.count("bob@example.org: My") for text in sent(days)] == [0, 1, 1]


def test_a_clock_that_jumps_past_the_hour_misses_no_digest_and_one_that_jumps_back_repeats_none(days):
    known: set[str] = set()
    days.came("ann", at=EIGHT - HOUR)
    assert tick(days, EIGHT - timedelta(minutes=1), known) == 0
    assert tick(days, EIGHT + timedelta(hours=5), known) == 1
    assert tick(days, EIGHT - timedelta(minutes=30), known) == 0
    assert tick(days, EIGHT + timedelta(minutes=30), known) == 0
    assert tick(days, EIGHT + timedelta(minutes=30)) == 0


@pytest.mark.parametrize("change", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_where_clocks_change_each_mail_is_told_once(days, change):
    days.rules = with_reviewers(a_reviewer(at=time(1, 30), on=frozenset(range(7))))
    begin = change - DAY
    hours = range(0, 72, 3)
    for hour in hours:
        days.came(f"mail{hour:02}", at=begin + hour * HOUR)
    known: set[str] = set()
    for hour in range(72, 80):
        tick(days, begin + hour * HOUR, known)
    told = "\n".join(sent(days))
    assert [told.count(f"Mail{hour:02} ·") for hour in hours] == [1] * len(hours)


def test_a_template_of_the_users_that_fails_is_an_alarm_and_the_digest_goes_out_once_it_is_put_right(days):
    days.came("ann", at=EIGHT - HOUR)
    good = days.rules
    source = "{{ digest.nobody_has_this }}"
    sources = {"digest/digest.html": source, "digest/digest.txt": source}
    days.rules = replace(good, templates=Templates(sources, languages=(), company_language="en"))
    assert tick(days, EIGHT) == 0
    [raised] = days.ledger.alarms.raised()
    assert raised.alarm.sentence.startswith("The digest can't be written: digest/digest.html:1: ")
    days.rules = good
    assert tick(days, EIGHT + HOUR) == 1
    assert days.ledger.alarms.raised() == ()


# Where a digest begins


def settled(days: Days, state: ActionState) -> str:
    """The text of the next digest, which ends so."""
    claimed = days.ledger.actions.claim([ActionKind.TELL], datetime(2030, 1, 1, tzinfo=UTC))
    assert claimed is not None
    assert isinstance(claimed.action.effect, Notice)
    days.ledger.actions.settle(claimed.id, state, EIGHT)
    return claimed.action.effect.letter.text


def test_after_weeks_without_a_server_the_next_digest_begins_where_the_last_one_ended(days):
    days.came("ann", at=EIGHT - HOUR)
    assert tick(days, EIGHT) == 1
    assert "Ann ·" in settled(days, ActionState.DONE)
    days.came("bob", at=EIGHT + HOUR)
    days.came("cid", at=EIGHT + 20 * DAY)
    back = EIGHT + 24 * DAY
    assert tick(days, back) > 0
    told = "\n".join(sent(days))
    assert [told.count(f"{name} ·") for name in ("Ann", "Bob", "Cid")] == [0, 1, 1]
    assert tick(days, back + HOUR) == 0


@pytest.mark.parametrize("state", [ActionState.REFUSED, ActionState.UNCERTAIN])
def test_what_a_digest_told_that_did_not_go_out_is_told_by_the_next_one(days, state):
    known: set[str] = set()
    days.came("ann", at=EIGHT - HOUR)
    tick(days, EIGHT, known)
    settled(days, ActionState.DONE)
    days.came("bob", at=EIGHT + HOUR)
    assert tick(days, EIGHT + DAY, known) == 1
    assert "Bob ·" in settled(days, state)
    days.came("cid", at=EIGHT + DAY + HOUR)
    assert tick(days, EIGHT + 2 * DAY, known) == 1
    text = settled(days, ActionState.DONE)
    assert "Bob ·" in text
    assert "Cid ·" in text
    assert "Ann ·" not in text


def test_an_hour_that_is_changed_leaves_nothing_untold_and_tells_nothing_twice(days):
    days.came("ann", at=EIGHT - HOUR)
    tick(days, EIGHT)
    settled(days, ActionState.DONE)
    days.came("bob", at=EIGHT + HOUR)
    days.rules = with_reviewers(a_reviewer(at=time(10), on=frozenset(range(7))))
    tick(days, EIGHT + 3 * HOUR)
    tick(days, EIGHT + DAY + 3 * HOUR)
    told = "\n".join(sent(days))
    assert told.count("Bob ·") == 1
    assert told.count("Ann ·") == 0


def test_a_test_is_mailed_as_often_as_it_is_asked_for_and_takes_nothing_from_the_digest_of_the_day(days):
    days.came("ann", at=EIGHT - HOUR)
    [reviewer] = days.rules.reviewers
    for minute in range(2):
        send_as_test(days.ledger, days.rules, reviewer, days.digest(EIGHT), EIGHT - timedelta(minutes=9 - minute))
    tests = letters(days)
    assert [letter.subject.partition(" [ib-")[0] for letter in tests] == [
        "Test: nothing needs you · Tue 24 Nov · Snowplow Analytics recruitment"
    ] * 2
    assert tick(days, EIGHT) == 1
    assert "Ann ·" in sent(days)[0]
