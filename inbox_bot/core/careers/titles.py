"""Titles of vacancies, compared: the page's with those of rules.yaml."""

import re

from inbox_bot.core.careers.words import without_genders
from inbox_bot.core.judgement.text.wording import fold


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one, but for case, number and what is said of genders."""
    return compared(one) == compared(other)


def compared(title: str) -> tuple[str, ...]:
    """A title's words as they are compared."""
    words = re.findall(r"[^\W_]+", fold(without_genders(title)))
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words
    )
