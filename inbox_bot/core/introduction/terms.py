"""The terms of an agency: the sentences that ask for a fee or name conditions, from the letter and its own terms."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from inbox_bot.core.introduction.values import Terms
from inbox_bot.core.judgement.agency.fees import LOOKED_AT, places_of_fees
from inbox_bot.core.judgement.text.wording import LETTER_LIMIT, FoldedText, pattern_of
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document, Message
from inbox_bot.core.words import Role

SENTENCES = 12
LENGTH = 400  # characters of a sentence
REACH = 300  # characters on either side of what names the terms, in which its sentence begins and ends
_FEES = pattern_of("trade.fees")
_PERCENTAGE = re.compile(
    r"[0-9]{1,2}(?:[.,][0-9]{1,2})?\s?(?:%|per ?cent\b|prozent\b|procent\b|pour cent\b|por ciento\b|por cento\b)",
    re.IGNORECASE,
)
_MONEY = r"[€£$]|\b(?:EUR|GBP|USD|CHF|PLN|euros?|zł)\b"
_SUM = re.compile(rf"(?:{_MONEY})\s?[0-9][0-9.,']*|[0-9][0-9.,']*\s?(?:{_MONEY})", re.IGNORECASE)
_END = re.compile(r"[.!?](?=\s)|\n\s*\n|\n(?=\s*[-*•])")


def terms_in(letter: Message, documents: Iterable[Document]) -> Terms:
    """The terms that a letter and the documents in the role of terms name; empty where there are none."""
    letters = [letter.typed or letter.text, letter.signature, letter.subject]
    papers = [document.text for document in documents if document.role is Role.TERMS]
    found: dict[str, None] = {}
    for text in (*letters, *papers):
        for sentence in _sentences(FoldedText.of(text, LETTER_LIMIT)):
            found.setdefault(sentence)
    sentences = tuple(found)[:SENTENCES]
    return Terms(
        sentences=sentences,
        percentages=_each(_PERCENTAGE, sentences),
        sums=_each(_SUM, sentences),
    )


def _sentences(wording: FoldedText) -> Iterator[str]:
    """What asks for a fee or names terms; and what speaks of money beside a figure."""
    asking = [*places_of_fees(wording)]
    speaking = [(match.start(), match.end()) for match in islice(_FEES.finditer(wording.folded), LOOKED_AT)]
    for place in sorted({*asking, *speaking}):
        sentence = _sentence(wording, *place)
        if place in asking or _PERCENTAGE.search(sentence) or _SUM.search(sentence):
            yield sentence


def _sentence(wording: FoldedText, start: int, end: int) -> str:
    before = wording.original[max(0, start - REACH) : start]
    behind = wording.original[end : end + REACH]
    ends = [match.end() for match in _END.finditer(before + " ") if match.end() <= len(before)]
    last = _END.search(behind)
    begins = start - len(before) + (ends[-1] if ends else 0)
    return safe.line(wording.original[begins : end + (last.end() if last is not None else len(behind))], LENGTH)


def _each(figure: re.Pattern[str], sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match[0].strip() for sentence in sentences for match in figure.finditer(sentence)))
