"""The careers page in the ledger, on both databases: asked once a day, what it said, what reviewers said to that."""

from dataclasses import replace
from datetime import date

import pytest

from inbox_bot.core.careers.applied import Piece
from inbox_bot.core.careers.proposals import Change, Known, Looked, Proposal, Standing
from inbox_bot.core.careers.values import Advertised
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.careers import ChangeRow
from tests.unit.edges.ledger.building import AT, DAY

PAGE, OTHER = "https://www.example.com/careers", "https://www.example.com/jobs"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
COOK = Advertised(
    title='Köchin "à la carte" \N{COOKING}', location="Cork", closes=TUESDAY, positions=2, keywords=("a, b", "C++")
)
NEW = Proposal(change=Change.NEW, vacancy="cook", title=COOK.title, advertised=COOK)
GONE = Proposal(change=Change.GONE, vacancy="baker", title="Baker")
MOVED = Proposal(change=Change.DIFFERS, vacancy="porter", title="Porter", key="location", here="Cork", page="Oslo")
PIECE = Piece(was="    positions: 1\r\n", became="    positions: 2  # \N{COOKING}\r\n")


def look(ledger: Ledger, *new: tuple[Proposal, Standing], changed: tuple[Known, ...] = (), page: str = PAGE) -> None:
    """The page was read on Monday, and these are new."""
    ledger.careers.ask(page, MONDAY)
    ledger.careers.note_read(page, AT, MONDAY, ledger.careers.standing(page), Looked(new=new, changed=changed))


def only(ledger: Ledger) -> ChangeRow:
    [row] = ledger.careers.standing(PAGE)
    return row


def test_a_page_is_asked_once_a_day_and_another_page_by_itself(ledger):
    asked = [ledger.careers.ask(PAGE, day) for day in (MONDAY, MONDAY, TUESDAY, TUESDAY)]
    assert asked == [True, False, True, False]
    assert ledger.careers.ask(OTHER, TUESDAY)
    page = ledger.careers.page(PAGE)
    assert (page.asked_on, page.read_at, page.problem) == (TUESDAY, None, None)
    assert ledger.careers.page("https://www.example.com/") is None


def test_what_was_seen_comes_back_whole_in_its_order(ledger):
    look(ledger, (NEW, Standing.PROPOSED), (GONE, Standing.SEEN), (MOVED, Standing.LEFT))
    look(ledger, (GONE, Standing.PROPOSED), page=OTHER)
    rows = ledger.careers.standing(PAGE)
    assert [row.known.proposal for row in rows] == [NEW, GONE, MOVED]
    assert [row.known.standing for row in rows] == [Standing.PROPOSED, Standing.SEEN, Standing.LEFT]
    assert [row.proposed_at for row in rows] == [AT, None, None]
    assert {row.known.since for row in rows} == {MONDAY}
    assert ledger.careers.change(rows[1].number) == rows[1]
    assert ledger.careers.change(99) is None
    assert ledger.careers.page(PAGE).read_at == AT


def test_what_stands_otherwise_after_another_look_is_so_and_what_is_over_stands_no_longer(ledger):
    look(ledger, (GONE, Standing.SEEN))
    row = only(ledger)
    look(ledger, changed=(replace(row.known, standing=Standing.PROPOSED),))
    assert (only(ledger).known.standing, only(ledger).proposed_at) == (Standing.PROPOSED, AT)
    look(ledger, changed=(replace(row.known, standing=Standing.OVER),))
    assert ledger.careers.standing(PAGE) == ()


def test_a_word_counts_once_and_not_for_what_stands_otherwise_by_now(ledger):
    look(ledger, (MOVED, Standing.PROPOSED))
    row = only(ledger)
    assert ledger.careers.decide(row, Standing.TAKEN, AT, by="jane@example.com", piece=PIECE)
    assert not ledger.careers.decide(row, Standing.LEFT, AT + DAY, by="bob@example.com")
    taken = ledger.careers.change(row.number)
    assert (taken.known.standing, taken.by, taken.piece, taken.decided_at) == (
        Standing.TAKEN,
        "jane@example.com",
        PIECE,
        AT,
    )
    look(ledger, changed=())
    assert ledger.careers.change(row.number) == taken, "a later look takes no word back"


@pytest.mark.parametrize(("begins", "ends", "told"), [(0, 1, 1), (-1, 0, 0), (1, 2, 0)])
def test_what_was_decided_is_told_in_its_period_and_in_no_other(ledger, begins, ends, told):
    look(ledger, (GONE, Standing.PROPOSED))
    ledger.careers.decide(only(ledger), Standing.LEFT, AT, by="jane@example.com")
    assert len(ledger.careers.decided_between(AT + begins * DAY, AT + ends * DAY)) == told


def test_a_page_that_is_down_keeps_the_day_since_when_and_the_first_look_that_succeeds_ends_it(ledger):
    ledger.careers.ask(PAGE, MONDAY)
    assert ledger.careers.note_not_read(PAGE, AT, "its server answers 500") == AT
    assert ledger.careers.note_not_read(PAGE, AT + DAY, "its server answers 503") == AT
    page = ledger.careers.page(PAGE)
    assert (str(page.problem), page.problem_since) == ("its server answers 503", AT)
    look(ledger)
    page = ledger.careers.page(PAGE)
    assert (page.problem, page.problem_since) == (None, None)


def test_the_lines_to_be_put_in_by_hand_are_kept_with_their_change(ledger):
    look(ledger, (GONE, Standing.PROPOSED))
    ledger.careers.note_by_hand({only(ledger).number: "+    open: false\n"})
    assert only(ledger).by_hand == "+    open: false\n"
