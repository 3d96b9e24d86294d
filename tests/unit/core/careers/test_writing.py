"""rules.yaml with a page's vacancies in it: what was there is equal to the byte."""

import difflib
from datetime import date
from pathlib import Path

import pytest

from inbox_bot.core.careers.changes import changes_of
from inbox_bot.core.careers.reading import read_page
from inbox_bot.core.careers.values import Advertised, CareersPage
from inbox_bot.core.careers.writing import with_agencies, with_open, with_vacancies
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.rules.text.yaml_tree import read
from tests.unit.cli.running import RULES
from tests.unit.core.careers.test_pages import PAGES

EXAMPLE = RULES.read_text(encoding="utf-8")
BLOCK = """\
vacancies:   # by hand, &anchors in a remark
  - id: a-1      # kept: *this
    title: "A: one"
    description: >
      Two lines
      of it.

  # a remark between
  - {id: b-2, title: B}  # at the end

# below
agencies:
  # say so
  policy: flag
"""
LAMP = CareersPage(
    vacancies=(Advertised(title="Lamp: keeper", location="Cork", positions=2, closes=date(2027, 2, 28)),)
)


def added(was: str, becomes: str) -> str:
    """What was put in; fails where anything else is otherwise."""
    told = list(difflib.ndiff(was.splitlines(keepends=True), becomes.splitlines(keepends=True)))
    assert [line for line in told if line.startswith("- ")] == []
    return "".join(line[2:] for line in told if line.startswith("+ "))


def vacancies(text: str) -> list[dict]:
    told: list[str] = []
    root = read(text, lambda _, message: told.append(message))
    assert told == []
    return root.at("vacancies").plain()


NEW = changes_of(LAMP, ()).new


def test_a_new_vacancy_stands_behind_the_others_and_all_else_stays():
    becomes = with_vacancies(BLOCK, NEW)
    assert [each["id"] for each in vacancies(becomes)] == ["a-1", "b-2", "lamp-keeper"]
    piece = added(BLOCK, becomes).strip("\n")
    assert piece.splitlines() == [
        "  - id: lamp-keeper",
        '    title: "Lamp: keeper"',
        "    location: Cork",
        "    positions: 2",
        "    closes: 2027-02-28",
    ]


def test_crlf_stays_crlf():
    was = BLOCK.replace("\n", "\r\n")
    for becomes in (with_vacancies(was, NEW), with_open(was, "a-1", is_open=False), with_agencies(was, "No agencies.")):
        assert added(was, becomes)
        assert "\n" not in becomes.replace("\r\n", "")


@pytest.mark.parametrize(
    "there",
    [
        "vacancies: []  # none",
        "vacancies:",
        "vacancies:  # none yet",
        "vacancies: [{id: a, title: B}]",
        "vacancies:\n- id: a\n  title: B",
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\n\nmode: live\n"])
def test_wherever_the_list_is_or_is_not_yet_the_vacancy_gets_in(there, end):
    assert vacancies(with_vacancies(there + end, NEW))[-1]["title"] == "Lamp: keeper"


def test_open_and_close_change_one_line_and_take_it_back():
    closed = with_open(BLOCK, "a-1", is_open=False)
    assert added(BLOCK, closed) == "    open: false\n"
    assert with_open(closed, "a-1", is_open=True) == closed.replace("open: false", "open: true")
    assert "{id: b-2, open: false, title: B}  # at the end" in with_open(BLOCK, "b-2", is_open=False)
    assert with_open(BLOCK, "a-1", is_open=True) == BLOCK
    with pytest.raises(NotWritable, match="no vacancy c-3"):
        with_open(BLOCK, "c-3", is_open=False)


def test_the_sentence_about_agencies_is_a_comment_above_their_policy_once():
    once = with_agencies(BLOCK, "We take no calls.")
    assert added(BLOCK, once) == '  # Our careers page says: "We take no calls."\n'
    assert with_agencies(once, "We take no calls.") == once


def test_a_page_that_says_what_rules_yaml_has_changes_not_a_byte():
    page = read_page((PAGES / "anchors.md").read_bytes())
    text = with_vacancies("vacancies: []\n" + EXAMPLE.partition("vacancies:")[0], changes_of(page, ()).new)
    known = [Vacancy.model_validate(each) for each in vacancies(text)]
    again = changes_of(page, known)
    assert (again.new, again.differs, again.gone) == ((), (), ())
    assert with_vacancies(text, again.new) == text


CAREERS = Path(__file__).parents[4].parent / "shared" / "careers-page.md"


@pytest.mark.corpus
@pytest.mark.skipif(not CAREERS.is_file(), reason=f"no page at {CAREERS}")
def test_the_examples_careers_page_gives_exactly_its_three_vacancies_and_the_sentence_about_agencies():
    page = read_page(CAREERS.read_bytes())
    becomes = with_agencies(with_vacancies(BLOCK, changes_of(page, ()).new), page.agencies)
    assert added(BLOCK, becomes).count("  - id: ") == 3
    assert [(each["title"], each["location"], each["positions"]) for each in vacancies(becomes)[2:]] == [
        ("Infrastructure engineer", "London, UK", "1"),
        ("Data pipeline engineering interns", "Remote or London, UK", "1"),
        ("Data scientist interns", "Remote or London, UK", "2"),
    ]
    sentence = '# Our careers page says: "We do not welcome calls from recruitment consultants."'
    assert f"  {sentence}\n  policy: flag" in becomes
    skills = {word for each in vacancies(becomes)[2:] for word in each["keywords"]}
    assert {"AWS", "Ansible", "Kafka", "Scala", "Spark Streaming"} <= skills
    assert not {"Snowplow", "Alex Dean", "Managed Service"} & skills


def known(id: str, title: str, **more) -> Vacancy:
    return Vacancy(id=id, title=title, **more)


def test_hand_edits_stand_and_what_the_page_says_otherwise_is_told():
    page = CareersPage(vacancies=(Advertised(title="Lamp keepers", location="Cork", positions=2),))
    changes = changes_of(page, [known("lamp", "Lamp keeper", location="Cork, hybrid"), known("old", "Rower")])
    assert changes.new == ()
    assert [(each.key, each.here, each.page) for each in changes.differs] == [
        ("location", "Cork, hybrid", "Cork"),
        ("positions", "1", "2"),
    ]
    assert changes.gone == ("old",)


def test_two_vacancies_of_one_title_are_told_apart_by_their_place():
    page = CareersPage(vacancies=(Advertised(title="Cook", location="Cork"), Advertised(title="Cook", location="Ulm")))
    new = changes_of(page, ()).new
    assert [each.id for each in new] == ["cook", "cook-ulm"]
    there = [known(each.id, each.advertised.title, location=each.advertised.location) for each in new]
    assert changes_of(page, there).new == ()


def test_a_closed_vacancy_that_is_advertised_is_told_and_stays_closed():
    changes = changes_of(LAMP, [known("lamp", "Lamp: keeper", open=False)])
    assert (changes.new, changes.reopened, changes.gone) == ((), ("lamp",), ())
