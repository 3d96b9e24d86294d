"""The actions a plan asks for: their keys, their states, and what waits for what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.effects import Flag, Move, Notice, SentCopy
from inbox_bot.core.plan.values import Planned, PlannedMail, Sends
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.review.decision import Decided, Wish
from inbox_bot.core.rules.templates.compiled import TemplateFailed
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Reason
from tests.unit.core.plan.test_outcomes import answer_of, plan
from tests.unit.core.reply.circumstances import (
    NOW,
    a_history,
    a_message,
    a_past_answer,
    a_reading,
    a_verdict,
    rules_with,
    with_header,
)

SENT = Decided(answer=Wish.SENT)

TELLING = """\
rules:
  - name: Tell Rita
    when: {kind: application}
    then: {tell: rita.reviewer@example.com}
"""


def by_kind(made):
    return {(action.kind, action.after_answer): action for action in made.actions}


def test_an_answered_application_is_moved_answered_copied_and_flagged():
    actions = by_kind(plan())
    assert set(actions) == {
        (ActionKind.MOVE, False),
        (ActionKind.ANSWER, False),
        (ActionKind.SENT_COPY, True),
        (ActionKind.FLAG, True),
    }
    assert actions[ActionKind.FLAG, True].effect == Flag(flags=("\\Answered",))
    assert actions[ActionKind.SENT_COPY, True].effect.letter == actions[ActionKind.ANSWER, False].effect.letter
    assert {action.state for action in actions.values()} == {ActionState.PENDING}


def test_a_due_answer_takes_the_key_of_its_sending_and_of_its_person_vacancy_and_window():
    keys = answer_of(plan()).once_keys
    assert keys == (f"answer:{'f' * 64}", f"ack:ann.lee@example.org:engineer:{int(NOW.timestamp()) // 600}")
    speculative = answer_of(plan(a_verdict(vacancy=None))).once_keys
    assert speculative[1].startswith("ack:ann.lee@example.org:speculative:")
    asking = answer_of(plan(reading=a_reading(documents=()))).once_keys
    assert asking[1].startswith("missing_cv:ann.lee@example.org:engineer:")


def test_the_key_of_an_answer_that_reached_nobody_is_in_nobodys_way_for_long():
    """It was refused, or cancelled by hand; the person writes again, and history no longer speaks of it."""
    later = plan_for(a_reading(), a_verdict(), rules_with(), a_history(fingerprint="g"), NOW + timedelta(minutes=10))
    assert not set(answer_of(plan()).once_keys) & set(answer_of(later).once_keys)


def test_two_plans_made_at_the_same_time_take_the_same_key():
    again = plan_for(a_reading(), a_verdict(), rules_with(), a_history(fingerprint="g"), NOW + timedelta(seconds=30))
    assert answer_of(again).once_keys[1:] == answer_of(plan()).once_keys[1:]


def test_a_held_answer_takes_the_key_of_its_sending_alone():
    held = answer_of(plan(history=a_history(answered_by_hand=True)))
    assert held.once_keys == (f"answer:{'f' * 64}",)
    assert not any(isinstance(action.effect, SentCopy) for action in plan(history=a_history(breaker_open=True)).actions)


def test_per_mail_actions_are_keyed_by_mailbox_and_raw_hash():
    made = plan(a_verdict(doubts=(Reason.UNSURE_KIND,)))
    (flag,) = (action for action in made.actions if isinstance(action.effect, Flag))
    assert flag.once_keys == (f"flag:recruitment:{'a' * 64}:\\Flagged",)
    (move,) = (action for action in plan().actions if isinstance(action.effect, Move))
    assert move.once_keys == (f"move:recruitment:{'a' * 64}:Filed/Engineer",)


def test_no_two_actions_of_a_plan_share_a_key():
    keys = [key for action in plan(rules=rules_with(TELLING)).actions for key in action.once_keys]
    assert len(keys) == len(set(keys))


def test_in_observe_everything_on_the_world_is_held_and_reviewers_are_told():
    made = plan(rules=rules_with(TELLING, mode="observe"))
    world = [action for action in made.actions if not isinstance(action.effect, Notice)]
    assert {(action.state, action.why) for action in world} == {(ActionState.HELD, "observe")}
    assert {action.kind for action in world} == {ActionKind.MOVE, ActionKind.ANSWER}
    (tell,) = (action for action in made.actions if isinstance(action.effect, Notice))
    assert tell.state is ActionState.PENDING


def test_in_observe_the_reply_says_what_live_mode_would_do():
    assert isinstance(plan(rules=rules_with(mode="observe")).reply, Sends)
    held = plan(rules=rules_with(mode="observe"), history=a_history(answered_by_hand=True))
    assert (isinstance(held.reply, Sends), held.reply.why) == (False, "answered_by_hand")


def test_outcomes_are_the_same_in_observe_and_live():
    for verdict in (a_verdict(), a_verdict(Kind.AGENCY), a_verdict(Kind.ENQUIRY)):
        observed, live = plan(verdict, rules=rules_with(mode="observe")), plan(verdict)
        assert (observed.outcome, observed.reason, observed.applications) == (
            live.outcome,
            live.reason,
            live.applications,
        )


def test_a_delay_makes_the_answer_due_later_and_nothing_else():
    made = plan(rules=rules_with("answers: {delay: 2 hours}\n"))
    assert answer_of(made).due_at == NOW + timedelta(hours=2)
    assert all(action.due_at == NOW for action in made.actions if isinstance(action.effect, Move))


def test_a_template_that_fails_for_one_mail_holds_its_answer_and_the_mail_is_filed():
    failing = rules_with()
    made = plan(rules=_with_broken_template(failing))
    answer = answer_of(made)
    assert (answer.state, answer.why, answer.effect.letter.text) == (ActionState.HELD, "template_error", "")
    assert (made.outcome, len(made.applications)) == (Outcome.FILED, 1)
    assert made.reply.why == "template_error"
    released = answer_of(plan(rules=_with_broken_template(failing), decided=SENT))
    assert released.state is ActionState.HELD


def _with_broken_template(rules):
    class Failing:
        def language_of(self, *_args, **_kwargs):
            return "en"

        def answer(self, *_args, **_kwargs):
            raise TemplateFailed("answers/acknowledgement.en.txt", 3, "division by zero")

        def has(self, *_args):
            return True

    return replace(rules, templates=Failing())


@pytest.mark.parametrize(
    "history",
    [
        {"answered_by_hand": True},
        {"seen_before_rescan": True},
        {"bounced_at": NOW},
        {"answers": (a_past_answer(),)},
        {"answers": (a_past_answer(answer_of="f" * 64, state=ActionState.HELD),)},
    ],
)
def test_what_a_person_releases_is_due_at_once_with_the_key_of_its_sending_alone(history):
    answer = answer_of(plan(history=a_history(**history), decided=SENT))
    assert (answer.state, answer.due_at, answer.released) == (ActionState.PENDING, NOW, True)
    assert answer.once_keys == (f"answer:{'f' * 64}",)


def test_a_release_carries_copy_and_flag_and_obeys_stops_breaker_and_mode():
    kinds = {action.kind for action in plan(a_verdict(Kind.AGENCY), decided=SENT).actions}
    assert {ActionKind.ANSWER, ActionKind.SENT_COPY, ActionKind.FLAG} <= kinds
    robot = a_reading(with_header(("Auto-Submitted", "auto-replied")))
    assert answer_of(plan(reading=robot, decided=SENT)) is None
    assert answer_of(plan(history=a_history(breaker_open=True), decided=SENT)).why == "breaker"
    assert answer_of(plan(rules=rules_with(mode="observe"), decided=SENT)).why == "observe"


def test_planned_answers_are_history_for_the_next_mail():
    planned = Planned()
    first = plan()
    planned.add(PlannedMail(reading=a_reading(), verdict=a_verdict(), fingerprint="f" * 64, plan=first))
    second = plan(history=a_history(fingerprint="g" * 64).with_(planned.answers()))
    assert (answer_of(first).state, answer_of(second).state) == (ActionState.PENDING, ActionState.HELD)
    assert answer_of(second).why == "rate"


def test_a_sending_delivered_twice_in_a_batch_is_answered_once():
    planned = Planned()
    planned.add(PlannedMail(reading=a_reading(), verdict=a_verdict(), fingerprint="f" * 64, plan=plan()))
    again = plan(reading=a_reading(raw_hash="b" * 64), history=a_history().with_(planned.answers()))
    assert (answer_of(again), again.reply.why) == (None, "already_answered")


def test_the_same_input_gives_the_same_plan():
    assert plan() == plan()


def test_a_telling_rule_writes_to_the_reviewer_in_inert_lines():
    reading = a_reading(with_header(("X", "y")))
    made = plan(reading=reading, rules=rules_with(TELLING))
    (tell,) = (action.effect for action in made.actions if isinstance(action.effect, Notice))
    assert tell.letter.to.address == "rita.reviewer@example.com"
    assert tell.letter.auto_submitted == "auto-generated"
    assert "From: Ann Lee <ann.lee@example.org>" in tell.letter.text
    assert made.rule == "Tell Rita"
    assert isinstance(answer_of(made).effect, Answer)


TELLING_ALL = TELLING.replace("{kind: application}", '{from: "*"}')


def told_of(kind: Kind, **message: object) -> bool:
    reading = a_reading(a_message(**message), documents=())
    made = plan(a_verdict(kind), reading=reading, rules=rules_with(TELLING_ALL))
    return any(isinstance(action.effect, Notice) for action in made.actions)


@pytest.mark.parametrize(
    "returned",
    [
        {"enclosed": (a_message(headers=(("x-inbox-bot", "notice"),)),)},
        {"text": "<Rita.Reviewer@example.com>: mailbox full", "typed": "<Rita.Reviewer@example.com>: mailbox full"},
        {"quoted": "X-Inbox-Bot: notice"},
    ],
)
@pytest.mark.parametrize(
    ("kind", "path"), [(Kind.BOUNCE, None), (Kind.AUTO_REPLY, "rita@elsewhere.example"), (Kind.OTHER, "")]
)
def test_a_report_on_a_mail_to_the_reviewer_is_not_told_to_them(returned, kind, path):
    """It would come back like the one before it, and each that does would bring the next."""
    assert not told_of(kind, **{"text": "", "typed": "", "return_path": path, **returned})


def test_other_reports_and_peoples_mail_are_told():
    assert told_of(Kind.BOUNCE, text="<ann.lee@example.org>: no such user")
    assert told_of(Kind.BOUNCE, enclosed=(a_message(headers=(("x-inbox-bot", "answer"),)),))
    assert told_of(Kind.APPLICATION, text="Dear Rita, I write to rita.reviewer@example.com since you asked.")
