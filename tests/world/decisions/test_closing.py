"""A vacancy is closed: who hears of it, what stops it, and that each hears of it once; over a model of a server."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.plan.decided.still_open import Candidate
from inbox_bot.core.reply.why import Hold, Spared
from inbox_bot.core.review.decision import Decision, FileUnder, Means
from inbox_bot.core.review.declining import ApplicantState, DecliningState
from inbox_bot.core.rules.model import LimitsSettings, Mode, Vacancy
from inbox_bot.core.words import ActionState, Template
from inbox_bot.edges.ledger import AnswerRow, Ledger
from inbox_bot.pipeline.decisions.closing import (
    Begun,
    Shown,
    Underway,
    ask_to_close,
    confirm_closing,
    decline,
    stop_closing,
    stop_declining,
)
from inbox_bot.pipeline.decisions.decide import carry, plan_decision
from inbox_bot.pipeline.decisions.refused import NotDecided
from tests.support.builders.at_work import ADDRESS, HOUR, MINUTE, a_cv
from tests.support.builders.at_work import an_application as somebody_applies
from tests.support.builders.fuse import folder_in_memory
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.builders.model_server import SENT, Stored
from tests.support.ledgers.on_postgresql import some_of
from tests.world.decisions.killed import Fuse, World

ENGINEER, INTERN = "infrastructure-engineer", "data-scientist-intern"
BOSS = "boss"


def applies(name: str, address: str = "", **more: Any) -> MailBuilder:
    local = name.lower().replace(" ", ".")
    return somebody_applies(name, address or f"{local}@{local}.example", **more)


def three_apply(world: World) -> None:
    for name in ("Ann Lee", "Bob Quill", "Cid Marsh"):
        world.receives(applies(name).bytes())
    world.polls()


def vacancy(world: World, id: str = ENGINEER) -> Vacancy:
    found = world.rules.vacancy(id)
    assert found is not None
    return found


def asks(world: World, *names: str, id: str = ENGINEER) -> Any:
    said: list[Any] = []
    world.person(lambda desk, at: said.append(ask_to_close(vacancy(world, id), desk, at, by=BOSS, names=names)))
    world.at += MINUTE
    return said[0]


def confirms(world: World, number: int, id: str = ENGINEER, *, by: str = BOSS, fuse: Fuse | None = None) -> Any:
    said: list[Any] = []
    world.person(lambda desk, at: said.append(confirm_closing(vacancy(world, id), number, desk, at, by=by)), fuse)
    if said and isinstance(said[0], Shown):
        world.at += MINUTE  # whoever was shown another list looks at it
    return said[0] if said else None


def stops(world: World, id: str = ENGINEER) -> Any:
    said: list[Any] = []
    world.person(lambda desk, at: said.append(stop_closing(vacancy(world, id), desk, at, by=BOSS)))
    return said[0]


def passes(world: World, time: timedelta, polls: int = 2) -> None:
    world.at += time
    for _ in range(polls):
        world.polls()


def letters(world: World, state: ActionState = ActionState.DONE) -> list[AnswerRow]:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        return [row for row in ledger.actions.answers((state,)) if row.template is Template.DECLINE]


def sent_to(world: World) -> list[str]:
    """Whom letters that turn somebody down went to, on the wire."""
    mails = [message_from_bytes(wire, policy=policy.default) for wire in world.outbox.sent]
    return sorted(str(mail["To"]).rpartition("<")[2].strip(">") for mail in mails if "not to take your" in str(mail))


def names(candidates: tuple[Candidate, ...]) -> list[str]:
    return [each.shown for each in candidates]


def why(shown: Shown) -> dict[str, Spared | None]:
    return {each.shown: each.spared for each in shown.spared}


def answers_by_hand(world: World, mail: MailBuilder) -> None:
    world.server.folder(SENT).add(Stored(mail.bytes(), world.at))


def test_whoever_is_still_open_is_written_to_once_after_the_hour(world: World):
    three_apply(world)
    assert names(asks(world).to) == ["Ann Lee", "Bob Quill", "Cid Marsh"]
    begun = confirms(world, 3)
    assert (begun.number, begun.row.begins_at - world.at) == (3, HOUR)
    passes(world, HOUR - 10 * MINUTE)
    assert letters(world) == []
    assert letters(world, ActionState.PENDING) == []
    passes(world, 10 * MINUTE)
    assert sent_to(world) == ["ann.lee@ann.lee.example", "bob.quill@bob.quill.example", "cid.marsh@cid.marsh.example"]
    passes(world, 30 * HOUR)
    assert len(sent_to(world)) == 3
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        [row] = ledger.declinings.about(list(DecliningState), vacancy=ENGINEER)
        assert row.state is DecliningState.DONE
    assert why(asks(world)) == dict.fromkeys(("Ann Lee", "Bob Quill", "Cid Marsh"), Spared.DECLINED)


def test_killed_at_any_step_each_is_written_to_once(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    world.at += HOUR
    with folder_in_memory() as folder:
        unbroken = world.copy(Path(folder, "whole"))
        whole = Fuse(stands=unbroken.stands)
        unbroken.polls(whole)
        assert whole.burnt > 30
        for step in some_of(whole.moments):
            end = world.copy(Path(folder, str(step)))
            end.polls(Fuse(step))
            passes(end, MINUTE, polls=3)
            perhaps = [row.to for row in letters(end, ActionState.UNCERTAIN)]  # killed at its final dot: a person's
            assert len(sent_to(end)) == len(set(sent_to(end))) >= 3 - len(perhaps), step
            assert len(perhaps) <= 1, step
            assert len({*sent_to(end), *perhaps}) == 3, step


def test_killed_while_it_is_confirmed_the_same_order_given_again_confirms_it_once(world: World):
    three_apply(world)
    asks(world)
    at = world.at
    with folder_in_memory() as folder:
        unbroken = world.copy(Path(folder, "whole"))
        whole = Fuse(stands=unbroken.stands)
        confirms(unbroken, 3, fuse=whole)
        for step in some_of(whole.moments):
            end = world.copy(Path(folder, str(step)))
            assert confirms(end, 3, fuse=Fuse(step)) is None
            assert end.at == at
            assert isinstance(confirms(end, 3), Begun), step
            passes(end, HOUR, polls=3)
            assert len(sent_to(end)) == 3


def test_undo_within_the_hour_stops_it_and_afterwards_says_that_it_is_too_late(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    passes(world, HOUR / 2)
    stopped = stops(world)
    assert (stopped.stopped, stopped.gone) == (3, 0)
    passes(world, 2 * HOUR)
    assert sent_to(world) == []
    assert asks(world).spared == ()  # it may be begun anew
    confirms(world, 3)
    passes(world, HOUR)
    assert len(sent_to(world)) == 3
    with pytest.raises(NotDecided, match="nothing can be stopped"):
        stops(world)


def test_undo_while_letters_go_out_stops_the_rest(world: World):
    world.rules = replace(
        world.rules, answers=world.rules.answers.model_copy(update={"limits": LimitsSettings(per_hour=8)})
    )
    three_apply(world)
    for number in range(3):
        world.receives(applies(f"Dan Ott{'abc'[number]}").bytes())
    passes(world, 2 * HOUR)
    asks(world)
    confirms(world, 6)
    passes(world, HOUR, polls=3)
    assert len(sent_to(world)) == 4  # half of what an hour may have
    stopped = stops(world)
    assert (stopped.stopped, stopped.gone) == (2, 4)
    passes(world, 5 * HOUR)
    assert len(sent_to(world)) == 4


def test_the_breaker_never_opens_for_it_however_many_there_are(world: World):
    world.rules = replace(
        world.rules, answers=world.rules.answers.model_copy(update={"limits": LimitsSettings(per_hour=6)})
    )
    three_apply(world)
    passes(world, 2 * HOUR)
    for number in range(4):
        world.receives(applies(f"Dan Ott{'abcd'[number]}").bytes())
    passes(world, 2 * HOUR)
    asks(world)
    confirms(world, 7)
    for hour in range(1, 4):
        passes(world, HOUR, polls=4)
        assert len(sent_to(world)) == min(3 * hour, 7)
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        assert not ledger.notices.breaker().open


def test_who_withdrew_bounced_was_answered_or_waits_for_a_person_is_named_with_the_reason(world: World):
    three_apply(world)
    for name in ("Dan Ott", "Eve Fox", "Fay Orr"):
        world.receives(applies(name).bytes())
    world.polls()
    withdraws = a_mail().from_("Bob Quill <bob.quill@bob.quill.example>").to(ADDRESS).id("<2@bob.quill.example>")
    withdraws = withdraws.subject("My application")
    world.receives(withdraws.text("I withdraw my application as infrastructure engineer.\n\nBob Quill").bytes())
    by_hand = a_mail().from_(f"Jo <{ADDRESS}>").to("Cid <cid.marsh@cid.marsh.example>").subject("Interview")
    answers_by_hand(world, by_hand.id("<hand.1@x.example>").date("Mon, 01 Jun 2026 09:40:00 +0000"))
    reply = a_mail().from_(f"Jo <{ADDRESS}>").to("assistant@x.example").subject("Re: Application")
    reply = reply.replying_to("<application.dan.ott.at.dan.ott.example@dan.ott.example>")
    answers_by_hand(world, reply.id("<hand.2@x.example>"))
    asks_something = a_mail().from_("Fay Orr <fay.orr@fay.orr.example>").to(ADDRESS).id("<2@fay.orr.example>")
    asks_something = asks_something.subject("Question about my application")
    world.receives(asks_something.text("When may I expect an answer to my application?\n\nFay Orr").bytes())
    world.polls()
    with Ledger.open(world.folder / "ledger.db") as ledger:
        ledger.notices.note_bounce(None, "eve.fox@eve.fox.example", world.at)
    shown = asks(world, "ann")
    assert names(shown.to) == []
    assert why(shown) == {
        "Ann Lee": Spared.KEPT,
        "Bob Quill": Spared.WITHDRAWN,
        "Cid Marsh": Spared.ANSWERED,
        "Dan Ott": Spared.ANSWERED,
        "Eve Fox": Spared.BOUNCED,
        "Fay Orr": Spared.IN_REVIEW,
    }


@pytest.mark.parametrize(("cc", "reason"), [(ADDRESS, Spared.ANSWERED), ("boss@x.example", Spared.IN_REVIEW)])
def test_a_reviewers_own_mail_with_the_mailbox_in_cc_is_an_answer_by_hand(world: World, cc: str, reason: Spared):
    three_apply(world)
    [reviewer, *_] = world.rules.reviewers
    mail = a_mail().from_(f"Jane <{reviewer.email}>").to("ann.lee@ann.lee.example").cc(cc).id("<jane@own.example>")
    mail = mail.replying_to("<application.ann.lee.at.ann.lee.example@ann.lee.example>").subject("Re: Application")
    world.receives(mail.text("Dear Ann,\n\nwould you come for an interview on Monday?\n\nJane").bytes())
    world.polls()
    assert why(asks(world)) == {"Ann Lee": reason}


def test_who_changed_in_the_hour_is_left_out_and_who_is_new_is_not_in(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    world.receives(applies("Dan Ott").bytes())
    reply = a_mail().from_(f"Jo <{ADDRESS}>").to("ann.lee@ann.lee.example").subject("Re: Application")
    reply = reply.replying_to("<application.ann.lee.at.ann.lee.example@ann.lee.example>").id("<hand@x.example>")
    answers_by_hand(world, reply)
    passes(world, HOUR, polls=3)
    assert sent_to(world) == ["bob.quill@bob.quill.example", "cid.marsh@cid.marsh.example"]
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        [row] = ledger.declinings.about(list(DecliningState), vacancy=ENGINEER)
        states = {(each.person.partition("@")[0], each.state, each.why) for each in ledger.declinings.listed(row.id)}
    assert ("ann.lee", ApplicantState.SPARED, Spared.ANSWERED.value) in states
    assert names(asks(world).to) == ["Dan Ott"]


def test_an_answer_by_hand_after_the_letter_was_planned_still_stops_it(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    world.at += HOUR
    with folder_in_memory() as folder:
        unbroken = world.copy(Path(folder, "whole"))
        whole = Fuse(stands=unbroken.stands)
        unbroken.polls(whole)
        for step in whole.moments:
            end = world.copy(Path(folder, str(step)))
            end.polls(Fuse(step))
            if len(letters(end, ActionState.PENDING)) == 3:
                break
        reply = a_mail().from_(f"Jo <{ADDRESS}>").to("ann.lee@ann.lee.example").subject("Re: Application")
        reply = reply.replying_to("<application.ann.lee.at.ann.lee.example@ann.lee.example>").id("<hand@x.example>")
        answers_by_hand(end, reply)
        passes(end, MINUTE, polls=3)
        assert sent_to(end) == ["bob.quill@bob.quill.example", "cid.marsh@cid.marsh.example"]


def test_another_list_or_another_number_is_shown_again(world: World):
    three_apply(world)
    assert isinstance(confirms(world, 3), Shown)  # never shown to anybody: now it is
    assert isinstance(confirms(world, 4), Shown)
    assert isinstance(confirms(world, 3, by="somebody else"), Shown)
    world.receives(applies("Dan Ott").bytes())
    world.polls()
    again = confirms(world, 3)
    assert isinstance(again, Shown)
    assert again.changed
    assert len(again.to) == 4
    assert isinstance(confirms(world, 4), Begun)
    passes(world, HOUR, polls=3)
    assert len(sent_to(world)) == 4


def test_whoever_is_kept_stays_kept_at_the_confirmation(world: World):
    three_apply(world)
    assert names(asks(world, "Ann Lee", "#2").to) == ["Cid Marsh"]
    assert isinstance(confirms(world, 1), Begun)
    passes(world, HOUR, polls=3)
    assert sent_to(world) == ["cid.marsh@cid.marsh.example"]


def test_a_name_that_nobody_or_several_bear_keeps_nobody_and_is_asked_back(world: World):
    three_apply(world)
    world.receives(applies("Ann Moss").bytes())
    world.polls()
    shown = asks(world, "Zoe Zimmer", "Ann")
    assert shown.kept.unknown == ("Zoe Zimmer",)
    assert shown.kept.ambiguous == (("Ann", (1, 4)),)
    assert isinstance(confirms(world, 4), Shown)  # what was asked back was not shown


def test_closed_twice_it_goes_once(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    assert isinstance(asks(world), Underway)
    assert isinstance(confirms(world, 3, by="somebody else"), Underway)
    passes(world, HOUR, polls=3)
    assert len(sent_to(world)) == 3


def test_a_vacancy_that_nobody_applied_for(world: World):
    shown = asks(world)
    assert (shown.to, shown.spared) == ((), ())
    assert isinstance(confirms(world, 0), Shown)
    with pytest.raises(NotDecided, match="nothing is underway"):
        stops(world)


def test_a_vacancy_that_is_opened_again_turns_those_down_who_apply_again(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    passes(world, HOUR, polls=3)
    world.at += timedelta(days=90)
    again = applies("Ann Lee", cv="Two more years of Kubernetes").id("<again@ann.lee.example>")
    world.receives(again.text("Dear team,\n\nonce more I apply as infrastructure engineer.\n\nAnn Lee").bytes())
    world.polls()
    assert names(asks(world).to) == ["Ann Lee"]
    confirms(world, 1)
    passes(world, HOUR, polls=3)
    assert sent_to(world).count("ann.lee@ann.lee.example") == 2


def test_who_applied_for_two_vacancies_hears_of_the_one_that_is_closed(world: World):
    world.receives(applies("Ann Lee").bytes())
    other = applies("Ann Lee", title="Data scientist intern").id("<2@ann.lee.example>")
    world.receives(other.text("I apply as data scientist intern.\n\nAnn Lee").bytes())
    world.polls()
    asks(world, id=INTERN)
    assert confirms(world, 1, id=INTERN).number == 1
    passes(world, HOUR, polls=3)
    [letter] = letters(world)
    assert letter.vacancy == INTERN
    assert names(asks(world).to) == ["Ann Lee"]  # the other one stays open


def test_who_wrote_from_two_addresses_gets_one_letter_to_the_later_one(world: World):
    world.receives(applies("Ann Lee").bytes())
    world.polls()
    text = "I hereby apply for the position of infrastructure engineer.\n\nAnn Lee\n"
    newer = a_mail().from_("Ann Lee <ann@work.example>").to(ADDRESS).return_path("ann@work.example").text(text)
    newer = newer.subject("Application: Infrastructure engineer").id("<2@work.example>")
    world.receives(newer.attach("cv.txt", a_cv("Ann Lee", "ann.lee@ann.lee.example"), "text/plain").bytes())
    world.polls()
    shown = asks(world)
    assert [(each.name, each.mail) for each in shown.to] == [("Ann Lee", 2)]
    confirms(world, 1)
    passes(world, HOUR, polls=3)
    assert sent_to(world) == ["ann@work.example"]


def test_while_observing_nobody_is_written_to_and_going_live_begins_nothing(world: World):
    three_apply(world)
    world.rules = replace(world.rules, mode=Mode.OBSERVE)
    asks(world)
    confirms(world, 3)
    passes(world, HOUR, polls=3)
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        [row] = ledger.declinings.about(list(DecliningState), vacancy=ENGINEER)
        assert (row.state, row.why) == (DecliningState.HELD, Hold.OBSERVE.value)
    world.rules = replace(world.rules, mode=Mode.LIVE)
    passes(world, 2 * HOUR)
    assert sent_to(world) == []
    asks(world)
    confirms(world, 3)
    passes(world, HOUR, polls=3)
    assert len(sent_to(world)) == 3


def test_what_could_not_be_begun_for_days_is_confirmed_again(world: World):
    three_apply(world)
    asks(world)
    confirms(world, 3)
    passes(world, timedelta(days=5))
    assert sent_to(world) == []
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        [row] = ledger.declinings.about(list(DecliningState), vacancy=ENGINEER)
        assert (row.state, row.why) == (DecliningState.HELD, Hold.NOT_IN_TIME.value)


def declines(world: World, number: int) -> Any:
    said: list[Any] = []
    world.person(lambda desk, at: said.append(decline(number, desk, at, by=BOSS)))
    return said[0]


def test_one_applicant_is_turned_down_and_the_closing_later_leaves_them_out(world: World):
    three_apply(world)
    declines(world, 2)
    passes(world, HOUR, polls=3)
    assert sent_to(world) == ["bob.quill@bob.quill.example"]
    assert names(asks(world).to) == ["Ann Lee", "Cid Marsh"]
    with pytest.raises(NotDecided, match="turned down before"):
        declines(world, 2)


def test_turning_one_applicant_down_can_be_stopped_within_the_hour(world: World):
    three_apply(world)
    declines(world, 2)
    world.person(lambda desk, at: stop_declining(2, desk, at, by=BOSS))
    passes(world, 2 * HOUR)
    assert sent_to(world) == []


def test_nobody_is_turned_down_of_whom_it_is_not_clear_that_they_may_be(world: World):
    three_apply(world)
    world.person(
        lambda desk, at: carry(
            plan_decision(
                3,
                Decision(wanted=FileUnder(vacancy=INTERN), by=BOSS, means=Means.COMMAND, at=at),
                desk,
                at,
            ),
            desk,
            at,
        )
    )
    agency = a_mail().from_("Nora North <nora@northwind.example>").to(ADDRESS).subject("Candidate for you")
    agency = agency.id("<agency@northwind.example>").text(
        "Dear hiring manager,\n\nI am delighted to introduce an outstanding candidate from our network. "
        "Our fee is 20 % of the first year's salary, and by interviewing a candidate you accept our terms.\n"
    )
    world.receives(agency.bytes())
    world.polls()
    with pytest.raises(NotDecided, match="brings no application"):
        declines(world, 4)
    with pytest.raises(NotDecided, match="no mail #99"):
        declines(world, 99)
    assert names(asks(world, id=INTERN).to) == ["Cid Marsh"]
