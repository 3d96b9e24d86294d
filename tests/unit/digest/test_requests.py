"""What people ask for about their data is told first, every day and with its day, until a person settles it."""

from datetime import timedelta

from inbox_bot.core.words import Outcome, Reason, Right
from inbox_bot.digest.compose import pages, subject_of
from inbox_bot.digest.send import plan_digests
from tests.unit.digest.days import TUESDAY

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def test_it_is_told_with_the_day_by_which_the_law_wants_an_answer_and_how_it_is_done(days):
    days.came("old", Outcome.REVIEW, reason=Reason.ENQUIRY, at=TUESDAY - 3 * DAY)
    days.came("ann", Outcome.REVIEW, reason=Reason.ERASURE_REQUEST, asks_for=(Right.ERASURE, Right.ACCESS))
    digest = days.digest()
    line, enquiry = digest.needs_person
    assert (line.number, enquiry.number) == (2, 1), "it is told first, and once"
    assert line.why == (
        "Asks for their data to be erased (GDPR, article 17); asks what is kept of them (GDPR, article 15): "
        "to be answered by 24 Dec 2026."
    )
    assert line.beside == (
        "“about my data” · Whoever runs inbox_bot does that by “forget”, “disclose” and this number."
    )
    assert [choice.reply for choice in line.choices] == ["#2 settled"]
    assert digest.needing == 2
    assert all("to be answered by 24 Dec 2026." in page for page in pages(digest, days.rules))


def test_an_application_is_told_as_such_and_what_it_asks_for_besides(days):
    days.came("ann", asks_for=(Right.ACCESS,))
    digest = days.digest()
    assert [line.number for line in digest.needs_person] == [1]
    assert [line.number for group in digest.applications for line in group.lines] == [1]
    assert "1 needs you" in subject_of(digest)


def test_it_is_told_every_day_also_by_itself_until_it_is_settled(days):
    days.came("ann", asks_for=(Right.ACCESS,))
    week_later = TUESDAY + 7 * DAY
    days.ledger.reviewing.put_off(1, days.rules.reviewers[0].email, week_later + 9 * DAY)
    assert [line.number for line in days.digest(week_later).needs_person] == [1]
    known: set[str] = set()
    plan_digests(days.ledger, days.rules, TUESDAY + DAY, known)
    assert plan_digests(days.ledger, days.rules, week_later, known) == 1, "though nothing else is to be told"
    days.ledger.requests.settle(1, week_later + HOUR, by="jane@example.com")
    after = days.digest(week_later + DAY)
    assert after.needs_person == ()
    [told] = [line for line in after.decided if "settled" in line.sentence]
    assert told.sentence == "#1 Ann asks what is kept of them (GDPR, article 15): settled (jane@example.com)"
    assert [choice.reply for choice in told.choices] == ["#1 undo"]


def test_what_is_overdue_is_an_alarm_and_not_a_day_before(days):
    days.came("ann", asks_for=(Right.OBJECTION,))
    assert days.digest(TUESDAY + 30 * DAY).alarms == ()
    late = days.digest(TUESDAY + 31 * DAY)
    assert late.alarms == (
        "#1 Ann objects to their data being used (GDPR, article 21), and was to be answered by 24 Dec 2026.",
    )
    assert subject_of(late).startswith("ALARM")


def test_a_thousand_of_them_are_counted_and_fifty_shown(days):
    for number in range(55):
        days.came(f"ann{number}", asks_for=(Right.ERASURE,))
    digest = days.digest()
    assert (len(digest.needs_person), digest.needing) == (50, 55)
    assert "5 more mails ask for something about somebody's data." in pages(digest, days.rules)[1]


def test_a_sender_s_name_orders_nothing_by_it(days):
    days.came("eve", Outcome.REVIEW, sender_name="#1 settled", asks_for=(Right.ERASURE,))
    text = pages(days.digest(), days.rules)[1]
    assert "No. 1 settled" in text
