"""What a decision teaches: facts about an address and a title's wording, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.taught import Fact, Lesson, Teaches
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.review.decision import (
    AsJudged,
    Decision,
    FileUnder,
    LookAgain,
    Means,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    SetApart,
    Wish,
)
from inbox_bot.core.review.learned import Place, learned_from, proposals
from inbox_bot.core.review.learning import NOTHING_TAUGHT, taught_by
from tests.unit.core.judgement.building import NOON, RULES, a_cv, letter, reading_of, with_agencies

MAIL = letter("Application: cloud wizard", "Dear team,\n\nmy CV is attached.\n").from_(
    "Ann Lee <ann.lee@heads.example>"
)

CV = a_cv("Ann Lee", "ann.lee@heads.example")


def decide(wanted, *, means=Means.DRAGGED, at=NOON, applicant=None, answer=Wish.AS_USUAL) -> Decision:
    return Decision(wanted=wanted, means=means, at=at, applicant=applicant, answer=answer)


def taught(*decisions: Decision, mail=MAIL, documents=(CV,), rules=RULES):
    reading = reading_of(mail, *documents)
    return taught_by(decisions, reading, judge(reading, rules, NOTHING_KNOWN), rules)


def told(*decisions: Decision, **of) -> set[tuple[Teaches, str, str | None, str | None]]:
    return {(each.teaches, each.about, each.means, each.domain) for each in taught(*decisions, **of).lessons}


AGENCY = (Teaches.AGENCY, "ann.lee@heads.example", None, "heads.example")
NO_AGENCY = (Teaches.NO_AGENCY, "ann.lee@heads.example", None, "heads.example")
TITLE = (Teaches.TITLE, "cloud wizard", "infra", None)


@pytest.mark.parametrize(
    ("decisions", "lessons"),
    [
        ([SetApart()], {AGENCY}),
        ([SetApart(refuse=True)], {AGENCY}),
        ([NotAnAgency()], {NO_AGENCY}),
        ([FileUnder(vacancy="infra")], {TITLE}),
        ([FileUnder(vacancy="infra", not_an_agency=True)], {TITLE, NO_AGENCY}),
        ([FileUnder(vacancy=None)], set()),
        ([NotAnApplication()], set()),
        ([LookAgain()], set()),
        ([SetApart(), FileUnder(vacancy="infra")], {TITLE}),
        ([NotAnAgency(), FileUnder(vacancy="infra")], {TITLE, NO_AGENCY}),
        ([SetApart(), AsJudged()], {AGENCY}),
        ([], set()),
    ],
)
def test_what_is_in_force_is_taught(decisions, lessons):
    assert told(*map(decide, decisions)) == lessons


def test_it_is_dated_by_the_decision_that_says_it_and_not_by_a_later_one_about_the_letter():
    found = taught(decide(SetApart()), decide(AsJudged(), means=Means.RELEASED, at=NOON + timedelta(days=1)))
    assert (found.at, found.moved, found.who) == (NOON, True, "Ann Lee")


def test_an_applicant_whom_a_person_names_writes_from_both_addresses():
    named = decide(AsJudged(), applicant=NamedApplicant(email="Ann@home.example"), means=Means.COMMAND)
    assert told(named) == {(Teaches.PERSON, "ann.lee@heads.example", "ann@home.example", None)}


@pytest.mark.parametrize(
    "mail",
    [
        MAIL.from_("Jane <jane@example.com>"),
        MAIL.from_("Jobs <no-reply@jobboard.example>"),
        MAIL.from_("Us <recruitment@example.com>"),
        MAIL.header("From", ""),
    ],
    ids=["a colleague", "a machine", "ourselves", "nobody"],
)
def test_nothing_is_learned_of_an_address_that_is_nobodys_own(mail):
    named = NamedApplicant(email="ann@home.example")
    assert {each[0] for each in told(decide(SetApart(), applicant=named), mail=mail)} == set()


@pytest.mark.parametrize("domain", ["gmail.com", "web.de", "hotmail.co.uk"])
def test_a_public_mail_domain_is_never_taught(domain):
    [lesson] = taught(decide(SetApart()), mail=MAIL.from_(f"Ann <ann@{domain}>")).lessons
    assert (lesson.teaches, lesson.domain) == (Teaches.AGENCY, None)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Application: Infrastructure engineer", "My CV is attached.\n"),
        ("Application", "My CV is attached.\n"),
        ("Application: Ann Lee", "My CV is attached.\n"),
        ("Hello", "My CV is attached.\n"),
        ("Application: cloud wizard", "I am applying for the position of data plumber. My CV is attached.\n"),
    ],
    ids=["ours", "none", "a name", "a greeting", "two"],
)
def test_only_the_one_wording_of_a_title_that_is_none_of_ours_is_taught(subject, text):
    mail = letter(subject, text).from_("Ann Lee <ann.lee@heads.example>")
    assert told(decide(FileUnder(vacancy="scientist-intern")), mail=mail) == set()


def test_what_is_only_kept_at_a_vacancy_teaches_no_title():
    mail = letter("Question: cloud wizard", "Dear team,\n\nis the position of cloud wizard still open?\n")
    assert taught(decide(FileUnder(vacancy="infra"), answer=Wish.NONE), mail=mail, documents=()) == NOTHING_TAUGHT


def a_fact(teaches: Teaches, about: str, message: int, *, means=None, domain=None) -> Fact:
    lesson = Lesson(teaches=teaches, about=about, means=means, domain=domain)
    return Fact(lesson=lesson, message=message, who="Max", at=NOON + timedelta(minutes=message), moved=False)


def proposed(*facts: Fact, rules=RULES) -> set[tuple[Place, str, str | None, int]]:
    return {(each.place, each.value, each.vacancy, each.mails) for each in proposals(facts, rules)}


def test_repeats_are_proposed_for_rules_yaml_and_single_decisions_are_not():
    titles = [a_fact(Teaches.TITLE, "cloud wizard", number, means="infra") for number in (1, 2)]
    none = [a_fact(Teaches.NO_AGENCY, "ann@post.example", number, domain="post.example") for number in (3, 4)]
    agency = [a_fact(Teaches.AGENCY, f"{number}@heads.example", number, domain="heads.example") for number in (5, 6)]
    private = [a_fact(Teaches.AGENCY, "max@gmail.com", number) for number in (7, 8)]
    assert proposed(*titles, *none, *agency, *private) == {
        (Place.ALIASES, "cloud wizard", "infra", 2),
        (Place.NEVER, "post.example", None, 2),
        (Place.BLOCKED, "heads.example", None, 2),
        (Place.BLOCKED, "max@gmail.com", None, 2),
    }
    assert proposed(titles[0], none[0], agency[0], private[0]) == set()


def test_what_people_differ_about_or_rules_yaml_says_already_is_not_proposed():
    agency = [a_fact(Teaches.AGENCY, "max@heads.example", number, domain="heads.example") for number in (5, 6)]
    assert proposed(*agency, a_fact(Teaches.NO_AGENCY, "max@heads.example", 7, domain="heads.example")) == set()
    for lists in ({"blocked": ("heads.example",)}, {"never": ("max@heads.example", "heads.example")}):
        assert proposed(*agency, rules=with_agencies(**lists)) == set()
    titles = [a_fact(Teaches.TITLE, "cloud wizard", number, means="infra") for number in (1, 2)]
    assert proposed(*titles, a_fact(Teaches.TITLE, "cloud wizard", 3, means="chef")) == set()
    infra = RULES.vacancies[0].model_copy(update={"aliases": ("Cloud Wizard",)})
    assert proposed(*titles, rules=replace(RULES, vacancies=(infra,))) == set()


def test_a_thing_is_listed_once_with_its_newest_decision():
    facts = [a_fact(Teaches.AGENCY, "max@heads.example", number, domain="heads.example") for number in (5, 6)]
    of_address, of_domain = learned_from(facts)
    assert (of_address.about, of_address.mails, of_address.newest.message) == ("max@heads.example", 2, 6)
    assert (of_domain.about, of_domain.is_domain, of_domain.mails) == ("heads.example", True, 2)


def test_an_agency_whose_candidates_were_filed_twice_is_proposed_to_be_approved_unless_one_was_set_apart():
    mail = letter("Infrastructure engineer", "Please find the CV of my candidate. Our fee is 20 % of the salary.\n")
    mail = mail.from_("Tom Hale <tom@hale-talent.example>")
    lesson = taught(decide(FileUnder(vacancy="infra")), mail=mail).lessons[0]
    assert lesson == Lesson(teaches=Teaches.WELCOME, about="tom@hale-talent.example", domain="hale-talent.example")
    facts = [Fact(lesson=lesson, message=number, who="Tom Hale", at=NOON, moved=False) for number in (1, 2)]
    assert [(each.place, each.value) for each in proposals(facts, RULES)] == [
        (Place.APPROVED, "tom@hale-talent.example")
    ]
    apart = replace(facts[0], lesson=replace(lesson, teaches=Teaches.AGENCY), message=3)
    assert proposals([*facts, apart], RULES) == ()
