"""What a page proposes, look after look; and a proposal in rules.yaml's text, and out of it again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.careers.applied import is_said, piece_from_json, piece_of, piece_to_json, taken_back, taken_over
from inbox_bot.core.careers.changes import changes_of
from inbox_bot.core.careers.proposals import (
    Change,
    Known,
    Proposal,
    Standing,
    after_look,
    from_json,
    proposals_of,
    to_json,
)
from inbox_bot.core.careers.values import Advertised, CareersPage
from inbox_bot.core.careers.writing import with_alias, with_value
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.rules.text.yaml_tree import read

MONDAY = date(2026, 11, 30)
COOK = Vacancy(id="cook", title="Cook", location="Cork, Ireland")
BAKER = Vacancy(id="pastry-baker", title="Pastry baker", location="Cork, Ireland")
GONE = Proposal(change=Change.GONE, vacancy="cook", title="Cook")
TEXT = """\
vacancies:
  # our cooks
  - id: cook
    title: Cook   # as on the door
    aliases: [chef]
    positions: 2

  - {id: baker, title: Baker, positions: 2}

  - id: waiter
    title: "Waiter"
    aliases:
      - server
    open: true
    positions: 2
reviewers: []
"""
NEW = Proposal(
    change=Change.NEW,
    vacancy="porter",
    title="Porter",
    advertised=Advertised(title="Porter", location="Cork", closes=MONDAY, keywords=("lifts", "a, b")),
)


def differs(vacancy: str, key: str, here: str, page: str) -> Proposal:
    return Proposal(change=Change.DIFFERS, vacancy=vacancy, title="x", key=key, here=here, page=page)


def proposed(*found: tuple[str, str], known: tuple[Known, ...] = ()) -> list[tuple[str, str, str]]:
    """What a page with these titles and places proposes to the cook and the baker."""
    page = CareersPage(vacancies=tuple(Advertised(title=title, location=place) for title, place in found))
    seen = proposals_of(changes_of(page, (COOK, BAKER)), (COOK, BAKER), known)
    return [(each.change.value, each.vacancy, each.key) for each in seen]


def known(proposal: Proposal, standing: Standing, since: date = MONDAY) -> Known:
    return Known(number=1, proposal=proposal, standing=standing, since=since)


IRELAND = "Cork, Ireland"


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([("Cook", IRELAND), ("Pastry baker", IRELAND)], []),
        ([("Cook", IRELAND)], [("gone", "pastry-baker", "")]),
        ([("Cook", IRELAND), ("Senior pastry baker", IRELAND)], [("differs", "pastry-baker", "title")]),
        (
            [("Cook", IRELAND), ("Senior pastry baker", "Oslo")],
            [("new", "senior-pastry-baker", ""), ("gone", "pastry-baker", "")],
        ),
        ([("Cook", IRELAND), ("Pastry baker", "Oslo")], [("differs", "pastry-baker", "location")]),
        (
            [("Head cook", IRELAND), ("Pastry baker", IRELAND)],
            [("new", "head-cook", ""), ("gone", "cook", "")],  # one word in common is too little
        ),
    ],
)
def test_a_vacancy_that_changes_its_title_or_place_is_one_change(found, wanted):
    assert proposed(*found) == wanted


def test_where_a_person_left_the_title_the_other_is_a_new_one():
    left = known(differs("pastry-baker", "title", "Pastry baker", "Senior pastry baker"), Standing.LEFT)
    assert proposed(("Cook", IRELAND), ("Senior pastry baker", IRELAND), known=(left,)) == [
        ("new", "senior-pastry-baker", ""),
        ("gone", "pastry-baker", ""),
    ]


def test_a_vacancy_that_is_gone_is_proposed_at_the_second_day_and_not_by_a_second_look():
    [(_, first)] = after_look((), (GONE,), MONDAY, is_first=False).new
    assert first is Standing.SEEN
    seen = known(GONE, Standing.SEEN)
    assert after_look((seen,), (GONE,), MONDAY, is_first=False).changed == ()
    [now] = after_look((seen,), (GONE,), MONDAY + timedelta(days=1), is_first=False).changed
    assert now.standing is Standing.PROPOSED
    [over] = after_look((seen,), (), MONDAY + timedelta(days=1), is_first=False).changed
    assert over.standing is Standing.OVER, "and it is back"


@given(st.lists(st.booleans(), max_size=12))
def test_nothing_is_proposed_as_gone_that_was_not_missing_twice_in_a_row(looks):
    standing: tuple[Known, ...] = ()
    row = 0
    for day, is_missing in enumerate(looks):
        today = MONDAY + timedelta(days=day)
        looked = after_look(standing, (GONE,) if is_missing else (), today, is_first=day == 0)
        row = row + 1 if is_missing else 0
        changed = {each.number: each for each in looked.changed}
        standing = tuple(changed.get(each.number, each) for each in standing)
        standing += tuple(
            Known(number=100 + day, proposal=proposal, standing=each, since=today) for proposal, each in looked.new
        )
        open_ = [each for each in standing if each.standing is Standing.PROPOSED]
        assert len(open_) == (1 if row > 1 else 0)


@pytest.mark.parametrize("proposal", [NEW, GONE, differs("cook", "location", "Cork", "Oslo")])
def test_a_proposal_comes_back_from_the_ledger(proposal):
    written = to_json(proposal)
    assert from_json(written, change=proposal.change, vacancy=proposal.vacancy, key=proposal.key) == proposal
    with pytest.raises(ValueError, match="can't be read"):
        from_json("[]", change=proposal.change, vacancy="", key="")


@pytest.mark.parametrize(
    ("proposal", "line"),
    [
        (Proposal(change=Change.GONE, vacancy="cook", title="Cook"), "    open: false\n"),
        (Proposal(change=Change.GONE, vacancy="waiter", title="Waiter"), "    open: false\n"),
        (Proposal(change=Change.GONE, vacancy="baker", title="Baker"), "  - {id: baker, open: false, title: Baker"),
        (differs("waiter", "positions", "2", "3"), "    positions: 3\n"),
        (differs("baker", "location", "", "Oslo, Norway"), 'id: baker, location: "Oslo, Norway", title'),
        (differs("cook", "title", "Cook", "Head cook"), "    title: Head cook   # as on the door\n"),
        (differs("cook", "title", "Cook", "Head cook"), "    aliases: [chef, Cook]\n"),
        (differs("waiter", "title", "Waiter", "Sommelier: wine"), '    title: "Sommelier: wine"\n'),
        (differs("waiter", "title", "Waiter", "Sommelier"), "      - server\n      - Waiter\n"),
        (differs("baker", "title", "Baker", "Head baker"), "aliases: [Baker]"),
        (NEW, '    keywords: [lifts, "a, b"]\n'),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_taken_over_is_one_piece_and_comes_out_again(proposal, line, end):
    text = TEXT.replace("\n", end)
    becomes = taken_over(text, proposal)
    assert line.replace("\n", end) in becomes
    assert becomes.count("\n") - becomes.count("\r\n") in (0, becomes.count("\n"))
    problems: list[str] = []
    read(becomes, lambda _, problem: problems.append(problem))
    assert problems == []
    piece = piece_from_json(piece_to_json(piece_of(text, becomes)))
    assert taken_back(becomes, piece) == text
    elsewhere = becomes.replace("# our cooks", "# our dear cooks").replace("reviewers: []", "reviewers: [] # nobody")
    if "our cooks" not in piece.became:
        assert taken_back(elsewhere, piece) == text.replace("# our cooks", "# our dear cooks").replace(
            "reviewers: []", "reviewers: [] # nobody"
        )
    with pytest.raises(NotWritable, match="changed there by hand"):
        taken_back(text, piece)


@pytest.mark.parametrize(
    ("proposal", "said"),
    [
        (GONE, False),
        (Proposal(change=Change.GONE, vacancy="porter", title="Porter"), True),
        (Proposal(change=Change.REOPENED, vacancy="cook", title="Cook"), True),
        (NEW, False),
        (Proposal(change=Change.NEW, vacancy="x", title="Cook", advertised=Advertised(title="Cooks")), False),
        (
            Proposal(change=Change.NEW, vacancy="x", title="C", advertised=Advertised(title="Cook", location="Cork")),
            True,
        ),
        (differs("cook", "location", "Dublin", "Cork, Ireland"), True),
        (differs("cook", "location", "Cork, Ireland", "Oslo"), False),
    ],
)
def test_what_was_done_by_hand_is_known(proposal, said):
    assert is_said(proposal, (COOK, BAKER)) is said


@pytest.mark.parametrize(
    "proposal",
    [
        differs("cook", "location", "Dublin", "Oslo"),
        differs("porter", "location", "Dublin", "Oslo"),
        Proposal(change=Change.REOPENED, vacancy="porter", title="Porter"),
        Proposal(change=Change.NEW, vacancy="cook", title="Porter", advertised=Advertised(title="Porter")),
    ],
)
def test_what_somebody_wrote_otherwise_meanwhile_is_not_written_over(proposal):
    with pytest.raises(NotWritable):
        is_said(proposal, (COOK, BAKER))


@pytest.mark.parametrize(
    ("aliases", "becomes"),
    [
        ("", "    aliases: [a b]\n"),
        ("    aliases: chef\n", "    aliases: [chef, a b]\n"),
        ("    aliases:\n", "    aliases: [a b]\n"),
        ("    aliases: []\n", "    aliases: [a b]\n"),
        ("    aliases: [chef] # two\n", "    aliases: [chef, a b] # two\n"),
        ("    aliases:\n    - chef\n", "    aliases:\n    - chef\n    - a b\n"),
    ],
)
def test_an_alias_gets_in_wherever_the_others_are(aliases, becomes):
    text = f"vacancies:\n  - id: cook\n{aliases}    title: Cook\n"
    assert with_alias(text, "cook", "a b") == f"vacancies:\n  - id: cook\n{becomes}    title: Cook\n"


@pytest.mark.parametrize("key", ["title", "location"])
def test_a_value_that_is_no_word_is_left(key):
    with pytest.raises(NotWritable, match=f"{key} is no word"):
        with_value(f"vacancies:\n  - id: cook\n    {key}: [a, b]\n", "cook", key, "c")
