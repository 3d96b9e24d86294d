"""How many answers: a loop ends here, and thirty honest people don't."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.message.values import Address, Document
from inbox_bot.core.reply.checks import limits
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.letter.compose import answer_with
from inbox_bot.core.reply.proposal import likeness, person_of
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import ActionState, Role, Template
from tests.unit.core.reply.circumstances import (
    NOW,
    a_history,
    a_message,
    a_part,
    a_past_answer,
    a_proposal,
    a_reading,
    a_verdict,
    others,
    rules_with,
    with_header,
)

COUNTED = [ActionState.PENDING, ActionState.DOING, ActionState.DONE, ActionState.UNCERTAIN]
UNCOUNTED = [ActionState.HELD, ActionState.REFUSED, ActionState.CANCELLED]


def why(*answers, **proposal):
    return may_answer(a_proposal(history=a_history(answers=tuple(answers)), **proposal))


@pytest.mark.parametrize("state", COUNTED)
def test_one_acknowledgement_a_person_and_vacancy_in_seven_days(state):
    assert why(a_past_answer(state=state)) is Hold.RATE
    assert why(a_past_answer(state=state, at=NOW - timedelta(days=6, hours=23))) is Hold.RATE
    assert why(a_past_answer(state=state, at=NOW - timedelta(days=7, seconds=-1))) is Hold.RATE
    assert why(a_past_answer(state=state, at=NOW - timedelta(days=7))) is None


@pytest.mark.parametrize("state", UNCOUNTED)
def test_answers_that_never_went_out_do_not_count(state):
    assert why(a_past_answer(state=state)) is None


@pytest.mark.parametrize(
    ("past", "held"),
    [
        ({}, True),
        ({"template": Template.APPLICATION_UPDATED}, False),  # what was added is thanked for by itself
        ({"template": Template.MISSING_CV}, False),
        ({"vacancy": "analyst"}, False),
        ({"vacancy": None}, False),
        ({"person": "bob@example.org"}, False),
    ],
)
def test_what_is_the_same_answer(past, held):
    assert (why(a_past_answer(**past)) is Hold.RATE) is held


REFUSED = {"template": Template.AGENCY_REJECTION, "person": "b" * 64}  # for an introduction, by its keyed hash


@pytest.mark.parametrize(
    ("past", "introduces", "once_per", "held"),
    [
        ({}, "b" * 64, "introduction", True),
        ({}, "c" * 64, "introduction", False),  # another candidate
        ({"vacancy": "analyst"}, "b" * 64, "introduction", False),
        ({}, "", "introduction", True),  # "Have you seen my mail?": nobody new
        ({"vacancy": "analyst"}, "", "introduction", True),
        ({"at": NOW - timedelta(days=7)}, "b" * 64, "introduction", False),
        ({"correspondent": "tom@other.example"}, "b" * 64, "introduction", False),
        ({"template": Template.ACKNOWLEDGEMENT}, "b" * 64, "introduction", False),
        ({}, "c" * 64, "2 days", True),
        ({"vacancy": "analyst"}, "c" * 64, "2 days", True),
        ({"at": NOW - timedelta(days=2)}, "b" * 64, "2 days", False),
    ],
)
def test_an_agency_is_refused_once_for_an_introduction_or_once_in_a_time(past, introduces, once_per, held):
    rules = rules_with(f"agencies: {{answer: {{once_per: {once_per}}}}}\n")
    answers = (a_past_answer(**{**REFUSED, **past}),)
    history = a_history(answers=answers, introduction=introduces)
    proposal = a_proposal(history=history, rules=rules, template=Template.AGENCY_REJECTION)
    assert (limits.once_per_person_and_vacancy(proposal) is Hold.RATE) is held
    answer = answer_with(proposal, Template.AGENCY_REJECTION)
    assert answer is not None
    assert limits.limit_reached(answer, answers, rules, NOW) is held


def test_three_answers_to_one_correspondent_in_a_day():
    def past(count: int, **changes: object):
        mine = {"correspondent": "ann.lee@example.org", "person": "x@y.example", "vacancy": "analyst", **changes}
        return others(count, **mine)

    assert why(*past(2)) is None
    assert why(*past(3)) is Hold.RATE
    assert why(*past(3, at=NOW - timedelta(hours=24, minutes=1))) is None
    assert why(*past(2), *past(5, state=ActionState.HELD)) is None


def test_an_address_that_changes_by_a_tag_is_the_same_correspondent():
    mail = a_message(senders=(Address(name="", address="Ann.Lee+7@EXAMPLE.org"),))
    past = others(3, correspondent="ann.lee@example.org")
    assert why(*past, message=mail, verdict=a_verdict(email=None)) is Hold.RATE


@pytest.mark.parametrize("written", ["bob+p{0}=place{0}.example@victim.example", "bob+{0}@victim.example"])
def test_one_mailbox_under_many_names_gets_three_answers_a_day(written):
    """Each name is delivered to bob: what stands behind the plus may look like another correspondent's address."""
    answered = []
    for number in range(30):
        mail = a_message(
            senders=(Address(name="", address=written.format(number)),), parts=(), typed="word " * (number + 1)
        )
        proposal = a_proposal(
            mail, verdict=a_verdict(email=None), vacancy=None, history=a_history(answers=tuple(answered))
        )
        if may_answer(proposal) is None:
            at = NOW - timedelta(hours=number % 20)
            past = {"person": f"p{number}@x.example", "likeness": proposal.likeness, "at": at}
            answered.append(a_past_answer(correspondent=proposal.correspondent, **past))
    assert len(answered) == 3


def test_two_answers_in_a_day_to_mails_alike_in_text_and_documents_whoever_sends_them():
    """freescout 688: a robot whose address changes by a byte each time."""
    like = likeness(a_reading())
    assert why(*others(1, likeness=like)) is None
    assert why(*others(2, likeness=like)) is Hold.RATE
    assert why(*others(2, likeness=like, at=NOW - timedelta(hours=25))) is None


def test_twenty_answers_an_hour_to_one_domain_where_no_cv_is_with_the_mail():
    no_cv = {"template": Template.MISSING_CV}

    def past(count: int, domain: str, **changes: object):
        answers = enumerate(others(count, **{"at": NOW - timedelta(minutes=59), **changes}))
        return [replace(answer, correspondent=f"p{n}@{domain}", person=f"p{n}@{domain}") for n, answer in answers]

    assert why(*past(19, "example.org"), **no_cv) is None
    assert why(*past(20, "example.org"), **no_cv) is Hold.DOMAIN_RATE
    assert why(*past(20, "example.net"), **no_cv) is None
    assert why(*past(20, "example.org", at=NOW - timedelta(minutes=61)), **no_cv) is None
    gmail = a_message(senders=(Address(name="", address="ann.lee@gmail.com"),))
    assert why(*past(200, "gmail.com"), message=gmail, **no_cv, verdict=a_verdict(email="ann.lee@gmail.com")) is None


def test_the_limit_a_domain_is_the_users_and_some_domains_are_exempt():
    past = [
        replace(each, correspondent=f"p{n}@example.org", person=f"p{n}") for n, each in enumerate(others(6, at=NOW))
    ]
    history = a_history(answers=tuple(past))
    five = rules_with("answers: {limits: {per_domain: 5}}\n")
    exempt = rules_with("answers: {limits: {per_domain: 5, exempt: [example.org]}}\n")
    assert may_answer(a_proposal(history=history, rules=five, template=Template.MISSING_CV)) is Hold.DOMAIN_RATE
    assert may_answer(a_proposal(history=history, rules=exempt, template=Template.MISSING_CV)) is None


def test_an_exempt_domain_frees_those_below_it():
    writer = a_message(senders=(Address(name="", address="ann@students.example.org"),))
    verdict = a_verdict(email="ann@students.example.org")
    past = [
        replace(each, correspondent=f"p{n}@students.example.org", person=f"p{n}")
        for n, each in enumerate(others(6, at=NOW))
    ]
    asked = {"template": Template.MISSING_CV, "message": writer, "verdict": verdict}
    for exempt, hold in (("example.org", None), ("ample.org", Hold.DOMAIN_RATE)):
        rules = rules_with(f"answers: {{limits: {{per_domain: 5, exempt: [{exempt}]}}}}\n")
        assert why(*past, rules=rules, **asked) is hold


def test_an_application_with_its_own_cv_is_no_loop_and_waits_for_no_person():
    past = [
        replace(each, correspondent=f"p{n}@example.org", person=f"p{n}") for n, each in enumerate(others(50, at=NOW))
    ]
    cv = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text="Curriculum vitae")
    with_cv = replace(a_reading(), documents=(cv,))
    assert may_answer(a_proposal(reading=with_cv, history=a_history(answers=tuple(past)))) is None


def test_the_breaker_holds_everything():
    assert may_answer(a_proposal(history=a_history(breaker_open=True))) is Hold.BREAKER
    few = rules_with("answers: {limits: {per_hour: 10}}\n")
    assert may_answer(a_proposal(history=a_history(sent_last_hour=10), rules=few)) is Hold.BREAKER
    assert may_answer(a_proposal(history=a_history(sent_last_hour=9), rules=few)) is None


def test_an_address_that_bounced_is_left_alone_for_sixty_days():
    assert may_answer(a_proposal(history=a_history(bounced_at=NOW - timedelta(days=59)))) is Hold.RECENTLY_BOUNCED
    assert may_answer(a_proposal(history=a_history(bounced_at=NOW - timedelta(days=60)))) is None


@pytest.mark.parametrize(("hops", "expected"), [(1, None), (25, None), (26, Hold.TOO_MANY_HOPS)])
def test_a_mail_that_goes_in_circles_is_held(hops, expected):
    mail = with_header(*[("Received", f"from a{n} by b{n}; date") for n in range(hops)])
    assert may_answer(a_proposal(mail)) is expected


@pytest.mark.parametrize("state", list(ActionState))
def test_a_sending_that_has_an_answer_gets_no_other(state):
    assert (
        why(a_past_answer(answer_of="f" * 64, state=state, person="z@z.example", vacancy=None)) is Stop.ALREADY_ANSWERED
    )


@pytest.mark.parametrize("state", list(ActionState))
def test_a_decision_takes_the_place_of_a_letter_that_has_not_gone_out(state):
    proposal = a_proposal(history=a_history(answers=(a_past_answer(answer_of="f" * 64, state=state),)), decided=True)
    stopped = state in (ActionState.PENDING, ActionState.DOING, ActionState.DONE, ActionState.UNCERTAIN)
    assert limits.already_answered(proposal) is (Stop.ALREADY_ANSWERED if stopped else None)


def test_thirty_people_of_one_public_domain_with_the_same_two_lines_and_their_own_cvs_are_all_answered():
    answered = []
    for number in range(30):
        address = f"person{number}@gmail.com"
        part = a_part("2", f"CV of person {number}".encode())
        mail = a_message(senders=(Address(name="", address=address),), parts=(part,), typed="Hi,\nsee my CV.")
        reading = a_reading(mail)
        history = a_history(fingerprint=f"{number}", answers=tuple(answered))
        proposal = a_proposal(reading=reading, verdict=a_verdict(email=address), history=history)
        assert may_answer(proposal) is None
        answered.append(
            a_past_answer(
                answer_of=f"{number}",
                at=NOW,
                correspondent=proposal.correspondent,
                person=proposal.person,
                likeness=proposal.likeness,
                message_id=f"<answer.{number:040d}@example.com>",
            )
        )
    assert len(answered) == 30


def test_thirty_equal_mails_of_a_robot_with_thirty_addresses_get_two_answers():
    answered = []
    for number in range(30):
        address = f"robot{number}@gmail.com"
        mail = a_message(senders=(Address(name="", address=address),), typed=f"Ticket {number} of {address} is open.")
        proposal = a_proposal(mail, verdict=a_verdict(email=address), history=a_history(answers=tuple(answered)))
        if may_answer(proposal) is None:
            answered.append(
                a_past_answer(
                    correspondent=proposal.correspondent, person=proposal.person, likeness=proposal.likeness, at=NOW
                )
            )
    assert len(answered) == 2


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("I should like to work for you.", True),
        ("i should  like\nto WORK for you.", True),
        ("I should 42 like to work for you 2026.", True),
        ("I should like to work for you. x@y.example", True),
        ("I should love to work for you.", False),
        ("", False),
    ],
)
def test_likeness_of_text(typed, alike):
    other = a_reading(a_message(typed=typed))
    assert (likeness(other) == likeness(a_reading())) is alike


def test_likeness_looks_at_the_documents_bytes_and_not_their_names():
    same = a_reading(a_message(parts=(a_part("2", b"the CV of Ann Lee", filename="other.pdf"),)))
    assert likeness(same) == likeness(a_reading())
    assert likeness(a_reading(a_message(parts=(a_part("2", b"the CV of Bob"),)))) != likeness(a_reading())
    assert likeness(a_reading(documents=())) != likeness(a_reading())
    typed_cv = Document(section="1", filename="body", type="text/plain", role=Role.CV, text="Ann Lee \ud800")
    assert likeness(a_reading(documents=(typed_cv,))) != likeness(a_reading())


def test_a_person_is_known_by_the_applicants_address_else_by_the_senders():
    assert person_of(a_reading(), a_verdict(email="Ann+cv@Example.NET")) == "ann@example.net"
    assert person_of(a_reading(), a_verdict(email=None)) == "ann.lee@example.org"
    assert person_of(a_reading(a_message(senders=())), a_verdict(email=None)) == ""
