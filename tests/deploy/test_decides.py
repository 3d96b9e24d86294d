"""The page for those who are decided about says what the tables say."""

from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Outcome, Reason, Template
from tests.support.decides import PAGE, page


def test_the_page_is_what_the_tables_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.support.decides writes it anew"


def test_every_word_of_every_table_stands_in_it_with_its_sentence():
    text = PAGE.read_text(encoding="utf-8")
    for words in (Outcome, Reason, Template, Stop, Hold):
        for word in words:
            assert f"- `{word.value}`: {word.sentence}" in text


def test_its_promises_each_name_a_test():
    promises = page().partition("## What it promises")[2].partition("\n## ")[0]
    rows = [line for line in promises.splitlines() if line.startswith("- **")]
    assert len(rows) >= 8
    assert all("`tests/" in row for row in rows)
