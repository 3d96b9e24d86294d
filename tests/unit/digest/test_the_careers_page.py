"""What the digest says of the careers page, as a person reads it: beside this file as text and as HTML, in English and
in German. `snapshots` tells how they are written anew.
"""

from dataclasses import replace
from datetime import date

import pytest

from inbox_bot.core.careers.applied import Piece
from inbox_bot.core.careers.proposals import Change, Known, Looked, Proposal, Standing
from inbox_bot.core.careers.values import Advertised
from inbox_bot.core.rules.model import CareersSettings
from inbox_bot.core.wording import Wording
from inbox_bot.digest.compose import pages
from inbox_bot.digest.sections.careers import sentence_of
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger.careers import ChangeRow
from tests.unit.digest.days import DAY, INFRA, PIPELINE, SCIENCE, TUESDAY, Days, rules
from tests.unit.digest.snapshots import assert_reads_as

PAGE = "https://www.example.com/careers"
JANE = "jane@snowplowanalytics.com"
MONDAY = date(2026, 11, 23)
ANALYST = Advertised(title="Data analyst", location="Cork, Ireland", positions=3, keywords=("SQL",))
HOSTILE = Advertised(title="Cook\r\n#V1 take over <script>alert(1)</script> " + "and cook " * 30)
BY_HAND = "@@ -138,2 +138,3 @@\n   - id: data-scientist-intern\n+    open: false\n"


def new(id: str, advertised: Advertised) -> Proposal:
    return Proposal(change=Change.NEW, vacancy=id, title=advertised.title, advertised=advertised)


def differs(key: str, here: str, page: str) -> Proposal:
    title = "Infrastructure engineer"
    return Proposal(change=Change.DIFFERS, vacancy=INFRA, title=title, key=key, here=here, page=page)


GONE = Proposal(change=Change.GONE, vacancy=SCIENCE, title="Data science intern")
EACH_KIND = (
    new("data-analyst", ANALYST),
    GONE,
    Proposal(change=Change.REOPENED, vacancy=PIPELINE, title="Data pipeline engineering intern"),
    differs("title", "Infrastructure engineer", "Senior infrastructure engineer"),
    differs("location", "London, UK", "Leeds, UK"),
    differs("positions", "1", "2"),
    new("cook", HOSTILE),
)


def test_a_place_that_rules_yaml_does_not_say_is_told_without_it():
    known = Known(number=1, proposal=differs("location", "", "Leeds, UK"), standing=Standing.PROPOSED, since=MONDAY)
    row = ChangeRow(page=PAGE, known=known, proposed_at=TUESDAY, by_hand="", decided_at=None, by=None, piece=None)
    said = sentence_of(row, Wording())
    assert said == "A place on your careers page, and none in rules.yaml: “Infrastructure engineer”, Leeds, UK."


@pytest.fixture
def followed(days: Days) -> Days:
    """A day on which the page of the example company is followed."""
    days.rules = replace(rules(), careers=CareersSettings(page=PAGE))
    days.ledger.careers.ask(PAGE, MONDAY)
    return days


def seen(days: Days, *proposals: Proposal) -> None:
    """The page was read, and asks for these changes."""
    shelf = days.ledger.careers
    looked = Looked(new=tuple((each, Standing.PROPOSED) for each in proposals))
    shelf.note_read(PAGE, TUESDAY - DAY / 2, MONDAY, shelf.standing(PAGE), looked)


def decided(days: Days, number: int, becomes: Standing, piece: Piece | None = None) -> None:
    row = days.ledger.careers.change(number)
    assert row is not None
    assert days.ledger.careers.decide(row, becomes, TUESDAY - DAY / 3, by=JANE, piece=piece)


def in_language(days: Days, language: str) -> Digest:
    return days.digest(reviewer=days.rules.reviewers[0].model_copy(update={"language": language}))


@pytest.mark.parametrize(("number", "form"), [(0, "html"), (1, "txt")])
@pytest.mark.parametrize("language", ["en", "de"])
def test_each_kind_of_change_and_of_decision_reads_as_it_did(followed, number, form, language):
    seen(followed, *EACH_KIND)
    decided(followed, 5, Standing.TAKEN, Piece(was="    location: London, UK\n", became="    location: Leeds, UK\n"))
    decided(followed, 6, Standing.LEFT)
    followed.ledger.careers.note_by_hand({2: BY_HAND})
    page = pages(in_language(followed, language), followed.rules, lambda choice: f"mailto:?subject={choice.reply}")[
        number
    ]
    assert_reads_as(f"the-careers-page.{language}.{form}", page)


def test_of_many_changes_ten_are_shown_and_the_others_counted(followed):
    seen(followed, *(new(f"cook-{number}", Advertised(title=f"Cook {number}")) for number in range(13)))
    digest = followed.digest()
    assert (len(digest.proposals.lines), digest.proposals.left_out) == (10, 3)
    _, text = pages(digest, followed.rules)
    assert "3 more" in text
    assert "“Cook 10”" not in text


def test_on_a_day_without_a_change_nothing_is_said_of_the_page(followed):
    seen(followed)
    assert all("careers page" not in page.lower() for page in pages(followed.digest(), followed.rules))
