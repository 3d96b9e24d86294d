"""The table of occupations: every line can be read, and means one thing."""

from collections import Counter

import pytest

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.occupations import Sort, fields_of_trades, meanings
from inbox_bot.core.lexicon.phrases import LANGUAGES


def names(sort: Sort) -> list[str]:
    return [meaning.name for meaning in meanings() if meaning.sort is sort]


@pytest.mark.parametrize("sort", Sort)
def test_a_sort_has_each_meaning_once(sort):
    assert len(names(sort)) > 10
    assert not [name for name, times in Counter(names(sort)).items() if times > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_a_word_for_nearly_every_meaning(language):
    without = [meaning.name for meaning in meanings() if not meaning.words[language]]
    assert len(without) <= 2, without


def test_the_words_are_written_folded():
    for meaning in meanings():
        for said in meaning.words.values():
            assert tuple(fold(word) for word in said) == said, meaning.name


def test_what_a_trade_works_in_is_a_field():
    assert fields_of_trades()
    for trade, fields in fields_of_trades().items():
        assert trade in names(Sort.TRADE)
        assert fields <= set(names(Sort.FIELD)), trade
