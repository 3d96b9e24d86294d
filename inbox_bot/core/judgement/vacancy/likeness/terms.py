"""What is counted of a CV: its words and pairs of words, those of its first lines, and those of job titles in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inbox_bot.core.judgement.text.language import small_words
from inbox_bot.core.judgement.text.tokens import stems_of
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.words.occupations import is_a_noun_of_work

WORDS_LOOKED_AT = 3_000  # of a CV
TOP_WORDS = 30  # of a CV: a headline and a summary's first sentence
BEFORE_A_NOUN = 3  # words that belong to a job title, before its noun of work
BEGINNING = 5  # letters, by which "accounting" is like "accountant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How often terms occur in a CV. A term is a word's stem, or two that follow each other."""

    whole: Mapping[str, int]
    top: Mapping[str, int]  #: in its first words alone
    titles: Mapping[str, int]  #: in nouns of work and the words before them


def counts_of(cv: FoldedText) -> Counts:
    """Count a CV's terms, of its first 3,000 words."""
    stems = stems_of(cv, WORDS_LOOKED_AT)
    return Counts(
        whole=Counter(terms_of(stems)),
        top=Counter(terms_of(stems[:TOP_WORDS])),
        titles=Counter(_of_titles(stems)),
    )


def terms_of(stems: Iterable[str]) -> Iterator[str]:
    """The words and pairs of a text. Small words part what is around them."""
    small = small_words()
    before = ""
    for word in stems:
        if word in small or len(word) < 2:
            before = ""
            continue
        if not word.isdigit():
            yield word
            if before:
                yield f"{before} {word}"
        before = word


def beginnings_of(counts: Mapping[str, int]) -> dict[str, int]:
    """The same counts by the first five letters of each word.

    >>> beginnings_of({"accounting manager": 2, "accountant managing": 1})
    {'accou manag': 3}
    """
    found: dict[str, int] = {}
    for term, count in counts.items():
        first, blank, second = term.partition(" ")
        beginning = first[:BEGINNING] + " " + second[:BEGINNING] if blank else first[:BEGINNING]
        found[beginning] = found.get(beginning, 0) + count
    return found


def _of_titles(stems: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(stems):
        if is_a_noun_of_work(word):
            yield from terms_of(stems[max(0, at - BEFORE_A_NOUN) : at + 1])
