"""Whom a letter names that presents somebody without a CV of theirs."""

import re
from collections.abc import Iterator

from inbox_bot.core.judgement.agency import words
from inbox_bot.core.judgement.names.given_names import GIVEN_NAMES
from inbox_bot.core.judgement.names.reading import name_in
from inbox_bot.core.judgement.text.wording import LETTER_LIMIT, FoldedText, PhrasePattern, fold
from inbox_bot.core.message.values import Message

REACH = 80  # characters behind the words that present
BETWEEN = 3  # words between those and the name: "my candidate", "you to"
WORDS_OF_A_NAME = 4
_PRESENTING: tuple[PhrasePattern, ...] = (
    words.PRESENTS_A_CANDIDATE,
    words.OFFERS_A_CANDIDATE,
    words.DONE_WITH_A_CANDIDATE,
    words.OFFERS_SOMEBODY,
)
_ENDS = re.compile(r"[.,;:!?()\n]")
_PIECES = re.compile(r"\s+[-–—|/]\s+|[|:,/()]")
_CV = re.compile(
    r"^(?:cv|c\.v\.|lebenslauf|curriculum vitae|curriculum|profile?|candidate|kandidat(?:in)?)\b", re.IGNORECASE
)


def name_presented(message: Message) -> str | None:
    """The first name behind the words that present, else one in the subject; None where neither has one.

    Of two words at least: initials and given names alone are everybody's.
    """
    letter = FoldedText.of(message.typed or message.text, LETTER_LIMIT)
    found = [*_behind(letter), *_in_the_subject(message.subject)]
    return next((name for name in found if len(name.split()) > 1), None)


def _behind(letter: FoldedText) -> Iterator[str]:
    for pattern in _PRESENTING:
        for match in pattern.finditer(letter.folded):
            said = _ENDS.split(letter.original[match.end() : match.end() + REACH])[0].split()
            for begin in range(min(BETWEEN + 1, len(said))):
                capitals = _capitalised(said[begin : begin + WORDS_OF_A_NAME])
                for count in range(len(capitals), 1, -1):
                    name = name_in(" ".join(capitals[:count]))
                    if name is not None:
                        yield name


def _capitalised(said: list[str]) -> list[str]:
    last = max((number for number, word in enumerate(said) if word[:1].isupper()), default=-1)
    return said[: last + 1] if said and said[0][:1].isupper() else []


def _in_the_subject(subject: str) -> Iterator[str]:
    for piece in _PIECES.split(subject[:300]):
        name = name_in(_CV.sub("", piece.strip()).strip())
        if name is not None and fold(name.split()[0]) in GIVEN_NAMES:
            yield name
