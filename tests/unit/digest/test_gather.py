"""What a digest says of what happened: numbers that add up, each mail in one list, what needs a person first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox_bot.cli.retry import choose
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.reply.why import Ending, Hold, Stop
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState, Outcome, Reason, Role, Template
from inbox_bot.digest.wording import needs
from tests.unit.digest.days import (
    DAY,
    INFRA,
    PIPELINE,
    SCIENCE,
    TUESDAY,
    a_document,
    a_reviewer,
    days_in,
    everything_in,
    with_mailboxes,
    with_reviewers,
)
from tests.unit.edges.ledger.building import place

HOUR = timedelta(hours=1)
COMMITTED = tuple(outcome for outcome in Outcome if outcome is not Outcome.EXPUNGED)
KEPT_BACK_BY_RULE = (
    *(Hold.OBSERVE, Hold.AGENCY_POLICY, Hold.NEEDS_REVIEW, Hold.TOO_OLD),
    *(Hold.SEEN_BEFORE, Hold.ANSWERED_BY_HAND, Hold.RATE),
)


def who(items):
    return [item.who.partition("@")[0].partition(",")[0].lower() for item in items]


# Numbers


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcomes=st.lists(st.sampled_from([None, *COMMITTED]), max_size=12))
def test_whatever_came_the_numbers_add_up_and_each_mail_stands_in_one_list(outcomes, tmp_path_factory):
    days = days_in(tmp_path_factory.mktemp("ledger"))
    with days.ledger:
        for number, outcome in enumerate(outcomes):
            days.came(f"mail{number}", outcome)
        digest = days.digest()
    assert digest.received == len(outcomes) == sum(each.number for each in digest.counts) + digest.waiting
    names = [f"mail{number}" if outcome else "(not read yet)" for number, outcome in enumerate(outcomes)]
    assert sorted(who(everything_in(digest))) == sorted(names)


def test_mail_of_other_days_is_not_counted(days):
    days.came("before", at=TUESDAY - 2 * DAY)
    days.came("now")
    days.came("later", at=TUESDAY + 2 * HOUR)
    digest = days.digest()
    assert digest.received == 1
    assert who(everything_in(digest)) == ["now"]


def test_answers_are_summed_by_what_became_of_them(days):
    days.came("sent", answer=ActionState.DONE)
    days.came("refused", answer=ActionState.REFUSED)
    days.came("uncertain", answer=ActionState.UNCERTAIN)
    days.came("held", answer=ActionState.HELD, why=Hold.RATE)
    days.came("waits", answer=ActionState.PENDING)
    answers = days.digest().answers
    assert (answers.sent, answers.refused, answers.uncertain, answers.held, answers.on_the_way) == (1, 1, 1, 1, 1)


def test_a_mail_that_was_read_after_all_is_counted_once_and_the_change_is_told(days):
    days.came("ann", Outcome.FAILED, reason=Reason.READER_DIED)
    [row] = days.ledger.reports.received_between(TUESDAY - DAY, TUESDAY + DAY)
    days.ledger.intake.retry(row.mailbox, [row.raw_hash])
    days.came("ann", at=TUESDAY + HOUR / 2)
    digest = days.digest()
    assert [(count.outcome, count.number) for count in digest.counts] == [(Outcome.FAILED, 1)]
    assert [(each.was, each.became, each.number) for each in digest.changes] == [(Outcome.FAILED, Outcome.FILED, 1)]
    assert [group.title for group in digest.applications] == ["Infrastructure engineer"]


# What needs a person


def test_a_mail_in_review_is_listed_until_it_is_moved_away(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.TWO_VACANCIES)
    tomorrow = days.digest(TUESDAY + DAY + 2 * HOUR)
    assert (who(tomorrow.needs_person), tomorrow.of_earlier_days, tomorrow.received) == (["ann"], 1, 0)
    days.moved_away(1)
    assert days.digest(TUESDAY + 2 * DAY).needs_person == ()


def test_the_answer_to_a_reviewed_mail_presses_nobody_once_the_mail_is_dealt_with(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.TWO_VACANCIES, answer=ActionState.HELD, why=Hold.NEEDS_REVIEW)
    [item] = days.digest().needs_person
    assert item.commands[0].startswith("inbox-bot answers send ")
    days.moved_away(1)
    later = days.digest(TUESDAY + DAY)
    assert (later.needs_person, later.held_in_all) == ((), 1)


def test_a_held_answer_stands_among_what_needs_a_person_unless_a_rule_keeps_it_back(days):
    answers = {hold.value: days.came(hold.value, answer=ActionState.HELD, why=hold) for hold in Hold}
    digest = days.digest()
    assert set(who(digest.needs_person)) == {hold.value for hold in Hold} - {*KEPT_BACK_BY_RULE}
    items = everything_in(digest)
    assert len(items) == len(answers)
    for item in items:
        number = answers[item.who.partition("@")[0]]
        assert item.commands == (f"inbox-bot answers send {number}", f"inbox-bot answers drop {number}")


def test_answers_that_went_wrong_come_first_then_what_can_not_be_read_then_review_then_held(days):
    days.came("held", Outcome.CORRESPONDENCE, answer=ActionState.HELD, why=Hold.WITHDRAWAL, at=TUESDAY - 5 * HOUR)
    days.came("review", Outcome.REVIEW, reason=Reason.ENQUIRY, at=TUESDAY - 4 * HOUR)
    days.came("failed", Outcome.FAILED, reason=Reason.READER_DIED, at=TUESDAY - 3 * HOUR)
    days.came("refused", answer=ActionState.REFUSED, at=TUESDAY - 2 * HOUR)
    number = days.came("bounced", answer=ActionState.DONE, at=TUESDAY - HOUR)
    assert days.ledger.notices.note_bounce(days.ledger.actions.answer(number).message_id, None, TUESDAY)
    assert who(days.digest().needs_person) == ["refused", "bounced", "failed", "review", "held"]


def test_beside_a_mail_that_could_not_be_read_stands_the_command_that_reads_it_again(days):
    days.came("ann", Outcome.FAILED, reason=Reason.READER_DIED)
    [item] = days.digest().needs_person
    [command] = item.commands
    [row] = days.ledger.reports.received_between(TUESDAY - DAY, TUESDAY + DAY)
    assert choose([row], [command.removeprefix("inbox-bot retry ")]) == ((row,), ())


def test_an_answer_that_came_back_is_told_once(days):
    number = days.came("ann", answer=ActionState.DONE)
    days.ledger.notices.note_bounce(days.ledger.actions.answer(number).message_id, None, TUESDAY + DAY)
    [item] = days.digest(TUESDAY + DAY + HOUR).needs_person
    assert item.why == "The answer came back: the address does not work."
    assert days.digest(TUESDAY + 2 * DAY + HOUR).needs_person == ()


def test_a_refused_answer_is_told_for_a_week_and_an_uncertain_one_until_somebody_decides(days):
    days.came("refused", answer=ActionState.REFUSED)
    days.came("uncertain", answer=ActionState.UNCERTAIN)
    assert "550 no such user" in days.digest().needs_person[0].why
    assert who(days.digest(TUESDAY + 30 * DAY).needs_person) == ["uncertain"]


def test_what_came_after_the_period_is_not_told_before_its_time(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY, at=TUESDAY + 2 * HOUR)
    assert days.digest().needs_person == ()


def test_alarms_stand_on_top_of_everything_while_they_stand(days):
    problem = "The mailbox can't be\r\nreached."
    days.ledger.alarms.raise_(Alarm(kind=AlarmKind.POLL, parameters={"problem": problem}), TUESDAY)
    assert days.digest().alarms == ("The mailbox can't be reached.",)
    days.ledger.alarms.clear(AlarmKind.POLL, TUESDAY)
    assert days.digest().alarms == ()


# Lists


def test_applications_stand_under_their_vacancies_in_the_order_of_rules_yaml(days):
    days.came("eve", Outcome.SPECULATIVE, vacancies=(None,))
    days.came("sam", vacancies=(SCIENCE,))
    days.came("ann", vacancies=(INFRA,))
    days.came("old", vacancies=("gone-from-rules-yaml",))
    assert [(group.title, who(group.items)) for group in days.digest().applications] == [
        ("Infrastructure engineer", ["ann"]),
        ("Data science intern", ["sam"]),
        ("gone-from-rules-yaml", ["old"]),
        ("For no vacancy in particular", ["eve"]),
    ]


def test_a_mail_with_two_applications_stands_under_both_vacancies(days):
    days.came("ann", vacancies=(INFRA, SCIENCE))
    digest = days.digest()
    assert [group.title for group in digest.applications] == ["Infrastructure engineer", "Data science intern"]
    assert digest.received == 1


def test_an_agency_is_set_apart_with_the_command_beside_its_refusal(days):
    number = days.came(
        "agency", Outcome.AGENCY, answer=ActionState.HELD, why=Hold.AGENCY_POLICY, template=Template.AGENCY_REJECTION
    )
    [item] = days.digest().agencies
    assert item.answer == (
        "ready, and not sent (refuses an agency). Agencies are refused by a person, or the signs are too few."
    )
    assert item.commands == (f"inbox-bot answers send {number}", f"inbox-bot answers drop {number}")


def test_why_a_mail_is_not_answered_is_told(days):
    days.came("list", Outcome.NOT_AN_APPLICATION, why=Stop.MAILING_LIST)
    [item] = days.digest().others
    assert item.answer == "none. It came through a mailing list."


def test_documents_and_the_place_where_they_lie_are_named(days):
    days.came("ann", documents=(a_document("cv.pdf"), a_document("letter.pdf", Role.COVER_LETTER)))
    [group] = days.digest().applications
    assert group.items[0].documents == "cv.pdf (CV), letter.pdf (cover letter)"
    assert group.items[0].place.startswith("baker/2026/")


def test_observing_says_what_would_have_happened_and_offers_no_command_that_is_refused(days):
    days.rules = replace(days.rules, mode=Mode.OBSERVE)
    days.came("ann", answer=ActionState.HELD, why=Hold.OBSERVE)
    digest = days.digest()
    assert digest.mode == "observe"
    [item] = everything_in(digest)
    assert item.answer == "in live mode it would be sent (acknowledgement)."
    assert (item.commands, digest.needs_person) == ((), ())
    assert (digest.answers.observed, digest.answers.held, digest.observed_in_all) == (1, 0, 1)


def test_while_observing_no_agency_is_said_to_be_set_apart(days):
    days.rules = replace(days.rules, mode=Mode.OBSERVE)
    days.came("agency", Outcome.AGENCY)
    [item] = days.digest().agencies
    assert item.what == "From a recruitment agency: in live mode it would be set apart"


def test_what_was_kept_back_while_observing_is_said_so_once_it_is_live(days):
    number = days.came("ann", answer=ActionState.HELD, why=Hold.OBSERVE)
    [item] = everything_in(days.digest())
    assert item.answer == "ready, and not sent (acknowledgement): inbox_bot only observed when the mail came."
    assert item.commands == (f"inbox-bot answers send {number}", f"inbox-bot answers drop {number}")


def test_of_a_mail_that_was_not_read_no_sender_or_subject_is_claimed(days):
    days.came("ann", Outcome.FAILED, reason=Reason.READER_DIED, sender="", subject="")
    [item] = days.digest().needs_person
    assert (item.who, item.subject) == ("(sender not known)", "(not read, 1 kB)")
    assert item.what == "In the inbox, for you to open: it came at the time below"


def test_a_mail_in_review_is_said_to_lie_where_it_lies(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY)
    days.came("bob", Outcome.REVIEW, reason=Reason.ENQUIRY)
    days.ledger.intake.moved(place(2), replace(place(1), folder="To do.Jane"), TUESDAY)
    assert [item.what for item in days.digest().needs_person] == [
        "In the inbox, for you to look at",
        "In To do.Jane, for you to look at",
    ]
    days.moved_away(1)
    assert [item.what for item in days.digest().others] == ["It waited for a person, and was moved away since"]


# Who is told what


def test_a_reviewer_of_some_vacancies_is_told_of_theirs_and_of_what_is_for_none(days):
    infra, all_ = a_reviewer("infra@example.com", INFRA), a_reviewer("all@example.com")
    days.rules = with_reviewers(infra, all_)
    days.came("ann", vacancies=(INFRA,))
    days.came("sam", vacancies=(SCIENCE,))
    days.came("both", vacancies=(INFRA, SCIENCE))
    days.came("eve", Outcome.SPECULATIVE, vacancies=(None,))
    days.came("spam", Outcome.NOT_AN_APPLICATION)
    digest = days.digest(reviewer=infra)
    assert [(group.title, who(group.items)) for group in digest.applications] == [
        ("Infrastructure engineer", ["ann", "both"]),
        ("For no vacancy in particular", ["eve"]),
    ]
    assert who(digest.others) == ["spam"]
    assert digest.received == 4 == sum(count.number for count in digest.counts)
    assert days.digest(reviewer=all_).received == 5


def test_a_vacancy_that_no_reviewer_asked_for_is_everybodys(days):
    one, other = a_reviewer("one@example.com", INFRA), a_reviewer("other@example.com", SCIENCE)
    days.rules = with_reviewers(one, other)
    days.came("pip", vacancies=(PIPELINE,))
    assert [days.digest(reviewer=each).received for each in (one, other)] == [1, 1]


def test_of_several_mailboxes_a_reviewer_is_told_of_theirs_and_which_it_was(days):
    hiring = a_reviewer("hiring@snowplowanalytics.com")
    office = a_reviewer("office@snowplowanalytics.com")
    days.rules = replace(with_mailboxes(("recruitment", ()), ("interns", (hiring.email,))), reviewers=(hiring, office))
    days.came("ann", mailbox="recruitment")
    days.came("ivy", mailbox="interns")
    assert [(item.who.partition("@")[0], item.mailbox) for item in everything_in(days.digest(reviewer=hiring))] == [
        ("ann", "recruitment"),
        ("ivy", "interns"),
    ]
    assert [item.mailbox for item in everything_in(days.digest(reviewer=office))] == [""]


@pytest.mark.parametrize("ending", list(Ending))
def test_why_an_answer_ended_is_said_in_a_sentence_and_never_in_a_word_of_ours(days, ending):
    days.came("ended", answer=ActionState.REFUSED)
    (row,) = days.ledger.actions.answers((ActionState.REFUSED,))
    said = needs(replace(row, why=ending.value, note=""))
    assert said == f"The answer could not be sent: {ending.sentence}"
    assert ending.value not in said or "_" not in ending.value
