"""The digest's page in headless Chromium: no violation that axe-core knows, light and dark, from 320 pixels on."""

from dataclasses import replace

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionState, Outcome, Reason, Role
from inbox_bot.digest.compose import pages
from inbox_bot.digest.values import MonthLine, MonthTable
from tests.support import browser
from tests.unit.digest.days import INFRA, PIPELINE, SCIENCE, TUESDAY, a_document, days_in

pytestmark = pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium on this machine")


OF_A_VACANCY = MonthLine(
    title="Data pipeline engineering intern",
    directly="12",
    boards="3",
    colleagues="1",
    agencies="0",
    acknowledged="2 minutes",
    answered="3 days",
)
NOVEMBER = MonthTable(
    name="November 2026",
    lines=(OF_A_VACANCY,),
    sums=replace(OF_A_VACANCY, title="All"),
    agencies="2 mails of agencies; 1 refused by mail.",
    sources="By way of: jobs.example 3.",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    """A page with everything that a page may have."""
    days = days_in(tmp_path_factory.mktemp("ledger"))
    with days.ledger:
        days.came("ann", Outcome.REVIEW, reason=Reason.TWO_VACANCIES, sender_name="A" * 200)
        days.came("bob", documents=(a_document("cv.pdf"), a_document("letter.pdf", Role.COVER_LETTER)))
        days.came("kim", Outcome.AGENCY, answer=ActionState.HELD, why=Hold.AGENCY_POLICY)
        days.came("list", Outcome.NOT_AN_APPLICATION)
        days.ledger.alarms.raise_(Alarm(kind=AlarmKind.POLL, parameters={"problem": "It is down"}), TUESDAY)
        digest = replace(days.digest(), month=NOVEMBER)
        return pages(digest, days.rules, lambda choice: "mailto:jobs@example.com?subject=x")[0]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 800])
def test_axe_finds_no_violation(page, dark, width):
    assert browser.violations(page, dark=dark, width=width) == []


def test_axe_would_find_one(page):
    pale = page.replace("color:#20261c", "color:#cccccc")
    assert "color-contrast" in {rule for rule, _ in browser.violations(pale)}


@pytest.mark.parametrize("width", [320, 800])
def test_no_line_sticks_out(page, width):
    assert browser.width_needed(page, width) <= width


NAMES = ("Maeve Okonkwo", "Daniel Ferreira Lopes", "Jana Hoffmann", "Rajesh Venkataraman", "Noor van Dijk", "Ann Lee")


def test_a_calm_day_of_24_mails_is_two_screens_of_a_phone(days):
    found = Evidence(rule="names_it_in_the_subject", quote="Application: Infrastructure engineer (London)", weight=1.0)
    for number in range(24):
        letter = (a_document("letter.pdf", Role.COVER_LETTER),) if number % 4 == 0 else ()
        days.came(
            f"mail{number}",
            applicant=NAMES[number % len(NAMES)],
            vacancies=((INFRA, PIPELINE, SCIENCE)[number % 3],),
            documents=(a_document("cv.pdf"), *letter),
            because=(found,),
        )
    html, _ = pages(days.digest(), days.rules, lambda choice: "mailto:jobs@example.com?subject=x")
    assert html.count("subject: “Application: Infra") == 24
    assert browser.height_needed(html, 320) <= 2 * 640
