"""The words of a text that count: stemmed, without small ones."""

import re
from typing import NamedTuple

from inbox_bot.core.judgement.text.spelling import stem
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.lexicon.phrases import words

TOKENS_LOOKED_AT = 1_500  # words of a letter: three printed pages

WORD = re.compile(r"[^\W_]+(?:[+#]{1,2})?")
SMALL_WORDS = words("text.small_words_of_titles")


class Token(NamedTuple):
    """A word of a text, with its place. A tuple, since a CV makes a thousand of them."""

    stem: str
    start: int
    end: int


def tokens_of(wording: FoldedText, limit: int = TOKENS_LOOKED_AT) -> tuple[Token, ...]:
    """The words of a text, stemmed, with small words left out."""
    found: list[Token] = []
    for match in WORD.finditer(wording.folded):
        word = match.group()
        if word in SMALL_WORDS:
            continue
        found.append(Token(stem(word), match.start(), match.end()))
        if len(found) >= limit:
            break
    return tuple(found)


def stems_of(wording: FoldedText, limit: int) -> list[str]:
    """The same words without their places, which a CV's thousand words need not have."""
    return [stem(word) for word in WORD.findall(wording.folded) if word not in SMALL_WORDS][:limit]
