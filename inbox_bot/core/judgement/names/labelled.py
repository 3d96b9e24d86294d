"""A name that a form or a table says is one: `Name: Ann Lee`, `Nachname: Lee`, `Apellidos y nombre: García, María`."""

import re
from collections.abc import Iterator, Sequence

from inbox_bot.core.judgement.names.reading import possible_name, single_name
from inbox_bot.core.judgement.names.spelling import spelled
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.phrases import words

LABEL_LIMIT = 40  # characters

NAMES = words("names.label_name")
SURNAME_FIRST = words("names.label_surname_first")
FIRST_NAMES = words("names.label_first_name")
LAST_NAMES = words("names.label_last_name")
_MARK = re.compile(r"\s*[:：]\s*|\s*\t\s*|\s{2,}|　")


def labelled_name(lines: Sequence[str]) -> str | None:
    """The name that a label gives, or two labels its parts; None where none does."""
    parts: dict[str, str] = {}
    for label, value in _labelled(lines):
        if label in SURNAME_FIRST:
            found = _turned(value)
        elif label in NAMES:
            found = possible_name(value) or possible_name(value.partition(" - ")[0]) or single_name(value)
        else:
            found = None
        if found is not None:
            return found
        for part, labels in (("first", FIRST_NAMES), ("last", LAST_NAMES)):
            if label in labels:
                parts.setdefault(part, value)
    if "first" in parts and "last" in parts:
        return possible_name(f"{parts['first'].strip(' ,')} {_not_shouted(parts['last'])}")
    alone = parts.get("first", parts.get("last"))  # "Nome: Giulia Esposito", "Nom : Marie Dupont" are whole names
    return possible_name(alone) if alone is not None else None


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at, line in enumerate(lines):
        label, value = _split(line)
        if value:
            yield label, value
        elif label in NAMES and at + 1 < len(lines):
            yield label, lines[at + 1]


def _split(line: str) -> tuple[str, str]:
    """A label in folded letters, and what is said of it; the whole line is a label where there is no more."""
    cut = line.strip(" \t*•|-–")[:300]
    mark = _MARK.search(cut)
    if mark is None or mark.start() > LABEL_LIMIT:
        return fold(cut[:LABEL_LIMIT]).strip(), ""
    return fold(cut[: mark.start()]).strip(" *()"), cut[mark.end() :].strip()


def _turned(value: str) -> str | None:
    """`Rossi Marco` where the label says that the family's name comes first; a comma says it as well."""
    if "," in value:
        return possible_name(value)
    words = value.split()
    if len(words) == 2:
        return possible_name(f"{words[1]} {_not_shouted(words[0])}")
    if any(word.isupper() for word in words) and not all(word.isupper() for word in words):
        return possible_name(value)
    return possible_name(value)


def _not_shouted(words: str) -> str:
    parts = words.strip(" ,").split()
    return spelled(parts, [fold(part) for part in parts]) if parts else ""
