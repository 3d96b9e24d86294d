"""Whatever comes, in whatever order, with whatever rules: never two answers to one sending, none where a stop stands.

A few hundred examples by default; with PLAN_EXAMPLES=10000 in the environment it tries as many as one likes.
"""

import os
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox_bot.core.judgement.verdict import AgencyFinding
from inbox_bot.core.message.values import Address, Document, Message
from inbox_bot.core.plan import Go, may_still, plan_for
from inbox_bot.core.plan.decided.moved_before import as_moved_before
from inbox_bot.core.plan.filed.cvs import brings_a_cv
from inbox_bot.core.plan.filed.joining import standing
from inbox_bot.core.plan.values import Planned, PlannedMail, Sends
from inbox_bot.core.reply.checks.threads import REQUESTS
from inbox_bot.core.reply.values import Answer, Moved, PastApplication
from inbox_bot.core.review.decision import Decided, Wish
from inbox_bot.core.rules.user_rules import ANSWERS
from inbox_bot.core.words import ActionState, Kind, Outcome, Problem, Reason, Role, Template
from tests.unit.core.reply.circumstances import (
    NOW,
    a_history,
    a_message,
    a_part,
    a_past_answer,
    a_reading,
    a_verdict,
    rules_with,
)

SENT = Decided(answer=Wish.SENT)

EXAMPLES = int(os.environ.get("PLAN_EXAMPLES", "300"))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

#: Fields that forbid an answer.
FORBIDDING = (
    ("auto-submitted", "auto-replied"),
    ("auto-submitted", "(x) Auto-Generated; a=b"),
    ("precedence", "Bulk"),
    ("x-precedence", "list"),
    ("list-id", "<a.b.example>"),
    ("list-unsubscribe", "<https://x.example>"),
    ("x-autoreply", "yes"),
    ("x-loop", "true"),
    ("x-ack", "no"),
    ("x-inbox-bot", "answer"),
    ("x-spam-flag", "YES"),
    ("content-type", "multipart/report; report-type=delivery-status"),
    ("delivered-to", "autoresponder"),
)
#: Fields that don't.
HARMLESS = (
    ("auto-submitted", "no"),
    ("precedence", "first-class"),
    ("x-auto-response-suppress", "All"),
    ("x-mailer", "noreply bulk list"),
    ("received", "from a by mx.example.com; date"),
    ("authentication-results", "mx.example.com; dmarc=fail"),
    ("x-spam-flag", "NO"),
)
PEOPLE = (
    "ann.lee@example.org",
    "bob@gmail.com",
    "b.o.b+x@googlemail.com",
    "jörg@bücher.example",
    "ann@elsewhere.example",
)
NOBODY = (
    "noreply@example.org",
    "MAILER-DAEMON@example.org",
    "jobs@example.com",
    "rita.reviewer@example.com",
    "hr@example.com",
    "SRS0=a=b=example.com=jobs@f.example",
    "x@localhost",
    "talk-request@example.org",
)
GREEDY = """\
rules:
  - name: Answer everything
    when: {from: "*"}
    then: {%s}
"""
RULES = (
    rules_with(),
    rules_with(mode="observe"),
    rules_with("agencies: {policy: reject}\n"),
    *(
        rules_with(GREEDY % then + more)
        for then in (
            "kind: application, answer: acknowledgement",
            "outcome: filed, answer: acknowledgement",
            "answer: enquiry, outcome: correspondence",
            "kind: agency, answer: acknowledgement",
            "vacancy: analyst, tell: rita.reviewer@example.com, folder: Elsewhere",
            "answer: none",
        )
        for more in ("", "agencies: {policy: reject}\n")
    ),
)
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
#: What a rule may ask for: who is turned down, a person says, and who is asked whether to be kept, the calendar.
TEMPLATES = ANSWERS
ASKING = {template: rules_with(GREEDY % f"answer: {template}") for template in TEMPLATES}
ALL_RULES = st.sampled_from(RULES) | st.sampled_from(tuple(ASKING.values()))

messages = st.builds(
    lambda people, nobody, fields, forbidding, path, subject, recipients, reply_to, references, harmless: a_message(
        senders=tuple(Address(name="Ann", address=address) for address in (*people, *nobody)),
        from_fields=fields,
        headers=(*harmless, *forbidding),
        return_path=path,
        subject=subject,
        recipients=tuple(Address(name="", address=address) for address in recipients),
        reply_to=tuple(Address(name="", address=address) for address in reply_to),
        references=references,
    ),
    people=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=1) | st.lists(st.sampled_from(PEOPLE), max_size=2),
    nobody=st.just([]) | st.lists(st.sampled_from(NOBODY), max_size=1),
    fields=st.sampled_from([1, 1, 1, 1, 0, 2]),
    forbidding=st.just([]) | st.lists(st.sampled_from(FORBIDDING), max_size=2),
    harmless=st.lists(st.sampled_from(HARMLESS), max_size=3),
    path=st.sampled_from(["ann@example.org", "ann@example.org", None, "", " "]),
    subject=st.sampled_from(["Application", "Re: Your application: Engineer", "", "Hi =?utf-8?q?=0ABcc:_x?="]),
    recipients=st.sampled_from([("jobs@example.com",), ("jobs+x@example.com", "a@b.example"), (), ("a@b.example",)]),
    reply_to=st.sampled_from([(), (), (), ("ann@example.org",), ("a@b.example", "c@d.example"), ("jobs@example.com",)]),
    references=st.sampled_from([(), (), ("<a@b.example>",), (f"<answer.{'0' * 40}@example.com>",)]),
)
documents = st.lists(
    st.builds(
        Document,
        section=st.just("2"),
        filename=st.just("cv.pdf"),
        type=st.just("application/pdf"),
        role=st.sampled_from(Role),
        problem=st.none() | st.sampled_from([Problem.ENCRYPTED, Problem.UNSAFE, Problem.SCANNED, Problem.DAMAGED]),
        text=st.just("text"),
    ),
    max_size=3,
).map(tuple)
verdicts = st.builds(
    a_verdict,
    st.just(Kind.APPLICATION) | st.sampled_from(Kind),
    vacancy=st.sampled_from(["engineer", "analyst", "past", "gone", None]),
    email=st.none() | st.sampled_from(PEOPLE),
    language=st.sampled_from([*LANGUAGES, "xx"]),
    doubts=st.just(()) | st.lists(st.sampled_from(Reason), max_size=2).map(tuple),
    agency=st.none()
    | st.builds(AgencyFinding, flagged=st.booleans(), approved=st.booleans(), signals=st.integers(0, 3)),
    applications=st.integers(0, 3),
)
past_answers = st.builds(
    a_past_answer,
    answer_of=st.sampled_from(["0" * 64, "1" * 64, "2" * 64, "e" * 64]),
    template=st.sampled_from(Template),
    state=st.sampled_from(ActionState),
    at=st.integers(0, 200).map(lambda hours: NOW - timedelta(hours=hours)),
    correspondent=st.sampled_from(PEOPLE),
    person=st.sampled_from(PEOPLE),
    vacancy=st.sampled_from(["engineer", None]),
    referred_to=st.booleans(),
)
past_applications = st.builds(
    PastApplication,
    vacancy=st.sampled_from(["engineer", "analyst", "past", None]),
    at=st.integers(0, 100).map(lambda days: NOW - timedelta(days=days)),
    had_cv=st.booleans(),
    raw_hash=st.sampled_from(["1" * 64, "2" * 64, "3" * 64]),
    answered=st.booleans(),
    asked=st.none() | st.sampled_from(sorted(REQUESTS)),
    mailbox=st.just("recruitment"),
    folder=st.none() | st.just("engineer/2026/Ann Lee-1"),
    files=st.just(frozenset({"application.json", "cv.pdf", "message.eml"})),
    is_open=st.booleans(),
    withdrawn=st.booleans(),
    moved=st.none() | st.builds(Moved, was_for=st.sampled_from(["engineer", None]), quote=st.just("#1 moved: Ann")),
)
histories = st.builds(
    lambda fingerprint, flags, answers, known, applications, person: a_history(
        fingerprint=fingerprint * 64,
        answers=tuple(answers),
        known_as=known,
        answered_by_hand="hand" in flags,
        seen_before_rescan="rescan" in flags,
        breaker_open="breaker" in flags,
        bounced_at=NOW if "bounced" in flags else None,
        first_seen_at=NOW + timedelta(days=9) if "late" in flags else NOW,
        applications=tuple(applications),
        person=person,
        address="ann.lee@example.org",
        same_cv="same_cv" in flags,
    ),
    fingerprint=st.sampled_from("012"),
    flags=st.just([])
    | st.lists(st.sampled_from(["hand", "rescan", "breaker", "bounced", "late", "same_cv"]), max_size=2),
    answers=st.lists(past_answers, max_size=4),
    known=st.sampled_from([None, None, None, Outcome.FILED]),
    applications=st.just([]) | st.lists(past_applications, max_size=4, unique_by=lambda each: each.raw_hash),
    person=st.sampled_from(["", "ann.lee@example.org", "first@elsewhere.example"]),
)


def readings_of(message: Message, found: tuple[Document, ...], problem: Problem | None):
    return a_reading(message, documents=found, problem=problem)


readings = st.builds(
    readings_of, messages, documents, st.sampled_from([None, None, None, None, None, Problem.TOO_LARGE])
)


def is_forbidden(message: Message) -> bool:
    """Written apart from the checks, so that dropping one of them is noticed here."""
    addresses = [sender.address for sender in message.senders]
    return (
        message.from_fields > 1
        or len(addresses) != 1
        or addresses[0] in NOBODY
        or (message.return_path is not None and not message.return_path.strip())
        or len({address.address for address in message.reply_to}) > 1
        or any(address.address == "jobs@example.com" for address in message.reply_to)
        or any(field in FORBIDDING for field in message.headers)
    )


def answers_in(plan):
    return [action for action in plan.actions if isinstance(action.effect, Answer)]


def asks_for_a_cv(answer):
    return answer.effect.template in REQUESTS


SETS_RIGHT = frozenset({Template.CORRECTION, Template.AGENCY_REJECTION})


@thorough
@given(readings, verdicts, ALL_RULES, histories, st.booleans())
def test_no_plan_answers_where_it_must_not(reading, verdict, rules, history, released):
    plan = plan_for(reading, verdict, rules, history, NOW, decided=SENT if released else None)
    answers = answers_in(plan)
    assert len(answers) <= 1
    if is_forbidden(reading.message) or reading.problem is not None or history.known_as is not None:
        assert answers == []
    if verdict.kind in (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK, Kind.OWN, Kind.COMMAND):
        assert answers == []
    went_out = {ActionState.PENDING, ActionState.DOING, ActionState.DONE}
    answered = any(past.answer_of == history.fingerprint and past.state in went_out for past in history.answers)
    if answered:  # once; only a person has the wrong letter put right by a further one
        assert released or answers == []
        assert all(answer.effect.template in SETS_RIGHT for answer in answers)
    pending = [answer for answer in answers if answer.state is ActionState.PENDING]
    if rules.mode == "observe" or history.breaker_open:
        assert pending == []
    if not released and (history.answered_by_hand or history.seen_before_rescan or history.bounced_at):
        assert pending == []
    if verdict.agency.flagged and not verdict.agency.approved:
        assert all(answer.effect.template is Template.AGENCY_REJECTION for answer in answers)
        assert plan.applications == () or plan.outcome in (Outcome.DUPLICATE,)
    assert all(answer.effect.template is not Template.DECLINE for answer in answers)  # a person's word, never ours
    for answer in answers:
        language = verdict.applicant.language
        assert answer.effect.language == (language if language in LANGUAGES else "en")
        assert answer.effect.letter.text.strip()
        assert answer.effect.letter.subject.startswith("Re: ")
        key = f"answer:{history.fingerprint}"
        assert answer.once_keys[0].startswith(f"{key}:after:") if answered else answer.once_keys[0] == key
        assert answer.effect.letter.to.address in {
            address.address for address in (*reading.message.senders, *reading.message.reply_to)
        }
    assert (
        isinstance(plan.reply, Sends) is any(answer.state is ActionState.PENDING for answer in answers)
        or rules.mode == "observe"
    )
    for action in plan.actions:
        assert (action.why is None) is (action.state is ActionState.PENDING)


def test_every_template_is_in_play_in_every_language():
    """What the examples above draw from: each of the letters that may go out goes out for a plain application."""
    went = set()
    for rules in ASKING.values():
        for language in LANGUAGES:
            plan = plan_for(a_reading(), a_verdict(language=language), rules, a_history(), NOW)
            [answer] = answers_in(plan)
            if answer.effect.template is Template.AGENCY_REJECTION:  # no rule of the user's refuses anybody
                assert (answer.state, answer.why) == (ActionState.HELD, "agency_policy")
                answer = replace(answer, state=ActionState.PENDING, why=None)
            assert answer.state is ActionState.PENDING
            assert may_still(answer, rules, a_history(), NOW).go is Go.GO
            went.add((answer.effect.template, answer.effect.language))
    assert went == {(template, language) for template in TEMPLATES for language in LANGUAGES}


#: Ann Lee writes once more, and most of what she sends is an application of her own.
anns_letters = st.builds(a_reading, documents=st.just(()) | documents)
anns_verdicts = st.builds(
    a_verdict,
    st.just(Kind.APPLICATION) | st.sampled_from([Kind.AGENCY, Kind.REFERRAL, Kind.WITHDRAWAL]),
    vacancy=st.sampled_from(["engineer", "analyst", "past", None]),
    doubts=st.just(()) | st.lists(st.sampled_from(Reason), max_size=1).map(tuple),
    agency=st.none() | st.builds(AgencyFinding, flagged=st.booleans(), signals=st.integers(0, 3)),
)
anns_histories = st.builds(
    lambda applications, person: a_history(
        applications=tuple(applications), person=person, address="ann.lee@example.org"
    ),
    applications=st.lists(past_applications, min_size=1, max_size=4, unique_by=lambda each: each.raw_hash),
    person=st.sampled_from(["ann.lee@example.org", "first@elsewhere.example"]),
)


@thorough
@given(anns_letters, anns_verdicts, st.sampled_from(RULES), anns_histories)
def test_nothing_joins_what_is_not_the_same_applicants_and_open_and_for_the_same(reading, verdict, rules, history):
    """Nor does anything that an agency or a colleague sent, nor what a person has to look at first."""
    before = as_moved_before(verdict, history, rules)
    plan = plan_for(reading, before, rules, history, NOW)
    earlier = {(each.raw_hash, each.number): each for each in history.applications}
    for application in plan.applications:
        if application.joins is not None:
            joined = earlier[application.joins.raw_hash, application.joins.number]
            assert joined.is_open
            assert not joined.withdrawn
            assert joined.vacancy == application.vacancy
            assert application.person == history.person != ""
            assert application.source is None
            assert not verdict.agency.flagged
            assert not verdict.agency.approved
            assert plan.outcome in (Outcome.FILED, Outcome.SPECULATIVE, Outcome.CORRESPONDENCE)
    if before is not verdict:
        assert any(each.is_open and each.moved and each.vacancy == before.vacancy.id for each in history.applications)
        assert not standing(history.applications, verdict.vacancy.id)


@thorough
@given(anns_letters, anns_verdicts, st.sampled_from(RULES[:3]), anns_histories)
def test_nobody_is_asked_twice_for_one_thing_nor_for_a_cv_that_is_there(reading, verdict, rules, history):
    plan = plan_for(reading, verdict, rules, history, NOW)
    vacancy = verdict.vacancy.id
    known = standing(history.applications, vacancy)
    for answer in filter(asks_for_a_cv, answers_in(plan)):
        assert answer.effect.template not in {each.asked for each in known}
        if answer.effect.template is Template.MISSING_CV:
            assert not any(each.had_cv or each.asked for each in known)
            assert not brings_a_cv(reading, range(len(reading.documents)))


#: One mail of a batch: the sending, minutes since the one before, the document's content, whether it comes twice.
batches = st.lists(
    st.tuples(
        readings,
        verdicts,
        st.sampled_from("0123456789"),
        st.integers(0, 30),
        st.sampled_from("abcdefgh"),
        st.booleans(),
    ),
    max_size=12,
)


@thorough
@given(batches, ALL_RULES)
def test_a_batch_answers_no_sending_twice_and_keeps_the_limits(mails, rules):
    planned, at = Planned(), NOW
    for reading, verdict, fingerprint, minutes, content, copied in mails:
        at += timedelta(minutes=minutes)
        part = a_part("2", content.encode())
        message = replace(reading.message, parts=(part,))
        reading = replace(reading, raw_hash=f"{len(planned.mails):064d}", received_at=at, message=message)
        history = a_history(fingerprint=fingerprint * 64, first_seen_at=at).with_(planned.answers())
        plan = plan_for(reading, verdict, rules, history, at)
        planned.add(PlannedMail(reading=reading, verdict=verdict, fingerprint=fingerprint * 64, plan=plan))
        if copied:
            again = plan_for(reading, verdict, rules, history.with_(planned.answers()), at)
            planned.add(PlannedMail(reading=reading, verdict=verdict, fingerprint=fingerprint * 64, plan=again))
    answers = planned.answers()
    due = [answer for answer in answers if answer.state is ActionState.PENDING]
    assert len({answer.answer_of for answer in answers}) == len(answers)
    assert len({answer.message_id for answer in answers}) == len(answers)
    keys = [key for mail in planned.mails for action in answers_in(mail.plan) for key in action.once_keys]
    assert len(keys) == len(set(keys))
    for answer in due:
        same = [other for other in due if other.correspondent == answer.correspondent]
        assert len(same) <= 3
        assert len([other for other in due if other.likeness == answer.likeness]) <= 2
    for mail in planned.mails:
        for action in answers_in(mail.plan):
            if action.state is ActionState.PENDING:
                fresh = a_history(fingerprint=mail.fingerprint)
                assert may_still(action, rules, fresh, at).go is Go.GO
