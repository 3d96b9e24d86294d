"""A decision teaches from the first one on: what comes next of the sort is judged by it, and says so."""

from datetime import timedelta

import pytest

from inbox_bot.core.review.decision import Means
from inbox_bot.core.words import Outcome
from inbox_bot.digest.compose import pages
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from tests.support.builders.at_work import an_application
from tests.support.builders.mails import a_mail
from tests.world.decisions.desk import Desk, Run
from tests.world.decisions.dragging import drag

pytestmark = pytest.mark.dovecot


def a_call(number: int):
    """Nothing in it tells an agency from anybody else."""
    return (
        a_mail()
        .from_("Max Head <max@heads.example>")
        .to("recruitment@snowplowanalytics.com")
        .return_path("max@heads.example")
        .subject(f"Your open position ({number})")
        .id(f"<call.{number}@heads.example>")
        .text("Dear team,\n\nI read of your open position. When may I call you about it?\n\nMax Head\n")
    )


def a_wizard(number: int):
    who = f"Ann{'abcdefgh'[number]} Lee"
    return (
        an_application(who, f"ann{number}@applicant{number}.example")
        .subject("Application: cloud wizard")
        .text("Dear team,\n\nplease find my CV attached. I look forward to hearing from you.\n")
    )


def todays_digest(desk: Desk) -> str:
    """As text."""
    house, at = desk.company.installation, desk.company.clock()
    today = Period(day=at.date(), begins=at - timedelta(days=1), ends=at + timedelta(minutes=1))
    digest = gather(house.ledger, house.rules, house.rules.reviewers[0], today)
    return " ".join(pages(digest, house.rules)[1].split())


def test_an_address_that_was_dragged_to_the_agencies_is_set_apart_from_then_on_until_that_is_undone(
    desk: Desk, run: Run
):
    desk.polls()
    desk.company.receives(a_call(1))
    desk.polls()
    assert desk.mail(1).outcome is Outcome.REVIEW
    drag(desk, "INBOX", "Agencies")
    desk.polls()
    desk.company.receives(a_call(2))
    desk.polls(2)
    assert desk.mail(2).outcome is Outcome.AGENCY
    assert desk.letters() == []
    day = f"{desk.company.clock():%Y-%m-%d}"
    assert f"was_decided_an_agency: #1 moved {day}: Max Head" in run("show 2").out
    listed = run("learned").out
    assert "max@heads.example: an agency writes from there" in listed
    assert '"teaches": "agency", "about": "max@heads.example"' in run("learned --json").out
    drag(desk, "Agencies", "INBOX", which=[1])
    desk.polls()
    assert [each.means for each in desk.company.installation.ledger.decisions.of_mail(1)][1:] == [Means.DRAGGED] * 2
    assert run("learned").out == "nothing was learned: no decision says anything of later mails\n"
    desk.company.receives(a_call(3))
    desk.polls()
    assert desk.mail(3).outcome is Outcome.REVIEW


def test_a_wording_that_was_filed_under_a_vacancy_means_it_and_is_proposed_as_its_alias_the_second_time(
    desk: Desk,
):
    desk.polls()
    for number in (1, 2):
        desk.company.receives(a_wizard(number))
    desk.polls(2)
    assert desk.folders() == ["Filed.Infrastructure engineer"]  # the CV's words say so
    drag(desk, "Filed.Infrastructure engineer", "Filed.Data science intern")
    desk.polls(2)
    desk.company.receives(a_wizard(3))
    desk.polls(2)
    assert desk.mail(3).outcome is Outcome.FILED
    assert [each.vacancy for each in desk.mail(3).applications] == ["data-scientist-intern"]
    digest = todays_digest(desk)
    assert "2 mails that called it “cloud wizard” were filed under “Data science intern”" in digest
    assert "#3 Annd Lee · CV you moved Annc Lee's mail (No. 2) there on" in digest
