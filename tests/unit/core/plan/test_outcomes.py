"""What becomes of each kind of mail, and with what it would be answered."""

# ruff: noqa: E501 (a row of a table is a line)

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, Sending, VacancyFinding, VacancyMatch, Way
from inbox_bot.core.message.values import Document, Finding, Message
from inbox_bot.core.plan import plan_for, waits
from inbox_bot.core.plan.effects import Flag, Move
from inbox_bot.core.plan.values import Plan, Sends
from inbox_bot.core.reply.values import Answer, PastApplication
from inbox_bot.core.review.decision import Decided, Wish
from inbox_bot.core.rules.templates.compiled import TemplateMissing
from inbox_bot.core.words import ActionState, Kind, Outcome, Problem, Reason, Remark, Role, Template
from tests.unit.core.reply.circumstances import (
    NOW,
    a_history,
    a_message,
    a_part,
    a_past_answer,
    a_reading,
    a_verdict,
    rules_with,
    with_header,
)

SENT = Decided(answer=Wish.SENT)


def plan(verdict=None, *, reading=None, rules=None, history=None, **more) -> Plan:
    return plan_for(
        reading or a_reading(), verdict or a_verdict(), rules or rules_with(), history or a_history(), NOW, **more
    )


def answer_of(made: Plan):
    found = [action for action in made.actions if isinstance(action.effect, Answer)]
    assert len(found) <= 1
    return found[0] if found else None


def folder_of(made: Plan):
    return next((action.effect.folder for action in made.actions if isinstance(action.effect, Move)), None)


def flags_of(made: Plan):
    return {flag for action in made.actions if isinstance(action.effect, Flag) for flag in action.effect.flags}


def document(role: Role = Role.OTHER, problem: Problem | None = None, type: str = "application/pdf") -> Document:
    return Document(section="2", filename="x", type=type, role=role, problem=problem, text="" if problem else "text")


def test_an_application_by_a_job_board_has_the_boards_domain_as_its_source():
    by_a_board = replace(a_verdict(), sending=Sending(way=Way.SERVICE))
    [sender] = a_reading().message.senders
    assert [each.source for each in plan(by_a_board).applications] == [sender.domain]
    assert [each.source for each in plan().applications] == [None]


@pytest.mark.parametrize(
    ("verdict", "outcome", "reason", "template", "state", "folder"),
    [
        (a_verdict(), "filed", None, "acknowledgement", "pending", ("Filed", "Engineer")),
        (a_verdict(vacancy=None), "speculative", None, "speculative", "pending", ("Filed", "Speculative")),
        (a_verdict(vacancy="past"), "filed", "vacancy_closed", "vacancy_closed", "pending", ("Filed", "Past position")),
        (a_verdict(vacancy="unknown"), "speculative", None, "speculative", "pending", ("Filed", "Speculative")),
        (a_verdict(doubts=(Reason.UNSURE_VACANCY,), vacancy=None), "review", "unsure_vacancy", "acknowledgement", "held", None),
        (a_verdict(doubts=(Reason.TWO_VACANCIES, Reason.UNSURE_KIND)), "review", "two_vacancies", "acknowledgement", "held", None),
        (a_verdict(doubts=(Reason.HIDDEN_TEXT,)), "review", "hidden_text", "acknowledgement", "held", None),
        (a_verdict(doubts=(Reason.UNSURE_KIND, Reason.UNSURE_AGENCY)), "review", "unsure_agency", "acknowledgement", "held", None),
        (a_verdict(applications=0), "review", "unsure_applicant", None, None, None),
        (a_verdict(Kind.AGENCY), "agency", None, "agency_rejection", "held", ("Agencies",)),
        (a_verdict(agency=AgencyFinding(flagged=True, score=1.0, signals=5)), "agency", None, "agency_rejection", "held", ("Agencies",)),
        (a_verdict(Kind.AGENCY, agency=AgencyFinding(approved=True)), "filed", None, "agency_acknowledgement", "pending", ("Filed", "Engineer")),
        (a_verdict(Kind.REFERRAL), "filed", None, None, None, ("Filed", "Engineer")),
        (a_verdict(Kind.REFERRAL, vacancy=None), "speculative", None, None, None, ("Filed", "Speculative")),
        (a_verdict(Kind.REFERRAL, doubts=(Reason.UNSURE_APPLICANT,)), "review", "unsure_applicant", None, None, None),
        (a_verdict(Kind.ENQUIRY, applications=0), "review", "enquiry", None, None, None),
        (a_verdict(Kind.ENQUIRY, applications=0, doubts=(Reason.ERASURE_REQUEST,)), "review", "erasure_request", None, None, None),
        (a_verdict(Kind.WITHDRAWAL, applications=0), "correspondence", "withdrawal", "withdrawal", "held", None),
        (a_verdict(Kind.WITHDRAWAL, applications=0, doubts=(Reason.ERASURE_REQUEST,)), "review", "erasure_request", None, None, None),
        (a_verdict(Kind.BOUNCE, applications=0), "not_an_application", None, None, None, ("Other",)),
        (a_verdict(Kind.AUTO_REPLY, applications=0), "not_an_application", None, None, None, ("Other",)),
        (a_verdict(Kind.BULK, applications=0), "not_an_application", None, None, None, ("Other",)),
        (a_verdict(Kind.OWN, applications=0), "not_an_application", None, None, None, ("Other",)),
        (a_verdict(Kind.OTHER, applications=0), "not_an_application", None, None, None, ("Other",)),
        (a_verdict(Kind.OTHER, applications=0, doubts=(Reason.UNSURE_KIND,)), "review", "unsure_kind", None, None, None),
        (a_verdict(Kind.COMMAND, applications=0), "command", None, None, None, ("Other",)),
    ],
)  # fmt: skip
def test_outcomes(verdict, outcome, reason, template, state, folder):
    made = plan(verdict)
    answer = answer_of(made)
    assert (made.outcome, made.reason) == (outcome, reason)
    assert (answer.effect.template if answer else None, answer.state if answer else None) == (template, state)
    assert folder_of(made) == folder
    assert ("\\Flagged" in flags_of(made)) is (outcome == "review" or reason == "withdrawal")
    assert isinstance(made.reply, Sends) is (state == "pending")


@pytest.mark.parametrize(
    ("documents", "outcome", "reason", "template", "state"),
    [
        ((), "correspondence", "missing_cv", "missing_cv", "pending"),
        ((document(Role.COVER_LETTER),), "correspondence", "missing_cv", "missing_cv", "pending"),
        ((document(),), "review", "unsure_kind", "acknowledgement", "held"),
        ((document(Role.COVER_LETTER), document()), "review", "unsure_kind", "acknowledgement", "held"),
        ((document(Role.CV), document()), "filed", None, "acknowledgement", "pending"),
        ((document(problem=Problem.ENCRYPTED),), "review", "encrypted", "encrypted_cv", "pending"),
        ((document(problem=Problem.SCANNED),), "review", "scanned", "acknowledgement", "held"),
        ((document(problem=Problem.DAMAGED),), "review", "damaged", "acknowledgement", "held"),
        ((document(problem=Problem.UNSUPPORTED),), "review", "unsupported", "acknowledgement", "held"),
        ((document(Role.CV, Problem.DAMAGED),), "review", "damaged", "unreadable_cv", "pending"),
        ((document(Role.CV, Problem.UNSUPPORTED),), "review", "unsupported", "unreadable_cv", "pending"),
        ((document(Role.CV, Problem.SCANNED),), "review", "scanned", "acknowledgement", "held"),
        ((document(Role.CV), document(Role.CV, Problem.DAMAGED)), "filed", None, "acknowledgement", "pending"),
        ((document(problem=Problem.TIMEOUT),), "review", "timeout", "acknowledgement", "held"),
        ((document(Role.CV, Problem.TOO_LARGE),), "review", "too_large", "acknowledgement", "held"),
        ((document(problem=Problem.UNSAFE),), "review", "unsafe", "acknowledgement", "held"),
        ((document(Role.CV), document(problem=Problem.ENCRYPTED)), "filed", None, "acknowledgement", "pending"),
        ((document(Role.CV), document(problem=Problem.UNSAFE)), "review", "unsafe", "acknowledgement", "held"),
        ((document(Role.CV), document(problem=Problem.INFECTED)), "review", "infected", "acknowledgement", "held"),
        ((document(Role.CERTIFICATE, Problem.SCANNED),), "review", "scanned", "acknowledgement", "held"),
    ],
)
def test_what_the_documents_make_of_an_application(documents, outcome, reason, template, state):
    made = plan(reading=a_reading(documents=documents))
    answer = answer_of(made)
    assert (made.outcome, made.reason) == (outcome, reason)
    assert (answer.effect.template, answer.state) == (template, state)


def test_a_cv_that_nobody_can_open_is_asked_for_once_and_then_a_person_looks():
    again = a_reading(documents=(document(Role.CV, Problem.DAMAGED),))
    asked = a_past_answer(template=Template.UNREADABLE_CV, at=NOW - timedelta(hours=5))
    answer = answer_of(plan(reading=again, history=a_history(answers=(asked,))))
    assert (answer.effect.template, answer.state) == (Template.ACKNOWLEDGEMENT, ActionState.HELD)
    never_sent = a_history(answers=(replace(asked, state=ActionState.HELD),))
    assert answer_of(plan(reading=again, history=never_sent)).effect.template is Template.UNREADABLE_CV
    for_another = a_history(answers=(replace(asked, vacancy="analyst"),))
    assert answer_of(plan(reading=again, history=for_another)).effect.template is Template.UNREADABLE_CV


@pytest.mark.parametrize("role", [Role.CV, Role.COVER_LETTER, Role.OTHER])
def test_a_closed_archive_is_asked_for_without_the_archive_whatever_it_is_called(role):
    archive = replace(document(role, Problem.UNSUPPORTED), findings=(Finding(remark=Remark.ARCHIVE),))
    made = plan(reading=a_reading(documents=(archive,)))
    answer = answer_of(made)
    assert (made.outcome, made.reason) == (Outcome.REVIEW, Reason.UNSUPPORTED)
    assert (answer.effect.template, answer.state) == (Template.UNREADABLE_CV, ActionState.PENDING)
    assert "send your CV without the archive" in answer.effect.letter.text
    beside_a_cv = plan(reading=a_reading(documents=(document(Role.CV), archive)))
    assert (beside_a_cv.outcome, answer_of(beside_a_cv).effect.template) == (Outcome.FILED, Template.ACKNOWLEDGEMENT)


def test_a_photograph_of_a_cv_is_one_that_cannot_be_read_and_a_logo_is_none():
    picture = a_part("2", b"\x89PNG", declared_type="image/png")
    documents = (document(problem=Problem.SCANNED, type="image/png"),)
    attached = a_reading(a_message(parts=(picture,)), documents=documents)
    logo = a_reading(a_message(parts=(replace(picture, disposition="inline", content_id="logo"),)), documents=documents)
    assert plan(reading=attached).reason is Reason.SCANNED
    assert plan(reading=logo).reason is Reason.MISSING_CV
    taken_for_one = (document(Role.CV, Problem.SCANNED, type="image/png"),)
    assert plan(reading=replace(logo, documents=taken_for_one)).reason is Reason.SCANNED


@pytest.mark.parametrize(
    ("typed", "documents", "kind", "outcome", "reason"),
    [
        ("See attached.", (document(problem=Problem.UNSUPPORTED),), Kind.OTHER, "review", "unsupported"),
        ("", (document(problem=Problem.SCANNED),), Kind.OTHER, "review", "scanned"),
        ("See attached.", (document(),), Kind.OTHER, "not_an_application", None),
        ("See attached.", (document(problem=Problem.UNSAFE),), Kind.OTHER, "not_an_application", None),
        ("See attached.", (document(Role.TERMS, Problem.SCANNED),), Kind.OTHER, "not_an_application", None),
        (
            "Our invoice, in many words. " * 20,
            (document(problem=Problem.SCANNED),),
            Kind.OTHER,
            "not_an_application",
            None,
        ),
        ("See attached.", (document(problem=Problem.SCANNED),), Kind.BULK, "not_an_application", None),
        ("See attached.", (document(problem=Problem.SCANNED),), Kind.AUTO_REPLY, "not_an_application", None),
    ],
)
def test_where_only_an_unreadable_document_could_say_what_a_mail_is_a_person_opens_it(
    typed, documents, kind, outcome, reason
):
    made = plan(a_verdict(kind, applications=0), reading=a_reading(a_message(typed=typed), documents=documents))
    assert (made.outcome, made.reason, answer_of(made)) == (outcome, reason, None)


def test_unreadable_documents_of_a_forward_are_reviewed_and_nobody_is_answered():
    locked = a_reading(documents=(document(problem=Problem.ENCRYPTED),))
    made = plan(a_verdict(Kind.REFERRAL), reading=locked)
    assert (made.outcome, made.reason, answer_of(made)) == ("review", "encrypted", None)


def test_a_cv_that_follows_is_filed_and_more_of_an_application_is_an_update():
    earlier = PastApplication(vacancy="engineer", at=NOW, had_cv=False, raw_hash="x", asked=Template.MISSING_CV)
    followed = plan(history=a_history(applications=(earlier,)))
    assert (followed.outcome, answer_of(followed).effect.template) == ("filed", Template.ACKNOWLEDGEMENT)
    complete = a_history(applications=(replace(earlier, had_cv=True, asked=None),))
    assert answer_of(plan(history=complete)).effect.template is Template.APPLICATION_UPDATED
    held = a_history(applications=(replace(earlier, had_cv=True, answered=False),))
    assert answer_of(plan(history=held)).effect.template is Template.ACKNOWLEDGEMENT, "nothing was ever said to them"
    for_more = replace(earlier, asked=None, raw_hash="y")  # thanked for what they added, without a CV, to the held one
    thanked = a_history(applications=(for_more, replace(earlier, had_cv=True, answered=False)))
    assert answer_of(plan(history=thanked)).effect.template is Template.APPLICATION_UPDATED
    letter_only = plan(history=complete, reading=a_reading(documents=()))
    assert (letter_only.outcome, letter_only.reason) == ("filed", None)
    other_vacancy = plan(a_verdict(vacancy="analyst"), history=complete, reading=a_reading(documents=()))
    assert other_vacancy.reason is Reason.MISSING_CV


def test_an_application_without_a_cv_for_a_closed_vacancy_hears_that_it_is_closed():
    made = plan(a_verdict(vacancy="past"), reading=a_reading(documents=()))
    assert (made.outcome, made.reason, answer_of(made).effect.template) == ("filed", "vacancy_closed", "vacancy_closed")


def test_the_last_day_of_a_vacancy_ends_in_the_companys_time_zone():
    late = a_reading(received_at=NOW.replace(month=5, day=31, hour=21, minute=59))  # 23:59 in Berlin
    assert plan(a_verdict(vacancy="past"), reading=late).reason is None
    later = a_reading(received_at=NOW.replace(month=5, day=31, hour=22, minute=1))
    assert plan(a_verdict(vacancy="past"), reading=later).reason is Reason.VACANCY_CLOSED


class WithoutTemplates:
    """Templates of which none is there."""

    def language_of(self, *_args, **_kwargs):
        raise TemplateMissing("no answers/vacancy_closed.en.txt")

    def has(self, *_args):
        return False


@pytest.mark.parametrize(
    ("vacancy", "why"), [("past", "closed_without_template"), ("engineer", "template_error"), (None, "template_error")]
)
def test_a_closed_vacancy_without_a_template_is_held_as_such(vacancy, why):
    made = plan(a_verdict(vacancy=vacancy), rules=replace(rules_with(), templates=WithoutTemplates()))
    answer = answer_of(made)
    assert (answer.state, answer.why, answer.effect.letter.text) == ("held", why, "")
    assert (made.reply.why, len(made.applications)) == (why, 1)


def test_an_answer_without_a_template_is_not_released_either():
    made = plan(a_verdict(vacancy="past"), rules=replace(rules_with(), templates=WithoutTemplates()), decided=SENT)
    assert answer_of(made).state == "held"


def test_a_language_of_its_own_is_answered_in():
    made = plan(a_verdict(vacancy="past", language="de"), rules=rules_with("answers: {languages: [de]}\n"))
    assert (answer_of(made).effect.language, answer_of(made).state) == ("de", "pending")


def test_an_acknowledgement_names_a_vacancy_only_where_it_is_clear_which():
    assert "Engineer" in answer_of(plan(a_verdict(doubts=(Reason.HIDDEN_TEXT,)))).effect.letter.text
    for doubt in (Reason.TWO_VACANCIES, Reason.UNSURE_VACANCY):
        assert "Engineer" not in answer_of(plan(a_verdict(doubts=(doubt,)))).effect.letter.text


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (Problem.TIMEOUT, Outcome.FAILED),
        (Problem.READER_DIED, Outcome.FAILED),
        (Problem.TOO_LARGE, Outcome.REVIEW),
        (Problem.TOO_COMPLEX, Outcome.REVIEW),
        (Problem.DAMAGED, Outcome.REVIEW),
        (Problem.UNSAFE, Outcome.REVIEW),
    ],
)
def test_a_mail_that_cannot_be_read_stays_in_the_inbox_flagged_and_unanswered(problem, outcome):
    reading = a_reading(Message(), problem=problem, documents=(), content_hash="")
    made = plan(a_verdict(Kind.OTHER, applications=0), reading=reading)
    assert (made.outcome, made.reason) == (outcome, problem.value)
    assert (folder_of(made), flags_of(made), answer_of(made), made.applications) == (None, {"\\Flagged"}, None, ())


@pytest.mark.parametrize(("attempts", "expected"), [(1, True), (2, True), (3, False), (4, False)])
def test_time_outs_and_deaths_are_tried_three_times(attempts, expected):
    for problem in (Problem.TIMEOUT, Problem.READER_DIED):
        assert waits(a_reading(problem=problem), a_history(attempts=attempts)) is expected


def test_other_problems_and_no_problem_do_not_wait():
    assert not waits(a_reading(problem=Problem.TOO_LARGE), a_history())
    assert not waits(a_reading(), a_history())


def test_a_further_delivery_of_the_same_sending_is_a_duplicate():
    made = plan(history=a_history(known_as=Outcome.FILED, copy_of="b" * 64))
    assert (made.outcome, folder_of(made), answer_of(made)) == ("duplicate", ("Other",), None)
    assert made.applications == ()
    assert made.reply.why == "duplicate"


def test_spam_is_a_persons_to_look_at_and_never_answered():
    made = plan(reading=a_reading(with_header(("X-Spam-Flag", "YES"))))
    assert (made.outcome, made.reason, made.reply.why, answer_of(made)) == ("review", "spam", "spam", None)
    assert made.applications == ()
    bounce = plan(a_verdict(Kind.BOUNCE), reading=a_reading(with_header(("X-Spam-Flag", "YES"))))
    assert bounce.outcome == "not_an_application"


def test_a_stop_changes_nothing_about_filing():
    made = plan(reading=a_reading(with_header(("List-Id", "<jobs.example.org>"))))
    assert (made.outcome, folder_of(made), len(made.applications)) == ("filed", ("Filed", "Engineer"), 1)
    assert (answer_of(made), made.reply.why, isinstance(made.reply, Sends)) == (None, "mailing_list", False)


def test_a_hold_changes_nothing_about_filing():
    made = plan(reading=a_reading(with_header(("X-Auto-Response-Suppress", "All"))))
    assert (made.outcome, len(made.applications)) == ("filed", 1)
    answer = answer_of(made)
    assert (answer.state, answer.why) == (ActionState.HELD, "auto_response_suppressed")
    assert made.reply.why == "auto_response_suppressed"


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        (a_verdict(Kind.REFERRAL), "not_answered"),
        (a_verdict(Kind.OTHER, applications=0), "not_answered"),
        (a_verdict(Kind.ENQUIRY, applications=0), "left_to_a_person"),
        (a_verdict(Kind.BULK, applications=0), "bulk"),
    ],
)
def test_what_has_no_answer_says_why(verdict, why):
    assert (isinstance(plan(verdict).reply, Sends), plan(verdict).reply.why) == (False, why)


def test_applications_name_person_vacancy_documents_and_source():
    (application,) = plan().applications
    assert (application.person, application.vacancy, application.documents) == ("ann.lee@example.org", "engineer", (0,))
    assert application.source is None
    (referred,) = plan(a_verdict(Kind.REFERRAL, email="Bob@example.net")).applications
    assert (referred.person, referred.source) == ("bob@example.net", "ann.lee@example.org")


@pytest.mark.parametrize(
    ("verdict", "filed_under"),
    [
        (a_verdict(doubts=(Reason.HIDDEN_TEXT,)), "engineer"),
        (a_verdict(vacancy="gone", doubts=(Reason.HIDDEN_TEXT,)), None),  # rules.yaml no longer has it
        (a_verdict(vacancy=None, doubts=(Reason.HIDDEN_TEXT,)), None),
        (a_verdict(vacancy="gone"), None),
    ],
)
def test_an_application_is_filed_under_a_vacancy_that_is_there(verdict, filed_under):
    assert [application.vacancy for application in plan(verdict).applications] == [filed_under]


def test_people_without_an_address_are_never_the_same_person():
    verdict = a_verdict(Kind.REFERRAL, email=None, applications=3)
    people = {application.person for application in plan(verdict).applications}
    assert len(people) == 3
    assert all(person.endswith("@unknown.invalid") for person in people)
    elsewhere = plan(verdict, reading=a_reading(content_hash="d" * 64)).applications
    assert not people & {application.person for application in elsewhere}


def test_documents_of_agencies_are_named_and_not_filed():
    assert plan(a_verdict(agency=AgencyFinding(flagged=True))).applications == ()
    assert plan(a_verdict(doubts=(Reason.UNSURE_AGENCY,))).applications == ()
    (approved,) = plan(a_verdict(Kind.AGENCY, agency=AgencyFinding(approved=True))).applications
    assert approved.source == "ann.lee@example.org"


def test_dangerous_documents_are_not_filed():
    reading = a_reading(documents=(document(problem=Problem.UNSAFE),))
    assert [application.documents for application in plan(reading=reading).applications] == [()]


def test_a_doubt_about_an_agency_counts_only_where_it_is_not_flagged():
    doubts = (Reason.UNSURE_AGENCY,)
    assert plan(a_verdict(doubts=doubts, agency=AgencyFinding(flagged=True))).outcome == "agency"
    assert plan(a_verdict(Kind.AGENCY, doubts=doubts)).outcome == "review"
    assert plan(a_verdict(Kind.AGENCY, doubts=doubts, agency=AgencyFinding(approved=True))).reason == "unsure_agency"


@pytest.mark.parametrize(
    ("policy", "signals", "state"),
    [
        ("flag", 5, "held"),
        ("reject", 1, "held"),
        ("reject", 2, "pending"),
        ("reject", 0, "held"),
        ("reject, thresholds: {signs: 3}", 2, "held"),
        ("reject, thresholds: {signs: 3}", 3, "pending"),
    ],
)
def test_a_refusal_goes_out_by_itself_only_under_reject_and_on_two_signals(policy, signals, state):
    rules = rules_with(f"agencies: {{policy: {policy}}}\n")
    made = plan(a_verdict(agency=AgencyFinding(flagged=True, score=0.9, signals=signals)), rules=rules)
    assert answer_of(made).state == state
    assert answer_of(made).why == (None if state == "pending" else "agency_policy")


@pytest.mark.parametrize("doubt", [Reason.TWO_VACANCIES, Reason.UNSURE_VACANCY])
def test_where_it_is_not_clear_which_vacancy_is_meant_the_reviewer_reads_which_may_be(doubt):
    rules = rules_with()
    meant = tuple(VacancyMatch(id=vacancy.id, confidence=0.5) for vacancy in rules.vacancies[:2])
    verdict = replace(a_verdict(vacancy=None, doubts=(doubt,)), vacancy=VacancyFinding(alternatives=meant))
    made = plan(verdict, rules=rules)
    assert (made.outcome, made.reason) == (Outcome.REVIEW, doubt)
    assert made.quote == " / ".join(vacancy.title for vacancy in rules.vacancies[:2])
    assert plan(replace(verdict, doubts=(Reason.UNSURE_KIND,)), rules=rules).quote == ""
