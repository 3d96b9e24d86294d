"""The words of a header field, comments set aside (RFC 5322 §3.2.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.reply.checks.fields import keyword, keywords, without_comments


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        ("a", "a"),
        ("a(b)c", "a c"),
        ("a(b(c)d)e", "a e"),
        (r"a(b\)c)d", "a d"),
        (r"a(b\(c)d", "a d"),
        ('"a(b)"c', '"a(b)"c'),
        (r'"a\"(b)"(c)', r'"a\"(b)" '),
        (r"a\(b)", r"a\ "),
        ("a(b", "a "),
        ("a)b", "a)b"),
    ],
)
def test_comments_are_taken_out(value, bare):
    assert without_comments(value) == bare


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("Auto-Replied; a=b", "auto-replied"),
        ("(x)  no (y)", "no"),
        ('"No"', "no"),
        ("a  b", "a b"),
        ("", ""),
        (";no", ""),
    ],
)
def test_the_first_word_decides(value, word):
    assert keyword(value) == word


def test_lists_are_cut_at_commas():
    assert keywords("DR, (x) OOF ,, Auto Reply") == {"dr", "oof", "auto reply"}


@given(st.text(max_size=200))
def test_nothing_raises(text):
    keyword(text)
    keywords(text)
    assert len(without_comments(text)) <= len(text)
