"""The name under a letter, however the letter closes.

A letter that several people sign has no one name; whoever asks may choose among them by what else is known.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from inbox_bot.core.judgement.names.alike import same_person
from inbox_bot.core.judgement.names.given_names import has_given_name
from inbox_bot.core.judgement.names.reading import is_name_without_blank, name_in, possible_name, single_name
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of
from inbox_bot.core.lexicon.phrases import phrases

_CLOSINGS = pattern_of("names.closings")
#: In folded letters, of alphabets where RE2's word boundary knows no letters.
_CLOSINGS_ELSEWHERE = phrases("names.closings_without_boundaries")
LINES_BEHIND_A_CLOSING = 2  # "Thank you,\nCiara\nCiara Doyle"
LINES_OF_AN_END = 8  # of a letter: the name, what they are, how to reach them
SHORT_LINE = 70  # characters
NAME_LINES = 3  # the closing's own and the two below it; what is further down is an address
_JOINT = re.compile(r"\s*(?:,|;|/|&|\+|\s(?:and|und|et|y|e|en|i|oraz)\s)\s*", re.IGNORECASE)


def signed_name(typed: FoldedText, signature: FoldedText) -> str | None:
    """The name under a letter: in or after the line of its closing, else in the first lines of the signature.

    None where several people sign it.
    """
    names = signed_names(typed, signature)
    return names[0] if len(names) == 1 else None


def signed_names(typed: FoldedText, signature: FoldedText) -> tuple[str, ...]:
    """The names of all who sign a letter: one as a rule."""
    for lines in _signed_lines(typed, signature):
        for at, line in enumerate(lines[:NAME_LINES]):
            several = _names_side_by_side(line)
            if several:
                return several
            name = name_in(line) or _name_without_blank(line)
            if name is not None:
                return (name, *_further(name, lines[at + 1 :]))
    return ()


def _name_without_blank(line: str) -> str | None:
    bare = line.strip()
    return bare if is_name_without_blank(bare) else None


def _names_side_by_side(line: str) -> tuple[str, ...]:
    """`Ann Lee, Bob Ray and Cy Dole`; none where it may be one person's: `García López, María`."""
    names = [name_in(piece) for piece in _JOINT.split(line[:300]) if piece.strip()]
    if len(names) < 2 or None in names:
        return ()
    found = tuple(name for name in names if name is not None)
    return found if all(has_given_name(fold(name).split()) for name in found) else ()


def _further(name: str, lines: list[str]) -> tuple[str, ...]:
    """Other people on the lines just below: a name in the form of one, with a given name, and nothing between."""
    found: list[str] = []
    for line in lines:
        other = name_in(line)
        if other is None or not has_given_name(fold(other).split()):
            break
        if not any(same_person(other, known) for known in (name, *found)):
            found.append(other)
    return tuple(found)


def possible_signature(typed: FoldedText, signature: FoldedText) -> str | None:
    """What has a name's form where a letter is signed: "Jack Teacher"."""
    return next(
        (
            name
            for lines in _signed_lines(typed, signature)
            for line in lines[:NAME_LINES]
            if (name := possible_name(line)) is not None
        ),
        None,
    )


def signed_word(typed: FoldedText, signature: FoldedText) -> str | None:
    """The one word behind a closing with which a letter is signed: "Ciara"."""
    for lines in _behind_closings(typed, signature):
        name = next((name for line in lines[:2] if (name := single_name(line)) is not None), None)
        if name is not None:
            return name
    return None


def _signed_lines(typed: FoldedText, signature: FoldedText) -> Iterator[list[str]]:
    """Runs of lines in which a letter's writer may sign, without the closings before them, likeliest first."""
    yield from _behind_closings(typed, signature)
    top = [text for text in signature.original.split("\n") if text.strip(" -*_")][:4]
    yield [_after_closings(line) for line in top[:2]] + top[2:]
    yield from _below_the_letter(typed)
    last = [text for text in typed.original[-500:].split("\n") if text.strip(" -*_")][-1:]
    if last and not last[0].rstrip().endswith((".", "!", "?")):
        yield [_after_closings(last[0])]


def _below_the_letter(typed: FoldedText) -> Iterator[list[str]]:
    """A given name and more on a line of its own, with nothing but short lines below: who they are and where to reach.

    Letters close in more words than anybody can list: "Have a great weekend!", "Restant à votre disposition …".
    """
    lines = [line for line in typed.original.split("\n") if line.strip(" -*_")][1:][-LINES_OF_AN_END:]
    for at, line in enumerate(lines):
        name = name_in(line)
        below = lines[at + 1 :]
        if name is not None and has_given_name(fold(name).split()) and all(map(_is_no_sentence, below)):
            yield lines[at : at + 1 + LINES_BEHIND_A_CLOSING]


def _is_no_sentence(line: str) -> bool:
    return len(line) <= SHORT_LINE and not line.rstrip().endswith((".", "!", "?"))


def _behind_closings(typed: FoldedText, signature: FoldedText) -> Iterator[list[str]]:
    """For each closing the rest of its line, and the lines below it."""
    for wording in (typed, signature):
        lines = [line for line in wording.original.split("\n")[-40:] if line.strip(" -*_")]
        for at, line in enumerate(lines):
            sentences = _SENTENCE.split(line[-200:])  # "My CV is attached. Cheers, Ann Lee"
            for ending in (sentences[-1], " ".join(sentences[-2:])):  # "Atte. Ann Lee" looks like two
                rest = _after_closings(ending)
                if rest != ending.strip(_EDGES):
                    below = lines[at + 1 : at + 1 + LINES_BEHIND_A_CLOSING] if len(line) <= 60 else ()
                    yield [rest, *map(_after_closings, below), *lines[at + 3 : at + 5]]


_EDGES = " \t,.!:;*_-–—"
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+")


@lru_cache(maxsize=256)  # who signs is asked several times of each letter
def _after_closings(line: str) -> str:
    """A line without the closings at its beginning: `Mvg, Ann Lee` is Ann Lee."""
    for _ in range(3):
        line = line.strip(_EDGES)
        folded = fold(line[:80])
        closing = _CLOSINGS.search(folded)
        if closing is not None and closing.start() == 0:
            line = line[closing.end() :]
            continue
        elsewhere = next((words for words in _CLOSINGS_ELSEWHERE if folded.startswith(words)), None)
        if elsewhere is None:
            break
        line = line[len(elsewhere) :]
    return line
