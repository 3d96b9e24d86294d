"""The name at the top of a CV."""

import re
from collections.abc import Iterable
from functools import lru_cache

from inbox_bot.core.judgement.names.alike import name_words
from inbox_bot.core.judgement.names.reading import name_in, possible_name
from inbox_bot.core.judgement.text.wording import fold

TOP_LINES = 12  # of a CV, in which the name stands
_PIECES = re.compile(r"\s{3,}|\||•|\t")


def name_on_top(text: str) -> str | None:
    """The name at the top of a CV: the first of its lines that is one, or that says `Name: …`."""
    return _name_on_top(text[:4_000])


@lru_cache(maxsize=32)  # several signals ask for the same CVs' names while one mail is judged
def _name_on_top(top: str) -> str | None:
    seen = 0
    for line in top.split("\n"):
        if not line.strip():
            continue
        seen += 1
        if seen > TOP_LINES:
            return None
        label, colon, value = line.partition(":")
        if colon and fold(label).strip() in (
            "name",
            "full name",
            "vor- und nachname",
            "nom",
            "nombre",
            "nome",
            "naam",
            "imie i nazwisko",
        ):
            return name_in(value)
        for piece in _PIECES.split(line[:300])[:2]:
            if (name := name_in(piece)) is not None:
                return name
    return None


def agreed_name(shown: Iterable[str | None], texts: Iterable[str]) -> str | None:
    """The first of the possible names that a CV has in its first lines, in any order of its words.

    Two who say the same outweigh any list of words: Jack Teacher, Frank Office and Art Director are people.
    """
    wanted = {frozenset(name_words(name)): name for name in reversed([name for name in shown if name])}
    if not wanted:
        return None
    found: set[frozenset[str]] = set()
    for text in texts:
        lines = [line for line in text[:4_000].split("\n") if line.strip()][:TOP_LINES]
        pieces = [piece for line in lines for piece in _PIECES.split(line[:300])[:3]]
        found.update(frozenset(name_words(name)) for piece in pieces if (name := possible_name(piece)))
    return next((name for words, name in reversed(wanted.items()) if words in found), None)
