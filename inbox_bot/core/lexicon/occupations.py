"""The lexicon's table of occupations: what a nurse is called in eight languages.

Beside the files of the languages, since a line here is one meaning in all of them. The file is text:

    === trades                          nouns that tell the work alone; ranks need a field beside them; fields
    # a comment, on a line of its own
    nurse | krankenpfleger | infirmier  a meaning a line, the languages' cells in the order of LANGUAGES

    === fields of trades
    nurse = care                        the fields that a trade works in
"""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from inbox_bot.core.lexicon.phrases import LANGUAGES

_FILE = "occupations.txt"
_IMPLIED = "fields of trades"


class Sort(Enum):
    """What a meaning says of work."""

    TRADE = "trades"  #: all of it: a nurse
    RANK = "ranks"  #: what somebody is, with a field beside it: a manager
    FIELD = "fields"  #: what the work is about: sales


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning, in all languages."""

    name: str  #: its first English word
    sort: Sort
    words: dict[str, tuple[str, ...]]  #: by language, folded


@cache
def meanings() -> tuple[Meaning, ...]:
    """Every meaning of the table, in its order."""
    found = []
    for sort in Sort:
        for line in _sections()[sort.value]:
            cells = [tuple(cell.split()) for cell in line.split("|")]
            found.append(Meaning(cells[0][0], sort, dict(zip(LANGUAGES, cells, strict=True))))
    return tuple(found)


@cache
def fields_of_trades() -> dict[str, frozenset[str]]:
    """The fields that a trade works in, by their names."""
    lines = (line.partition(" = ") for line in _sections()[_IMPLIED])
    return {trade: frozenset(fields.split()) for trade, _, fields in lines}


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    sections = (section.splitlines() for section in text.split("\n=== ")[1:])
    return {name: tuple(line for line in lines if line and not line.startswith("#")) for name, *lines in sections}
