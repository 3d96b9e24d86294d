"""docs/languages.md: how many phrases each signal has in each language.

Run as a program, it puts the lexicon's files in order and writes the page.
"""

from collections.abc import Callable
from pathlib import Path

from inbox_bot.core.lexicon.phrases import ANY, LANGUAGES, sections_of
from tests.unit.core.lexicon.ordering import put_in_order

PAGE = Path(__file__).parents[4] / "docs" / "languages.md"
COLUMNS = (*LANGUAGES, ANY)
ROOMS = {
    "agency": "Agencies: what they write, and what speaks against one",
    "applicant": "Applicants: who they are, and where they live",
    "documents": "Documents: what each is for",
    "kind": "Kinds of mail",
    "message": "Quotes, forwards and signatures",
    "names": "Names of people",
    "review": "Reviewers: what they write to have a mail put right",
    "senders": "Senders: web forms, boards, machines",
    "text": "What all judges ask",
    "trade": "Agencies: how their letters are written, and (`not_`) how no agency's is",
    "vacancy": "Vacancies: which is meant",
}
HEAD = """\
# What is known of each language

How many phrases each signal has in each language: a thin column is a language that is understood badly, and `·` is a
signal that nothing speaks for in it. `any` is what belongs to no one of the eight ("cv"), and words of other languages.
A phrase is a pattern, and one may stand for many wordings, so the figures of two signals don't compare; those of two
languages do, roughly.

A wording is added by a line in `inbox_bot/core/lexicon/<language>.txt` (CONTRIBUTING.md). This page is made by
`make languages`, and a test holds it to the files.
"""


def page() -> str:
    """The whole page, as it is to be."""
    names = sorted({name for language in COLUMNS for name in sections_of(language)})
    by_room = {room: [name for name in names if name.startswith(f"{room}.")] for room in ROOMS}
    assert sum(map(len, by_room.values())) == len(names), "a section of a room that has no heading here"
    rooms = {f"[{room}](#{room})": _sums(in_it) for room, in_it in by_room.items()}
    lines = [HEAD, *_table("room", rooms | {"**phrases in all**": _sums(names), "**signals**": _having(names)})]
    for room, heading in ROOMS.items():
        lines += ["", f"## {room}", "", f"{heading}.", ""]
        lines += _table("signal", {f"`{name}`": _sums([name]) for name in by_room[room]})
    return "\n".join((*lines, ""))


def _sums(names: list[str]) -> list[int]:
    return _counts(names, len)


def _having(names: list[str]) -> list[int]:
    return _counts(names, bool)


def _counts(names: list[str], count: Callable[[tuple[str, ...]], int]) -> list[int]:
    return [sum(count(sections_of(language).get(name, ())) for name in names) for language in COLUMNS]


def _table(what: str, rows: dict[str, list[int]]) -> list[str]:
    head = [f"| {what} | {' | '.join(COLUMNS)} |", "|---|" + "--:|" * len(COLUMNS)]
    return head + [f"| {name} | {' | '.join(str(count or '·') for count in counts)} |" for name, counts in rows.items()]


if __name__ == "__main__":
    put_in_order()
    PAGE.write_text(page(), encoding="utf-8")
