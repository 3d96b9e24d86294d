"""Agencies on the lists of rules.yaml: what was there is equal to the byte, however it was written."""

import pytest

from inbox_bot.core.rules.editing.listed import Listed, with_listed
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.rules.text.yaml_tree import read

LIMITED = {"agency": "Hale, Poe & Co", "vacancies": ["a-1", "b-2"], "until": "2027-06-30", "owns": "6 months"}
TWO = (
    Listed(agency="talent.example"),
    Listed(agency="Hale, Poe & Co", vacancies=("a-1", "b-2"), until="2027-06-30", owns="6 months"),
)
WRITTEN = ["talent.example", LIMITED]
A, B = "a.example", {"agency": "b.example"}
#: What stands there, and what is on `approved` by it.
TEXTS = {
    "no section": ("mode: live\nrules: []", []),
    "nothing in it": ("agencies:\n  # policy: flag\nrules: []\n", []),
    "no list": ("agencies:\n  policy: flag  # kept\n  # approved: []\n\n# below\nrules: []\n", []),
    "an empty key": ("agencies:\n    approved:   # none yet\n    blocked: [x.example]\n", []),
    "an empty list": ("agencies:\n  approved: []  # none yet\n  policy: flag\n", []),
    "a line": ("agencies:\n  approved: [a.example, {agency: b.example}]  # two\n  policy: flag\n", [A, B]),
    "one value": ("agencies:\n  approved: a.example  # one\n  policy: flag\n", [A]),
    "one in braces": ("agencies:\n  approved: {agency: b.example}\n", [B]),
    "a block": (
        "agencies:\n  approved:\n  - a.example   # first\n  # a remark\n  - {agency: b.example}\n\n  policy: flag\n",
        [A, B],
    ),
    "blocks within": ("agencies:\n  approved:\n    -   agency: b.example\n        # by hand\n# below\n", [B]),
    "braces": ("agencies: {policy: flag}\nmode: live\n", []),
    "empty braces": ("agencies: {}\n", []),
    "braces with a list": ("agencies: {approved: [a.example], policy: flag}\n", [A]),
}


def approved(text: str):
    told: list[str] = []
    root = read(text, lambda _, message: told.append(message))
    assert told == []
    there = root.at("agencies", "approved")
    value = there.plain()
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("written", TEXTS)
def test_they_stand_behind_those_that_are_there_and_all_else_is_as_it_was(written, end):
    text, there = TEXTS[written]
    text = text.replace("\n", end)
    becomes = with_listed(text, "approved", TWO)
    assert approved(becomes) == [*there, *WRITTEN]
    assert becomes.replace("\r\n", "").count("\n") == (becomes.count("\n") if end == "\n" else 0)
    kept = iter(becomes)
    assert all(character in kept for character in text), "nothing but insertions"
    again = with_listed(becomes, "blocked", (Listed(agency="bad.example"),))
    assert approved(again) == approved(becomes)


@pytest.mark.parametrize(
    "text",
    ["agencies: flag\n", "agencies: {approved: }\n", "agencies:\n  approved:\n    agency: a.example\n", "- a\n"],
)
def test_what_a_program_cannot_add_to_is_told(text):
    with pytest.raises(NotWritable):
        with_listed(text, "approved", TWO)


def test_nothing_changes_nothing():
    assert with_listed("- a\n", "approved", ()) == "- a\n"
