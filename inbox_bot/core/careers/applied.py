"""A proposal taken over into rules.yaml's text, and taken back: only what it is about, only where it fits.

Pure. The text may have been changed by hand since the page was looked at: what was done by hand already is not done
again, and what somebody wrote otherwise meanwhile stays.
"""

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inbox_bot.core.careers.changes import New, city
from inbox_bot.core.careers.proposals import Change, Proposal
from inbox_bot.core.careers.titles import same_title
from inbox_bot.core.careers.writing import with_alias, with_open, with_vacancies, with_value
from inbox_bot.core.message import safe
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.wording import Sentence

LINE_SHOWN = 400  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """The lines that a change has touched, so many that they are there once."""

    was: str
    became: str


def is_said(proposal: Proposal, vacancies: Sequence[Vacancy]) -> bool:
    """Whether rules.yaml says what is proposed: somebody wrote it by hand. Raises NotWritable where it says a third."""
    here = next((vacancy for vacancy in vacancies if vacancy.id == proposal.vacancy), None)
    found = proposal.advertised
    if proposal.change is Change.NEW and found is not None:
        if here is not None and not same_title(here.title, found.title):
            raise NotWritable(
                Sentence("rules.yaml has a vacancy {id} by now, which is another", id=safe.line(proposal.vacancy))
            )
        named = [vacancy for vacancy in vacancies if same_title(vacancy.title, found.title)]
        return here is not None or any(city(vacancy.location) == city(found.location) for vacancy in named)
    if proposal.change is Change.GONE:
        return here is None or not here.open
    if here is None:
        raise NotWritable(Sentence("rules.yaml has no vacancy {id}", id=proposal.vacancy))
    if proposal.change is Change.REOPENED:
        return here.open
    now = str(getattr(here, proposal.key))
    if now not in (proposal.here, proposal.page):
        raise NotWritable(
            Sentence(
                "{key} of {id} was changed by hand meanwhile: it is {now}",
                key=proposal.key,
                id=proposal.vacancy,
                now=safe.line(now),
            )
        )
    return now == proposal.page


def taken_over(text: str, proposal: Proposal) -> str:
    """The text with what is proposed. Raises NotWritable."""
    match proposal.change:
        case Change.NEW if proposal.advertised is not None:
            return with_vacancies(text, (New(id=proposal.vacancy, advertised=proposal.advertised),))
        case Change.GONE:
            return with_open(text, proposal.vacancy, is_open=False)
        case Change.REOPENED:
            return with_open(text, proposal.vacancy, is_open=True)
    becomes = with_value(text, proposal.vacancy, proposal.key, proposal.page)
    if proposal.key == "title":  # who has read the page before applies by the old one
        return with_alias(becomes, proposal.vacancy, proposal.here)
    return becomes


def piece_of(text: str, becomes: str) -> Piece:
    """What was changed, with as many lines before it as make it the only one of its kind."""
    one, other = text.splitlines(keepends=True), becomes.splitlines(keepends=True)
    begin = _alike(one, other)
    end = min(_alike(one[::-1], other[::-1]), len(one) - begin, len(other) - begin)
    for first in range(max(0, begin - 1), -1, -1):
        became = "".join(other[first : len(other) - end])
        if becomes.count(became) == 1 or first == 0:
            return Piece(was="".join(one[first : len(one) - end]), became=became)
    return Piece(was=text, became=becomes)


def taken_back(text: str, piece: Piece) -> str:
    """The text without a change that is still in it as it was made. Raises NotWritable."""
    if text.count(piece.became) != 1:
        raise NotWritable(Sentence("rules.yaml was changed there by hand since: change it back by hand"))
    return text.replace(piece.became, piece.was)


def piece_to_json(piece: Piece) -> str:
    """As the ledger keeps it."""
    return json.dumps([piece.was, piece.became], separators=(",", ":"))


def piece_from_json(written: str) -> Piece:
    """The piece that `piece_to_json` wrote. Raises ValueError for anything else."""
    was, became = json.loads(written)
    return Piece(was=str(was), became=str(became))


def difference(text: str, becomes: str) -> Iterator[str]:
    """What is to be changed, as lines with `+` and `-` before them, each an inert one."""
    lines = difflib.unified_diff(text.splitlines(), becomes.splitlines(), "rules.yaml", "rules.yaml", n=1, lineterm="")
    for line in lines:
        indent = line[:1] + " " * (len(line[1:]) - len(line[1:].lstrip(" ")))
        yield f"{indent}{safe.line(line[1:], LINE_SHOWN)}".rstrip()


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    for at, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return at
    return min(len(one), len(other))
