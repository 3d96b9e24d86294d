"""What bears on a plan when it is made, and on an action when it is claimed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.judgement.verdict import Sending, Way
from inbox_bot.core.message.values import Address
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome
from inbox_bot.edges.ledger import Ledger, NoSuchAction, SentMail
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    MAILBOX,
    a_cv,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    an_action,
    an_answer,
    an_application,
    batch_of,
    filed_of,
    hash_of,
    place,
    planned,
    send,
    take_in,
    take_in_with_answer,
)


def history(ledger: Ledger, name: str = "new", at=AT, **about):
    return ledger.history.of(a_reading(name, **about), a_verdict(), at)


def test_of_a_mail_that_nobody_ever_saw_nothing_is_known(ledger: Ledger):
    found = history(ledger)
    assert found.fingerprint == ledger.history.fingerprint(a_reading("new"))
    assert (found.first_seen_at, found.attempts, found.known_as, found.copy_of) == (AT, 1, None, None)
    assert (found.answers, found.applications, found.sent_last_hour, found.breaker_open) == ((), (), 0, False)


def test_whoever_has_a_letter_of_ours_was_written_to_however_long_ago(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    later = AT + 400 * DAY
    assert history(ledger, at=later, sender="ann@example.org").written_to
    assert not history(ledger, "new", at=later, sender="bob@example.org").written_to
    [row] = history(ledger, at=AT, sender="ann@example.org").answers
    assert row.state is ActionState.PENDING


def test_first_sight_is_when_the_row_was_made(ledger: Ledger):
    ledger.intake.note_seen([a_mail("new")], AT - DAY)
    assert history(ledger).first_seen_at == AT - DAY


def test_a_second_delivery_of_the_same_sending_knows_the_first(ledger: Ledger):
    take_in(ledger, "ann")
    found = history(ledger, "ann by another way", content="content of ann")
    assert (found.known_as, found.copy_of) == (Outcome.FILED, hash_of("ann"))


VIA = Sending(
    way=Way.OUR_LIST,
    person=Address(name="Ann Lee", address="ann@example.org"),
    answer_to=Address(name="Ann Lee", address="ann@example.org"),
)


def through_our_list(**about):
    """Ann's mail once more: another sender in From, a tag in the subject, a footer below."""
    return a_reading(
        "ann through the list",
        sender="jobs@c.example",
        message_id="<ann@example.org>",
        subject="[jobs] My application",
        **about,
    )


def test_the_same_message_directly_and_through_our_list_is_one_sending(ledger: Ledger):
    take_in(ledger, "ann")
    found = ledger.history.of(through_our_list(), replace(a_verdict(), sending=VIA), AT)
    assert (found.known_as, found.copy_of) == (Outcome.FILED, hash_of("ann"))


def test_a_list_that_brings_a_document_which_the_mail_had_not_is_no_copy(ledger: Ledger):
    take_in(ledger, "ann")
    found = ledger.history.of(through_our_list(documents=(a_cv(),)), replace(a_verdict(), sending=VIA), AT)
    assert found.known_as is None


def test_somebody_else_who_uses_the_same_message_id_is_somebody_else(ledger: Ledger):
    take_in(ledger, "ann")
    assert history(ledger, "bob", sender="bob@example.net", message_id="<ann@example.org>").known_as is None


def test_in_one_batch_too_the_second_way_is_a_copy(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann"), a_mail("ann through the list", 2)], AT)
    first = planned(ledger, a_reading("ann"), a_plan())
    found = ledger.history.of(through_our_list(), replace(a_verdict(), sending=VIA), AT, planned=batch_of(first))
    assert (found.known_as, found.copy_of) == (Outcome.FILED, hash_of("ann"))


def test_a_mail_that_is_planned_again_is_no_copy_of_a_later_one(ledger: Ledger):
    take_in(ledger, "ann")
    later = a_reading("ann with a CV", message_id="<ann@example.org>", documents=(a_cv(),))
    take_in(ledger, "ann with a CV", uid=2, at=AT + HOUR, reading=later)
    assert history(ledger, "ann", at=AT + DAY).known_as is None


def test_a_mail_does_not_take_itself_for_an_earlier_delivery(ledger: Ledger):
    take_in(ledger, "ann")
    assert history(ledger, "ann").known_as is None


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.DUPLICATE])
def test_a_delivery_that_came_to_nothing_of_its_own_is_no_first_one(ledger: Ledger, outcome: Outcome):
    take_in(ledger, "ann", outcome=outcome)
    assert history(ledger, "other way", content="content of ann").known_as is None


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"sender": "Ann@Example.org"}, id="to this correspondent"),
        pytest.param({"sender": "else@other.example", "references": ["<ours>"]}, id="that the mail refers to"),
        pytest.param({"sender": "colleague@example.org"}, id="at this domain, within the hour"),
        pytest.param({"sender": "else@other.example", "content": "content of ann"}, id="to this very sending"),
    ],
)
def test_the_answers_that_bear_on_a_mail_are_found(ledger: Ledger, about: dict[str, object]):
    take_in_with_answer(ledger, "ann", message_id="<ours>")
    take_in_with_answer(ledger, "bob", to="bob@elsewhere.example", uid=2)
    [answer] = history(ledger, **about).answers
    assert (answer.message_id, answer.subject) == ("<ours>", "Re: My application")
    assert answer.referred_to == bool(about.get("references"))


SAID = "Somebody from our team will read it in full, and we will write to you again."


def test_what_a_mail_quotes_of_our_answer_is_found_though_the_answer_is_not_kept(ledger: Ledger):
    take_in(ledger, "ann", an_action(an_answer(text=f"Dear Ann,\n\n{SAID}\n"), "answer:1"))
    send(ledger)
    quoting = history(ledger, "reply", quoted=f"> {SAID}")
    [answer] = quoting.answers
    assert quoting.quoted == answer.passages != frozenset()
    assert history(ledger, "other", quoted="> Dear Ann,").quoted == frozenset()


def test_the_passages_of_an_answer_need_the_ledger_s_key(ledger: Ledger, tmp_path):
    found = []
    with Ledger.open(tmp_path / "another.db") as another:
        for one in (ledger, another):
            take_in(one, "ann", an_action(an_answer(text=SAID), "answer:1"))
            [answer] = history(one, "reply").answers
            found.append(answer.passages)
    assert found[0].isdisjoint(found[1])


def test_an_answer_to_a_like_mail_is_found_whoever_sent_it(ledger: Ledger):
    from inbox_bot.core.reply.matter import likeness

    like = likeness(a_reading("robot", typed="Hello, I am number 1"))
    take_in(
        ledger,
        "robot",
        an_action(an_answer("r1@one.example", likeness=like), "answer:1"),
        reading=a_reading("robot", sender="r1@one.example", typed="Hello, I am number 1"),
    )
    [answer] = history(ledger, "2", sender="r2@two.example", typed="Hello, I am number 2").answers
    assert answer.likeness == like


def test_answers_older_than_the_longest_limit_are_left_out(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    assert history(ledger, at=AT + timedelta(days=7, hours=23)).answers
    assert not history(ledger, at=AT + timedelta(days=8, hours=1)).answers


def test_an_answer_counts_from_when_it_was_sent(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    send(ledger, AT + 5 * DAY)
    [answer] = history(ledger, at=AT + 12 * DAY).answers
    assert (answer.at, answer.state) == (AT + 5 * DAY, ActionState.DONE)


def test_many_people_at_a_public_provider_are_not_one_domain(ledger: Ledger):
    take_in_with_answer(ledger, "ann", to="ann@gmail.com")
    assert history(ledger, sender="bob@gmail.com").answers == ()


def test_a_dropped_answer_stands_only_in_the_way_of_the_same_sending(ledger: Ledger):
    ledger.actions.drop(take_in_with_answer(ledger, "ann"))
    assert history(ledger, sender="ann@example.org").answers == ()
    [answer] = history(ledger, content="content of ann", sender="x@other.example").answers
    assert answer.state is ActionState.CANCELLED


def test_the_answer_that_is_planned_again_is_not_in_its_own_way(ledger: Ledger):
    held = take_in_with_answer(ledger, "ann", state=ActionState.HELD, why="observe")
    reading = a_reading("ann")
    assert ledger.history.of(reading, a_verdict(), AT).answers
    assert ledger.history.of(reading, a_verdict(), AT, but_actions=(held,)).answers == ()


def test_a_person_s_applications_are_known_newest_first(ledger: Ledger):
    take_in(ledger, "first", uid=1, applications=(an_application(vacancy="baker"),))
    take_in(
        ledger,
        "second",
        uid=2,
        at=AT + DAY,
        reading=a_reading("second", documents=(a_cv(),)),
        applications=(an_application(vacancy=None, documents=(0,)),),
    )
    take_in(ledger, "other", uid=3, applications=(an_application("bob@example.org"),))
    found = history(ledger, at=AT + DAY).applications
    assert [(one.vacancy, one.had_cv, one.raw_hash) for one in found] == [
        (None, True, hash_of("second")),
        ("baker", False, hash_of("first")),
    ]


def test_planned_again_a_mail_s_own_application_is_no_earlier_one(ledger: Ledger):
    take_in(ledger, "first", applications=(an_application(),))
    assert history(ledger, "first").applications == ()


def test_the_batch_so_far_is_part_of_history(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann", 1), a_mail("again", 2)], AT)
    first = planned(
        ledger,
        a_reading("ann"),
        a_plan(an_action(an_answer(message_id="<ours>"), "answer:1"), applications=(an_application(),)),
    )
    again = a_reading("again", content="content of ann")
    found = ledger.history.of(again, a_verdict(), AT, planned=batch_of(first))
    assert (found.known_as, found.copy_of) == (Outcome.FILED, hash_of("ann"))
    assert [answer.message_id for answer in found.answers] == ["<ours>"]
    assert [application.vacancy for application in found.applications] == ["baker"]


def test_an_answered_flag_at_first_sight_means_answered_by_hand(ledger: Ledger):
    ledger.intake.note_seen([a_mail("new", flags=frozenset({"\\Seen", "\\Answered"}))], AT)
    assert history(ledger).answered_by_hand


def test_a_mail_in_sent_that_refers_to_it_means_answered_by_hand(ledger: Ledger):
    by_hand = SentMail(mailbox=MAILBOX, message_id="<hand>", refers_to=("<new@example.org>",), to=("a@b",), at=AT)
    ledger.notices.note_sent([by_hand, by_hand], AT)
    assert history(ledger).answered_by_hand
    assert not history(ledger, "another").answered_by_hand


def test_our_own_copy_in_sent_is_not_by_hand(ledger: Ledger):
    take_in_with_answer(ledger, "ann", message_id="<ours>")
    send(ledger)
    ours = SentMail(mailbox=MAILBOX, message_id="<ours>", refers_to=("<ann@example.org>",), to=("a@b",), at=AT)
    ledger.notices.note_sent([ours], AT)
    assert not history(ledger, "ann").answered_by_hand


def test_a_bounce_is_remembered_of_its_correspondent(ledger: Ledger):
    ledger.notices.note_bounce(None, "ann@example.org", AT)
    ledger.notices.note_bounce(None, "ann@example.org", AT - DAY)
    assert history(ledger).bounced_at == AT
    assert history(ledger, sender="bob@example.org").bounced_at is None


def test_what_went_out_within_the_hour_is_counted(ledger: Ledger):
    long_ago = AT - 2 * HOUR
    for number in range(5):
        take_in_with_answer(ledger, f"mail {number}", uid=number + 1, to=f"p{number}@{number}.example", due_at=long_ago)
    send(ledger, long_ago)
    send(ledger, AT)
    send(ledger, AT, ActionState.UNCERTAIN)
    ledger.actions.claim([ActionKind.ANSWER], AT)
    assert history(ledger, sender="new@new.example").sent_last_hour == 3
    assert history(ledger, sender="new@new.example", at=AT + 2 * HOUR).sent_last_hour == 0


def test_an_open_breaker_shows(ledger: Ledger):
    ledger.notices.set_breaker(True, AT, "too many")
    assert history(ledger).breaker_open


def test_at_the_claim_an_answer_is_not_in_its_own_way(ledger: Ledger):
    take_in_with_answer(ledger, "ann")
    take_in_with_answer(ledger, "bob", uid=2, to="ann@example.org", at=AT + HOUR, message_id="<second>")
    claimed = ledger.actions.claim([ActionKind.ANSWER], AT + HOUR)
    assert claimed is not None
    found = ledger.history.of_action(claimed.id, AT + HOUR)
    assert found.fingerprint == ledger.history.fingerprint(a_reading("ann"))
    assert [answer.message_id for answer in found.answers] == ["<second>"]
    assert found.sent_last_hour == 0
    assert (found.first_seen_at, found.withdrawn, found.corrected) == (AT, False, False)


def test_at_the_claim_a_later_withdrawal_shows(ledger: Ledger):
    withdrawal = a_verdict(Kind.WITHDRAWAL)
    take_in(ledger, "an old one", uid=1, verdict=withdrawal, outcome=Outcome.CORRESPONDENCE)
    answer = take_in_with_answer(ledger, "ann", uid=2)
    assert not ledger.history.of_action(answer, AT).withdrawn
    take_in(ledger, "no more", uid=3, verdict=withdrawal, outcome=Outcome.CORRESPONDENCE)
    assert ledger.history.of_action(answer, AT).withdrawn


def test_a_move_has_the_history_of_its_mail(ledger: Ledger):
    take_in(ledger, "ann", an_action(Move(folder=("Filed",))))
    claimed = ledger.actions.claim([ActionKind.MOVE], AT)
    assert claimed is not None
    assert ledger.history.of_action(claimed.id, AT).fingerprint == ledger.history.fingerprint(a_reading("ann"))


def test_there_is_no_history_of_an_action_that_is_not_there(ledger: Ledger):
    with pytest.raises(NoSuchAction):
        ledger.history.of_action(99, AT)


def test_another_outcome_after_the_plan_shows_at_the_claim(ledger: Ledger):
    take_in(ledger, "ann", an_action(an_answer(message_id="<first>"), "answer:1"), outcome=Outcome.FAILED)
    ledger.intake.retry(MAILBOX, [hash_of("ann")])
    ledger.intake.note_seen([a_mail("ann", at=place(1))], AT)
    mail = planned(ledger, a_reading("ann"), a_plan(an_action(an_answer(message_id="<second>"), "answer:2")))
    ledger.intake.commit(batch_of(mail), filed_of(mail), AT + HOUR)
    first, second = ledger.actions.answers()
    assert ledger.history.of_action(first.id, AT + HOUR).corrected
    assert not ledger.history.of_action(second.id, AT + HOUR).corrected
