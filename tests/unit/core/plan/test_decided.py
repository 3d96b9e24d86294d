"""What a person's decision makes of a plan; and that none turns a stop, thanks before filing, or thanks an agency."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.judgement.verdict import AgencyFinding
from inbox_bot.core.plan.effects import Flag, Move, Unflag
from inbox_bot.core.reply.decide import stop_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import proposal_of
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.review.decision import (
    AskForCv,
    Decided,
    FileUnder,
    LookAgain,
    Means,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    SetApart,
    Wish,
    in_force,
)
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import APPLICANTS_LETTERS, ActionState, Kind, Outcome, Problem, Reason, Role, Template
from tests.unit.core.plan.test_never import EXAMPLES, RULES, answers_in, histories, readings, thorough, verdicts
from tests.unit.core.plan.test_outcomes import answer_of, document, folder_of, plan
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
from tests.unit.core.review.decisions import decisions

OWN = "f" * 64  # the fingerprint of the mail at hand
FLAGGED = AgencyFinding(flagged=True, signals=2)


def decided(wanted, **more) -> Decided:
    return Decided(wanted=wanted, means=Means.COMMAND, **more)


@pytest.mark.parametrize(
    ("verdict", "wanted", "outcome", "vacancies", "template"),
    [
        (a_verdict(), FileUnder(vacancy="analyst"), Outcome.FILED, ["analyst"], Template.ACKNOWLEDGEMENT),
        (a_verdict(), FileUnder(vacancy=None), Outcome.SPECULATIVE, [None], Template.SPECULATIVE),
        (a_verdict(), FileUnder(vacancy="past"), Outcome.FILED, ["past"], Template.VACANCY_CLOSED),
        (a_verdict(Kind.ENQUIRY), FileUnder(vacancy="analyst"), Outcome.FILED, ["analyst"], Template.ACKNOWLEDGEMENT),
        (
            a_verdict(doubts=(Reason.UNSURE_AGENCY,)),
            FileUnder(vacancy="analyst"),
            Outcome.FILED,
            ["analyst"],
            Template.ACKNOWLEDGEMENT,
        ),
        (a_verdict(agency=FLAGGED), FileUnder(vacancy="analyst"), Outcome.FILED, ["analyst"], None),
        (
            a_verdict(agency=FLAGGED),
            FileUnder(vacancy="analyst", not_an_agency=True),
            Outcome.FILED,
            ["analyst"],
            Template.ACKNOWLEDGEMENT,
        ),
        (a_verdict(Kind.AGENCY, agency=FLAGGED), NotAnAgency(), Outcome.FILED, ["engineer"], Template.ACKNOWLEDGEMENT),
        (a_verdict(Kind.REFERRAL), FileUnder(vacancy="analyst"), Outcome.FILED, ["analyst"], None),
        (a_verdict(), SetApart(), Outcome.AGENCY, [], Template.AGENCY_REJECTION),
        (a_verdict(), NotAnApplication(), Outcome.NOT_AN_APPLICATION, [], None),
        (a_verdict(), LookAgain(), Outcome.REVIEW, ["engineer"], None),
    ],
)
def test_a_mail_is_what_a_person_says_it_is(verdict, wanted, outcome, vacancies, template):
    made = plan(verdict, decided=decided(wanted))
    answer = answer_of(made)
    assert (made.outcome, [each.vacancy for each in made.applications]) == (outcome, vacancies)
    assert (answer.effect.template if answer else None) is template


@pytest.mark.parametrize(
    ("wanted", "state"),
    [(SetApart(), ActionState.HELD), (SetApart(refuse=True), ActionState.PENDING)],
)
def test_an_agency_is_refused_by_mail_where_the_person_says_so(wanted, state):
    assert answer_of(plan(decided=decided(wanted))).state is state


def test_a_decision_is_above_the_rules_but_for_the_answer_they_want():
    rules = rules_with(
        "rules: [{name: None, when: {from: '*'}, then: {outcome: review, answer: none, folder: Mine}}]\n"
    )
    made = plan(rules=rules, decided=decided(FileUnder(vacancy="analyst")))
    assert (made.outcome, answer_of(made)) == (Outcome.FILED, None)
    assert folder_of(made) != ("Mine",)


def test_a_move_turns_the_doubt_behind_the_outcome_and_no_other_hold():
    verdict, wanted = a_verdict(doubts=(Reason.UNSURE_VACANCY,)), decided(FileUnder(vacancy="engineer"))
    assert answer_of(plan(verdict, decided=wanted)).state is ActionState.PENDING
    held = answer_of(plan(verdict, history=a_history(answered_by_hand=True), decided=wanted))
    assert (held.state, held.why) == (ActionState.HELD, Hold.ANSWERED_BY_HAND)
    sent = replace(wanted, answer=Wish.SENT)
    assert answer_of(plan(verdict, history=a_history(answered_by_hand=True), decided=sent)).state is ActionState.PENDING


def test_a_mail_that_needed_a_person_comes_out_of_the_inbox_without_our_flag_and_back_with_it():
    gone = plan(decided=decided(FileUnder(vacancy="engineer"), was_flagged=True))
    assert [type(action.effect) for action in gone.actions][:2] == [Move, Unflag]
    back = plan(decided=decided(LookAgain()))
    assert [action.effect for action in back.actions] == [Move(folder=("INBOX",)), Flag(flags=("\\Flagged",))]


def test_what_happens_once_happens_once_a_turn_and_a_letter_once_in_all():
    first, second = (plan(decided=decided(FileUnder(vacancy="engineer"), turn=turn)) for turn in (1, 2))
    moves = [
        {key for action in made.actions if isinstance(action.effect, Move) for key in action.once_keys}
        for made in (first, second)
    ]
    assert not moves[0] & moves[1]
    assert answer_of(first).once_keys[0] == answer_of(second).once_keys[0] == f"answer:{OWN}"


@pytest.mark.parametrize(
    ("said", "wanted", "offered"),
    [
        ((Template.ACKNOWLEDGEMENT, "engineer"), FileUnder(vacancy="engineer"), None),
        ((Template.ACKNOWLEDGEMENT, "engineer"), FileUnder(vacancy="analyst"), Template.CORRECTION),
        ((Template.ACKNOWLEDGEMENT, None), FileUnder(vacancy="analyst"), None),
        ((Template.SPECULATIVE, None), FileUnder(vacancy="analyst"), Template.CORRECTION),
        ((Template.AGENCY_REJECTION, None), FileUnder(vacancy="analyst"), Template.CORRECTION),
        ((Template.CORRECTION, "analyst"), FileUnder(vacancy="analyst"), None),
        ((Template.CORRECTION, "analyst"), FileUnder(vacancy="engineer"), Template.CORRECTION),
        ((Template.MISSING_CV, "engineer"), FileUnder(vacancy="analyst"), None),
        ((Template.ACKNOWLEDGEMENT, "engineer"), SetApart(refuse=True), Template.AGENCY_REJECTION),
        ((Template.AGENCY_REJECTION, None), SetApart(refuse=True), None),
        ((Template.ACKNOWLEDGEMENT, "engineer"), NotAnApplication(), None),
        ((Template.ACKNOWLEDGEMENT, "engineer"), LookAgain(), None),
    ],
)
def test_what_went_out_is_not_unsaid_and_where_it_was_wrong_a_letter_is_offered_and_held(said, wanted, offered):
    template, vacancy = said
    went_out = a_past_answer(answer_of=OWN, template=template, vacancy=vacancy, state=ActionState.DONE)
    answer = answer_of(plan(history=a_history(answers=(went_out,)), decided=decided(wanted)))
    assert (answer.effect.template if answer else None) is offered
    if answer is not None:
        assert (answer.state, answer.why) == (ActionState.HELD, Hold.CORRECTS)
        assert answer.once_keys[0] != f"answer:{OWN}"


@pytest.mark.parametrize(
    ("documents", "template"),
    [
        ((), Template.MISSING_CV),
        ((document(Role.CV, Problem.DAMAGED), document(problem=Problem.ENCRYPTED)), Template.ENCRYPTED_CV),
        ((document(Role.CV, Problem.UNSUPPORTED),), Template.UNREADABLE_CV),
        ((document(Role.CERTIFICATE, Problem.DAMAGED),), Template.MISSING_CV),
    ],
)
def test_whoever_is_asked_for_the_cv_is_told_what_became_of_the_first_one(documents, template):
    made = plan(reading=a_reading(documents=documents), decided=decided(AskForCv()))
    assert answer_of(made).effect.template is template


def test_nobody_is_turned_down_until_a_person_says_send():
    declining = rules_with()
    rule = UserRule.model_validate({"name": "x", "when": {"from": "*"}, "then": {}})
    rule = rule.model_copy(update={"then": rule.then.model_copy(update={"answer": Template.DECLINE})})
    declining = replace(declining, rules=(rule,))
    for wish in (None, Decided(), Decided(answer=Wish.AS_USUAL, wanted=FileUnder(vacancy="analyst"))):
        waiting = answer_of(plan(rules=declining, decided=wish))
        assert (waiting.effect.template, waiting.state) == (Template.DECLINE, ActionState.HELD)
    sent = answer_of(plan(rules=declining, decided=Decided(answer=Wish.SENT)))
    assert (sent.effect.template, sent.state) == (Template.DECLINE, ActionState.PENDING)


def test_several_people_in_one_mail_are_put_right_each_alone():
    verdict = a_verdict(Kind.REFERRAL, applications=3)
    one = plan(verdict, decided=Decided(one_by_one={2: FileUnder(vacancy="analyst")}))
    assert [each.vacancy for each in one.applications] == ["engineer", "analyst", "engineer"]
    none = plan(verdict, decided=Decided(one_by_one={1: NotAnApplication()}))
    assert [each.number for each in none.applications] == [1, 2]
    named = plan(verdict, decided=Decided(applicants={3: NamedApplicant(name="Zoe")}))
    assert named.applications[2].applicant.name == "Zoe"
    assert named.applications[0].applicant.name != "Zoe"


def test_sending_the_thanks_for_what_nobody_filed_files_it():
    verdict = a_verdict(doubts=(Reason.UNSURE_KIND,), applications=0)
    made = plan(verdict, decided=Decided(answer=Wish.SENT, means=Means.RELEASED))
    assert answer_of(made).state is ActionState.PENDING
    assert len(made.applications) == 1


def test_a_bounce_that_a_person_files_is_filed_and_answered_never():
    bounce = a_reading(with_header(("Auto-Submitted", "auto-replied")))
    made = plan(
        a_verdict(Kind.BOUNCE), reading=bounce, decided=decided(FileUnder(vacancy="engineer"), answer=Wish.SENT)
    )
    assert (made.outcome, answer_of(made)) == (Outcome.FILED, None)


decided_things = st.lists(decisions, min_size=1, max_size=3).map(in_force)
somewhat = settings(thorough, max_examples=max(100, EXAMPLES // 5))  # three properties, beside those of `test_never`


@somewhat
@given(readings, verdicts, st.sampled_from(RULES), histories, decided_things)
def test_no_decision_turns_a_stop(reading, verdict, rules, history, what):
    made = plan(verdict, reading=reading, rules=rules, history=history, decided=what)
    matter = Matter(reading=reading, verdict=verdict, rules=rules, history=history, at=NOW)
    asked = proposal_of(matter, template=Template.ACKNOWLEDGEMENT, vacancy=None, decided=True)
    stop = stop_of(asked)
    if stop is not None and stop is not Stop.ALREADY_ANSWERED:
        assert answers_in(made) == []
    if stop is Stop.ALREADY_ANSWERED:
        assert all(f"answer:{history.fingerprint}" not in action.once_keys for action in answers_in(made))


@somewhat
@given(readings, verdicts, st.sampled_from(RULES), histories, st.none() | decided_things)
def test_no_applicants_letter_goes_out_before_the_application_is_filed(reading, verdict, rules, history, what):
    made = plan(verdict, reading=reading, rules=rules, history=history, decided=what)
    for action in answers_in(made):
        if action.effect.template in APPLICANTS_LETTERS and action.state is ActionState.PENDING:
            assert made.applications


@somewhat
@given(readings, verdicts, st.sampled_from(RULES), histories, st.none() | decided_things)
def test_what_a_person_or_the_judge_calls_an_agency_gets_no_applicants_letter(reading, verdict, rules, history, what):
    made = plan(verdict, reading=reading, rules=rules, history=history, decided=what)
    wanted = what.wanted if what is not None else None
    no_agency = isinstance(wanted, NotAnAgency) or (isinstance(wanted, FileUnder) and wanted.not_an_agency)
    judged_so = verdict.agency.flagged and not verdict.agency.approved
    if isinstance(wanted, SetApart) or (judged_so and not no_agency):
        assert not [each for each in answers_in(made) if each.effect.template in APPLICANTS_LETTERS]


def test_the_answer_says_what_was_decided():
    made = plan(
        a_verdict(), decided=decided(FileUnder(vacancy="analyst"), applicants={None: NamedApplicant(name="Zoe")})
    )
    answer = answer_of(made)
    assert isinstance(answer.effect, Answer)
    assert answer.effect.vacancy == "analyst"
    assert "Zoe" in answer.effect.letter.text
    assert a_message().subject
