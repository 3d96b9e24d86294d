"""One application a person and vacancy: the CV that was forgotten, a newer one, another address; and its way back."""

import json

import pytest

from inbox_bot.core.review.decision import NotTheSame, SameAs
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from tests.support.builders.at_work import ADDRESS, DAY, a_cv
from tests.support.builders.mails import MailBuilder, a_mail
from tests.world.decisions.desk import Desk

pytestmark = pytest.mark.dovecot

VACANCY = "infrastructure-engineer"
SIGNED = "Ann Lee\nTel. +44 20 7946 0123\n"
APPLIES = f"Dear team,\n\nI hereby apply for the position of infrastructure engineer.\n\n{SIGNED}"


def from_ann(
    text: str, number: int, address: str = "ann.lee@example.org", subject: str = "My application"
) -> MailBuilder:
    mail = a_mail().from_(f"Ann Lee <{address}>").to(ADDRESS).return_path(address)
    return mail.subject(subject).id(f"<{number}.{address}>").text(text)


def with_cv(mail: MailBuilder, more: str = "", name: str = "cv.txt") -> MailBuilder:
    return mail.attach(name, a_cv("Ann Lee", "ann.lee@example.org", more), "text/plain")


def folders(desk: Desk) -> set[str]:
    return {each.rpartition("/")[0] for each in desk.files()}


def record(desk: Desk) -> dict[str, object]:
    [path] = [each for each in desk.files() if each.endswith("application.json")]
    return json.loads((desk.root / path).read_bytes())


def templates(desk: Desk) -> list[tuple[Template, str]]:
    return [(row.template, row.to) for row in desk.company.answers(ActionState.DONE)]


def digest_of(desk: Desk):
    company, now = desk.company, desk.company.clock()
    period = Period(day=now.date(), begins=now - 30 * DAY, ends=now + DAY)
    rules = company.installation.rules
    return gather(company.installation.ledger, rules, rules.reviewers[0], period)


def test_the_story_of_a_cv_that_was_forgotten(desk: Desk):
    company = desk.company
    company.clock.forward(-20 * DAY)  # a mail server takes no date that is to come
    company.receives(from_ann(APPLIES, 1))
    desk.polls(2)
    assert templates(desk) == [(Template.MISSING_CV, "ann.lee@example.org")]

    # Two days later, from another address, in a new conversation: nothing but the telephone says who it is.
    company.clock.forward(2 * DAY)
    company.receives(with_cv(from_ann(f"Here is the CV that I forgot.\n\n{SIGNED}", 2, "ann@home.example", "CV")))
    desk.polls(2)
    first, second = desk.mail(1), desk.mail(2)
    assert (second.outcome, second.applications[0].vacancy) == (Outcome.FILED, VACANCY)
    assert second.applications[0].folder == first.applications[0].folder
    assert len(folders(desk)) == 1
    assert templates(desk)[1:] == [(Template.ACKNOWLEDGEMENT, "ann@home.example")]

    # A newer one the next day, and another the same evening: thanked once a day, whatever was thanked for this week.
    company.clock.forward(DAY)
    company.receives(with_cv(from_ann(APPLIES, 3, "ann@home.example"), "2026 - today   Head of platform"))
    desk.polls(2)
    company.receives(with_cv(from_ann(APPLIES, 4, "ann@home.example"), "2026 - today   Head of all platforms"))
    desk.polls(2)
    assert templates(desk)[2:] == [(Template.APPLICATION_UPDATED, "ann@home.example")]
    assert {each.rpartition("/")[2] for each in desk.files()} == {
        "application.json", "cv.txt", "cv-2.txt", "cv-3.txt",
        "message.eml", "message-2.eml", "message-3.eml", "message-4.eml",
    }  # fmt: skip
    added = record(desk)["added"]
    assert [[one["file"] for one in each["documents"]] for each in added] == [["cv.txt"], ["cv-2.txt"], ["cv-3.txt"]]
    assert [[one.get("newest", False) for one in each["documents"]] for each in added] == [[False], [False], [True]]

    # The digest counts people.
    [group] = digest_of(desk).applications
    assert "3 updated" in group.sums

    # A withdrawal ends it; who applies after that applies anew.
    company.clock.forward(DAY)
    company.receives(
        from_ann("I withdraw my application as infrastructure engineer.\n\nAnn Lee", 5, "ann@home.example")
    )
    desk.polls(2)
    company.clock.forward(DAY)
    company.receives(with_cv(from_ann(APPLIES, 6, "ann@home.example"), "2026 - today   Back again"))
    desk.polls(2)
    assert desk.mail(5).about is not None
    assert desk.mail(6).applications[0].folder != first.applications[0].folder
    desk.is_whole()


def test_a_join_undone_brings_the_state_before_back(desk: Desk):
    company = desk.company
    company.receives(with_cv(from_ann(APPLIES, 1)))
    desk.polls(2)
    before, json_before = set(desk.files()), record(desk)
    company.receives(with_cv(from_ann(APPLIES, 2, "ann@home.example"), "2026 - today   Head of platform"))
    desk.polls(2)
    joined, json_joined = set(desk.files()), record(desk)
    assert len(folders(desk)) == 1

    desk.decides_whose(NotTheSame(), 2)
    desk.polls(2)
    apart = desk.mail(2).applications[0]
    assert apart.folder != desk.mail(1).applications[0].folder
    assert before < set(desk.files())
    assert not any(each.rpartition("/")[2].startswith(("cv-2", "message-2")) for each in desk.files())
    first = desk.root / f"{desk.mail(1).applications[0].folder}/application.json"
    assert json.loads(first.read_bytes()) == json_before

    desk.undoes(2)
    desk.polls(2)
    assert set(desk.files()) == joined
    assert record(desk) == json_joined
    desk.is_whole()


def test_a_person_says_that_two_are_one_and_takes_it_back(desk: Desk):
    company = desk.company
    company.receives(with_cv(from_ann(APPLIES, 1)))
    cv = a_cv("Mary Quill", "mary.quill@example.net", "other").replace(b"+44 20 7946 0123", b"")
    mary = a_mail().from_("Mary Quill <mary.quill@example.net>").to(ADDRESS).return_path("mary.quill@example.net")
    mary = mary.subject("Application").id("<mary@example.net>").text(APPLIES.replace(SIGNED, "Mary Quill"))
    company.receives(mary.attach("cv.txt", cv, "text/plain"))
    desk.polls(2)
    two = set(desk.files())
    assert len(folders(desk)) == 2
    answered = len(company.answers())

    desk.decides_whose(SameAs(mail=1), 2)
    desk.polls(2)
    assert len(folders(desk)) == 1
    assert desk.mail(2).applications[0].is_update

    desk.undoes(2)
    desk.polls(2)
    assert set(desk.files()) == two
    assert len(company.answers()) == answered
    desk.is_whole()
