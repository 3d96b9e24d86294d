"""The digest's page in headless Chromium: no violation that axe-core knows, light and dark, from 320 pixels on."""

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionState, Outcome, Reason, Role
from inbox_bot.digest.compose import pages
from tests.support import browser
from tests.unit.digest.days import TUESDAY, a_document, days_in

pytestmark = pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium on this machine")


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
        return pages(days.digest(), days.rules, lambda choice: "mailto:jobs@example.com?subject=x")[0]


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
