"""A file of agencies, as a company keeps it: what is understood, and what is said of each line that is not."""

import pytest

from inbox_bot.core.rules.editing.agency_file import LARGEST, NotRead, read_file
from inbox_bot.core.rules.editing.listed import Listed
from tests.unit.core.reply.circumstances import rules_with

RULES = rules_with("agencies: {approved: [there.example], blocked: [Bad Search]}\n")


def entries(text: str | bytes, into: str | None = "approved"):
    content = text.encode() if isinstance(text, str) else text
    return [(each.into, each.entry) for each in read_file(content, "psl.csv", into, RULES)]


def problems(text: str | bytes, into: str | None = "approved") -> list[str]:
    with pytest.raises(NotRead) as refused:
        entries(text, into)
    return list(refused.value.problems)


def test_a_plain_list_has_one_a_line():
    text = """\
# our agencies
Talent.example            # since May
  Jane Poe <jane@search.example>,
https://www.hale-search.example/about?x=1
www.orr.example

"Dr. Maier & Partner GmbH"
Tom <tom@poe.example>
talent.example
"""
    assert entries(text, "blocked") == [
        ("blocked", Listed(agency=agency))
        for agency in (
            "talent.example",
            "jane@search.example",
            "hale-search.example",
            "orr.example",
            "Dr. Maier & Partner GmbH",
            "tom@poe.example",
        )
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("coded", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_has_a_head_in_any_order_and_as_excel_writes_it(sign, coded):
    rows = [
        ["Agency", "Contact", "Domain", "Valid until", "Vacancies", "Owns", "List"],
        ["Talent Ltd", "Tom", "talent.example", "2027-06-30", "engineer analyst", "6 months", "Approved"],
        ["Hale Search", "Übel", "", "", "", "", "blocked"],
        ["", "", "", "", "", "", ""],
        ["Orr", "two\nlines", "orr.example", "", "", "", ""],
    ]
    text = "\r\n".join(sign.join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in rows)
    limited = Listed(agency="talent.example", vacancies=("engineer", "analyst"), until="2027-06-30", owns="6 months")
    assert entries(text.encode(coded), "never") == [
        ("approved", limited),
        ("blocked", Listed(agency="Hale Search")),
        ("never", Listed(agency="orr.example")),
    ]


def test_every_problem_is_told_at_once_with_its_line_and_nothing_is_taken_over():
    text = """\
domain,list,until,owns,vacancies
a.example,approved,30.6.2027,half a year,enginer
b..example,aproved,,,
c.example,blocked,2027-01-01,,
there.example,blocked,,,
d.example,,,,
e.example,approved,,,
e.example,blocked,,,
"""
    assert problems(text, None) == [
        'psl.csv:2: "30.6.2027", which is not a date; write it like 2027-02-28',
        'psl.csv:2: "half a year", which is not a length of time; write it like "6 months", "1 year" or "90 days"',
        'psl.csv:2: "enginer" is no vacancy\'s id; did you mean "engineer"?',
        (
            'psl.csv:3: "b..example", which is neither an e-mail address, a domain nor a firm\'s name; write it like '
            "jane@example.com, example.com or Example Search"
        ),
        'psl.csv:3: "aproved" is none of the lists; write approved, blocked, never',
        "psl.csv:4: only approved agencies have vacancies, until and owns; leave them empty",
        (
            'psl.csv:5: "there.example" is on agencies.approved in rules.yaml; take it from there first, or leave this '
            "line out"
        ),
        "psl.csv:6: nothing says which list it goes onto; say --to approved or --to blocked",
        'psl.csv:8: "e.example" is on line 7 already, otherwise; keep one',
    ]


NO_TEXT = "psl.csv is no text: save it as CSV in UTF-8, or with one agency a line"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "psl.csv:1: there is no agency in it; write one a line: an address, a domain or a firm's name"),
        (b"PK\x03\x04\x00\x00", NO_TEXT),
        ("Müller".encode("latin-1"), NO_TEXT),
        (b"x" * (LARGEST + 1), "psl.csv has more than 1,000,000 bytes: divide it"),
        (b"a.example\n" * 10_001, "psl.csv has more than 10,000 lines: divide it"),
        (
            b"a.example, b.example",
            "psl.csv:1: this line has several agencies; write one a line, or a first line that names the columns",
        ),
        (b"GmbH\n" * 25, "and 5 more"),
    ],
    ids=["empty", "a spreadsheet", "Latin-1", "large", "long", "two on a line", "many"],
)
def test_what_is_no_such_file_is_told_so(content, said):
    assert problems(content)[-1] == said


def test_what_is_on_the_list_already_is_no_problem():
    assert entries("THERE.example\nnew.example\n") == [
        ("approved", Listed(agency="there.example")),
        ("approved", Listed(agency="new.example")),
    ]
